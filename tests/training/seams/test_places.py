"""Places of equal rank in bar and token."""

import numpy as np

from training.seams.features import REACH
from training.seams.places import CLEAR, MOST, TOLERANCE, choose
from training.seams.takes import Take

SILENCE = np.zeros((4, 1), np.float32)
BAR = 187.5  # 120 bpm
FRAMES = 11_232


def test_places_without_a_joint_are_whole_bars_from_one() -> None:
    """Each is a token's edge, within a frame of whole bars from some joint, and far from all."""
    take = Take(
        SILENCE, tuple(range(1024, FRAMES, 512)), BAR, other=tuple(range(1280, FRAMES, 512))
    )
    joints, without = choose(take, FRAMES)
    assert set(joints) <= set(take.joints)
    assert len(joints) < len(without) == len(set(without)) <= 2 * len(joints)
    for place in without:
        bars = (place - joints) / BAR
        assert (np.abs(bars - np.round(bars)) * BAR <= TOLERANCE).any()
        assert place % 8 == 0
        assert np.abs(place - np.array([*take.joints, *take.other])).min() >= CLEAR


def test_places_have_sound_on_both_sides() -> None:
    """Nothing is chosen that reaches over the ends of the take."""
    joints, without = choose(Take(SILENCE, (8, 520, 1016), 64.0), 1024)
    for place in (*joints, *without):
        assert REACH <= place <= 1024 - REACH
    assert joints.tolist() == [520]


def test_a_joint_without_a_partner_is_left_out() -> None:
    """Where no bar fits into the take nothing can be compared."""
    joints, without = choose(Take(SILENCE, (512,), 5000.0), 1024)
    assert len(joints) == len(without) == 0


def test_of_many_joints_some_are_chosen_the_same_each_time() -> None:
    """A take of countless joints costs no more than another."""
    take = Take(SILENCE, tuple(n for n in range(1024, FRAMES, 8) if n % 832 < 200), BAR)
    joints, _ = choose(take, FRAMES)
    assert 0 < len(joints) <= MOST
    assert np.array_equal(joints, choose(take, FRAMES)[0])
