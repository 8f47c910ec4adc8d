"""Precision, recall and F1 against gold files, and the floors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vnnews import Extractor
from vnnews.evaluate import Evaluation, EvaluationError, FieldScore, check_floors, evaluate
from vnnews.gold import gold_of, write_gold

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
TEXT = (
    "Phường Ngọc Thụy họp bàn công tác hòa giải\n13/07/2018 | 17:28\n"
    "Sáng ngày 13/7/2018, UBND phường Ngọc Thụy họp; đồng chí Nguyễn Viết Tấn, Bí thư Đảng ủy chủ trì. "
    "Phường có 38 tổ dân phố theo Quyết định số 316/QĐ-UBND ngày 17/7/2017."
)
FIELDS = (
    "dates strict", "dates no day-part", "officials names", "titles strict", "titles loose", "acronyms",
    "abbreviations", "bodies", "statistics strict", "statistics loose", "statistics value", "statistics period",
    "appointments", "documents", "meta title", "meta category", "meta published_at", "meta view_count",
    "meta credit", "place ward", "place district", "place province",
)  # fmt: skip


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture
def gold(extractor: Extractor) -> dict[str, Any]:
    return gold_of(extractor.extract(TEXT))


def _scored(folder: Path, extractor: Extractor, gold: dict[str, Any], text: str = TEXT) -> Evaluation:
    article = folder / "A1"
    article.mkdir(parents=True, exist_ok=True)
    (article / "text.txt").write_text(text, encoding="utf-8")
    (article / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return evaluate(folder, extractor)


def _counts(evaluation: Evaluation, name: str) -> tuple[int, int, int]:
    field = evaluation[name]
    return field.true_positives, len(field.missed), len(field.spurious)


def test_a_record_scored_against_itself_is_perfect(tmp_path: Path, extractor: Extractor, gold: dict[str, Any]) -> None:
    evaluation = _scored(tmp_path, extractor, gold)
    assert tuple(field.name for field in evaluation.fields) == FIELDS
    assert {field.f1 for field in evaluation.fields} == {1.0}
    assert (evaluation.core, evaluation.articles) == (1.0, 1)
    found = ("dates strict", "officials names", "titles strict", "acronyms", "bodies", "statistics strict", "documents")
    assert all(evaluation[name].gold > 0 for name in found), "a perfect score of nothing says nothing"


def test_samples_as_gold_of_their_records_are_perfect(tmp_path: Path, extractor: Extractor) -> None:
    for sample in sorted(SAMPLES.iterdir()):
        text = (sample / "text.txt").read_bytes().decode()
        write_gold(tmp_path / sample.name, text, gold_of(extractor.extract(text)))
    evaluation = evaluate(tmp_path, extractor)
    assert {field.name: field.f1 for field in evaluation.fields} == dict.fromkeys(FIELDS, 1.0)
    assert all(field.gold for field in evaluation.fields), "each field has something to score"


def _set(*path: str | int, value: Any) -> tuple[tuple[str | int, ...], Any]:
    return path, value


CHANGES = [
    # what is changed in the gold file, the field that tells, another that does not
    (_set("dates", 1, "value", value="2018-07-14TMO"), "dates strict", "officials names"),
    (_set("dates", 1, "value", value="2018-07-13"), "dates strict", "dates no day-part"),
    (_set("dates", 1, "text", value="hôm ấy"), "dates strict", "statistics strict"),
    (_set("officials", 0, "name", value="Nguyễn Viết Tân"), "officials names", "dates strict"),
    (_set("officials", 0, "titles", 0, value="Bí thư Đảng ủy phường Ngọc Thụy"), "titles strict", "titles loose"),
    (_set("officials", 0, "titles", 0, value="Chủ tịch"), "titles loose", "officials names"),
    (_set("organizations", 0, "expansion", value="Ủy ban Mặt trận"), "acronyms", "bodies"),
    (_set("bodies", 0, value="Công an phường"), "bodies", "acronyms"),
    (_set("statistics", 0, "unit", value="tổ"), "statistics strict", "statistics loose"),
    (_set("statistics", 0, "unit", value="hộ"), "statistics loose", "statistics value"),
    (_set("statistics", 0, "kind", value="measure"), "statistics strict", "statistics value"),
    (_set("statistics", 0, "value_max", value=40), "statistics strict", "statistics value"),
    (_set("statistics", 0, "value", value=39), "statistics value", "dates strict"),
    (_set("documents", 0, "number", value="317/QĐ-UBND"), "documents", "dates strict"),
    (_set("documents", 0, "type", value="Nghị quyết"), "documents", "dates strict"),
    (_set("meta", "title", value="Tin khác"), "meta title", "meta category"),
    (_set("meta", "place", "ward", value="Bồ Đề"), "place ward", "meta title"),
]


@pytest.mark.parametrize(
    ("change", "field", "other"), CHANGES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_changed_value_is_missed_once_and_spurious_once(
    tmp_path: Path, extractor: Extractor, gold: dict[str, Any], change: Any, field: str, other: str
) -> None:
    before = _scored(tmp_path, extractor, gold)
    (*way, last), value = change
    place: Any = gold
    for step in way:
        place = place[step]
    place[last] = value
    after = _scored(tmp_path, extractor, gold)
    hits = before[field].true_positives
    assert hits > 0
    assert _counts(after, field) == (hits - 1, 1, 1)
    assert _counts(after, other) == _counts(before, other)
    assert after[field].missed[0][0] == "A1"


EQUAL = [
    (_set("officials", 0, "name", value="NGUYỄN VIẾT TẤN"), "officials names"),
    (_set("officials", 0, "titles", 0, value="Bí thư Đảng uỷ"), "titles strict"),
    (_set("organizations", 0, "acronym", value="U.B.N.D"), "acronyms"),
    (_set("organizations", 0, "acronym", value="UBND VN"), "acronyms"),
    (_set("organizations", 0, "expansion", value="uỷ ban nhân dân"), "acronyms"),
    (_set("bodies", 0, value="UBND phường Ngọc Thuỵ"), "bodies"),
    (_set("dates", 1, "text", value="13/7"), "dates strict"),
    (_set("statistics", 0, "value", value=38.0), "statistics strict"),
    (_set("statistics", 0, "unit", value="Tổ dân phố"), "statistics strict"),
]


@pytest.mark.parametrize(("change", "field"), EQUAL, ids=lambda value: value if isinstance(value, str) else "")
def test_writing_apart_values_are_equal(
    tmp_path: Path, extractor: Extractor, gold: dict[str, Any], change: Any, field: str
) -> None:
    (*way, last), value = change
    place: Any = gold
    for step in way:
        place = place[step]
    assert place[last] != value or isinstance(value, float)
    place[last] = value
    assert _scored(tmp_path, extractor, gold)[field].f1 == 1.0


def test_an_item_left_out_of_gold_is_spurious_and_one_too_many_missed(
    tmp_path: Path, extractor: Extractor, gold: dict[str, Any]
) -> None:
    document = gold["documents"].pop()
    assert _counts(_scored(tmp_path, extractor, gold), "documents") == (0, 0, 1)
    gold["documents"] = [document, document]
    scored = _scored(tmp_path, extractor, gold)
    assert _counts(scored, "documents") == (1, 1, 0)
    assert scored["documents"].missed == (("A1", "316/QĐ-UBND | Quyết định"),)


@pytest.mark.parametrize(
    ("stamp", "f1"),
    [("2018-07-13T17:28", 1.0), ("2018-07-13T17:28:33", 1.0), ("2018-07-13", 1.0), ("2018-07", 1.0), ("2018-08", 0.0)],
)
def test_a_stamp_is_compared_as_precisely_as_gold_has_it(
    tmp_path: Path, extractor: Extractor, gold: dict[str, Any], stamp: str, f1: float
) -> None:
    assert gold["meta"]["published_at"] == "2018-07-13T17:28"
    gold["meta"]["published_at"] = stamp
    assert _scored(tmp_path, extractor, gold)["meta published_at"].f1 == f1


def test_what_gold_leaves_open_is_not_judged(tmp_path: Path, extractor: Extractor, gold: dict[str, Any]) -> None:
    text = "Chiều 5/6/2020, HĐND xã bầu ông Lê Văn Bá giữ chức vụ Chủ tịch UBND xã. Năm 2020, xã có 12 hộ nghèo."
    gold = gold_of(extractor.extract(text))
    del gold["appointments"]
    gold["meta"]["place"] = None
    for figure in gold["statistics"]:
        del figure["period"]
    scored = _scored(tmp_path, extractor, gold, text)
    for name in ("appointments", "place ward", "statistics period"):
        assert _counts(scored, name) == (0, 0, 0)


def test_the_url_of_gold_helps_to_tell_the_place(tmp_path: Path, extractor: Extractor) -> None:
    text, url = "Phường họp sáng 13/7/2018.", "https://ngocthuy.longbien.hanoi.gov.vn/tin-1"
    gold = gold_of(extractor.extract(text, url=url))
    assert gold["meta"]["place"]["ward"] == "Ngọc Thụy"
    assert _scored(tmp_path, extractor, gold, text)["place ward"].f1 == 1.0
    del gold["url"]
    assert _scored(tmp_path, extractor, gold, text)["place ward"].f1 == 0.0


def test_figures_are_summed_over_articles(tmp_path: Path, extractor: Extractor, gold: dict[str, Any]) -> None:
    for name in ("A1", "A2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "article.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / name / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
        gold["documents"] = []
    (tmp_path / "README.md").write_text("not an article", encoding="utf-8")
    (tmp_path / "figures").mkdir()
    evaluation = evaluate(tmp_path, extractor)
    documents = evaluation["documents"]
    assert (evaluation.articles, documents.gold, documents.found) == (2, 1, 2)
    assert (documents.precision, documents.recall) == (0.5, 1.0)
    assert documents.f1 == pytest.approx(2 / 3)
    figures = evaluation.to_dict()
    assert figures["fields"]["documents"]["f1"] == documents.f1
    assert (figures["articles"], figures["core"]) == (2, evaluation.core)
    assert list(json.loads(json.dumps(figures))["fields"]) == list(FIELDS)


@pytest.mark.parametrize(
    ("hits", "missed", "spurious", "expect"),
    [(0, 0, 0, (1, 1, 1)), (0, 1, 0, (1, 0, 0)), (0, 0, 1, (0, 1, 0)), (3, 1, 1, (0.75, 0.75, 0.75))],
)
def test_shares_of_nothing(hits: int, missed: int, spurious: int, expect: tuple[float, float, float]) -> None:
    score = FieldScore("x", hits, (("A1", "x"),) * missed, (("A1", "x"),) * spurious)
    assert (score.precision, score.recall, score.f1) == expect


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "{root}: no folder with text.txt and gold.json in it"),
        ({"A1/text.txt": TEXT}, "{root}/A1/gold.json: No such file or directory"),
        ({"A1/gold.json": "{}"}, "{root}/A1/text.txt: No such file or directory"),
        ({"A1/text.txt": TEXT, "A1/gold.json": '{"dates": ['}, "{root}/A1/gold.json: Invalid JSON"),
        ({"A1/text.txt": TEXT, "A1/gold.json": "[]"}, "{root}/A1/gold.json: "),
        ({"A1/text.txt": TEXT, "A1/gold.json": '{"meta": {}}'}, "{root}/A1/gold.json: dates: Field required"),
        (
            {"A1/text.txt": TEXT, "A1/gold.json": '{"meta": {}, "dates": [{"text": "x"}]}'},
            "{root}/A1/gold.json: dates.0.value: Field required",
        ),
    ],
)
def test_a_faulty_gold_folder_is_named(
    tmp_path: Path, extractor: Extractor, files: dict[str, str], message: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError) as raised:
        evaluate(tmp_path, extractor)
    assert str(raised.value).startswith(message.format(root=tmp_path))


def test_a_missing_gold_folder_is_named(tmp_path: Path, extractor: Extractor) -> None:
    with pytest.raises(EvaluationError, match="nowhere: no such folder"):
        evaluate(tmp_path / "nowhere", extractor)


def test_floors_name_the_fields_under_them(tmp_path: Path, extractor: Extractor, gold: dict[str, Any]) -> None:
    gold["documents"] = []
    evaluation = _scored(tmp_path, extractor, gold)
    floors = {"dates strict": 1.0, "documents": 0.25, "core": 1.0}
    assert check_floors(evaluation, floors) == ["documents: F1 0.0000 is under its floor 0.2500"]
    assert check_floors(evaluation, {"core": 1.01}) == ["core: F1 1.0000 is under its floor 1.0100"]
    assert check_floors(evaluation, {}) == []
    with pytest.raises(EvaluationError, match='no field "date"; known are dates strict, '):
        check_floors(evaluation, {"date": 0.5})


def test_schools_and_companies_are_no_bodies(tmp_path: Path, extractor: Extractor) -> None:
    text = "Trường Tiểu học Ngọc Thụy và UBND phường Ngọc Thụy họp."
    record = extractor.extract(text)
    assert {body.branch for body in record.organizations} == {"other", "government"}
    assert _counts(_scored(tmp_path, extractor, gold_of(record), text), "bodies") == (1, 0, 0)
