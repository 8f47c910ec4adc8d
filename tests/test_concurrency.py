"""Threads and processes, forked and spawned, give the records of one thread."""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path

import pytest

import vnnews
from vnnews.text import segment

TEXTS = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[1] / "data" / "samples").glob("*/text.txt"))[:6]
]


def record(text: str) -> str:
    """Extract to JSON, and segment: both start cold in a spawned process."""
    words = list(vnnews.words(text))
    return f"{vnnews.extract(text).model_dump_json()}{words}"


EXPECTED = [record(text) for text in TEXTS]


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_give_equal_records(method: str) -> None:
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(record, TEXTS) == EXPECTED


def test_threads_with_one_extractor_give_equal_records_from_a_cold_start() -> None:
    segment.forget()
    extractor = vnnews.Extractor()
    found: dict[int, list[str]] = {}

    def work(number: int) -> None:
        found[number] = [f"{extractor.extract(text).model_dump_json()}{list(vnnews.words(text))}" for text in TEXTS]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(4)] == [EXPECTED] * 4


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_fork_while_another_thread_segments_does_not_hang() -> None:
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            list(vnnews.words(TEXTS[0]))
            segment.forget()

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for _ in range(5):
            process = multiprocessing.get_context("fork").Process(target=record, args=(TEXTS[1],))
            process.start()
            process.join(60)
            alive = process.is_alive()
            process.kill()
            assert not alive
            assert process.exitcode == 0
    finally:
        stop.set()
        thread.join()
