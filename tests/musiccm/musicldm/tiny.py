"""A tiny MusicLDM folder: the real classes, random weights, saved as the Hugging Face layout.

The time of the real one (16 kHz, 160 samples a mel frame, four of these a latent, 1,000 steps), the
kernels and strides of its HiFi-GAN, and widths that run in milliseconds.
"""

import json
from pathlib import Path
from typing import Any

import torch
from torch import nn

N_MELS, BINS, CHANNELS, TEXT_DIM = 16, 4, 2, 12
CARD = "---\nlicense: cc-by-nc-4.0\ntags: [music]\n---\n# A tiny MusicLDM\n"


def unet() -> Any:
    """Return a U-Net that hears CLAP vectors as MusicLDM's does."""
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        block_out_channels=(8, 16),
        layers_per_block=1,
        sample_size=256,
        in_channels=CHANNELS,
        out_channels=CHANNELS,
        norm_num_groups=4,
        attention_head_dim=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=(8, 16),
        class_embed_type="simple_projection",
        projection_class_embeddings_input_dim=TEXT_DIM,
        class_embeddings_concat=True,
    )


def vae() -> Any:
    """Return a VAE of mel that makes one latent of four frames and four bins."""
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(8, 8, 8),
        layers_per_block=1,
        norm_num_groups=4,
        in_channels=1,
        out_channels=1,
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        latent_channels=CHANNELS,
        scaling_factor=0.92,
    )


def clap() -> Any:
    """Return a CLAP of both towers, as MusicLDM's folder has it."""
    from transformers import ClapAudioConfig, ClapConfig, ClapModel, ClapTextConfig

    text = ClapTextConfig(
        vocab_size=300,
        hidden_size=16,
        intermediate_size=24,
        num_attention_heads=2,
        num_hidden_layers=2,
        max_position_embeddings=66,
    )
    audio = ClapAudioConfig(
        spec_size=64,
        window_size=4,
        num_mel_bins=64,
        intermediate_size=16,
        depths=[1, 1],
        num_attention_heads=[2, 2],
        num_hidden_layers=2,
        hidden_size=192,
        patch_size=2,
        patch_stride=2,
        patch_embed_input_channels=4,
    )
    towers = {"text_config": text.to_dict(), "audio_config": audio.to_dict()}
    return ClapModel(ClapConfig(**towers, projection_dim=TEXT_DIM))


def tokenizer() -> Any:
    """Return a RoBERTa tokenizer that knows bytes and no merges."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import RobertaTokenizer

    words = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", *sorted(ByteLevel.alphabet())]
    vocabulary = {word: number for number, word in enumerate(words)}
    return RobertaTokenizer(vocab=vocabulary, merges=[], model_max_length=64)


def vocoder() -> Any:
    """Return a HiFi-GAN of the real one's strides and kernels."""
    from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

    config = SpeechT5HifiGanConfig(
        model_in_dim=N_MELS,
        sampling_rate=16_000,
        upsample_initial_channel=32,
        upsample_rates=[5, 4, 2, 2, 2],
        upsample_kernel_sizes=[16, 16, 8, 4, 4],
        resblock_kernel_sizes=[3, 7, 11],
        resblock_dilation_sizes=[[1, 3, 5]] * 3,
        normalize_before=False,
    )
    found = SpeechT5HifiGan(config)
    with torch.no_grad():  # as initialised it whispers: a fault would drown in the tolerances
        for module in found.modules():
            if isinstance(module, nn.Conv1d | nn.ConvTranspose1d):
                nn.init.kaiming_normal_(module.weight)
        found.conv_post.weight.mul_(0.1)
    return found


def scheduler() -> Any:
    """Return MusicLDM's schedule."""
    from diffusers import DDIMScheduler

    return DDIMScheduler(
        beta_start=0.0015,
        beta_end=0.0195,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
    )


def components() -> dict[str, Any]:
    """Return all components by the names of their folders."""
    torch.manual_seed(0)
    makers = (unet, vae, clap, tokenizer, vocoder, scheduler)
    names = ("unet", "vae", "text_encoder", "tokenizer", "vocoder", "scheduler")
    made = {name: make() for name, make in zip(names, makers, strict=True)}
    for part in made.values():
        if isinstance(part, nn.Module):
            part.eval()
    return made


def write_teacher(folder: Path) -> dict[str, Any]:
    """Write a whole folder; return the components that were saved."""
    made = components()
    for name, part in made.items():
        part.save_pretrained(folder / name)
    index = {"_class_name": "MusicLDMPipeline", "unet": ["diffusers", "UNet2DConditionModel"]}
    (folder / "model_index.json").write_text(json.dumps(index))
    (folder / "README.md").write_text(CARD)
    return made
