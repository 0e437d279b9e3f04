"""MusicLDM to MusicCM: consistency distillation and the adversarial polish on its latents."""
