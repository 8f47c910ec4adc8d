"""Files as streams of bytes, decompressed by their names; what a damaged one raises."""

from __future__ import annotations

import gzip
import importlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from vnnews.batch.items import missing

GZIP, ZSTD = ".gz", (".zst", ".zstd")
_CHUNK = 1 << 16  # bytes


class DamagedError(OSError):
    """A compressed file that ends too early or is none."""


# what reading a stream of `opened` may raise
UNREADABLE = (OSError, EOFError, zlib.error)


def base_suffix(path: Path) -> str:
    """Return the suffix that tells a file's format, in small letters, without that of its compression.

    >>> base_suffix(Path("dump.JSONL.gz"))
    '.jsonl'
    """
    compressed = path.suffix.lower() in (GZIP, *ZSTD)
    return (Path(path.stem) if compressed else path).suffix.lower()


class Meter:
    """How many bytes of input files were read, as they lie on the disk."""

    def __init__(self) -> None:
        self.read = 0


class _Metered(io.FileIO):
    """A file that tells a meter what is read of it."""

    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path)
        self._meter = meter

    def readinto(self, buffer: Any) -> int:
        count = super().readinto(buffer) or 0
        self._meter.read += count
        return count


@contextmanager
def opened(path: Path, meter: Meter | None = None) -> Iterator[io.BufferedReader]:
    """Open a file to read its bytes, decompressed when its name ends in ``.gz``, ``.zst`` or ``.zstd``.

    Reading raises what :data:`UNREADABLE` names, after every byte that could be read.
    """
    suffix = path.suffix.lower()
    with io.BufferedReader(_Metered(path, meter or Meter()), _CHUNK) as file:
        if suffix == GZIP:
            with gzip.GzipFile(fileobj=file, mode="rb") as stream:
                yield cast("io.BufferedReader", stream)
        elif suffix in ZSTD:
            with io.BufferedReader(_Zstandard(file), _CHUNK) as frames:
                yield cast("io.BufferedReader", frames)
        else:
            yield cast("io.BufferedReader", file)


def zstandard() -> Any:
    """Return the zstandard package, or raise what says how to install it."""
    try:
        return importlib.import_module("zstandard")
    except ImportError as error:
        raise missing("zstandard", "dumps", "a .zst file") from error


class _Zstandard(io.RawIOBase):
    """A file of Zstandard frames: all that can be read, then an error where it ends inside one."""

    def __init__(self, file: IO[bytes]) -> None:
        self._library = zstandard()
        self._file = file
        self._frame: Any = None
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if not self._fill():
                return 0
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _fill(self) -> bool:
        """Decompress some more; whether there was any."""
        rest = self._frame.unused_data if self._frame is not None and self._frame.eof else b""
        packed = rest or self._file.read(_CHUNK)
        if not packed:
            if self._frame is not None and not self._frame.eof:
                raise DamagedError("compressed file ended before the end of its last frame")
            return False
        if self._frame is None or self._frame.eof:
            self._frame = self._library.ZstdDecompressor().decompressobj()
        try:
            self._ready = self._frame.decompress(packed)
        except self._library.ZstdError as error:
            raise DamagedError(str(error)) from error
        return True


class Forward(io.RawIOBase):
    """A stream for readers that look ahead: where it breaks off it only ends, and ``broken`` tells why.

    It counts what was read and skips forward where a reader seeks so.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._at = 0
        self.broken: Exception | None = None

    def readable(self) -> bool:
        """Whether bytes can be read: they can."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, nothing at the end or where the stream breaks off."""
        try:
            data = b"" if self.broken else self._stream.read1(len(buffer))
        except UNREADABLE as error:
            self.broken, data = error, b""
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Skip forward."""
        target = offset + (self._at if whence == io.SEEK_CUR else 0)
        if whence == io.SEEK_END or target < self._at:
            raise io.UnsupportedOperation("only forward")
        while self._at < target and self.read(min(_CHUNK, target - self._at)):
            pass
        return self._at
