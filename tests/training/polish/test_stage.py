"""The polish stage: who learns from whom."""

import copy
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from musiccm.errors import CheckpointError
from tests.training.polish.tiny import MODEL, make_stage, write_runs
from training.classifier.network import StyleNet
from training.distill.stage import DistillStage
from training.loop import Budget, Loop, LoopConfig
from training.polish.features import ClassifierFeatures, Look
from training.polish.stage import PolishStage
from training.ranks import Ranks


def weights(stage: PolishStage) -> dict[str, Tensor]:
    """Return a copy of every tensor that the stage keeps."""
    return {
        f"{name}.{key}": value.clone()
        for name, module in stage.modules.items()
        for key, value in module.state_dict().items()
    }


def forward(stage: PolishStage) -> tuple[Tensor, Tensor, Tensor]:
    """Return L_G of the first step's batch, the prediction it judges, and what is known."""
    inputs = stage.draw(stage.rng(0), Ranks())
    _, prediction = stage.distillation(inputs)
    prediction.retain_grad()
    look = Look.draw(np.random.default_rng(0), 4, inputs.x_0, Ranks())
    real, fake = stage.judged(inputs.x_0, prediction, inputs.cond, look)
    return stage.adversarial(real, fake, inputs.cond), prediction, inputs.cond.known


@pytest.mark.parametrize("loss", ["hinge", "relativistic"])
def test_gradient_goes_to_what_the_student_drew(runs: Path, loss: str) -> None:
    """Known tokens, the frozen teacher and the heads get no gradient from L_G; the rest does."""
    stage = make_stage(runs, loss=loss)
    adversarial, prediction, known = forward(stage)
    adversarial.backward()
    assert prediction.grad is not None
    assert torch.equal(prediction.grad.abs().sum(-1) > 0, ~known)
    assert known.any(dim=1).all()
    for network in (stage.teacher, stage.heads, stage.target.module, stage.ship.module):
        assert all(p.grad is None for p in network.parameters())
    assert all(p.grad is not None for p in stage.student.blocks.parameters())


def test_known_tokens_are_the_same_in_both(runs: Path) -> None:
    """Whatever is predicted for known tokens, the frozen network hears the clean ones."""
    stage = make_stage(runs)
    inputs = stage.draw(stage.rng(0), Ranks())
    heard: list[Tensor] = []

    def listen(x: Tensor, cond: object, look: object) -> list[Tensor]:
        heard.append(x)
        return [x]

    stage.features = listen  # type: ignore[assignment]
    look = Look(inputs.t, torch.zeros_like(inputs.x_0))
    stage.judged(inputs.x_0, torch.full_like(inputs.x_0, 7.0), inputs.cond, look)
    real, fake = heard
    assert torch.equal(real[inputs.cond.known], fake[inputs.cond.known])
    assert (fake[~inputs.cond.known] == 7.0).all()


def test_the_student_learns_from_the_heads_alone(runs: Path) -> None:
    """With λ of 0 a step still moves the student and its averages, and the teacher stays."""
    stage = make_stage(runs, anchor=0.0)
    before, teacher = weights(stage), copy.deepcopy(stage.teacher.state_dict())
    figures = stage.step(0, 0.5, Ranks())
    assert figures["loss"] == figures["adversarial"]
    after = weights(stage)
    for name in ("model", "target", "ema", "heads"):
        key = "each.0.score.weight" if name == "heads" else "head.weight"
        assert not torch.equal(before[f"{name}.{key}"], after[f"{name}.{key}"])
    for key, value in stage.teacher.state_dict().items():
        assert torch.equal(value, teacher[key])


def test_the_anchor_is_the_loss_of_the_distillation(runs: Path) -> None:
    """The loss is L_G + λ L_distil, and L_distil what distillation computes on the same batch."""
    stage = make_stage(runs, anchor=3.0)
    with torch.no_grad():
        distance, _ = DistillStage.distillation(stage, stage.draw(stage.rng(0), Ranks()))
    figures = stage.step(0, 0.5, Ranks())
    assert figures["distil"] == pytest.approx(distance.item(), rel=1e-5)
    wanted = figures["adversarial"] + 3 * figures["distil"]
    assert figures["loss"] == pytest.approx(wanted, rel=1e-5)


def teach(stage: PolishStage, steps: int) -> list[dict[str, float]]:
    """Let the heads learn, on one batch, to tell a fake that is far too quiet."""
    inputs = stage.draw(stage.rng(0), Ranks())
    look = Look(torch.full((4,), 0.3), torch.randn_like(inputs.x_0))
    real, fake = stage.judged(inputs.x_0, 0.2 * inputs.x_0, inputs.cond, look)
    return [stage.teach_heads(real, fake, inputs.cond, k, 0.1, Ranks()) for k in range(steps)]


@pytest.mark.parametrize("loss", ["hinge", "relativistic"])
@pytest.mark.parametrize("features", ["teacher", "classifier"])
def test_heads_learn_to_tell_a_bad_fake(runs: Path, loss: str, features: str) -> None:
    """Against a fake that stays as it is the heads' loss falls and the margin grows."""
    torch.manual_seed(5)
    net = partial(ClassifierFeatures, net=StyleNet(3, n_mels=MODEL.n_mels))
    maker = {} if features == "teacher" else {"make_features": net}
    stage = make_stage(runs, **maker, loss=loss, head_lr=2e-3, r1=0.01)
    figures = teach(stage, 40)
    assert figures[-1]["heads"] < 0.5 * figures[0]["heads"]
    assert figures[-1]["margin"] > figures[0]["margin"] + 1


def test_r1_holds_the_heads_back(runs: Path) -> None:
    """With a heavy penalty the margin stays far under the free one."""
    free, held = (
        teach(make_stage(runs, head_lr=2e-3, r1=r1, r1_every=2), 40)[-1]["margin"]
        for r1 in (0.0, 100.0)
    )
    assert 0 < held < 0.5 * free


def test_heads_may_learn_less_often(runs: Path) -> None:
    """With ``heads_every`` of 2 every second step leaves them as they are."""
    stage = make_stage(runs, heads_every=2)
    assert "heads" in stage.step(0, 0.5, Ranks())
    before = weights(stage)
    assert "heads" not in stage.step(1, 0.5, Ranks())
    after = weights(stage)
    for key in before:
        if key.startswith("heads."):
            assert torch.equal(before[key], after[key])


def test_a_resumed_run_takes_the_same_step(runs: Path, tmp_path: Path) -> None:
    """One step, a stop and a second step end where two steps in a row do."""
    ends = []
    for name, budgets in (("whole", (2,)), ("halves", (1, 2))):
        (tmp_path / name).mkdir()
        for steps in budgets:
            stage = make_stage(runs)
            loop = Loop(stage, tmp_path / name, LoopConfig(Budget(steps=steps)))
            figures = loop.run()
        assert {"frechet_1", "frechet_4", "score"} == set(figures)
        ends.append(weights(stage))
    assert ends[0].keys() == ends[1].keys()
    for key, value in ends[0].items():
        assert torch.equal(value, ends[1][key]), key


def test_a_student_of_another_teacher_is_refused(tmp_path: Path) -> None:
    """Latents that the teacher does not share end the run before it begins."""
    write_runs(tmp_path)
    path = tmp_path / "distill" / "best" / "ema.safetensors"
    tensors = load_file(path)
    tensors["latents.scale"] = tensors["latents.scale"] * 2
    save_file(tensors, path)
    with pytest.raises(CheckpointError, match="--teacher"):
        make_stage(tmp_path)
