"""Widgets that hold no truth: each shows a value of the store and writes to it."""
