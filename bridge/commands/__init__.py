"""The click commands of the daemon."""
