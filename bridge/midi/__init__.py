"""MIDI: controllers in, lights and clock out; what they mean is read from a map per device."""
