"""The composer: styles as data files, pieces from seeds."""

from training.compose.composer import FORBIDDEN_TEMPI, compose
from training.compose.loader import load_styles
from training.compose.style import Style, StyleError

__all__ = ["FORBIDDEN_TEMPI", "Style", "StyleError", "compose", "load_styles"]
