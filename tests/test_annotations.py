"""Records in annotation tools, and annotations back as gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import vnnews
from vnnews import Extractor
from vnnews.batch.items import Reject
from vnnews.cli import main
from vnnews.evaluate import evaluate
from vnnews.export import brat, labelstudio
from vnnews.export.format import ExportError
from vnnews.export.formats import READERS, export, write_golds
from vnnews.export.labelstudio import configuration, tasks
from vnnews.export.regions import META, VALUES, Marked, Region, as_gold, marked
from vnnews.gold import gold_of
from vnnews.records import Article


def test_regions_of_nested_items_stand_outer_first() -> None:
    record = vnnews.extract("Ông Lê Văn Bá, Chủ tịch UBND xã Hòa An, dự họp.")
    regions = marked(record, record.text or "").regions
    assert [region.kind for region in regions] == ["person", "title", "organization", "acronym"]
    assert [region.key for region in regions] == ["r1", "r2", "r3", "r4"]


# --- there and back


def _brought_back(records: list[Article], kind: str, folder: Path) -> list[Marked]:
    export(records, kind, folder / "out")
    found = list(READERS[kind](folder / "out", True))
    assert not [reject for reject in found if isinstance(reject, Reject)]
    return [article for article in found if isinstance(article, Marked)]


@pytest.mark.parametrize("kind", READERS)
def test_a_record_brought_back_is_the_same_gold(records: list[Article], tmp_path: Path, kind: str) -> None:
    for record, article in zip(records, _brought_back(records, kind, tmp_path), strict=True):
        gold, _ = as_gold(article)
        expected = gold_of(record)
        for field in expected.keys() - {"id", "url", "officials"}:
            assert _folded(gold[field]) == _folded(expected[field])
        titles = [
            {person["name"]: sorted(person["titles"]) for person in each["officials"]} for each in (gold, expected)
        ]
        assert titles[0] == titles[1]


def _folded(rows: Any) -> Any:
    """Fold what brat's text must not hold: a carriage return is a space there."""
    if isinstance(rows, dict):
        return rows
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True).replace("\\r\\n", " \\n") for row in rows)


@pytest.mark.parametrize("kind", READERS)
def test_a_round_trip_scores_one_in_every_field(records: list[Article], tmp_path: Path, kind: str) -> None:
    articles = _brought_back(records, kind, tmp_path)
    rejects: list[Reject] = []
    assert write_golds(articles, tmp_path / "gold", rejects.append, lambda _line: None) == len(records)
    evaluation = evaluate(tmp_path / "gold", Extractor())
    assert {field.name: field.f1 for field in evaluation.fields if field.f1 != 1} == {}
    assert all(field.gold for field in evaluation.fields), "each field has something to score"


# what an annotator may do, and what gold says then
EDITS = [
    (Region("r1", "date", 0, 2), "dates", [], "date “Xã” at 0 is left out: it has no value"),
    (Region("r1", "date", 0, 2, {"value": "2018"}), "dates", [{"text": "Xã", "value": "2018"}], None),
    (Region("r1", "person", 0, 2), "officials", [{"name": "Xã", "titles": [], "mentions": 1}], None),
    (
        Region("r1", "acronym", 0, 2, {"expansion": "Xanh", "kind": "thing"}), "abbreviations",
        [{"acronym": "Xã", "expansion": "Xanh", "count": 1}], None,
    ),
    (Region("r1", "organization", 0, 2), "bodies", ["Xã"], None),
    (Region("r1", "organization", 0, 2, {"branch": "other"}), "bodies", [], None),
    (
        Region("r1", "statistic", 0, 2, {"kind": "percent", "value": "98.5", "unit": "%"}), "statistics",
        [{"text": "Xã", "value": 98.5, "unit": "%", "kind": "percent", "period": None}], None,
    ),
    (
        Region("r1", "statistic", 0, 2, {"kind": "count", "value": "1.250,5"}), "statistics", [],
        "statistic “Xã” at 0 is left out: '1.250,5' is no number such as 1250 or 98.5",
    ),
    (
        Region("r1", "statistic", 0, 2, {"kind": "many", "value": "3"}), "statistics", [],
        "statistic “Xã” at 0 is left out: kind is 'many', not one of count, ratio, percent, money, measure, duration",
    ),
    (Region("r1", "statistic", 0, 2, {"kind": "count", "value": "NaN"}), "statistics", [], "'NaN' is no number"),
    (Region("r1", "title", 0, 2, {"title": "Bí thư"}), "officials", [], "left out: no relation to a person"),
    (Region("r1", "document", 0, 2, {"type": "Luật"}), "documents", [], "left out: it has no number"),
    (Region("r1", "appointment", 0, 2, {"name": "A"}), "appointments", [], "left out: it has no title"),
    (Region("r1", "weather", 0, 2), "dates", [], "weather “Xã” at 0 is left out: no label of this project"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "field", "rows", "told"), EDITS)
def test_what_annotators_mark_becomes_gold(region: Region, field: str, rows: list[Any], told: str | None) -> None:
    gold, left = as_gold(Marked("Xã họp.", regions=(region,)))
    assert gold[field] == rows
    assert told in left[0] if told else left == ()


def test_a_title_shared_by_two_people_goes_to_both() -> None:
    regions = (
        Region("t", "title", 0, 8, {"title": "Chủ tịch"}), Region("a", "person", 9, 10), Region("b", "person", 11, 12),
    )  # fmt: skip
    gold, left = as_gold(Marked("Chủ tịch A B", regions=regions, links=(("t", "a"), ("t", "b"), ("t", "gone"))))
    assert [person["titles"] for person in gold["officials"]] == [["Chủ tịch"], ["Chủ tịch"]]
    assert left == ()


def test_a_view_count_that_is_no_number_is_told() -> None:
    gold, left = as_gold(Marked("Xã", meta={"view_count": "nhiều", "title": ""}))
    assert (gold["meta"]["view_count"], gold["meta"]["title"]) == (None, None)
    assert left == ("view_count 'nhiều' is left out: it is no whole number",)


# --- Label Studio


def test_offsets_are_code_points_behind_an_emoji(records: list[Article]) -> None:
    """Label Studio's editor turns JavaScript's UTF-16 offsets into code points before it stores them."""
    (task,) = tasks([vnnews.extract("\U0001f600\U0001f381 Xã trao 35 suất quà.")])
    (label,) = [part for part in task["predictions"][0]["result"] if part["type"] == "labels"]
    assert (label["value"]["start"], label["value"]["text"]) == (11, "35 suất quà")
    for made in tasks(records):
        text = made["data"]["text"]
        for part in made["predictions"][0]["result"]:
            if part["type"] == "labels":
                value = part["value"]
                assert value["text"] == text[value["start"] : value["end"]] != ""


def test_the_configuration_has_a_field_for_every_value() -> None:
    config = ElementTree.fromstring(configuration())
    labels = [label.attrib["value"] for label in config.iter("Label")]
    assert labels == list(VALUES) == [view.attrib["whenLabelValue"] for view in config.findall("View")]
    names = {tag.attrib["name"] for tag in config.iter() if tag.tag in ("TextArea", "Choices")}
    of_regions = {f"{kind}_{value.name}" for kind, values in VALUES.items() for value in values}
    assert names == of_regions | {f"meta_{name}" for name in META}
    for tag in config.iter("Choices"):
        kind, _, name = tag.attrib["name"].partition("_")
        (value,) = [value for value in VALUES[kind] if value.name == name]
        assert tuple(choice.attrib["value"] for choice in tag) == value.choices != ()


def _task(**changes: Any) -> dict[str, Any]:
    """Return a task as Label Studio exports it, annotated as the prediction said."""
    (task,) = tasks([vnnews.extract("Ông Lê Văn Bá, Chủ tịch UBND xã, dự họp.")])
    result = task.pop("predictions")[0]["result"]
    return {**task, "annotations": [{"id": 1, "was_cancelled": False, "result": result}], **changes}


def _read(task: Any, tmp_path: Path, predictions: bool = False) -> Marked | Reject:
    (tmp_path / "export.json").write_text(json.dumps([task]), encoding="utf-8")
    (found,) = labelstudio.read(tmp_path / "export.json", predictions)
    return found


def test_what_nobody_has_annotated_is_no_gold(tmp_path: Path) -> None:
    whole = _task()
    task = {**whole, "annotations": [], "predictions": whole["annotations"]}
    found = _read(task, tmp_path)
    assert isinstance(found, Reject)
    assert found.reason == "task 1: nobody has annotated it; --predictions takes what was found"
    assert isinstance(_read(task, tmp_path, predictions=True), Marked)
    skipped = {**whole, "annotations": [{**whole["annotations"][0], "was_cancelled": True}]}
    assert isinstance(_read(skipped, tmp_path), Reject)


def test_of_several_annotations_the_ground_truth_or_the_last_counts(tmp_path: Path) -> None:
    full, empty = _task()["annotations"][0], {"id": 2, "result": []}
    for made, marks in (
        ([full, empty], False), ([empty, full], True), ([{**full, "ground_truth": True}, empty], True),
    ):  # fmt: skip
        found = _read(_task(annotations=made), tmp_path)
        assert isinstance(found, Marked)
        assert bool(found.regions) == marks


def test_a_relation_drawn_from_the_person_holds_too(tmp_path: Path) -> None:
    task = _task()
    for part in task["annotations"][0]["result"]:
        if part["type"] == "relation":
            part["from_id"], part["to_id"] = part["to_id"], part["from_id"]
    found = _read(task, tmp_path)
    assert isinstance(found, Marked)
    assert as_gold(found)[0]["officials"][0]["titles"] == ["Chủ tịch Ủy ban nhân dân xã"]


def _with_value(**changes: Any) -> dict[str, Any]:
    task = _task()
    part = next(part for part in task["annotations"][0]["result"] if part["type"] == "labels")
    part["value"] |= changes
    return task


UNFIT = [
    (_with_value(end=400), "task 1: region 'r1' lies outside of the text"),
    (_with_value(start=-1), "lies outside of the text"),
    (_with_value(start="4"), "lies outside of the text"),
    (_with_value(text="Lê Văn Ba"), "task 1: region 'r1' is 'Lê Văn Ba', but there stands 'Lê Văn Bá'"),
    (_task(data={}), "task 1: not of the form that Label Studio exports as JSON"),
    (_task(data={"text": 5}), "task 1: data.text is no string"),
    (["task"], "task 1: not of the form"),
    ({"data": {"text": "x"}, "annotations": [{"result": [{"type": "labels"}]}]}, "task 1: not of the form"),
]


@pytest.mark.parametrize(("task", "reason"), UNFIT)
def test_a_task_that_cannot_be_read_is_told(tmp_path: Path, task: Any, reason: str) -> None:
    found = _read(task, tmp_path)
    assert isinstance(found, Reject)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("content", "reason"), [("{}", "no list of tasks"), ("[1", "no JSON"), ("[" * 99_999, "no JSON")]
)
def test_a_file_that_is_no_export_is_told(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "export.json").write_text(content, encoding="utf-8")
    (found,) = labelstudio.read(tmp_path / "export.json")
    assert isinstance(found, Reject)
    assert reason in found.reason


def test_line_breaks_that_the_page_writes_otherwise_are_no_difference(tmp_path: Path) -> None:
    (task,) = tasks([vnnews.extract("Ông Lê Văn Bá, Chủ\ntịch UBND\u00a0xã, dự họp.")])
    result = task["predictions"][0]["result"]
    for part in result:
        if part["type"] == "labels":
            part["value"]["text"] = part["value"]["text"].replace("\n", "\\n").replace("\u00a0", " ")
    assert isinstance(_read({**task, "annotations": [{"result": result}]}, tmp_path), Marked)


# --- brat


def test_a_mark_over_a_line_break_is_written_in_fragments(tmp_path: Path) -> None:
    text = "Ông Lê Văn Bá, Chủ\ttịch\r\nUBND xã\u2028\u2028Hòa An."
    region = Region("r1", "title", 15, len(text) - 1, {"title": "Chủ tịch"})
    assert brat.standoff(Marked(text, regions=(region,))) == (
        "T1\ttitle 15 18;19 23;25 32;34 40\tChủ tịch UBND xã Hòa An\n#1\tAnnotatorNotes T1\ttitle=Chủ tịch\n"
    )
    (tmp_path / "a.ann").write_text(brat.standoff(Marked(text, regions=(region,))), encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(text.encode())
    (found,) = brat.read(tmp_path)
    assert isinstance(found, Marked)
    assert found.regions == (Region("T1", "title", 15, len(text) - 1, {"title": "Chủ tịch"}),)


@pytest.mark.parametrize("value", ["a; b=c", "x\\", "\\;", "=;=", "một; hai\\; ba=4", "“x”"])
def test_a_note_brings_any_value_back(tmp_path: Path, value: str) -> None:
    regions = (Region("r1", "document", 0, 2, {"number": value, "type": "Luật; \\"}),)
    (tmp_path / "a.ann").write_text(brat.standoff(Marked("Xã", regions=regions)), encoding="utf-8")
    (tmp_path / "a.txt").write_text("Xã", encoding="utf-8")
    (found,) = brat.read(tmp_path)
    assert isinstance(found, Marked)
    assert found.regions[0].values == regions[0].values


ANN = [
    ("T1\tperson 0 90\tXã\n", "a.txt", "line 1: 0 to 90 lies outside of the text"),
    ("T1\tperson 1 1\t\n", "a.txt", "line 1: 1 to 1 lies outside"),
    ("\nT1 person 0 2 Xã\n", "a.txt", "line 2 is no mark that can be read"),
    ("T1\tperson 0 2\tXã\n", "b.txt", "a.txt is missing beside it"),
]


@pytest.mark.parametrize(("lines", "text_name", "reason"), ANN)
def test_a_standoff_file_that_cannot_be_read_is_told(tmp_path: Path, lines: str, text_name: str, reason: str) -> None:
    (tmp_path / "a.ann").write_text(lines, encoding="utf-8")
    (tmp_path / text_name).write_text("Xã họp", encoding="utf-8")
    (found,) = brat.read(tmp_path)
    assert isinstance(found, Reject)
    assert reason in found.reason


def test_what_brat_writes_itself_is_read(tmp_path: Path) -> None:
    lines = (
        "T1\ttitle 0 7\tChủ tịch\nT2\tperson 9 10\tA\nR1\ttitle_of Arg1:T1 Arg2:T2\t\nA1\tNegation T1\n"
        "M1\tsure T2 yes\n*\tEquiv T1 T2\n#1\tAnnotatorNotes T1\t title=Chủ tịch xã ;\n#2\tNormalization T1\tx\n"
        "N1\tReference T1 W:1\tx\n"
    ).replace("\n", "\r\n")
    (tmp_path / "a.ann").write_bytes(lines.encode())
    (tmp_path / "a.txt").write_text("Chủ tịch A họp", encoding="utf-8")
    (found,) = brat.read(tmp_path)
    assert isinstance(found, Marked)
    assert (found.id, found.links, found.regions[0].values["title"]) == (None, (("T1", "T2"),), "Chủ tịch xã")


@pytest.mark.parametrize("article_id", ["../../etc/passwd", "a/b\\c", "", ".", "ủy ban", "x" * 500, "con\x00"])
def test_names_of_files_are_safe_whatever_the_id(tmp_path: Path, article_id: str) -> None:
    record = vnnews.extract("Xã họp.", id=article_id)
    export([record, record], "brat", tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(names) == 2 * 3 + 1
    assert all(name.isascii() and len(name) < 100 and "/" not in name for name in names)
    assert sorted(tmp_path.iterdir()) == [tmp_path / "out"]


def test_work_of_annotators_is_never_overwritten(tmp_path: Path) -> None:
    record = vnnews.extract("Xã họp.")
    (tmp_path / "out").mkdir()
    export([record], "brat", tmp_path / "out")  # an empty folder will do
    with pytest.raises(ExportError, match="out is there already; name a new folder"):
        export([record], "brat", tmp_path / "out")
    with pytest.raises(ExportError, match="is there already"):
        write_golds([], tmp_path / "out", lambda _reject: None, lambda _line: None)


# --- the command line


def _run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_annotations_come_back_by_the_command_line(dumped: Path, records: list[Article], tmp_path: Path) -> None:
    tasks_file = tmp_path / "tasks.json"
    assert _run("export", dumped, "--format", "labelstudio", "-o", tasks_file)[0] == 0
    status, said = _run("gold", tasks_file, "--from", "labelstudio", "-o", tmp_path / "none")
    assert status == 1
    assert said.count("nobody has annotated it") == len(records)
    status, said = _run("gold", tasks_file, "--from", "labelstudio", "--predictions", "-o", tmp_path / "gold")
    assert (status, said.splitlines()[-1]) == (0, f"vnnews: {tmp_path / 'gold'}: {len(records)} articles")
    assert _run("evaluate", tmp_path / "gold")[0] == 0
