"""The conductor: keeps what is heard on a leader's beats.

Two means. Music that is not drawn yet is drawn on the leader's beats: the tempo map follows from
the leader's motion and from when each sample will be heard. What is left over (the drift of the
device's clock, the last digits of a tempo) is taken up by reading the music up to a percent faster
or slower. Nothing is cut for it.
"""

from dataclasses import replace

from bridge.config import SAMPLE_RATE
from bridge.scheduler.player import Player
from bridge.scheduler.scheduler import Scheduler
from bridge.scheduler.tempo import Segment, TempoMap
from bridge.sync.heard import Heard
from bridge.sync.motion import TRUST, Grip, Leader, Motion

MOST_BEND = 0.01  # of the speed: 17 cents
SETTLE = 0.5  # seconds in which a phase error shrinks to a third
WIDE = 0.02  # seconds: a wider error is drawn anew instead of bent away
FAR = 3.0  # seconds ahead; beyond, the error may grow by LOOSE a second, and is looked at again
LOOSE = 0.01
LOOK = SAMPLE_RATE  # samples between two looks into the plan
LOOK_AGAIN = SAMPLE_RATE // 5  # samples until the next such look
SAME = 2e-4  # share of a tempo: closer ones are one tempo
KEEP = 3 * SAMPLE_RATE  # samples of the plan that are not skipped
SLOWEST, FASTEST = 20 / 60, 400 / 60  # beats per second: what is outside is no tempo


class Conductor:
    """Follows at most one leader; the scheduler's guide. Owned by the loop thread.

    ``offset`` is the seconds by which the music is to be heard later than the leader's beat.
    """

    def __init__(self, scheduler: Scheduler, player: Player) -> None:
        self._scheduler, self._player = scheduler, player
        self._leader: Leader | None = None
        self._motion: Motion | None = None
        self._fraction: float | None = None  # of a beat, between a leader without numbers and us
        self._said: bool | None = None
        self._begun = False
        self._written = self._next_look = 0
        self._heard = Heard()
        self.offset = 0.0
        scheduler.guide = self

    @property
    def leader(self) -> Leader | None:
        """Who is followed."""
        return self._leader

    def follow(self, leader: Leader | None) -> None:
        """Follow another leader, or nobody: the music then keeps the tempo that it has."""
        if self._leader:
            self._leader.close()
        self._leader, self._motion = leader, None
        self._said, self._fraction = None, None
        self._player.rate = 1.0

    def tick(self, now: float) -> None:
        """Look at the leader."""
        if self._leader is None:
            return
        motion = self._leader.motion(now, self.beats_per_bar)
        if motion is not None and SLOWEST <= motion.rate <= FASTEST:
            self._motion = replace(motion, time=motion.time + self.offset)
        self._start_or_stop(self._leader.playing())

    def _start_or_stop(self, playing: bool | None) -> None:
        if playing is not None and playing is not self._said:
            self._said = self._player.playing = playing

    def steer(self, next_heard: float) -> None:
        """Set the speed at which the next block is read; its first sample is heard then."""
        self._heard.mark(next_heard, self._written)
        moves = self._player.playing and not self._scheduler.waiting
        if self._motion and moves:
            if not self._begun:
                self._align(self._motion)
            self._player.rate = self._speed(self._motion)
        elif not moves:
            self._fraction = None
        self._begun = moves

    def wrote(self, n: int) -> None:
        """Count the samples of a block that was written."""
        self._written += n

    def times(self, n: int) -> tuple[float, float]:
        """Return between which times the last ``n`` samples that were written are heard."""
        return self._heard.time(self._written - n), self._heard.time(self._written)

    def _speed(self, motion: Motion) -> float:
        """Return the samples of music to be read for a sample of the device."""
        time, place = self._heard.time(self._written), self._player.place
        rate = motion.rate_at(time)
        speed = self._bpm(motion, time) / self._scheduler.tempo.bpm(place)
        error = self._off(motion, time, place, self._scheduler.tempo) / rate
        if abs(error) > 2 * WIDE and abs(speed - 1) > MOST_BEND:
            return 1.0  # other music is on its way
        if abs(error) <= 2 * WIDE:
            speed += error / SETTLE
        return min(max(speed, 1 - MOST_BEND), 1 + MOST_BEND)

    def _align(self, motion: Motion) -> None:
        """Where the music begins: skip to what lies on the leader's beat."""
        tempo, place = self._scheduler.tempo, self._player.place
        self._hold(motion)
        off = self._off(motion, self._heard.time(self._written), place, tempo)
        beat = tempo.beat(place)
        ahead = tempo.beat(place + max(0, self._scheduler.ahead - KEEP)) - beat
        if not 0 <= off <= ahead:
            off %= self.beats_per_bar
        if off <= ahead:
            self._player.skip(round(tempo.sample(beat + off) - place))

    def _hold(self, motion: Motion) -> None:
        """Remember where between two of our beats lie those of a leader without numbers."""
        if motion.grip is Grip.TEMPO and self._fraction is None:
            now = motion.beat_at(self._heard.time(self._written))
            self._fraction = (now - self._scheduler.tempo.beat(self._player.place)) % 1.0

    @property
    def beats_per_bar(self) -> int:
        """Felt beats of our present bar."""
        return self._scheduler.tempo.segment(self._scheduler.playhead).beats_per_bar

    def _off(self, motion: Motion, time: float, sample: float, tempo: TempoMap) -> float:
        """Return by how many beats the leader is ahead of ``tempo`` at a sample heard at ``time``.

        As far as its beats have numbers; else the nearest bar or beat counts.
        """
        off = motion.beat_at(time) - tempo.beat(sample)
        if motion.grip is Grip.PLACE:
            return off
        if motion.grip is Grip.TEMPO:
            self._hold(motion)
            return _wrapped(off - (self._fraction or 0.0), 1.0)
        return _wrapped(off, float(tempo.segment(sample).beats_per_bar))

    def _time(self, sample: float) -> float:
        """Return when a sample of the plan will be heard, when all until then is read as it is."""
        return self._heard.time(self._written + sample - self._player.place)

    def _bpm(self, motion: Motion, time: float) -> float:
        """Return the tempo of a map by the device's clock."""
        return 60.0 * motion.rate_at(time) * SAMPLE_RATE / self._heard.rate()

    def leads(self) -> bool:
        """Return whether a leader is known."""
        return self._leader is not None and self._motion is not None

    def stale(self, tempo: TempoMap, start: int, end: int) -> bool:
        """Return whether the music planned on ``tempo`` between two samples is off the beats."""
        motion = self._motion
        if motion is None or not self._begun or self._written < self._next_look:
            return False
        self._next_look = self._written + LOOK_AGAIN
        for sample in (*range(start, end, LOOK), end):
            time = self._time(sample)
            off = self._off(motion, time, sample, tempo) / motion.rate_at(time)
            ahead = (sample - self._player.place) / SAMPLE_RATE
            if abs(off) > WIDE + LOOSE * max(0.0, ahead - FAR):
                return True
        return False

    def onward(
        self, tempo: TempoMap, at: int, beats_per_bar: int, locate: float | None
    ) -> TempoMap:
        """Return ``tempo`` with the leader's time from sample ``at`` on, where music begins."""
        motion = self._motion
        assert motion is not None
        if locate is not None and motion.grip is not Grip.PLACE:
            tempo = tempo.located(at, locate)
        off, beat = self._off(motion, self._time(at), at, tempo), tempo.beat(at)
        if locate is not None or abs(off) / motion.rate > WIDE:
            beat += off  # less is bent away: a line of the music stays where it is
        return tempo.then(*self._segments(motion, at, beat, beats_per_bar))

    def further(self, tempo: TempoMap, at: int, beats_per_bar: int) -> TempoMap:
        """Return ``tempo`` with the leader's tempo from ``at`` on, where music goes on unbroken."""
        motion = self._motion
        assert motion is not None
        segments = self._segments(motion, at, tempo.beat(at), beats_per_bar)
        same = abs(segments[0].bpm / tempo.bpm(at) - 1) < SAME and not segments[0].slope
        if same and tempo.segment(at).beats_per_bar == beats_per_bar and tempo.rests(at):
            return tempo
        return tempo.then(*segments)

    def _segments(
        self, motion: Motion, at: int, beat: float, beats_per_bar: int
    ) -> tuple[Segment, ...]:
        """Return the leader's tempo from ``at`` on; a ramp as long as it is trusted."""
        time = self._time(at)
        bpm, left = self._bpm(motion, time), motion.time + TRUST - time
        length = round(left * self._heard.rate())
        if not motion.bend or length <= 0:
            return (Segment(at, beat, bpm, beats_per_bar),)
        goal = self._bpm(motion, motion.time + TRUST)
        ramp = Segment(at, beat, bpm, beats_per_bar, (goal - bpm) / length)
        end = at + length
        return ramp, Segment(end, ramp.beat_at(end), goal, beats_per_bar)


def _wrapped(x: float, unit: float) -> float:
    """Return ``x`` without whole units, within half a unit of 0."""
    return (x + unit / 2) % unit - unit / 2
