"""The diffusion teacher."""
