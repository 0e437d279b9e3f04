"""Errors of the daemon.

::

    BridgeError
    ├── StartupError     the daemon cannot start: one line that says what to do, exit code 2
    ├── EngineError      the engine answered a request with an error; it is still there
    │   ├── EngineDown   the engine is gone, or hangs; it is being restarted
    │   └── BadAnswer    its answer cannot be played; after three of them it is restarted
    ├── SyncError        a leader cannot be followed; the daemon leads itself
    ├── RecordError      a file cannot be written; the music goes on
    ├── LogError         a gig log cannot be played
    └── NameRefused      a name from outside that may not become a file
"""


class BridgeError(Exception):
    """Base of every error that the daemon expects."""


class StartupError(BridgeError):
    """The daemon cannot start. The message is one line that says what to do."""


class EngineError(BridgeError):
    """The engine refused a request."""


class EngineDown(EngineError):
    """The engine process is gone or hangs."""


class BadAnswer(EngineError):
    """What the engine answered cannot be played."""


class SyncError(BridgeError):
    """A leader cannot be followed. The message is one line that says what to do."""


class RecordError(BridgeError):
    """A recording cannot be opened or written."""


class NameRefused(BridgeError):
    """A name that came from outside is more than a plain name; nothing was done with it."""


class LogError(BridgeError):
    """A file is no gig log, or not one that this version can play."""
