"""The judge of a checkpoint: held-out pieces, rows to compare, tools that had no part in it."""
