"""What a performer has to be told between two statuses."""

from collections.abc import Iterator

from gui.model.health import Status, number

_ENGINE = {
    "down": "The engine is gone: the last bars loop on the grid until it is back.",
    "ready": "The engine is back.",
    "away": "The link to the engine's machine is gone: what is planned plays on.",
    "stopped": "The engine has stopped.",
}
_STATE = {
    "looping": "The engine is late: the last bars loop on the grid.",
    "playing": "Playing.",
    "stopped": "Stopped.",
    "holding": "Holding: the last bars repeat until they are released.",
}
_BAD = ("down", "away", "looping")


def news(before: Status, after: Status) -> Iterator[tuple[str, bool]]:
    """Yield a line and whether it is trouble, for each turn of events; none for a first status."""
    if not before:
        return
    for key, texts in (("engine", _ENGINE), ("state", _STATE)):
        value = str(after.get(key))
        if before.get(key) != after.get(key) and value in texts:
            yield texts[value], value in _BAD
    drawn, was = number(after, "steps"), number(before, "steps")
    if drawn < was and after.get("fallback") == "fewer steps":
        yield f"The engine is slow here: {drawn:.0f} steps are drawn.", True
    missed = number(after, "underruns") - number(before, "underruns")
    if missed > 0:
        yield f"The sound device missed {missed:.0f} block{'s' * (missed > 1)}.", True
