"""What the daemon and its clients agree on. Standard library only."""
