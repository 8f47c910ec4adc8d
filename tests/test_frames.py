"""Tables of records: a row per item, typed, the same in pandas and Polars as in Arrow."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest

import vnnews
from vnnews.frames import KINDS, columns

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "samples").glob("*/text.txt"))
TEXT = """Phường Ngọc Thụy sơ kết công tác hòa giải
13/07/2018 | 17:28

Sáng 13/7, UBND phường Ngọc Thụy tổ chức hội nghị sơ kết. Dự có đồng chí Trần Thu Hà, Phó Bí thư Đảng ủy phường.
Ngày 12/7/2018, HĐND phường đã bầu bà Lê Thị Hoa giữ chức Phó Chủ tịch UBND phường.
6 tháng đầu năm, 38/38 tổ hòa giải đã hòa giải thành 12 vụ việc theo Luật Hòa giải ở cơ sở năm 2013.
Năm 2017, thành phố thu hơn 47 nghìn tỷ đồng, thu nhập đạt từ 29 - 31 triệu đồng/người/năm.
"""


@pytest.fixture(scope="module")
def records() -> list[vnnews.Article]:
    items = [{"id": path.parent.name, "text": path.read_text(encoding="utf-8")} for path in SAMPLES]
    return list(vnnews.pipe([{"id": "own", "text": TEXT, "url": "https://ngocthuy.longbien.hanoi.gov.vn/a"}, *items]))


def _items(article: vnnews.Article, kind: str) -> int:
    if kind in ("articles", "titles"):
        return 1 if kind == "articles" else sum(len(o.titles) for o in article.officials)
    return len(getattr(article, kind))


@pytest.mark.parametrize("kind", KINDS)
def test_each_item_is_one_row_and_each_column_of_its_type(records: list[vnnews.Article], kind: str) -> None:
    frame = vnnews.to_frame(records, kind)
    types = {"double": "float64", "date32[day]": "date32"}
    found = [(field.name, types.get(str(field.type), str(field.type))) for field in frame.schema]
    assert found == [(column.name, column.type) for column in columns(kind)]
    rows = frame.to_pylist()
    assert [row["article"] for row in rows] == [r.id for r in records for _ in range(_items(r, kind))]
    texts = {r.id: r.text or "" for r in records}
    for row in rows:
        assert kind == "articles" or texts[row["article"]][row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_pandas_and_polars_take_a_table_over(records: list[vnnews.Article], kind: str) -> None:
    frame = vnnews.to_frame(records, kind)
    taken = polars.from_arrow(frame)
    assert isinstance(taken, polars.DataFrame)
    assert taken.to_dicts() == frame.to_pylist()
    in_pandas = frame.to_pandas()
    assert isinstance(in_pandas, pandas.DataFrame)
    assert in_pandas.shape == (frame.num_rows, frame.num_columns)
    assert in_pandas["article"].tolist() == frame["article"].to_pylist()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "statistics",
            [
                {"text": "38/38 tổ hòa giải", "value": 38.0, "total": 38.0, "period": "2018-H1",
                 "period_first_day": date(2018, 1, 1), "period_last_day": date(2018, 6, 30)},
                {"text": "12 vụ việc", "value": 12.0, "total": None, "period": "2018-H1",
                 "period_first_day": date(2018, 1, 1), "period_last_day": date(2018, 6, 30)},
                {"text": "hơn 47 nghìn tỷ đồng", "value": 47e12, "unit": "VND", "qualifier": "over", "per": None,
                 "period": "2017", "period_last_day": date(2017, 12, 31)},
                {"text": "từ 29 - 31 triệu đồng", "value": 29e6, "value_max": 31e6, "per": "người/năm"},
            ],
        ),
        (
            "documents",
            [{"number": None, "name": "Luật Hòa giải ở cơ sở", "type": "Luật", "date": "2013",
              "first_day": date(2013, 1, 1), "last_day": date(2013, 12, 31)}],
        ),
        (
            "appointments",
            [{"name": "Lê Thị Hoa", "action": "elected", "date": "2018-07-12", "first_day": date(2018, 7, 12)}],
        ),
        (
            "titles",
            [{"name": "Trần Thu Hà", "title": "Phó Bí thư Đảng ủy phường", "organization": "Đảng ủy phường"},
             {"name": "Lê Thị Hoa", "title": "Phó Chủ tịch Ủy ban nhân dân phường", "former": False}],
        ),
        (
            "articles",
            [{"article": "own", "ward": "Ngọc Thụy", "ward_code": "00118", "district": "Long Biên",
              "province": "Hà Nội", "published_on": date(2018, 7, 13), "published_at": "2018-07-13T17:28",
              "characters": len(TEXT), "url": "https://ngocthuy.longbien.hanoi.gov.vn/a"}],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_rows_hold_what_the_record_holds(
    records: list[vnnews.Article], kind: str, expected: list[dict[str, Any]]
) -> None:
    rows = vnnews.to_frame(records[:1], kind).to_pylist()
    assert [{key: row[key] for key in told} for row, told in zip(rows, expected, strict=True)] == expected


def test_json_objects_and_articles_give_equal_tables(records: list[vnnews.Article]) -> None:
    objects = [record.model_dump(mode="json") for record in records]
    assert vnnews.to_frame(iter(objects), "dates") == vnnews.to_frame(iter(records), "dates")


@pytest.mark.parametrize("kind", KINDS)
def test_no_records_give_an_empty_table_of_the_same_columns(kind: str) -> None:
    assert vnnews.to_frame([], kind).schema == vnnews.to_frame(vnnews.pipe(["Họp."]), kind).schema


def test_many_records_come_in_several_batches_and_in_order(records: list[vnnews.Article]) -> None:
    many = [records[0].model_copy(update={"id": str(number)}) for number in range(2_100)]
    frame = vnnews.to_frame(iter(many), "articles")
    assert frame["article"].to_pylist() == [str(number) for number in range(2_100)]


def test_another_kind_is_refused_and_the_known_are_named() -> None:
    with pytest.raises(ValueError, match="no table of 'people'; there are articles, dates, officials, titles"):
        vnnews.to_frame([], "people")


def test_without_pyarrow_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ImportError, match=r'pip install "vnnews\[arrow\]"'):
        vnnews.to_frame([], "dates")
