"""Items → a file of records, by several processes, whole or not at all, to be gone on with after a kill.

Records are written in order to a part file beside the output; a journal tells after each hundred articles how far it
is good. ``resume`` cuts the part file back to what the journal vouches for, reads the input again and goes on behind
it, so nothing is lost and nothing doubled. The output appears under its own name when it is complete.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, NamedTuple

from vnnews.batch.items import Item, Reject
from vnnews.batch.packing import check, finish, pack
from vnnews.batch.replacing import replacing
from vnnews.batch.run import Summary, record_line, run
from vnnews.extractor import Extractor
from vnnews.parallel import in_order
from vnnews.text.source import without_surrogates
from vnnews.version import __version__

PART = 5_000  # articles in a file of a folder
CHUNK = 100  # articles between two lines of the journal, and in one member or frame of a compressed output
Chunk = Sequence[Item | Reject]


class OtherJobError(ValueError):
    """What is to be gone on with was begun with other inputs or options."""


class How(NamedTuple):
    """How a file of records is made.

    ``no_text`` leaves the records' ``text`` null; ``workers`` are processes; ``resume`` goes on from the part file of a
    run that was stopped, if there is one; ``job`` is what must be the same then, see :func:`job_of`.
    """

    no_text: bool = False
    workers: int = 1
    resume: bool = False
    job: Mapping[str, object] = MappingProxyType({})

    def described(self) -> str:
        """Return, as a line, what must be the same for a run to be gone on with."""
        return json.dumps({"vnnews": __version__, "no_text": self.no_text, **self.job}, sort_keys=True)


class Done(NamedTuple):
    """What became of a chunk: its records as they go to the file, how many they are, and what gave none."""

    data: bytes
    articles: int
    rejects: tuple[Reject, ...]


class _State(NamedTuple):
    """How far a part file is good: chunks of the input read, articles and rejects in them, sizes in bytes."""

    chunks: int = 0
    articles: int = 0
    rejects: int = 0
    size: int = 0
    rejects_size: int = 0


def run_to_file(
    items: Iterable[Item | Reject],
    extractor: Extractor,
    path: Path,
    rejects: Callable[[Reject], object],
    how: How | None = None,
    advance: Callable[[int], object] = lambda _: None,
) -> Summary:
    """Write the records of items into a file, and the rejects to :func:`rejects_path` when there are any.

    The file is Parquet where its name says so (the nested shape of :func:`vnnews.arrow.schema`), else JSON Lines.
    A name that ends in ``.gz`` or ``.zst`` is compressed. The bytes are the same for any number of workers. ``advance``
    is called with the number of articles of each hundred. The rejects of an earlier run are removed. A path that is no
    regular file, such as ``/dev/null``, is written directly and has no file of rejects. Raises ``OSError`` when a file
    cannot be written and ``OtherJobError``.
    """
    how = how or How()
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            return run(items, extractor, out, rejects, no_text=how.no_text)
    check(path)
    state = _begun(path, how)
    prepare = functools.partial(_prepare, extractor, how.no_text, path)
    with _Appended(part_path(path), state.size) as out, _Appended(rejects_path(path), state.rejects_size) as kept:
        todo = islice(chunks(items), state.chunks, None)
        with journal_path(path).open("a", encoding="utf-8") as told:
            for done in in_order(todo, extract_chunk, how.workers, prepare):
                out.write(done.data)
                for reject in done.rejects:
                    kept.write(_reject_line(reject))
                    rejects(reject)
                state = _State(
                    state.chunks + 1, state.articles + done.articles, state.rejects + len(done.rejects),
                    out.size, kept.size,
                )  # fmt: skip
                told.write(json.dumps(state._asdict()) + "\n")
                told.flush()
                advance(done.articles + len(done.rejects))
        out.sync()
    finish(part_path(path), path)
    journal_path(path).unlink()
    return Summary(state.articles, state.rejects)


def run_to_stream(
    items: Iterable[Item | Reject], extractor: Extractor, write: Callable[[bytes], object],
    rejects: Callable[[Reject], object], how: How,
) -> Summary:  # fmt: skip
    """Hand the records of items to ``write`` as JSON Lines, by several processes."""
    articles = rejected = 0
    prepare = functools.partial(_prepare, extractor, how.no_text, Path())
    for done in in_order(chunks(items), extract_chunk, how.workers, prepare):
        write(done.data)
        for reject in done.rejects:
            rejects(reject)
        articles, rejected = articles + done.articles, rejected + len(done.rejects)
    return Summary(articles, rejected)


def run_to_folder(
    items: Iterable[Item | Reject],
    extractor: Extractor,
    folder: Path,
    rejects: Callable[[Reject], object],
    how: How | None = None,
    advance: Callable[[int], object] = lambda _: None,
) -> Summary:
    """Write the records of items into a folder, :data:`PART` articles to a file ``part-00000.jsonl``, as above.

    ``resume`` leaves the parts that are whole. A file ``_SUCCESS`` tells that the last part was written.
    """
    how = how or How()
    folder.mkdir(exist_ok=True)
    told, done = folder / "_job.json", folder / "_SUCCESS"
    described = how.described()
    if not how.resume or not told.exists():
        for old in (*folder.glob("part-*"), done):
            old.unlink(missing_ok=True)
        _write_atomically(told, described)
    elif told.read_text(encoding="utf-8") != described:
        raise OtherJobError(f"{folder} was begun with other inputs or options; without --resume it is begun anew")
    articles = rejected = 0
    for number, part in enumerate(_parts(items)):
        path = folder / f"part-{number:05}.jsonl"
        if path.exists():
            summary = Summary(_lines(path), _lines(rejects_path(path)))
            advance(sum(1 for _ in part))
        else:
            summary = run_to_file(part, extractor, path, rejects, how, advance)
        articles, rejected = articles + summary.articles, rejected + summary.rejects
    done.touch()
    return Summary(articles, rejected)


def _parts(items: Iterable[Item | Reject]) -> Iterator[Iterator[Item | Reject]]:
    items = iter(items)
    for first in items:
        part = chain((first,), islice(items, PART - 1))
        yield part
        for _ in part:  # what the caller left
            pass


def _lines(path: Path) -> int:
    if not path.exists():
        return 0
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


def _begun(path: Path, how: How) -> _State:
    """Return from where to go on; a run from the beginning leaves nothing of an earlier one."""
    described = how.described()
    state = _resumed(path, described) if how.resume else _State()
    if not state.chunks:
        part_path(path).write_bytes(b"")
        _write_atomically(journal_path(path), described + "\n")
        rejects_path(path).unlink(missing_ok=True)
    return state


def part_path(path: Path) -> Path:
    """Return where the records of an output file are until it is whole.

    >>> part_path(Path("records.jsonl")).name
    'records.jsonl.part'
    """
    return path.with_name(path.name + ".part")


def journal_path(path: Path) -> Path:
    """Return where it is told how far the part file is good.

    >>> journal_path(Path("records.jsonl")).name
    'records.jsonl.part.journal'
    """
    return path.with_name(path.name + ".part.journal")


def rejects_path(path: Path) -> Path:
    """Return where the rejects of an output file go.

    >>> [rejects_path(Path(name)).name for name in ("records.jsonl", "records.jsonl.gz")]
    ['records.rejects.jsonl', 'records.rejects.jsonl']
    """
    stem = Path(path.stem) if path.suffix.lower() in (".gz", ".zst", ".zstd") else path
    return path.with_name(stem.stem + ".rejects.jsonl")


def chunks(items: Iterable[Item | Reject]) -> Iterator[Chunk]:
    """Yield the items in lists of :data:`CHUNK`, the last one shorter."""
    items = iter(items)
    while chunk := list(islice(items, CHUNK)):
        yield chunk


class _Worker(NamedTuple):
    extractor: Extractor
    no_text: bool
    path: Path


_worker: list[_Worker] = []  # of this process


def _prepare(extractor: Extractor, no_text: bool, path: Path) -> None:
    extractor.extract("")  # compiles the lexicon
    _worker[:] = [_Worker(extractor, no_text, path)]


def extract_chunk(chunk: Chunk) -> Done:
    """Return the records of a chunk, compressed as the output's name asks."""
    (worker,) = _worker
    lines: list[str] = []
    rejects: list[Reject] = []
    for item in chunk:
        line = item if isinstance(item, Reject) else record_line(item, worker.extractor, worker.no_text)
        if isinstance(line, Reject):
            rejects.append(line)
        else:
            lines.append(line)
    return Done(pack(lines, worker.path), len(lines), tuple(rejects))


def _reject_line(reject: Reject) -> bytes:
    row = {"path": reject.path, "line": reject.line, "reason": reject.reason, "input": reject.raw}
    return (without_surrogates(json.dumps(row, ensure_ascii=False)) + "\n").encode("utf-8")


class _Appended:
    """A file written from an offset on, what stood behind it cut off; it exists only when it holds something."""

    def __init__(self, path: Path, size: int) -> None:
        self._path, self.size = path, size
        self._out: IO[bytes] | None = None

    def __enter__(self) -> _Appended:
        if self.size or self._path.exists():
            self._open()
        return self

    def __exit__(self, *_: object) -> None:
        if self._out:
            with contextlib.suppress(OSError):  # what is left in the buffer of a full disk
                self._out.close()
            if not self.size and self._path.name.endswith(".rejects.jsonl"):
                self._path.unlink()

    def write(self, data: bytes) -> None:
        """Write and flush."""
        out = self._out or self._open()
        try:
            out.write(data)
            out.flush()
        except OSError as error:  # a full disk: what the journal vouches for is there
            raise OSError(error.errno, error.strerror, str(self._path)) from error
        self.size += len(data)

    def sync(self) -> None:
        """Have the disk hold it; an output without records is an empty file."""
        out = self._out or self._open()
        os.fsync(out.fileno())

    def _open(self) -> IO[bytes]:
        self._out = self._path.open("r+b" if self._path.exists() else "w+b")
        self._out.truncate(self.size)
        self._out.seek(self.size)
        return self._out


def _resumed(path: Path, described: str) -> _State:
    """Return how far the part file of a stopped run is good."""
    journal, part = journal_path(path), part_path(path)
    if not journal.exists() or not part.exists():
        return _State()
    head, *lines = journal.read_text(encoding="utf-8").split("\n")[:-1] or [""]  # a last line may be cut
    if head != described:
        raise OtherJobError(f"{part} was begun with other inputs or options; without --resume it is begun anew")
    sizes = part.stat().st_size, rejects_path(path).stat().st_size if rejects_path(path).exists() else 0
    good = [_State()]
    for line in lines:
        told = _State(**json.loads(line))
        if told.size > sizes[0] or told.rejects_size > sizes[1]:
            break
        good.append(told)
    _write_atomically(journal, "".join(line + "\n" for line in (head, *lines[: len(good) - 1])))
    return good[-1]


def _write_atomically(path: Path, text: str) -> None:
    with replacing(path) as made:
        made.write_text(text, encoding="utf-8")


def job_of(inputs: Sequence[str], options: Mapping[str, Any]) -> dict[str, object]:
    """Return what tells one run from another: the inputs with their sizes and times, and the options."""
    return {"inputs": [_told(Path(name)) for name in inputs], **options}


def _told(path: Path) -> list[object]:
    if not path.is_file():
        return [str(path)]
    status = path.stat()
    return [str(path), status.st_size, status.st_mtime_ns]
