"""Device, number format and cores."""

import copy
import os

import pytest
import torch

from musiccm.compute import cores, hold_weights, resolve
from musiccm.errors import ComputeError
from tests.musiccm import tiny


def test_a_named_format_is_taken_as_it_is() -> None:
    """fp32 and bf16 are what is asked for, whatever the device is fast in."""
    assert resolve("cpu", "fp32").dtype == torch.float32
    assert resolve("cpu", "bf16").dtype == torch.bfloat16


@pytest.mark.parametrize(("name", "dtype"), [("tpu", "auto"), ("cpu", "fp8")])
def test_an_unknown_name_says_what_there_is(name: str, dtype: str) -> None:
    """Devices and formats that do not exist are one clear line."""
    with pytest.raises(ComputeError, match="unknown .*: use auto, "):
        resolve(name, dtype)


@torch.inference_mode()
def test_held_weights_predict_what_cast_weights_predict() -> None:
    """Weights that are held in bf16 change nothing against casting them at every call."""
    model = tiny.denoiser()
    held = copy.deepcopy(model)
    hold_weights(held, torch.bfloat16)
    cond, x, t = tiny.conditioning(model), torch.randn(2, 12, 16), torch.full((2,), 0.5)
    with resolve("cpu", "bf16").autocast():
        assert torch.equal(held(x, t, cond), model(x, t, cond))
    assert held.latents.basis.dtype == torch.float32


@pytest.mark.parametrize(("found", "kept"), [(1, 1), (2, 2), (4, 3), (16, 15)])
def test_a_core_is_left_free_where_there_are_four(
    found: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small machines give all their cores, others all but one."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(found)), raising=False)
    assert cores() == kept
