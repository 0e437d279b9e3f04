"""Names and messages in a performer's words."""

from bridge.protocol.parameters import COMMANDS, PARAMETERS
from gui.model.words import in_words, label, shown, tip


def test_labels_are_those_of_a_performer() -> None:
    """No slash, no address: what people call it."""
    assert label("stem/drums/gain") == "Drums gain"
    assert label("prompt/3/text") == "Prompt 3"
    assert label("transport/leader") == "Tempo source"
    assert label("") == "MusicCM"


def test_every_parameter_and_command_has_a_label_of_its_own() -> None:
    """Screen readers can tell all parameters apart."""
    labels = [label(p.name) for p in PARAMETERS]
    assert len(set(labels)) == len(labels)
    assert all(label(c.name).strip() for c in COMMANDS)


def test_tips_come_from_the_table() -> None:
    """A tip says what it does, the range with its unit, and the address."""
    text = tip(next(p for p in PARAMETERS if p.name == "tempo"))
    assert "beats per minute" in text
    assert "40 … 220 bpm" in text
    assert text.endswith("/mcm/tempo")


def test_errors_become_sentences() -> None:
    """An unknown text stays as it is, after what it is about."""
    assert in_words("/mcm/transport/leader", "no peer") == "Tempo source: no peer"
    assert in_words("", "not OSC") == "MusicCM: not OSC"
    assert (
        in_words("/mcm/tempo", "late by 40 ms") == "Tempo: came 40 ms late and was played at once"
    )


def test_values_are_shown_as_far_as_they_matter() -> None:
    """Auto for none, whole numbers whole, small ranges with two digits."""
    assert shown("density", None) == "auto"
    assert shown("density", 0.5) == "0.50"
    assert shown("steps", 4) == "4"
    assert shown("tempo", 120.04) == "120.0"
    assert shown("key", "Am") == "Am"
