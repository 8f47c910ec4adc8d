"""Resident memory of one worker over many articles: flat, or it leaks. The press corpus again and again, altered.

python benchmarks/memory.py [articles]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import vnnews
from run import ROOT, press, texts_of

STEPS = 10


def resident() -> float:
    """Return the resident memory of this process in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def articles(texts: Sequence[str], count: int) -> Iterator[str]:
    """Yield texts in turn; from the second turn on their numbers, and so their chunks, are new ones."""
    for number in range(count):
        turn, index = divmod(number, len(texts))
        yield texts[index].replace("1", f"1{turn}") if turn else texts[index]


def main() -> None:
    """Print the memory after each tenth of the articles."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    texts = press() or texts_of(ROOT / "data" / "samples")
    for number, text in enumerate(articles(texts, count), 1):
        vnnews.extract(text)
        if number % (count // STEPS) == 0:
            print(f"{number:>9,} articles  {resident():6.0f} MB", flush=True)


if __name__ == "__main__":
    main()
