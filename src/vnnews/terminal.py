"""What a terminal shows: an article with its items marked and its record in tables, and how far a run has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from vnnews.highlights import highlights, outermost
from vnnews.overview import OVERVIEWS
from vnnews.records import Article

# An appointment spans the people and titles that it tells of, so it is shown in its table only.
_STYLES = {
    "document": "bold red",
    "title": "green",
    "organization": "blue",
    "person": "bold magenta",
    "statistic": "yellow",
    "date": "cyan",
    "acronym": "underline",
}
_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n")


def _marked(article: Article, coloured: bool) -> Iterator[tuple[str, str]]:
    """Yield the text's pieces with their styles; without colours an item is bracketed with its kind."""
    text, at = article.text or "", 0
    for item in outermost(h for h in highlights(article) if h.kind in _STYLES):
        yield text[at : item.start], ""
        yield _mark(item.kind, text[item.start : item.end], coloured)
        at = item.end
    yield text[at:], ""


def _mark(kind: str, piece: str, coloured: bool) -> tuple[str, str]:
    return (piece, _STYLES[kind]) if coloured else (f"[{kind}: {piece}]", "")


def _legend(coloured: bool) -> Iterator[tuple[str, str]]:
    for kind in _STYLES:
        yield _mark(kind, kind if coloured else "…", coloured)
        yield " ", ""


def printer() -> Callable[[Article], None]:
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
        for overview in OVERVIEWS:
            table = Table(title=overview.heading, title_justify="left", show_edge=False)
            for column in overview.columns:
                table.add_column(column, overflow="fold")
            for row in overview.rows(article):
                table.add_row(*(Text(plain(cell)) for cell in row))
            if table.row_count:
                console.print(table, "")

    return print_article


@contextmanager
def progress(read: Callable[[], int], size: Callable[[], int]) -> Iterator[Callable[[int], object]]:
    """Show how many articles are done, how fast, and how long the rest will take; nothing where no terminal is.

    ``read`` tells how many bytes of the inputs were read, ``size`` how many there are. Gives what is to be called with
    the number of articles just done.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (BarColumn(), TextColumn("{task.fields[articles]:,} articles"), TextColumn("{task.fields[rate]:,.0f}/s"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=size() or None, articles=0, rate=0.0)
        began, done = time.monotonic(), 0

        def advance(articles: int) -> None:
            nonlocal done
            done += articles
            bar.update(task, completed=read(), articles=done, rate=done / max(time.monotonic() - began, 0.001))

        yield advance
