"""Commands that read articles: ``extract``, ``show``, ``explain``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from vnnews.batch.dump import (
    How,
    job_of,
    journal_path,
    part_path,
    rejects_path,
    run_to_file,
    run_to_folder,
    run_to_stream,
)
from vnnews.batch.items import Item, Reject
from vnnews.batch.readers import STANDARD_INPUT, read_inputs, size_of
from vnnews.batch.run import explained, record, run
from vnnews.batch.streams import Meter
from vnnews.cli.group import complain, exit_if, lexicon_option, main
from vnnews.explanation import Explanation
from vnnews.export.html import articles_page
from vnnews.extractor import Extractor
from vnnews.records import Article
from vnnews.resolve.dates import posting
from vnnews.terminal import printer, progress


def _checked_date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and posting(value, "argument") is None:
        raise click.BadParameter(f"{value!r} is no ISO 8601 date such as 2018-07-13 or 2018-07-13T17:28")
    return value


def _one_article(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its FILE and what is known of the article."""
    posted: dict[str, Any] = {"callback": _checked_date, "help": "When it was posted (ISO 8601)."}
    command = click.option("--published-at", metavar="DATE", **posted)(lexicon_option(command))
    command = click.option("--url", help="The article's address; it helps to tell the place.")(command)
    return click.argument("file")(command)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", help="Write the records to OUT.")
@click.option("--text-field", default="text", metavar="NAME", help="The text's key in JSON Lines [text].")
@click.option("--no-text", is_flag=True, help="Leave the article's text out of the records.")
@click.option("--workers", type=click.IntRange(1), default=1, metavar="N", help="Extract with N processes [1].")
@click.option("--resume", is_flag=True, help="Go on where a run into OUT was stopped.")
@lexicon_option
def extract(
    inputs: tuple[str, ...], output: Path | None, text_field: str, lexicons: tuple[str, ...], **how: Any
) -> None:
    """Write the record of each article as one line of JSON.

    An INPUT is a .jsonl, .csv, .parquet, .warc or .wet file, a text file, a page in HTML, a folder or pattern of them,
    or - for standard input; .gz and .zst of each are read, and written when OUT is so named. What cannot be read is
    told on standard error; with -o it also goes to a .rejects.jsonl file beside OUT, which appears when it is whole.
    OUT is a file (.jsonl, .jsonl.gz, .jsonl.zst, .parquet) or a folder that is there, for parts of 5,000 articles.
    """
    extractor = Extractor(lexicons)
    if output is None:
        _to_standard_output(read_inputs(inputs, text_field), extractor, How(**how))
        return
    folder = output.is_dir()
    if folder and any(output.resolve().is_relative_to(Path(name).resolve()) for name in inputs):
        raise click.UsageError(f"{output} lies within an input; name another folder for the records")
    files = () if folder else (output, part_path(output), rejects_path(output), journal_path(output))
    written = {path.resolve() for path in files}
    if overwritten := [name for name in inputs if Path(name).resolve() in written]:
        raise click.UsageError(f"{overwritten[0]} would be overwritten; name another file for the records")
    if how["resume"] and STANDARD_INPUT in inputs:
        raise click.UsageError("standard input cannot be read again; --resume needs files")
    meter = Meter()
    items = read_inputs(inputs, text_field, skip=written, meter=meter)
    job = job_of(inputs, {"text_field": text_field, "lexicons": lexicons})
    with progress(lambda: meter.read, lambda: size_of(inputs)) as advance, _kept(output):
        write = run_to_folder if folder else run_to_file
        summary = write(items, extractor, output, complain, How(**how, job=job), advance)
    place = output / "part-*.rejects.jsonl" if folder else rejects_path(output)
    complain(f"{output}: {summary}" + (f" in {place}" if summary.rejects else ""))
    exit_if(summary.rejects > 0)


@contextmanager
def _kept(output: Path) -> Iterator[None]:
    """Tell after a full disk that a run can be gone on with."""
    try:
        yield
    except OSError:
        if output.is_dir() or journal_path(output).exists():
            complain("what was written before is kept: make room and go on with --resume")
        raise


def _to_standard_output(items: Iterator[Item | Reject], extractor: Extractor, how: How) -> None:
    if how.resume:
        raise click.UsageError("--resume goes on with a file: name it with -o")
    if how.workers == 1:  # each record as soon as it is made
        out = getattr(sys.stdout, "buffer", sys.stdout)
        summary = run(items, extractor, out, complain, no_text=how.no_text)
    else:
        summary = run_to_stream(items, extractor, lambda data: click.echo(data, nl=False), complain, how)
    exit_if(summary.rejects > 0)


@main.command()
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT", help="Write a page instead.")
@_one_article
def show(file: str, html: Path | None, url: str | None, published_at: str | None, lexicons: tuple[str, ...]) -> None:
    """Show an article with its items marked by kind, and its record in tables; with --html as a page for a browser.

    On the page a mark tells on hover, or when the keyboard reaches it, its value, rule and lexicon entries.
    """
    extractor = Extractor(lexicons)
    articles = _articles(file, url, published_at)
    if html:
        shown: list[tuple[Article, Explanation]] = []
        try:
            for item in articles:
                shown.append(explained(item, extractor))
        finally:
            html.write_text(articles_page(shown), encoding="utf-8")
        return
    print_article = printer()
    for item in articles:
        print_article(record(item, extractor))


@main.command()
@_one_article
def explain(file: str, url: str | None, published_at: str | None, lexicons: tuple[str, ...]) -> None:
    """Tell for each item of an article which rule and which lexicon entries found it."""
    extractor = Extractor(lexicons)
    for item in _articles(file, url, published_at):
        click.echo(explained(item, extractor)[1])


def _articles(file: str, url: str | None, published_at: str | None) -> Iterator[Item]:
    """Yield the articles of a file; what the caller knows of them comes before what the file says.

    Exits with 1 at the end when something was rejected.
    """
    rejected = False
    for item in read_inputs([file]):
        if isinstance(item, Reject):
            complain(item)
            rejected = True
        else:
            yield replace(item, url=url or item.url, published_at=published_at or item.published_at)
    exit_if(rejected)
