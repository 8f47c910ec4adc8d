"""Years and days that a date expression leaves open, from the posting date or the text's own full dates.

The rules are ANNOTATION's: with a posting date the year that brings the expression nearest to it, ties to the
past; without one the year of the latest full event date; else ``XXXX``.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

import regex

from vnnews.find.mentions import DateFound, DateResolved, Moment
from vnnews.text.sentences import Sentences
from vnnews.text.spans import Spans

Anchor = Literal["published_at", "text", "argument"]
_UNKNOWN_DAY = Moment()


class Posting(NamedTuple):
    """The posting date, as precise as known, and where it came from."""

    year: int
    month: int | None
    day: int | None
    source: Anchor

    def date(self) -> date:
        """Return the day, the middle of what is known."""
        return date(self.year, self.month or 7, self.day or (15 if self.month else 1))


def posting(value: str | None, source: Anchor) -> Posting | None:
    """Read an ISO posting date of any precision; ``None`` when it is missing or no date."""
    if not value:
        return None
    try:
        parts = [int(part) for part in value[:10].split("-")]
        found = Posting(parts[0], parts[1] if len(parts) > 1 else None, parts[2] if len(parts) > 2 else None, source)
        found.date()
    except ValueError:
        return None
    return found


_APART = regex.compile(r",(?: (?:khoảng|vào|lúc|hồi|ngay))*\Z")
_SHORT_LEAD, _LONGEST_LEAD = 12, 60  # characters before a date that a sentence is told of


class _Resolver:
    def __init__(
        self, posted: Posting | None, text_year: int | None, sentences: Sentences, lower: str, cited: Spans
    ) -> None:
        self.cited = cited
        self.lower = lower
        self.posted = posted
        self.text_year = text_year
        self.sentences = sentences
        self.told: Moment | None = None  # the last full day told
        self.told_at = -1
        self.event: Moment | None = None  # the last of them that is no document's
        self.opened: Moment | None = None  # the last day that opened a sentence

    def resolve(self, found: DateFound) -> DateResolved:
        if found.rule == "stamp":
            assert found.set_value is not None
            return DateResolved(found, found.set_value, "time" if "T" in found.set_value else "date")
        if found.set_value:
            return DateResolved(found, found.set_value, "set" if found.set_value.startswith("P") else "period")
        if found.lunar:
            return DateResolved(found, None, "date")
        if found.flaw:
            return DateResolved(found, _flawed(found.first), "date")
        if found.relative and found.first.month is not None:
            found = self._of_year(found)
        elif found.relative:
            return self._relative(found)
        if found.last is not None and found.first.day is None and found.first.year is None and found.last.year is None:
            found = self._months(found)
        first, anchor = self._anchored(found.first, found.commemoration)
        last = found.last
        if last is not None:
            last, last_anchor = self._anchored(last, found.commemoration)
            if found.last and found.last.year is not None and found.first.year is None and found.first.month is None:
                first = first._replace(year=last.year)
            if found.first.year is None and found.last and found.last.year is None and _order(first) > _order(last):
                first = first._replace(year=last.year - 1 if last.year else None)
            anchor = anchor or last_anchor
        self._remember(found, first if last is None else last)
        value = iso(first) if last is None else _interval(first, last)
        return DateResolved(found, value, _kind(first, last), anchor)

    def _anchored(self, moment: Moment, commemoration: bool) -> tuple[Moment, Anchor | None]:
        if moment.year is not None or commemoration:
            return moment, None
        year: int | None = self.text_year
        anchor: Anchor = "text"
        if self.posted is not None:
            year, anchor = self._nearest_year(moment), self.posted.source
        leap_day = (moment.month, moment.day) == (2, 29)
        if year is None or (leap_day and not calendar.isleap(year)):
            return moment, None
        return moment._replace(year=year), anchor

    def _months(self, found: DateFound) -> DateFound:
        """Settle the year of ``9 tháng đầu năm`` by its last month, of ``3 tháng cuối năm`` by its first."""
        assert found.last is not None
        first, last = found.first, found.last
        if self.posted is None or first.month is None or last.month is None or first.month > last.month:
            return found
        year = self._nearest_year(last if first.month == 1 else first)
        return found._replace(first=first._replace(year=year), last=last._replace(year=year))

    def _of_year(self, found: DateFound) -> DateFound:
        """Settle the year of ``19/5 năm nay``, ``19/5 năm ngoái``."""
        year = self.posted.year if self.posted else self.text_year
        shift = int((found.relative or "")[4:])
        return found._replace(relative=None, first=found.first._replace(year=year + shift if year else None))

    def _nearest_year(self, moment: Moment) -> int:
        assert self.posted is not None
        posted = self.posted.date()
        middle = _middle(moment)
        if middle is None:
            return self.posted.year
        month, day = middle
        best = min(
            (self.posted.year - 1, self.posted.year, self.posted.year + 1),
            key=lambda year: (abs((_safe(year, month, day) - posted).days), year),
        )
        return best if 1 <= best <= 9999 else self.posted.year

    def _remember(self, found: DateFound, moment: Moment) -> None:
        if moment.day is None or found.commemoration or (moment.year is None and moment.month is None):
            return
        self.told = moment._replace(part=None, clock=None)
        if not (self.cited.holds(found.start) or found.of_paper):
            self.told_at = found.start
            self.event = self.told
        sentence = self.sentences.around(found.start)[0]
        if self._opens(found, sentence) and not self.bounded(found.start, sentence):
            self.opened = self.told

    def _opens(self, found: DateFound, sentence: int) -> bool:
        """Whether a sentence is told of a day: ``Ngày 21/10, …``, ``Với phương châm X, ngày 21/10, …``."""
        lead = found.start - sentence
        if lead > _LONGEST_LEAD:
            return False
        before = self.lower[sentence : found.start].strip()
        if before.startswith("theo đó") and found.first.year is not None:
            return False  # `Theo đó, ngày 23/5/2021 …`: a report of what was long before
        apart = _APART.search(before) is not None and self.lower.startswith(",", found.end)
        return apart or lead <= _SHORT_LEAD

    def bounded(self, start: int, sentence: int) -> bool:
        """Whether a date is only a bound of its sentence: ``Trước ngày 10-2``."""
        before = self.lower[sentence:start].strip()
        bounds = ("trước", "sau", "đến", "từ", "kể từ", "tính đến", "dự kiến")
        return before.startswith(bounds) and not before.startswith(("trước đó", "sau đó"))

    def _relative(self, found: DateFound) -> DateResolved:
        what = found.relative or ""
        if what == "same_day":
            if self.told is not None and self.told_at >= self.sentences.around(found.start)[0]:
                self.opened = self.told  # `… ngày 22/5, đến 14h30 cùng ngày`: the day told in the same sentence
            return self._dated(found, self.opened or self.event or self.told, None)
        if what == "month_told":
            base = self.told or (Moment(self.posted.year, self.posted.month) if self.posted else None)
            told = Moment(base.year if base else None, base.month if base else None, found.first.day)
            return self._dated(found, told, self.posted.source if self.posted and not self.told else None)
        posted = self.posted
        if posted is None or posted.month is None or posted.day is None:
            return self._vague(found, what)
        today = posted.date()
        if what.startswith("weekday:"):
            day = _weekday(today, what)
            return self._dated(found, Moment(day.year, day.month, day.day), posted.source)
        unit, count = what.rstrip("+-0123456789"), int(what[len(what.rstrip("+-0123456789")) :])
        if unit == "day":
            day = today + timedelta(count)
            return self._dated(found, Moment(day.year, day.month, day.day), posted.source)
        if unit == "week":
            year, week, _ = (today + timedelta(7 * count)).isocalendar()
            return DateResolved(found, f"{year:04}-W{week:02}", "period", posted.source)
        if unit == "month":
            months = posted.year * 12 + posted.month - 1 + count
            return DateResolved(found, f"{months // 12:04}-{months % 12 + 1:02}", "period", posted.source)
        return DateResolved(found, f"{posted.year + count:04}", "period", posted.source)

    def _dated(self, found: DateFound, day: Moment | None, anchor: Anchor | None) -> DateResolved:
        moment = (day or _UNKNOWN_DAY)._replace(part=found.first.part, clock=found.first.clock)
        value = iso(moment) if day else "XXXX-XX-XX" + _time(moment)
        if found.last is not None and found.last.clock:
            value += "/" + value.partition("T")[0] + f"T{found.last.clock}"
        if day and day.day is not None and day.month is not None and found.relative not in ("same_day",):
            self._remember(found, moment)
        return DateResolved(found, value, "time" if moment.clock else "date", anchor)

    def _vague(self, found: DateFound, what: str) -> DateResolved:
        if what.startswith(("day", "weekday")):
            return DateResolved(found, "XXXX-XX-XX" + _time(found.first), "time" if found.first.clock else "date")
        if what.startswith("year") and self.text_year is not None and what == "year+0":
            return DateResolved(found, f"{self.text_year:04}", "period", "text")
        if self.posted and what.startswith("year"):
            count = int(what[4:])
            return DateResolved(found, f"{self.posted.year + count:04}", "period", self.posted.source)
        return DateResolved(found, {"week": "XXXX-WXX", "mont": "XXXX-XX"}.get(what[:4], "XXXX"), "period")


def resolve_dates(
    found: Sequence[DateFound],
    posted: Posting | None,
    cited: Iterable[tuple[int, int]],
    sentences: Sentences,
    lower: str,
) -> list[DateResolved]:
    """Give every date its value; ``cited`` are the spans of cited documents, whose dates anchor nothing."""
    spans = Spans(cited)
    text_year = _latest_year([d for d in found if not spans.holds(d.start)])
    resolver = _Resolver(posted, text_year, sentences, lower, spans)
    return _with_solar_days([resolver.resolve(item) for item in found], lower)


# between a solar day and the same day of the lunar year: `ngày 24/5 (tức 15/4 âm lịch)`
_SAME_DAY = regex.compile(
    r" ?(?:\(|,? ?(?=tức|nhằm|dương lịch)) ?(?:tức(?: là)?|nhằm(?: vào)?|dương lịch(?: là)?)? ?(?:ngày )?"
)


def _with_solar_days(dates: list[DateResolved], lower: str) -> list[DateResolved]:
    """Give a lunar day the value of the solar day that the text sets beside it."""
    settled = list(dates)
    for index, (before, after) in enumerate(pairwise(dates)):
        if before.found.lunar == after.found.lunar or not _SAME_DAY.fullmatch(lower, before.end, after.start):
            continue
        lunar, solar = (index, after) if before.found.lunar else (index + 1, before)
        if solar.found.first.day is not None and solar.value is not None:
            settled[lunar] = settled[lunar]._replace(value=solar.value.partition("T")[0], anchor=solar.anchor)
    return settled


def latest_day(found: Iterable[DateFound]) -> str | None:
    """Return the latest full event date (``YYYY-MM-DD``): day, month and year."""
    full = _full_days(found)
    return "{:04}-{:02}-{:02}".format(*max(full)) if full else None


def _latest_year(found: Sequence[DateFound]) -> int | None:
    full = _full_days(found) or _full_days(found, kept=True)
    return max(full)[0] if full else None


def _full_days(found: Iterable[DateFound], kept: bool = False) -> list[tuple[int, int, int]]:
    """Return the full event dates; ``kept`` asks for the anniversaries instead, the last resort of a year."""
    return [
        (m.year, m.month, m.day)
        for item in found
        if item.rule != "stamp" and (item.rule == "anniversary_pair") is kept and not (item.flaw or item.of_paper)
        for m in (item.first, item.last)
        if m and m.year and m.month and m.day and m.year > 1990
    ]


def iso(moment: Moment) -> str:
    """Write a moment as TIMEX3, ``X`` for what is unknown."""
    year = f"{moment.year:04}" if moment.year is not None else "XXXX"
    if moment.span not in (None, "start", "end"):
        return f"{year}-{moment.span}"
    if moment.month is None:
        return year if moment.day is None else f"{year}-XX-{moment.day:02}"
    if moment.day is None:
        return f"{year}-{moment.month:02}"
    return f"{year}-{moment.month:02}-{moment.day:02}{_time(moment)}"


def _time(moment: Moment) -> str:
    if moment.clock:
        return f"T{moment.clock}"
    return f"T{moment.part}" if moment.part else ""


def _interval(first: Moment, last: Moment) -> str:
    return f"{iso(first)}/{iso(last)}"


def _flawed(moment: Moment) -> str:
    year = f"{moment.year:04}" if moment.year is not None else "XXXX"
    month = f"{moment.month:02}" if moment.month is not None else "XX"
    return f"{year}-{month}-" + (f"{moment.day:02}" if moment.day is not None else "XX")


def _weekday(today: date, what: str) -> date:
    """Return the day that ``weekday:5:`` (the nearest), ``weekday:5:<`` (the last) or ``weekday:5:week+1`` names."""
    _, wanted, where = what.split(":")
    if where.startswith("week"):
        return today + timedelta(7 * int(where[4:]) + int(wanted) - today.isoweekday())
    days = {"<": range(-7, 0), ">": range(1, 8), "<>": range(1 - today.isoweekday(), 8 - today.isoweekday())}
    return next(
        day
        for offset in sorted(days.get(where, range(-6, 7)), key=lambda offset: (abs(offset), offset))
        if (day := today + timedelta(offset)).isoweekday() == int(wanted)
    )


def _order(moment: Moment) -> tuple[int, int, int]:
    return (moment.year or 0, moment.month or 0, moment.day or 0)


def _safe(year: int, month: int, day: int) -> date:
    year = min(max(year, 1), 9999)
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _middle(moment: Moment) -> tuple[int, int] | None:
    """Return month and day in the middle of what a moment covers; ``None`` for a whole year or its beginning."""
    if moment.span in ("H1", "H2"):
        return (4, 1) if moment.span == "H1" else (10, 1)
    if moment.span and moment.span.startswith("Q"):
        return int(moment.span[1]) * 3 - 1, 15
    if moment.span and moment.span.startswith("W"):
        return min(int(moment.span[1:]) * 12 // 52 + 1, 12), 15
    if moment.month is None:
        return None
    return moment.month, moment.day or 15


def _kind(first: Moment, last: Moment | None) -> Literal["date", "time", "period"]:
    if first.clock or (last and last.clock):
        return "time"
    if last is not None or first.day is None:
        return "period"
    return "date"


def bounds(value: str | None, rule: str = "") -> tuple[str | None, str | None]:
    """Return the first and last day (``YYYY-MM-DD``) that a value covers; ``None`` where it leaves something open.

    A half year runs from its first to its last day, a school year from 1 September to 31 May.
    """
    if not value or "X" in value or value.startswith("P"):
        return None, None
    first, _, last = value.partition("/")
    if rule == "school_year" and last:
        return f"{first}-09-01", f"{last}-05-31"
    start, end = _day_bounds(first), _day_bounds(last or first)
    return (start[0], end[1]) if start and end else (None, None)


def _day_bounds(value: str) -> tuple[str, str] | None:
    text = value.partition("T")[0]
    year, _, rest = text.partition("-")
    if not year.isdigit() or not 1 <= int(year) <= 9999:
        return None
    if not rest:
        return f"{year}-01-01", f"{year}-12-31"
    if rest[0] == "H":
        return (f"{year}-01-01", f"{year}-06-30") if rest == "H1" else (f"{year}-07-01", f"{year}-12-31")
    if rest[0] == "Q":
        quarter = int(rest[1])
        last_day = calendar.monthrange(int(year), quarter * 3)[1]
        return f"{year}-{quarter * 3 - 2:02}-01", f"{year}-{quarter * 3:02}-{last_day}"
    if rest[0] == "W":
        monday = date.fromisocalendar(int(year), int(rest[1:]), 1)
        return monday.isoformat(), (monday + timedelta(6)).isoformat()
    month, _, day = rest.partition("-")
    if day:
        return text, text
    return f"{year}-{month}-01", f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1]:02}"
