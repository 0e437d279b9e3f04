"""The engine process: ``python -m bridge.engine.worker ENDPOINT PULSE``. The one door to the model.

It answers one request after the other, and ends when its parent does: its standard input is a pipe
from the parent, and the end of that pipe is the end of the worker, whatever killed the parent.
A thread of its own answers the heartbeat at the endpoint PULSE.
"""

import os

# Spinning OpenMP threads starve the daemon and the DAW; the policy is read when torch loads.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from bridge.priority import prefer

if __name__ == "__main__":  # before anything that computes
    prefer()

import argparse
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import zmq
from numpy.typing import NDArray

from bridge.engine import wire
from bridge.engine.faults import FaultyTone
from musiccm.errors import MusicCMError
from musiccm.past import Past
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion

OUT_OF_MEMORY = (
    "the engine is out of memory: end other programs, or let it run elsewhere (--compute cpu, "
    "--engine tcp://…)"
)
_WANT_OF_MEMORY = re.compile(r"out of memory|can't allocate memory|not enough memory", re.I)
_Body = tuple[wire.Header, wire.Arrays, bool]


class Model(Protocol):
    """What draws the music: a musiccm.instrument.Instrument, or the fake."""

    def suggest(self, score: Score) -> Suggestion:
        """Return what the planner would choose."""

    def recall(
        self, audio: NDArray[np.float32], beats_per_bar: int, bpm: float | None, whole: bool
    ) -> Past:
        """Return the past that a sound is."""

    def pieces(self, request: PlanRequest) -> Iterator[PlanChunk]:
        """Yield the asked music piece by piece, nearest first."""


def load(engine: str, checkpoint: Path | None, compute: str, dtype: str = "auto") -> Model:
    """Return the model. Raises MusicCMError with a line that says what to do."""
    if engine == "tone":
        return FaultyTone(checkpoint.name if checkpoint else "default")
    from musiccm.instrument import load_instrument

    return load_instrument(checkpoint, compute, dtype)


def about(model: Any, checkpoint: Path | None) -> dict[str, Any]:
    """Return what the model's samples depend on."""
    if isinstance(model, FaultyTone):
        return {"weights": "tone" if checkpoint is None else f"tone {model.model}", "mel": "tone"}
    from musiccm.identity import identity

    mel = f"{type(model).__name__} {model.mel_config}"  # a past in another one means nothing
    return {**identity(model, checkpoint), "mel": mel}


def answers(model: Model, frames: list[bytes]) -> Iterator[list[bytes]]:
    """Yield the replies to one request; an error of the model is a reply as well.

    Without memory the process is of no more use: the reply is ``fatal``, the parent starts another.
    """
    header, arrays = wire.unpack(frames)
    reply: wire.Header = {"event": "reply", "id": header["id"]}
    try:
        for body, data, more in _bodies(model, header, arrays):
            yield wire.pack({**reply, "body": body, "more": more}, data)
    except Exception as error:  # the parent decides; a worker that dies of a bad prompt is no use
        fatal = wants_memory(error)
        yield wire.pack({**reply, "error": in_words(error), "fatal": fatal})


def wants_memory(error: Exception) -> bool:
    """Return whether an error is Python's or torch's way to say that there is no memory left."""
    return isinstance(error, MemoryError) or _WANT_OF_MEMORY.search(str(error)) is not None


def in_words(error: Exception) -> str:
    """Return what an error that nobody has foreseen means."""
    return f"{OUT_OF_MEMORY if wants_memory(error) else type(error).__name__}: {error}"


def _bodies(model: Model, header: wire.Header, arrays: wire.Arrays) -> Iterator[_Body]:
    """Yield body and arrays of each reply, and whether another one follows."""
    if header["op"] == "suggest":
        yield wire.pack_suggestion(model.suggest(wire.unpack_score(header["score"]))), [], False
    elif header["op"] == "recall":
        yield (*wire.pack_past(model.recall(*wire.unpack_sound(header, arrays))), False)
    elif header["op"] == "fault":
        if not isinstance(model, FaultyTone):
            raise ValueError("only the tone engine takes faults")
        model.set(header["fault"], header["seconds"], header["times"])
        yield {}, [], False
    else:
        for piece in model.pieces(wire.unpack_request(header, arrays)):
            yield (*wire.pack_chunk(piece), piece.more)


def _end_with_parent() -> None:
    def wait() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def _answer_heartbeat(endpoint: str) -> None:
    """Answer each beat with the CPU seconds used so far, for ever, in a thread of its own."""

    def answer() -> None:
        socket = zmq.Context().socket(zmq.PAIR)
        socket.connect(endpoint)
        while True:
            socket.recv()
            socket.send_multipart(wire.pack({"cpu": time.process_time()}))

    threading.Thread(target=answer, daemon=True).start()


def serve(socket: "zmq.Socket[bytes]", model: Model) -> None:
    """Answer until the parent ends this process."""
    while True:
        for reply in answers(model, socket.recv_multipart()):
            socket.send_multipart(reply)


def main() -> None:
    """Connect, load, serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("endpoint")
    parser.add_argument("pulse")
    parser.add_argument("--engine", choices=("model", "tone"), default="model")
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--compute", default="auto")
    parser.add_argument("--dtype", default="auto")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    _end_with_parent()
    _answer_heartbeat(options.pulse)
    context = zmq.Context()
    socket = context.socket(zmq.PAIR)
    socket.connect(options.endpoint)
    try:
        model = load(options.engine, options.checkpoint, options.compute, options.dtype)
    except Exception as error:
        text = str(error)
        if not isinstance(error, MusicCMError | ImportError):  # nobody has foreseen it
            traceback.print_exc()
            text = in_words(error)
        socket.send_multipart(wire.pack({"event": "failed", "text": text}))
        context.destroy(linger=2000)
        os._exit(3)  # the heart beats on, but nobody waits for it
    told = about(model, options.checkpoint)
    socket.send_multipart(wire.pack({"event": "ready", "about": told}))
    serve(socket, model)


if __name__ == "__main__":
    main()
