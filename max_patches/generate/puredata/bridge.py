"""``mcm.pd``: one inlet for each group, values, status, meters and events back.

Pd's own netsend also hears what is answered, so no second port is needed (Pd 0.51 or later).
"""

from bridge.protocol.parameters import FEATURES, N_PROMPTS, ROOT, STATUS, StatusField
from max_patches.generate.puredata.patch import LINE, Node, PdPatch
from max_patches.generate.vocabulary import GROUPS, VALUED, Group, Word

PORT = 7000
RENEW_MS = 5000  # a daemon that was started anew knows no subscriptions
READ_ALL = ("*/get", "*/*/get", "*/*/*/get")
OUTLETS = (*(group.name for group in VALUED), "status", "meters", "events", "connected")


def _spaced(address: str) -> str:
    """Return an address as oscformat takes it."""
    return address.removeprefix("/").replace("/", " ")


def _sender(patch: PdPatch, row: int, word: Word, out: Node) -> Node:
    """Add what turns the arguments of a word into OSC and return where they go in."""
    y = 80 + row * LINE
    bytes_ = patch.obj(520, y, f"oscformat {_spaced(word.address)}")
    patch.connect(bytes_, 0, out)
    entry = patch.obj(300, y, "mcm-words" if word.joined else "list")
    patch.connect(entry, 0, bytes_)
    return entry


def to_osc(group: Group) -> PdPatch:
    """Return the patch that turns the words of a group into OSC datagrams."""
    patch = PdPatch(1000, 160 + LINE * len(group.words))
    inlet = patch.obj(20, 10, "inlet")
    route = patch.obj(20, 40, "route " + " ".join(word.message for word in group.words))
    unknown = patch.obj(20, 140 + LINE * len(group.words), f"print mcm-unknown-{group.name}")
    out = patch.obj(520, 140 + LINE * len(group.words), "outlet")
    patch.chain(inlet, route)
    entries = [_sender(patch, row, word, out) for row, word in enumerate(group.words)]
    patch.fan(route, [*entries, unknown])
    return patch


def _numbered(patch: PdPatch, inlet: Node) -> Node:
    """Add what makes a number of the slot's name, which oscparse leaves a symbol."""
    assert N_PROMPTS < 10
    split = patch.obj(20, 40, "list split 1")
    code = patch.obj(20, 40 + LINE, "list fromsymbol")
    number = patch.obj(20, 40 + 2 * LINE, "- 48")
    join = patch.obj(20, 40 + 3 * LINE, "list append")
    patch.chain(inlet, split, code, number, join)
    patch.connect(split, 1, join, 1)
    return join


def _tree(words: tuple[Word, ...]) -> dict[str, list[Word]]:
    """Return the words by the first part of their message."""
    tree: dict[str, list[Word]] = {}
    for word in words:
        tree.setdefault(word.message.partition("/")[0], []).append(word)
    return tree


def _teller(patch: PdPatch, row: int, word: Word, out: Node) -> Node:
    entry = patch.obj(420, 140 + row * LINE, "list")  # a symbol alone would be a selector
    box = patch.msg(480, 140 + row * LINE, f"{word.message} \\$1")
    patch.chain(entry, box, out)
    return entry


def from_osc(group: Group) -> PdPatch:
    """Return the patch that tells values by their words; the rest leaves on the right."""
    values = group.values
    patch = PdPatch(900, 240 + LINE * len(values))
    inlet = patch.obj(20, 10, "inlet")
    out = patch.obj(480, 200 + LINE * len(values), "outlet")
    rest = patch.obj(640, 200 + LINE * len(values), "outlet")
    tellers = [_teller(patch, row, word, out) for row, word in enumerate(values)]
    box = {word.message: node for word, node in zip(values, tellers, strict=True)}
    source = _numbered(patch, inlet) if group.name == "prompt" else inlet
    tree = _tree(values)
    route = patch.obj(20, 40 + 4 * LINE, "route " + " ".join(tree))
    patch.connect(source, 0, route)
    patch.connect(route, len(tree), rest)
    for outlet, (first, words) in enumerate(tree.items()):
        _branch(patch, (route, outlet), first, words, box)
    return patch


def _branch(
    patch: PdPatch,
    source: tuple[Node, int],
    first: str,
    words: list[Word],
    box: dict[str, Node],
) -> None:
    """Connect one outlet of the route to the message boxes of its words."""
    if [word.message for word in words] == [first]:
        patch.connect(*source, box[first])
        return
    names = [word.message.removeprefix(f"{first}/") for word in words]
    route = patch.obj(180, 140 + LINE * source[1] * 2, "route " + " ".join(names))
    patch.connect(*source, route)
    patch.fan(route, [box[word.message] for word in words])


def _fields(fields: tuple[StatusField, ...]) -> PdPatch:
    """Return the patch that names the arguments of a reply one by one."""
    patch = PdPatch(700, 160 + LINE * len(fields))
    inlet = patch.obj(20, 10, "inlet")
    types = " ".join("s" if field.tag == "s" else "f" for field in fields)
    unpack = patch.obj(20, 40, f"unpack {types}")
    out = patch.obj(20, 110 + LINE * len(fields), "outlet")
    patch.chain(inlet, unpack)
    boxes = [
        patch.msg(20 + 40 * (i % 2), 80 + LINE * i, f"{f.name} \\$1") for i, f in enumerate(fields)
    ]
    patch.fan(unpack, boxes)
    for box in boxes:
        patch.connect(box, 0, out)
    return patch


def _connection(patch: PdPatch, socket: Node) -> Node:
    """Add what connects, and again after a loss; return what bangs after each connection."""
    load = patch.obj(560, 20, "loadbang")
    port = patch.obj(560, 20 + LINE, "float \\$1")
    given = patch.obj(560, 20 + 2 * LINE, "select 0")
    default = patch.msg(560, 20 + 3 * LINE, str(PORT))
    keep = patch.obj(560, 20 + 4 * LINE, f"float {PORT}")
    connect = patch.msg(560, 20 + 5 * LINE, "connect 127.0.0.1 \\$1")
    patch.chain(load, port, given, default, keep, connect, socket)
    patch.connect(given, 1, keep)
    lost = patch.obj(720, 20 + 2 * LINE, "select 0 1")
    again = patch.obj(720, 20 + 3 * LINE, f"delay {RENEW_MS}")
    patch.connect(socket, 0, lost)
    patch.chain(lost, again, keep)
    return lost


def _greeting(patch: PdPatch, lost: Node, socket: Node) -> None:
    """Add what subscribes, asks for all values, and renews the subscription."""
    order = patch.obj(720, 230, "trigger bang bang")
    patch.connect(lost, 1, order)
    metro = patch.obj(720, 230 + LINE, f"metro {RENEW_MS}")
    words = patch.msg(720, 230 + 2 * LINE, "60 features")
    subscribe = patch.obj(720, 230 + 3 * LINE, f"oscformat {_spaced(ROOT)} subscribe")
    patch.connect(order, 1, metro)
    patch.chain(metro, words, subscribe, socket)
    reads = patch.obj(560, 230 + 4 * LINE, "trigger" + " bang" * len(READ_ALL))
    patch.connect(order, 0, reads)
    for outlet, path in enumerate(READ_ALL):
        read = patch.obj(560, 230 + (5 + outlet) * LINE, f"oscformat {_spaced(f'{ROOT}/{path}')}")
        patch.connect(reads, outlet, read)
        patch.connect(read, 0, socket)


def _answers(patch: PdPatch, socket: Node) -> None:
    """Add what sorts the answers and hands them to the outlets."""
    y = 480
    parse = patch.obj(20, y, "oscparse")
    trim = patch.obj(20, y + LINE, "list trim")
    root = patch.obj(20, y + 2 * LINE, f"route {_spaced(ROOT)}")
    names = ["status.reply", "features.reply", *(g.name for g in VALUED if g.name != "music")]
    kinds = patch.obj(20, y + 3 * LINE, "route " + " ".join(names))
    patch.connect(socket, 1, parse)
    patch.chain(parse, trim, root, kinds)
    inside = {group.name: patch.patch(20 + 170 * i, y + 5 * LINE, f"from-{group.name}",
              from_osc(group)) for i, group in enumerate(VALUED)}  # fmt: skip
    status = patch.patch(20, y + 7 * LINE, "status", _fields(STATUS))
    meters = patch.patch(190, y + 7 * LINE, "meters", _fields(FEATURES))
    patch.fan(kinds, [status, meters, *(inside[name] for name in names[2:]), inside["music"]])
    outlets = {n: patch.obj(20 + 110 * i, y + 9 * LINE, "outlet") for i, n in enumerate(OUTLETS)}
    for name, node in inside.items():
        patch.connect(node, 0, outlets[name])
        patch.connect(node, 1, outlets["events"])
    patch.connect(status, 0, outlets["status"])
    patch.connect(meters, 0, outlets["meters"])
    patch.connect(socket, 0, outlets["connected"])


def bridge() -> bytes:
    """Return ``mcm.pd``."""
    patch = PdPatch(1100, 800)
    patch.comment(20, 8, "mcm [port]: MusicCM for Pd vanilla. Made by make patches - see mcm-help.")
    socket = patch.obj(20, 440, "netsend -u -b")
    for i, group in enumerate(GROUPS):
        inlet = patch.obj(20 + 65 * i, 60, "inlet")
        inside = patch.patch(20 + 20 * i, 110 + 36 * i, f"to-{group.name}", to_osc(group))
        patch.chain(inlet, inside, socket)
    lost = _connection(patch, socket)
    _greeting(patch, lost, socket)
    _answers(patch, socket)
    return patch.file()


def words() -> bytes:
    """Return ``mcm-words.pd``: the atoms of a message to one symbol, a space after each.

    ``list split`` hands out the rest before the first atom, so the last atom comes first.
    """
    patch = PdPatch(560, 420)
    patch.comment(20, 8, "the atoms of a message as one symbol - used by mcm")
    inlet = patch.obj(20, 40, "inlet")
    whole = patch.obj(20, 40 + LINE, "list append")
    order = patch.obj(20, 40 + 2 * LINE, "trigger bang list bang")
    split = patch.obj(180, 40 + 3 * LINE, "list split 1")
    kind = patch.obj(180, 40 + 4 * LINE, "route symbol")
    number = patch.obj(280, 40 + 5 * LINE, "makefilename %g")
    codes = patch.obj(180, 40 + 6 * LINE, "list fromsymbol")
    space = patch.obj(180, 40 + 7 * LINE, "list append 32")
    before = patch.obj(180, 40 + 8 * LINE, "list append")
    keep = patch.obj(180, 40 + 9 * LINE, "trigger list list")
    text = patch.obj(20, 40 + 10 * LINE, "list append")
    symbol = patch.obj(20, 40 + 11 * LINE, "list tosymbol")
    outlet = patch.obj(20, 40 + 12 * LINE, "outlet")
    patch.chain(inlet, whole, order, text, symbol, outlet)
    patch.chain(split, kind, codes, space, before, keep)
    patch.connect(order, 1, split)
    patch.connect(order, 2, before, 1)
    patch.connect(order, 2, text, 1)
    patch.connect(split, 1, split)
    patch.connect(kind, 1, number)
    patch.connect(number, 0, codes)
    patch.connect(keep, 0, text, 1)
    patch.connect(keep, 1, before, 1)
    return patch.file()
