"""The date that governs an appointment."""

from __future__ import annotations

from collections.abc import Sequence

from vnnews.find.mentions import AppointmentFound, DateResolved
from vnnews.find.reading import Reading

_TERMS = frozenset(("term_or_stage", "stamp", "year_to_year", "anniversary_pair", "years_from_to", "set"))


def appointment_dates(
    found: Sequence[AppointmentFound], dates: Sequence[DateResolved], reading: Reading
) -> list[str | None]:
    """Return the TIMEX3 value that governs each appointment: an effective date, else the last before it."""
    return [_date_of(item, dates, reading) for item in found]


def _date_of(item: AppointmentFound, dates: Sequence[DateResolved], reading: Reading) -> str | None:
    start, end = reading.sentences.around(item.title.start)
    start = min(start, item.start)
    inside = [d for d in dates if start <= d.start < end and d.found.rule not in _TERMS and d.value]
    effective = [
        d
        for d in inside
        if reading.lower[max(0, d.start - 14) : d.start].rstrip().endswith(("từ", "kể từ", "kể từ ngày"))
    ]
    effective += [d for d in inside if reading.lower.startswith(("từ ", "kể từ "), d.start)]
    if effective:
        return _single(effective[0].value)
    before = [d for d in inside if d.start < item.title.start]
    if before:
        return _single(before[-1].value)
    return _single(inside[0].value) if inside else None


def _single(value: str | None) -> str | None:
    return value
