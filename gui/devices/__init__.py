"""Sound and MIDI devices: which there are, which play, which are wanted next time."""
