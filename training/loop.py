"""One loop for every stage: budget, progress, checkpoints, validation, resume.

A stage owns its modules, optimisers and loss; the loop owns time and files. In the run folder::

    config.json        resolved config and git revision
    last/              newest state of everything (resume)
    best/              the modules at the best validation score so far
    log.jsonl          one line per report and per validation
"""

import dataclasses
import json
import math
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.optim import Optimizer
from tqdm import tqdm

from training.ranks import Ranks

STATE_FILE = "optimizers.pt"


class Stage(Protocol):
    """What the loop asks of a stage. All randomness of a step comes from (seed, step)."""

    modules: dict[str, nn.Module]
    optimizers: dict[str, Optimizer]

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """Do one optimiser step; ``progress`` runs from 0 to 1 over the budget."""

    def validate(self) -> dict[str, float]:
        """Return figures; the key ``score`` decides what is best (lower is better)."""


@dataclass(frozen=True)
class Budget:
    """When a run ends: after ``steps`` optimiser steps or ``minutes``, whichever is first."""

    minutes: float | None = None
    steps: int | None = None

    def progress(self, step: int, seconds: float) -> float:
        """Return the spent part of the budget, 0 … 1."""
        parts = [0.0]
        if self.steps:
            parts.append(step / self.steps)
        if self.minutes:
            parts.append(seconds / (60 * self.minutes))
        return min(1.0, max(parts))


@dataclass(frozen=True)
class LoopConfig:
    """Cadence of a run, in seconds unless said otherwise."""

    budget: Budget
    validate_every: float = 300.0
    save_every: float = 90.0
    report_every: float = 10.0


def cosine_lr(optimizer: Optimizer, peak: float, progress: float, warmup: float = 0.02) -> None:
    """Set the learning rate: linear warm-up, then cosine to 5 % of ``peak``."""
    if progress < warmup:
        rate = peak * (progress / warmup + 0.01)
    else:
        rest = (progress - warmup) / (1 - warmup)
        rate = peak * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * rest)))
    for group in optimizer.param_groups:
        group["lr"] = rate


def git_revision() -> str:
    """Return the checked-out revision, or "unknown" outside a git checkout."""
    try:
        result = subprocess.run(
            ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return result.stdout.strip()


def write_config(out: Path, config: Any) -> None:
    """Write the resolved config and git revision to ``out/config.json``."""
    out.mkdir(parents=True, exist_ok=True)
    known = dataclasses.is_dataclass(config) and not isinstance(config, type)
    resolved = dataclasses.asdict(config) if known else dict(config)
    resolved["git_revision"] = git_revision()
    (out / "config.json").write_text(json.dumps(resolved, indent=1, default=str))


def save_modules(
    folder: Path, modules: dict[str, nn.Module], state: dict[str, Any] | None = None
) -> None:
    """Write a safetensors file per module, and ``state``; replace ``folder`` when all are written.

    A crash leaves the old folder, or the new one beside it, never half of one.
    """
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, module in modules.items():
        tensors = {key: value.contiguous() for key, value in module.state_dict().items()}
        save_file(tensors, fresh / f"{name}.safetensors")
    if state is not None:
        torch.save(state, fresh / STATE_FILE)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def load_modules(folder: Path, modules: dict[str, nn.Module]) -> None:
    """Load what :func:`save_modules` wrote."""
    for name, module in modules.items():
        module.load_state_dict(load_file(folder / f"{name}.safetensors"))


class Loop:
    """Runs a stage within a budget; a second call on the same folder goes on where it stopped."""

    def __init__(self, stage: Stage, out: Path, config: LoopConfig, ranks: Ranks | None = None):
        self.stage, self.out, self.config = stage, out, config
        self.ranks = ranks or Ranks()
        self.step, self.seconds, self.best = 0, 0.0, math.inf
        self.stopping = False

    def run(self) -> dict[str, float]:
        """Train until the budget is spent or SIGINT/SIGTERM; return the last validation."""
        self._resume()
        restore = self._catch_signals()
        try:
            self._train()
        finally:
            restore()
        figures = {} if self.stopping else self._validate()
        self._save()
        return figures

    def _train(self) -> None:
        budget, now = self.config.budget, time.monotonic()
        marks = {"validate": self.seconds, "save": self.seconds, "report": self.seconds}
        bar = tqdm(
            total=100.0,
            unit="%",
            disable=not self.ranks.is_main,
            desc=self.out.name,
            bar_format="{desc} {percentage:5.1f}% |{bar}| {elapsed}<{remaining} {postfix}",
        )
        with bar:
            while not self.stopping and budget.progress(self.step, self.seconds) < 1:
                figures = self.stage.step(
                    self.step, budget.progress(self.step, self.seconds), self.ranks
                )
                self.step += 1
                then, now = now, time.monotonic()
                self.seconds = self.ranks.mean(self.seconds + now - then)
                bar.update(100 * budget.progress(self.step, self.seconds) - bar.n)
                self._on_cadence(marks, figures, bar)

    def _on_cadence(self, marks: dict[str, float], figures: dict[str, float], bar: tqdm) -> None:
        config = self.config
        jobs: list[tuple[str, float, Callable[[], Any]]] = [
            ("report", config.report_every, lambda: self._report(figures, bar)),
            ("validate", config.validate_every, self._validate),
            ("save", config.save_every, self._save),
        ]
        for name, every, job in jobs:
            if self.seconds - marks[name] >= every:
                marks[name] = self.seconds
                job()

    def _report(self, figures: dict[str, float], bar: tqdm) -> None:
        bar.set_postfix({"step": self.step, **{k: f"{v:.4g}" for k, v in figures.items()}})
        self._log({"step": self.step, "seconds": round(self.seconds, 1), **figures})

    def _validate(self) -> dict[str, float]:
        if not self.ranks.is_main:
            return {}
        figures = self.stage.validate()
        self._log({"step": self.step, "seconds": round(self.seconds, 1), "validation": figures})
        if figures["score"] < self.best:
            self.best = figures["score"]
            save_modules(self.out / "best", self.stage.modules)
        return figures

    def _log(self, line: dict[str, Any]) -> None:
        if self.ranks.is_main:
            with (self.out / "log.jsonl").open("a") as file:
                file.write(json.dumps(line) + "\n")

    def _save(self) -> None:
        if not self.ranks.is_main:
            return
        state = {
            "step": self.step,
            "seconds": self.seconds,
            "best": self.best,
            "optimizers": {k: o.state_dict() for k, o in self.stage.optimizers.items()},
        }
        save_modules(self.out / "last", self.stage.modules, state)

    def _resume(self) -> None:
        path = self.out / "last" / STATE_FILE
        if not path.exists():
            return
        load_modules(self.out / "last", self.stage.modules)
        state = torch.load(path, weights_only=True)
        self.step, self.seconds, self.best = state["step"], state["seconds"], state["best"]
        for name, optimizer in self.stage.optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])

    def _catch_signals(self) -> Callable[[], None]:
        def stop(*_: object) -> None:
            self.stopping = True

        old = {s: signal.signal(s, stop) for s in (signal.SIGINT, signal.SIGTERM)}

        def restore() -> None:
            for number, handler in old.items():
                signal.signal(number, handler)

        return restore
