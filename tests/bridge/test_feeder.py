"""What the device is handed, and when: on a clock that stands until it is moved."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from bridge.audio.layout import Layout
from bridge.audio.outputs import NullOutput
from bridge.clock import WallClock
from bridge.config import BLOCK, SAMPLE_RATE
from bridge.control.agenda import Agenda, Change
from bridge.control.state import ControlState
from bridge.feeder import Feeder
from bridge.scheduler.player import Player
from bridge.scheduler.scheduler import Scheduler
from bridge.sync.conductor import Conductor
from tests.bridge.helpers import fill, wish

AHEAD = 6 * BLOCK


class Hands(WallClock):
    """A clock of real time that a test moves."""

    time = 0.0

    def now(self) -> float:
        return self.time


class Device(NullOutput):
    """Remembers how long its blocks were."""

    def __init__(self, clock: Hands) -> None:
        super().__init__(clock, SAMPLE_RATE, AHEAD)
        self.lengths: list[int] = []

    def write(self, block: Any) -> None:
        super().write(block)
        self.lengths.append(block.shape[1])

    @property
    def written(self) -> int:
        return sum(self.lengths)


def _stage() -> tuple[Hands, Device, Feeder]:
    clock, scheduler = Hands(), Scheduler(wish())
    fill(scheduler)
    player, device = Player(scheduler, SAMPLE_RATE), Device(clock)
    values = {**ControlState({}).snapshot().values, "tempo": 120.0}
    parts = SimpleNamespace(
        clock=clock,
        agenda=Agenda(values),
        scheduler=scheduler,
        player=player,
        output=device,
        layout=Layout.of(),
        archive=SimpleNamespace(write=lambda block, place: None),
    )
    device.start()
    return clock, device, Feeder(parts, Conductor(scheduler, player), lambda block: None)


def test_it_is_due_when_a_few_blocks_have_left() -> None:
    """Once the device is full it wants no look before three blocks have left, then gets them."""
    clock, device, feeder = _stage()
    feeder.feed()
    assert device.written == AHEAD
    assert feeder.due == 3 * BLOCK / SAMPLE_RATE
    clock.time = feeder.due - 2 / SAMPLE_RATE
    feeder.feed()
    assert device.written == AHEAD
    assert feeder.due - clock.time <= 4 / SAMPLE_RATE
    clock.time += 6 / SAMPLE_RATE
    feeder.feed()
    assert device.written == AHEAD + 3 * BLOCK


def test_long_blocks_are_mixed_where_nothing_moves() -> None:
    """Two blocks are mixed as one, but where a glide moves a fader they are two."""
    lengths = []
    for values in ({}, {"master/gain": 0.5}):
        clock, device, feeder = _stage()
        if values:
            feeder._parts.agenda.add(Change(0.0, values, glide=8.0))
        feeder.feed()
        lengths.append(device.lengths)
    assert lengths == [[2 * BLOCK] * 3, [BLOCK] * 6]


def test_where_it_is_watched_blocks_come_one_by_one() -> None:
    """For who follows what is heard the device is filled block by block."""
    clock, device, feeder = _stage()
    feeder.often = True
    feeder.feed()
    assert feeder.due == BLOCK / SAMPLE_RATE
    clock.time = feeder.due + 1e-4
    feeder.feed()
    assert device.lengths == [BLOCK] * 7


def test_who_wakes_late_is_careful() -> None:
    """On a machine that lets it oversleep it wakes more often."""
    clock, _, feeder = _stage()
    feeder.feed()
    clock.time = feeder.due + 0.02
    feeder.feed()
    assert feeder.due <= clock.time + 2 * BLOCK / SAMPLE_RATE


def test_little_ahead_is_filled_block_by_block() -> None:
    """Where little is committed all of it stays ready."""
    _, device, feeder = _stage()
    device.ahead = 3 * BLOCK
    feeder.feed()
    assert feeder.due == BLOCK / SAMPLE_RATE


def test_the_end_is_exact() -> None:
    """A run of so many samples ends with them, in the middle of a block."""
    clock, device, feeder = _stage()
    feeder.left = 9 * BLOCK + 77
    for time in np.arange(20) * 0.01:
        clock.time = float(time)
        feeder.feed()
    assert feeder.left == 0
    assert device.written == 9 * BLOCK + 77


def test_what_is_wanted_now_finds_less_ready() -> None:
    """In a hurry the device runs lower, block by block, and is full again afterwards."""
    clock, device, feeder = _stage()
    feeder.feed()
    feeder.hurried = True
    feeder.feed()
    clock.time = feeder.due + 1e-4
    feeder.feed()
    low = device.wanted()
    assert 2 * BLOCK < low < AHEAD - BLOCK
    feeder.hurried = False
    feeder.feed()
    clock.time = feeder.due
    feeder.feed()
    assert device.wanted() < BLOCK


def test_a_gap_ends_all_hurry() -> None:
    """Once the device has had nothing to play, all that may lie ready does."""
    clock, device, feeder = _stage()
    feeder.feed()
    clock.time = 2 * AHEAD / SAMPLE_RATE
    feeder.hurried = True
    feeder.feed()
    feeder.feed()
    assert device.zero_filled and device.ahead == 2 * AHEAD
    assert device.wanted() < BLOCK
