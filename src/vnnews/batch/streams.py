"""Files as streams of bytes, decompressed by their names; what a damaged one raises."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import IO, Any

from vnnews.batch.items import missing

_GZIP, _ZSTD = ".gz", (".zst", ".zstd")
_CHUNK = 1 << 16  # bytes
_LEVEL = 6  # of gzip


class DamagedError(OSError):
    """A compressed file that ends too early or is none."""


# what reading a stream of `opened` may raise
UNREADABLE = (OSError, EOFError, zlib.error)


def base_suffix(path: Path) -> str:
    """Return the suffix that tells a file's format, in small letters, without that of its compression.

    >>> base_suffix(Path("dump.JSONL.gz"))
    '.jsonl'
    """
    compressed = path.suffix.lower() in (_GZIP, *_ZSTD)
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


def opened(path: Path, meter: Meter | None = None) -> IO[bytes]:
    """Open a file to read its bytes, decompressed when its name ends in ``.gz``, ``.zst`` or ``.zstd``.

    Reading raises what :data:`UNREADABLE` names, after every byte that could be read.
    """
    file = io.BufferedReader(_Metered(path, meter or Meter()), _CHUNK)
    suffix = path.suffix.lower()
    if suffix == _GZIP:
        return gzip.GzipFile(fileobj=file, mode="rb")  # type: ignore[return-value]
    if suffix in _ZSTD:
        return io.BufferedReader(_Zstandard(file), _CHUNK)
    return file


def compressed(data: bytes, path: Path) -> bytes:
    """Return bytes as a member or frame of their own, as the name of a file asks; members can follow each other."""
    suffix = path.suffix.lower()
    if suffix == _GZIP:
        return gzip.compress(data, _LEVEL, mtime=0)
    if suffix in _ZSTD:
        packed: bytes = _zstandard().ZstdCompressor().compress(data)
        return packed
    return data


def _zstandard() -> Any:
    try:
        import zstandard  # noqa: PLC0415
    except ImportError as error:
        raise missing("zstandard", "dumps", "a .zst file") from error
    return zstandard


class _Zstandard(io.RawIOBase):
    """A file of Zstandard frames: all that can be read, then an error where it ends inside one."""

    def __init__(self, file: IO[bytes]) -> None:
        self._library = _zstandard()
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

    def close(self) -> None:
        self._file.close()
        super().close()
