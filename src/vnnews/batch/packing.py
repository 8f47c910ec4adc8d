"""Records as the bytes of an output file, piece by piece, so that a file can be gone on with at any piece."""

from __future__ import annotations

import gzip
import io
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vnnews.arrow import row_of, schema
from vnnews.batch.items import missing
from vnnews.batch.replacing import replacing
from vnnews.batch.streams import GZIP, ZSTD, zstandard
from vnnews.records import Article

_LEVEL = 6  # of gzip
_PARQUET = ".parquet"
_SIZE = struct.Struct("<Q")  # of a piece in a part file that becomes Parquet
_GROUP = 10  # pieces in a row group


def pack(lines: Sequence[str], path: Path) -> bytes:
    """Return records (a line of JSON each) as a piece of the file that ``path`` names.

    JSON Lines, compressed as a member or frame of its own where the name ends in ``.gz`` or ``.zst``; for Parquet an
    Arrow stream that :func:`finish` turns into a row group.
    """
    if not lines:
        return b""
    if path.suffix.lower() == _PARQUET:
        return _arrow_piece(lines)
    data = "".join(line + "\n" for line in lines).encode("utf-8")
    suffix = path.suffix.lower()
    if suffix == GZIP:
        return gzip.compress(data, _LEVEL, mtime=0)
    if suffix in ZSTD:
        packed: bytes = zstandard().ZstdCompressor().compress(data)
        return packed
    return data


def check(path: Path) -> None:
    """Raise ``MissingExtraError`` when the packages that an output needs are not there."""
    if path.suffix.lower() == _PARQUET:
        _pyarrow()
    elif path.suffix.lower() in ZSTD:
        zstandard()


def finish(part: Path, path: Path) -> None:
    """Give a whole part file its name, as Parquet where the name asks for it."""
    if path.suffix.lower() != _PARQUET:
        part.replace(path)
        return
    from pyarrow import parquet  # noqa: PLC0415

    with replacing(path) as made, parquet.ParquetWriter(made, schema(), compression="zstd") as writer:
        batches: list[Any] = []
        for number, batch in enumerate(_batches(part), 1):
            batches.append(batch)
            if number % _GROUP == 0:
                writer.write_table(_pyarrow().Table.from_batches(batches))
                batches.clear()
        if batches:
            writer.write_table(_pyarrow().Table.from_batches(batches))
    part.unlink()


def _arrow_piece(lines: Sequence[str]) -> bytes:
    arrow = _pyarrow()
    rows = [row_of(Article.model_validate_json(line)) for line in lines]
    sink = io.BytesIO()
    with arrow.ipc.new_stream(sink, schema()) as stream:
        stream.write_batch(arrow.RecordBatch.from_pylist(rows, schema=schema()))
    piece = sink.getvalue()
    return _SIZE.pack(len(piece)) + piece


def _batches(part: Path) -> Iterator[Any]:
    with part.open("rb") as pieces:
        while size := pieces.read(_SIZE.size):
            yield from _pyarrow().ipc.open_stream(pieces.read(*_SIZE.unpack(size)))


def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: PLC0415
        import pyarrow.ipc  # noqa: PLC0415
    except ImportError as error:
        raise missing("pyarrow", "arrow", "a .parquet file") from error
    return pyarrow
