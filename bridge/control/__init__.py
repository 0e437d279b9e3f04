"""What the performer has asked for, and when it takes effect."""
