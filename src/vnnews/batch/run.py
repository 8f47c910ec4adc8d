"""Items → records as JSON Lines, in order; what gives no record is handed on as a reject."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from vnnews.assemble import told_encoding
from vnnews.batch.items import Item, Reject
from vnnews.extractor import Extractor
from vnnews.records import Article, Source
from vnnews.text.source import without_surrogates


@dataclass(frozen=True, slots=True)
class Summary:
    """How many articles became records, and how many inputs did not."""

    articles: int
    rejects: int

    def __str__(self) -> str:
        return f"{_counted(self.articles, 'article')}, {_counted(self.rejects, 'reject')}"


def run(
    items: Iterable[Item | Reject],
    extractor: Extractor,
    out: IO[bytes] | IO[str],
    rejects: Callable[[Reject], object],
    *,
    no_text: bool = False,
) -> Summary:
    """Write the record of each item to ``out`` as one line of JSON and call ``rejects`` with each reject.

    Lines end in ``\\n`` and stand in the order of the items; a binary stream gets UTF-8. The record's
    ``source`` tells the item's path, line and URL. ``no_text`` leaves the record's ``text`` null. Raises
    ``OSError`` when ``out`` cannot be written.
    """
    articles = rejected = 0
    for item in items:
        line = item if isinstance(item, Reject) else _record(item, extractor, no_text)
        if isinstance(line, Reject):
            rejects(line)
            rejected += 1
        else:
            _write(out, line)
            articles += 1
    return Summary(articles, rejected)


def run_to_file(
    items: Iterable[Item | Reject],
    extractor: Extractor,
    path: Path,
    rejects: Callable[[Reject], object],
    *,
    no_text: bool = False,
) -> Summary:
    """Run as :func:`run` into a file, and write the rejects to :func:`rejects_path` when there are any.

    The file appears whole at the end: until then its records are in :func:`part_path`. The rejects of an
    earlier run are removed. A path that is no regular file, such as ``/dev/null``, is written directly and
    has no file of rejects. Raises ``OSError`` when a file cannot be written.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            return run(items, extractor, out, rejects, no_text=no_text)
    part = part_path(path)
    with part.open("wb") as out, _RejectFile(rejects_path(path)) as kept:

        def reject(item: Reject) -> None:
            kept.add(item)
            rejects(item)

        summary = run(items, extractor, out, reject, no_text=no_text)
    part.replace(path)
    return summary


def part_path(path: Path) -> Path:
    """Return where the records of an output file are until it is whole.

    >>> part_path(Path("records.jsonl")).name
    'records.jsonl.part'
    """
    return path.with_name(path.name + ".part")


def rejects_path(path: Path) -> Path:
    """Return where the rejects of an output file go.

    >>> rejects_path(Path("records.jsonl")).name
    'records.rejects.jsonl'
    """
    return path.with_suffix(".rejects.jsonl")


class _RejectFile:
    """A JSON Lines file of rejects that exists only when there is one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._out: IO[str] | None = None

    def __enter__(self) -> _RejectFile:
        self._path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._out:
            self._out.close()

    def add(self, reject: Reject) -> None:
        if self._out is None:
            self._out = self._path.open("w", encoding="utf-8", newline="\n")
        row = {"path": reject.path, "line": reject.line, "reason": reject.reason, "input": reject.raw}
        self._out.write(without_surrogates(json.dumps(row, ensure_ascii=False)) + "\n")


def record(item: Item, extractor: Extractor) -> Article:
    """Return the record of an item, whether it holds a text or a page's markup."""
    known = {"published_at": item.published_at, "url": item.url, "id": item.id}
    article = (extractor.extract_html if item.html else extractor.extract)(item.text, **known)
    return told_encoding(article, item.legacy) if item.legacy else article


def _record(item: Item, extractor: Extractor, no_text: bool) -> str | Reject:
    path = None if item.path is None else without_surrogates(item.path)
    update: dict[str, object] = {"source": Source(path=path, line=item.line, url=item.url)}
    if no_text:
        update["text"] = None
    try:
        return record(item, extractor).model_copy(update=update).model_dump_json()
    except Exception as error:  # one article that meets a fault must not end a run over a million
        reason = f"no record: {type(error).__name__}: {error}; a fault of the extractor, please report it"
        return Reject(item.path, item.line, reason, item.text)


def _write(out: IO[bytes] | IO[str], line: str) -> None:
    """Write and flush a line: a reader at the other end of a pipe gets each record when it is made."""
    if isinstance(out, io.TextIOBase):
        out.write(line + "\n")
    else:
        out.write((line + "\n").encode("utf-8"))  # type: ignore[arg-type]
    out.flush()


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
