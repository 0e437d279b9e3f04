"""The shape of the released MusicLDM, without its weights: sizes and shapes on no device at all."""

import dataclasses
from collections.abc import Iterator

import pytest
import torch

from musiccm.musicldm.canvas import decode
from musiccm.musicldm.checkpoint import Parts
from musiccm.musicldm.denoiser import Network, consistency
from musiccm.musicldm.player import blend_of, grid_of
from musiccm.musicldm.voice import Voice
from tests.musiccm.musicldm import tiny
from training.musicldm.polish import UNetFeatures


@pytest.fixture(scope="module")
def released(parts: Parts) -> Iterator[Parts]:
    """The parts as wide as they are released; their tensors have shapes and no values."""
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

    widths, crossed = (128, 256, 384, 640), ("CrossAttnDownBlock2D", "CrossAttnUpBlock2D")
    with torch.device("meta"):
        unet = UNet2DConditionModel.from_config(
            tiny.unet().config,
            block_out_channels=widths,
            cross_attention_dim=widths,
            layers_per_block=2,
            norm_num_groups=32,
            attention_head_dim=8,
            in_channels=8,
            out_channels=8,
            down_block_types=("DownBlock2D", *[crossed[0]] * 3),
            up_block_types=(*[crossed[1]] * 3, "UpBlock2D"),
            projection_class_embeddings_input_dim=512,
        )
        vae = AutoencoderKL.from_config(
            tiny.vae().config,
            block_out_channels=(128, 256, 512),
            layers_per_block=2,
            norm_num_groups=32,
            latent_channels=8,
        )
        shape = tiny.vocoder().config.to_dict() | {"model_in_dim": 64}
        shape |= {"upsample_initial_channel": 1024}
        vocoder = SpeechT5HifiGan(SpeechT5HifiGanConfig(**shape))
        yield dataclasses.replace(parts, unet=unet, vae=vae, vocoder=vocoder)


def millions(module: Network) -> int:
    """Return the parameters of a module, in millions."""
    return round(sum(p.numel() for p in module.parameters()) / 1e6)


def test_the_sizes_are_the_released_ones(released: Parts) -> None:
    """A U-Net of 185 million parameters and a HiFi-GAN of 55 (shapes, not weights, tell that)."""
    assert (millions(released.unet), millions(released.vocoder)) == (185, 55)


@pytest.mark.parametrize("length", [256, 208, 280])
def test_every_canvas_of_the_player_fits(released: Parts, length: int) -> None:
    """The U-Net's window, an extension's and the first request's canvas keep their shape."""
    with torch.device("meta"):
        x, text = torch.empty(1, 8, length, 16), torch.empty(1, 512)
        schedule = dataclasses.replace(released.schedule, alphas=torch.empty(1000))
        found = consistency(released.unet, schedule, x, torch.zeros(1, dtype=torch.long), text)
        assert found.shape == x.shape
        assert decode(released.vae, x, 300).shape == (4 * length, 64)


def test_the_contract_holds_for_it(released: Parts) -> None:
    """Latents are 40 ms of 8 by 16; the vocoder's reach leaves room to blend before a seam."""
    voice = Voice(released.vocoder)
    grid = grid_of(released, voice)
    assert (grid.latent_samples, grid.channels, grid.bins, grid.n_mels) == (1920, 8, 16, 64)
    assert (voice.reach, blend_of(voice, grid)) == (24, 9)


def test_the_heads_see_five_layers_of_it(released: Parts) -> None:
    """From 1.28 s to 40 ms a moment, a few thousand values each."""
    with torch.device("meta"):
        schedule = dataclasses.replace(released.schedule, alphas=torch.empty(1000))
        x, t = torch.empty(2, 8, 256, 16), torch.zeros(2, dtype=torch.long)
        states = UNetFeatures(released.unet, schedule)(x, torch.empty(2, 512), t, x)
    assert [h.shape[1] for h in states] == [32, 64, 128, 256, 256]
    assert max(h.shape[2] for h in states) == 4096
