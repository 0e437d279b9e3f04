"""A small style classifier: a judge of generated music, never a part of the model."""
