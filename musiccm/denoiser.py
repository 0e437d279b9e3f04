"""The denoiser: a 1-D transformer over latent tokens of mel, shared by teacher and student.

One token holds TOKEN_FRAMES mel frames of all stems, as latents. The network predicts the clean
latents from noisy ones (x-prediction). Noise rule of teacher and student:
``x_t = (1 - t) x_0 + t ε``.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from musiccm.controls import N_CHANNELS, STEMS
from musiccm.latents import MelLatents
from musiccm.request import TOKEN_FRAMES


@dataclass(frozen=True)
class DenoiserConfig:
    """Shape of the network. ``boundary`` is the noise level under which f(x, t) turns into x."""

    dim: int = 256
    n_layers: int = 8
    n_heads: int = 4
    mlp_ratio: int = 4
    n_latents: int = 256
    text_dim: int = 384
    n_mels: int = 96
    n_stems: int = len(STEMS)
    n_controls: int = N_CHANNELS
    token_frames: int = TOKEN_FRAMES
    boundary: float = 0.01


@dataclass(frozen=True)
class Conditioning:
    """What the denoiser is told besides the noisy mel.

    ``text`` (B, text_dim), zeros where dropped; ``controls`` (B, L·token_frames, n_controls);
    ``guidance`` (B,) scale baked into a student, zeros for a teacher; ``clean`` (B, L, n_latents)
    known tokens and ``known`` (B, L) bool, True where they hold.
    """

    text: Tensor
    controls: Tensor
    guidance: Tensor
    clean: Tensor
    known: Tensor

    def without_prompt(self) -> "Conditioning":
        """Return the unconditional version: no text, no controls, the same known tokens."""
        return Conditioning(
            torch.zeros_like(self.text),
            torch.zeros_like(self.controls),
            self.guidance,
            self.clean,
            self.known,
        )

    def without_text(self) -> "Conditioning":
        """Return a copy that has no words, but all controls."""
        return Conditioning(
            torch.zeros_like(self.text), self.controls, self.guidance, self.clean, self.known
        )

    def with_controls(self, controls: Tensor) -> "Conditioning":
        """Return a copy under other controls (B, L·token_frames, n_controls)."""
        return Conditioning(self.text, controls, self.guidance, self.clean, self.known)

    def with_guidance(self, scale: Tensor) -> "Conditioning":
        """Return a copy that tells the student to act as if guided by ``scale`` (B,)."""
        return Conditioning(self.text, self.controls, scale, self.clean, self.known)

    def part(self, items: slice) -> "Conditioning":
        """Return the conditioning of some items of the batch."""
        return Conditioning(
            self.text[items],
            self.controls[items],
            self.guidance[items],
            self.clean[items],
            self.known[items],
        )

    def clamp(self, x: Tensor) -> Tensor:
        """Put the known tokens into ``x`` (B, L, n_latents)."""
        return torch.where(self.known[..., None], self.clean, x)


def sinusoid(value: Tensor, dim: int, max_period: float = 1e4) -> Tensor:
    """Return the sinusoidal embedding (B, dim) of ``value`` (B,), in fp32."""
    half = dim // 2
    steps = torch.arange(half, dtype=torch.float32, device=value.device) / half
    angle = value.float()[:, None] * torch.exp(-math.log(max_period) * steps)
    return torch.cat([angle.cos(), angle.sin()], dim=1)


def rope(length: int, head_dim: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return cos and signed sin tables (length, head_dim) of rotary positions (arXiv 2104.09864).

    Channels i and i + head_dim / 2 turn together.
    """
    rate = 1e4 ** (-torch.arange(0, head_dim, 2, device=device, dtype=torch.float32) / head_dim)
    angle = torch.arange(length, device=device, dtype=torch.float32)[:, None] * rate
    cos, sin = angle.cos(), angle.sin()
    return torch.cat([cos, cos], dim=-1), torch.cat([-sin, sin], dim=-1)


def rotate(x: Tensor, table: tuple[Tensor, Tensor]) -> Tensor:
    """Apply rotary positions to ``x`` (…, L, head_dim)."""
    cos, sin = table
    return torch.addcmul(x * cos, x.roll(x.shape[-1] // 2, -1), sin)


def _modulate(h: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
    """Return ``h · (1 + scale) + shift`` in as few passes as may be."""
    return torch.addcmul(h + shift, h, scale)


def _unit(x: Tensor) -> Tensor:
    """Return ``x`` (…, n) with a mean square of 1 over its last axis (arXiv 1910.07467)."""
    return x * torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + torch.finfo(x.dtype).eps)


class Attention(nn.Module):
    """Self-attention over tokens with rotary positions and normalised queries and keys."""

    def __init__(self, dim: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.norm_q = nn.RMSNorm(dim // n_heads)
        self.norm_k = nn.RMSNorm(dim // n_heads)
        self.out = nn.Linear(dim, dim)

    def forward(self, x: Tensor, table: tuple[Tensor, Tensor]) -> Tensor:
        """Map (B, L, dim) to (B, L, dim)."""
        batch, length, dim = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.n_heads, -1)
        norms = torch.stack([self.norm_q.weight, self.norm_k.weight])[:, None]
        q, k = rotate((_unit(qkv[:, :, :2]) * norms).permute(2, 0, 3, 1, 4), table)
        heads = F.scaled_dot_product_attention(q, k, qkv[:, :, 2].transpose(1, 2))
        return self.out(heads.transpose(1, 2).reshape(batch, length, dim))


class Block(nn.Module):
    """Transformer block; its modulation is the shared one plus an offset of its own (PixArt-α)."""

    def __init__(self, config: DenoiserConfig) -> None:
        super().__init__()
        dim = config.dim
        self.attention = Attention(dim, config.n_heads)
        self.mlp = nn.Sequential(
            nn.Linear(dim, config.mlp_ratio * dim),
            nn.GELU(),
            nn.Linear(config.mlp_ratio * dim, dim),
        )
        self.offset = nn.Parameter(torch.zeros(6 * dim))

    def forward(self, x: Tensor, modulation: Tensor, table: tuple[Tensor, Tensor]) -> Tensor:
        """Map (B, L, dim) to (B, L, dim); ``modulation`` is (B, L, 6·dim)."""
        shift_a, scale_a, gate_a, shift_m, scale_m, gate_m = (modulation + self.offset).chunk(6, -1)
        width = x.shape[-1:]
        h = _modulate(F.layer_norm(x, width), shift_a, scale_a)
        x = torch.addcmul(x, gate_a, self.attention(h, table))
        h = _modulate(F.layer_norm(x, width), shift_m, scale_m)
        return torch.addcmul(x, gate_m, self.mlp(h))


class Denoiser(nn.Module):
    """f(x_t, t, conditioning) → x_0; the same network is teacher and consistency student."""

    def __init__(self, config: DenoiserConfig) -> None:
        super().__init__()
        self.config = config
        dim = config.dim
        self.latents = MelLatents(
            config.token_frames, config.n_stems, config.n_mels, config.n_latents
        )
        self.input = nn.Linear(config.n_latents, dim)
        self.known = nn.Parameter(torch.zeros(dim))
        self.controls = nn.Sequential(
            nn.Linear(config.token_frames * config.n_controls, dim),
            nn.SiLU(),
            nn.Linear(dim, 2 * dim),
        )
        self.time = nn.Sequential(nn.Linear(dim, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.text = nn.Linear(config.text_dim, dim)
        self.guidance = nn.Linear(dim, dim)
        self.modulation = nn.Linear(dim, 6 * dim)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.final = nn.Linear(dim, 2 * dim)
        self.head = nn.Linear(dim, config.n_latents)
        self._init()

    def _init(self) -> None:
        for layer in (self.guidance, self.final, self.modulation):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        with torch.no_grad():  # gates start at a small value so that every block learns at once
            for name, offset in self.named_parameters():
                if name.endswith(".offset"):
                    gates = offset.view(6, -1)
                    gates[2] = gates[5] = 0.2

    def forward(self, x: Tensor, t: Tensor, cond: Conditioning) -> Tensor:
        """Return f(x_t, t), (B, L, n_latents), for ``x`` of that shape and ``t`` (B,) in 0 … 1.

        ``f(x, 0) = x`` holds by construction: f = c_skip(t)·x + (1 - c_skip(t))·network.
        Known tokens are seen clean and returned as they are.
        """
        c_skip = 1.0 / (1.0 + (t / self.config.boundary) ** 2)
        c_skip = c_skip[:, None, None].to(x.dtype)
        return cond.clamp(c_skip * x + (1 - c_skip) * self.network(x, t, cond))

    def network(self, x: Tensor, t: Tensor, cond: Conditioning) -> Tensor:
        """Return the raw prediction of x_0."""
        config = self.config
        batch, length, _ = x.shape
        scale, local = self._frames(cond.controls, batch, length).chunk(2, -1)
        h = self.input(cond.clamp(x)) + cond.known[..., None] * self.known + local
        whole = (
            self.time(sinusoid(1000 * t, config.dim))
            + self.text(cond.text * math.sqrt(config.text_dim))  # unit vectors to unit entries
            + self.guidance(sinusoid(100 * cond.guidance, config.dim))
        )
        c = F.silu(whole[:, None] + scale)
        modulation = self.modulation(c)
        cos, sin = rope(length, config.dim // config.n_heads, x.device)
        table = cos.to(local.dtype), sin.to(local.dtype)
        for block in self.blocks:
            h = block(h, modulation, table)
        shift, gain = self.final(c).chunk(2, -1)
        return self.head(_modulate(F.layer_norm(h, h.shape[-1:]), shift, gain))

    def _frames(self, controls: Tensor, batch: int, length: int) -> Tensor:
        return self.controls(controls.reshape(batch, length, -1))
