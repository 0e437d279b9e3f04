"""Chords and key, as parts of what the recordings give."""

from training.evaluate.report import Goal, goal
from training.evaluate.table import cell, mean
from training.evaluate.trackers import key_tool
from training.quality.follow import tasks
from training.quality.section import Records, Section, Summary, table

CHORD_GOAL, KEY_GOAL = 0.85, 0.9
FIGURES = ("agreement", "still", "key")
TITLES = {"recorded": "recorded (ceiling)", "played": "played", "noise": "noise, decoded (floor)"}


def summarise(records: Records) -> Summary:
    """Return the mean figures of recordings, of what is played, and of noise."""
    rows = {
        kind: {
            "pieces": len(records[kind]),
            **{n: mean([r[n] for r in records[kind] if r[n] is not None]) for n in FIGURES},
        }
        for kind in TITLES
    }
    return {"rows": rows, "key_tool": key_tool()}


def _part(found: Summary, name: str) -> float | None:
    """Return a figure of what is played as a part of the recordings'."""
    played, recorded = found["rows"]["played"][name], found["rows"]["recorded"][name]
    return played / recorded if recorded and played is not None else None


def goals(found: Summary) -> list[Goal]:
    """Return what was to be reached and what was."""
    return [
        goal("chord: agreement at every beat, part of the recordings'", f"≥ {CHORD_GOAL:g}",
             _part(found, "agreement"), ".2f", CHORD_GOAL),
        goal("key: agreement, part of the recordings'", f"≥ {KEY_GOAL:g}",
             _part(found, "key"), ".2f", KEY_GOAL),
    ]  # fmt: skip


def text(found: Summary) -> str:
    """Return the section of the page."""
    rows = [
        [TITLES[kind], str(row["pieces"]), *(cell(row[name], ".2f") for name in FIGURES)]
        for kind, row in found["rows"].items()
    ]
    return (
        "The pieces of the beat table, with drums and without. *Chord*: part of the beats at which "
        "the asked chord fits the mix's chroma better than its eleven transpositions (chance is "
        "0.08), where a stem with pitches is asked to play; *key alone*: the same with the clip's "
        f"mean chroma at every beat. *Key*: {found['key_tool']}'s tracker, mir_eval's weighted "
        "score. The vocoder is told chord and scale: noise shows what that gives.\n\n"
        + table(["", "pieces", "chord", "key alone", "key"], rows)
    )


CHORD = Section("chord", "Chord and key", tasks, summarise, goals, text)
