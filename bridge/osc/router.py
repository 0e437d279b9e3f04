"""From datagrams to gestures, and from the daemon's answers to datagrams. Knows no sockets."""

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from pathlib import Path

from bridge.audio.loops import loop_files
from bridge.clock import Clock
from bridge.control.timeline import Timeline
from bridge.errors import NameRefused
from bridge.osc.clients import LEASE_SECONDS, LONGEST_LEASE, Address, Client, Clients
from bridge.osc.packets import PacketError, TimedMessage, build, parse, stamp
from bridge.osc.stage import Answer, Stage
from bridge.protocol.codec import decode, encode
from bridge.protocol.messages import Call, Message, ProtocolError, Read, Write
from bridge.protocol.parameters import FEATURES, ROOT, STATUS, Parameter, StatusField

FEATURES_RATE, MOST_FEATURES = 30.0, 90.0  # a second; there are 94 blocks of sound
LATE_SECONDS = 0.02  # a tag that is later than that is reported
MAX_TEXT_BACK = 900  # bytes of a text in a reply, so that the datagram stays in one piece

FILES, MOST_FILES = 40, 500

log_in = logging.getLogger("musiccm.osc.in")
log_out = logging.getLogger("musiccm.osc.out")


class Router:
    """Routes messages to the stage and answers to clients. Belongs to the loop thread.

    ``send`` is given datagrams and where they go. Nothing that a client sends raises.
    """

    def __init__(self, stage: Stage, clock: Clock, send: Callable[[bytes, Address], None]) -> None:
        self._stage, self._clock, self._send_to = stage, clock, send
        self._clients = Clients()
        self._timeline: Timeline[tuple[TimedMessage, Client]] = Timeline()
        self.malformed = 0
        self.unforeseen = 0  # messages that have met a defect
        self.on_message: Callable[[str, Sequence[object]], None] = _ignore
        self.wake: Callable[[], None] = _nobody_sleeps

    def receive(self, datagram: bytes, sender: Address) -> None:
        """Take one datagram in."""
        self.wake()
        now = self._clock.now()
        client = self._clients.heard(sender, now)
        try:
            messages = parse(datagram)
        except PacketError as error:
            self.malformed += 1
            self.fail(client, "", str(error))
            return
        for message in messages:
            self._schedule(message, client, now)

    def _schedule(self, message: TimedMessage, client: Client, now: float) -> None:
        due = now if message.unix is None else self._clock.from_unix(message.unix)
        if due > now:
            if not self._timeline.add(due, (message, client)):
                self.fail(client, message.address, "too many messages wait for their time")
            return
        if now - due > LATE_SECONDS:
            self.fail(client, message.address, f"late by {1000 * (now - due):.0f} ms")
        self._handle(message, client)

    def next_due(self) -> float:
        """Return when the next message is due that waits for its time, infinite for none."""
        return self._timeline.next

    def features_due(self) -> float:
        """Return when the next subscriber is to be told what is heard, infinite for none."""
        clients = self._clients.subscribers(self._clock.now())
        return min(((c.slot + 1) / c.features for c in clients if c.features), default=math.inf)

    def tick(self) -> None:
        """Play what has waited until now."""
        for message, client in self._timeline.take_due(self._clock.now()):
            self._handle(message, client)

    def _handle(self, message: TimedMessage, client: Client) -> None:
        self.on_message(message.address, message.arguments)
        log_in.debug("%s %s %s", client.address, message.address, message.arguments)
        try:
            for decoded in decode(message.address, message.arguments):
                self._do(decoded, client)
        except (ProtocolError, NameRefused) as error:
            self.fail(client, message.address, str(error))
        except Exception:  # a defect of ours, which the music must outlive
            self.unforeseen += 1
            log_in.exception("%s %s", message.address, message.arguments)
            self.fail(client, message.address, "failed; the log says why")

    def _do(self, message: Message, client: Client) -> None:
        if isinstance(message, Write):
            self._stage.write(message)
            self._report_range(message, client)
            self._report_absence(message.parameter, client)
        elif isinstance(message, Read):
            self._tell(client, message.parameter)
        else:
            self._call(message, client)

    def _report_range(self, write: Write, client: Client) -> None:
        """Tell of a clamped value once, until the client is back in range."""
        p = write.parameter
        if not write.clamped:
            client.out_of_range.discard(p.name)
        elif p.name not in client.out_of_range:
            client.out_of_range.add(p.name)
            self.fail(client, p.address, f"out of range {p.low:g} … {p.high:g}; set {write.value}")

    def _report_absence(self, p: Parameter, client: Client) -> None:
        """Tell once of a parameter that the checkpoint does not hear."""
        if p.name not in client.unheard and not self._stage.hears(p):
            client.unheard.add(p.name)
            self.fail(
                client, p.address, "this checkpoint does not hear it; the music stays as it is"
            )

    def _tell(self, client: Client, parameter: Parameter) -> None:
        value = encode(parameter, self._stage.read(parameter))
        self._send(client, parameter.address, value)

    def _call(self, call: Call, client: Client) -> None:
        handler = _CALLS.get(call.name)
        if handler:
            handler(self, client, call)
        elif job := self._stage.call(call):
            job.add_done_callback(lambda done: self._conclude(done, call, client))

    def _conclude(self, job: "asyncio.Future[str]", call: Call, client: Client) -> None:
        """Tell how a slow command went."""
        address = f"{ROOT}/{call.name}"
        if job.cancelled() or (error := job.exception()) is None:
            if call.name == "capture" and not job.cancelled():
                self._tell_loops(client, Path(job.result()))
            self._send(client, f"{ROOT}/done", address, "" if job.cancelled() else job.result())
        else:
            self._send(client, f"{ROOT}/fail", address, str(error)[:MAX_TEXT_BACK])

    def _tell_loops(self, client: Client, folder: Path) -> None:
        """Tell the loops one by one: Max and Pd cannot easily look into a folder."""
        for lane, path in loop_files(folder).items():
            self._send(client, f"{ROOT}/capture/file", lane, str(path))

    def _status(self, client: Client, call: Call) -> None:
        self._tell_status(client)

    def _tell_status(self, client: Client) -> None:
        self._send(client, f"{ROOT}/status.reply", *typed(STATUS, self._stage.status()))

    def _features(self, client: Client, call: Call) -> None:
        self._send(client, f"{ROOT}/features.reply", *typed(FEATURES, self._stage.features()))

    def _ping(self, client: Client, call: Call) -> None:
        self._send(client, f"{ROOT}/pong", call.number or 0)

    def _scenes(self, client: Client, call: Call) -> None:
        self._list(client, "scene", "scene/list.reply", self._stage.scenes())

    def _midi(self, client: Client, call: Call) -> None:
        self._list(client, "midi/row", "midi/list.reply", self._stage.midi_rows())

    def _files(self, client: Client, call: Call) -> None:
        most = round(FILES if call.number is None else call.number)
        if not 1 <= most <= MOST_FILES:
            raise ProtocolError(f"takes 1 … {MOST_FILES} files")
        self._list(client, "file", "files.reply", self._stage.files(most))

    def _devices(self, client: Client, call: Call) -> None:
        self._stage.devices().add_done_callback(lambda job: self._found(job, client))

    def _found(self, job: "asyncio.Task[list[Answer]]", client: Client) -> None:
        if job.cancelled():
            return
        if error := job.exception():
            self._send(client, f"{ROOT}/fail", f"{ROOT}/devices", str(error)[:MAX_TEXT_BACK])
        else:
            self._list(client, "device", "devices.reply", job.result())

    def _list(self, client: Client, name: str, end: str, rows: list[Answer]) -> None:
        """Answer by a message for each row, then their number."""
        for row in rows:
            self._send(client, f"{ROOT}/{name}", *row)
        self._send(client, f"{ROOT}/{end}", len(rows))

    def _preview(self, client: Client, call: Call) -> None:
        self._list(client, "plan/change", "plan/preview.reply", self._stage.changes())

    def _overview(self, client: Client, call: Call) -> None:
        for level in self._stage.levels():
            self._send(client, f"{ROOT}/plan/level", *level)

    def _view(self, client: Client, call: Call) -> None:
        known = int(call.rest[0]) if call.rest else -1
        for name, row in self._stage.view(call.number, known):
            self._send(client, f"{ROOT}/{name}", *row)

    def _sync(self, client: Client, call: Call) -> None:
        self._send(client, f"{ROOT}/synced", call.number or 0)

    def _subscribe(self, client: Client, call: Call) -> None:
        what, *rate = call.rest or ("",)
        if what not in ("", "features"):
            raise ProtocolError("takes features after the seconds, or nothing")
        client.lease = min(max(call.number or LEASE_SECONDS, 1.0), LONGEST_LEASE)
        client.subscribed, client.stamped = True, bool(rate)
        wanted = float(rate[0]) if rate else FEATURES_RATE
        client.features = min(max(wanted, 1.0), MOST_FEATURES) if what else 0.0
        self._tell_status(client)

    def _unsubscribe(self, client: Client, call: Call) -> None:
        client.subscribed = False

    def _reply_port(self, client: Client, call: Call) -> None:
        port = int(call.number or 0)
        if not 1 <= port <= 65535:
            raise ProtocolError("takes a port, 1 … 65535")
        client.reply_port = port

    def publish_status(self) -> None:
        """Tell all subscribers how things stand."""
        for client in self._clients.subscribers(self._clock.now()):
            self._tell_status(client)

    def publish_features(self) -> None:
        """Tell those for whom it is time again what an ear would hear now.

        Who has the same rate is due at the same time, and gets the same bytes.
        """
        now = self._clock.now()
        clients = (c for c in self._clients.subscribers(now) if c.features)
        told: dict[tuple[int | None, bool], bytes] = {}
        for client in [c for c in clients if c.slot != int(now * c.features)]:
            key = client.mark, client.stamped
            if key not in told:
                told[key] = self._features_since(*key)
            self._send_to(told[key], client.reply_to)
            client.slot, client.mark = int(now * client.features), self._stage.features_mark()[0]

    def _features_since(self, mark: int | None, stamped: bool) -> bytes:
        values = typed(FEATURES, self._stage.features(mark))
        datagram = build(f"{ROOT}/features.reply", values)
        if not stamped:
            return datagram
        return stamp(datagram, self._clock.to_unix(self._stage.features_mark()[1]))

    def publish_value(self, parameter: Parameter) -> None:
        """Tell all subscribers of a changed value."""
        for client in self._clients.subscribers(self._clock.now()):
            self._tell(client, parameter)

    def publish(self, name: str, arguments: Answer) -> None:
        """Tell all subscribers of something that has happened."""
        for client in self._clients.subscribers(self._clock.now()):
            self._send(client, f"{ROOT}/{name}", *arguments)

    def publish_error(self, address: str, text: str) -> None:
        """Tell all subscribers of trouble that no client caused."""
        for client in self._clients.subscribers(self._clock.now()):
            self.fail(client, address, text)

    def fail(self, client: Client, address: str, text: str) -> None:
        """Send an error, as often as the client's allowance lets it."""
        if client.may_err(self._clock.now()):
            self._send(client, f"{ROOT}/error", address[:200], text[:MAX_TEXT_BACK])

    def _send(self, client: Client, address: str, *arguments: float | int | str | bool) -> None:
        log_out.debug("%s %s %s", client.reply_to, address, arguments)
        self._send_to(build(address, arguments), client.reply_to)


def typed(fields: tuple[StatusField, ...], values: Answer) -> Answer:
    """Return the values of a reply as its fields' types."""
    return tuple(_TYPES[f.tag](v) for f, v in zip(fields, values, strict=True))


_TYPES = {"s": str, "f": float, "i": int}
_CALLS: dict[str, Callable[[Router, Client, Call], None]] = {
    "ping": Router._ping,
    "features": Router._features,
    "scene/list": Router._scenes,
    "midi/list": Router._midi,
    "devices": Router._devices,
    "files": Router._files,
    "plan/preview": Router._preview,
    "plan/overview": Router._overview,
    "plan/view": Router._view,
    "status": Router._status,
    "sync": Router._sync,
    "subscribe": Router._subscribe,
    "unsubscribe": Router._unsubscribe,
    "reply_port": Router._reply_port,
}


def _ignore(address: str, arguments: Sequence[object]) -> None:
    """Nobody keeps a log."""


def _nobody_sleeps() -> None:
    """Somebody looks again and again."""
