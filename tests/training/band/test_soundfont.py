import numpy as np
import pytest

from training.band.instruments import instrument, load_instruments
from training.band.sampler import Sampler
from training.band.soundfont import (
    CUT,
    OFF,
    ON,
    RELEASE,
    TAIL,
    Event,
    SoundFontMissing,
    SoundFontPlayer,
    _commands,
    find_soundfont,
)


def font_is_there() -> bool:
    try:
        find_soundfont()
    except SoundFontMissing:
        return False
    return True


needs_soundfont = pytest.mark.skipif(not font_is_there(), reason="no SoundFont is installed")


@pytest.fixture(scope="module")
def player() -> SoundFontPlayer:
    return SoundFontPlayer(find_soundfont())


def test_a_repeated_pitch_is_released_before_it_sounds_again() -> None:
    """Overlapping notes of one pitch never leave a voice without its note-off."""
    events = [Event(0, 900, 60, 0.5), Event(400, 800, 60, 0.5)]
    kinds = [(moment, kind) for moment, kind, _, _ in _commands(events, (), False)]
    assert kinds == [(0, ON), (400, OFF), (400, ON), (800, OFF)]


def test_a_stop_releases_and_then_cuts() -> None:
    """At a section's end notes are released, and cut 150 ms later."""
    kinds = [(moment, kind) for moment, kind, _, _ in _commands([], (1000,), False)]
    assert kinds == [(1000, RELEASE), (1000 + TAIL, CUT)]


@needs_soundfont
def test_every_program_of_the_table_sounds(player: SoundFontPlayer) -> None:
    """No instrument asks for a preset or range that the SoundFont does not have."""
    for inst in load_instruments().values():
        if inst.voice is not None:
            continue
        pitch = 38 if inst.kit is not None else (max(inst.low, 28) + inst.high) // 2
        x = player.play(inst, [Event(0, 12_000, pitch, 0.8)], (), 24_000)
        assert np.abs(x).max() > 1e-4, inst.name


@needs_soundfont
def test_parts_do_not_hear_each_other(player: SoundFontPlayer) -> None:
    """A part sounds the same whatever was played before it."""
    events = [Event(0, 12_000, 60, 0.8)]
    first = player.play(instrument("flute"), events, (), 24_000)
    player.play(instrument("strings"), [Event(0, 24_000, 48, 1.0)], (), 24_000)
    assert np.array_equal(player.play(instrument("flute"), events, (), 24_000), first)


@needs_soundfont
def test_the_sampler_evens_the_piano(player: SoundFontPlayer) -> None:
    """Neighbouring keys of the piano differ by less than 3 dB."""
    sampler, piano = Sampler(player), instrument("piano")
    levels = []
    for pitch in range(48, 80, 4):
        x = sampler.play(piano, [Event(0, 24_000, pitch, 0.7)], 24_000)
        levels.append(20 * np.log10(np.sqrt(np.mean(x**2))))
    assert np.abs(np.diff(levels)).max() < 3.0
