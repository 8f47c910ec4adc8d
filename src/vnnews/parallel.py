"""Work spread over processes, results in the order of the work, no more in memory than the processes need."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

W = TypeVar("W")
R = TypeVar("R")

_AHEAD = 3  # pieces of work handed out per process: one at work, the others waiting
_WATCH = 1.0  # seconds


def in_order(work: Iterable[W], do: Callable[[W], R], processes: int, prepare: Callable[[], object]) -> Iterator[R]:
    """Yield ``do(piece)`` for each piece of work, in order.

    ``prepare`` runs once in each process before its first piece. With one process everything runs in this one. ``do``,
    ``prepare`` and what they take and give are pickled. Raises what ``do`` raises, and
    ``concurrent.futures.process.BrokenProcessPool`` when a process was killed. A process ends when this one does.
    """
    if processes == 1:
        prepare()
        yield from map(do, work)
        return
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(prepare, os.getpid())) as pool:
        waiting: deque[Future[R]] = deque()
        try:
            for piece in work:
                waiting.append(pool.submit(do, piece))
                if len(waiting) >= _AHEAD * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _begin(prepare: Callable[[], object], parent: int) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    prepare()
    gc.collect()
    gc.freeze()  # lexicons and models stay: the collector need not go through them again


def _end_with(parent: int) -> None:
    """End this process when its parent is gone: a killed parent cannot tell it to."""
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os._exit(1)


def usable_processes() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
