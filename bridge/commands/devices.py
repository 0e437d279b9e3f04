"""``musiccm devices``."""

import sys

import click

from bridge.audio.portaudio import import_sounddevice
from bridge.errors import StartupError


@click.command("devices", short_help="List the sound devices.")
def devices() -> None:
    """List the output devices that `musiccm run --device NAME` can play to."""
    try:
        sounddevice = import_sounddevice()
    except StartupError as error:
        click.echo(f"musiccm devices: {error}", err=True)
        sys.exit(2)
    apis = [api["name"] for api in sounddevice.query_hostapis()]
    outputs = [d for d in sounddevice.query_devices() if d["max_output_channels"] >= 1]
    for d in outputs:
        api, rate = apis[d["hostapi"]], d["default_samplerate"]
        channels = d["max_output_channels"]
        click.echo(f"{d['index']:3d}  {d['name']}  ({api}, {channels} channels, {rate:.0f} Hz)")
    click.echo('"jack": ports named after the stems, where a JACK or PipeWire server runs')
    if not outputs:
        click.echo("no sound device found; `musiccm run --device null` plays without one")


if __name__ == "__main__":
    devices()
