"""MusicLDM's components, each loaded by itself through diffusers and transformers.

diffusers keeps the pipeline among its deprecated ones; its parts are in use elsewhere and stay. The
two libraries are imported when something is loaded, and nothing is ever fetched.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from musiccm.errors import CheckpointError
from musiccm.musicldm.denoiser import Network
from musiccm.musicldm.folder import weights_variant
from musiccm.musicldm.schedule import Schedule
from musiccm.musicldm.words import Words


def load_unet(folder: Path) -> Network:
    """Return the U-Net of a folder in fp32.

    Raises
    ------
    CheckpointError
        If it cannot be loaded whole; so do all functions here.
    """
    return _diffusers_part("UNet2DConditionModel", folder / "unet")


def load_vae(folder: Path) -> Network:
    """Return the VAE of mel and latents in fp32."""
    return _diffusers_part("AutoencoderKL", folder / "vae")


def load_words(folder: Path) -> Words:
    """Return tokenizer and CLAP text tower; the tower for audio stays on the disk."""
    where = folder / "tokenizer"
    with _loading(where):
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(where, local_files_only=True)
    tower = _transformers_part("ClapTextModelWithProjection", folder / "text_encoder")
    return Words(tokenizer, tower)


def load_vocoder(folder: Path) -> Network:
    """Return the HiFi-GAN in fp32."""
    return _transformers_part("SpeechT5HifiGan", folder / "vocoder")


def load_schedule(folder: Path) -> Schedule:
    """Return the noise schedule, whatever sampler the scheduler is meant for."""
    where = folder / "scheduler"
    with _loading(where):
        from diffusers import DDIMScheduler

        found = DDIMScheduler.from_pretrained(where, local_files_only=True)
    return Schedule(found.alphas_cumprod.float(), found.config.prediction_type)


@contextmanager
def _loading(where: Path) -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise CheckpointError(
            f"{error.name} is missing, and {where} needs it: pip install 'musiccm-bridge[musicldm]'"
        ) from error
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        reason = " ".join(str(error).split())[:200]
        raise CheckpointError(f"{where} cannot be loaded ({reason}): fetch it again") from error


def _diffusers_part(name: str, where: Path) -> Network:
    with _loading(where):
        import diffusers

        found, report = getattr(diffusers, name).from_pretrained(
            where,
            torch_dtype=torch.float32,
            variant=weights_variant(where, "diffusion_pytorch_model") or None,
            use_safetensors=True,
            low_cpu_mem_usage=False,
            local_files_only=True,
            output_loading_info=True,
        )
    return _whole(found, report, where)


def _transformers_part(name: str, where: Path) -> Network:
    with _loading(where), quietly():
        import transformers

        load: Callable[..., Any] = getattr(transformers, name).from_pretrained
        found, report = load(
            where,
            dtype=torch.float32,
            variant=weights_variant(where, "model") or None,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
        )
    return _whole(found, report, where)


def _whole(module: Network, report: dict[str, Any], where: Path) -> Network:
    """Return the module, frozen. The libraries fill what a file lacks with random numbers."""
    lacking = sorted(
        str(name) for key in ("missing_keys", "mismatched_keys") for name in report[key]
    )
    if lacking:
        raise CheckpointError(
            f"{where} lacks {len(lacking)} weights ({', '.join(lacking[:3])} …): fetch it again"
        )
    return module.eval().requires_grad_(False)


@contextmanager
def quietly() -> Iterator[None]:
    """Keep transformers from progress bars and from listing the audio tower, which is left out."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    level = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity(logging.ERROR)
    try:
        yield
    finally:
        transformers_logging.set_verbosity(level)
