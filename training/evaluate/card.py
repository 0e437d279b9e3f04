"""docs/model_card.md, written from the report."""

from typing import Any

from training.evaluate.endurance import REPEAT
from training.evaluate.heldout import FRAMES
from training.evaluate.table import MIN_CLOUD, cell, markdown

HEAD = """\
# Model card

Written by `musiccm train eval`; do not edit by hand.

MusicCM Bridge's checkpoint: a four-step consistency model that draws log-mel of four stems (drums,
bass, harmony, lead) under words and frame-aligned controls, and a vocoder that makes 48 kHz sound
of them. After MusicCM (Fei, Fan, Huang 2024, arXiv 2404.13358); what differs is in
[architecture.md](architecture.md).

## How it was made

"""

HOW_READ = """\
* **Pieces.** {pieces} pieces of the test split, {seconds:.0f} s each, rendered for this table:
  their seeds trained nothing. Styles take turns. {unseen} of them have tempi that training never
  saw (94–98, 126–130, 150–155 felt beats per minute).
* **Asked.** Teacher and student are given one caption and the piece's own beat, bar, metre, tempo,
  chords, key, sections and stem activity; level, density, brightness and intensity are left open.
  Guidance 2. Windows follow one another as in endless music: a first window, then extensions from a
  clean past.
* **Heard.** The plain sum of the stems, for every row alike (no master).
* **Beat F1, CMLt, AMLt** (mir_eval; the first two seconds left out): librosa's beat tracker, which
  is not told the tempo, against the asked grid, on the {drums} pieces whose drums play at least
  half of the time. 95 %: bootstrap over pieces. Normalised: (F1 − floor) / (ceiling − floor); the
  floor is the higher of shuffled truth and noise, the ceiling is the ground truth.
* **Key**: {key_tool}'s key tracker, mir_eval's weighted score (same 1, a fifth off 0.5, relative
  0.3, parallel 0.2). The vocoder is told chord and scale: the noise row shows what that gives.
* **Activity r**: correlation over time of a stem's asked activity with its level, where it both
  plays and rests. **Rest dB**: mean power of stems asked to play over that of stems asked to rest,
  from 0.5 s after they stop to 0.5 s before they play again; at most 60 dB a piece.
* **Style**: part of 10.9 s crops that a small classifier hears as the asked style. **Fréchet**:
  distance to the ground truth in its 64-dimensional embedding; 0 for truth by definition, and near
  it for shuffled truth, which is the same sound in another order. Two halves of the truth are
  {halves} apart: differences below that mean nothing. Under {cloud} crops it is not given.
* The classifier has learned from {classes} pieces, seeds {low}–{high}; {shared}.
"""

TAIL = """\
## Intended use

Endless music for performers and producers that follows a beat, a key, a form and words; loops and
sketches; research on small music models. Not for: imitating artists (it has heard none), singing,
speech.

## Limits

* It has heard only what the project's own composer wrote and its band played: {styles} styles, a
  General MIDI SoundFont and a few synthesisers. It sounds like that; no recorded performance is in
  it.
* Words far from those styles fall to the nearest one. Captions are English.
* Tempi 40–220, metres 4/4, 3/4 and 6/8. No tempo change was heard in training.
* The judges are programs. No listening test stands behind these figures; trackers make errors of
  their own, which is why ceiling and floor are shown.
* The pieces of the table come from the same composer as the training pieces: the table says how
  well the controls are followed and how near the sound comes to the band's, not how good the music
  is.

## Licences

| part | licence |
|---|---|
| code and weights | Apache-2.0 |
| training data: composed by this project, rendered with {soundfont} | MIT (MuseScore General) |
| text encoder all-MiniLM-L6-v2, installed beside it | Apache-2.0 |
| essentia, to measure keys; not needed to play | AGPL-3.0 |
| librosa and mir_eval, to measure | ISC and MIT |
"""


def write_card(report: dict[str, Any]) -> str:
    """Return the card as markdown."""
    parts = [HEAD + made(report), "## Figures\n\n" + markdown(report["rows"]) + "\n", how(report)]
    parts += [goals(report), endurance(report["endurance"]), pictures(report), tail(report)]
    return "\n".join(part for part in parts if part)


def made(report: dict[str, Any]) -> str:
    """Tell data, recipe and effort."""
    data, weights = report["data"], report["weights"]
    lines = [
        f"* **Data**: {data['pieces']} pieces, {data['hours']:g} h, {len(data['styles'])} styles, "
        f"composed and rendered by this project (revision {data['revision'][:12]}); "
        f"{data['split']['train']} to train on.",
        *(_stage(name, effort) for name, effort in report["runs"].items() if effort),
        f"* **Machine**: {report.get('trained_on') or 'see the lab book'}.",
    ]
    if weights:
        lines.append(_weights(weights))
    return "\n".join(lines) + "\n"


def _stage(name: str, effort: dict[str, Any]) -> str:
    begun = effort.get("begun_with")
    return (
        f"* **{name.capitalize()}**: {effort['steps']:,} steps, {effort['minutes']:g} minutes "
        f"(revision {effort['revision'][:12]})"
        + (f", begun with the weights of the checkpoint `{begun}` before it." if begun else ".")
    )


def _weights(weights: dict[str, Any]) -> str:
    denoiser, vocoder = weights["denoiser"], weights["vocoder"]
    return (
        f"* **Weights**: {weights['megabytes']:g} MB in all, fp16; denoiser of "
        f"{denoiser['n_layers']} layers × {denoiser['dim']}, vocoder of {vocoder['n_layers']} × "
        f"{vocoder['dim']}. SHA-256 of the denoiser begins "
        f"{weights['sha256']['denoiser.safetensors'][:16]}."
    )


def how(report: dict[str, Any]) -> str:
    """Tell how the table is to be read."""
    truth = report["rows"].get("truth") or next(iter(report["rows"].values()))
    classifier = report["classifier"] or {"data_seeds": ["?", "?"], "pieces": 0}
    low, high = classifier["data_seeds"]
    shared = "the model may have learned from the same ones"
    return HOW_READ.format(
        pieces=report["pieces"], seconds=FRAMES / 93.75, drums=truth["beat_pieces"]["beat_f1"],
        unseen=report["unseen"], key_tool=report["key_tool"], cloud=MIN_CLOUD,
        halves=cell(report["truth_halves"], ".3f"), classes=classifier["pieces"],
        low=low, high=high,
        shared=shared if report["shared_seeds"] else "none of them trained the model",
    )  # fmt: skip


def goals(report: dict[str, Any]) -> str:
    """List what was to be reached."""
    head = "## Goals\n\n| what | wanted | got | |\n|---|---|---|---|\n"
    return head + "\n".join(report["goal_lines"]) + "\n"


def endurance(found: dict[str, Any] | None) -> str:
    """Tell how the end of a long render compares with its beginning."""
    if not found:
        return ""
    return (
        f"## {found['minutes']:.0f} minutes in one go\n\n“{found['prompt']}”. The last "
        f"{found['late_minutes']} minutes against the same bars, each minute begun afresh (same "
        f"words, chords, form and noise, nothing played before): {_change(found, 'fresh')}. "
        f"Against minute 1, which has an intro: {_change(found, 'first')}. "
        f"Of {found['blocks']} blocks of 8 bars the two most alike correlate by "
        f"{found['max_both']:.2f} in chroma and onsets at once (a repeat is {REPEAT}); by "
        f"{found['max_chroma']:.2f} in chroma alone, {found['max_onset']:.2f} in onsets alone.\n"
    )


def _change(found: dict[str, Any], name: str) -> str:
    """Tell what the last minutes are beside others."""
    change = found[f"since_{name}"]
    return (
        f"style {found['last']['style']:.2f} after {found[name]['style']:.2f}, loudness "
        f"{change['loudness_db']:+.1f} dB, centroid {100 * change['centroid']:+.0f} %"
    )


def pictures(report: dict[str, Any]) -> str:
    """Show the spectrograms."""
    found = report.get("pictures") or []
    if not found:
        return ""
    return "## Pictures\n\n" + "\n\n".join(f"![{p['prompt']}]({p['file']})" for p in found) + "\n"


def tail(report: dict[str, Any]) -> str:
    """Tell use, limits and licences."""
    data = report["data"]
    return TAIL.format(styles=len(data["styles"]), soundfont=data["soundfont"])
