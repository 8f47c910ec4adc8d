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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import click

from vnnews.batch.items import Item, Reject
from vnnews.batch.readers import read_inputs
from vnnews.batch.run import part_path, record, rejects_path, run, run_to_file
from vnnews.evaluate import Evaluation, EvaluationError, check_floors
from vnnews.evaluate import evaluate as scored
from vnnews.extractor import Extractor
from vnnews.lexicon import LexiconError
from vnnews.records import Article, json_schema
from vnnews.resolve.dates import posting
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
        except (LexiconError, EvaluationError) as error:
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
@click.option("-o", "--output", type=_OUTPUT, metavar="OUT", help="Write the records to OUT.")
@click.option("--text-field", default="text", metavar="NAME", help="The text's key in JSON Lines [text].")
@click.option("--no-text", is_flag=True, help="Leave the article's text out of the records.")
@_lexicon
def extract(
    inputs: tuple[str, ...], output: Path | None, text_field: str, no_text: bool, lexicons: tuple[str, ...]
) -> None:
    """Write the record of each article as one line of JSON.

    An INPUT is a .jsonl file, a text file, a page in HTML, a folder of them, or - for standard input. What cannot
    be read is told on standard error; with -o it also goes to a .rejects.jsonl file beside OUT.
    """
    extractor = Extractor(lexicons)
    if output is None:
        items = read_inputs(inputs, text_field)
        out = getattr(sys.stdout, "buffer", sys.stdout)
        summary = run(items, extractor, out, _complain, no_text=no_text)
    else:
        written = {path.resolve() for path in (output, part_path(output), rejects_path(output))}
        if overwritten := [name for name in inputs if Path(name).resolve() in written]:
            raise click.UsageError(f"{overwritten[0]} would be overwritten; name another file for the records")
        items = read_inputs(inputs, text_field, skip=written)
        summary = run_to_file(items, extractor, output, _complain, no_text=no_text)
        _complain(f"{output}: {summary}" + (f" in {rejects_path(output)}" if summary.rejects else ""))
    _exit_if(summary.rejects > 0)


@main.command()
@_one_article
def show(file: str, url: str | None, published_at: str | None, lexicons: tuple[str, ...]) -> None:
    """Show an article with its items marked by kind, and its record in tables."""
    extractor = Extractor(lexicons)
    print_article = _printer()
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


# The order decides between two kinds on the same characters. An appointment spans the people and titles that
# it tells of, so it is shown in its table only.
_STYLES = {
    "document": "bold red",
    "title": "green",
    "body": "blue",
    "person": "bold magenta",
    "statistic": "yellow",
    "date": "cyan",
    "acronym": "underline",
}
_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n")


def _spans(article: Article) -> Iterator[tuple[int, int, str]]:
    people, bodies = article.officials, article.organizations
    found: dict[str, Iterable[Any]] = {
        "document": article.documents,
        "title": (mention for person in people for title in person.titles for mention in title.mentions),
        "body": (mention for body in bodies for mention in body.mentions),
        "person": (mention for person in people for mention in person.mentions),
        "statistic": article.statistics,
        "date": article.dates,
        "acronym": (mention for acronym in article.acronyms for mention in acronym.mentions),
    }
    for kind, items in found.items():
        for item in items:
            yield item.start, item.end, kind


def _outermost(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep the longer one of two spans that overlap, in text order."""
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, kind))
        elif end - start > kept[-1][1] - kept[-1][0]:
            kept[-1] = (start, end, kind)
    return kept


def _marked(article: Article, coloured: bool) -> Iterator[tuple[str, str]]:
    """Yield the text's pieces with their styles; without colours an item is bracketed with its kind."""
    text, at = article.text or "", 0
    for start, end, kind in _outermost(_spans(article)):
        yield text[at:start], ""
        yield _mark(kind, text[start:end], coloured)
        at = end
    yield text[at:], ""


def _mark(kind: str, piece: str, coloured: bool) -> tuple[str, str]:
    return (piece, _STYLES[kind]) if coloured else (f"[{kind}: {piece}]", "")


def _legend(coloured: bool) -> Iterator[tuple[str, str]]:
    for kind in _STYLES:
        yield _mark(kind, kind if coloured else "…", coloured)
        yield " ", ""


def _metadata(article: Article) -> Iterator[tuple[object, ...]]:
    for key in ("id", "title", "category", "published_at", "view_count", "credit"):
        if (value := getattr(article, key)) is not None:
            yield key, value
    for level in ("ward", "district", "province"):
        if unit := getattr(article.place, level):
            yield level, " ".join(filter(None, (unit.name, unit.code and f"({unit.code})")))
    if article.place.successors:
        yield "successors", ", ".join(unit.name for unit in article.place.successors)


_TABLES: tuple[tuple[str, tuple[str, ...], Callable[[Article], Iterable[tuple[object, ...]]]], ...] = (
    ("Metadata", ("field", "value"), _metadata),
    (
        "Officials", ("name", "titles", "mentions"),
        lambda a: ((o.name, "; ".join(t.name for t in o.titles), len(o.mentions)) for o in a.officials),
    ),
    (
        "Appointments", ("name", "title", "action", "date"),
        lambda a: ((x.name, x.title, x.action, x.date) for x in a.appointments),
    ),
    (
        "Organizations", ("name", "branch", "level", "place", "mentions"),
        lambda a: ((o.name, o.branch, o.level, o.place, len(o.mentions)) for o in a.organizations),
    ),
    (
        "Acronyms", ("acronym", "expansion", "kind", "mentions"),
        lambda a: ((x.acronym, x.expansion, x.kind, len(x.mentions)) for x in a.acronyms),
    ),
    ("Dates", ("text", "value", "kind"), lambda a: ((d.text, d.value, d.kind) for d in a.dates)),
    (
        "Statistics", ("text", "kind", "value", "of", "unit", "period"),
        lambda a: ((s.text, s.kind, s.value, s.total, s.unit, s.period) for s in a.statistics),
    ),
    (
        "Documents", ("type", "number", "issuer", "date"),
        lambda a: ((d.type, d.number or d.name, d.issuer, d.date) for d in a.documents),
    ),
    ("Warnings", ("code", "message"), lambda a: ((w.code, w.message) for w in a.warnings)),
)  # fmt: skip


def _printer() -> Callable[[Article], None]:
    """Return what prints an article: rich is loaded by those who show one."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    coloured = console.color_system is not None and not console.no_color

    def plain(value: object) -> str:
        return "" if value is None else str(value).translate(_CONTROLS)

    def assembled(pieces: Iterable[tuple[str, str]]) -> Text:
        return Text.assemble(*((plain(piece), style) for piece, style in pieces))

    def print_article(article: Article) -> None:
        console.print(assembled(_legend(coloured)), soft_wrap=True, end="\n\n")
        console.print(assembled(_marked(article, coloured)), soft_wrap=not console.is_terminal, end="\n\n")
        for heading, columns, rows in _TABLES:
            table = Table(title=heading, title_justify="left", show_edge=False)
            for column in columns:
                table.add_column(column, overflow="fold")
            for row in rows(article):
                table.add_row(*(Text(plain(cell)) for cell in row))
            if table.row_count:
                console.print(table, "")

    return print_article


if __name__ == "__main__":
    main()
