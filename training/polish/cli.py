"""``musiccm train polish``."""

import dataclasses
import functools
import json
from pathlib import Path
from typing import Any

import click
import torch

from musiccm.denoiser import DenoiserConfig
from training import compute
from training.classifier.judge import is_trained, load_judge
from training.crops import CropSource
from training.distill.cli import teacher_model
from training.family import teacher_family
from training.loop import Loop, write_config
from training.options import loop_config, run_options
from training.polish.features import ClassifierFeatures, FeatureMaker, TeacherFeatures
from training.polish.stage import PolishConfig, PolishStage
from training.presets import given, preset_option, refuse, settings
from training.ranks import joined

RUN_FOLDER = click.Path(path_type=Path)
SETTINGS = (
    "batch",
    "lr",
    "head_lr",
    "anchor",
    "loss",
    "features",
    "heads_every",
    "r1",
    "own",
    "seed",
    "validation_crops",
)


LATENT_SETTINGS = tuple(name for name in SETTINGS if name not in ("features", "own"))


def check_student(run: Path, model: DenoiserConfig) -> None:
    """Check that a run holds a student of the teacher's shape.

    Raises
    ------
    click.UsageError
        If it does not.
    """
    if not (run / "best" / "ema.safetensors").exists():
        raise click.UsageError(
            f"{run} holds no distilled student: run `musiccm train distill --out {run}`"
        )
    found = json.loads((run / "config.json").read_text())["config"]["model"]
    if DenoiserConfig(**found) != model:
        raise click.UsageError(
            f"{run} was distilled from another teacher: name that one with --teacher"
        )


def feature_maker(features: str, classifier: Path | None) -> FeatureMaker:
    """Return what builds the frozen network of ``--features``.

    Raises
    ------
    click.UsageError
        If it is a classifier and ``classifier`` is no finished run of one.
    """
    if features == "teacher":
        return TeacherFeatures
    if classifier is None or not is_trained(classifier):
        raise click.UsageError(
            "--features classifier needs --classifier DIR, the folder of a trained style classifier"
        )
    return functools.partial(ClassifierFeatures, net=load_judge(classifier).net)


@click.command(help="Polish the student adversarially (MusicCM); optional, export either.")
@click.option("--data", type=RUN_FOLDER, default=Path("runs/data"), show_default=True)
@click.option(
    "--teacher",
    type=RUN_FOLDER,
    default=Path("runs/teacher"),
    show_default=True,
    help="Run folder or MusicLDM checkpoint that the student was distilled from.",
)
@click.option(
    "--student",
    type=RUN_FOLDER,
    default=Path("runs/distill"),
    show_default=True,
    help="Run folder of the distilled student to start from.",
)
@click.option(
    "--features",
    type=click.Choice(["teacher", "classifier"]),
    default=PolishConfig.features,
    show_default=True,
    help="Frozen network that the heads listen to.",
)
@click.option(
    "--classifier",
    type=RUN_FOLDER,
    help="Run folder for --features classifier; not the one that `eval` judges with.",
)
@click.option(
    "--loss",
    type=click.Choice(["hinge", "relativistic"]),
    default=PolishConfig.loss,
    show_default=True,
    help="Adversarial loss; relativistic compares real and fake of the same conditioning.",
)
@click.option(
    "--lambda",
    "anchor",
    type=click.FloatRange(min=0),
    default=PolishConfig.anchor,
    show_default=True,
    help="Weight of the distillation loss.",
)
@click.option(
    "--r1",
    type=click.FloatRange(min=0),
    default=PolishConfig.r1,
    show_default=True,
    help="Weight of the gradient penalty on the heads' inputs.",
)
@click.option(
    "--heads-every",
    type=click.IntRange(min=1),
    default=PolishConfig.heads_every,
    show_default=True,
    help="The heads learn every so many steps of the student.",
)
@click.option("--batch", type=click.IntRange(min=1), default=12, show_default=True)
@click.option("--lr", type=float, default=PolishConfig.lr, show_default=True)
@click.option("--head-lr", type=float, default=PolishConfig.head_lr, show_default=True)
@click.option(
    "--own",
    type=click.FloatRange(0, 1),
    default=PolishConfig.own,
    show_default=True,
    help="Part of the inputs that is the student's own music, noised again.",
)
@click.option("--validation-crops", type=int, default=48, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@preset_option
@run_options("runs/polish")
def command(  # noqa: D103
    data: Path,
    teacher: Path,
    student: Path,
    classifier: Path | None,
    out: Path,
    device: str,
    threads: int | None,
    dry_run: bool,
    **options: Any,
) -> None:
    if threads:
        torch.set_num_threads(threads)
    loop = loop_config(*(options[k] for k in ("minutes", "steps", "validate_every", "save_every")))
    where = compute.choose(device, compile=options["compile"])
    if teacher_family(teacher) == "musicldm":
        refuse(options, ["own", "features"])
        from training.musicldm import runs  # brings band and composer along, so only where needed

        run = runs.LatentRun(data, teacher, out, loop, where, dry_run)
        runs.polish(run, given(options, LATENT_SETTINGS), student)
        return
    model = teacher_model(teacher)
    check_student(student, model)
    make_features = feature_maker(options["features"], classifier)
    config = PolishConfig(model=model, **settings("polish", options, SETTINGS))
    resolved = {
        "stage": "polish",
        "preset": options["preset"],
        "data": str(data),
        "teacher": str(teacher),
        "student": str(student),
        "classifier": str(classifier) if classifier else None,
        "config": dataclasses.asdict(config),
        "loop": dataclasses.asdict(loop),
        "compute": dataclasses.asdict(where),
    }
    if dry_run:
        click.echo(json.dumps(resolved, indent=1))
        return
    write_config(out, resolved)
    train, validation = CropSource(data, "train"), CropSource(data, "validation")
    stage = PolishStage(
        config, teacher / "best", student / "best", train, validation, where, make_features
    )
    with joined() as ranks:
        click.echo(json.dumps(Loop(stage, out, loop, ranks).run()))
