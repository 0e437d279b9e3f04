"""The generated parts of the SuperCollider quark."""
