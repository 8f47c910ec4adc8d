"""What extraction costs, as ratios to underthesea's tokenizer: CPU time, interleaved, medians. See docs/performance.md.

Prints a table and writes it to ``benchmarks/results.md``. Texts: ``data/samples``, and the press corpus and the seed
article where they lie beside the checkout.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

import underthesea

import vnnews
from stages import shares
from vnnews.text.segment import view_words

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RESULTS = ROOT / "benchmarks" / "results.md"
ROUNDS = 7
LENGTHS = (1, 4, 16, 64)

Row = tuple[str, str]


def texts_of(folder: Path) -> list[str]:
    """Return the articles of a gold set."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("**/*.txt"))]


def press() -> list[str]:
    """Return the press corpus, nothing where it is not beside the checkout."""
    path = SHARED / "corpus" / "press.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["text"] for line in lines]


def cpu(task: Callable[[], object]) -> float:
    """Return the CPU seconds of a call."""
    began = time.process_time()
    task()
    return time.process_time() - began


def each(function: Callable[[str], object], texts: Sequence[str]) -> Callable[[], None]:
    """Return a call that gives each text to a function and keeps nothing."""

    def task() -> None:
        for text in texts:
            function(text)

    return task


def interleaved(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the CPU seconds of each task by round, the tasks in turn, after one round that is not counted."""
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            seconds = cpu(task)
            if number:
                found[name].append(seconds)
        gc.collect()
        gc.freeze()  # as a worker does: what is loaded is not gone through again and again
    gc.unfreeze()
    return found


def against(found: dict[str, list[float]], name: str, reference: str) -> float:
    """Return how many times faster a task is: the median over rounds of one round's ratio."""
    return median(theirs / ours for theirs, ours in zip(found[reference], found[name], strict=True))


def to_json(text: str) -> bytes:
    """Extract to the bytes of the record."""
    return vnnews.extract(text).model_dump_json().encode("utf-8")


def words(text: str) -> list[tuple[int, int]]:
    """Segment a text that is normalized already."""
    return list(view_words(text))


def speed(name: str, texts: Sequence[str], rounds: int) -> Iterator[Row]:
    """Yield the ratios for one set of texts."""
    views = [vnnews.normalize(text) for text in texts]
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    tasks = {
        "record": each(vnnews.extract, texts),
        "json": each(to_json, texts),
        "word_tokenize": each(underthesea.word_tokenize, views),
        "words": each(words, views),
        "parsing": each(json.loads, lines),
    }
    found = interleaved(tasks, rounds)
    characters = sum(map(len, texts))
    yield f"{name}: articles, characters", f"{len(texts)}, {characters:,}"
    yield f"{name}: text to validated record", f"{against(found, 'record', 'word_tokenize'):.1f}× word_tokenize"
    yield f"{name}: text to JSON bytes", f"{against(found, 'json', 'word_tokenize'):.1f}× word_tokenize"
    yield f"{name}: words, warm", f"{against(found, 'words', 'word_tokenize'):.1f}× word_tokenize"
    yield f"{name}: parsing the same texts as JSON", f"{against(found, 'parsing', 'record'):.0f}× extraction"
    yield f"{name}: a character", f"{median(found['record']) / characters * 1e9:,.0f} ns"
    yield f"{name}: an article", f"{median(found['record']) / len(texts) * 1e3:.2f} ms"


def against_ner(texts: Sequence[str], rounds: int) -> Iterator[Row]:
    """Yield the ratio to underthesea's names on a few short texts (its time grows with the square)."""
    short = sorted(texts, key=len)[: len(texts) // 2][-5:]
    found = interleaved({"record": each(vnnews.extract, short), "ner": each(underthesea.ner, short)}, rounds)
    yield f"{len(short)} articles against underthesea.ner", f"{against(found, 'record', 'ner'):.1f}×"


def by_length(texts: Sequence[str], rounds: int) -> Iterator[Row]:
    """Yield the cost of a character for texts of many times an article's length, the same characters each time."""
    texts = [text for text in texts if not _has_furniture(text)]  # joined, the rest of a text would be furniture too
    texts = [text for text, _ in zip(itertools.cycle(texts), range(LENGTHS[-1]), strict=False)]
    sets = {times: ["\n\n".join(texts[at : at + times]) for at in range(0, len(texts), times)] for times in LENGTHS}
    found = interleaved({str(times): each(vnnews.extract, joined) for times, joined in sets.items()}, rounds)
    size = {times: sum(map(len, joined)) for times, joined in sets.items()}
    base = found[str(LENGTHS[0])]
    for times in LENGTHS:
        ratio = median(a / size[times] / (b / size[1]) for a, b in zip(found[str(times)], base, strict=True))
        cost = median(found[str(times)]) / size[times] * 1e9
        yield f"a character at {times}× length", f"{cost:,.0f} ns, {ratio:.2f}× that at 1×"


def _has_furniture(text: str) -> bool:
    return any(section.kind == "furniture" for section in vnnews.extract(text).sections)


def measured_apart(code: str) -> list[float]:
    """Run code in a new interpreter, return the numbers that it prints; the median of five runs."""
    runs = [
        [float(n) for n in subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.split()]
        for _ in range(5)
    ]
    return [median(numbers) for numbers in zip(*runs, strict=True)]


IMPORTS = """
import time
a = time.perf_counter(); import underthesea; b = time.perf_counter(); import vnnews; c = time.perf_counter()
print(b - a, c - b)
"""
FIRST = """
import time
a = time.perf_counter(); import vnnews; b = time.perf_counter()
vnnews.extract("Sáng 13/7/2018, UBND phường họp."); c = time.perf_counter()
list(vnnews.words("Phường tổ chức hội nghị.")); d = time.perf_counter()
print(b - a, c - b, d - c)
"""
WORKER = """
import pathlib, vnnews
for path in sorted(pathlib.Path({samples!r}).glob("**/*.txt")):
    text = path.read_text(encoding="utf-8")
    vnnews.extract(text); list(vnnews.words(text))
status = pathlib.Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
"""


def footprint() -> Iterator[Row]:
    """Yield import time, first calls and memory of new processes."""
    theirs, ours = measured_apart(IMPORTS)
    yield "import underthesea", f"{theirs:.2f} s"
    yield "import vnnews after it", f"{ours:.2f} s"
    alone, first, segmenter = measured_apart(FIRST)
    yield "import vnnews alone (underthesea is not imported)", f"{alone:.2f} s"
    yield "first extraction", f"{first:.2f} s"
    yield "first word segmentation", f"{segmenter:.2f} s"
    (memory,) = measured_apart(WORKER.format(samples=str(ROOT / "data" / "samples")))
    yield "most resident memory of a worker over the samples, word model loaded", f"{memory:.0f} MB"


def machine() -> Iterator[Row]:
    """Yield where this was measured."""
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    yield "processor", f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores"
    yield "system", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    packages = ("vnnews", "underthesea", "regex", "pydantic", "ahocorasick-rs")
    yield "packages", ", ".join(f"{name} {version(name)}" for name in packages)
    yield "date", date.today().isoformat()


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--every", type=int, default=1, help="take every n-th press article only")
    options = parser.parse_args()
    samples, corpus = texts_of(ROOT / "data" / "samples"), press()[:: options.every]
    seed = texts_of(SHARED / "seed") if (SHARED / "seed").exists() else []
    sections: list[tuple[str, list[Row]]] = [("Machine", list(machine()))]
    sets = {"press corpus": corpus, "samples": samples, "seed": seed * 40}
    for name, texts in sets.items():
        if texts:
            sections.append((name[0].upper() + name[1:], list(speed(name, texts, options.rounds))))
    sections.append(("Names", list(against_ner(corpus or samples, options.rounds))))
    sections.append(("Length", list(by_length(corpus or samples, options.rounds))))
    sections.append(("Stages", [(name, f"{share:.0%}") for name, share in shares(corpus or samples)]))
    sections.append(("Process", list(footprint())))
    page = ["# Measured", "", "Written by `make bench`; docs/performance.md tells how and what it means.", ""]
    for title, rows in sections:
        page += [f"## {title}", "", "| what | figure |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows), ""]
    RESULTS.write_text("\n".join(page), encoding="utf-8")
    print("\n".join(page))


if __name__ == "__main__":
    main()
