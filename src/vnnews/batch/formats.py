"""Formats of dumps besides JSON Lines, text and pages: CSV, Parquet, WARC and WET, one article at a time.

What a file names must be a path; each reader yields items and rejects, and raises what reading its stream raises.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vnnews.batch.items import Item, Reject, missing
from vnnews.batch.streams import Forward
from vnnews.text.encoding import UndecodableError
from vnnews.text.html import decode_html, looks_like_html
from vnnews.text.source import without_surrogates

KNOWN = ("id", "url", "published_at")
_ROWS = 256  # of a Parquet file held at a time
_RAW = 10_000  # characters of a row that a reject keeps


def csv_rows(stream: io.BufferedReader, path: str, text_field: str) -> Iterator[Item | Reject]:
    """Yield the rows of a table with a header: ``text_field`` and, when there, ``id``, ``url``, ``published_at``."""
    csv.field_size_limit(sys.maxsize)
    lines = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
    try:
        rows = csv.DictReader(lines, strict=True)
        if text_field not in (rows.fieldnames or ()):
            yield Reject(path, 1, f'no column "{text_field}" in the header')
            return
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield Reject(path, rows.line_num, f"not CSV: {error}")
                continue
            if row is None:
                return
            yield _row_item(row, text_field, path, rows.line_num)
    finally:
        lines.detach()


def parquet_rows(path: Path, text_field: str) -> Iterator[Item | Reject]:
    """Yield the rows of a Parquet file, a few hundred in memory at a time."""
    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise missing("pyarrow", "arrow", "a .parquet file") from error
    number = 0
    try:
        with parquet.ParquetFile(path) as table:
            if text_field not in table.schema_arrow.names:
                yield Reject(str(path), None, f'no column "{text_field}"')
                return
            columns = [name for name in (text_field, *KNOWN) if name in table.schema_arrow.names]
            for batch in table.iter_batches(_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield _row_item(row, text_field, str(path), number)
    except pa.ArrowException as error:
        yield Reject(str(path), number + 1, f"not Parquet that can be read: {error}")


def parquet_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a Parquet file that was written by ``vnnews extract``."""
    try:
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise missing("pyarrow", "arrow", "a .parquet file") from error
    with parquet.ParquetFile(path) as table:
        for batch in table.iter_batches(_ROWS):
            yield from batch.to_pylist()


def _row_item(row: dict[Any, Any], text_field: str, path: str, number: int) -> Item | Reject:
    text = row.get(text_field)
    if not isinstance(text, str):
        reason = f'"{text_field}" is missing' if text is None else f'"{text_field}" is no string'
        return Reject(path, number, reason, without_surrogates(str(row))[:_RAW])
    if not text.isascii() and any("\udc80" <= c <= "\udcff" for c in text):
        return Reject(path, number, "not UTF-8", without_surrogates(text)[:_RAW])
    known = {key: without_surrogates(str(row[key])) for key in KNOWN if row.get(key) not in (None, "")}
    return Item(text, **known, path=path, line=number, html=looks_like_html(text))


def archive_records(stream: io.BufferedReader, path: str) -> Iterator[Item | Reject]:
    """Yield the pages of a WARC file and the texts of a WET file, with their addresses."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415
    except ImportError as error:
        raise missing("fastwarc", "dumps", "a .warc or .wet file") from error
    kinds = WarcRecordType.response | WarcRecordType.conversion
    forward = Forward(stream)
    for number, record in enumerate(ArchiveIterator(forward, record_types=kinds, parse_http=True), 1):
        promised, data = record.content_length, record.reader.read()
        plain = record.record_type == WarcRecordType.conversion
        if len(data) < promised:
            reason = f"the record is cut: {len(data)} of {promised} bytes"
            yield Reject(path, number, reason, data.decode("utf-8", "backslashreplace")[:_RAW])
        elif plain or _is_page(record):
            yield _record_item(data, path, number, record.headers.get("WARC-Target-URI"), plain)
    if forward.broken:
        raise forward.broken


def _is_page(record: Any) -> bool:
    told = record.http_content_type
    return told is None or told in ("text/html", "application/xhtml+xml", "text/plain")


def _record_item(data: bytes, path: str, number: int, url: str | None, plain: bool) -> Item | Reject:
    try:
        found = decode_html(data)
    except UndecodableError as error:
        return Reject(path, number, str(error), data.decode("utf-8", "backslashreplace")[:_RAW])
    html = not plain and looks_like_html(found.text)
    return Item(found.text, url, url, None, path, number, html, found.encoding if found.legacy else None)
