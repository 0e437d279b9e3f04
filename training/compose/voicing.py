"""Voicings: each chord is spread so that the voices move little from the chord before."""

from training.compose.style import Layer
from training.compose.timeline import Sounding, Timeline

Voicing = tuple[int, ...]


def voice_all(timeline: Timeline, layer: Layer) -> list[Voicing]:
    """Return one voicing per chord of ``timeline``, low to high, led smoothly."""
    voicings: list[Voicing] = []
    for chord in timeline.chords:
        voicings.append(voice(chord, layer, voicings[-1] if voicings else None))
    return voicings


def voice(chord: Sounding, layer: Layer, before: Voicing | None) -> Voicing:
    """Return the candidate that is best placed and nearest to ``before``."""
    tones = _tones(chord, layer)
    candidates = _candidates(tones, layer)
    return min(candidates, key=lambda v: _cost(v, layer, before))


def _tones(chord: Sounding, layer: Layer) -> list[int]:
    """Return the pitch classes to sound, the most telling first, at most ``layer.voices``."""
    if layer.voicing == "power":
        return [chord.root, (chord.root + (chord.tone(7, 6, 8) or 7)) % 12]
    third = chord.tone(4, 3, 5, 2)
    seventh = chord.tone(10, 11)
    rest = [i for i in chord.intervals if i not in (0, third, seventh)]
    colours, fifths = [i for i in rest if i not in (6, 7, 8)], [i for i in rest if i in (6, 7, 8)]
    head = [third, seventh] if layer.voicing == "shell" else [0, third, seventh]
    order = [i for i in (*head, *colours, *fifths, 0) if i is not None]
    if seventh is not None and len(chord.intervals) > layer.voices:
        order = [i for i in (third, seventh, *colours, *fifths, 0) if i is not None]
    classes = list(dict.fromkeys((chord.root + i) % 12 for i in order))
    return classes[: layer.voices]


def _candidates(tones: list[int], layer: Layer) -> list[Voicing]:
    """Stack the tones from every bass note of the range, close, and open where asked."""
    fixed = layer.voicing in ("power", "root")
    found: list[Voicing] = []
    ordered = sorted(tones)
    for bottom in range(layer.low, layer.high - 4):
        if bottom % 12 not in ([tones[0]] if fixed else tones):
            continue
        stack = [bottom]
        turn = ordered.index(bottom % 12)
        while len(stack) < layer.voices:
            turn += 1
            step = (ordered[turn % len(ordered)] - stack[-1]) % 12
            stack.append(stack[-1] + (step or 12))
        found.append(tuple(stack))
        if layer.voicing == "open" and len(stack) > 2:
            found.append(tuple(sorted((stack[0], stack[1] + 12, *stack[2:]))))
    inside = [v for v in found if v[-1] <= layer.high]
    return inside or [min(found, key=lambda v: v[-1])]


def _cost(voicing: Voicing, layer: Layer, before: Voicing | None) -> float:
    middle = (layer.low + layer.high) / 2
    place = abs(sum(voicing) / len(voicing) - middle)
    muddy = sum(1.0 for a, b in zip(voicing, voicing[1:], strict=False) if b - a < 3 and a < 52)
    narrow = 3.0 if layer.voicing == "open" and voicing[-1] - voicing[0] < 14 else 0.0
    seconds = float(len(voicing) > 1 and voicing[-1] - voicing[-2] == 1)
    if before is None:
        return place + 3 * muddy + narrow
    moves = [abs(a - b) for a, b in zip(voicing, before, strict=False)]
    return sum(moves) + 0.35 * place + 3 * muddy + narrow + 2 * seconds + 0.5 * moves[-1]
