"""Commands that read records: ``tables``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from vnnews.batch.items import Reject
from vnnews.batch.readers import read_records
from vnnews.batch.tables import FORMATS, write_tables
from vnnews.cli.group import complain, exit_if, main
from vnnews.records import Article


@main.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT", help="Where to.")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="What OUT is, when its name does not tell.")
def tables(records: tuple[str, ...], output: Path, kind: str | None) -> None:
    """Write tidy tables of RECORDS, files that extract has written: OUT.duckdb, OUT.sqlite, OUT.xlsx, or a folder.

    A folder holds a file for each table, Parquet unless --format csv is asked for.
    """
    faulty = False

    def good() -> Iterator[Article]:
        nonlocal faulty
        for found in read_records(records):
            if isinstance(found, Reject):
                complain(found)
                faulty = True
            else:
                yield found

    counts = write_tables(good(), output, kind)
    complain(f"{output}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    exit_if(faulty)
