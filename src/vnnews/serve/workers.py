"""Extraction in processes of their own, so that a request that takes too long can be ended and the others go on."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vnnews.batch.items import Item
from vnnews.batch.run import explained, record
from vnnews.export.html import article_text
from vnnews.extractor import Extractor
from vnnews.gold import gold_of
from vnnews.serve.models import Look


class TooSlowError(Exception):
    """An article took longer than the time that it is given."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server grants: bytes of a request and of a batch, seconds of an article, requests at a time, processes."""

    size: int = 2_000_000
    batch: int = 20_000_000
    seconds: float = 20.0
    waiting: int = 100
    workers: int = 2


_adopted: list[Extractor] = []  # the extractor of this process


def _adopt(lexicons: Sequence[str]) -> None:
    extractor = Extractor(lexicons)
    extractor.extract("")  # compiles the lexicon
    _adopted[:] = [extractor]


def record_json(item: Item) -> str:
    """Return the record of an item as JSON; runs in a worker."""
    return record(item, _adopted[0]).model_dump_json()


def look_json(item: Item) -> str:
    """Return an item's :class:`Look` as JSON; runs in a worker."""
    article, told = explained(item, _adopted[0])
    return Look(
        record=article, html=article_text(article, told), steps=told.steps, gold=gold_of(article)
    ).model_dump_json()


class Workers:
    """A pool of processes with a time limit for each article."""

    def __init__(self, limits: Limits, lexicons: Sequence[str] = ()) -> None:
        from pebble import ProcessPool  # noqa: PLC0415 - of the extra `serve`

        context = multiprocessing.get_context("spawn")
        self._limits = limits
        self._pool = ProcessPool(limits.workers, initializer=_adopt, initargs=[tuple(lexicons)], context=context)

    async def run(self, task: Callable[[Item], str], item: Item) -> str:
        """Return what ``task`` makes of an item. Raises :class:`TooSlowError`."""
        future = self._pool.schedule(task, args=[item], timeout=self._limits.seconds)
        try:
            answer: str = await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise TooSlowError(f"more than {self._limits.seconds:g} s: send a shorter text") from error
        return answer

    def close(self) -> None:
        """End the processes."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
