"""What has been judged so far: one JSON line for each row of each piece.

A line is written when its piece is done, so an interrupted evaluation goes on where it was. A line
counts as long as its fingerprint (weights, classifier, version of the judge) still holds.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

VERSION = 1  # of the figures; a change of a definition in scoring.py raises it

Record = dict[str, Any]


class Ledger:
    """Records by (row, seed) in ``path``; a seed may also be the name of a case."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records: dict[tuple[str, int | str], Record] = {}
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        self._cut = bool(text) and not text.endswith("\n")
        for line in text.splitlines():
            self._take(line)

    def _take(self, line: str) -> None:
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            return  # cut off by a crash: its piece is judged again
        self._records[record["row"], record["seed"]] = record

    def find(self, row: str, seed: int | str, fingerprint: str) -> Record | None:
        """Return the record if it is there and still holds."""
        record = self._records.get((row, seed))
        return record if record and record["fingerprint"] == fingerprint else None

    def add(self, records: Iterable[Record]) -> None:
        """Append records; a later one replaces an earlier one of the same row and piece."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            if self._cut:
                file.write("\n")
                self._cut = False
            for record in records:
                self._records[record["row"], record["seed"]] = record
                file.write(json.dumps(record) + "\n")
