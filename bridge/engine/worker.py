"""The engine process: ``python -m bridge.engine.worker ENDPOINT``. The one door to the model.

It answers one request after the other, and ends when its parent does: its standard input is a pipe
from the parent, and the end of that pipe is the end of the worker, whatever killed the parent.
"""

import os

# Spinning OpenMP threads starve the daemon and the DAW; the policy is read when torch loads.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import zmq

from bridge.engine import tone, wire
from musiccm.errors import MusicCMError
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion


class Model(Protocol):
    """What draws the music: a musiccm.instrument.Instrument, or the fake."""

    def suggest(self, score: Score) -> Suggestion:
        """Return what the planner would choose."""

    def pieces(self, request: PlanRequest) -> Iterator[PlanChunk]:
        """Yield the asked music piece by piece, nearest first."""


class _ToneModel:
    def suggest(self, score: Score) -> Suggestion:
        return tone.suggest(score)

    def pieces(self, request: PlanRequest) -> Iterator[PlanChunk]:
        return tone.pieces(request)


def load(engine: str, checkpoint: Path | None, compute: str, dtype: str = "auto") -> Model:
    """Return the model. Raises MusicCMError with a line that says what to do."""
    if engine == "tone":
        return _ToneModel()
    from musiccm.instrument import load_instrument

    return load_instrument(checkpoint, compute, dtype)


def about(model: Model, checkpoint: Path | None) -> dict[str, Any]:
    """Return what the model's samples depend on."""
    if isinstance(model, _ToneModel):
        return {"weights": "tone"}
    from musiccm.identity import identity
    from musiccm.performer import Performer

    return identity(model, checkpoint) if isinstance(model, Performer) else {}


def answers(model: Model, frames: list[bytes]) -> Iterator[list[bytes]]:
    """Yield the replies to one request; an error of the model is a reply as well."""
    header, arrays = wire.unpack(frames)
    reply: wire.Header = {"event": "reply", "id": header["id"]}
    try:
        if header["op"] == "suggest":
            suggestion = model.suggest(wire.unpack_score(header["score"]))
            yield wire.pack({**reply, "body": wire.pack_suggestion(suggestion)})
            return
        for piece in model.pieces(wire.unpack_request(header, arrays)):
            body, data = wire.pack_chunk(piece)
            yield wire.pack({**reply, "body": body, "more": piece.more}, data)
    except Exception as error:  # the parent decides; a worker that dies of a bad prompt is no use
        yield wire.pack({**reply, "error": f"{type(error).__name__}: {error}"})


def _end_with_parent() -> None:
    def wait() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def serve(socket: "zmq.Socket[bytes]", model: Model) -> None:
    """Answer until the parent ends this process."""
    while True:
        for reply in answers(model, socket.recv_multipart()):
            socket.send_multipart(reply)


def main() -> None:
    """Connect, load, serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("endpoint")
    parser.add_argument("--engine", choices=("model", "tone"), default="model")
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--compute", default="auto")
    parser.add_argument("--dtype", default="auto")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    _end_with_parent()
    context = zmq.Context()
    socket = context.socket(zmq.PAIR)
    socket.connect(options.endpoint)
    try:
        model = load(options.engine, options.checkpoint, options.compute, options.dtype)
    except (MusicCMError, ImportError) as error:
        socket.send_multipart(wire.pack({"event": "failed", "text": str(error)}))
        context.destroy(linger=2000)
        sys.exit(3)
    told = about(model, options.checkpoint)
    socket.send_multipart(wire.pack({"event": "ready", "about": told}))
    serve(socket, model)


if __name__ == "__main__":
    main()
