"""Consistency distillation: teacher to four-step student."""
