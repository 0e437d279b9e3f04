"""Patches for Max, Max for Live and Pd, and a SuperCollider quark: see README.md beside this file.

The files are made from the parameter table by ``python -m max_patches.generate``.
"""
