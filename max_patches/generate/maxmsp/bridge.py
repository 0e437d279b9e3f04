"""``mcm.bridge``: one inlet for each group, values, status, meters and events back.

Max's udpsend only sends, so the daemon is told by ``/mcm/reply_port`` where udpreceive listens.
"""

from bridge.protocol.parameters import COMMANDS, FEATURES, ROOT, STATUS, StatusField
from max_patches.generate.maxmsp.objects import Ports
from max_patches.generate.maxmsp.patcher import LINE, Box, Patcher
from max_patches.generate.vocabulary import GROUPS, VALUED, Group, Word

PORT, REPLY_PORT = 7000, 7001
RENEW_MS = 5000  # a daemon that was started anew knows no subscriptions
LOST_MS = 2000  # without a status
READ_ALL = ("*/get", "*/*/get", "*/*/*/get")
RAW = "whole OSC messages: /mcm/tempo 120"
OUTLETS = {
    **{group.name: f"values of {group.name} as they change" for group in VALUED},
    "status": "ten times a second: state playing, beat 12.5, ...",
    "meters": "thirty times a second: drums -18.2, phase 0.25, ...",
    "events": "errors, captured loops, scenes, plans: whole OSC messages",
    "connected": "1 while the daemon answers, 0 when it is gone",
}
PORTS: Ports = (len(GROUPS) + 1, ("",) * len(OUTLETS))
_NEEDS = {c.address: any(not a.optional for a in c.signature) for c in COMMANDS}
_TAKES = {c.address: bool(c.signature) for c in COMMANDS}


def _prepended(patcher: Patcher, y: float, word: Word, out: Box) -> Box:
    """Add what puts the address before the arguments; return where they go in."""
    send = patcher.obj(420, y, f"prepend {word.address}")
    patcher.connect(send, 0, out)
    if not word.joined:
        return send
    join = patcher.obj(320, y, "tosymbol")
    patcher.connect(join, 0, send)
    return join


def _sender(patcher: Patcher, row: int, word: Word, out: Box) -> Box:
    """Add what turns a word into an OSC message; return where its arguments go in."""
    y = 90.0 + row * LINE
    if _NEEDS.get(word.address, True):
        return _prepended(patcher, y, word, out)
    split = patcher.obj(220, y, "route bang")
    bare = patcher.msg(720, y, word.address)
    patcher.connect(split, 0, bare)
    patcher.connect(bare, 0, out)
    if _TAKES[word.address]:
        patcher.connect(split, 1, _prepended(patcher, y, word, out))
    return split


def to_osc(group: Group) -> Patcher:
    """Return the patcher that turns the words of a group into OSC messages."""
    bottom = 100.0 + LINE * len(group.words)
    patcher = Patcher(1000, bottom + 120)
    inlet = patcher.port("inlet", 20, 1, 10, group.doc)
    route = patcher.obj(20, 50, "route " + " ".join(word.message for word in group.words))
    unknown = patcher.obj(20, bottom, f"print mcm.unknown.{group.name}")
    out = patcher.port("outlet", 420, 1, bottom, "to udpsend")
    patcher.chain(inlet, route)
    entries = [_sender(patcher, row, word, out) for row, word in enumerate(group.words)]
    patcher.fan(route, [*entries, unknown])
    return patcher


def from_osc(group: Group) -> Patcher:
    """Return the patcher that tells values by their words; the rest leaves on the right."""
    bottom = 100.0 + LINE * len(group.values)
    patcher = Patcher(1000, bottom + 120)
    inlet = patcher.port("inlet", 20, 1, 10, "from udpreceive")
    route = patcher.obj(20, 50, "route " + " ".join(word.address for word in group.values))
    out = patcher.port("outlet", 420, 1, bottom, OUTLETS[group.name])
    rest = patcher.port("outlet", 720, 2, bottom, "what belongs to others")
    patcher.chain(inlet, route)
    tellers = []
    for row, word in enumerate(group.values):
        tellers.append(patcher.obj(420, 90 + row * LINE, f"prepend {word.message}"))
        patcher.connect(tellers[-1], 0, out)
    patcher.fan(route, [*tellers, rest])
    return patcher


def named(fields: tuple[StatusField, ...]) -> Patcher:
    """Return the patcher that names the arguments of a reply one by one."""
    bottom = 100.0 + LINE * len(fields)
    patcher = Patcher(700, bottom + 120)
    inlet = patcher.port("inlet", 20, 1, 10, "the arguments of a reply")
    blanks = {"s": "s", "f": "0.", "i": "0"}
    unpack = patcher.obj(20, 50, "unpack " + " ".join(blanks[field.tag] for field in fields))
    out = patcher.port("outlet", 420, 1, bottom, "one message for each")
    patcher.chain(inlet, unpack)
    tellers = [patcher.obj(420, 90 + i * LINE, f"prepend {f.name}") for i, f in enumerate(fields)]
    patcher.fan(unpack, tellers)
    for teller in tellers:
        patcher.connect(teller, 0, out)
    return patcher


def greeting() -> Patcher:
    """Return the patcher that subscribes and renews.

    Inlets: the reply port; what has just come from the daemon. Outlets: to udpsend; connected.
    """
    patcher = Patcher(700, 420)
    port = patcher.port("inlet", 20, 1, 10, "reply port")
    heard = patcher.port("inlet", 320, 2, 10, "bang when the daemon has answered")
    out = patcher.port("outlet", 20, 1, 360, "to udpsend")
    connected = patcher.port("outlet", 320, 2, 360, OUTLETS["connected"])
    _renewal(patcher, port, out)
    order = patcher.obj(320, 50, "t 1 b")
    lost = patcher.obj(420, 90, f"delay {LOST_MS}")
    gone = patcher.msg(420, 130, "0")
    change = patcher.obj(320, 170, "change")
    patcher.chain(heard, order, change, connected)
    patcher.connect(order, 1, lost)
    patcher.chain(lost, gone, change)
    new = patcher.obj(420, 210, "sel 1")
    reads = patcher.obj(420, 240, "t" + " b" * len(READ_ALL))
    patcher.connect(change, 0, new)
    patcher.connect(new, 0, reads)
    for outlet, path in enumerate(READ_ALL):
        read = patcher.msg(420, 270 + LINE * outlet, f"{ROOT}/{path}")
        patcher.connect(reads, outlet, read)
        patcher.connect(read, 0, out)
    return patcher


def _renewal(patcher: Patcher, port: Box, out: Box) -> None:
    """Add what tells the reply port and subscribes, again and again."""
    start = patcher.obj(20, 50, "t 1 i")
    metro = patcher.obj(20, 90, f"metro {RENEW_MS}")
    both = patcher.obj(20, 120, "t b b")
    subscribe = patcher.msg(20, 210, f"{ROOT}/subscribe 60 features")
    keep = patcher.obj(120, 150, f"int {REPLY_PORT}")
    reply = patcher.obj(120, 180, f"prepend {ROOT}/reply_port")
    patcher.chain(port, start, metro, both, subscribe, out)
    patcher.connect(start, 1, keep, 1)
    patcher.connect(both, 1, keep)
    patcher.chain(keep, reply, out)


def network(patcher: Patcher, x: float, y: float, ports: Box) -> tuple[Box, Box, Box]:
    """Add udpsend and udpreceive with what keeps them connected.

    ``ports`` is a box whose first two outlets give the daemon's port and the reply port. Returns
    udpsend, udpreceive and the greeting, whose second outlet says whether the daemon answers.
    """
    send = patcher.obj(x, y + 5 * LINE, f"udpsend 127.0.0.1 {PORT}")
    receive = patcher.obj(x + 200, y + 5 * LINE, f"udpreceive {REPLY_PORT}")
    to = patcher.msg(x, y + 2 * LINE, "port $1")
    order = patcher.obj(x, y, "t b i")  # the greeting last: it goes where the ports say
    keep = patcher.obj(x + 200, y, f"int {REPLY_PORT}")
    both = patcher.obj(x + 200, y + LINE, "t i i")
    listen = patcher.msg(x + 300, y + 2 * LINE, "port $1")
    greet = patcher.patch(x + 100, y + 3 * LINE, "connection", greeting())
    patcher.connect(ports, 0, order)
    patcher.connect(order, 1, to)
    patcher.connect(to, 0, send)
    patcher.connect(ports, 1, keep, 1)
    patcher.connect(order, 0, keep)
    patcher.chain(keep, both, greet, send)
    patcher.connect(both, 1, listen)
    patcher.connect(listen, 0, receive)
    return send, receive, greet


def _answers(patcher: Patcher, receive: Box, greet: Box, y: float) -> None:
    """Add what sorts the answers and hands them to the outlets."""
    replies = patcher.obj(20, y, f"route {ROOT}/status.reply {ROOT}/features.reply")
    outlets = {name: patcher.port("outlet", 20 + 110 * i, i + 1, y + 170, doc)
               for i, (name, doc) in enumerate(OUTLETS.items())}  # fmt: skip
    order = patcher.obj(20, y + LINE, "t l b")
    status = patcher.patch(20, y + 2 * LINE, "status", named(STATUS))
    meters = patcher.patch(200, y + 2 * LINE, "meters", named(FEATURES))
    patcher.chain(receive, replies, order, status, outlets["status"])
    patcher.connect(order, 1, greet, 1)
    patcher.connect(replies, 1, meters)
    patcher.connect(meters, 0, outlets["meters"])
    patcher.connect(greet, 1, outlets["connected"])
    before = (replies, 2)
    for i, group in enumerate(VALUED):
        inside = patcher.patch(20 + 140 * i, y + 4 * LINE, f"from.{group.name}", from_osc(group))
        patcher.connect(*before, inside)
        patcher.connect(inside, 0, outlets[group.name])
        before = (inside, 1)
    patcher.connect(*before, outlets["events"])


def bridge() -> bytes:
    """Return ``mcm.bridge.maxpat``."""
    patcher = Patcher(1150, 860)
    patcher.comment(20, 5, f"mcm.bridge [daemon's port {PORT}] [reply port {REPLY_PORT}] - made by "
                    "make patches from the parameter table; see mcm.help", 900)  # fmt: skip
    given = patcher.obj(700, 90, f"patcherargs {PORT} {REPLY_PORT}")
    ports = patcher.obj(700, 120, f"unpack {PORT} {REPLY_PORT}")
    patcher.chain(given, ports)
    send, receive, greet = network(patcher, 700, 160, ports)
    closed = patcher.obj(1000, 200, "closebang")
    leave = patcher.msg(1000, 230, f"{ROOT}/unsubscribe")
    patcher.chain(closed, leave, send)
    for i, group in enumerate(GROUPS):
        inlet = patcher.port("inlet", 20 + 60 * i, i + 1, 40, f"{group.name} - {group.doc}")
        inside = patcher.patch(20 + 40 * i, 110 + 40 * i, f"to.{group.name}", to_osc(group))
        patcher.chain(inlet, inside, send)
    raw = patcher.port("inlet", 20 + 60 * len(GROUPS), len(GROUPS) + 1, 40, RAW)
    patcher.connect(raw, 0, send)
    _answers(patcher, receive, greet, 530)
    return patcher.file()
