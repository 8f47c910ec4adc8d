"""The command that makes a page of records: ``report``."""

from __future__ import annotations

from pathlib import Path

import click

from vnnews.batch.readers import read_records
from vnnews.batch.replacing import replacing
from vnnews.cli.group import Complaints, StoppedError, complain, exit_if, main
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
    complaints = Complaints()
    gathered = gather(complaints.without_rejects(read_records(records)))
    with replacing(output) as made:
        made.write_text(page(gathered, lang), encoding="utf-8", newline="\n")
    complain(f"{output}: {gathered.overview.articles} articles")
    exit_if(complaints.made)
