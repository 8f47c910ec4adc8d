"""What finders yield. Offsets are of the view; ``rule`` names the rule and ``entries`` the lexicon entries used."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from vnnews.lexicon import Entry
from vnnews.records import Action, Branch, Gender, Level

StatisticKind: TypeAlias = Literal["count", "ratio", "percent", "money", "measure", "duration"]
AcronymKind: TypeAlias = Literal["organization", "title", "thing", "place"]
Qualifier: TypeAlias = Literal["total", "about", "over", "under", "at_least", "at_most"]


class AcronymMention(NamedTuple):
    """A token in capitals; ``candidates`` are the lexicon's meanings of it in the order of preference."""

    start: int
    end: int
    acronym: str
    candidates: tuple[Entry, ...]
    expansion: str | None = None
    kind: AcronymKind = "thing"
    defined_here: bool = False
    rule: str = "acronym_unknown"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lexicon's entry that gave the expansion, unless the text itself did."""
        return self.candidates[:1] if self.rule != "acronym_defined_here" else ()


class UnitMention(NamedTuple):
    """A named administrative unit or neighbourhood: ``phường Ngọc Thụy``, ``TP Đà Nẵng``, ``thôn 3``."""

    start: int
    end: int
    type: str
    level: Level
    name: str | None  # None where only the type word stands: `UBND phường`

    def __str__(self) -> str:
        return " ".join(filter(None, (self.type, self.name)))


class BodyMention(NamedTuple):
    """A body as it stands in the text. ``head`` to ``unit`` are the parts of its canonical name."""

    start: int
    end: int
    head: str
    branch: Branch
    field: str = ""
    within: BodyMention | None = None
    linked: str = ""  # "thuộc" between the two
    unit: UnitMention | None = None
    bare_acronym: bool = False
    entries: tuple[Entry, ...] = ()
    rule: str = "body"

    @property
    def outermost(self) -> BodyMention:
        """The body that all the others of the name belong to."""
        return self.within.outermost if self.within else self

    @property
    def outermost_unit(self) -> UnitMention | None:
        """The unit that the name ends in."""
        return self.unit or (self.within.outermost_unit if self.within else None)

    @property
    def name(self) -> str:
        """The canonical name."""
        parts = [self.head, self.field, self.linked, self.within.name if self.within else ""]
        parts.append(str(self.unit) if self.unit else "")
        return " ".join(filter(None, parts))


class TitleMention(NamedTuple):
    """An office as it stands in the text."""

    start: int
    end: int
    position: str
    field: str = ""
    body: BodyMention | None = None
    body_name: str | None = None  # for fused offices, whose body is no mention of its own
    unit: UnitMention | None = None
    former: bool = False
    acting: str = ""  # ``Quyền`` or ``Phụ trách`` before an office held for the time being
    entries: tuple[Entry, ...] = ()
    rule: str = "title"

    @property
    def name(self) -> str:
        """The canonical title, without ``Nguyên``."""
        parts = [self.position, self.field, self.body.name if self.body else ""]
        parts.append(str(self.unit) if self.unit else "")
        return " ".join(filter(None, parts))


class PersonMention(NamedTuple):
    """A person's name as it stands in the text, with the titles that stand beside it."""

    start: int
    end: int
    name: str
    kind: Literal["full", "short"]
    gender: Gender | None
    rule: str
    titles: tuple[TitleMention, ...] = ()
    entries: tuple[Entry, ...] = ()


class Moment(NamedTuple):
    """What the text says of a point or stretch of time; ``None`` is left to the resolver.

    ``part`` is a TIMEX3 day-part (``MO``, ``MI``, ``AF``, ``EV``, ``NI``); ``clock`` is ``hh:mm``; ``span`` is
    a part of the year: ``H1``, ``H2``, ``Q1`` … ``Q4``, or ``start`` and ``end`` for its beginning and end.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    clock: str | None = None
    span: str | None = None


class DateFound(NamedTuple):
    """A date expression as it stands in the text, before the resolver gives it its value.

    ``relative`` names what the value is counted from (``day-1``, ``same_day``, ``weekday:5``, ``month-1`` …).
    """

    start: int
    end: int
    rule: str
    first: Moment = Moment()
    last: Moment | None = None
    set_value: str | None = None  # a value that needs no resolving: a set's, the stamp's
    relative: str | None = None
    commemoration: bool = False
    lunar: bool = False
    of_paper: bool = False  # the day of a decision, a contract, a certificate: it anchors no other
    flaw: str | None = None
    entries: tuple[Entry, ...] = ()


class DateResolved(NamedTuple):
    """A date expression with its value."""

    found: DateFound
    value: str | None
    kind: Literal["date", "time", "period", "set"]
    anchor: Literal["published_at", "text", "argument"] | None = None

    @property
    def start(self) -> int:
        """Where the expression starts in the view."""
        return self.found.start

    @property
    def end(self) -> int:
        """Where the expression ends in the view."""
        return self.found.end


class StatisticFound(NamedTuple):
    """A number that quantifies something."""

    start: int
    end: int
    rule: str
    kind: StatisticKind
    value: int | float
    value_max: int | float | None = None
    total: int | float | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    per: str | None = None
    entries: tuple[Entry, ...] = ()


class DocumentFound(NamedTuple):
    """A document cited by number, or a law by ``name`` and year, whose number's span is empty."""

    start: int
    end: int
    rule: str
    number: str | None
    type: str | None
    issuer: str | None
    number_start: int = 0
    number_end: int = 0
    entries: tuple[Entry, ...] = ()
    name: str | None = None
    year: int | None = None


class AppointmentFound(NamedTuple):
    """A statement that a person came into or out of an office."""

    start: int
    end: int
    rule: str
    action: Action
    person: PersonMention
    title: TitleMention
    entries: tuple[Entry, ...] = ()


Found: TypeAlias = (
    AcronymMention | AppointmentFound | BodyMention | DateFound | DocumentFound | PersonMention | StatisticFound
    | TitleMention
)  # fmt: skip
