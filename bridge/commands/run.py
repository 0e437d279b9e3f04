"""``musiccm run``."""

import sys
from datetime import datetime
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import click

from bridge.app import App, run_until_signal
from bridge.audio.layout import LANES
from bridge.config import HOST, OSC_PORT, RunConfig
from bridge.errors import StartupError
from bridge.protocol.parameters import BY_NAME, KEYS, LEADERS, METRES, N_PROMPTS, sharp

EXIT_STARTUP = 2
_TEMPO, _STEPS = BY_NAME["tempo"], BY_NAME["steps"]


class _Key(click.Choice[str]):
    """A key; flats are understood."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the key's name in the table."""
        return super().convert(sharp(str(value)), param, ctx)


class _Engine(click.Choice[str]):
    """A kind of engine, or where one listens."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the value if it is one of them."""
        text = str(value)
        return text if text.startswith("tcp://") else super().convert(value, param, ctx)


def _channels(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    """Return the numbers of ``3,4``, or None."""
    try:
        return tuple(int(part) for part in value.split(",")) if value else None
    except ValueError as error:
        raise click.BadParameter("takes numbers with commas between, such as 3,4") from error


def _address(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Return an IPv4 address as it is written."""
    try:
        return str(IPv4Address(value))
    except ValueError as error:
        raise click.BadParameter("takes an IPv4 address, such as 0.0.0.0") from error


def _log_path(log: str, folder: Path, offline: bool, **others: Any) -> Path | None:
    """Return where the gig log goes, None for nowhere."""
    if log == "none" or (log == "auto" and offline):
        return None
    stamp = datetime.now().strftime("%Y-%m-%d_%H.%M.%S")
    return folder / "gigs" / f"{stamp}.jsonl" if log == "auto" else Path(log)


@click.command("run", short_help="Play endless music and follow OSC.")
@click.argument("prompts", nargs=-1, metavar="PROMPT...")
@click.option(
    "--continue-from",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Begin as if this sound had just been played: in its tempo, on its bars, in its key, and "
    "in its style where no PROMPT is given. Stems beside the master of a capture are used.",
)
@click.option("--bpm", type=click.FloatRange(_TEMPO.low, _TEMPO.high), help="Tempo in felt beats.")
@click.option("--key", type=_Key(KEYS), metavar="KEY", help='Such as "Am" or "F#".')
@click.option("--metre", type=click.Choice(METRES), help="Time signature.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="Same seed, same music.",
)
@click.option(
    "--steps",
    type=click.IntRange(1, 16),
    default=4,
    show_default=True,
    help="Consistency steps: more is finer and slower.",
)
@click.option(
    "--device",
    metavar="NAME|jack|null",
    help="Output device: a part of its name as `musiccm devices` shows it; jack for ports named "
    "after what leaves there; null for none.  [default: the system's]",
)
@click.option(
    "--input",
    metavar="NAME",
    help="Input device that /mcm/listen listens to: a part of its name.  [default: the system's]",
)
@click.option(
    "--outputs",
    type=click.Choice(tuple(LANES)),
    default="stereo",
    show_default=True,
    help="What leaves: the master, the four stems behind their faders, or both.",
)
@click.option(
    "--channels",
    callback=_channels,
    metavar="N,N,...",
    help="The device's channel for each, in this order: left, right, drums, bass, harmony, lead."
    "  [default: 1,2,...]",
)
@click.option(
    "--rate",
    type=click.IntRange(8000, 192_000),
    metavar="HZ",
    help="The device's sample rate.  [default: 48000, or what the device has]",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    metavar="DIR",
    help="Session folder: captured loops, takes and scenes that are asked for over OSC.",
)
@click.option(
    "--keep",
    type=click.FloatRange(0, 120),
    metavar="MINUTES",
    help="Keep so much of the past on disk while it plays, for /mcm/capture; 52 MB a minute."
    "  [default: 10, with --offline 0]",
)
@click.option(
    "--scenes",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help="Scenes to begin with, as /mcm/scene/export writes them.",
)
@click.option(
    "--log",
    default="auto",
    metavar="FILE|none",
    help="The gig log, from which `musiccm render --log` plays the same samples again."
    "  [default: gigs/ in the session folder, with --offline none]",
)
@click.option(
    "--midi",
    is_flag=True,
    help="Listen to all MIDI devices, and to a port named MusicCM where the system can have one.",
)
@click.option(
    "--midi-clock",
    default="",
    metavar="NAME|all",
    help="Send our clock to MIDI devices: a part of a name, several with commas. Implies --midi.",
)
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what the device gets to a 24-bit WAV file.",
)
@click.option(
    "--stems",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the four stems before the mix to this folder.",
)
@click.option(
    "--for",
    "seconds",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="End after that much music.  [default: never]",
)
@click.option(
    "--leader",
    type=click.Choice(LEADERS),
    default=LEADERS[0],
    show_default=True,
    help="Whose beats are followed; /mcm/transport/leader changes it.",
)
@click.option(
    "--osc-port",
    type=click.IntRange(0, 65535),
    default=OSC_PORT,
    show_default=True,
    help="UDP port for OSC; 0 takes a free one.",
)
@click.option(
    "--oscquery/--no-oscquery",
    default=True,
    show_default=True,
    help="Serve the tree of addresses by OSCQuery and announce it by zeroconf, so that controllers "
    "find it and build themselves.",
)
@click.option(
    "--oscquery-port",
    type=click.IntRange(0, 65535),
    default=0,
    help="TCP port for OSCQuery.  [default: a free one, which the announcement names]",
)
@click.option(
    "--listen-on",
    callback=_address,
    default=HOST,
    show_default=True,
    metavar="ADDRESS",
    help="Address of this machine where OSC and OSCQuery listen; 0.0.0.0 for all of them: then "
    "everybody in the network can play.",
)
@click.option(
    "--checkpoint",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Weights to play with.  [default: the shipped ones]",
)
@click.option(
    "--checkpoints",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder whose checkpoints /mcm/model/load finds by name."
    "  [default: checkpoints/ in the session folder]",
)
@click.option(
    "--compute",
    default="auto",
    show_default=True,
    metavar="auto|cpu|cuda[:n]|mps",
    help="Where the model runs.",
)
@click.option(
    "--dtype",
    type=click.Choice(["auto", "fp32", "bf16"]),
    default="auto",
    show_default=True,
    help="Number format of its matrix products; auto: what the machine is fast in.",
)
@click.option(
    "--engine",
    type=_Engine(["model", "tone"]),
    default="model",
    show_default=True,
    metavar="model|tone|tcp://HOST:PORT",
    help="tone: clicks and tones without a model, to try the way to your speakers; tcp://…: an "
    "engine on another machine (musiccm engine), which needs --keys.",
)
@click.option(
    "--keys",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The daemon's part of what `musiccm engine keys` has made.",
)
@click.option(
    "--spare",
    is_flag=True,
    help="Keep a second engine loaded, which takes the place of one that ends at once; costs 0.3 "
    "GB with the shipped checkpoint, on a GPU its memory there as well.",
)
@click.option(
    "--offline", is_flag=True, help="Run as fast as the machine can, not in real time; needs --for."
)
def run(**options: Any) -> None:
    """Play PROMPT without end; reshape it over OSC while it plays.

    \b
    musiccm run "warm rhodes and brushed drums"
    musiccm run "dub techno" --bpm 126 --key Am --record take.wav --for 300
    oscsend 127.0.0.1 7000 /mcm/prompt/1/text s "dark drum and bass"
    oscsend 127.0.0.1 7000 /mcm/stem/drums/mute T
    oscsend 127.0.0.1 7000 /mcm/capture i 8

    musiccm run "dub techno" --device jack --outputs stereo+stems
    musiccm run --continue-from loop.wav

    A prompt "@FILE" asks for music in the style of that sound file.
    Several prompts are mixed by their weights (/mcm/prompt/1/weight and so on). All addresses:
    docs/osc_reference.md. Ctrl-C ends it.
    """  # noqa: D301
    if not options["prompts"] and not options["continue_from"]:
        raise click.UsageError("Missing argument 'PROMPT...', such as \"warm rhodes\"")
    if len(options["prompts"]) > N_PROMPTS:
        raise click.UsageError(f"at most {N_PROMPTS} prompts; quote a prompt of several words")
    if options["offline"] and options["seconds"] is None:
        raise click.UsageError("--offline never ends by itself: add --for SECONDS")
    options["log"] = _log_path(**options)
    options["midi"] = options["midi"] or bool(options["midi_clock"])
    try:
        run_until_signal(App(RunConfig(**options), say=click.echo))
    except StartupError as error:
        click.echo(f"musiccm run: {error}", err=True)
        sys.exit(EXIT_STARTUP)


if __name__ == "__main__":
    run()
