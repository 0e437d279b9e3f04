"""The timeline: what was played, what is committed, what is planned."""
