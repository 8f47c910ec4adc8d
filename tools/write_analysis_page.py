"""Write docs/analysis.md's answers: run its SQL over the samples and put each result below its question."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import duckdb

import vnnews
from vnnews.batch.tables import write_tables

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "analysis.md"
SAMPLES = ROOT / "data" / "samples"
BLOCK = re.compile(r"```sql\n(?P<query>.*?)```\n\n(?P<answer>(?:\|[^\n]*\n)+|TODO\n)", re.S)


def database(path: Path) -> Path:
    """Write the tables of the samples into a DuckDB file."""
    folders = sorted(text.parent for text in SAMPLES.glob("*/text.txt"))
    items = ({"text": (folder / "text.txt").read_text(encoding="utf-8"), "id": folder.name} for folder in folders)
    write_tables(vnnews.pipe(items), path)
    return path


def answer(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Return a query's result as a table of Markdown."""
    found = connection.execute(query)
    heads = [column[0] for column in found.description or ()]
    rows = [["" if cell is None else str(cell) for cell in row] for row in found.fetchall()]
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def written(page: str, path: Path) -> str:
    """Return the page with every answer as the database gives it now."""
    with duckdb.connect(str(database(path)), read_only=True) as connection:
        return BLOCK.sub(lambda m: f"```sql\n{m['query']}```\n\n{answer(connection, m['query'])}", page)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(written(PAGE.read_text(encoding="utf-8"), Path(folder) / "samples.duckdb"))
