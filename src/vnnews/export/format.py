"""What a format of the export is, and what formats share: new folders, file names, records with text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vnnews.records import Article


class ExportError(ValueError):
    """Records or a place that a format cannot be written from or to; the message is one line."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what it writes, and ``write(records, out)``, which returns how many of what it wrote."""

    name: str
    about: str
    write: Callable[[Iterable[Article], Path], Mapping[str, int]]


def with_text(records: Iterable[Article], name: str) -> Iterator[tuple[Article, str]]:
    """Yield each record and its text; raise :class:`ExportError` at one whose text was left out."""
    for number, article in enumerate(records, 1):
        if article.text is None:
            known = f" ({article.id})" if article.id else ""
            raise ExportError(f"record {number}{known} has no text, which {name} needs: extract without --no-text")
        yield article, article.text


def new_folder(out: Path) -> None:
    """Raise :class:`ExportError` where a folder holds something: it may be the work of annotators."""
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise ExportError(f"{out} is there already; name a new folder")


def file_name(number: int, article_id: str | None) -> str:
    """Return a name for the files of an article: its number and what of its id is safe in a name.

    >>> file_name(7, "tin tức/2018 họp.html")
    '00007-tin-t-c-2018-h-p.html'
    """
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", article_id or "").strip(".-")[:80].rstrip(".-")
    return f"{number:05d}-{safe}" if safe else f"{number:05d}"
