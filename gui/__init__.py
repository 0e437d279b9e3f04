"""The panel: a client of the daemon like any other."""
