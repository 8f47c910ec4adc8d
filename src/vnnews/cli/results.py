"""Commands that read records: ``tables``."""

from __future__ import annotations

from pathlib import Path

import click

from vnnews.batch.readers import read_records
from vnnews.batch.tables import FORMATS, write_tables
from vnnews.cli.group import Complaints, complain, exit_if, main


@main.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT", help="Where to.")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="What OUT is, when its name does not tell.")
def tables(records: tuple[str, ...], output: Path, kind: str | None) -> None:
    """Write tidy tables of RECORDS, files that extract has written: OUT.duckdb, OUT.sqlite, OUT.xlsx, or a folder.

    A folder holds a file for each table, Parquet unless --format csv is asked for.
    """
    complaints = Complaints()
    counts = write_tables(complaints.without_rejects(read_records(records)), output, kind)
    complain(f"{output}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    exit_if(complaints.made)
