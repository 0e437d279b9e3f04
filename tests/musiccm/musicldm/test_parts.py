"""The loaded parts do what the libraries' own objects do."""

import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from musiccm.errors import CheckpointError
from musiccm.musicldm import parts as loading
from musiccm.musicldm.checkpoint import Parts
from musiccm.musicldm.denoiser import predict_x_0
from musiccm.sampler import guided
from tests.musiccm.musicldm import tiny

Saved = tuple[Path, dict[str, Any]]
PROMPTS = ["warm rhodes and brushed drums", ""]


@torch.no_grad()
def test_every_part_gives_what_the_saved_one_gives(saved: Saved, parts: Parts) -> None:
    """U-Net, VAE both ways, HiFi-GAN and noise schedule come back bit for bit."""
    made = saved[1]
    torch.manual_seed(1)
    x, text = torch.randn(2, tiny.CHANNELS, 16, tiny.BINS), torch.randn(2, tiny.TEXT_DIM)
    mel = torch.randn(1, 1, 64, tiny.N_MELS)
    t = torch.tensor([19, 999])
    theirs = made["unet"](x, t, None, class_labels=text).sample
    assert torch.equal(parts.unet(x, t, None, class_labels=text).sample, theirs)
    assert torch.equal(parts.vae.decode(x).sample, made["vae"].decode(x).sample)
    mean = made["vae"].encode(mel).latent_dist.mean
    assert torch.equal(parts.vae.encode(mel).latent_dist.mean, mean)
    assert torch.equal(parts.vocoder(mel[0]), made["vocoder"](mel[0]))
    assert torch.equal(parts.schedule.alphas, made["scheduler"].alphas_cumprod)


@torch.no_grad()
def test_words_become_claps_own_vectors(saved: Saved, parts: Parts) -> None:
    """The text tower alone gives the text features of the whole CLAP, padded or not."""
    made = saved[1]
    tokens = made["tokenizer"](PROMPTS, padding="max_length", max_length=64, return_tensors="pt")
    theirs = made["text_encoder"].get_text_features(**tokens).pooler_output
    torch.testing.assert_close(torch.from_numpy(parts.words.encode(PROMPTS)), theirs)
    mixed = parts.words.mix(((PROMPTS[0], 0.5), ("  ", 1.0), ("unheard", 0.0)))
    torch.testing.assert_close(torch.from_numpy(mixed), theirs[0])


@torch.no_grad()
def test_together_they_are_the_pipeline(saved: Saved, parts: Parts) -> None:
    """Five guided DDIM steps of our parts end in the samples of diffusers' own pipeline."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the pipeline is deprecated; its parts are not
        from diffusers import MusicLDMPipeline

        pipe = MusicLDMPipeline(**saved[1], feature_extractor=None)
    pipe.set_progress_bar_config(disable=True)
    torch.manual_seed(2)
    x = torch.randn(1, tiny.CHANNELS, 16, tiny.BINS)
    yes, no = torch.from_numpy(parts.words.encode(PROMPTS)).split(1)
    theirs = pipe(
        audio_length_in_s=0.64,
        num_inference_steps=5,
        guidance_scale=2.0,
        latents=x,
        prompt_embeds=yes,
        negative_prompt_embeds=no,
        output_type="pt",
    ).audios
    for t in (800, 600, 400, 200, 0):
        now, then = torch.tensor([t]), torch.tensor([max(t - 200, 0)])
        both = (predict_x_0(parts.unet, parts.schedule, x, now, text) for text in (yes, no))
        x_0 = guided(*both, 2.0)
        x = parts.schedule.ddim_step(x, x_0, now, then) if t else x_0
    # At t = 0 the scheduler's last step goes to ᾱ_0 (set_alpha_to_one is off), which is x itself.
    mel = parts.vae.decode(x / parts.vae.config.scaling_factor).sample
    assert theirs.shape == (1, 10_240)
    torch.testing.assert_close(parts.vocoder(mel[0])[:, :10_240], theirs, atol=1e-3, rtol=1e-2)


def test_half_precision_files_are_found(saved: Saved, tmp_path: Path) -> None:
    """A folder whose weights are named fp16 is loaded as fp32."""
    source = saved[0] / "vocoder"
    folder = tmp_path / "vocoder"
    shutil.copytree(source, folder)
    weights = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    half = {name: value.half() for name, value in weights.items()}
    save_file(half, folder / "model.fp16.safetensors", {"format": "pt"})
    found = loading.load_vocoder(tmp_path)
    assert found.conv_pre.weight.dtype == torch.float32
    assert torch.equal(found.conv_pre.weight, half["conv_pre.weight"].float())


def test_an_older_tokenizer_folder_is_read(saved: Saved, tmp_path: Path) -> None:
    """vocab.json and merges.txt, as MusicLDM's folder has them, are as good as tokenizer.json."""
    shutil.copytree(saved[0] / "text_encoder", tmp_path / "text_encoder")
    folder = tmp_path / "tokenizer"
    folder.mkdir()
    old = saved[1]["tokenizer"]
    (folder / "vocab.json").write_text(json.dumps(old.get_vocab()))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    settings = {"tokenizer_class": "RobertaTokenizer", "model_max_length": 64}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    words = loading.load_words(tmp_path)
    assert words.tokenizer(PROMPTS[0]).input_ids == old(PROMPTS[0]).input_ids


@pytest.mark.parametrize(
    ("name", "stem"), [("unet", "diffusion_pytorch_model"), ("vocoder", "model")]
)
def test_missing_weights_are_named(saved: Saved, tmp_path: Path, name: str, stem: str) -> None:
    """A file that lacks tensors is refused; the libraries would make them up."""
    shutil.copytree(saved[0] / name, tmp_path / name)
    path = tmp_path / name / f"{stem}.safetensors"
    weights = load_file(path)
    gone = sorted(weights)[0]
    del weights[gone]
    save_file(weights, path, {"format": "pt"})
    with pytest.raises(CheckpointError, match=rf"{name} lacks 1 weights \({gone}"):
        getattr(loading, f"load_{name}")(tmp_path)


def test_damaged_weights_are_named(saved: Saved, tmp_path: Path) -> None:
    """A cut file is one line with the folder in it, not a traceback."""
    shutil.copytree(saved[0] / "vae", tmp_path / "vae")
    path = tmp_path / "vae" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(CheckpointError, match=r"vae cannot be loaded \(.*fetch it again"):
        loading.load_vae(tmp_path)


def test_a_missing_library_is_named(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without diffusers the line says which extra to install."""
    monkeypatch.setitem(__import__("sys").modules, "diffusers", None)
    with pytest.raises(CheckpointError, match=r"diffusers is missing.*musiccm-bridge\[musicldm\]"):
        loading.load_unet(saved[0])
