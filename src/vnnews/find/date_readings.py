"""What a matched form of a date says: a day, a range, a month, a set … What it leaves open is the resolver's.

A reading takes the match (groups ``d m y H M`` for day, month, year, hour, minute; a name ending in 1 is the
earlier end of a range) and returns the expression, several of them for a list, or ``None`` when it is no date.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import regex

from vnnews.find.mentions import DateFound, Moment
from vnnews.text.numerals import DIGIT_WORDS, MONTH_WORDS

Match: TypeAlias = "regex.Match[str]"


class DateWords(NamedTuple):
    """The lexicon's words with a value: day-parts, weekdays, and words counted from the posting date."""

    parts: Mapping[str, str]
    weekdays: Mapping[str, int]
    deictic: Mapping[str, str]


Read: TypeAlias = DateFound | tuple[DateFound, ...] | None
Reader: TypeAlias = Callable[[Match, DateWords], Read]

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_UNITS = {"ngày": "D", "tuần": "W", "tháng": "M", "năm": "Y"}
_NUMBER = regex.compile(r"\d{1,2}")


def _found(match: Match, first: Moment, last: Moment | None = None) -> DateFound:
    return DateFound(match.start(), match.end(), "", first, last)


def _said(match: Match, name: str) -> str | None:
    try:
        return match[name]
    except IndexError:  # the form has no such part
        return None


def _int(match: Match, name: str) -> int | None:
    value = _said(match, name)
    return int(value) if value else None


def _year(match: Match, name: str = "y") -> int | None:
    value = _int(match, name)
    return value + 2000 if value is not None and value < 100 else value


def _counted(match: Match) -> int | None:
    """Return the number that ``n`` gives in digits or ``number`` in words."""
    word = _said(match, "number") or ""
    return _int(match, "n") or (10 if word == "mười" else DIGIT_WORDS.get(word))


def _part(match: Match, words: DateWords) -> str | None:
    said = _said(match, "part2") or _said(match, "part")
    return words.parts[said.removeprefix("buổi ")] if said else None


def _clock(match: Match, words: DateWords, end: str = "") -> str | None:
    hour, minute = _int(match, "H" + end), _int(match, "M" + end) or 0
    if hour is None:
        return None
    if hour < 12 and not end and (_part(match, words) in ("AF", "EV") or _said(match, "half") == "pm"):
        hour += 12
    return f"{hour:02}:{minute:02}" if (hour < 24 and minute < 60) or (hour, minute) == (24, 0) else None


def _days_in(month: int, year: int | None) -> int:
    return calendar.monthrange(year or 2024, month)[1]  # without a year 29 February may be meant


def _is_day(day: int | None, month: int | None) -> bool:
    return day is not None and month is not None and 1 <= day <= 31 and 1 <= month <= 12


def read_day(match: Match, words: DateWords) -> Read:
    """Read one day, with its clock time or day-part: ``Sáng ngày 13/7/2018``."""
    day, month, year = _int(match, "d"), _int(match, "m"), _year(match)
    if day is None or month is None or not _is_day(day, month):
        return None
    clock = _clock(match, words)
    if _said(match, "H") and clock is None:
        return None
    if day > _days_in(month, year):
        if year is None and match[0][0].isdigit():
            return None  # `31/4` may count something
        return _found(match, Moment(year, month))._replace(flaw=f"{match[0]!r} is no day of the calendar")
    found = _found(match, Moment(year, month, day, None if clock else _part(match, words), clock))
    return _of_near_year(match, found)


_NEAR_YEARS = {"nay": "year+0", "ngoái": "year-1", "trước": "year-1"}


def _of_near_year(match: Match, found: DateFound) -> DateFound:
    """Say which year is meant by ``19/5 năm ngoái``."""
    near = _said(match, "near")
    return found._replace(relative=_NEAR_YEARS[near]) if near else found


def read_us_day(match: Match, words: DateWords) -> Read:
    """Read a day in the order month, day, year where no other can be meant: ``7/15/2020 8:14 AM``."""
    day = _int(match, "d")
    return read_day(match, words) if day is not None and day > 12 else None


def read_range(match: Match, words: DateWords) -> Read:
    """Read a stretch of days; month and year spread backward: ``từ ngày 19/8 đến 28/8/2015``."""
    day1, month1, day2, month2 = (_int(match, g) for g in ("d1", "m1", "d", "m"))
    year1, year2 = _year(match, "y1"), _year(match)
    if month2 is None or day2 is None or not _is_day(day2, month2) or day2 > _days_in(month2, year2):
        return None
    month1 = month1 or month2
    if day1 is None or not _is_day(day1, month1) or day1 > _days_in(month1, year1 or year2):
        return None
    if month1 == month2 and year1 in (None, year2) and day1 > day2:
        return None
    if year1 is None and year2 is not None:
        year1 = year2 - 1 if (month1, day1) > (month2, day2) else year2
    clocks = _clock(match, words, "1"), _clock(match, words)
    if (_said(match, "H") and clocks[1] is None) or (_said(match, "H1") and clocks[0] is None):
        return None
    parts = (
        (words.parts[match["part1"].removeprefix("buổi ")], _part(match, words))
        if _said(match, "part1")
        else (None, None)
    )
    first = Moment(year1, month1, day1, parts[0], clocks[0])
    return _found(match, first, Moment(year2, month2, day2, parts[1], clocks[1]))


def read_clock_range(match: Match, words: DateWords) -> Read:
    """Read two clock times of one day."""
    found = read_day(match, words)
    clock1, clock2 = _clock(match, words, "1"), _clock(match, words)
    if not isinstance(found, DateFound) or clock1 is None or clock2 is None:
        return None
    base = found.first._replace(part=None)
    return found._replace(first=base._replace(clock=clock1), last=base._replace(clock=clock2))


def read_days(match: Match, words: DateWords) -> Read:
    """Read days that share their month: a stretch where they follow each other, else one item for each."""
    month, year = _int(match, "m"), _year(match)
    offset = match.start("days")
    numbers = [(int(m[0]), offset + m.start(), offset + m.end()) for m in _NUMBER.finditer(match["days"])]
    numbers.append((int(match["d"]), match.start("d"), match.end()))
    if month is None or not all(_is_day(day, month) and day <= _days_in(month, year) for day, _, _ in numbers):
        return None
    steps = [after[0] - before[0] for before, after in pairwise(numbers)]
    if match["join"] in ("-", "đến") or all(step == 1 for step in steps):
        return read_range(match, words) if all(step > 0 for step in steps) else None
    if not all(step > 0 for step in steps):
        return None
    starts = [match.start(), *(start for _, start, _ in numbers[1:])]
    return tuple(
        DateFound(start, end, "", Moment(year, month, day))
        for start, (day, _, end) in zip(starts, numbers, strict=True)
    )


def read_told_day(match: Match, words: DateWords) -> Read:
    """Read a day of the month being told: ``ngày 15``."""
    day = _int(match, "d")
    if not day or not 1 <= day <= 31:
        return None
    clock = _clock(match, words)
    found = _found(match, Moment(day=day, part=None if clock else _part(match, words), clock=clock))
    return found._replace(relative="month_told")


def read_impossible(match: Match, _words: DateWords) -> Read:
    """Read what is written as a date and is none; nothing beyond what can be true is kept."""
    day, month, written = _int(match, "d"), _int(match, "m"), match["y"]
    year = int(written) if len(written) == 4 and 1800 <= int(written) <= 2200 else None
    month = month if month is not None and 1 <= month <= 12 else None
    kept = day if year is None and day is not None and 1 <= day <= 31 else None
    found = _found(match, Moment(year, month, kept))
    return found._replace(flaw=f"{match[0].strip()!r} is no date of the calendar")


def read_word_month(match: Match, words: DateWords) -> Read:
    """Read a month in words: ``12 Tháng Năm, 2020``."""
    month, day, year = MONTH_WORDS[match["word"]], _int(match, "d"), _year(match)
    if day is not None and not 1 <= day <= _days_in(month, year):
        return None
    return _found(match, Moment(year, month, day, _part(match, words) if day else None))


def read_lunar(match: Match, _words: DateWords) -> Read:
    """Read a day of the lunar year, which has no value unless the text gives its solar day."""
    return _found(match, Moment())._replace(lunar=True)


def read_month(match: Match, _words: DateWords) -> Read:
    """Read one month."""
    month, year = _int(match, "m"), _year(match)
    if month is not None and 1 <= month <= 12:
        return _of_near_year(match, _found(match, Moment(year, month)))
    return _found(match, Moment(year))._replace(flaw=f"{match[0]!r} is no month of the year") if year else None


def read_months(match: Match, _words: DateWords) -> Read:
    """Read a stretch of months."""
    first, last = _int(match, "m1"), _int(match, "m")
    if not first or not last or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    year = _year(match)
    year1 = _year(match, "y1") or (year - 1 if year and first > last else year)
    return _found(match, Moment(year1, first), Moment(year, last))


def read_month_pair(match: Match, words: DateWords) -> Read:
    """Read two months: a stretch, or one item each where others lie between (``tháng 3 và tháng 7/2021``)."""
    found = read_months(match, words)
    if not isinstance(found, DateFound) or found.last is None or match["join"] != " và ":
        return found
    if int(match["m"]) - int(match["m1"]) == 1:
        return found
    first, last = match.end("m1"), match.start("join") + len(" và ")
    return found._replace(end=first, last=None), found._replace(start=last, first=found.last, last=None)


def read_listed_months(match: Match, words: DateWords) -> Read:
    """Read months of one year: a stretch where they follow each other."""
    numbers = [*map(int, _NUMBER.findall(match["months"])), int(match["m"])]
    follow = "-" in match["months"] or all(after - before == 1 for before, after in pairwise(numbers))
    return read_months(match, words) if follow else None


def read_months_of_year(match: Match, _words: DateWords) -> Read:
    """Read the first or last months of a year; six of them are its half."""
    count, year = _counted(match), _year(match)
    if not count or count > 12:
        return None
    begins = match["which"] in ("đầu", "")
    if count == 6:
        return _found(match, Moment(year, span="H1" if begins else "H2"))
    months = (1, count) if begins else (13 - count, 12)
    return _found(match, Moment(year, months[0]), Moment(year, months[1]))


def read_days_of_part_of_month(match: Match, _words: DateWords) -> Read:
    """Read the first or last days of a month: ``15 ngày đầu tháng 5``."""
    count, month, year = _int(match, "n"), _int(match, "m"), _year(match)
    if not count or month is None or not _is_day(count, month) or count > _days_in(month, year):
        return None
    last = _days_in(month, year)
    days = (1, count) if match["which"] == "đầu" else (last + 1 - count, last)
    return _found(match, Moment(year, month, days[0]), Moment(year, month, days[1]))


def read_half(match: Match, _words: DateWords) -> Read:
    """Read half a year."""
    return _found(match, Moment(_year(match), span="H2" if _said(match, "which") in ("cuối", "sau") else "H1"))


def _quarter_number(said: str) -> int:
    return _ROMAN.get(said) or (int(said) if said.isdigit() else DIGIT_WORDS[said])


def read_quarter(match: Match, _words: DateWords) -> Read:
    """Read a quarter of a year."""
    return _found(match, Moment(_year(match), span=f"Q{_quarter_number(match['q'])}"))


def read_quarters(match: Match, _words: DateWords) -> Read:
    """Read a stretch of quarters."""
    first, last, year = _quarter_number(match["q1"]), _quarter_number(match["q"]), _year(match)
    return _found(match, Moment(year, span=f"Q{first}"), Moment(year, span=f"Q{last}")) if first < last else None


def read_week(match: Match, _words: DateWords) -> Read:
    """Read a numbered week of a year."""
    week = int(match["w"])
    return _found(match, Moment(_year(match), span=f"W{week:02}")) if 1 <= week <= 53 else None


def read_school_term(match: Match, _words: DateWords) -> Read:
    """Read half a school year: September to January, January to May."""
    first, last = _year(match, "y1"), _year(match)
    if first is None or last is None or last != first + 1:
        return None
    if _quarter_number(match["q"]) == 1:
        return _found(match, Moment(first, 9), Moment(last, 1))
    return _found(match, Moment(last, 1), Moment(last, 5))


def read_years(match: Match, _words: DateWords) -> Read:
    """Read a stretch of years."""
    first, last = _year(match, "y1"), _year(match)
    if first is None or last is None or last < first or last - first > 80:
        return None
    return _found(match, Moment(first), Moment(last))


def read_year(match: Match, _words: DateWords) -> Read:
    """Read one year, whole or in part: ``cuối năm 2018``."""
    span = {"đầu": "start", "cuối": "end"}.get((_said(match, "where") or "").split(" ")[-1])
    return _found(match, Moment(_year(match), span=span))


def read_decade(match: Match, _words: DateWords) -> Read:
    """Read ten years: ``những năm 90`` is ``199X``."""
    said = match["decade"]
    return _found(match, Moment())._replace(set_value=f"{said if len(said) == 4 else '19' + said}"[:3] + "X")


def read_set(match: Match, _words: DateWords) -> Read:
    """Read what returns: ``mỗi tháng một lần`` is ``P1M``."""
    unit = _UNITS.get(match["unit"], "D")
    count = _counted(match) or 1
    if match["unit"] == "quý":
        unit, count = "M", 3 * count
    return _found(match, Moment())._replace(set_value=f"P{count}{unit}")


def read_relative(match: Match, words: DateWords) -> Read:
    """Read a word counted from the posting date or the day being told."""
    first, last = Moment(part=_part(match, words), clock=_clock(match, words)), None
    if _said(match, "H1"):
        first, last = first._replace(clock=_clock(match, words, "1")), Moment(clock=_clock(match, words))
    elif first.clock:
        first = first._replace(part=None)
    return _found(match, first, last)._replace(relative=words.deictic[match["rel"]])


def read_ago(match: Match, _words: DateWords) -> Read:
    """Read a number of days, weeks, months or years before the posting date."""
    count = _counted(match)
    unit = {"ngày": "day", "hôm": "day", "tuần": "week", "tháng": "month", "năm": "year"}[match["unit"]]
    return _found(match, Moment())._replace(relative=f"{unit}-{count}") if count else None


def read_weekday(match: Match, words: DateWords) -> Read:
    """Read a day of the week: the nearest one, or that of the week said."""
    weekday = words.weekdays[match["wd"]]
    week = _said(match, "week")
    where = {"tới": ">", "này": "<>", "vừa qua": "<", "vừa rồi": "<"}.get(week or "", words.deictic.get(week or ""))
    return _found(match, Moment(part=_part(match, words)))._replace(relative=f"weekday:{weekday}:{where or ''}")


READINGS: Mapping[str, Reader] = {
    "ago": read_ago,
    "clock_range": read_clock_range,
    "day": read_day,
    "days_of_part_of_month": read_days_of_part_of_month,
    "days": read_days,
    "decade": read_decade,
    "half": read_half,
    "impossible": read_impossible,
    "listed_months": read_listed_months,
    "lunar": read_lunar,
    "month": read_month,
    "month_pair": read_month_pair,
    "months": read_months,
    "months_of_year": read_months_of_year,
    "quarter": read_quarter,
    "quarters": read_quarters,
    "range": read_range,
    "relative": read_relative,
    "school_term": read_school_term,
    "set": read_set,
    "told_day": read_told_day,
    "us_day": read_us_day,
    "week": read_week,
    "weekday": read_weekday,
    "word_month": read_word_month,
    "year": read_year,
    "years": read_years,
}
