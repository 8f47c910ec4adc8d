"""Inputs → items: JSON Lines, text files, folders and standard input, one article at a time.

An input that cannot be read raises nothing: it yields a :class:`Reject` in its place, and the others go on.
"""

from __future__ import annotations

import glob
import io
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from vnnews.batch.formats import KNOWN, archive_records, csv_rows, parquet_records, parquet_rows
from vnnews.batch.items import Item, MissingExtraError, Reject
from vnnews.batch.streams import UNREADABLE, Meter, base_suffix, opened
from vnnews.records import Article
from vnnews.text.encoding import UndecodableError
from vnnews.text.html import decode_html, looks_like_html
from vnnews.text.source import without_surrogates

STANDARD_INPUT = "-"
_BOM = b"\xef\xbb\xbf"
_LINES, _TEXT, _CSV, _PARQUET = ".jsonl", ".txt", ".csv", ".parquet"
_ARCHIVES = (".warc", ".wet")
_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_NAMED_BY_FOLDER = ("text.txt", "article.txt")


class _UnfitError(ValueError):
    """A line or file that holds no article; the message says why."""


def read_inputs(
    inputs: Sequence[str | Path], text_field: str = "text", *, skip: Collection[Path] = (), meter: Meter | None = None
) -> Iterator[Item | Reject]:
    """Yield the articles of each input in order, and a :class:`Reject` for what cannot be read.

    An input is a ``.jsonl``, ``.csv`` or ``.parquet`` file (a row an article: ``text_field`` and, when known, ``id``,
    ``url``, ``published_at``), a ``.warc`` or ``.wet`` file (its pages or texts), a folder (every such file, text file
    and page below it, sorted, hidden ones left out), a pattern (``dumps/*.jsonl.gz``), any other file (one article;
    the markup of a page is told by the file's name or the beginning of the text), or ``-`` (standard input: JSON Lines
    when it begins with ``{``, else one article). ``.gz`` and ``.zst`` behind these names are decompressed. ``skip``
    names files that a folder does not yield, such as the output written into it; ``meter`` counts bytes. Dumps are read
    row by row. Nothing is raised but ``MissingExtraError`` where a format needs a package that is not installed.
    """
    skipped = frozenset(path.resolve() for path in skip)
    for name in inputs:
        path = Path(name)
        if str(name) == STANDARD_INPUT:
            yield from _standard_input(text_field)
        elif path.is_dir():
            yield from _folder(path, text_field, skipped, meter)
        elif not path.exists() and (found := _matching(str(name))):
            yield from read_inputs(found, text_field, skip=skip, meter=meter)
        else:
            yield from _file(path, _own_name(path), text_field, meter)


def _matching(pattern: str) -> list[Path]:
    return [Path(found) for found in sorted(glob.glob(pattern, recursive=True))] if glob.has_magic(pattern) else []


def read_records(files: Sequence[str | Path]) -> Iterator[Article | Reject]:
    """Yield the records of files that ``vnnews extract`` has written, and a reject for each line that is none."""
    for name in files:
        path, number = Path(name), 0
        try:
            if base_suffix(path) == _PARQUET:
                yield from (Article.model_validate(row) for row in parquet_records(path))
                continue
            with opened(path) as lines:
                for number, line in enumerate(lines, 1):
                    try:
                        yield Article.model_validate_json(line)
                    except ValueError as error:
                        reason = f"no record: {str(error).splitlines()[0]}"
                        yield Reject(str(path), number, reason, line.decode("utf-8", "backslashreplace").rstrip())
        except MissingExtraError:
            raise
        except UNREADABLE as error:
            yield Reject(str(path), number + 1, _unread(error))


def size_of(inputs: Sequence[str | Path]) -> int:
    """Return how many bytes the files of the inputs hold; standard input counts none."""
    files: list[Path] = []
    for name in inputs:
        path = Path(name)
        below = _articles_below(path) if path.is_dir() else iter([path] if path.exists() else _matching(str(name)))
        files += (found for found in below if isinstance(found, Path) and found.is_file())
    return sum(path.stat().st_size for path in files)


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


def _folder(folder: Path, text_field: str, skipped: Collection[Path], meter: Meter | None) -> Iterator[Item | Reject]:
    empty = True
    for found in _articles_below(folder):
        if isinstance(found, Path) and found.resolve() in skipped:
            continue
        empty = False
        if isinstance(found, Reject):
            yield found
        else:
            yield from _file(found, _name_within(found, folder), text_field, meter)
    if empty:
        yield Reject(str(folder), None, f"no {_TEXT}, {_PAGES[0]}, {_LINES} or other file of articles in it")


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
        elif base_suffix(entry) in (_TEXT, _LINES, _CSV, _PARQUET, *_ARCHIVES, *_PAGES):
            yield entry


def _file(path: Path, name: str, text_field: str, meter: Meter | None) -> Iterator[Item | Reject]:
    """Yield what a file holds; one that breaks off yields what could be read, then the reject."""
    suffix = base_suffix(path)
    line: int | None = None
    try:
        if suffix == _PARQUET and path.suffix.lower() == _PARQUET:
            yield from parquet_rows(path, text_field)
            if meter:
                meter.read += path.stat().st_size
            return
        with opened(path, meter) as stream:
            if suffix not in (_LINES, _CSV, *_ARCHIVES):
                yield _article(stream.read(), str(path), name)
                return
            for found in _rows(suffix, stream, str(path), text_field):
                line = found.line
                yield found
    except MissingExtraError:
        raise
    except UNREADABLE as error:
        yield Reject(str(path), line and line + 1, _unread(error))


def _rows(suffix: str, stream: io.BufferedReader, path: str, text_field: str) -> Iterator[Item | Reject]:
    if suffix == _LINES:
        return _json_lines(stream, path, text_field)
    if suffix == _CSV:
        return csv_rows(stream, path, text_field)
    return archive_records(stream, path)


def _unread(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _article(data: bytes, path: str, name: str | None) -> Item | Reject:
    try:
        found = decode_html(data)  # the declaration of a page is sought in its beginning only
    except UndecodableError as error:
        return Reject(path, None, str(error))
    page = base_suffix(Path(path)) in _PAGES or looks_like_html(found.text)
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
    known = {key: without_surrogates(value) for key in KNOWN if (value := _string(found, key)) is not None}
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
