"""The plan: which sample is played when, and what to ask of the engine next."""
