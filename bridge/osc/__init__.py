"""The OSC server: datagrams in, gestures out; replies to who asked."""
