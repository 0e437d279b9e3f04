import numpy as np
import pytest

from training.band.drum_machine import KEYS, MACHINES, one_shot, play_machine
from training.band.effects import SAMPLE_RATE, Audio
from training.band.instruments import load_instruments
from training.band.soundfont import Event
from training.band.synth import play_synth

SYNTHS = {
    name: inst
    for name, inst in load_instruments().items()
    if inst.voice and "machine" not in inst.voice
}


def spectrum(x: Audio) -> tuple[Audio, Audio]:
    magnitude = np.abs(np.fft.rfft(x * np.hanning(len(x)), 8 * len(x)))
    return np.fft.rfftfreq(8 * len(x), 1 / SAMPLE_RATE), magnitude


@pytest.mark.parametrize("name", sorted(SYNTHS))
def test_a_voice_is_in_tune(name: str) -> None:
    """The strongest partials of a held note lie on the harmonics of its pitch, within 30 cents."""
    inst = SYNTHS[name]
    pitch = (inst.low + min(inst.high, 84)) // 2
    hz = 440 * 2 ** ((pitch - 69) / 12)
    x = play_synth(inst.voice or {}, inst.in_range, [Event(0, 24_000, pitch, 0.7)], 24_000)
    freqs, magnitude = spectrum(x)
    strongest = freqs[np.argmax(magnitude)]
    harmonic = max(1, round(strongest / hz))
    assert abs(1200 * np.log2(strongest / (harmonic * hz))) < 30


@pytest.mark.parametrize("name", sorted(SYNTHS))
def test_a_voice_ends_with_its_note(name: str) -> None:
    """After stop and release there is digital silence, and no note starts before its time."""
    inst = SYNTHS[name]
    pitch = (inst.low + inst.high) // 2
    x = play_synth(inst.voice or {}, inst.in_range, [Event(4800, 14_400, pitch, 0.7)], 48_000)
    assert not x[:4800].any()
    assert not x[14_400 + int(0.3 * SAMPLE_RATE) :].any()
    assert 0.05 < np.abs(x).max() <= 1.0


def test_saws_do_not_alias() -> None:
    """Between the harmonics of a high saw there is nothing: the loops are band-limited."""
    voice = {"wave": "saw", "attack": 0.001}
    x = play_synth(voice, int, [Event(0, SAMPLE_RATE, 96, 1.0)], SAMPLE_RATE)[4800:43_200]
    freqs, magnitude = spectrum(x)
    hz = 440 * 2 ** ((96 - 69) / 12)
    between = np.abs(freqs / hz - np.round(freqs / hz)) > 0.1
    assert magnitude[between].max() < 1e-3 * magnitude.max()


def test_a_part_is_the_sum_of_its_notes() -> None:
    """Two notes together are the sum of each alone."""
    voice = {"wave": "saw", "unison": 3, "detune": 10}
    a, b = Event(0, 9600, 60, 0.6), Event(4800, 14_400, 67, 0.9)
    both = play_synth(voice, int, [a, b], 24_000)
    apart = play_synth(voice, int, [a], 24_000) + play_synth(voice, int, [b], 24_000)
    assert np.allclose(both, apart, atol=1e-6)


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_every_drum_sounds_and_ends(machine: str) -> None:
    """Every key of every machine makes a sound below full scale that fades to nothing."""
    for key in KEYS:
        sound = one_shot(machine, key)
        assert 0.2 < np.abs(sound).max() <= 1.0
        assert sound[-1] == 0.0


def test_a_closed_hat_chokes_the_open_one() -> None:
    """After the closed hat nothing of the open one is left."""
    hats = [Event(0, 100, 46, 0.9), Event(4800, 4900, 42, 0.9)]
    choked = play_machine("tr909", hats, 24_000)
    closed = play_machine("tr909", hats[1:], 24_000)
    assert np.array_equal(choked[5400:], closed[5400:])
    assert not np.array_equal(choked[:4800], closed[:4800])


def test_drums_start_on_their_sample() -> None:
    """A kick is silent before its sample and loud within 3 ms of it."""
    x = play_machine("tr909", [Event(10_000, 10_100, 36, 1.0)], 24_000)
    assert not x[:10_000].any()
    assert np.abs(x[10_000:10_144]).max() > 0.1
