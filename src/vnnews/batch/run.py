"""Items → records as JSON Lines, in order; what gives no record is handed on as a reject."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

from vnnews.assemble import told_encoding
from vnnews.batch.items import Item, Reject
from vnnews.explanation import Explanation
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
        line = item if isinstance(item, Reject) else record_line(item, extractor, no_text)
        if isinstance(line, Reject):
            rejects(line)
            rejected += 1
        else:
            _write(out, line)
            articles += 1
    return Summary(articles, rejected)


def record(item: Item, extractor: Extractor) -> Article:
    """Return the record of an item, whether it holds a text or a page's markup."""
    known = {"published_at": item.published_at, "url": item.url, "id": item.id}
    article = (extractor.extract_html if item.html else extractor.extract)(item.text, **known)
    return told_encoding(article, item.legacy) if item.legacy else article


def explained(item: Item, extractor: Extractor) -> tuple[Article, Explanation]:
    """Return the record of an item and why each of its items is there; of a page, in the text that its markup gives."""
    article = record(item, extractor)
    posted = article.published_at if item.html else item.published_at
    return article, extractor.explain(article.text or "", url=item.url, published_at=posted)


def record_line(item: Item, extractor: Extractor, no_text: bool) -> str | Reject:
    """Return the record of an item as JSON, or the reject that it is when the extractor meets a fault."""
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
