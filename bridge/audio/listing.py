"""Which devices this machine has now.

Asked of a process of its own: PortAudio lists what was there when it was started, opening it anew
would stop the music, and a driver that hangs must not hang the music.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from bridge.errors import BridgeError

Answer = tuple[float | int | str, ...]

OUTPUT, MIDI = "output", "midi"
PATIENCE = 30.0  # seconds
_COMMAND = (sys.executable, "-m", "bridge.commands.devices", "--json")


async def device_rows(output: str, listening: Sequence[str]) -> list[Answer]:
    """Return kind, name, what is known of it, and whether it is in use, of each device.

    ``output`` is what plays now, in words; ``listening`` are the MIDI devices that are listened to.

    Raises
    ------
    BridgeError
        When the system does not tell in time.
    """
    return rows(await asyncio.to_thread(_ask, _COMMAND), output, listening)


def output_names() -> list[str]:
    """Return the names of the sound outputs that are there now. Raises BridgeError."""
    return [d["name"] for d in _ask(_COMMAND).get("outputs", [])]


def rows(found: dict[str, Any], output: str, listening: Sequence[str]) -> list[Answer]:
    """Return the rows of what ``musiccm devices --json`` has found, what is used but gone too."""
    outputs: list[Answer] = [
        (OUTPUT, d["name"], f"{d['api']}, {d['channels']} channels, {d['rate']:.0f} Hz", 0)
        for d in found.get("outputs", [])
    ]
    used = [(*row[:3], int(str(row[1]) in output)) for row in outputs]
    if not any(row[3] for row in used):
        used.append((OUTPUT, output, "plays now", 1))
    names = dict.fromkeys([*found.get("midi", []), *listening])
    return [*used, *((MIDI, name, "in", int(name in listening)) for name in names)]


def _ask(command: Sequence[str]) -> dict[str, Any]:
    try:
        told = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=True
        ).stdout
        found: dict[str, Any] = json.loads(told)
        return found
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise BridgeError(
            f"the system does not tell its devices ({type(error).__name__})"
        ) from error
