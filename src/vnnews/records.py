"""What comes out: the records of one article, as Pydantic models.

All offsets are code points of the text that the caller passed in, half open, and
``text[start:end] == item.text`` always holds. Unknown is ``None``. The field names are the JSON keys.
A change here bumps ``SCHEMA_VERSION`` and the changelog.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from vnnews.version import SCHEMA_VERSION, __version__

SectionKind = Literal["headline", "stamp", "lead", "body", "caption", "credit", "furniture"]
Branch = Literal[
    "party", "government", "council", "front", "mass_organization", "police", "military", "judiciary",
    "education", "health", "neighbourhood", "other",
]  # fmt: skip
Action = Literal["elected", "re_elected", "appointed", "assigned", "dismissed", "resigned", "retired"]
Level = Literal["neighbourhood", "commune", "district", "province", "central"]


class Record(BaseModel):
    """Base of every record: immutable, and closed to keys that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Mention(Record):
    """One place in the text that names something."""

    text: str
    start: int
    end: int
    kind: Literal["full", "short"] = "full"


class AdminUnit(Record):
    """An administrative unit: its proper name without the type word (``Ngọc Thụy``; ``Phường 5`` → ``5``)."""

    name: str
    type: str | None = None
    code: str | None = None
    candidates: tuple[str, ...] = ()


class Place(Record):
    """The unit an article is about, as it was on the article's own date; today's units stand in ``successors``."""

    ward: AdminUnit | None = None
    district: AdminUnit | None = None
    province: AdminUnit | None = None
    successors: tuple[AdminUnit, ...] = ()


class Section(Record):
    """A part of the page."""

    kind: SectionKind
    start: int
    end: int


class DateMention(Record):
    """An expression that places something in calendar time; ``value`` is a TIMEX3 / ISO 8601 value."""

    text: str
    start: int
    end: int
    rule: str
    value: str | None
    kind: Literal["date", "time", "period", "set"]
    first_day: str | None = None
    last_day: str | None = None
    anchor: Literal["published_at", "text", "argument"] | None = None


class Title(Record):
    """An office as the article gives it, written out: ``Nguyên Phó Chủ tịch Ủy ban nhân dân phường``."""

    name: str
    position: str
    body: str | None = None
    level: Level | None = None
    place: str | None = None
    former: bool = False
    acting: bool = False
    organization: int | None = None
    mentions: tuple[Mention, ...] = ()
    rule: str


class Official(Record):
    """A named person with the titles that the article gives; a citizen without office has none."""

    name: str
    gender: Literal["male", "female"] | None = None
    titles: tuple[Title, ...] = ()
    mentions: tuple[Mention, ...] = ()
    rule: str


class Appointment(Record):
    """A statement that somebody was put into or out of an office; ``date`` is a TIMEX3 value."""

    name: str
    title: str
    action: Action
    date: str | None
    official: int | None
    text: str
    start: int
    end: int
    rule: str


class Acronym(Record):
    """A shortened form and what it stands for; ``expansion`` is ``None`` when neither text nor lexicon tells."""

    acronym: str
    expansion: str | None
    kind: Literal["organization", "title", "thing", "place"]
    defined_here: bool
    mentions: tuple[Mention, ...]
    rule: str


class Organization(Record):
    """A body: canonical ``name``, its ``head`` (``Ủy ban nhân dân``), branch, level and the unit it serves.

    ``place`` is the unit that the name ends in; of ``Đảng ủy`` or ``Ủy ban nhân dân phường`` it is the article's own,
    where the article tells it. A bare ``UBND`` is a ``short`` mention of the body that it means.
    """

    name: str
    head: str
    branch: Branch
    level: Level | None = None
    place: str | None = None
    mentions: tuple[Mention, ...]
    rule: str


class Statistic(Record):
    """A number that quantifies something. Money is in ``VND`` (đồng) unless ``unit`` says otherwise."""

    text: str
    start: int
    end: int
    rule: str
    kind: Literal["count", "ratio", "percent", "money", "measure", "duration"]
    value: int | float
    value_max: int | float | None = None
    total: int | float | None = None
    unit: str | None = None
    qualifier: Literal["total", "about", "over", "under", "at_least", "at_most"] | None = None
    per: str | None = None
    period: str | None = None


class Document(Record):
    """A legal or administrative document cited by number, or a law by name and year; ``date`` is a TIMEX3 value.

    A law cited without its number has ``name`` (``Luật Hòa giải ở cơ sở``) and, as ``date``, the year.
    """

    text: str
    start: int
    end: int
    rule: str
    number: str | None
    type: str | None
    name: str | None = None
    issuer: str | None
    date: str | None


class Warning(Record):  # noqa: A001 - the contract's own name
    """Something a user should know about this record."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


class Source(Record):
    """Where the text came from."""

    path: str | None = None
    line: int | None = None
    url: str | None = None


class Producer(Record):
    """What made the record."""

    version: str
    lexicon: str
    segmenter: str


class Article(Record):
    """The structured record of one article."""

    schema_version: str = SCHEMA_VERSION
    id: str | None = None
    content_hash: str
    text: str | None
    source: Source = Source()
    producer: Producer
    title: str | None = None
    category: str | None = None
    published_at: str | None = None
    view_count: int | None = None
    credit: str | None = None
    place: Place = Place()
    sections: tuple[Section, ...] = ()
    dates: tuple[DateMention, ...] = ()
    officials: tuple[Official, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    organizations: tuple[Organization, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    documents: tuple[Document, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def _repr_html_(self) -> str:
        import vnnews  # noqa: PLC0415 - what shows a record stands above it

        return vnnews.to_html(self)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of :class:`Article`.

    >>> json_schema()["title"]
    'vnnews article record'
    """
    schema = Article.model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "vnnews article record"
    schema["$comment"] = f"schema {SCHEMA_VERSION}, written by vnnews {__version__}"
    return schema
