"""Where the sound goes: a device, nowhere in real time, a file."""
