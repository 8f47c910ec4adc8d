"""Records as tidy tables: one row per item, with the article, its place and its day beside it.

A table is a ``pyarrow.Table``, which pandas, Polars and everything else that reads Arrow take over without a copy.
docs/tables.md lists the columns with their types and says what must not be summed.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal

from vnnews.records import AdminUnit, Article, Mention
from vnnews.resolve.dates import bounds

Type = Literal["string", "int64", "float64", "bool", "date32"]
Row = tuple[Any, ...]

_BATCH = 1_000  # articles turned into columns at a time


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its Arrow type, and what it holds."""

    name: str
    type: Type
    about: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A table: what one row is, its own columns, and how an article gives its rows."""

    row: str
    columns: tuple[Column, ...]
    rows: Callable[[Article], Iterator[Row]]


ARTICLE = (
    Column("article", "string", "`id` of the record"),
    Column("content_hash", "string", "SHA-256 of the text; an article crawled twice bears one twice"),
    Column("url", "string", "address of the page"),
    Column("published_on", "date32", "day of posting; null where less than a day is known"),
    Column("ward", "string", "proper name of the commune, ward or town that the article is about"),
    Column("ward_code", "string", "its code at the statistics office on the article's day"),
    Column("district", "string", "its district; null since July 2025"),
    Column("province", "string", "its province"),
)
ITEM = (
    Column("item", "int64", "number of the item in its record, from 0"),
    Column("text", "string", "the item's characters"),
    Column("start", "int64", "offset of its first character, in code points"),
    Column("end", "int64", "offset after its last"),
    Column("rule", "string", "the rule that found it"),
)


def _bounded(prefix: str, value: str) -> tuple[Column, Column]:
    return (
        Column(f"{prefix}first_day", "date32", f"first day that {value} covers; null where it leaves a part open"),
        Column(f"{prefix}last_day", "date32", "the last one"),
    )


def _articles(article: Article) -> Iterator[Row]:
    warnings = "|".join(warning.code for warning in article.warnings) or None
    length = len(article.text) if article.text is not None else None
    yield (
        article.title, article.category, article.published_at, article.view_count, article.credit, length,
        len(article.officials), len(article.statistics), len(article.documents), warnings,
    )  # fmt: skip


def _dates(article: Article) -> Iterator[Row]:
    for d in article.dates:
        yield d.text, d.start, d.end, d.rule, d.value, d.kind, _day(d.first_day), _day(d.last_day), d.anchor


def _officials(article: Article) -> Iterator[Row]:
    for o in article.officials:
        titles = "|".join(title.name for title in o.titles) or None
        yield *_first(o.mentions), o.rule, o.name, o.gender, titles, len(o.mentions)


def _titles(article: Article) -> Iterator[Row]:
    for number, o in enumerate(article.officials):
        for t in o.titles:
            body = article.organizations[t.organization].name if t.organization is not None else None
            yield (
                *_first(t.mentions), t.rule, number, o.name, t.name, t.position, t.body, t.level, t.place, t.former,
                t.acting, body,
            )  # fmt: skip


def _appointments(article: Article) -> Iterator[Row]:
    for a in article.appointments:
        yield a.text, a.start, a.end, a.rule, a.official, a.name, a.title, a.action, a.date, *_days(a.date)


def _acronyms(article: Article) -> Iterator[Row]:
    for a in article.acronyms:
        yield *_first(a.mentions), a.rule, a.acronym, a.expansion, a.kind, a.defined_here, len(a.mentions)


def _organizations(article: Article) -> Iterator[Row]:
    for o in article.organizations:
        yield *_first(o.mentions), o.rule, o.name, o.head, o.branch, o.level, o.place, len(o.mentions)


def _statistics(article: Article) -> Iterator[Row]:
    for s in article.statistics:
        yield (
            s.text, s.start, s.end, s.rule, s.kind, s.value, s.value_max, s.total, s.unit, s.qualifier, s.per, s.period,
            *_days(s.period),
        )  # fmt: skip


def _documents(article: Article) -> Iterator[Row]:
    for d in article.documents:
        yield d.text, d.start, d.end, d.rule, d.number, d.name, d.type, d.issuer, d.date, *_days(d.date)


KINDS: Mapping[str, Kind] = {
    "articles": Kind(
        "an article",
        (
            Column("title", "string", "headline"),
            Column("category", "string", "section that the portal files it under"),
            Column("published_at", "string", "posting stamp, ISO 8601, as precise as it is"),
            Column("view_count", "int64", "the article's own read counter"),
            Column("credit", "string", "source, else author, as printed"),
            Column("characters", "int64", "length of the text, in code points"),
            Column("officials", "int64", "number of people"),
            Column("statistics", "int64", "number of statistics"),
            Column("documents", "int64", "number of cited documents"),
            Column("warnings", "string", "codes of the record's warnings, joined by `|`"),
        ),
        _articles,
    ),
    "dates": Kind(
        "a date expression",
        (
            Column("value", "string", "TIMEX3 value"),
            Column("kind", "string", "date, time, period or set"),
            *_bounded("", "the value"),
            Column("anchor", "string", "what settled a missing year: published_at, text or argument"),
        ),
        _dates,
    ),
    "officials": Kind(
        "a named person of an article",
        (
            Column("name", "string", "the fullest form the article uses"),
            Column("gender", "string", "male or female, where an honorific tells"),
            Column("titles", "string", "canonical titles, joined by `|`"),
            Column("mentions", "int64", "how often the article names the person"),
        ),
        _officials,
    ),
    "titles": Kind(
        "a title of a person",
        (
            Column("official", "int64", "`item` of the person in the table of officials"),
            Column("name", "string", "the person"),
            Column("title", "string", "canonical title"),
            Column("position", "string", "the office without its body (`Phó Chủ tịch`)"),
            Column("body", "string", "head of the body (`Ủy ban nhân dân`)"),
            Column("level", "string", "commune, district, province, central or neighbourhood"),
            Column("place", "string", "unit that the title names"),
            Column("former", "bool", "whether the office was left"),
            Column("acting", "bool", "whether it is held for the time being"),
            Column("organization", "string", "canonical name of the body, where the article names it"),
        ),
        _titles,
    ),
    "appointments": Kind(
        "a statement that somebody came into or out of an office",
        (
            Column("official", "int64", "`item` of the person in the table of officials"),
            Column("name", "string", "the person"),
            Column("title", "string", "canonical title"),
            Column("action", "string", "elected, re_elected, appointed, assigned, dismissed, resigned or retired"),
            Column("date", "string", "TIMEX3 value of when"),
            *_bounded("", "the date"),
        ),
        _appointments,
    ),
    "acronyms": Kind(
        "an acronym of an article",
        (
            Column("acronym", "string", "as the article writes it"),
            Column("expansion", "string", "what it stands for; null where nobody tells"),
            Column("kind", "string", "organization, title, thing or place"),
            Column("defined_here", "bool", "whether the article itself says what it means"),
            Column("mentions", "int64", "how often it stands"),
        ),
        _acronyms,
    ),
    "organizations": Kind(
        "a body of an article",
        (
            Column("name", "string", "canonical name"),
            Column("head", "string", "its first part (`Ủy ban nhân dân`)"),
            Column("branch", "string", "party, government, council, front, mass_organization, police …, or other"),
            Column("level", "string", "commune, district, province, central or neighbourhood"),
            Column("place", "string", "unit it serves; the article's own for `Đảng ủy`"),
            Column("mentions", "int64", "how often it is named"),
        ),
        _organizations,
    ),
    "statistics": Kind(
        "a number that quantifies something",
        (
            Column("kind", "string", "count, ratio, percent, money, measure or duration"),
            Column("value", "float64", "the number, exact up to 2^53; of a range the lower bound, of a ratio the part"),
            Column("value_max", "float64", "upper bound of a range"),
            Column("total", "float64", "the whole of a ratio"),
            Column("unit", "string", "what is counted or measured; money is in `VND` (đồng) unless it says otherwise"),
            Column("qualifier", "string", "over, under, about, total … before the number"),
            Column("per", "string", "what a rate is told for: `người/năm`"),
            Column("period", "string", "TIMEX3 value of the date that governs the number; null for a state of now"),
            *_bounded("period_", "the period"),
        ),
        _statistics,
    ),
    "documents": Kind(
        "a citation of a document",
        (
            Column("number", "string", "number without inner spaces; null for a law cited by name"),
            Column("name", "string", "canonical name of a law cited by name"),
            Column("type", "string", "`Quyết định`, `Nghị quyết`, `Luật` …"),
            Column("issuer", "string", "body that the number's suffix tells"),
            Column("date", "string", "TIMEX3 value of its day, or a law's year"),
            *_bounded("", "the date"),
        ),
        _documents,
    ),
}  # fmt: skip


def columns(kind: str) -> tuple[Column, ...]:
    """Return the columns of a kind's table in order; ``ValueError`` for a kind that there is not."""
    if kind not in KINDS:
        raise ValueError(f"no table of {kind!r}; there are {', '.join(KINDS)}")
    own = KINDS[kind].columns
    return (*ARTICLE, *own) if kind == "articles" else (*ARTICLE, *ITEM, *own)


def to_frame(records: Iterable[Article | Mapping[str, Any]], kind: str) -> Any:
    """Return a ``pyarrow.Table`` with one row per item of a kind, in the order of records and items.

    A record is an :class:`~vnnews.records.Article` or its JSON object; kinds are the keys of a record and ``titles``:
    articles, dates, officials, titles, appointments, acronyms, organizations, statistics, documents. The table speaks
    Arrow's PyCapsule interface: ``table.to_pandas()``, ``polars.from_arrow(table)``. Raises ``ValueError`` for
    another kind, ``ImportError`` without pyarrow (``pip install "vnnews[arrow]"``), and
    ``pydantic.ValidationError`` for a mapping that is no record.

    >>> import vnnews
    >>> records = vnnews.pipe(["Năm 2020, xã trao 35 suất quà.", "Xã trồng 1.250 cây xanh."])
    >>> frame = to_frame(records, "statistics").select(["item", "value", "unit", "period"])
    >>> frame.to_pylist() == [
    ...     {"item": 0, "value": 35.0, "unit": "suất quà", "period": "2020"},
    ...     {"item": 0, "value": 1250.0, "unit": "cây xanh", "period": None},
    ... ]
    True
    """
    told = columns(kind)
    arrow = _arrow()
    schema = arrow.schema([(column.name, getattr(arrow, _FACTORY.get(column.type, column.type))()) for column in told])
    articles = (r if isinstance(r, Article) else Article.model_validate(r) for r in records)
    batches = []
    while some := list(islice(articles, _BATCH)):
        rows = [row for article in some for row in rows_of(article, kind)]
        values = zip(*rows, strict=True) if rows else ([] for _ in told)
        arrays = [arrow.array(list(v), type=field.type) for v, field in zip(values, schema, strict=True)]
        batches.append(arrow.record_batch(arrays, schema=schema))
    return arrow.Table.from_batches(batches, schema=schema)


_FACTORY = {"bool": "bool_"}


def _arrow() -> Any:
    try:
        return importlib.import_module("pyarrow")
    except ImportError as error:
        raise ImportError('tables are Arrow\'s: pip install "vnnews[arrow]"') from error


def rows_of(article: Article, kind: str) -> Iterator[Row]:
    """Yield the rows of an article in the table of a kind, in the order of :func:`columns`."""
    place = article.place
    common = (
        article.id, article.content_hash, article.source.url, _day((article.published_at or "")[:10]),
        _name(place.ward), place.ward.code if place.ward else None, _name(place.district), _name(place.province),
    )  # fmt: skip
    for number, row in enumerate(KINDS[kind].rows(article)):
        yield (*common, *row) if kind == "articles" else (*common, number, *row)


def _name(unit: AdminUnit | None) -> str | None:
    return unit.name if unit else None


def _first(mentions: tuple[Mention, ...]) -> tuple[str | None, int | None, int | None]:
    return (mentions[0].text, mentions[0].start, mentions[0].end) if mentions else (None, None, None)


def _days(value: str | None) -> tuple[date | None, date | None]:
    first, last = bounds(value)
    return _day(first), _day(last)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and len(text) == len("2018-07-13") else None
