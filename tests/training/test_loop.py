"""The training loop: budgets, resume, validation, progress files."""

import json
import signal
from pathlib import Path

import pytest
import torch
from torch import nn

from training.loop import Budget, Loop, LoopConfig, cosine_lr, write_config
from training.ranks import Ranks


class Line:
    """A stage that fits a line; every step's data comes from its number."""

    def __init__(self, stop_at: int | None = None) -> None:
        torch.manual_seed(0)
        self.model = nn.Linear(1, 1)
        self.modules: dict[str, nn.Module] = {"model": self.model}
        self.optimizers: dict[str, torch.optim.Optimizer] = {
            "adam": torch.optim.AdamW(self.model.parameters(), 0.05)
        }
        self.stop_at, self.progress = stop_at, []

    def step(self, step: int, progress: float, ranks: Ranks) -> dict[str, float]:
        """Fit y = 2x + 1 on numbers drawn from the step."""
        x = torch.randn(16, 1, generator=torch.Generator().manual_seed(step))
        loss = (self.model(x) - 2 * x - 1).square().mean()
        loss.backward()
        self.optimizers["adam"].step()
        self.optimizers["adam"].zero_grad()
        self.progress.append(progress)
        if step == self.stop_at:
            signal.raise_signal(signal.SIGINT)
        return {"loss": loss.item()}

    def validate(self) -> dict[str, float]:
        """Score the weight's error."""
        return {"score": abs(self.model.weight.item() - 2)}


def settings(steps: int) -> LoopConfig:
    """A budget of steps that saves and validates only at the end."""
    return LoopConfig(Budget(steps=steps), validate_every=1e9, save_every=1e9)


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not(tmp_path: Path) -> None:
    """Ctrl-C saves; the second call ends at the same weights, bit for bit."""
    whole = Line()
    Loop(whole, tmp_path / "whole", _mkdir(tmp_path / "whole", settings(40))).run()
    Loop(Line(stop_at=17), tmp_path / "cut", _mkdir(tmp_path / "cut", settings(40))).run()
    rest = Line()
    Loop(rest, tmp_path / "cut", settings(40)).run()
    assert len(rest.progress) == 40 - 18
    assert torch.equal(rest.model.weight, whole.model.weight)


def _mkdir(folder: Path, config: LoopConfig) -> LoopConfig:
    write_config(folder, config)
    return config


def test_the_best_validation_is_kept(tmp_path: Path) -> None:
    """The folder ``best`` appears with the first validation and the log records it."""
    loop = Loop(Line(), tmp_path, _mkdir(tmp_path, settings(5)))
    figures = loop.run()
    assert (tmp_path / "best" / "model.safetensors").exists()
    assert loop.best == figures["score"]
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert lines[-1]["validation"] == figures


def test_config_and_revision_are_written(tmp_path: Path) -> None:
    """A run folder says how it was made."""
    write_config(tmp_path, {"lr": 0.1})
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["lr"] == 0.1
    assert len(config["git_revision"]) in (40, len("unknown"))


def test_progress_runs_over_the_budget(tmp_path: Path) -> None:
    """A stage sees the spent part of its budget, from 0 up to 1."""
    stage = Line()
    Loop(stage, tmp_path, _mkdir(tmp_path, settings(10))).run()
    assert stage.progress[0] == 0
    assert stage.progress == sorted(stage.progress)
    assert stage.progress[-1] < 1


@pytest.mark.parametrize(
    ("budget", "step", "seconds", "spent"),
    [
        (Budget(minutes=2), 0, 60, 0.5),
        (Budget(steps=10), 5, 1e9, 0.5),
        (Budget(minutes=1, steps=10), 1, 54, 0.9),
        (Budget(steps=10), 20, 0, 1.0),
    ],
)
def test_the_first_limit_ends_a_run(
    budget: Budget, step: int, seconds: float, spent: float
) -> None:
    """Minutes and steps together: whichever is nearer."""
    assert budget.progress(step, seconds) == pytest.approx(spent)


def test_learning_rate_warms_up_and_falls() -> None:
    """Linear warm-up to the peak, cosine to 5 % of it."""
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], 1.0)
    rates = []
    for progress in (0.0, 0.02, 0.5, 1.0):
        cosine_lr(optimizer, 1.0, progress)
        rates.append(optimizer.param_groups[0]["lr"])
    assert rates[0] < 0.02
    assert rates[1] == pytest.approx(1.0)
    assert 0.3 < rates[2] < 0.7
    assert rates[3] == pytest.approx(0.05)
