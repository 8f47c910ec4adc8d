"""Where the time of an extraction goes: the stage that is running, looked up a thousand times a second of CPU."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Sequence
from types import FrameType

import vnnews

INTERVAL = 0.001  # seconds
LEAST = 0.005  # share of the time


def shares(texts: Sequence[str]) -> list[tuple[str, float]]:
    """Return the share of CPU time of each stage: the functions that ``Extractor._facts`` calls, and the record."""
    samples: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        samples[_stage(frame)] += 1

    for text in texts:
        vnnews.extract(text)
    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        for text in texts:
            vnnews.extract(text)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    total = samples.total()
    return [(name, count / total) for name, count in samples.most_common() if count / total >= LEAST]


def _stage(frame: FrameType | None) -> str:
    """Return the function called by ``_facts``, or by ``extract`` itself; comprehensions are looked through."""
    callee = "vnnews.extract"
    while frame is not None:
        name, module = frame.f_code.co_name, frame.f_globals.get("__name__", "")
        if module == "vnnews.extractor" and name in ("_facts", "extract"):
            return callee if callee != "vnnews.extract" else f"vnnews.extractor.{name}"
        if module.startswith("vnnews.") and not name.startswith("<"):
            callee = f"{module}.{name}"
        frame = frame.f_back
    return callee
