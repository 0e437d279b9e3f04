import pytest

from training.band.instruments import UnknownInstrument, instrument, load_instruments
from training.compose.loader import load_styles


def test_every_instrument_of_every_style_is_in_the_table() -> None:
    """A style can only ask for instruments that the band has."""
    table = load_instruments()
    for style in load_styles().values():
        names = {*style.drums.instruments, *style.bass.instruments, *style.lead.instruments}
        names.update(name for layer in style.harmony for name in layer.instruments)
        assert names <= set(table), style.name


def test_an_unknown_instrument_is_named() -> None:
    """The error names the instrument and the file to edit."""
    with pytest.raises(UnknownInstrument, match=r"kazoo.*instruments\.yaml"):
        instrument("kazoo")


@pytest.mark.parametrize("pitch", [0, 20, 40, 60, 90, 127])
def test_notes_move_by_octaves_into_the_range(pitch: int) -> None:
    """A pitch keeps its class and lands in the instrument's range."""
    for inst in load_instruments().values():
        moved = inst.in_range(pitch)
        assert inst.low <= moved <= inst.high
        if inst.stem != "drums":
            assert (moved - pitch) % 12 == 0, inst.name


def test_every_instrument_can_be_worded() -> None:
    """Captions find at least one word for each instrument, unlike its identifier."""
    for inst in load_instruments().values():
        assert inst.words
        assert not any("_" in word for word in inst.words)
