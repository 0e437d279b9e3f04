"""Benchmarks: what the model costs on this machine, as plain figures."""
