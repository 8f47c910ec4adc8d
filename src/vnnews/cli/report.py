"""The command that makes a page of records: ``report``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from vnnews.batch.items import Reject
from vnnews.batch.readers import read_records
from vnnews.cli.group import StoppedError, complain, exit_if, main
from vnnews.records import Article
from vnnews.report.gather import gather
from vnnews.report.page import LANGUAGES, page


@main.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="OUT", help="Where to."
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the page [en].")
def report(records: tuple[str, ...], output: Path, lang: str) -> None:
    """Write one HTML page about RECORDS, files that extract has written: who, how many, which documents, what lacks.

    It opens without a network. Each figure leads to the sentence it comes from; docs/report.md tells what each part
    says and does not say.
    """
    if any(Path(name).resolve() == output.resolve() for name in records):
        raise StoppedError(f"{output} would be overwritten; name another file for the page")
    faulty = False

    def good() -> Iterator[Article]:
        nonlocal faulty
        for found in read_records(records):
            if isinstance(found, Reject):
                complain(found)
                faulty = True
            else:
                yield found

    gathered = gather(good())
    made = output.with_name(output.name + ".new")
    made.write_text(page(gathered, lang), encoding="utf-8", newline="\n")
    made.replace(output)
    complain(f"{output}: {gathered.overview.articles} articles")
    exit_if(faulty)
