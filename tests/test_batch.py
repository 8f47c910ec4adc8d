"""Inputs → items → JSON Lines: nothing lost, nothing doubled, every reject named with its place."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vnnews import Extractor
from vnnews.batch.dump import CHUNK, part_path, rejects_path, run_to_file
from vnnews.batch.items import Item, Reject
from vnnews.batch.readers import read_inputs
from vnnews.batch.run import Summary, run
from vnnews.records import Article

TEXT = "Sáng ngày 13/7/2018, UBND phường Ngọc Thụy họp. Phường có 38 tổ dân phố."


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A JSON Lines file with a good line, a bad one, a blank one and a good one."""
    path = tmp_path / "dump.jsonl"
    rows = [json.dumps({"id": "a", "text": TEXT}), '{"id": "b"}', "", json.dumps({"id": "c", "text": TEXT})]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def _one(path: Path, **options: Any) -> Item | Reject:
    (found,) = read_inputs([path], **options)
    return found


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "x"}', '"text" is missing'),
        (b'{"text": null}', '"text" is missing'),
        (b'{"text": 5}', '"text" is a number, not a string'),
        (b'{"text": ["a"]}', '"text" is a list, not a string'),
        (b'{"text": "a", "id": 7.5}', '"id" is a number, not a string'),
        (b'{"text": 7}', '"text" is a number, not a string'),
        (b'{"text": "a", "url": {}}', '"url" is an object, not a string'),
        (b'{"text": "a", "published_at": true}', '"published_at" is true or false, not a string'),
        (b'{"text": ', "not JSON: Expecting value at character 9"),
        (b"[1]", "a JSON object is expected, not a list"),
        (b"null", "a JSON object is expected, not null"),
        (b"12", "a JSON object is expected, not a number"),
        (b"[" * 100_000, "not JSON that can be read: nested too deeply"),
        (b'{"text": "\xff"}', "byte 10 is not UTF-8, which JSON Lines are written in"),
    ],
)
def test_a_line_without_an_article_is_a_reject_at_its_place(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(b'{"text": "one"}\n\n' + line + b'\n{"text": "two"}\n')
    first, reject, last = read_inputs([path])
    assert isinstance(first, Item) and isinstance(last, Item) and isinstance(reject, Reject)
    assert (first.text, first.line, last.text, last.line) == ("one", 1, "two", 4)
    assert str(reject).startswith(f"{path}:3: {reason}")
    assert reject.raw == line.decode("utf-8", "backslashreplace")


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ('{"text": "a"}', Item("a")),
        ('{"text": ""}', Item("")),
        ('\ufeff{"text": "a"}\r', Item("a")),
        ('  {"text": "a", "id": null, "other": [1]}', Item("a")),
        ('{"text": "a", "id": "i", "url": "u", "published_at": "2018"}', Item("a", "i", "u", "2018")),
        ('{"text": "a\\ud800", "id": "\\ud800", "url": "\\udfff"}', Item("a\ud800", "\ufffd", "\ufffd")),
        ('{"text": "a\u2028b"}', Item("a\u2028b")),  # a line separator within a string is no end of line
        ('{"text": "a", "n": ' + "9" * 5000 + "}", Item("a")),
    ],
)
def test_a_line_with_an_article_is_an_item(tmp_path: Path, line: str, item: Item) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(line, encoding="utf-8", newline="")
    found = _one(path)
    assert isinstance(found, Item)
    assert (found.text, found.id, found.url, found.published_at) == (item.text, item.id, item.url, item.published_at)
    assert (found.path, found.line) == (str(path), 1)


def test_the_text_may_stand_in_another_field(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text('{"body": "a"}\n{"text": "a"}\n', encoding="utf-8")
    item, reject = read_inputs([path], text_field="body")
    assert isinstance(item, Item) and item.text == "a"
    assert isinstance(reject, Reject) and reject.reason == '"body" is missing'


@pytest.mark.parametrize(
    ("name", "data", "expect"),
    [
        ("a.txt", "Họp.\r\nHết.".encode(), Item("Họp.\r\nHết.", "a")),
        ("a.txt", b"\xef\xbb\xbfabc", Item("abc", "a")),
        ("a.txt", b"", Item("", "a")),
        ("a.b.txt", b"x", Item("x", "a.b")),
        ("article", b"x", Item("x", "article")),
        ("A1/text.txt", b"x", Item("x", "A1")),
        ("A1/article.txt", b"x", Item("x", "A1")),
        ("a.txt", b"ab\xff", "byte 2 is not UTF-8, and the words are Vietnamese in none of UTF-16, TCVN3"),
        ("a.txt", b"\xef\xbb\xbfab\xff", "not utf-8, though it begins so: byte 5"),
        ("a.txt", "Họp".encode("utf-16"), Item("Họp", id="a")),
        ("a.txt", None, "no such file or folder"),
        ("a.jsonl", None, "no such file or folder"),
    ],
)
def test_a_text_file_is_one_article(tmp_path: Path, name: str, data: bytes | None, expect: Item | str) -> None:
    path = tmp_path / name
    if data is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    found = _one(path)
    if isinstance(expect, Item):
        assert isinstance(found, Item)
        assert (found.text, found.id, found.path, found.line) == (expect.text, expect.id, str(path), None)
    else:
        assert isinstance(found, Reject)
        assert str(found).startswith(f"{path}: {expect}")


def test_a_folder_gives_its_articles_sorted_and_named_by_their_place(tmp_path: Path) -> None:
    for name in ("b.txt", "a/text.txt", "a/z/article.txt", "a/2.TXT", ".git/x.txt", ".x.txt", "c.html", "text.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "a" / "d.jsonl").write_text('{"text": "x", "id": "line"}\n{"text": "x"}\n', encoding="utf-8")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = list(read_inputs([tmp_path]))
    assert all(isinstance(item, Item) for item in found)
    assert [item.id for item in found if isinstance(item, Item)] == [
        "a/2", "line", None, "a", "a/z", "b", "c", tmp_path.name,
    ]  # fmt: skip


def test_a_folder_leaves_out_what_is_written_into_it(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("x", encoding="utf-8")
    (tmp_path / "out.jsonl").write_text('{"text": "x"}', encoding="utf-8")
    (item,) = read_inputs([tmp_path], skip=[tmp_path / "out.jsonl"])
    assert item.path == str(tmp_path / "in.txt")


@pytest.mark.parametrize("name", ["x.pdf", ".hidden.txt", "out.jsonl"])
def test_a_folder_without_articles_is_a_reject(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}", encoding="utf-8")
    (found,) = read_inputs([tmp_path], skip=[tmp_path / "out.jsonl"])
    assert str(found) == f"{tmp_path}: no .txt, .html, .jsonl or other file of articles in it"


@pytest.mark.parametrize(
    ("data", "expect"),
    [
        ("Họp.", [("Họp.", None)]),
        ("", [("", None)]),
        ("\n\nHọp {\n", [("\n\nHọp {\n", None)]),
        ('\ufeff \n{"text": "a"}\n{"text": "b"}\n', [("a", 2), ("b", 3)]),
    ],
)
def test_standard_input_is_an_article_or_json_lines(
    monkeypatch: pytest.MonkeyPatch, data: str, expect: list[tuple[str, int | None]]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    found = [item for item in read_inputs(["-"]) if isinstance(item, Item)]
    assert [(item.text, item.line) for item in found] == expect
    assert {(item.path, item.id) for item in found} == {("-", None)}


def test_json_lines_are_read_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b'{"text": "a"}\n'

    class Stdin:
        buffer = Endless()

    monkeypatch.setattr(sys, "stdin", Stdin())
    items = read_inputs(["-"])
    assert [next(items).line for _ in range(3)] == [1, 2, 3]


def _ran(items: list[Item | Reject], extractor: Extractor, **options: Any) -> tuple[Summary, list[Any], list[Reject]]:
    out, rejects = io.BytesIO(), list[Reject]()
    summary = run(items, extractor, out, rejects.append, **options)
    return summary, [json.loads(line) for line in out.getvalue().decode().splitlines()], rejects


def test_records_keep_the_order_and_tell_their_source(extractor: Extractor, lines: Path) -> None:
    summary, records, rejects = _ran(list(read_inputs([lines])), extractor)
    assert summary == Summary(articles=2, rejects=1)
    assert [record["id"] for record in records] == ["a", "c"]
    assert [record["source"] for record in records] == [
        {"path": str(lines), "line": number, "url": None} for number in (1, 4)
    ]
    assert [str(reject) for reject in rejects] == [f'{lines}:2: "text" is missing']


def test_what_is_known_of_an_item_reaches_its_record(extractor: Extractor) -> None:
    item = Item("Sáng 23/7, phường họp.", "x", "https://ngocthuy.longbien.hanoi.gov.vn/a", "2018-07-25")
    _, (record,), _ = _ran([item], extractor)
    assert record["dates"][0]["value"] == "2018-07-23TMO"
    assert record["source"] == {"path": None, "line": None, "url": item.url}
    assert (record["id"], record["published_at"]) == ("x", "2018-07-25")


def test_without_text_the_items_keep_theirs(extractor: Extractor) -> None:
    _, (record,), _ = _ran([Item(TEXT)], extractor, no_text=True)
    assert record["text"] is None
    assert record["statistics"][0]["text"] == "38 tổ dân phố"
    assert Article.model_validate(record).text is None


def test_a_text_stream_gets_the_same_lines(extractor: Extractor) -> None:
    binary, text = io.BytesIO(), io.StringIO()
    for out in (binary, text):
        run([Item(TEXT), Item("a\ud800")], extractor, out, print)
    assert binary.getvalue().decode() == text.getvalue()
    assert text.getvalue().count("\n") == 2


def test_a_fault_at_one_article_leaves_the_others(extractor: Extractor) -> None:
    class Faulty(Extractor):
        def extract(self, text: str, **known: Any) -> Article:
            if text == "bad":
                raise IndexError("beyond")
            return extractor.extract(text, **known)

    items: list[Item | Reject] = [Item("a"), Item("bad", path="dump.jsonl", line=2), Item("b")]
    summary, records, (reject,) = _ran(items, Faulty())
    assert summary == Summary(2, 1)
    assert [record["text"] for record in records] == ["a", "b"]
    assert str(reject).startswith("dump.jsonl:2: no record: IndexError: beyond")
    assert reject.raw == "bad"


def test_a_file_appears_whole_and_its_rejects_beside_it(tmp_path: Path, extractor: Extractor, lines: Path) -> None:
    out = tmp_path / "records.jsonl"
    seen = []

    def items() -> Iterator[Item | Reject]:
        for item in read_inputs([lines]):
            seen.append((out.exists(), part_path(out).exists()))
            yield item

    summary = run_to_file(items(), extractor, out, lambda _: None)
    assert summary == Summary(2, 1)
    assert seen == [(False, True)] * 3
    assert not part_path(out).exists()
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["a", "c"]
    assert [json.loads(line) for line in rejects_path(out).read_text(encoding="utf-8").splitlines()] == [
        {"path": str(lines), "line": 2, "reason": '"text" is missing', "input": '{"id": "b"}'}
    ]
    run_to_file([Item(TEXT)], extractor, out, print)
    assert not rejects_path(out).exists(), "the rejects of the earlier run are gone"


def test_an_earlier_output_stays_until_the_new_one_is_whole(tmp_path: Path, extractor: Extractor) -> None:
    out = tmp_path / "records.jsonl"
    out.write_text("earlier", encoding="utf-8")

    def items() -> Iterator[Item]:
        yield from [Item(TEXT)] * (CHUNK + 1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_to_file(items(), extractor, out, print)
    assert out.read_text(encoding="utf-8") == "earlier"
    assert len(part_path(out).read_text(encoding="utf-8").splitlines()) == CHUNK


def test_a_device_is_written_as_it_is(extractor: Extractor) -> None:
    null = Path("/dev/null")
    reject = Reject("x", None, "missing")
    assert run_to_file([Item(TEXT), reject], extractor, null, lambda _: None) == Summary(1, 1)
    assert null.is_char_device()
    assert not rejects_path(null).exists()


def test_an_article_numbered_by_its_dump_keeps_its_number(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(b'{"text": "one", "id": 7}\n{"text": "two", "id": 12345678901234567890}\n')
    assert [item.id for item in read_inputs([path]) if isinstance(item, Item)] == ["7", "12345678901234567890"]
