"""Why an item is in the record: the rule that found it and the lexicon entries it used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vnnews.assemble import written_title
from vnnews.facts import Facts
from vnnews.find.mentions import Found


@dataclass(frozen=True, slots=True)
class Step:
    """One item: its kind, characters, value, rule and lexicon entries. ``start`` and ``end`` are code points."""

    kind: str
    text: str
    start: int
    end: int
    value: str
    rule: str
    entries: tuple[str, ...]

    def __str__(self) -> str:
        used = f"  [{', '.join(self.entries)}]" if self.entries else ""
        return f"{self.start:>6}–{self.end:<6} {self.kind:<12} {self.text!r} → {self.value}  by {self.rule}{used}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps of one text in text order; prints readably."""

    steps: tuple[Step, ...]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __str__(self) -> str:
        return "\n".join(map(str, self.steps))


def explanation(facts: Facts) -> Explanation:
    """Tell how each item of a text was found."""
    return Explanation(tuple(sorted(_steps(facts), key=lambda s: (s.start, s.end))))


def _steps(facts: Facts) -> Iterator[Step]:
    source = facts.reading.scan.source

    def step(kind: str, item: Found, value: object) -> Step:
        first, last = source.original_span(item.start, item.end)
        text = source.original(item.start, item.end)
        return Step(kind, text, first, last, str(value), item.rule, tuple(e.name for e in item.entries))

    for day in facts.dates:
        yield step("date", day.found, day.value)
    for person in facts.people:
        for mention in person.mentions:
            yield step("person", mention, person.name)
        for title in person.titles:
            yield step("title", title, f"{person.name}: {written_title(title)}")
    for item in facts.appointments:
        found = item.found
        yield step("appointment", found, f"{found.action} {item.name}: {item.title.name} ({item.date})")
    for acronym in facts.acronyms:
        yield step("acronym", acronym, acronym.expansion)
    for body in facts.bodies:
        for named in body.mentions:
            yield step("organization", named, body.name)
    for figure, period in facts.statistics:
        total = f"/{figure.total}" if figure.total is not None else ""
        unit = f" {figure.unit}" if figure.unit else ""
        yield step("statistic", figure, f"{figure.value}{total}{unit} ({period})")
    for cited, when in facts.documents:
        yield step("document", cited, f"{cited.name or f'{cited.type} {cited.number}'} ({when})")
