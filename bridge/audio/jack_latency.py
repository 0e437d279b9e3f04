"""What JACK knows of the way from a port to the ear; the binding leaves that out."""

import ctypes
from ctypes.util import find_library
from functools import cache
from typing import Any

PLAYBACK = 1  # JackPlaybackLatency of jack/types.h


class _Range(ctypes.Structure):
    """jack_latency_range_t, in frames."""

    _fields_ = [("least", ctypes.c_uint32), ("most", ctypes.c_uint32)]


@cache
def _library() -> Any:
    name = find_library("jack")
    library = ctypes.CDLL(name) if name else None
    return getattr(library, "jack_port_get_latency_range", None)


def playback_latency(port: Any) -> int | None:
    """Return the frames from what leaves a port of the ``jack`` binding until it is heard.

    0 where nobody is connected. None where the library cannot tell.
    """
    ask = _library()
    if ask is None:
        return None
    found = _Range()
    ask(ctypes.c_void_p(_address(port)), PLAYBACK, ctypes.byref(found))
    return int(found.most)


def _address(port: Any) -> int:
    """Return where the binding's port lies, for calls that it does not make."""
    import jack

    return int(jack._ffi.cast("uintptr_t", port._ptr))
