"""Groups of controls as they lie on the window."""
