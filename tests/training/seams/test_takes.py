"""Takes on tiny weights: every way, with its joints."""

import numpy as np
import pytest

from musiccm.performer import Performer
from musiccm.request import EXTEND
from tests.musiccm import tiny
from training.seams.study import hear
from training.seams.takes import WAYS, Brief, make

N_FRAMES = 2048
BPM = 112.5  # bars of 200 frames: on the edges of tokens
JOINTS = {
    "extend": (1024, 1536),
    "mean": (512, 1024, 1536),
    "shift": (768, 1792),
    "apart": (1024,),
    "cut": (1280, 1792),
}


@pytest.fixture(scope="module")
def performer() -> Performer:
    return tiny.performer()


@pytest.fixture(scope="module")
def brief(performer: Performer) -> Brief:
    found = Brief.of(performer, "house", 1, 4)
    return Brief(found.score, BPM, N_FRAMES)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_knows_its_joints(performer: Performer, brief: Brief, way: str) -> None:
    """A take has the asked length but for the vocoder's lag, and joints where windows meet."""
    take = make(performer, brief, way)
    assert take.stems.shape == (4, (N_FRAMES - 32) * 512)
    if way in JOINTS:
        assert take.joints == JOINTS[way]
    else:  # swap: every token of both overlaps that the other window speaks for
        assert len(take.joints) > 40 and min(take.joints) > 800


def test_a_cut_take_is_one_render_then_the_other(performer: Performer, brief: Brief) -> None:
    """Between cuts it is sample for sample one of two renders of the same key and tempo."""
    cut, first = make(performer, brief, "cut"), make(performer, brief, EXTEND)
    second = make(performer, brief.reseeded(), EXTEND)
    edges = [0, *cut.joints, N_FRAMES]
    for n, (a, b) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
        source, span = (second if n % 2 else first), slice(a * 512, b * 512)
        assert np.array_equal(cut.stems[:, span], source.stems[:, span])
    assert cut.other == first.joints


def test_windows_drawn_apart_hear_nothing_of_each_other(performer: Performer, brief: Brief) -> None:
    """The first window of a take drawn apart is that of a live one, the second is not."""
    takes = (make(performer, brief, way).stems for way in ("apart", EXTEND))
    apart_from = np.abs(np.subtract(*takes)).max(axis=0)
    first, second = np.s_[: (1024 - 64) * 512], np.s_[1024 * 512 :]
    assert apart_from[second].max() > 10 * apart_from[first].max()


def test_hearing_a_take_gives_one_row_a_place(performer: Performer, brief: Brief) -> None:
    """Features, level and label of the same places, joints first."""
    heard = hear(performer, brief, "mean")
    assert len(heard.features) == len(heard.high) == len(heard.joint) > heard.joint.sum() > 0
    assert np.isfinite(heard.features).all() and np.isfinite(heard.high).all()
