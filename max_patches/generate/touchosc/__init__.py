"""A layout for TouchOSC."""
