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
Gender = Literal["male", "female"]
Level = Literal["neighbourhood", "commune", "district", "province", "central"]


class Record(BaseModel):
    """Base of every record: immutable, and closed to keys that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Mention(Record):
    """One place in the text that names something."""

    text: str
    """The characters as they stand in the text."""
    start: int
    """Its first code point."""
    end: int
    """The one after its last."""
    kind: Literal["full", "short"] = "full"
    """``short`` where a bare acronym or a given name alone stands for the whole."""


class AdminUnit(Record):
    """An administrative unit: its proper name without the type word (``Ngọc Thụy``; ``Phường 5`` → ``5``)."""

    name: str
    """Proper name, without its type."""
    type: str | None = None
    """``phường``, ``xã``, ``thị trấn``, ``quận``, ``huyện``, ``tỉnh`` …."""
    code: str | None = None
    """The statistics office's; null where the table does not have the unit or several fit."""
    candidates: tuple[str, ...] = ()
    """Where several units bear the name: each of them with its parents."""


class Place(Record):
    """The unit an article is about, as it was on the article's own date; today's units stand in ``successors``."""

    ward: AdminUnit | None = None
    """Unit of the commune level."""
    district: AdminUnit | None = None
    """Unit of the district level; null since July 2025."""
    province: AdminUnit | None = None
    """Unit of the province level."""
    successors: tuple[AdminUnit, ...] = ()
    """Today's units that took over an old ward, the one with most of its people first."""


class Section(Record):
    """A part of the page."""

    kind: SectionKind
    """What the part is; ``furniture`` is what belongs to the site, not to the article."""
    start: int
    """Its first code point."""
    end: int
    """The one after its last."""


class DateMention(Record):
    """An expression that places something in calendar time; ``value`` is a TIMEX3 / ISO 8601 value."""

    text: str
    """The expression as it stands."""
    start: int
    """Its first code point."""
    end: int
    """The one after its last."""
    rule: str
    """Name of the rule that found it."""
    value: str | None
    """TIMEX3: ``2018-07-13``, ``2018-07-13TMO`` (morning), ``2018-H1``, ``P1M``; ``XXXX`` for a year nobody tells, null
    for a day of the lunar year or one that the calendar does not have."""
    kind: Literal["date", "time", "period", "set"]
    """``time`` with a clock time, ``period`` for anything longer than a day, ``set`` for what recurs."""
    first_day: str | None = None
    """``YYYY-MM-DD``, the first day it covers; a school year begins on 1 September."""
    last_day: str | None = None
    """The last one; a school year ends on 31 May."""
    anchor: Literal["published_at", "text", "argument"] | None = None
    """What a missing year was taken from: the posting date, another date of the text, or what the caller gave."""


class Title(Record):
    """An office as the article gives it, written out: ``Nguyên Phó Chủ tịch Ủy ban nhân dân phường``."""

    name: str
    """The office written out."""
    position: str
    """The office without its body: ``Phó Chủ tịch``."""
    body: str | None = None
    """Kind of body: ``Ủy ban nhân dân``."""
    level: Level | None = None
    """Level of government of the body."""
    place: str | None = None
    """Unit that the title names."""
    former: bool = False
    """Whether the office was left: ``nguyên``."""
    acting: bool = False
    """Whether it is held for the time being: ``quyền``."""
    organization: int | None = None
    """Index of the body, where the article names it."""
    mentions: tuple[Mention, ...] = ()
    """Where it stands."""
    rule: str
    """Name of the rule that found it."""


class Official(Record):
    """A named person with the titles that the article gives; a citizen without office has none."""

    name: str
    """Full name, in capitals and small letters as names are written."""
    gender: Gender | None = None
    """From ``ông`` or ``bà`` only, else null."""
    titles: tuple[Title, ...] = ()
    """Offices that the article gives the person."""
    mentions: tuple[Mention, ...] = ()
    """Where the person is named."""
    rule: str
    """Name of the rule that found the name."""


class Appointment(Record):
    """A statement that somebody was put into or out of an office; ``date`` is a TIMEX3 value."""

    name: str
    """The person."""
    title: str
    """The office, written out."""
    action: Action
    """What happened; ``assigned`` is being given a task or moved to an office (``phân công``, ``điều động``)."""
    date: str | None
    """TIMEX3, since when; null where nothing tells."""
    official: int | None
    """Index of the person."""
    text: str
    """The words that say so."""
    start: int
    """Their first code point."""
    end: int
    """The one after their last."""
    rule: str
    """Name of the rule that found it."""


class Acronym(Record):
    """A shortened form and what it stands for; ``expansion`` is ``None`` when neither text nor lexicon tells."""

    acronym: str
    """As the article writes it."""
    expansion: str | None
    """What it stands for."""
    kind: Literal["organization", "title", "thing", "place"]
    """What sort of thing that is."""
    defined_here: bool
    """Whether the article itself says what it means."""
    mentions: tuple[Mention, ...]
    """Where it stands."""
    rule: str
    """Name of the rule that settled it."""


class Organization(Record):
    """A body: canonical ``name``, its ``head`` (``Ủy ban nhân dân``), branch, level and the unit it serves.

    ``place`` is the unit that the name ends in; of ``Đảng ủy`` or ``Ủy ban nhân dân phường`` it is the article's own,
    where the article tells it. A bare ``UBND`` is a ``short`` mention of the body that it means.
    """

    name: str
    """Canonical name."""
    head: str
    """Its first part, which says what sort of body it is."""
    branch: Branch
    """What it belongs to."""
    level: Level | None = None
    """Its level of government."""
    place: str | None = None
    """Unit it serves."""
    mentions: tuple[Mention, ...]
    """Where it is named."""
    rule: str
    """Name of the rule that found it."""


class Statistic(Record):
    """A number that quantifies something. Money is in ``VND`` (đồng) unless ``unit`` says otherwise."""

    text: str
    """Number and unit as they stand."""
    start: int
    """Their first code point."""
    end: int
    """The one after their last."""
    rule: str
    """Name of the rule that found it."""
    kind: Literal["count", "ratio", "percent", "money", "measure", "duration"]
    """``ratio`` is a part of a whole (``38/38 tổ``), ``measure`` a length, area, weight …."""
    value: int | float
    """The number; of a range its lower bound, of a ratio the part."""
    value_max: int | float | None = None
    """Upper bound of a range."""
    total: int | float | None = None
    """The whole of a ratio."""
    unit: str | None = None
    """What is counted or measured, as written: ``hộ nghèo``, ``ha``; money is in ``VND`` (đồng), a percent in ``%``."""
    qualifier: Literal["total", "about", "over", "under", "at_least", "at_most"] | None = None
    """What stands before the number: about (``khoảng``), over (``trên``, ``hơn``), under (``dưới``) …."""
    per: str | None = None
    """What a rate is told for: ``người/năm``."""
    period: str | None = None
    """TIMEX3 of the date that governs the number; null for a state of now."""


class Document(Record):
    """A legal or administrative document cited by number, or a law by name and year; ``date`` is a TIMEX3 value.

    A law cited without its number has ``name`` (``Luật Hòa giải ở cơ sở``) and, as ``date``, the year.
    """

    text: str
    """The citation as it stands."""
    start: int
    """Its first code point."""
    end: int
    """The one after its last."""
    rule: str
    """Name of the rule that found it."""
    number: str | None
    """``45/KH-UBND``; null for a law cited by name."""
    type: str | None
    """``Quyết định``, ``Nghị quyết``, ``Luật`` …."""
    name: str | None = None
    """Canonical name of a law cited by name."""
    issuer: str | None
    """Body that the number's suffix tells."""
    date: str | None
    """TIMEX3 of its day; of a law the year."""


class Warning(Record):  # noqa: A001 - the contract's own name
    """Something a user should know about this record."""

    code: str
    """One of the codes that docs/how-to/bad-text.md lists."""
    message: str
    """The same in words, about this text."""
    start: int | None = None
    """First code point of what it is about; null where it is the whole text."""
    end: int | None = None
    """The one after its last."""


class Source(Record):
    """Where the text came from."""

    path: str | None = None
    """File that was read."""
    line: int | None = None
    """Line of that file, from 1, or row of a table."""
    url: str | None = None
    """Address of the article."""


class Producer(Record):
    """What made the record."""

    version: str
    """Version of vnnews."""
    lexicon: str
    """Version of the built-in lexicon."""
    segmenter: str
    """What cut the text into words."""


class Article(Record):
    """The structured record of one article."""

    schema_version: str = SCHEMA_VERSION
    """Version of this shape."""
    id: str | None = None
    """Name that the caller, the dump or the file gave."""
    content_hash: str
    """SHA-256 of the text in UTF-8, hexadecimal."""
    text: str | None
    """The text that all offsets point into; null with ``--no-text``."""
    source: Source = Source()
    """Where the text came from."""
    producer: Producer
    """What made the record."""
    title: str | None = None
    """Headline."""
    category: str | None = None
    """Section of the site."""
    published_at: str | None = None
    """ISO 8601, to the minute where known: of the stamp, else as the caller gave it, else of the page's metadata."""
    view_count: int | None = None
    """The article's own read counter."""
    credit: str | None = None
    """Author or source, as the page gives it."""
    place: Place = Place()
    """Unit the article is about."""
    sections: tuple[Section, ...] = ()
    """Parts of the page in their order."""
    dates: tuple[DateMention, ...] = ()
    """Expressions of calendar time."""
    officials: tuple[Official, ...] = ()
    """Named people, with or without an office."""
    appointments: tuple[Appointment, ...] = ()
    """Who came into or out of an office."""
    acronyms: tuple[Acronym, ...] = ()
    """Shortened forms and what they mean here."""
    organizations: tuple[Organization, ...] = ()
    """Bodies."""
    statistics: tuple[Statistic, ...] = ()
    """Numbers that quantify something."""
    documents: tuple[Document, ...] = ()
    """Cited documents and laws."""
    warnings: tuple[Warning, ...] = ()
    """What a user should know about this record."""

    def _repr_html_(self) -> str:
        import vnnews  # noqa: PLC0415 - what shows a record stands above it

        return vnnews.to_html(self)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of :class:`~vnnews.records.Article`.

    >>> json_schema()["title"]
    'vnnews article record'
    """
    schema = Article.model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "vnnews article record"
    schema["$comment"] = f"schema {SCHEMA_VERSION}, written by vnnews {__version__}"
    return schema
