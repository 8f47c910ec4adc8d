"""A record as a few short tables for people: what a terminal, a notebook and a page show under the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vnnews.records import Article

Cells = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A table: its heading, its columns, and how an article gives its rows; a cell is a value or ``None``."""

    heading: str
    columns: tuple[str, ...]
    rows: Callable[[Article], Iterable[Cells]]


def _metadata(article: Article) -> Iterator[Cells]:
    for key in ("id", "title", "category", "published_at", "view_count", "credit"):
        if (value := getattr(article, key)) is not None:
            yield key, value
    for level in ("ward", "district", "province"):
        if unit := getattr(article.place, level):
            yield level, " ".join(filter(None, (unit.name, unit.code and f"({unit.code})")))
    if article.place.successors:
        yield "successors", ", ".join(unit.name for unit in article.place.successors)


OVERVIEWS = (
    Overview("Metadata", ("field", "value"), _metadata),
    Overview(
        "Officials", ("name", "titles", "mentions"),
        lambda a: ((o.name, "; ".join(t.name for t in o.titles), len(o.mentions)) for o in a.officials),
    ),
    Overview(
        "Appointments", ("name", "title", "action", "date"),
        lambda a: ((x.name, x.title, x.action, x.date) for x in a.appointments),
    ),
    Overview(
        "Organizations", ("name", "branch", "level", "place", "mentions"),
        lambda a: ((o.name, o.branch, o.level, o.place, len(o.mentions)) for o in a.organizations),
    ),
    Overview(
        "Acronyms", ("acronym", "expansion", "kind", "mentions"),
        lambda a: ((x.acronym, x.expansion, x.kind, len(x.mentions)) for x in a.acronyms),
    ),
    Overview("Dates", ("text", "value", "kind"), lambda a: ((d.text, d.value, d.kind) for d in a.dates)),
    Overview(
        "Statistics", ("text", "kind", "value", "of", "unit", "period"),
        lambda a: ((s.text, s.kind, s.value, s.total, s.unit, s.period) for s in a.statistics),
    ),
    Overview(
        "Documents", ("type", "number", "issuer", "date"),
        lambda a: ((d.type, d.number or d.name, d.issuer, d.date) for d in a.documents),
    ),
    Overview("Warnings", ("code", "message"), lambda a: ((w.code, w.message) for w in a.warnings)),
)  # fmt: skip
