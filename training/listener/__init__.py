"""The listener's training: a mix → the vector of its captions."""
