"""MusicCM: four-step text-to-music with a consistency model (arXiv 2404.13358).

The package is pure: functions and ``nn.Module`` classes, no sockets, threads or wall clock.
Importing :mod:`musiccm`, :mod:`musiccm.controls` or :mod:`musiccm.mixer` does not import torch.
"""

__version__ = "0.1.0"
