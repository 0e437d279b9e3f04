"""An sclang without a screen, with the quark and nothing of anybody's home."""

import os
import subprocess
import threading
from pathlib import Path

from max_patches.generate.files import FOLDER
from tests.bridge.daemon import PATIENCE

QUARK = FOLDER / "supercollider" / "MusicCM"


def played(home: Path, script: Path, *words: str) -> list[str]:
    """Return what sclang says while it runs a script, to its end.

    ``home`` is an empty folder for its files. One that cannot compile would wait for ever.
    """
    config = home / "sclang.yaml"
    config.write_text(f"includePaths:\n    - {QUARK}\nexcludePaths: []\npostInlineWarnings: true\n")
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    command = ["sclang", "-l", str(config), str(script), *words]
    return _lines(command, {**os.environ, **own, **quiet})


def _lines(command: list[str], environment: dict[str, str]) -> list[str]:
    lines: list[str] = []
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        watch = threading.Timer(3 * PATIENCE, process.kill)
        watch.start()
        try:
            for line in process.stdout or ():
                lines.append(line.rstrip())
                if "not been compiled" in line:
                    break
        finally:
            watch.cancel()
            process.kill()
    return lines
