"""A hand-made piece for the tests: own voices by default, so that no SoundFont is needed."""

from training.compose.piece import Chord, Note, Part, Piece, Section

CHORDS = ((9, (9, 0, 4)), (5, (5, 9, 0)), (0, (0, 4, 7)), (7, (7, 11, 2)))
SECTIONS = (
    Section(0, 8, "intro", 0.4, ("drums", "harmony")),
    Section(8, 8, "verse", 0.9, ("drums", "bass", "harmony", "lead")),
    Section(16, 8, "break", 0.3, ("harmony",)),
)


def _notes(stem: str, beats: int) -> tuple[Note, ...]:
    if stem == "drums":
        return tuple(Note(b, 0.2, 36 if b % 2 == 0 else 38, 100) for b in range(beats))
    if stem == "bass":
        return tuple(Note(b, 0.9, 40 + CHORDS[b // 4 % 4][0] % 7, 90) for b in range(beats))
    if stem == "harmony":
        return tuple(
            Note(4.0 * bar, 4.0, 60 + pitch, 80)
            for bar in range(beats // 4)
            for pitch in CHORDS[bar % 4][1]
        )
    return tuple(Note(b + 0.5, 0.4, 72 + CHORDS[b // 4 % 4][0] % 12, 95) for b in range(beats))


def hand_made(
    *,
    seed: int = 3,
    tempo: float = 120.0,
    drums: str = "kit_909",
    bass: str = "bass_sub",
    harmony: str = "pad_saw",
    lead: str = "lead_square",
) -> Piece:
    """Return six bars of 4/4 in A minor: intro, verse with the whole band, break."""
    names = {"drums": drums, "bass": bass, "harmony": harmony, "lead": lead}
    parts = tuple(Part(stem, name, _notes(stem, 24)) for stem, name in names.items())
    chords = tuple(Chord(4.0 * i, 4.0, *CHORDS[i % 4], "x") for i in range(6))
    return Piece(
        seed, "test_style", "calm", tempo, "4/4", 4, 9, True, 0.5, 24.0, SECTIONS, chords, parts
    )
