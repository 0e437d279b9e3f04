"""The daemon: keeps the music playing and listens to the world."""
