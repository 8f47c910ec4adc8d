"""Appointments settled: the person's full name, the date that governs, each person and office once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from vnnews.find.mentions import AppointmentFound, DateResolved, TitleMention
from vnnews.find.reading import Reading
from vnnews.resolve.people import Person, covers
from vnnews.text.spans import ByStart

_TERMS = frozenset(("term_or_stage", "stamp", "year_to_year", "anniversary_pair", "years_from_to", "year_birth"))
_EFFECTIVE = regex.compile(r"(?:kể )?từ ?\Z")
_BORN = regex.compile(r"(?:sn|sinh)(?: năm| ngày)?:? ?\(?\Z")
_APART = regex.compile(r", (?!nhiệm kỳ|khóa|kể từ|vào|từ)|(?:có nhiệm vụ|theo|để|nhằm) ")
_ITEM = regex.compile(r"\s*[-+*•\d]")


class Appointed(NamedTuple):
    """An appointment of the article; ``date`` is a TIMEX3 value."""

    name: str
    found: AppointmentFound
    title: TitleMention
    date: str | None


def resolve_appointments(
    found: Sequence[AppointmentFound], people: Sequence[Person], dates: Sequence[DateResolved], reading: Reading
) -> list[Appointed]:
    """Return one item for each person and office, in its fullest wording; a person nobody knows gives none."""
    usable = ByStart(
        d
        for d in dates
        if d.found.rule not in _TERMS
        and d.kind != "set"
        and d.value
        and not _BORN.search(reading.lower, max(0, d.start - 10), d.start)
    )
    names = {mention.start: person.name for person in people for mention in person.mentions}
    result: list[Appointed] = []
    for item in found:
        name = names.get(item.person.start)
        if name is None:
            continue
        settled = Appointed(name, item, item.title, _date_of(item, usable, reading))
        for index, other in enumerate(result):
            if other.name != name or not _same(other.found.action, item.action):
                continue
            if covers(other.title, item.title):
                break
            if covers(item.title, other.title):
                result[index] = Appointed(name, item, item.title, settled.date or other.date)
                break
        else:
            result.append(settled)
    return result


_INTO = frozenset(("elected", "re_elected", "appointed", "assigned"))


def _same(first: str, second: str) -> bool:
    """Whether two verbs can tell one event: ``điều động, bổ nhiệm … giữ chức`` is one assignment."""
    return first == second or {first, second} <= _INTO or _INTO.isdisjoint((first, second))


def _date_of(item: AppointmentFound, dates: ByStart[DateResolved], reading: Reading) -> str | None:
    """Return the effective date of the clause, else its last date before the office, else its sentence's."""
    start, end = reading.sentences.around(item.title.start)
    start = min(start, reading.sentences.around(item.start)[0])
    close = reading.view.find(";", item.end, end)
    clause_start = max(start, reading.view.rfind(";", start, item.start) + 1)
    clause = dates.within(clause_start, close if close >= 0 else end)
    effective = [
        d for d in clause
        if _EFFECTIVE.search(reading.lower, max(0, d.start - 8), d.start) or reading.lower.startswith("từ ", d.start)
    ]  # fmt: skip
    if effective:
        return effective[0].value
    before = dates.within(start, item.title.start)
    if before:
        return before[-1].value
    after = [d for d in clause if not _APART.search(reading.lower, item.end, d.start)]
    if after:
        return after[0].value
    if _ITEM.match(reading.view, start):  # an item of a list: the day that opened the report
        told = [d for d in dates.within(0, start) if d.found.first.day is not None]
        return told[-1].value if told else None
    return None
