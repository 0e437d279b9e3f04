"""The gig log: what a run has decided, and the same samples again from it."""
