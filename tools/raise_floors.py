"""Raise the floors of the evaluation gate to what the library reaches now; a floor never sinks.

usage: raise_floors.py GOLD_DIR FLOORS_TOML
"""

from __future__ import annotations

import math
import sys
import tomllib
from pathlib import Path

from vnnews.evaluate import evaluate
from vnnews.extractor import Extractor

HEAD = "# Least F1 of each field, held by `make gate`. Raised by tools/raise_floors.py; never lowered.\n\n[floors]\n"


def main(gold: str, path: str) -> None:
    target = Path(path)
    floors: dict[str, float] = tomllib.loads(target.read_text(encoding="utf-8"))["floors"] if target.exists() else {}
    for name, f1 in evaluate(Path(gold), Extractor()).reached().items():
        floors[name] = max(floors.get(name, 0.0), math.floor(f1 * 1000) / 1000)
    target.write_text(HEAD + "".join(f'"{name}" = {value}\n' for name, value in floors.items()), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
