"""What every judgement needs: the checkpoint, the classifier and the band, each loaded once."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from musiccm.checkpoint import FILES, SHIPPED
from musiccm.errors import CheckpointError
from musiccm.performer import Performer
from training.classifier.judge import StyleJudge, is_trained, load_judge
from training.compose.loader import STYLES_FOLDER, load_styles
from training.compose.style import Style
from training.evaluate.heldout import Library
from training.evaluate.players import Players, digest
from training.evaluate.scoring import Ear
from training.evaluate.studio import Studio

SECONDS = (32.0, 56.0)  # lengths of pieces, as in a data set
WEIGHTS = {Path(name).stem: name for name in FILES}


@dataclass(frozen=True)
class Rig:
    """One for each process; paths cross to it, models are loaded when first needed.

    ``classifier`` is the run folder of a style classifier, ``steps`` the sampling steps that are
    judged.
    """

    out: Path
    classifier: Path
    checkpoint: Path | None = None
    soundfont: Path | None = None
    compute: str = "auto"
    steps: int = 4

    @cached_property
    def performer(self) -> Performer:
        """The checkpoint that is judged."""
        return Performer.load(self.checkpoint, self.compute)

    @cached_property
    def players(self) -> Players:
        """What decodes mel, and makes noise."""
        library = Library(self.out / "pieces", SECONDS, self.soundfont)
        return Players(library, (), self.checkpoint, None, self.compute, self.performer)

    @cached_property
    def judge(self) -> StyleJudge:
        """The style classifier.

        Raises
        ------
        CheckpointError
            If its folder holds none whose training came to an end.
        """
        if not is_trained(self.classifier):
            raise CheckpointError(
                f"no style classifier in {self.classifier}: name one with --classifier, or a data "
                "set to train one on with --classifier-data"
            )
        return load_judge(self.classifier)

    @cached_property
    def ear(self) -> Ear:
        """What hears stems by the classifier."""
        return Ear(self.judge)

    @cached_property
    def styles(self) -> dict[str, Style]:
        """The styles of the training data."""
        return load_styles()

    @cached_property
    def studio(self) -> Studio:
        """Composer and band."""
        return Studio(SECONDS, self.soundfont)

    def name_of(self, part: str) -> str:
        """Name the state of a part that judgements depend on, see ``Kind.needs``."""
        if part == "steps":
            return str(self.steps)
        if part == "styles":
            return self._styles_digest
        if part == "classifier":
            return self.judge.digest
        path = (self.checkpoint or SHIPPED) / WEIGHTS[part]
        if not path.exists():
            raise CheckpointError(f"no {path}: name a checkpoint's folder with --checkpoint")
        return digest(path)

    @cached_property
    def _styles_digest(self) -> str:
        files = sorted(STYLES_FOLDER.glob("*.yaml"))
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
