"""A student of MusicLDM as an instrument."""

import dataclasses
from typing import Any

import numpy as np
import pytest
import torch

from musiccm.controls import STEMS
from musiccm.errors import PromptError
from musiccm.musicldm import canvas
from musiccm.musicldm.canvas import decode
from musiccm.musicldm.frames import ROW
from musiccm.musicldm.player import Player
from musiccm.render import Grid, endless, render_stems
from musiccm.request import CONTEXT_FRAMES, EXTEND_FRAMES, LAG_FRAMES, PlanChunk, PlanRequest, Score

SCORE = Score((("warm rhodes and brushed drums", 1.0),), steps=2)
GRID = Grid(120.0, 93.75)


def request(start: int, n: int, past: PlanChunk | None = None, score: Score = SCORE) -> PlanRequest:
    """Return a request that goes on from the end of ``past``."""
    if past is None:
        return PlanRequest(score, start, GRID.beats(start, n))
    context = past.mel[-CONTEXT_FRAMES:]
    beats = GRID.beats(start - len(context), len(context))
    return PlanRequest(score, start, GRID.beats(start, n), context, beats)


@pytest.fixture(scope="module")
def first(player: Player) -> PlanChunk:
    """The first stretch of a piece."""
    return player.plan(request(0, 512))


def test_a_plan_is_a_pure_function_of_the_request(player: Player, first: PlanChunk) -> None:
    """The same request gives the same samples, another seed, take or prompt others."""
    again = player.plan(request(0, 512))
    assert np.array_equal(again.audio, first.audio) and np.array_equal(again.mel, first.mel)
    changes = ({"seed": 1}, {"prompts": (("dark techno", 1.0),)}, {"steps": 1}, {"take": 1})
    for change in (*changes, {"variation": 0.5}):
        other = player.plan(request(0, 512, score=dataclasses.replace(SCORE, **change)))
        assert not np.array_equal(other.audio, first.audio)


def test_one_stem_sounds_and_the_rest_is_silent(player: Player, first: PlanChunk) -> None:
    """The music is on one stem of four, at 48 kHz, as long as the contract says."""
    assert first.audio.shape == (len(STEMS), (512 - LAG_FRAMES) * 512)
    assert first.audio.dtype == np.float32 and first.mel.dtype == np.float16
    assert first.audio[ROW].std() > 0.01
    assert not np.delete(first.audio, ROW, axis=0).any()


def test_chunks_join_without_a_gap_or_a_click(player: Player, first: PlanChunk) -> None:
    """The next chunk begins with the samples that the last one would have gone on with."""
    n = len(first.mel)
    after = player.plan(request(n, 256, first))
    assert after.audio_start == first.audio_start + first.audio.shape[1]
    assert (after.audio_start + after.audio.shape[1]) == (n + 256 - LAG_FRAMES) * 512
    number, mel = player.grid.unpack_mel(first.mel, 0)
    went_on = player.voice.decode(torch.from_numpy(mel))[after.audio_start - 480 * number :]
    level = np.abs(first.audio).max()
    assert np.abs(after.audio[ROW, :200] - went_on[:200]).max() < 1e-3 * level
    assert np.abs(after.audio[ROW, 8000:9000] - went_on[8000:9000]).max() > 1e-3 * level


def test_known_latents_are_not_drawn_again(player: Player, first: PlanChunk) -> None:
    """A canvas keeps its past; what it draws after it hangs on that past."""
    n = len(first.mel)
    sketch = player.sketch(request(n, 256, first))
    number, kept = player.grid.unpack_latents(first.mel[-CONTEXT_FRAMES:], n - CONTEXT_FRAMES)
    again, found = player.grid.unpack_latents(sketch.canvas[:CONTEXT_FRAMES], n - CONTEXT_FRAMES)
    assert (number, len(kept)) == (again, len(found)) and len(kept) > 60
    assert np.array_equal(found, kept)
    lone = player.plan(request(n, 256))
    assert not np.array_equal(lone.mel, sketch.mel)


@pytest.mark.parametrize("past", [8, 64, 240])
def test_any_past_will_do(player: Player, first: PlanChunk, past: int) -> None:
    """A short past, as after a gesture early in a piece, joins like a long one."""
    short = dataclasses.replace(first, mel=first.mel[-past:])
    chunk = player.plan(request(512, 256, short))
    trail = min(past, LAG_FRAMES)
    assert chunk.audio_start == (512 - trail) * 512
    assert chunk.audio.shape[1] == (256 - LAG_FRAMES + trail) * 512
    assert np.isfinite(chunk.audio).all()


def test_a_render_is_exactly_as_long_as_asked(player: Player) -> None:
    """The endless piece is cut to the sample, and its chunks are contiguous."""
    stems = render_stems(player, SCORE, 100.0, 900_001)
    assert stems.shape == (4, 900_001)
    place = 0
    for chunk in endless(player, SCORE, 100.0, 1024 + 2 * EXTEND_FRAMES):
        assert chunk.audio_start == place
        place += chunk.audio.shape[1]


@pytest.mark.parametrize("fusion", ["mean", "swap"])
def test_a_canvas_is_drawn_in_windows(player: Player, fusion: str) -> None:
    """A piece longer than the U-Net's window is one canvas, fused as asked, without a gap."""
    stems = render_stems(player, SCORE, 100.0, 13 * 48_000, fusion)
    assert stems.shape == (4, 13 * 48_000)
    level = np.abs(stems[ROW].reshape(13, -1)).max(axis=1)
    assert level.min() > 0.1 * level.max()


def test_a_short_canvas_is_decoded_as_the_vae_does_it(player: Player) -> None:
    """Within a window nothing is pieced; past it the pieces cover every frame once."""
    latents = torch.randn(1, 2, 40, 4, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        whole = player.vae.decode(latents / player.vae.config.scaling_factor).sample[0, 0]
        assert torch.equal(decode(player.vae, latents, 40), whole)
        pieced = decode(player.vae, latents, 16)
    assert pieced.shape == whole.shape == (160, 16)
    assert (pieced - whole).abs().mean() < 0.5 * whole.std()  # the VAE sees less of the music


def test_without_gpu_memory_it_goes_on(
    player: Player, first: PlanChunk, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """A full GPU costs a warning and speed, not the music."""
    full = iter([True])

    def draw_or_fail(*given: Any, **named: Any) -> torch.Tensor:
        if next(full, False):
            raise torch.cuda.OutOfMemoryError
        return canvas.draw(*given, **named)

    monkeypatch.setattr("musiccm.musicldm.player.draw", draw_or_fail)
    assert np.array_equal(player.plan(request(0, 512)).audio, first.audio)
    assert player.compute.device.type == "cpu" and "out of memory" in caplog.text


def test_what_it_lacks_is_reported(player: Player) -> None:
    """The suggestion names absent controls and silent stems; the tempo is the prompt's."""
    found = player.suggest(Score((("house at 126 bpm", 1.0),), key="Am", metre="3/4"))
    assert (found.bpm, found.key, found.metre) == (126.0, "", "4/4")
    assert {"tempo", "key", "metre", "density", "guidance", "rests"} <= set(found.absent)
    assert set(found.silent) == set(STEMS) - {"bass"}
    assert "no tempo, key" in found.lacks() and "silent stems: drums" in found.lacks()
    controls = {
        "key": "C#",
        "scale": "dorian",
        "density": 0.9,
        "intensity": 0.1,
        "guidance": 4.0,
        "rests": ("bass",),
    }
    plain = player.plan(request(0, 64)).audio
    asked = player.plan(request(0, 64, score=dataclasses.replace(SCORE, **controls))).audio
    assert np.array_equal(asked, plain)


def test_bad_requests_are_refused(player: Player, first: PlanChunk) -> None:
    """Places off the grid, empty prompts, too many steps and another checkpoint's past."""
    with pytest.raises(PromptError, match="multiples"):
        player.plan(request(4, 64))
    with pytest.raises(PromptError, match="empty"):
        player.plan(request(0, 64, score=Score((("", 1.0),))))
    with pytest.raises(PromptError, match="1 to 50"):
        player.plan(request(0, 64, score=dataclasses.replace(SCORE, steps=99)))
    foreign = dataclasses.replace(first, mel=np.zeros((64, 4, 96), np.float16))
    with pytest.raises(PromptError, match="another checkpoint"):
        player.plan(request(64, 64, foreign))
