"""Commands of the model: render and bench."""
