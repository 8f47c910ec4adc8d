"""What is read: articles to extract, and inputs that hold none."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One article to extract: its text, what is known of it, and where it stood.

    ``path`` is the file as it was named (``-`` is standard input); ``line`` counts lines, rows or records from 1 and
    is ``None`` in a text file. ``html`` says that the text is a page's markup; ``legacy`` names the encoding of before
    Unicode that the bytes were in.
    """

    text: str
    id: str | None = None
    url: str | None = None
    published_at: str | None = None
    path: str | None = None
    line: int | None = None
    html: bool = False
    legacy: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that gives no record, and why; ``raw`` is the line or text as far as it could be read.

    >>> print(Reject("dump.jsonl", 1042, '"text" is missing'))
    dump.jsonl:1042: "text" is missing
    """

    path: str | None
    line: int | None
    reason: str
    raw: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        return f"{place}: {self.reason}" if place else self.reason


class MissingExtraError(ImportError):
    """A package of an extra is not installed; the message is the line that installs it."""


def missing(package: str, extra: str, what: str) -> MissingExtraError:
    """Return the error for a package that reading or writing something needs."""
    return MissingExtraError(f'{what} needs {package}: pip install "vnnews[{extra}]"')


def needed(module: str, extra: str, what: str, package: str | None = None) -> Any:
    """Return a module of an extra, or raise the error that names its package where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise missing(package or module.partition(".")[0], extra, what) from error
