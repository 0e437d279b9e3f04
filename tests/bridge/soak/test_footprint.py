"""The bench of the daemon's footprint: a real daemon, and figures that can be true."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bridge.commands.bench_daemon import command
from bridge.soak import footprint


def test_the_bench_tells_what_the_daemon_costs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a table and in JSON: processor, memory and wakings of both parts, and times of answers."""
    monkeypatch.setattr(footprint, "SETTLE", 0.5)
    monkeypatch.setattr(footprint, "PINGS", 5)
    out = tmp_path / "daemon.json"
    asked = ["--seconds", "1", "--output", "null", "--out", str(out)]
    result = CliRunner().invoke(command, asked, catch_exceptions=False)
    figures = json.loads(result.stdout.splitlines()[-1])
    assert json.loads(out.read_text()) == figures and result.exit_code == 0
    for part in ("idle", "watched"):
        assert 0 < figures[part]["cpu_percent"] < 100
        assert 20 < figures[part]["rss_mb"] <= 200
        assert figures[part]["wakings"] > 1
    assert 0 < figures["answer_ms"]["p50"] <= figures["answer_ms"]["worst"]
    assert "nobody plays it" in result.stdout
