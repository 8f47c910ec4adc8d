"""Records → tidy tables for people who ask in SQL or in a spreadsheet: DuckDB, SQLite, Parquet, CSV, XLSX.

Each table is one of :mod:`vnnews.frames` behind a column ``record``, the number of the article in the input, so that
tables join on ``record`` (and ``officials.item = titles.official``). Databases have the views of :data:`VIEWS`.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from vnnews.batch.items import needed
from vnnews.batch.replacing import remove, replacing
from vnnews.frames import KINDS, Column, columns, rows_of
from vnnews.records import Article

RECORD = Column("record", "int64", "number of the article in the input, from 0")
FORMATS = ("duckdb", "sqlite", "parquet", "csv", "xlsx")
_BY_SUFFIX = {".duckdb": "duckdb", ".sqlite": "sqlite", ".db": "sqlite", ".xlsx": "xlsx"}
_SQL = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE", "bool": "BOOLEAN", "date32": "DATE"}
_BATCH = 500  # articles
_SHEET = 1_048_575  # rows of a sheet below its heading

VIEWS = {
    "office_holders": """
        SELECT t.name, t.title, a.ward, a.district, a.province, min(a.published_on) AS first_seen,
               max(a.published_on) AS last_seen, count(DISTINCT t.record) AS articles
        FROM titles t JOIN articles a ON a.record = t.record
        WHERE NOT t.former
        GROUP BY t.name, t.title, a.ward, a.district, a.province""",
    "statistics_by_ward": """
        SELECT province, district, ward, kind, unit, period, period_first_day, period_last_day, qualifier, value, total,
               count(DISTINCT record) AS articles
        FROM statistics
        GROUP BY province, district, ward, kind, unit, period, period_first_day, period_last_day, qualifier, value,
                 total""",
    "documents_cited": """
        SELECT type, number, name, issuer, count(*) AS citations, count(DISTINCT record) AS articles
        FROM documents
        GROUP BY type, number, name, issuer""",
}


class TooManyRowsError(ValueError):
    """A spreadsheet cannot hold that many rows."""


Tables = dict[str, list[tuple[Any, ...]]]


def format_of(out: Path) -> str:
    """Return the format that an output's name asks for; a name without a known suffix is a folder of Parquet."""
    return _BY_SUFFIX.get(out.suffix.lower(), "parquet")


def write_tables(records: Iterable[Article], out: Path, kind: str | None = None) -> dict[str, int]:
    """Write the tables of records and return how many rows each has.

    ``kind`` is one of :data:`FORMATS`, by the name of ``out`` when left out. DuckDB, SQLite and XLSX are one file, the
    others a folder with a file a table. What was there is replaced when the new one is whole. Raises ``OSError``,
    ``MissingExtraError`` where a package is not installed, ``TooManyRowsError`` for a spreadsheet.
    """
    kind = kind or format_of(out)
    counts = dict.fromkeys(KINDS, 0)

    def batches() -> Iterator[Tables]:
        for tables in _batches(records):
            for name, rows in tables.items():
                counts[name] += len(rows)
            yield tables

    with replacing(out) as made:
        _WRITERS[kind](batches(), made)
        remove(out)  # a folder does not give way to another
    return counts


def told(name: str) -> tuple[Column, ...]:
    """Return the columns of a table as it is written."""
    return (RECORD, *columns(name))


def _batches(records: Iterable[Article]) -> Iterator[Tables]:
    numbered = enumerate(records)
    while some := list(islice(numbered, _BATCH)):
        yield {name: [(number, *row) for number, article in some for row in rows_of(article, name)] for name in KINDS}


def _statements() -> Iterator[str]:
    """Yield the SQL that makes the empty tables and the views."""
    yield from map(_created, KINDS)
    for view, query in VIEWS.items():
        yield f"CREATE VIEW {view} AS {query}"


def _created(name: str) -> str:
    fields = [f'"{column.name}" {_SQL[column.type]}' for column in told(name)]
    key = "record" if name == "articles" else "record, item"
    parent = "" if name == "articles" else ", FOREIGN KEY (record) REFERENCES articles (record)"
    return f'CREATE TABLE "{name}" ({", ".join(fields)}, PRIMARY KEY ({key}){parent})'


def _sqlite(batches: Iterable[Tables], path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        for statement in _statements():
            connection.execute(statement)
        for tables in batches:
            for name, rows in tables.items():
                marks = ", ".join("?" * len(told(name)))
                plain = (tuple(v.isoformat() if isinstance(v, date) else v for v in row) for row in rows)
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', plain)
        connection.commit()
    finally:
        connection.close()


def _duckdb(batches: Iterable[Tables], path: Path) -> None:
    duckdb = needed("duckdb", "tables", "a .duckdb file")
    connection = duckdb.connect(str(path))
    try:
        for statement in _statements():
            connection.execute(statement)
        for tables in batches:
            for name, rows in tables.items():
                if rows:
                    connection.register("incoming", _arrow_table(name, rows))
                    connection.execute(f'INSERT INTO "{name}" SELECT * FROM incoming')
                    connection.unregister("incoming")
    finally:
        connection.close()


def _parquet(batches: Iterable[Tables], path: Path) -> None:
    parquet = needed("pyarrow.parquet", "tables", "a folder of Parquet")
    path.mkdir()
    writers = {name: parquet.ParquetWriter(path / f"{name}.parquet", _arrow_schema(name)) for name in KINDS}
    try:
        for tables in batches:
            for name, rows in tables.items():
                writers[name].write_table(_arrow_table(name, rows))
    finally:
        for writer in writers.values():
            writer.close()


def _csv(batches: Iterable[Tables], path: Path) -> None:
    path.mkdir()
    for name in KINDS:
        with (path / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as out:  # for Excel, with its mark
            csv.writer(out).writerow(column.name for column in told(name))
    for tables in batches:
        for name, rows in tables.items():
            with (path / f"{name}.csv").open("a", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows(rows)


def _xlsx(batches: Iterable[Tables], path: Path) -> None:
    xlsxwriter = needed("xlsxwriter", "tables", "a .xlsx file")
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), settings | {"default_date_format": "yyyy-mm-dd"}) as book:
        bold = book.add_format({"bold": True})
        sheets = {name: book.add_worksheet(name) for name in KINDS}
        filled = dict.fromkeys(KINDS, 0)
        for name, sheet in sheets.items():
            sheet.write_row(0, 0, [column.name for column in told(name)], bold)
            sheet.freeze_panes(1, 0)
        for tables in batches:
            for name, rows in tables.items():
                if filled[name] + len(rows) > _SHEET:
                    raise TooManyRowsError(f"{name} has more rows than a sheet holds ({_SHEET:,}); take DuckDB or CSV")
                for row in rows:
                    filled[name] += 1
                    sheets[name].write_row(filled[name], 0, row)


def _arrow_schema(name: str) -> Any:
    arrow = needed("pyarrow", "tables", "a table")
    types = {"bool": arrow.bool_(), "date32": arrow.date32()}
    return arrow.schema([(c.name, types.get(c.type) or getattr(arrow, c.type)()) for c in told(name)])


def _arrow_table(name: str, rows: list[tuple[Any, ...]]) -> Any:
    arrow, schema = needed("pyarrow", "tables", "a table"), _arrow_schema(name)
    values = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = [arrow.array(list(column), type=field.type) for column, field in zip(values, schema, strict=True)]
    return arrow.Table.from_arrays(arrays, schema=schema)


_WRITERS: Mapping[str, Callable[[Iterable[Tables], Path], None]] = {
    "duckdb": _duckdb, "sqlite": _sqlite, "parquet": _parquet, "csv": _csv, "xlsx": _xlsx,
}  # fmt: skip
