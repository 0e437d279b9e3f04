"""Patches for Max and Max for Live."""
