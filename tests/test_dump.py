"""Dumps of every format, by any number of processes, stopped and gone on with: nothing lost, nothing doubled."""

from __future__ import annotations

import csv
import gzip
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

import vnnews
from vnnews.arrow import NOT_EXTRACTED, extract_batches, schema, to_arrow
from vnnews.batch.dump import (
    CHUNK,
    How,
    OtherJobError,
    job_of,
    journal_path,
    part_path,
    rejects_path,
    run_to_file,
    run_to_folder,
)
from vnnews.batch.items import Item, Reject
from vnnews.batch.readers import read_inputs
from vnnews.batch.run import Summary
from vnnews.records import Article

TEXTS = [f"Sáng ngày {n % 28 + 1}/7/2018, UBND phường Ngọc Thụy họp. Phường có {n} tổ dân phố." for n in range(1, 251)]
LINES = "".join(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(TEXTS))
OUTPUTS = ("records.jsonl", "records.jsonl.gz", "records.jsonl.zst", "records.parquet")


@pytest.fixture(scope="module")
def extractor() -> vnnews.Extractor:
    return vnnews.Extractor()


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.jsonl"
    path.write_text(LINES.replace('{"id": "7"', '{"id": 7.5'), encoding="utf-8")
    return path


def _items(*paths: Path) -> Iterator[Item | Reject]:
    return read_inputs(paths)


def _quiet(_: Reject) -> None:
    pass


@pytest.mark.parametrize("name", OUTPUTS)
def test_workers_write_the_bytes_of_one(tmp_path: Path, dump: Path, extractor: vnnews.Extractor, name: str) -> None:
    written = []
    for workers in (1, 2, 3):
        out = tmp_path / str(workers) / name
        out.parent.mkdir()
        assert run_to_file(_items(dump), extractor, out, _quiet, How(workers=workers)) == Summary(249, 1)
        written.append((out.read_bytes(), rejects_path(out).read_bytes()))
        assert sorted(path.name for path in out.parent.iterdir()) == sorted([name, rejects_path(out).name])
    assert written[0] == written[1] == written[2]


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("stop", [0, 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7])
def test_a_stopped_run_goes_on_to_the_same_bytes(
    tmp_path: Path, dump: Path, extractor: vnnews.Extractor, name: str, stop: int
) -> None:
    whole, out = tmp_path / "whole" / name, tmp_path / name
    whole.parent.mkdir()
    run_to_file(_items(dump), extractor, whole, _quiet)

    def stopped() -> Iterator[Item | Reject]:
        for number, item in enumerate(_items(dump)):
            if number == stop:
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt):
        run_to_file(stopped(), extractor, out, _quiet)
    with part_path(out).open("ab") as part, journal_path(out).open("a", encoding="utf-8") as journal:
        part.write(b"half of a record that no line of the journal vouches for")
        journal.write('{"chunks": 9, "art')
    assert run_to_file(_items(dump), extractor, out, _quiet, How(resume=True, workers=2)) == Summary(249, 1)
    assert out.read_bytes() == whole.read_bytes()
    assert rejects_path(out).read_bytes() == rejects_path(whole).read_bytes()
    assert not part_path(out).exists()
    assert not journal_path(out).exists()


def test_a_killed_command_goes_on_to_the_same_bytes(tmp_path: Path, dump: Path) -> None:
    command = [sys.executable, "-m", "vnnews.cli", "extract", str(dump), "--workers", "2", "-o"]
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert subprocess.run([*command, str(whole)], capture_output=True, check=False).returncode == 1
    for _ in range(3):
        process = subprocess.Popen([*command, str(out), "--resume"], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if journal_path(out).exists() and journal_path(out).read_text(encoding="utf-8").count("\n") > 1:
                break
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = subprocess.run([*command, str(out), "--resume"], capture_output=True, text=True, check=False)
    assert done.returncode == 1, "an article was rejected"
    assert out.read_bytes() == whole.read_bytes()


def test_a_folder_takes_parts_and_goes_on_with_them(
    tmp_path: Path, dump: Path, extractor: vnnews.Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vnnews.batch.dump.PART", 80)
    whole, out, file = tmp_path / "whole", tmp_path / "parts", tmp_path / "records.jsonl"
    run_to_file(_items(dump), extractor, file, _quiet)
    assert run_to_folder(_items(dump), extractor, whole, _quiet, How(workers=2)) == Summary(249, 1)
    parts = sorted(whole.glob("part-*[0-9].jsonl"))
    assert [len(part.read_bytes().splitlines()) for part in parts] == [79, 80, 80, 10]
    assert b"".join(part.read_bytes() for part in parts) == file.read_bytes()

    def stopped() -> Iterator[Item | Reject]:
        yield from islice(_items(dump), 190)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_to_folder(stopped(), extractor, out, _quiet)
    assert not (out / "_SUCCESS").exists()
    assert run_to_folder(_items(dump), extractor, out, _quiet, How(resume=True)) == Summary(249, 1)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == {p.name: p.read_bytes() for p in whole.iterdir()}
    with pytest.raises(OtherJobError):
        run_to_folder(_items(dump), extractor, out, _quiet, How(resume=True, no_text=True))


def test_a_full_disk_is_told_and_gone_on_with(tmp_path: Path, dump: Path) -> None:
    command = f"{sys.executable} -m vnnews.cli extract {dump} -o {tmp_path}"
    assert subprocess.run(f"{command}/whole.jsonl", shell=True, capture_output=True, check=False).returncode == 1
    limited = f"ulimit -f 250; {command}/out.jsonl"  # blocks of 1024 bytes: no file grows beyond
    done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"{tmp_path}/out.jsonl.part: File too large" in done.stderr
    assert "go on with --resume" in done.stderr
    again = subprocess.run(f"{command}/out.jsonl --resume", shell=True, capture_output=True, check=False)
    assert again.returncode == 1
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_other_inputs_or_options_are_not_gone_on_with(tmp_path: Path, dump: Path, extractor: vnnews.Extractor) -> None:
    out = tmp_path / "records.jsonl"

    def stopped() -> Iterator[Item | Reject]:
        yield from [Item("a")] * CHUNK
        raise KeyboardInterrupt

    first = How(job=job_of([str(dump)], {"text_field": "text"}))
    with pytest.raises(KeyboardInterrupt):
        run_to_file(stopped(), extractor, out, _quiet, first)
    dump.write_text("{}", encoding="utf-8")
    other = How(resume=True, job=job_of([str(dump)], {"text_field": "text"}))
    with pytest.raises(OtherJobError, match="other inputs or options"):
        run_to_file(_items(dump), extractor, out, _quiet, other)
    assert run_to_file(_items(dump), extractor, out, _quiet, other._replace(resume=False)).articles == 0


def _compressed(data: bytes, name: str) -> bytes:
    return gzip.compress(data) if name.endswith(".gz") else zstandard.compress(data) if name.endswith(".zst") else data


def _warc(*bodies: bytes, kind: str = "response") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" if kind == "response" else b""
    records = b""
    for number, body in enumerate(bodies):
        block = head + body
        content = "application/http; msgtype=response" if head else "text/plain"
        records += (
            (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.gov.vn/{number}\r\n"
                f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
                f"Content-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
            ).encode()
            + block
            + b"\r\n\r\n"
        )
    return records


PAGE = b"<html><body><p>Ph\xc6\xb0\xe1\xbb\x9dng h\xe1\xbb\x8dp</p></body></html>"
TABLE = 'id,text\n1,"Phường họp,\nhai dòng"\n2,Xã họp\n'.encode()


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    ("name", "data", "texts"),
    [
        ("a.jsonl", b'{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        ("a.txt", "Phường".encode(), ["Phường"]),
        ("a.html", PAGE, [PAGE.decode()]),
        ("a.csv", TABLE, ["Phường họp,\nhai dòng", "Xã họp"]),
        ("a.warc", _warc(PAGE, b"<p>hai</p>"), [PAGE.decode(), "<p>hai</p>"]),
        ("a.wet", _warc("Phường".encode(), kind="conversion"), ["Phường"]),
    ],
)
def test_every_format_is_read_packed_and_not(
    tmp_path: Path, name: str, data: bytes, texts: list[str], packed: str
) -> None:
    path = tmp_path / (name + packed)
    path.write_bytes(_compressed(data, path.name))
    for found in (list(read_inputs([path])), list(read_inputs([tmp_path])), list(read_inputs([f"{tmp_path}/a.*"]))):
        assert [item.text for item in found if isinstance(item, Item)] == texts
        assert len(found) == len(texts)
    assert next(read_inputs([path])).path == str(path)


def test_parquet_and_csv_bring_what_is_known_of_an_article(tmp_path: Path) -> None:
    row = {"id": 12, "text": "Phường họp", "url": "https://a.vn", "published_at": "2020-01-02", "other": 1.5}
    parquet.write_table(pa.Table.from_pylist([row, row | {"id": None}]), tmp_path / "a.parquet")
    with (tmp_path / "b.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    first, second, third = (item for item in read_inputs([tmp_path]) if isinstance(item, Item))
    assert (first.id, first.url, first.published_at, first.line) == ("12", "https://a.vn", "2020-01-02", 1)
    assert (second.id, second.line) == (None, 2)
    assert (third.id, third.url, third.published_at) == ("12", "https://a.vn", "2020-01-02")


def _cut(data: bytes, name: str, tail: int) -> bytes:
    return _compressed(data, name)[:-tail]


MANY = b"".join(b'{"text": "%d %s"}\n' % (n, os.urandom(20).hex().encode()) for n in range(5000))
CORRUPT: list[tuple[str, bytes, int, str]] = [  # file, bytes, articles that must come all the same, reason
    ("a.jsonl.gz", _cut(MANY, ".gz", 2000), 4000, "end-of-stream"),
    ("a.jsonl.gz", b"no gzip", 0, "gzipped file"),
    ("a.jsonl.zst", _cut(MANY, ".zst", 20), 2000, "before the end of its last frame"),
    ("a.jsonl.zst", b"no frame at all", 0, "cannot be read"),
    ("a.jsonl.zst", zstandard.compress(b'{"text": "a"}\n') + b"junk behind it", 1, "cannot be read"),
    ("a.txt.gz", gzip.compress(b"Ph")[:-3], 0, "end-of-stream"),
    ("a.warc", _warc(PAGE, PAGE)[:-30], 1, "the record is cut"),
    ("a.warc.gz", gzip.compress(_warc(PAGE)) + gzip.compress(_warc(PAGE))[:-20], 1, "end-of-stream"),
    ("a.warc", b"no archive " * 20, 0, "Invalid WARC header"),
    ("a.parquet", b"PAR1 no table", 0, "not Parquet that can be read"),
    ("a.csv", b"id,body\n1,a\n", 0, 'no column "text"'),
    ("a.csv", b'id,text\n1,"a" b\n2,c\n', 1, "not CSV"),
    ("a.csv", b"id,text\n1\n2,c\n", 1, '"text" is missing'),
    ("a.csv", b"id,text\n1,\xff\n2,c\n", 1, "not UTF-8"),
    ("a.csv", b"", 0, 'no column "text"'),
]


@pytest.mark.parametrize(("name", "data", "least", "reason"), CORRUPT, ids=[f"{n}-{r}" for n, _, _, r in CORRUPT])
def test_a_damaged_file_is_named_and_what_it_holds_is_kept(
    tmp_path: Path, extractor: vnnews.Extractor, name: str, data: bytes, least: int, reason: str
) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    path.write_bytes(data)
    (tmp_path / "in" / "z.txt").write_text("Phường họp", encoding="utf-8")
    found = list(read_inputs([tmp_path / "in"]))
    items = [item for item in found if isinstance(item, Item)]
    rejects = [item for item in found if isinstance(item, Reject)]
    assert items[-1].text == "Phường họp", "the rest is done"
    assert len(items) - 1 >= least
    assert {reject.path for reject in rejects} == {str(path)}
    assert reason in rejects[-1].reason
    out = tmp_path / "out.jsonl"
    assert run_to_file(iter(found[-3:]), extractor, out, _quiet).rejects == len(rejects)
    kept = [json.loads(line) for line in rejects_path(out).read_text(encoding="utf-8").splitlines()]
    assert [row["reason"] for row in kept] == [reject.reason for reject in rejects]


def test_parquet_without_the_column_or_with_other_types_is_rejected(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"body": ["a"]}), tmp_path / "a.parquet")
    parquet.write_table(pa.table({"text": ["a", None, "b"]}), tmp_path / "b.parquet")
    parquet.write_table(pa.table({"text": [1]}), tmp_path / "c.parquet")
    found = [str(item) if isinstance(item, Reject) else item.text for item in read_inputs([tmp_path])]
    assert found == [
        f'{tmp_path}/a.parquet: no column "text"', "a", f'{tmp_path}/b.parquet:2: "text" is missing', "b",
        f'{tmp_path}/c.parquet:1: "text" is no string',
    ]  # fmt: skip


# Arrow ------------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """A dumped record with lists for tuples, and floats where Arrow has them."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


SAMPLES = sorted((Path(__file__).parents[1] / "data" / "samples").glob("*/text.txt"))


def test_batches_of_articles_become_batches_of_records() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    batches = [pa.record_batch({"text": texts[:5], "id": list("abcde")}), pa.record_batch({"text": texts[5:]})]
    found = list(extract_batches(iter(batches)))
    assert all(batch.schema == schema() for batch in found)
    rows = [row for batch in found for row in batch.to_pylist()]
    records = [vnnews.extract(t, id=i) for t, i in zip(texts, [*"abcde", *[None] * len(texts)], strict=False)]
    assert rows == [_plain(record.model_dump()) for record in records]
    assert [Article.model_validate(row) for row in rows] == records
    assert to_arrow(records).to_pylist() == rows


def test_a_row_without_a_text_keeps_its_place() -> None:
    (batch,) = extract_batches([pa.record_batch({"body": ["Xã họp.", None], "id": ["a", "b"]})], text_field="body")
    first, second = batch.to_pylist()
    assert (first["id"], first["text"]) == ("a", "Xã họp.")
    assert (second["id"], second["text"], second["warnings"][0]["code"]) == ("b", None, NOT_EXTRACTED)


def test_the_function_pickles_and_names_a_missing_column() -> None:
    assert pickle.loads(pickle.dumps(extract_batches)) is extract_batches
    with pytest.raises(KeyError, match="no column 'text' among body"):
        list(extract_batches([pa.record_batch({"body": ["a"]})]))


def test_a_parquet_output_holds_the_records(tmp_path: Path, extractor: vnnews.Extractor) -> None:
    out = tmp_path / "records.parquet"
    run_to_file((Item(text) for text in TEXTS), extractor, out, _quiet, How(workers=2))
    table = parquet.read_table(out)
    assert table.schema.equals(schema())
    assert table["text"].to_pylist() == TEXTS


# processes --------------------------------------------------------------------------------------------------------


def test_pipe_by_processes_is_pipe() -> None:
    items = [{"text": text, "id": str(n)} for n, text in enumerate(TEXTS)]
    assert list(vnnews.pipe(items, processes=2)) == list(vnnews.pipe(items))
    with pytest.raises(ValueError, match="at least 1"):
        vnnews.pipe([], processes=0)


def test_pipe_by_processes_reads_no_further_ahead_than_it_needs() -> None:
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield "Xã họp."

    records = vnnews.Extractor().pipe(endless(), processes=2)
    assert next(records).text == "Xã họp."
    assert read < 1000
    records.close()  # type: ignore[attr-defined]
