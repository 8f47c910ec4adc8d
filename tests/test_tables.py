"""Records as tables of every format, and the documented questions with their documented answers."""

from __future__ import annotations

import csv
import importlib.util
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner
from pyarrow import parquet

import vnnews
from vnnews.batch import tables
from vnnews.batch.tables import VIEWS, TooManyRowsError, told, write_tables
from vnnews.cli import main
from vnnews.frames import KINDS, to_frame
from vnnews.records import Article

ROOT = Path(__file__).parents[1]
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "samples").glob("*/text.txt"))]


@pytest.fixture(scope="module")
def records() -> list[Article]:
    return [*vnnews.pipe(TEXTS), vnnews.extract('=1+1 "họp"\nngày 3/2, có 5 hộ', id="=cmd()")]


def _expected(records: list[Article], name: str) -> list[tuple[Any, ...]]:
    rows = []
    for number, record in enumerate(records):
        rows += [(number, *row.values()) for row in to_frame([record], name).to_pylist()]
    return rows


def _sqlite(path: Path, name: str) -> list[tuple[Any, ...]]:
    days = [column.type == "date32" for column in told(name)]
    truths = [column.type == "bool" for column in told(name)]
    connection = sqlite3.connect(path)
    rows = connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
    connection.close()

    def value(cell: Any, day: bool, truth: bool) -> Any:
        return date.fromisoformat(cell) if day and cell else bool(cell) if truth and cell is not None else cell

    return [tuple(map(value, row, days, truths)) for row in rows]


def _duckdb(path: Path, name: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(f'SELECT * FROM "{name}"').fetchall()


def _folder(path: Path, name: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in parquet.read_table(path / f"{name}.parquet").to_pylist()]


@pytest.mark.parametrize(
    ("out", "read"), [("t.sqlite", _sqlite), ("t.db", _sqlite), ("t.duckdb", _duckdb), ("folder", _folder)]
)
def test_every_table_holds_every_row(tmp_path: Path, records: list[Article], out: str, read: Any) -> None:
    counts = write_tables(iter(records), tmp_path / out)
    for name in KINDS:
        expected = _expected(records, name)
        assert counts[name] == len(expected)
        assert read(tmp_path / out, name) == expected
    assert [path.name for path in tmp_path.iterdir()] == [out]


def test_spreadsheets_hold_every_row_and_run_no_formula(tmp_path: Path, records: list[Article]) -> None:
    write_tables(records, tmp_path / "t.xlsx")
    write_tables(records, tmp_path / "csv", "csv")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx", read_only=True)
    for name in KINDS:
        rows = list(book[name].iter_rows(values_only=True))
        assert list(rows[0]) == [column.name for column in told(name)]
        assert len(rows) - 1 == len(_expected(records, name))
        with (tmp_path / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            plain = list(csv.reader(file))
        assert plain[0] == list(rows[0])
        assert len(plain) == len(rows)
    cells = [cell for row in book["articles"].iter_rows() for cell in row if cell.value == "=cmd()"]
    assert [cell.data_type for cell in cells] == ["s"]
    book.close()


@pytest.mark.parametrize("out", ["t.sqlite", "t.duckdb"])
def test_views_run_in_both_databases(tmp_path: Path, records: list[Article], out: str) -> None:
    write_tables(records, tmp_path / out)
    connection: Any = sqlite3.connect(tmp_path / out) if out.endswith("sqlite") else duckdb.connect(str(tmp_path / out))
    for view in VIEWS:
        assert connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0
    connection.close()


def test_what_was_there_stays_until_the_new_one_is_whole(tmp_path: Path, records: list[Article]) -> None:
    out = tmp_path / "t.sqlite"
    write_tables(records[:2], out)
    before = out.read_bytes()

    def broken() -> Iterator[Article]:
        yield records[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_tables(broken(), out)
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["t.sqlite"]


def test_a_sheet_that_is_full_says_so(tmp_path: Path, records: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_SHEET", 10)
    with pytest.raises(TooManyRowsError, match="more rows than a sheet holds"):
        write_tables(records, tmp_path / "t.xlsx")


def test_the_command_names_lines_that_are_no_records(tmp_path: Path, records: list[Article]) -> None:
    source = tmp_path / "records.jsonl"
    lines = [records[0].model_dump_json(), '{"id": 1}', "no JSON", records[1].model_dump_json()]
    source.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(main, ["tables", str(source), "-o", str(tmp_path / "t.duckdb")])
    assert result.exit_code == 1
    assert f"{source}:2: no record" in result.stderr and f"{source}:3: no record" in result.stderr
    assert "2 articles" in result.stderr
    assert len(_duckdb(tmp_path / "t.duckdb", "articles")) == 2


def test_the_documented_questions_have_their_documented_answers(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("page", ROOT / "tools" / "write_analysis_page.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
    assert len(module.BLOCK.findall(page)) == 10
    assert "TODO" not in page
    assert module.written(page, tmp_path / "samples.duckdb") == page, "make pages"
