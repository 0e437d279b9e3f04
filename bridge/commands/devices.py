"""``musiccm devices``."""

import json
import sys
from typing import Any

import click

from bridge.audio.portaudio import import_sounddevice
from bridge.errors import StartupError
from bridge.midi.ports import SystemPorts


@click.command("devices", short_help="List the sound devices.")
@click.option("--json", "as_json", is_flag=True, help="For programs; MIDI devices too.")
def devices(as_json: bool) -> None:
    """List the output devices that `musiccm run --device NAME` can play to."""
    if as_json:
        click.echo(json.dumps({"outputs": _known(_outputs), "midi": _known(_midi)}))
        return
    try:
        outputs = _outputs()
    except StartupError as error:
        click.echo(f"musiccm devices: {error}", err=True)
        sys.exit(2)
    for d in outputs:
        about = f"{d['api']}, {d['channels']} channels, {d['rate']:.0f} Hz"
        click.echo(f"{d['index']:3d}  {d['name']}  ({about})")
    click.echo('"jack": ports named after the stems, where a JACK or PipeWire server runs')
    if not outputs:
        click.echo("no sound device found; `musiccm run --device null` plays without one")


def _known(ask: Any) -> list[Any]:
    """Return what a part of the system tells, nothing where it is not there."""
    try:
        return list(ask())
    except StartupError:
        return []


def _outputs() -> list[dict[str, Any]]:
    sounddevice = import_sounddevice()
    apis = [api["name"] for api in sounddevice.query_hostapis()]
    return [
        {
            "index": d["index"],
            "name": d["name"],
            "api": apis[d["hostapi"]],
            "channels": d["max_output_channels"],
            "rate": d["default_samplerate"],
        }
        for d in sounddevice.query_devices()
        if d["max_output_channels"] >= 1
    ]


def _midi() -> list[str]:
    ports = SystemPorts()
    try:
        return ports.names()
    finally:
        ports.close()


if __name__ == "__main__":
    devices()
