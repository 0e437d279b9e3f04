"""What is thrown: of every kind, the same for the same seed, and what it says of itself is true."""

from itertools import islice

import pytest

from bridge.midi.controls import Decoder
from bridge.osc.packets import PacketError, parse
from bridge.protocol.codec import decode
from bridge.protocol.messages import ProtocolError, Write
from bridge.soak import corpus, midi_corpus
from bridge.soak.fuzz import means_something


def test_all_kinds_come_and_the_same_seed_sends_the_same() -> None:
    """Every kind of the tables is there, of OSC and of MIDI."""
    some = list(islice(corpus.datagrams(3), 3000))
    assert some == list(islice(corpus.datagrams(3), 3000))
    assert {kind for kind, _ in some} == set(corpus.KINDS)
    played = list(islice(midi_corpus.midi(3), 1000))
    assert played == list(islice(midi_corpus.midi(3), 1000))
    assert {kind for kind, _ in played} == set(midi_corpus.KINDS)


def test_what_sets_values_is_decoded_to_them() -> None:
    """The corpus knows without the codec what a datagram asks; the codec says the same."""
    sure = [s for _, s in islice(corpus.datagrams(4), 4000) if s.sets]
    for sent in sure:
        [message] = parse(sent.data)
        writes = [w for w in decode(message.address, message.arguments) if isinstance(w, Write)]
        assert tuple((w.parameter.name, w.value) for w in writes) == sent.sets
    assert len(sure) > 1000


def test_noise_means_nothing_and_values_do() -> None:
    """About half of all means something, what is inert by its numbers does not."""
    some = list(islice(corpus.datagrams(5), 3000))
    assert 800 < sum(means_something(s.data) for _, s in some) < 2500
    huge = [s.data for kind, s in some if kind in ("huge", "deep bundle")]
    assert max(map(len, huge)) > 10_000


@pytest.mark.parametrize("data", [b"", b"/", b"#bundle\0", b"#bundle\0" + bytes(8) + b"\xff" * 4])
def test_what_is_no_packet_means_nothing(data: bytes) -> None:
    """Neither emptiness nor a size below zero is a message."""
    assert not means_something(data)
    try:
        messages = parse(data)
    except PacketError:
        return
    for message in messages:
        with pytest.raises(ProtocolError):
            decode(message.address, message.arguments)


def test_midi_that_is_inert_moves_nothing() -> None:
    """Running status, exclusive and cut messages mean nothing to a decoder."""
    decoder = Decoder()
    inert = [p for _, p in islice(midi_corpus.midi(6), 2000) if p.inert]
    assert all(decoder.decode(m) == [] for played in inert for m in played.messages)
    assert len(inert) > 200
