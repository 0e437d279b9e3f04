"""The folder of a data set: ``config.json`` and shards, each written whole or not at all.

A shard is ``00000.safetensors`` (mel, controls), ``00000.audio.safetensors`` (excerpts) and
``00000.json``; the JSON is written last and marks the shard as complete.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

DTYPES = {"F16": np.float16, "F32": np.float32, "I16": np.int16}


class DatasetError(Exception):
    """A data set folder cannot be used; the message says what to do."""


def shard_path(folder: Path, index: int, suffix: str) -> Path:
    """Return the path of one file of a shard."""
    return folder / "shards" / f"{index:05d}{suffix}"


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def write_json(path: Path, value: Any) -> None:
    """Write JSON whole or not at all."""
    write_bytes(path, json.dumps(value, indent=1).encode())


def write_shard(
    folder: Path,
    index: int,
    features: Mapping[str, NDArray[Any]],
    audio: Mapping[str, NDArray[Any]],
    pieces: list[dict[str, Any]],
) -> None:
    """Write the three files of a shard, the JSON last."""
    write_bytes(shard_path(folder, index, ".audio.safetensors"), save(dict(audio)))
    write_bytes(shard_path(folder, index, ".safetensors"), save(dict(features)))
    write_json(shard_path(folder, index, ".json"), pieces)


def read_json(path: Path) -> Any:
    """Read a JSON file of a data set.

    Raises
    ------
    DatasetError
        When it is missing or damaged.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DatasetError(f"no {path}: make the data set with `musiccm train data`") from error
    except json.JSONDecodeError as error:
        raise DatasetError(f"{path} is damaged: delete it and run `musiccm train data`") from error


def open_tensor(path: Path, name: str) -> NDArray[Any]:
    """Memory-map one tensor of a safetensors file, read-only: nothing is read before it is used.

    Raises
    ------
    DatasetError
        When the file is missing or is not what its header says.
    """
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            entry = json.loads(file.read(length))[name]
        start, _ = entry["data_offsets"]
        dtype, shape = DTYPES[entry["dtype"]], tuple(entry["shape"])
        return np.memmap(path, dtype, "r", offset=8 + length + start, shape=shape)
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(
            f"{path} is missing or damaged: delete its shard, render again"
        ) from error
