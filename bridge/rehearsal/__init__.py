"""Rehearsals: how well the daemon keeps to leaders whose beats are known exactly."""
