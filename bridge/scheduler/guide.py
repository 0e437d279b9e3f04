"""Where the planned time comes from when the daemon does not lead itself."""

from typing import Protocol

from bridge.scheduler.tempo import TempoMap


class Guide(Protocol):
    """Tells the scheduler what the time should be where the music is not heard yet."""

    def leads(self) -> bool:
        """Return whether it, and not the wished tempo, is what counts."""

    def stale(self, tempo: TempoMap, start: int, end: int) -> bool:
        """Return whether the music planned on ``tempo`` between two samples is off its beats."""

    def onward(
        self, tempo: TempoMap, at: int, beats_per_bar: int, locate: float | None
    ) -> TempoMap:
        """Return ``tempo`` with its own time from sample ``at`` on, where new music begins.

        ``locate`` is a beat that was asked to be there.
        """

    def further(self, tempo: TempoMap, at: int, beats_per_bar: int) -> TempoMap:
        """Return ``tempo`` with its own tempo from ``at`` on, where the music goes on unbroken."""
