"""Why an item is in the record: the rule that found it and the lexicon entries it used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vnnews.assemble import written_title
from vnnews.facts import Facts
from vnnews.lexicon import Entry


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

    def step(kind: str, span: tuple[int, int], value: object, rule: str, entries: tuple[Entry, ...]) -> Step:
        start, end = span
        first, last = source.original_span(start, end)
        return Step(kind, source.original(start, end), first, last, str(value), rule, tuple(e.name for e in entries))

    for day in facts.dates:
        yield step("date", (day.start, day.end), day.value, day.found.rule, day.found.entries)
    for person in facts.people:
        for mention in person.mentions:
            yield step("person", (mention.start, mention.end), person.name, mention.rule, mention.entries)
        for title in person.titles:
            yield step(
                "title",
                (title.start, title.end),
                f"{person.name}: {written_title(title)}",
                title.rule,
                title.entries,
            )
    for item in facts.appointments:
        found = item.found
        value = f"{found.action} {item.name}: {item.title.name} ({item.date})"
        yield step("appointment", (found.start, found.end), value, found.rule, found.entries)
    for acronym in facts.acronyms:
        entries = acronym.candidates[:1] if acronym.rule != "acronym_defined_here" else ()
        yield step("acronym", (acronym.start, acronym.end), acronym.expansion, acronym.rule, entries)
    for body in facts.bodies:
        for named in body.mentions:
            yield step("organization", (named.start, named.end), body.name, named.rule, named.entries)
    for figure, period in facts.statistics:
        total = f"/{figure.total}" if figure.total is not None else ""
        unit = f" {figure.unit}" if figure.unit else ""
        yield step(
            "statistic",
            (figure.start, figure.end),
            f"{figure.value}{total}{unit} ({period})",
            figure.rule,
            figure.entries,
        )
    for cited, when in facts.documents:
        yield step(
            "document",
            (cited.start, cited.end),
            f"{cited.type} {cited.number} ({when})",
            cited.rule,
            cited.entries,
        )
