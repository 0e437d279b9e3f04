"""What the device is handed, and when: on a clock that stands until it is moved."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from bridge.audio.layout import Layout
from bridge.audio.outputs import NullOutput
from bridge.clock import WallClock
from bridge.config import BLOCK, SAMPLE_RATE
from bridge.control.agenda import Agenda
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
    """Counts its blocks."""

    def __init__(self, clock: Hands) -> None:
        super().__init__(clock, SAMPLE_RATE, AHEAD)
        self.blocks = 0

    def write(self, block: Any) -> None:
        super().write(block)
        self.blocks += 1


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


def test_it_is_due_when_two_blocks_have_left() -> None:
    """Once the device is full it wants no look before two blocks have left, and gets two then."""
    clock, device, feeder = _stage()
    feeder.feed()
    assert device.blocks == AHEAD // BLOCK
    assert feeder.due == 2 * BLOCK / SAMPLE_RATE
    clock.time = feeder.due - 2 / SAMPLE_RATE
    feeder.feed()
    assert device.blocks == AHEAD // BLOCK
    assert feeder.due - clock.time <= 3 / SAMPLE_RATE
    clock.time += 4 / SAMPLE_RATE
    feeder.feed()
    assert device.blocks == AHEAD // BLOCK + 2


def test_where_it_is_watched_blocks_come_one_by_one() -> None:
    """For who follows what is heard the device is filled block by block."""
    clock, device, feeder = _stage()
    feeder.often = True
    feeder.feed()
    assert feeder.due == BLOCK / SAMPLE_RATE
    clock.time = feeder.due + 1e-4
    feeder.feed()
    assert device.blocks == AHEAD // BLOCK + 1


def test_little_ahead_is_filled_block_by_block() -> None:
    """More than half of what is committed stays ready."""
    _, device, feeder = _stage()
    device.ahead = 3 * BLOCK
    feeder.feed()
    assert feeder.due == BLOCK / SAMPLE_RATE


def test_the_end_is_exact() -> None:
    """A run of so many samples ends with them, in the middle of a block."""
    clock, _, feeder = _stage()
    feeder.left = 5 * BLOCK + 77
    for time in np.arange(20) * 0.01:
        clock.time = float(time)
        feeder.feed()
    assert feeder.left == 0


def test_what_is_wanted_now_finds_less_ready() -> None:
    """In a hurry the device runs lower, block by block, and is full again afterwards."""
    clock, device, feeder = _stage()
    feeder.feed()
    feeder.hurried = True
    feeder.feed()
    clock.time = feeder.due + 1e-4
    feeder.feed()
    low = device.wanted()
    assert AHEAD // 2 < low < AHEAD - BLOCK
    feeder.hurried = False
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
