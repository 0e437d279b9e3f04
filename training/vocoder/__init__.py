"""Training of the vocoder: excerpts, losses, discriminators, judge, export."""
