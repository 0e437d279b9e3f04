"""Loops on disk as libsndfile reads them: audio, tempo, metre, loop points, provenance."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bridge.audio import riff
from bridge.audio.loops import Loop, write_loops
from bridge.errors import RecordError

RATE = 48_000
AUDIO = np.linspace(-0.9, 0.9, 6 * 12_345, dtype=np.float32).reshape(6, 12_345)
LOOP = Loop(4, 92.5, 4, "F#m", {"prompts": [["warm rhodes, Zürich", 1.0]], "seed": 7})
STEMS = ["bass", "drums", "harmony", "lead", "master"]
GET_LOOP_INFO, GET_INSTRUMENT = 0x10E0, 0x10D0  # of sndfile.h


def _ask(path: Path, command: int, layout: str) -> tuple[int | float, ...]:
    """Return a struct of libsndfile's own C interface, which python-soundfile does not show."""
    with soundfile.SoundFile(path) as file:
        answer = soundfile._ffi.new("char[]", struct.calcsize(layout))
        size = struct.calcsize(layout)
        assert soundfile._snd.sf_command(file._file, command, answer, size) == 1
    return struct.unpack(layout, soundfile._ffi.buffer(answer)[:])


def _acid(path: Path) -> tuple[int | float, ...]:
    """Return numerator, denominator, beats, bpm and root."""
    values = _ask(path, GET_LOOP_INFO, "@hhiifi6i")
    return (*values[:2], *values[3:6])


def _loop_points(path: Path) -> tuple[int | float, ...]:
    """Return base note, number of loops, and mode, start, end and count of the first."""
    values = _ask(path, GET_INSTRUMENT, "@i6bi" + "iIII" * 16)
    return (values[1], *values[7:12])


def test_a_loop_is_whole(tmp_path: Path) -> None:
    """Each file holds its lane in 24 bits, and its name tells bars, tempo, key and lane."""
    folder = write_loops(tmp_path / "take", AUDIO, RATE, LOOP)
    names = [f"bars04_92.5bpm_F#m_{name}.wav" for name in STEMS]
    assert sorted(path.name for path in folder.iterdir()) == names
    for path, rows in zip(sorted(folder.iterdir()), (3, 2, 4, 5, slice(0, 2)), strict=True):
        audio, rate = soundfile.read(path, always_2d=True)
        assert (rate, soundfile.info(path).subtype) == (RATE, "PCM_24")
        assert np.abs(audio.T - AUDIO[rows]).max() < 2**-22


def test_a_daw_reads_tempo_and_loop(tmp_path: Path) -> None:
    """The acid chunk has beats, metre, tempo and root; the smpl chunk loops the whole file."""
    folder = write_loops(tmp_path / "take", AUDIO, RATE, LOOP)
    assert _acid(folder / "bars04_92.5bpm_F#m_lead.wav") == (4, 4, 16, 92.5, 66)
    assert _loop_points(folder / "bars04_92.5bpm_F#m_lead.wav")[:4] == (66, 1, 801, 0)
    assert _loop_points(folder / "bars04_92.5bpm_F#m_lead.wav")[4] in (12_344, 12_345)


@pytest.mark.parametrize(
    ("beats_per_bar", "expected"),
    [(4, (4, 4, 8, 80.0)), (3, (3, 4, 6, 80.0)), (2, (6, 8, 6, 120.0))],
)
def test_beats_are_quarters(
    tmp_path: Path, beats_per_bar: int, expected: tuple[float, ...]
) -> None:
    """In 6/8 the felt beats, dotted quarters, are told as the quarters that a DAW counts."""
    loop = Loop(2, 80.0, beats_per_bar)
    folder = write_loops(tmp_path / "take", AUDIO, RATE, loop)
    assert _acid(folder / f"bars02_{expected[3]:g}bpm_master.wav")[:4] == expected


def test_the_provenance_is_inside(tmp_path: Path) -> None:
    """The comment tells as JSON that it was generated, of which words and seed."""
    folder = write_loops(tmp_path / "take", AUDIO, RATE, LOOP)
    with soundfile.SoundFile(folder / "bars04_92.5bpm_F#m_bass.wav") as file:
        told = json.loads(file.comment)
        assert file.software.startswith("MusicCM Bridge")
    assert told == {"generated": True, **LOOP.provenance}


def test_a_chunk_of_odd_length_is_padded(tmp_path: Path) -> None:
    """Chunks begin at even places, and the length in the head is the file's."""
    path = tmp_path / "x.wav"
    soundfile.write(path, np.zeros((5, 1)), RATE, "PCM_24")
    riff.append_chunks(path, {b"odd ": b"abc", b"acid": riff.acid(4, 4, 4, 100.0, None)})
    data = path.read_bytes()
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    assert len(data) % 2 == 0
    assert _acid(path)[:4] == (4, 4, 4, 100.0)
    assert soundfile.info(path).frames == 5


def test_no_wav_is_refused(tmp_path: Path) -> None:
    """A file that is not RIFF is left as it is."""
    path = tmp_path / "x.txt"
    path.write_bytes(b"hello")
    with pytest.raises(ValueError, match="no RIFF"):
        riff.append_chunks(path, {b"odd ": b"abc"})
    assert path.read_bytes() == b"hello"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file in the way gives a RecordError that names the folder."""
    (tmp_path / "file").touch()
    with pytest.raises(RecordError, match="cannot write the loops"):
        write_loops(tmp_path / "file" / "take", AUDIO, RATE, LOOP)
