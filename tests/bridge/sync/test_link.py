"""Ableton Link against a real peer in another process."""

import importlib.util
from collections.abc import Iterator

import pytest

from bridge.app import App
from bridge.clock import WallClock
from bridge.config import RunConfig
from bridge.engine.tone import ToneEngine
from bridge.errors import StartupError, SyncError
from bridge.osc.packets import build
from bridge.sync import link
from bridge.sync.link import LinkLeader, LinkPeer, LinkState
from bridge.sync.motion import Grip, Motion
from tests.bridge.alone import alone_with_link
from tests.bridge.alone import until as _until
from tests.bridge.daemon import running
from tests.bridge.helpers import run_loop

SESSION_BPM = 97.25

pytestmark = pytest.mark.real_client


@pytest.fixture
def alone() -> Iterator[None]:
    with alone_with_link():
        yield


@pytest.fixture
def peer(alone: None) -> Iterator[LinkPeer]:
    """A session at SESSION_BPM, kept by somebody else."""
    if importlib.util.find_spec("link") is None:
        pytest.skip("LinkPython-extern is not installed")
    other = LinkPeer(SESSION_BPM)
    try:
        _until(lambda: other.state is not None)
        begun = _state(other).time  # of two sessions that are half a second apart the older stays
        _until(lambda: _state(other).time > begun + 1.0)
        yield other
    finally:
        other.close()


@pytest.fixture
def leader(peer: LinkPeer) -> Iterator[LinkLeader]:
    """Ours, which has joined that session with another tempo in mind and sees it."""
    ours = LinkLeader(WallClock(), 131.0, lambda: True)
    try:
        _until(lambda: ours.peers >= 1 and _state(peer).peers >= 1)
        yield ours
    finally:
        ours.close()


def _state(peer: LinkPeer) -> LinkState:
    assert peer.state is not None
    return peer.state


def _motion(leader: LinkLeader, beats_per_bar: int = 4) -> Motion:
    motion = leader.motion(0.0, beats_per_bar)
    assert motion is not None
    return motion


def test_joining_never_changes_the_session(peer: LinkPeer, leader: LinkLeader) -> None:
    """The session keeps its tempo and we take it over; our phase is the peer's within 1 ms."""
    assert _state(peer).bpm == pytest.approx(SESSION_BPM, abs=1e-3)
    _until(lambda: abs(_motion(leader).rate * 60 - SESSION_BPM) < 1e-3)
    theirs = _state(peer)
    clock = leader._clock
    ours = _motion(leader).beat_at(clock.from_monotonic(theirs.time))
    off = (ours - theirs.beat + 2) % 4 - 2
    assert abs(off) * 60 / SESSION_BPM < 1e-3
    assert _motion(leader).grip is Grip.BAR


def test_tempo_goes_both_ways(peer: LinkPeer, leader: LinkLeader) -> None:
    """A tempo that the peer sets is ours, one that our performer asks for is the session's."""
    peer.say("tempo", 120.5)
    _until(lambda: abs(_motion(leader).rate * 60 - 120.5) < 1e-3)
    leader.propose(80.0, beats_per_bar=2)
    _until(lambda: abs(_state(peer).bpm - 120.0) < 1e-3)  # dotted quarters to quarters
    assert _motion(leader, 2).rate * 60 == pytest.approx(80.0, abs=1e-2)


def test_start_and_stop_go_both_ways(peer: LinkPeer, leader: LinkLeader) -> None:
    """A session that nobody has started says nothing; then start and stop are shared."""
    assert leader.playing() is None
    peer.say("play", 1)
    _until(lambda: leader.playing() is True)
    leader.start_or_stop(False)
    _until(lambda: not _state(peer).playing)
    _until(lambda: leader.playing() is False)


def test_the_daemon_joins_and_follows(peer: LinkPeer) -> None:
    """`--leader link` plays at the session's tempo, in its bar, and leaves its tempo alone."""
    with running("--device", "null", "--leader", "link", "--metre", "4/4") as daemon:
        _until(lambda: abs(float(str(daemon.status()["tempo"])) - SESSION_BPM) < 0.5)
        assert _state(peer).bpm == pytest.approx(SESSION_BPM, abs=1e-3)
        daemon._socket.sendto(build("/mcm/tempo", (110.0,)), ("127.0.0.1", daemon.port))
        _until(lambda: abs(_state(peer).bpm - 110.0) < 1e-3)


def test_the_daemon_starts_and_stops_with_the_session(peer: LinkPeer) -> None:
    """With start/stop sync a peer's stop is ours and ours is the session's; its tempo stays."""
    with running("--device", "null", "--leader", "link", "--metre", "4/4") as daemon:
        _until(lambda: abs(float(str(daemon.status()["tempo"])) - SESSION_BPM) < 0.5)
        daemon.tell("/mcm/transport/startstop", True)
        _until(lambda: daemon.ask("/mcm/transport/startstop/get").arguments == (True,))
        daemon.tell("/mcm/transport/stop")
        daemon.await_status(state="stopped")
        peer.say("play", 1)
        daemon.await_status(state="playing")
        peer.say("play", 0)
        daemon.await_status(state="stopped")
        daemon.tell("/mcm/transport/play")
        _until(lambda: _state(peer).playing)
        daemon.tell("/mcm/transport/stop")
        _until(lambda: not _state(peer).playing)
        assert _state(peer).bpm == pytest.approx(SESSION_BPM, abs=1e-3)


def test_without_the_extra_a_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Link is not installed, joining is an error that names the extra."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SyncError, match=r"musiccm-bridge\[link\]"):
        link.check()
    with pytest.raises(StartupError, match=r"musiccm-bridge\[link\]"):
        run_loop(App(RunConfig(("x",), leader="link"), engine=ToneEngine()).run())
