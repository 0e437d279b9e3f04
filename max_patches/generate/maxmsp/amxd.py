"""The container of a Max for Live device that is not frozen.

Chunks of a four-letter name, a length as a little-endian 32-bit number, and the content:
``ampf`` (the kind of device), ``meta`` (a number), ``ptch`` (the patcher as JSON, from byte 32 on,
which ends with a newline and a zero byte).
"""

import json
import struct
from typing import Any

AUDIO_EFFECT = b"aaaa"
_META = 0


def project(kind: bytes) -> dict[str, Any]:
    """Return the block without which Live does not know what the device is."""
    return {
        "version": 1,
        "creationdate": 3590052493,
        "modificationdate": 3590052493,
        "viewrect": [0.0, 0.0, 300.0, 500.0],
        "autoorganize": 1,
        "hideprojectwindow": 1,
        "showdependencies": 1,
        "autolocalize": 0,
        "contents": {"patchers": {}},
        "layout": {},
        "searchpath": {},
        "detailsvisible": 0,
        "amxdtype": int.from_bytes(kind, "big"),
        "readonly": 0,
        "devpathtype": 0,
        "devpath": ".",
        "sortmode": 0,
        "viewmode": 0,
    }


def pack(patcher: bytes, kind: bytes = AUDIO_EFFECT) -> bytes:
    """Return the file for the JSON of a patcher, which ends with a newline."""
    content = patcher.rstrip(b"\n") + b"\n\0"
    return b"".join(
        (
            *(b"ampf", struct.pack("<I", 4), kind),
            *(b"meta", struct.pack("<II", 4, _META)),
            *(b"ptch", struct.pack("<I", len(content)), content),
        )
    )


def unpack(data: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return kind and content of a device.

    Raises
    ------
    ValueError
        Where it is not such a file; the text says what is wrong.
    """
    if len(data) < 32 or data[:4] != b"ampf":
        raise ValueError("does not begin with ampf")
    size, kind = struct.unpack("<I4s", data[4:12])
    if size != 4 or kind not in (b"aaaa", b"mmmm", b"iiii"):
        raise ValueError(f"is no kind of device: {kind!r}")
    meta, meta_size, _ = struct.unpack("<4sII", data[12:24])
    if (meta, meta_size) != (b"meta", 4):
        raise ValueError("has no meta chunk")
    name, length = struct.unpack("<4sI", data[24:32])
    if name != b"ptch" or length != len(data) - 32:
        raise ValueError("the ptch chunk is not the rest of the file")
    if not data.endswith(b"}\n\0"):
        raise ValueError("the patcher does not end with a newline and a zero byte")
    return kind, json.loads(data[32:-1])
