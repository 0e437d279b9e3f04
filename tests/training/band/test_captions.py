from dataclasses import replace

import pytest

from tests.training.band.pieces import hand_made
from training.band.captions import Facts, StyleWords, captions
from training.band.instruments import instrument

INSTRUMENTS = {
    "drums": ["kit_909"],
    "bass": ["bass_sub"],
    "harmony": ["pad_saw"],
    "lead": ["lead_square"],
}
FACTS = Facts(INSTRUMENTS, density=0.9, brightness=0.2, intensity=0.5)
WORDS = StyleWords(("techno", "club music"), ("hypnotic", "pulsing"), ("for a dark basement",))


def test_a_piece_has_many_captions_of_different_length() -> None:
    """At least six, from one or two words to a sentence, no two alike."""
    texts = captions(hand_made(), FACTS, WORDS)
    lengths = [len(text.split()) for text in texts]
    assert len(set(texts)) == len(texts) >= 6
    assert min(lengths) <= 2
    assert max(lengths) >= 10


def test_the_same_seed_gives_the_same_words_and_others_differ() -> None:
    """Captions are a function of the seed."""
    first = captions(hand_made(), FACTS, WORDS)
    assert first == captions(hand_made(), FACTS, WORDS)
    assert first != captions(hand_made(seed=5), FACTS, WORDS)


@pytest.mark.parametrize("seed", range(20))
def test_captions_are_true(seed: int) -> None:
    """A tempo, key or metre that is written is that of the piece; nothing is said twice."""
    piece = replace(hand_made(seed=seed, tempo=92.0), metre="3/4", beats_per_bar=3)
    for text in captions(piece, FACTS, WORDS):
        assert "bpm" not in text or "92 bpm" in text
        assert "major" not in text
        assert "4/4" not in text or "3/4" in text
        assert "for for" not in text
        assert "bright" not in text
        assert "  " not in text
        assert text == text.strip()


@pytest.mark.parametrize("seed", range(10))
def test_some_captions_do_without_a_genre(seed: int) -> None:
    """A listener may ask for instruments and mood alone."""
    texts = captions(hand_made(seed=seed), FACTS, WORDS)
    without = [text for text in texts if not any(g in text for g in WORDS.genre)]
    words = [w for names in INSTRUMENTS.values() for n in names for w in instrument(n).words]
    assert len(without) >= 2
    assert any(word.lower() in text.lower() for text in without for word in words)


def test_silent_stems_can_be_said() -> None:
    """A piece without drums is called so by some seed, one with drums never."""
    silent = Facts({**INSTRUMENTS, "drums": []})
    told = [text for seed in range(12) for text in captions(hand_made(seed=seed), silent, WORDS)]
    full = [text for seed in range(12) for text in captions(hand_made(seed=seed), FACTS, WORDS)]
    assert any("no drums" in text for text in told)
    assert not any("no drums" in text for text in full)


def test_scenes_read_well_with_and_without_for() -> None:
    """A scene may be written with "for", with "to" or bare."""
    for scene, phrase in (
        ("for a late bar", " for a late bar"),
        ("a late bar", " for a late bar"),
        ("to study to", " to study to"),
    ):
        words = StyleWords(("house",), (), (scene,))
        texts = captions(hand_made(), FACTS, words)
        assert any(text.endswith(phrase) for text in texts), texts
        assert not any("for for" in text or "for to" in text for text in texts)


def test_a_style_without_words_is_called_by_its_name() -> None:
    """Captions need no style file."""
    assert captions(hand_made(), FACTS)[0] == "test style"
