"""Patches for Pd vanilla."""
