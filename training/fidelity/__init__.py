"""How near the drawn music comes to recordings: Fréchet distances with intervals."""
