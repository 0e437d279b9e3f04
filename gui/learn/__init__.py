"""MIDI learn: touch a control of the panel, move one of the controller."""
