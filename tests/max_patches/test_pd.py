"""The Pd patches: as files, and in a Pd without a screen against a real daemon."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator

import pytest

from bridge.protocol.parameters import FEATURES, PARAMETERS, STATUS
from max_patches.check.addresses import word_problem
from max_patches.check.puredata import ports, problems
from max_patches.generate.files import FOLDER
from max_patches.generate.puredata.bridge import OUTLETS
from max_patches.generate.vocabulary import GROUPS, VALUED
from tests.bridge.daemon import Daemon, free_port, running

PD = FOLDER / "pd"
FILES = ("mcm.pd", "mcm-words.pd", "mcm-help.pd")
INLETS = [group.name for group in GROUPS]


def _abstractions() -> dict[str, tuple[int, int]]:
    return {name: ports((PD / f"{name}.pd").read_text()) for name in ("mcm", "mcm-words")}


@pytest.mark.parametrize("name", FILES)
def test_every_box_line_and_address_exists(name: str) -> None:
    """A shipped patch has only objects, inlets, outlets and addresses that exist."""
    assert problems((PD / name).read_text(), _abstractions()) == []


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("#X obj 9 9 route a b;\n#X obj 9 9 print;\n#X connect 0 3 1 0;\n", "leads nowhere"),
        ("#X obj 9 9 metro 9;\n#X obj 9 9 print;\n#X connect 0 0 1 1;\n", "leads nowhere"),
        ("#X obj 9 9 print;\n#X connect 0 0 7 0;\n", "leads nowhere"),
        ("#X obj 9 9 mrpeach-routeOSC;\n", "no such object"),
        ("#X obj 9 9 oscformat mcm stem tuba gain;\n", "unknown address"),
    ],
)
def test_a_wrong_patch_is_refused(lines: str, problem: str) -> None:
    """An object, inlet, outlet, box or address that does not exist is found."""
    assert problem in " ".join(problems("#N canvas 0 0 9 9 12;\n" + lines))


def test_mcm_has_an_inlet_and_an_outlet_for_each_group() -> None:
    """``mcm`` has one inlet a group, and outlets as the page says."""
    assert ports((PD / "mcm.pd").read_text()) == (len(GROUPS), len(OUTLETS))


def test_every_address_of_the_table_can_be_sent() -> None:
    """Each parameter and command is written by an oscformat of mcm.pd and told by a message."""
    text = (PD / "mcm.pd").read_text()
    sent = {"/" + m.replace(" ", "/") for m in re.findall(r"oscformat (.*);", text)}
    assert {word.address for group in GROUPS for word in group.words} <= sent
    told = re.findall(r"#X msg \d+ \d+ (\S+) \\\$1;", text)
    fields = [field.name for field in (*STATUS, *FEATURES)]
    values = [word.message for group in VALUED for word in group.values]
    assert len(values) == len(PARAMETERS)
    assert sorted(told) == sorted(values + fields)


def test_the_examples_of_the_help_patch_are_understood() -> None:
    """Every message of the help patch is one that the daemon does."""
    text = (PD / "mcm-help.pd").read_text()
    boxes = re.findall(r"#X (obj|msg|text|floatatom|symbolatom) \d+ \d+ (.*);", text)
    wires = {int(a): int(d) for a, d in re.findall(r"#X connect (\d+) 0 0*2 (\d+);", text)}
    assert boxes[2][1].startswith("mcm 7000, f ")
    examples = [(wires[i], body) for i, (kind, body) in enumerate(boxes) if kind == "msg"]
    assert len(examples) > 20
    for inlet, body in examples:
        assert word_problem(GROUPS[inlet], body.replace("\\", "")) is None


class Pd:
    """A running Pd: ``say`` sends a message to an inlet of mcm, ``hear`` waits for an outlet."""

    def __init__(self, process: "subprocess.Popen[str]", ear: int) -> None:
        self.process, self._ear = process, ear

    def say(self, group: str, message: str) -> None:
        words = f"{INLETS.index(group)} {message};\n"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(words.encode(), ("127.0.0.1", self._ear))

    def hear(self, pattern: str) -> "re.Match[str]":
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if match := re.match(pattern, line):
                return match
        raise AssertionError(f"Pd ended without {pattern}")


def _bench(port: int, ear: int) -> str:
    """Return a patch that hands lines from a UDP port to mcm and prints what comes out."""
    boxes = [f"mcm {port}", f"netreceive -u {ear}", "route " + " ".join(map(str, range(8)))]
    boxes += [f"print {name}" for name in OUTLETS]
    lines = ["#X connect 1 0 2 0;", *(f"#X connect 2 {i} 0 {i};" for i in range(len(GROUPS)))]
    lines += [f"#X connect 0 {i} {3 + i} 0;" for i in range(len(OUTLETS))]
    return "\n".join(("#N canvas 0 0 9 9 12;", *(f"#X obj 9 9 {b};" for b in boxes), *lines, ""))


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    """One daemon with the tone engine on the null device."""
    with running("--device", "null") as running_daemon:
        running_daemon.await_music()
        yield running_daemon


@pytest.fixture(scope="module")
def pd(daemon: Daemon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pd]:
    """One Pd with mcm in a patch."""
    if not shutil.which("pd"):
        pytest.skip("pd is not installed")
    ear = free_port()
    patch = tmp_path_factory.mktemp("pd") / "bench.pd"
    patch.write_text(_bench(daemon.port, ear))
    command = ["pd", "-nogui", "-noaudio", "-nrt", "-stderr", "-path", str(PD), "-open", str(patch)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            client = Pd(process, ear)
            client.hear("status: state playing")
            yield client
        finally:
            process.kill()


@pytest.mark.real_client
def test_a_prompt_set_in_pd_is_there_and_comes_back(daemon: Daemon, pd: Pd) -> None:
    """Words reach the daemon as one text, and the outlet tells what the daemon has."""
    pd.say("prompt", "1/text dark 808 techno")
    assert pd.hear(r"prompt: 1/text dark(.*)")[1].replace("\\", "") == " 808 techno"
    assert daemon.ask("/mcm/prompt/1/text/get").arguments == ("dark 808 techno",)


@pytest.mark.real_client
def test_a_fader_moved_in_pd_is_heard(pd: Pd) -> None:
    """A muted stem leaves the music, as the meters tell, and comes back."""
    pd.say("stem", "bass/mute 1")
    pd.hear("stem: bass/mute 1")
    pd.hear(r"meters: bass -(1\d\d|9\d)")
    pd.say("stem", "bass/mute 0")
    pd.hear(r"meters: bass -([0-5]?\d)(\.|$)")


@pytest.mark.real_client
def test_pd_gets_the_status_and_the_errors(pd: Pd) -> None:
    """The status comes by its fields, and what the daemon refuses among the events."""
    assert float(pd.hear(r"status: tempo (.*)")[1]) == 120
    pd.say("music", "key H")
    assert "takes one of C" in pd.hear(r"events: error (.*)")[1].replace("\\", "")


@pytest.mark.real_client
@pytest.mark.parametrize(
    ("group", "message", "address", "value"),
    [
        ("music", "chord Am F C G", "/mcm/chord", "Am F C G"),
        ("music", "notes 57 60 64", "/mcm/chord", "A,C,E"),
        ("music", "key Bb bar", "/mcm/key", "A#"),
        ("music", "quantize 4", "/mcm/quantize", "4"),
        ("transport", "offset -20", "/mcm/transport/offset", -20.0),
        ("master", "gain 0.5", "/mcm/master/gain", 0.5),
    ],
)
def test_messages_arrive_as_they_are_meant(
    daemon: Daemon, pd: Pd, group: str, message: str, address: str, value: object
) -> None:
    """Text of several words, MIDI notes, a line to wait for, choices and numbers all arrive."""
    pd.say(group, message)
    pd.hear(f"{group}: {address.split('/')[-1]} ")
    assert daemon.ask(f"{address}/get").arguments == (value,)


@pytest.mark.real_client
def test_commands_without_arguments_arrive(pd: Pd) -> None:
    """Stop and play are done."""
    pd.say("transport", "stop")
    pd.hear("status: state stopped")
    pd.say("transport", "play")
    pd.hear("status: state playing")
