"""Errors of the model package.

::

    MusicCMError
    ├── CheckpointError    a checkpoint folder is missing, damaged or of another version
    ├── PromptError        a prompt is empty or a control is outside its range
    └── ComputeError       the asked compute device is not there

Every message is one line that says what to do.
"""


class MusicCMError(Exception):
    """Base of every error that a user of the model may cause."""


class CheckpointError(MusicCMError):
    """A checkpoint folder is missing, damaged or written by another version."""


class PromptError(MusicCMError, ValueError):
    """A prompt is empty or a control is outside its range."""


class ComputeError(MusicCMError):
    """The asked compute device does not exist on this machine."""
