"""What a report shows, as rows of plain data; ``spots`` are numbers in :attr:`Gathered.spots`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from vnnews.report.spots import Spot

Number = int | float
Spots = tuple[int, ...]

# what an article may lack, in the order of the bits of ArticleRow.lacks
LACKS = ("day", "place", "title", "items", "clean")
FEW = 3  # an article with fewer items of any kind has few


class ArticleRow(NamedTuple):
    """An article: what heads its sentences; ``day`` is as precise as known, ``lacks`` a set of bits of ``LACKS``."""

    title: str | None
    day: str | None
    id: str | None
    url: str | None
    linked: bool
    ward: str | None
    portal: str | None
    lacks: int


class Office(NamedTuple):
    """An office that a person was seen in, with the first and last day of posting that an article gives it."""

    person: str
    place: str | None
    title: str
    former: bool
    first: str | None
    last: str | None
    spots: Spots
    events: tuple[tuple[str, str | None, str | None, int], ...]  # action, TIMEX3 date, first day of it, spot


class Month(NamedTuple):
    """The articles of a month (``YYYY-MM``) and a ward; ``None`` where the articles do not tell."""

    month: str | None
    ward: str | None
    articles: tuple[int, ...]


class Series(NamedTuple):
    """What is counted or measured: figures of another kind, unit or rate stand in another series."""

    kind: str
    unit: str | None
    per: str | None
    figures: int
    articles: int
    wards: int


class Figure(NamedTuple):
    """A figure of a text; one that a text tells several times is one row with several spots.

    ``period`` is a TIMEX3 value and ``first`` and ``last`` its days. Without a period they are the day of posting.
    """

    series: int
    article: int
    value: Number | None
    most: Number | None
    total: Number | None
    qualifier: str | None
    period: str | None
    first: str | None
    last: str | None
    spots: Spots


class Cited(NamedTuple):
    """A document as it is cited; ``days`` are the different dates that articles give it."""

    name: str
    issuer: str | None
    days: int
    articles: int
    wards: int
    spots: Spots


class Short(NamedTuple):
    """An acronym that neither the texts nor the lexicon expand."""

    acronym: str
    articles: int
    spots: Spots


class Warned(NamedTuple):
    """A warning's code, with the message of the first one."""

    code: str
    message: str
    articles: int
    spots: Spots


class Portal(NamedTuple):
    """A host, or a folder or file, and how many of its articles lack each of ``LACKS``."""

    name: str | None
    articles: int
    lacking: tuple[int, ...]


class Overview(NamedTuple):
    """The counts at the head; days are those of posting, known to the day."""

    articles: int
    without_text: int
    without_day: int
    first: str | None
    last: str | None
    wards: int
    people: int
    statistics: int
    documents: int
    citations: int


@dataclass(slots=True)
class Gathered:
    """Everything a report shows."""

    overview: Overview
    articles: list[ArticleRow] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    documents: list[Cited] = field(default_factory=list)
    acronyms: list[Short] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    portals: list[Portal] = field(default_factory=list)
