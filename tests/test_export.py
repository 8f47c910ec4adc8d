"""Records in the forms of other tools, and annotations back as gold; the tools themselves: tests/handoff."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import vnnews
from vnnews.batch.items import MissingExtraError
from vnnews.cli import main
from vnnews.export import conll
from vnnews.export.format import ExportError
from vnnews.export.formats import FORMATS, READERS, export
from vnnews.export.ftm import entities
from vnnews.export.labelstudio import configuration_path
from vnnews.export.offices import day_of, people, plain
from vnnews.export.popolo import popolo
from vnnews.export.spacy import pieces, to_docs
from vnnews.highlights import highlights, outermost
from vnnews.records import Article, Mention, Official, Statistic, Title

NEED_TEXT = ("labelstudio", "brat", "conll", "spacy")


def _written(out: Path) -> dict[str, bytes]:
    files = sorted(out.rglob("*")) if out.is_dir() else sorted(out.parent.glob(f"{out.stem}*"))
    return {str(file.relative_to(out.parent)): file.read_bytes() for file in files if file.is_file()}


# --- what all formats have in common


@pytest.mark.parametrize("kind", [name for name in FORMATS if name != "spacy"])
def test_what_is_written_depends_on_the_records_only(records: list[Article], tmp_path: Path, kind: str) -> None:
    once, again = tmp_path / "once" / "out", tmp_path / "again" / "out"
    for out in (once, again):
        out.parent.mkdir()
        counts = export(iter(records), kind, out)
        assert sum(counts.values()) > 0
    assert _written(once) == _written(again)
    assert all(b"\r" not in content for content in _written(once).values()), "Unix line ends"


@pytest.mark.parametrize("kind", NEED_TEXT)
def test_a_record_without_text_is_refused_where_text_is_needed(tmp_path: Path, kind: str) -> None:
    if kind == "spacy":
        pytest.importorskip("spacy")
    whole = vnnews.extract("Xã họp.", id="a1")
    with pytest.raises(ExportError, match=r"^record 2 \(a1\) has no text, which .* needs: extract without --no-text$"):
        export([whole, whole.model_copy(update={"text": None})], kind, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [], "nothing half written is left"


@pytest.mark.parametrize("kind", ["ftm", "popolo"])
def test_people_need_no_text(tmp_path: Path, kind: str) -> None:
    record = vnnews.extract("Ông Lê Văn Bá, Chủ tịch UBND xã, dự họp.").model_copy(update={"text": None})
    export([record], kind, tmp_path / "out.json")
    assert "Lê Văn Bá" in (tmp_path / "out.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["ftm", "popolo", "labelstudio", "conll"])
def test_a_file_is_replaced_only_by_a_whole_one(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    out.write_text("old", encoding="utf-8")

    def broken() -> Any:
        yield vnnews.extract("Xã họp.")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        export(broken(), kind, out)
    assert (out.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == ("old", [out])


def test_every_format_and_reader_is_a_module_of_one_shape() -> None:
    for name, form in FORMATS.items():
        module = importlib.import_module(f"vnnews.export.{name}")
        assert (module.FORMAT, form.write, form.name) == (form, module.write, name)
        assert form.about
    for name, read in READERS.items():
        assert read is importlib.import_module(f"vnnews.export.{name}").read


# --- CoNLL and spaCy


def test_tokens_can_be_put_back_on_the_text(records: list[Article]) -> None:
    for record in records:
        text = record.text or ""
        rebuilt, marks, tagged = list(text), [], None
        for sentence in conll.tagged(record, text):
            for token, start, end, tag in sentence:
                assert token == text[start:end]
                assert not any(character.isspace() for character in token)
                rebuilt[start:end] = [" "] * (end - start)
                if tag.startswith("B-"):
                    tagged = [tag[2:], start, end]
                    marks.append(tagged)
                elif tag != "O":
                    assert tagged is not None
                    assert tagged[0] == tag[2:]
                    tagged[2] = end
        assert not "".join(rebuilt).strip(), "every character that is no space is in a token"
        assert marks == [[mark.kind, mark.start, mark.end] for mark in outermost(highlights(record))]


def test_tokens_end_where_an_item_does() -> None:
    record = vnnews.extract("Có 395hộ nghèo; Khối DV-UBND phường họp.")
    assert [tag for token, _, _, tag in next(conll.tagged(record, record.text or ""))][1:4] == [
        "B-statistic", "I-statistic", "I-statistic",
    ]  # fmt: skip


def test_pieces_cover_the_text_as_spacy_does(records: list[Article]) -> None:
    for record in records:
        text, marks = record.text or "", highlights(record)
        parts, spaces = pieces(text, marks)
        assert "".join(text[s:e] + " " * space for (s, e), space in zip(parts, spaces, strict=True)) == text
        assert {mark.start for mark in marks} <= {start for start, _ in parts}
        assert {mark.end for mark in marks} <= {end for _, end in parts}


def test_an_item_that_begins_or_ends_with_a_space_is_whole_pieces() -> None:
    made = vnnews.extract("a  b c")
    item = {"rule": "r", "kind": "count", "value": 1}
    for start, end in ((1, 4), (2, 4), (3, 5), (0, 2), (4, 5)):
        odd = Statistic(text="a  b c"[start:end], start=start, end=end, **item)
        parts, spaces = pieces("a  b c", highlights(made.model_copy(update={"statistics": (odd,)})))
        assert start in {first for first, _ in parts}
        assert end in {last for _, last in parts}
        assert "".join("a  b c"[s:e] + " " * space for (s, e), space in zip(parts, spaces, strict=True)) == "a  b c"


def test_without_spacy_one_line_tells_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(importlib.import_module("sys").modules, "spacy", None)
    with pytest.raises(MissingExtraError, match=r'^a .spacy file needs spacy: pip install "vnnews\[spacy\]"$'):
        next(to_docs([vnnews.extract("Xã họp.")]))
    with pytest.raises(MissingExtraError):
        export([], "spacy", tmp_path / "out.spacy")


# --- FollowTheMoney and Popolo

TERM = "Phường họp bầu cử\n{day}\n\nPhường Ngọc Thụy, quận Long Biên, Hà Nội họp. {told}"
NEWS = [
    ("20/06/2016", "HĐND phường bầu ông Lê Văn Bá giữ chức Chủ tịch UBND phường Ngọc Thụy ngày 15/6/2016."),
    ("03/03/2018", "Ông Lê Văn Bá, Chủ tịch UBND phường, phát biểu."),
    ("10/07/2020", "HĐND phường miễn nhiệm chức vụ Chủ tịch UBND phường đối với ông Lê Văn Bá ngày 9/7/2020."),
]


@pytest.fixture(scope="module")
def term() -> list[Article]:
    return [
        vnnews.extract(TERM.format(day=day, told=told), id=day, url=f"https://ngocthuy.longbien.hanoi.gov.vn/{n}")
        for n, (day, told) in enumerate(NEWS)
    ]


def test_one_person_of_many_articles_is_one_entity(term: list[Article]) -> None:
    found = list(entities(term))
    assert [entity["schema"] for entity in found] == ["PublicBody", "Position", "Person", "Occupancy"]
    _, position, person, occupancy = (entity["properties"] for entity in found)
    assert (person["name"], person["gender"], person["country"], position["subnationalArea"]) == (
        ["Lê Văn Bá"], ["male"], ["vn"], ["Ngọc Thụy, Long Biên, Hà Nội"],
    )  # fmt: skip
    assert {name: occupancy[name] for name in ("startDate", "endDate", "electionDate", "status")} == {
        "startDate": ["2016-06-15"], "endDate": ["2020-07-09"], "electionDate": ["2016-06-15"], "status": ["ended"],
    }  # fmt: skip
    assert len(occupancy["sourceUrl"]) == len(NEWS)
    assert (occupancy["holder"], occupancy["post"]) == ([found[2]["id"]], [found[1]["id"]])


def test_popolo_tells_the_same_term(term: list[Article]) -> None:
    found = popolo(term)
    (membership,) = found["memberships"]
    assert (membership["start_date"], membership["end_date"]) == ("2016-06-15", "2020-07-09")
    assert membership["person_id"] == found["persons"][0]["id"]
    assert found["persons"][0]["gender"] == "male"
    assert [source["url"][-1] for source in membership["sources"]] == ["0", "1", "2"]
    assert [area["name"] for area in found["areas"]] == ["Hà Nội", "Long Biên", "Ngọc Thụy"]


def test_ids_stay_when_more_articles_are_read(term: list[Article]) -> None:
    other = vnnews.extract("Bà Trần Thị Hoa, Bí thư Đảng ủy xã Hòa An, dự họp.", id="x")
    before = {entity["id"] for entity in entities(term[:1])}
    assert before < {entity["id"] for entity in entities([other, *term])}


def test_people_of_unknown_units_share_no_office() -> None:
    record = vnnews.extract("Ông Lê Văn Bá, Chủ tịch UBND xã, dự họp.")  # no id, no address, no unit
    found = list(people([record, record]))
    assert [person.name for person in found] == ["Lê Văn Bá", "Lê Văn Bá"]
    assert len({person.id for person in found}) == len({person.tenures[0].post.id for person in found}) == 2


def test_a_company_is_no_public_body() -> None:
    texts = ["Ông Lê Văn Bá, Giám đốc Công ty TNHH Hòa An, dự.", "Ông Lê Văn Bá, Trưởng Công an phường, dự."]
    kinds = [next(entities([vnnews.extract(text)]))["schema"] for text in texts]
    assert kinds == ["Organization", "PublicBody"]


def test_a_former_office_is_the_office_ended() -> None:
    found = list(entities([vnnews.extract("Ông Lê Văn Bá, nguyên Chủ tịch UBND xã Hòa An, dự họp.")]))
    by_schema = {entity["schema"]: entity["properties"] for entity in found}
    assert by_schema["Position"]["name"] == ["Chủ tịch Ủy ban nhân dân xã Hòa An"]
    assert by_schema["Occupancy"]["status"] == ["ended"]
    assert "date" not in by_schema["Occupancy"], "the day of the article is no day in office"


def _made(name: str, title: str) -> Article:
    """Return a record that no text gives, for what hand-made ones may hold."""
    mention = Mention(text=name, start=0, end=len(name))
    office = Title(name=title, position=title, mentions=(mention,), rule="r")
    official = Official(name=name, titles=(office,), mentions=(mention,), rule="r")
    return vnnews.extract("").model_copy(update={"officials": (official,)})


@pytest.mark.parametrize("mark", ["\u2028", "\t", "\n", "\u202e", "\x00", "\ufeff", "  "])
def test_names_are_in_one_line_of_what_can_be_seen(mark: str) -> None:
    for entity in entities([_made(f"Lê{mark}Văn Bá", f"“Bí{mark}thư”")]):
        for value in entity["properties"].get("name", []):
            assert value in ("Lê Văn Bá", "Bí thư", "LêVăn Bá", "Bíthư")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2018", "2018"), ("2018-07", "2018-07"), ("2018-07-13T17:28", "2018-07-13"), ("2018-W29", None),
        ("2018-Q1", None), ("XXXX-07-13", None), ("2018-07-13/2018-07-14", None), ("P1Y", None), (None, None),
    ],
)  # fmt: skip
def test_only_a_day_month_or_year_is_a_date(value: str | None, day: str | None) -> None:
    assert day_of(value) == day


def test_plain_text_keeps_quotes_within() -> None:
    assert plain("Phó Ban “X”") == 'Phó Ban "X"'


# --- the command line


def _run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("kind", [name for name in FORMATS if name != "spacy"])
def test_export_tells_what_it_wrote(dumped: Path, tmp_path: Path, kind: str) -> None:
    status, said = _run("export", dumped, "--format", kind, "-o", tmp_path / "out")
    assert (status, said.startswith(f"vnnews: {tmp_path / 'out'}: ")) == (0, True)
    assert (tmp_path / "out").exists()
    assert configuration_path(tmp_path / "out").exists() == (kind == "labelstudio")


def test_faults_are_one_line(dumped: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    dumped.write_bytes(b"{}\n" + dumped.read_bytes().splitlines(keepends=True)[0])
    status, said = _run("export", dumped, "--format", "ftm", "-o", out)
    assert (status, said.splitlines()[0].startswith(f"vnnews: {dumped}:1: no record")) == (1, True)
    record = vnnews.extract("Xã họp.").model_copy(update={"text": None})
    dumped.write_text(record.model_dump_json(), encoding="utf-8")
    cases = (
        (("export", dumped, "--format", "conll", "-o", out), "record 1 has no text, which CoNLL needs"),
        (("gold", tmp_path / "gone", "--from", "brat", "-o", out), "gone: no such file or folder"),
        (("gold", dumped, "--from", "brat", "-o", tmp_path / "g"), "brat gives a folder"),
        (("gold", tmp_path, "--from", "labelstudio", "-o", tmp_path / "g"), "labelstudio gives a file"),
        (("gold", dumped, "--from", "labelstudio", "-o", tmp_path), "is there already; name a new folder"),
        (("export", dumped, "--format", "ftm", "-o", tmp_path / "no" / "out"), "No such file or directory"),
    )
    for arguments, said_then in cases:
        status, said = _run(*arguments)
        assert status == 2
        assert said_then in said
        assert said.count("\n") == 1
