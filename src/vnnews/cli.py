"""The command line: ``vnnews extract``, ``show``, ``explain``, ``schema`` and ``evaluate``.

Exit status: 0 when all went well, 1 when an input was rejected or a floor was missed, 2 when a command could
not run. Messages go to standard error, one line each.
"""

from __future__ import annotations

import errno
import io
import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import click

from vnnews.batch.dump import (
    How,
    OtherJobError,
    job_of,
    journal_path,
    part_path,
    rejects_path,
    run_to_file,
    run_to_folder,
    run_to_stream,
)
from vnnews.batch.items import Item, MissingExtraError, Reject
from vnnews.batch.readers import STANDARD_INPUT, read_inputs, read_records, size_of
from vnnews.batch.run import record, run
from vnnews.batch.streams import Meter
from vnnews.batch.tables import FORMATS, TooManyRowsError, write_tables
from vnnews.evaluate import Evaluation, EvaluationError, check_floors
from vnnews.evaluate import evaluate as scored
from vnnews.extractor import Extractor
from vnnews.lexicon import LexiconError
from vnnews.records import Article, json_schema
from vnnews.resolve.dates import posting
from vnnews.terminal import printer, progress
from vnnews.version import __version__


class StoppedError(click.ClickException):
    """A command that cannot run: its reason in one line, exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason on standard error."""
        _complain(self.format_message())


class _Commands(click.Group):
    """A group whose commands stop with one line when a lexicon, a gold folder or an output is at fault."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (LexiconError, EvaluationError, OtherJobError, MissingExtraError, TooManyRowsError) as error:
            raise StoppedError(" ".join(str(error).split())) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise StoppedError(f"{error.filename or 'output'}: {error.strerror or error}") from error


def _complain(message: object) -> None:
    click.echo(f"vnnews: {message}", err=True)


_OUTPUT = click.Path(dir_okay=False, path_type=Path)
_lexicon = click.option(
    "--lexicon", "lexicons", multiple=True, metavar="FILE",
    help="A .toml or .tsv file laid over the built-in lexicon; may be given again.",
)  # fmt: skip


def _checked_date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and posting(value, "argument") is None:
        raise click.BadParameter(f"{value!r} is no ISO 8601 date such as 2018-07-13 or 2018-07-13T17:28")
    return value


def _one_article(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its FILE and what is known of the article."""
    posted: dict[str, Any] = {"callback": _checked_date, "help": "When it was posted (ISO 8601)."}
    command = click.option("--published-at", metavar="DATE", **posted)(_lexicon(command))
    command = click.option("--url", help="The article's address; it helps to tell the place.")(command)
    return click.argument("file")(command)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vnnews", message="%(prog)s %(version)s")
def main() -> None:
    """Structured records from Vietnamese ward and commune news."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", help="Write the records to OUT.")
@click.option("--text-field", default="text", metavar="NAME", help="The text's key in JSON Lines [text].")
@click.option("--no-text", is_flag=True, help="Leave the article's text out of the records.")
@click.option("--workers", type=click.IntRange(1), default=1, metavar="N", help="Extract with N processes [1].")
@click.option("--resume", is_flag=True, help="Go on where a run into OUT was stopped.")
@_lexicon
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
        summary = write(items, extractor, output, _complain, How(**how, job=job), advance)
    place = output / "part-*.rejects.jsonl" if folder else rejects_path(output)
    _complain(f"{output}: {summary}" + (f" in {place}" if summary.rejects else ""))
    _exit_if(summary.rejects > 0)


@contextmanager
def _kept(output: Path) -> Iterator[None]:
    """Tell after a full disk that a run can be gone on with."""
    try:
        yield
    except OSError:
        if output.is_dir() or journal_path(output).exists():
            _complain("what was written before is kept: make room and go on with --resume")
        raise


def _to_standard_output(items: Iterator[Item | Reject], extractor: Extractor, how: How) -> None:
    if how.resume:
        raise click.UsageError("--resume goes on with a file: name it with -o")
    if how.workers == 1:  # each record as soon as it is made
        out = getattr(sys.stdout, "buffer", sys.stdout)
        summary = run(items, extractor, out, _complain, no_text=how.no_text)
    else:
        summary = run_to_stream(items, extractor, lambda data: click.echo(data, nl=False), _complain, how)
    _exit_if(summary.rejects > 0)


@main.command()
@_one_article
def show(file: str, url: str | None, published_at: str | None, lexicons: tuple[str, ...]) -> None:
    """Show an article with its items marked by kind, and its record in tables."""
    extractor = Extractor(lexicons)
    print_article = printer()
    for item in _articles(file, url, published_at):
        print_article(record(item, extractor))


@main.command()
@_one_article
def explain(file: str, url: str | None, published_at: str | None, lexicons: tuple[str, ...]) -> None:
    """Tell for each item of an article which rule and which lexicon entries found it."""
    extractor = Extractor(lexicons)
    for item in _articles(file, url, published_at):
        article = record(item, extractor)  # the text that a page's markup gives
        published_at = article.published_at if item.html else item.published_at
        click.echo(extractor.explain(article.text or "", url=item.url, published_at=published_at))


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
                _complain(found)
                faulty = True
            else:
                yield found

    counts = write_tables(good(), output, kind)
    _complain(f"{output}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    _exit_if(faulty)


@main.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@main.command()
@click.argument("gold_dir", type=click.Path(path_type=Path))
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="List N errors of each sort.")
@click.option("--json", "json_file", type=_OUTPUT, metavar="FILE", help="Write the figures to FILE.")
@click.option(
    "--floors", "floors_file", type=click.Path(path_type=Path), metavar="FILE",
    help="A TOML table of the least F1 of fields; exit with 1 when one is under it.",
)  # fmt: skip
@_lexicon
def evaluate(
    gold_dir: Path, errors: int, json_file: Path | None, floors_file: Path | None, lexicons: tuple[str, ...]
) -> None:
    """Score the records of GOLD_DIR/*/text.txt against the gold.json beside each."""
    floors = _floors(floors_file) if floors_file else {}
    evaluation = scored(gold_dir, Extractor(lexicons))
    _print_scores(evaluation, errors)
    if json_file:
        json_file.write_text(json.dumps(evaluation.to_dict(), indent=1) + "\n", encoding="utf-8")
    try:
        fallen = check_floors(evaluation, floors)
    except EvaluationError as error:
        raise StoppedError(f"{floors_file}: {error}") from error
    for line in fallen:
        _complain(line)
    _exit_if(bool(fallen))


def _exit_if(faulty: bool) -> None:
    if faulty:
        click.get_current_context().exit(1)


def _articles(file: str, url: str | None, published_at: str | None) -> Iterator[Item]:
    """Yield the articles of a file; what the caller knows of them comes before what the file says.

    Exits with 1 at the end when something was rejected.
    """
    rejected = False
    for item in read_inputs([file]):
        if isinstance(item, Reject):
            _complain(item)
            rejected = True
        else:
            yield replace(item, url=url or item.url, published_at=published_at or item.published_at)
    _exit_if(rejected)


def _floors(path: Path) -> dict[str, float]:
    """Read field → least F1 from a TOML file, at its top or under ``[floors]``."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # not TOML, or not UTF-8
        raise StoppedError(f"{path}: not valid TOML: {error}") from error
    floors = table.get("floors", table)
    if not isinstance(floors, dict) or not all(isinstance(floor, (int, float)) for floor in floors.values()):
        raise StoppedError(f'{path}: floors are numbers by field, as in "dates strict" = 0.95')
    return floors


def _print_scores(evaluation: Evaluation, errors: int) -> None:
    click.echo(f"{evaluation.articles} articles")
    click.echo(f"{'field':20}{'P':>8}{'R':>8}{'F1':>8}{'gold':>8}{'found':>8}")
    for field in evaluation.fields:
        shares = f"{field.precision:8.3f}{field.recall:8.3f}{field.f1:8.3f}"
        click.echo(f"{field.name:20}{shares}{field.gold:8}{field.found:8}")
        for side in ("missed", "spurious"):
            for article, item in getattr(field, side)[:errors]:
                click.echo(f"    {side:10}{article}: {item}")
    click.echo(f"{'core':20}{'':16}{evaluation.core:8.3f}")


if __name__ == "__main__":
    main()
