"""Finding a daemon, losing it, finding it again."""

from gui.model.presence import CALL_EVERY, LAST_WORDS, RENEW_EVERY, SILENCE, Link, Presence


def test_it_calls_until_someone_answers() -> None:
    """While nobody is there a call is due again and again; then only the lease is renewed."""
    presence = Presence()
    assert presence.call_due(0.0)
    assert not presence.call_due(CALL_EVERY / 2)
    assert presence.call_due(CALL_EVERY)
    assert presence.heard(1.0)
    assert not presence.call_due(1.0 + CALL_EVERY)
    assert presence.call_due(CALL_EVERY + RENEW_EVERY)


def test_silence_is_a_loss_and_a_word_is_a_return() -> None:
    """A daemon that is silent is lost, once; its next word tells of it anew."""
    presence = Presence()
    presence.heard(0.0)
    assert not presence.heard(1.0)
    assert not presence.lost(1.0 + SILENCE / 2)
    assert presence.lost(1.0 + SILENCE)
    assert presence.link is Link.LOST
    assert not presence.lost(9.0)
    assert presence.heard(10.0)
    assert presence.there


def test_starting_is_shown_until_it_speaks() -> None:
    """A started daemon is shown as starting, a connected one stays connected."""
    presence = Presence()
    presence.starting()
    assert presence.link is Link.STARTING
    presence.heard(0.0)
    presence.starting()
    assert presence.link is Link.CONNECTED


def test_the_end_of_its_process_is_a_loss_at_once() -> None:
    """What it had sent is no return; the next daemon's word is, however soon it comes."""
    presence = Presence()
    assert not presence.ended(0.0)
    presence.heard(1.0)
    assert presence.ended(2.0)
    assert presence.link is Link.LOST
    assert not presence.heard(2.0 + LAST_WORDS / 2)
    assert presence.link is Link.LOST
    assert presence.heard(2.0 + 2 * LAST_WORDS)
