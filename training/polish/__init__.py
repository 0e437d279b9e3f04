"""Adversarial polish: the distilled student against heads on a frozen network."""
