"""Inputs → items: JSON Lines, text files, folders and standard input, one article at a time.

An input that cannot be read raises nothing: it yields a :class:`Reject` in its place, and the others go on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from vnnews.text.encoding import UndecodableError
from vnnews.text.html import decode_html, looks_like_html
from vnnews.text.source import without_surrogates

STANDARD_INPUT = "-"
_BOM = b"\xef\xbb\xbf"
_LINES, _TEXT = ".jsonl", ".txt"
_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_NAMED_BY_FOLDER = ("text.txt", "article.txt")
_KNOWN = ("id", "url", "published_at")


@dataclass(frozen=True, slots=True)
class Item:
    """One article to extract: its text, what is known of it, and where it stood.

    ``path`` is the file as it was named (``-`` is standard input); ``line`` counts from 1 and is ``None`` in
    a text file. ``html`` says that the text is a page's markup; ``legacy`` names the encoding of before Unicode
    that the bytes were in.
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


class _UnfitError(ValueError):
    """A line or file that holds no article; the message says why."""


def read_inputs(
    inputs: Sequence[str | Path], text_field: str = "text", *, skip: Collection[Path] = ()
) -> Iterator[Item | Reject]:
    """Yield the articles of each input in order, and a :class:`Reject` for what cannot be read.

    An input is a ``.jsonl`` file (one object a line: ``text_field`` and, when known, ``id``, ``url``,
    ``published_at``), a folder (every text file, page and ``.jsonl`` file below it, sorted, hidden ones left out),
    any other file (one article; the markup of a page is told by the file's name or the beginning of the text), or
    ``-`` (standard input: JSON Lines when it begins with ``{``, else one article). ``skip`` names files that a
    folder does not yield, such as the output written into it. JSON Lines are read line by line. Nothing is raised.
    """
    skipped = frozenset(path.resolve() for path in skip)
    for name in inputs:
        path = Path(name)
        if str(name) == STANDARD_INPUT:
            yield from _standard_input(text_field)
        elif path.is_dir():
            yield from _folder(path, text_field, skipped)
        else:
            yield from _file(path, _own_name(path), text_field)


def _standard_input(text_field: str) -> Iterator[Item | Reject]:
    stream = sys.stdin.buffer
    before: list[bytes] = []
    for line in stream:
        before.append(line)
        if first := line.removeprefix(_BOM).lstrip():
            if first.startswith(b"{"):
                yield from _json_lines(chain(before, stream), STANDARD_INPUT, text_field)
                return
            break
    yield _article(b"".join(before) + stream.read(), STANDARD_INPUT, None)


def _folder(folder: Path, text_field: str, skipped: Collection[Path]) -> Iterator[Item | Reject]:
    empty = True
    for found in _articles_below(folder):
        if isinstance(found, Path) and found.resolve() in skipped:
            continue
        empty = False
        if isinstance(found, Reject):
            yield found
        else:
            yield from _file(found, _name_within(found, folder), text_field)
    if empty:
        yield Reject(str(folder), None, f"no {_TEXT}, {_PAGES[0]} or {_LINES} file in it")


def _articles_below(folder: Path) -> Iterator[Path | Reject]:
    """Yield a folder's article files in the order of their names; links to folders are not followed."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Reject(str(folder), None, _unread(error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _articles_below(entry)
        elif entry.suffix.lower() in (_TEXT, _LINES, *_PAGES):
            yield entry


def _file(path: Path, name: str, text_field: str) -> Iterator[Item | Reject]:
    try:
        if path.suffix.lower() == _LINES:
            with path.open("rb") as lines:
                yield from _json_lines(lines, str(path), text_field)
        else:
            yield _article(path.read_bytes(), str(path), name)
    except OSError as error:
        yield Reject(str(path), None, _unread(error))


def _unread(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return f"cannot be read: {error.strerror or error}"


def _article(data: bytes, path: str, name: str | None) -> Item | Reject:
    try:
        found = decode_html(data)  # the declaration of a page is sought in its beginning only
    except UndecodableError as error:
        return Reject(path, None, str(error))
    page = Path(path).suffix.lower() in _PAGES or looks_like_html(found.text)
    known = name and without_surrogates(name)
    return Item(found.text, id=known, path=path, html=page, legacy=found.encoding if found.legacy else None)


def _json_lines(lines: Iterable[bytes], path: str, text_field: str) -> Iterator[Item | Reject]:
    for number, line in enumerate(lines, 1):
        if not line.removeprefix(_BOM).strip():
            continue
        try:
            yield _line_item(_decoded(line), text_field, path, number)
        except _UnfitError as unfit:
            yield Reject(path, number, str(unfit), line.decode("utf-8", "backslashreplace").rstrip("\r\n"))


def _line_item(line: str, text_field: str, path: str, number: int) -> Item:
    try:
        found = json.loads(line.rstrip(), parse_int=_Digits)  # int refuses numbers of 5,000 digits
    except json.JSONDecodeError as error:
        raise _UnfitError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise _UnfitError("not JSON that can be read: nested too deeply") from error
    if not isinstance(found, dict):
        raise _UnfitError(f"a JSON object is expected, not {_kind(found)}")
    text = _string(found, text_field)
    if text is None:
        raise _UnfitError(f'"{text_field}" is missing')
    known = {key: without_surrogates(value) for key in _KNOWN if (value := _string(found, key)) is not None}
    return Item(text, **known, path=path, line=number, html=looks_like_html(text))


class _Digits(str):
    """An integer of JSON, kept as it is written."""

    __slots__ = ()


def _string(found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    if isinstance(value, _Digits):
        if key == "id":
            return str(value)  # many dumps number their articles
    elif value is None or isinstance(value, str):
        return value
    raise _UnfitError(f'"{key}" is {_kind(value)}, not a string')


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {float: "a number", _Digits: "a number", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "null")


def _decoded(data: bytes) -> str:
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(error.object)
        raise _UnfitError(f"byte {at} is not UTF-8, which JSON Lines are written in") from error


def _own_name(path: Path) -> str:
    return path.parent.name if path.name in _NAMED_BY_FOLDER and path.parent.name else path.stem


def _name_within(path: Path, folder: Path) -> str:
    below = path.relative_to(folder)
    if path.name not in _NAMED_BY_FOLDER:
        return below.with_suffix("").as_posix()
    return below.parent.as_posix() if below.parent.name else _own_name(path)
