"""The denoiser."""

import torch

from musiccm.denoiser import rope, rotate
from musiccm.latents import MelLatents
from tests.musiccm import tiny


def test_boundary_holds_by_construction() -> None:
    """At t = 0 the prediction is the input, whatever the weights are."""
    model = tiny.denoiser()
    cond = tiny.conditioning(model)
    x = torch.randn_like(cond.clean)
    assert torch.allclose(model(x, torch.zeros(2), cond), x, atol=1e-6)


def test_rotary_positions_are_a_turn_of_channel_pairs() -> None:
    """Channels i and i + half, as one complex number, are turned by place times rate."""
    x = torch.randn(3, 7, 8, generator=torch.Generator().manual_seed(0))
    table = rope(7, 8, torch.device("cpu"))
    rate = 1e4 ** (-torch.arange(4) / 4)
    angle = torch.arange(7)[:, None] * rate
    turned = torch.complex(x[..., :4], x[..., 4:]) * torch.polar(torch.ones_like(angle), angle)
    expected = torch.cat([turned.real, turned.imag], dim=-1)
    assert torch.allclose(rotate(x, table), expected, atol=1e-5)


def test_noise_does_not_leak_past_the_boundary() -> None:
    """At sampling times the input's own share of the prediction is under 0.1 %."""
    model = tiny.denoiser()
    assert 1 / (1 + (0.5 / model.config.boundary) ** 2) < 1e-3


def test_known_tokens_come_back_unchanged() -> None:
    """A clean past is clamped, at every noise level."""
    model = tiny.denoiser()
    cond = tiny.conditioning(model)
    cond.known[:, :5] = True
    out = model(torch.randn_like(cond.clean), torch.full((2,), 0.7), cond)
    assert torch.equal(out[:, :5], cond.clean[:, :5])


def test_noise_on_known_tokens_is_never_seen() -> None:
    """What is known does not depend on the noise that stood in its place."""
    model = tiny.denoiser()
    cond = tiny.conditioning(model)
    cond.known[:, :5] = True
    x = torch.randn_like(cond.clean)
    other = x.clone()
    other[:, :5] = torch.randn_like(other[:, :5])
    t = torch.full((2,), 0.7)
    assert torch.allclose(model(x, t, cond), model(other, t, cond), atol=1e-6)


def test_every_condition_changes_the_prediction() -> None:
    """Text, controls, guidance, time and the past all reach the output."""
    model = tiny.denoiser()
    cond = tiny.conditioning(model)
    x, t = torch.randn_like(cond.clean), torch.full((2,), 0.7)
    plain = model(x, t, cond)
    known = tiny.conditioning(model)
    known.known[:, 0] = True
    others = [
        model(x, t, cond.without_prompt()),
        model(x, t, cond.with_guidance(torch.full((2,), 3.0))),
        model(x, torch.full((2,), 0.5), cond),
        model(x, t, known),
    ]
    assert all((other[:, 1:] - plain[:, 1:]).abs().max() > 1e-4 for other in others)


def fitted_latents() -> tuple[MelLatents, torch.Tensor, float]:
    """Latents of music that lies in few dimensions, its mel, and the explained part."""
    torch.manual_seed(0)
    latents = MelLatents(token_frames=8, n_stems=4, n_mels=12, n_latents=10)
    mel = (torch.randn(400, 10) @ torch.randn(10, 8 * 4 * 12)).reshape(20, 160, 4, 12) - 7
    return latents, mel, latents.fit(mel, mel.mean(dim=(0, 1)), mel.std(dim=(0, 1)))


def test_latents_of_low_rank_music_lose_nothing() -> None:
    """Mel that lies in few dimensions is rebuilt up to the ceiling; its latents have variance 1."""
    latents, mel, explained = fitted_latents()
    z = latents.encode(mel)
    assert explained > 0.999
    assert torch.allclose(latents.decode(z), torch.minimum(mel, latents.ceiling), atol=2e-2)
    assert abs(z.var(dim=(0, 1)).mean().item() - 1) < 0.05


def test_no_latents_decode_louder_than_the_recordings() -> None:
    """The ceiling leaves 99.5 % of the frames alone, and holds far-off latents."""
    latents, mel, _ = fitted_latents()
    over = (mel > latents.ceiling).float().mean(dim=(0, 1))
    assert (over - 0.005).abs().max() < 1e-3
    assert latents.decode(10 * latents.encode(mel)).max() == latents.ceiling.max()


def test_weights_without_a_ceiling_load() -> None:
    """Weights of before there was a ceiling decode as they did."""
    latents, mel, _ = fitted_latents()
    state = {name: value for name, value in latents.state_dict().items() if name != "ceiling"}
    old = MelLatents(token_frames=8, n_stems=4, n_mels=12, n_latents=10)
    old.load_state_dict(state)
    assert torch.allclose(old.decode(old.encode(mel)), mel, atol=2e-2)
