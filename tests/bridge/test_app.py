"""The daemon whole, under the offline clock, with the fake engine and the fake device."""

import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bridge.app import App
from bridge.config import BLOCK, SAMPLE_RATE, RunConfig
from bridge.engine.base import EngineState
from bridge.engine.tone import ToneEngine
from bridge.errors import EngineError, StartupError
from musiccm.mixer import Mixer
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion
from tests.bridge.gig import Gig, Script
from tests.bridge.helpers import clicks, rendered, run_loop


def test_a_minute_without_gestures_equals_the_render() -> None:
    """60 s under the offline clock are the samples of the renderer's schedule and mixer."""
    master = Gig(60).play()
    stems = rendered(1024 + 10 * 512, 120.0)[:, : 60 * SAMPLE_RATE + Mixer.latency]
    assert np.array_equal(master, Mixer().process(stems))


@pytest.mark.parametrize("seconds", [0.5, 3.21])
def test_the_length_is_exact(tmp_path: Path, seconds: float) -> None:
    """--for gives that many samples, in the device, the recording and the stems."""
    take, stems = tmp_path / "take.wav", tmp_path / "stems"
    master = Gig(seconds, record=take, stems=stems).play()
    n = round(seconds * SAMPLE_RATE)
    assert master.shape == (2, n)
    recorded, _ = soundfile.read(take)
    assert np.abs(recorded.T - master).max() < 2**-22
    assert {p.name for p in stems.iterdir()} == {f"{s}.wav" for s in Mixer().stems}
    assert all(soundfile.info(p).frames == n for p in stems.iterdir())


def test_the_same_run_gives_the_same_samples() -> None:
    """Two runs with the same gestures are equal bit for bit."""
    script: Script = {
        1.0: lambda gig: gig.say("/mcm/prompt/1/text", "other words"),
        2.5: lambda gig: gig.say("/mcm/tempo", 97),
        3.0: lambda gig: gig.say("/mcm/stem/bass/gain", 0.4),
    }
    assert np.array_equal(Gig(6, script).play(), Gig(6, script).play())


def test_a_prompt_change_is_heard_within_two_seconds() -> None:
    """New words over OSC change the sound no later than 2 s after they came."""
    changed = Gig(8, {5.0: lambda gig: gig.say("/mcm/prompt/1/text", "other")}).play()
    plain = Gig(8).play()
    first = np.flatnonzero(np.abs(changed - plain).max(axis=0) > 1e-3)[0]
    assert 5.0 < first / SAMPLE_RATE <= 7.0


def test_the_engine_may_be_gone_while_the_music_goes_on() -> None:
    """Without an engine for 40 s every beat has its click, status tells it, and it comes back."""
    seen: dict[str, dict[str, object]] = {}

    def state(value: EngineState, name: str) -> Callable[[Gig], None]:
        def act(gig: Gig) -> None:
            seen[name] = gig.status()
            gig.engine.state = value

        return act

    def look(gig: Gig) -> None:
        seen["after"] = gig.status()

    master = Gig(
        80,
        {
            10.0: state(EngineState.DOWN, "before"),
            50.0: state(EngineState.READY, "without"),
            70.0: look,
        },
    ).play()
    assert (seen["before"]["state"], seen["before"]["engine"]) == ("playing", "ready")
    assert (seen["without"]["state"], seen["without"]["engine"]) == ("looping", "down")
    assert (seen["after"]["state"], seen["after"]["fallbacks"]) == ("playing", 1)
    found = clicks(master.sum(axis=0) * (np.abs(master.sum(axis=0)) > 0.45))
    assert len(found) == 160
    assert np.abs(found - np.arange(160) * SAMPLE_RATE / 2 - found[0]).max() < 40


def test_stop_is_silence_and_play_goes_on_where_it_was() -> None:
    """Between stop and play only the room is left; then the music continues from the same place."""
    beats: list[object] = []
    script: Script = {
        2.0: lambda gig: gig.say("/mcm/transport/stop"),
        4.0: lambda gig: beats.append(gig.status()["beat"]),
        5.0: lambda gig: gig.say("/mcm/transport/play"),
        5.1: lambda gig: beats.append(gig.status()["beat"]),
    }
    master = Gig(8, script).play()
    assert np.abs(master[:, 4 * SAMPLE_RATE : 5 * SAMPLE_RATE]).max() < 1e-4
    assert np.abs(master[:, 6 * SAMPLE_RATE :]).max() > 0.1
    assert beats[0] == pytest.approx(4.0, abs=0.1)
    assert beats[1] == pytest.approx(4.2, abs=0.1)


def test_mute_and_gain_act_at_once() -> None:
    """Muted stems are silent from the next block on, but for the ramp and the room."""
    master = Gig(2, {1.0: lambda gig: gig.say("/mcm/stem/*/mute", True)}).play()
    after = master[:, SAMPLE_RATE + 2 * BLOCK :]
    assert np.abs(after[:, -SAMPLE_RATE // 2 :]).max() < 1e-3 < np.abs(master).max()


def test_subscribers_get_ten_status_a_second_and_every_change() -> None:
    """For two seconds of music a subscriber gets 20 replies, and a value that another one set."""
    gig = Gig(3, {0.5: lambda gig: gig.say("/mcm/subscribe")})
    gig.script += [(2.5, lambda gig: gig.say("/mcm/unsubscribe"))]
    gig.script += [(2.0, lambda gig: gig.say("/mcm/density", 0.5))]
    gig.script.sort(key=lambda step: step[0])
    gig.play()
    addresses = [address for address, _ in gig.sent]
    assert 18 <= addresses.count("/mcm/status.reply") <= 22
    assert ("/mcm/density", (0.5,)) in gig.sent


def test_quit_ends_it() -> None:
    """/mcm/quit ends a run that would have gone on."""
    master = Gig(3600, {1.0: lambda gig: gig.say("/mcm/quit")}).play()
    assert master.shape[1] < 2 * SAMPLE_RATE


def test_the_metre_of_the_planner_sets_the_bars() -> None:
    """A metre over OSC changes the length of the bar from the splice on."""
    bars: list[object] = []
    script: Script = {
        2.0: lambda gig: gig.say("/mcm/metre", "3/4"),
        14.0: lambda gig: bars.append(gig.status()["bar"]),
    }
    Gig(15, script).play()
    assert bars == [9]  # beat 28 in threes


def test_what_a_checkpoint_lacks_is_told_at_the_start_and_to_who_asks() -> None:
    """A line names absent controls and silent stems; a gesture on one of them gets an error."""

    class Plain(ToneEngine):
        async def suggest(self, score: Score) -> Suggestion:
            absent = ("key", "tempo", "rests")
            return Suggestion("plain", 120.0, "", "4/4", 4, absent, ("drums", "lead"))

    def ask(gig: Gig) -> None:
        gig.say("/mcm/stem/bass/rest", True)
        gig.say("/mcm/stem/bass/gain", 0.5)
        gig.say("/mcm/tempo", 90.0)

    gig = Gig(2.0, {1.0: ask})
    gig.app._engine = Plain()
    gig.play()
    assert gig.said[0] == "plain, 120 bpm, 4/4"
    assert gig.said[1] == ("this checkpoint has no key, tempo, rests; silent stems: drums, lead")
    assert [a[0] for address, a in gig.sent if address == "/mcm/error"] == [
        "/mcm/stem/bass/rest",
        "/mcm/tempo",
    ]


def test_a_refused_wish_is_told_to_subscribers_and_the_music_goes_on() -> None:
    """When the engine refuses new words, /mcm/error says why and nothing else changes."""

    class Picky(ToneEngine):
        async def plan(self, request: PlanRequest) -> PlanChunk:
            if request.score.prompts[0][0] == "forbidden":
                raise EngineError("PromptError: not that")
            return await super().plan(request)

    gig = Gig(6)
    gig.engine = gig.app._engine = Picky()
    gig.script = [
        (1.0, lambda gig: gig.say("/mcm/subscribe")),
        (1.1, lambda gig: gig.say("/mcm/prompt/1/text", "forbidden")),
    ]
    master = gig.play()
    assert ("/mcm/error", ("/mcm", "PromptError: not that")) in gig.sent
    assert np.array_equal(master, Gig(6).play())


def test_a_recording_that_fails_does_not_stop_the_music(tmp_path: Path) -> None:
    """A disk that is full ends the file; the run goes on to its end and says so."""
    gig = Gig(4, record=tmp_path / "take.wav")

    def break_disk(gig: Gig) -> None:
        def full(data: object) -> None:
            raise OSError(28, "No space left on device")

        [take] = gig.app._archive._takes._takes
        take.recorders[0]._file.write = full  # type: ignore[method-assign]

    gig.script = [(1.0, break_disk)]
    assert gig.play().shape == (2, 4 * SAMPLE_RATE)
    assert any("No space left" in line for line in gig.said)


def test_a_port_in_use_is_a_start_up_error() -> None:
    """A taken OSC port gives a line that names it, and leaves nothing behind."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        config = RunConfig(("x",), seconds=1, osc_port=port, offline=True)
        with pytest.raises(StartupError, match=str(port)):
            run_loop(App(config, engine=ToneEngine()).run())


def test_a_foreign_address_is_a_start_up_error() -> None:
    """An address that is not this machine's gives a line that names the option."""
    config = RunConfig(("x",), seconds=1, osc_port=0, offline=True, listen_on="203.0.113.1")
    with pytest.raises(StartupError, match=r"203\.0\.113\.1.*--listen-on"):
        run_loop(App(config, engine=ToneEngine()).run())


def test_an_unwritable_recording_is_a_start_up_error(tmp_path: Path) -> None:
    """A path that cannot be written ends the start with a line that says what to do."""
    record = tmp_path / "nowhere" / "x.wav"
    config = RunConfig(("x",), seconds=1, osc_port=0, offline=True, record=record)
    with pytest.raises(StartupError, match="choose a folder"):
        run_loop(App(config, engine=ToneEngine()).run())


@pytest.mark.parametrize("words", ["", "   "])
def test_a_prompt_without_words_is_a_start_up_error(words: str) -> None:
    """Empty words give a line with an example."""
    config = RunConfig((words,), seconds=1, osc_port=0, offline=True)
    with pytest.raises(StartupError, match="needs words"):
        run_loop(App(config, engine=ToneEngine()).run())


def test_what_the_options_say_is_what_the_engine_is_asked() -> None:
    """Tempo, key, metre, seed and steps of the options are in the first request."""
    asked: list[tuple[Score, float]] = []

    class Listening(ToneEngine):
        async def plan(self, request: PlanRequest) -> PlanChunk:
            asked.append((request.score, float(request.beats[0])))
            return await super().plan(request)

    config = RunConfig(("a", "b"), 90.0, "Am", "3/4", 7, 2, seconds=0.1, osc_port=0, offline=True)
    run_loop(App(config, say=lambda line: None, engine=Listening()).run())
    score, first_beat = asked[0]
    assert score == Score((("a", 1.0), ("b", 1.0)), 7, 2, key="Am", metre="3/4")
    assert first_beat == 0.5 * (90.0 / (60.0 * 93.75))


def test_the_daemon_has_no_torch_in_it() -> None:
    """Importing the daemon imports neither torch nor transformers."""
    code = "import sys, bridge.app; sys.exit(bool({'torch', 'transformers'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_gaps_make_the_daemon_commit_more() -> None:
    """After each gap more is written ahead, up to a quarter of a second."""
    gig, ahead = Gig(1), []

    def underrun(gig: Gig) -> None:
        gig.zero_filled += 1
        ahead.append(gig.ahead)

    gig.script = [(n / 10, underrun) for n in range(1, 9)]
    gig.play()
    assert ahead == [512, 1024, 2048, 4096, 8192, 11520, 11520, 11520]


def test_a_flood_of_questions_for_devices_starts_one_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who asks while the system is asked gets the same answer; later it is asked again."""
    asked = 0

    async def rows(output: str, listening: Sequence[str]) -> list[tuple[float | int | str, ...]]:
        nonlocal asked
        asked += 1
        return [("output", output, "", 1)]

    monkeypatch.setattr("bridge.devices.device_rows", rows)

    def flood(gig: Gig) -> None:
        for _ in range(100):
            gig.say("/mcm/devices")

    gig = Gig(2, {0.5: flood, 1.0: flood})
    gig.play()
    assert asked == 2
    assert [name for name, _ in gig.sent].count("/mcm/devices.reply") == 200
