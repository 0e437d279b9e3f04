"""The benchmark's figures, not its speed."""

import json

from musiccm.bench import Samples, measure
from tests.musiccm import tiny


def test_percentiles_of_known_samples() -> None:
    """Half of the samples lie under p50, nearly all under p95."""
    summary = Samples(tuple(n / 1000 for n in range(101))).summary()
    assert summary == {"p50_ms": 50.0, "p95_ms": 95.0, "n": 101}


def test_a_bench_reports_every_stage_as_json() -> None:
    """Stages, ratios, machine and memory are there and serialise."""
    figures = json.loads(json.dumps(measure(tiny.performer(), 12.0, 3)))
    assert figures["extension"]["denoiser"]["n"] == 2
    assert figures["machine"]["device"] == "cpu"
    assert figures["render_seconds"] == 12.0
    assert figures["memory_mb"] > 0
