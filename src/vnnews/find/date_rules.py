"""The date rules, in the order of preference: what each form looks like and how it is read.

A rule is a pattern tried where a number or a date word stands, and a function that reads its match. The order
in ``DATE_RULES`` is the order of preference; what a rule cannot know (a missing year) is left to the resolver.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import regex

from vnnews.find.mentions import DateFound, Moment
from vnnews.text.numerals import MONTH_WORDS

Match: TypeAlias = "regex.Match[str]"
Build: TypeAlias = Callable[[Match], DateFound | None]

_PART = (
    r"(?:(?:đầu|cuối) (?:giờ )?)?(?P<part>(?:buổi )?(?:rạng sáng|sáng sớm|sáng|trưa|chiều tối|xế chiều|"
    r"chiều|tối|đêm khuya|đêm|khuya))"
)
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật|chúa nhật)"
_LEAD = rf"(?:{_PART}(?: nay| qua)?,? )?(?:{_WEEKDAY},? ?)?(?:{_PART.replace('part', 'part2')} )?\(?"
_DAY_WORD = r"(?:(?:vào )?ngày )?(?:(?:mùng|mồng) )?"
_CLOCK = r"(?P<H>\d{1,2}) ?(?:giờ|g|h|:) ?(?:(?P<M>\d{2})(?!\d))?(?: ?(?:phút|')(?!\p{L}))?"
_SEP = r" ?[/.-] ?"
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_NOT_MORE = r"(?![\d]|[/.,-]\d|[\p{L}%])"
_PART_VALUES = {
    "rạng sáng": "MO", "sáng sớm": "MO", "sáng": "MO", "trưa": "MI", "chiều tối": "EV", "xế chiều": "AF",
    "chiều": "AF", "tối": "EV", "đêm khuya": "NI", "đêm": "NI", "khuya": "NI",
}  # fmt: skip
_NUMBER_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class DateRule:
    """A named pattern (of the lower-case view) and the reading of its match."""

    name: str
    pattern: regex.Pattern[str]
    build: Build


def _part(match: Match) -> str | None:
    groups = match.groupdict()
    said = groups.get("part2") or groups.get("part")
    return _PART_VALUES[said.removeprefix("buổi ")] if said else None


def _clock(match: Match, hour: str = "H", minute: str = "M") -> str | None:
    groups = match.groupdict()
    if groups.get(hour) is None:
        return None
    h, m = int(groups[hour]), int(groups.get(minute) or 0)
    if h < 12 and _part(match) in ("AF", "EV") and h <= 11:
        h += 12
    return f"{h:02}:{m:02}" if h < 24 and m < 60 else None


def _int(match: Match, name: str) -> int | None:
    value = match.groupdict().get(name)
    return int(value) if value else None


def _year(match: Match, name: str = "y") -> int | None:
    value = match.groupdict().get(name)
    if not value:
        return None
    return int(value) + 2000 if len(value) == 2 else int(value)


def _point(match: Match) -> DateFound | None:
    day, month = _int(match, "d"), _int(match, "m")
    if day is None or month is None or not 1 <= day <= 31 or not 1 <= month <= 12:
        return None
    clock = _clock(match)
    if match.groupdict().get("H") and clock is None:
        return None
    year = _year(match)
    if day > _days_in(month, year):
        if year is None:
            return None
        return DateFound(
            match.start(), match.end(), "", Moment(year, month), flaw=f"{match[0]!r} is no day of the calendar"
        )
    return DateFound(
        match.start(),
        match.end(),
        "",
        Moment(_year(match), month, day, None if clock else _part(match), clock),
    )


def _days_in(month: int, year: int | None) -> int:
    return calendar.monthrange(year or 2024, month)[1]  # without a year 29 February may be meant


def _range(match: Match) -> DateFound | None:
    day1, month1, day2, month2 = (_int(match, g) for g in ("d1", "m1", "d", "m"))
    if day2 is None or month2 is None or not 1 <= day2 <= 31 or not 1 <= month2 <= 12:
        return None
    year2 = _year(match)
    year1 = _year(match, "y1")
    if day2 > _days_in(month2, year2):
        return None
    month1 = month1 or month2
    if (
        day1 is None
        or not 1 <= day1 <= 31
        or not 1 <= month1 <= 12
        or day1 > _days_in(month1, year1 or year2)
        or (month1 == month2 and year1 in (None, year2) and day1 > day2)
    ):
        return None
    if year1 is None and year2 is not None:
        year1 = year2 - 1 if (month1, day1) > (month2, day2) else year2
    clock1, clock2 = _clock(match, "H1", "M1"), _clock(match)
    return DateFound(
        match.start(),
        match.end(),
        "",
        Moment(year1, month1, day1, clock=clock1),
        Moment(year2, month2, day2, clock=clock2),
    )


def _clock_range(match: Match) -> DateFound | None:
    found = _point(match)
    clock1, clock2 = _clock(match, "H1", "M1"), _clock(match, "H", "M")
    if found is None or clock1 is None or clock2 is None:
        return None
    base = replace(found.first, part=None)
    return replace(found, first=replace(base, clock=clock1), last=replace(base, clock=clock2))


def _month(match: Match) -> DateFound | None:
    month = _int(match, "m")
    if month is None or not 1 <= month <= 12:
        return None
    return DateFound(match.start(), match.end(), "", Moment(_year(match), month))


def _month_word(match: Match) -> DateFound | None:
    word = match["word"]
    lunar = word in ("giêng", "chạp")
    return DateFound(
        match.start(),
        match.end(),
        "",
        Moment(_year(match), MONTH_WORDS[word], _int(match, "d")),
        lunar=lunar,
    )


def _month_range(match: Match) -> DateFound | None:
    first, last = _int(match, "m1"), _int(match, "m")
    if not first or not last or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    year = _year(match)
    year1 = _year(match, "y1") or (year - 1 if year and first > last else year)
    return DateFound(match.start(), match.end(), "", Moment(year1, first), Moment(year, last))


def _months_of_year(match: Match) -> DateFound | None:
    count = _int(match, "n") or _NUMBER_WORDS.get(match.groupdict().get("word") or "")
    if not count or count > 12:
        return None
    year, begins = _year(match), match["which"] == "đầu"
    if match.groupdict().get("quarter"):
        count *= 3
    if count == 6:
        return DateFound(match.start(), match.end(), "", Moment(year, span="H1" if begins else "H2"))
    if begins:
        return DateFound(match.start(), match.end(), "", Moment(year, 1), Moment(year, count))
    return DateFound(match.start(), match.end(), "", Moment(year, 13 - count), Moment(year, 12))


def _quarter(match: Match) -> DateFound | None:
    said = match["q"].lower()
    number = _ROMAN.get(said) or (int(said) if said.isdigit() else _NUMBER_WORDS.get(said, 0))
    return (
        DateFound(match.start(), match.end(), "", Moment(_year(match), span=f"Q{number}")) if 1 <= number <= 4 else None
    )


def _years(match: Match) -> DateFound | None:
    first, last = _year(match, "y1"), _year(match)
    if first is None or last is None or last < first or last - first > 80:
        return None
    return DateFound(match.start(), match.end(), "", Moment(first), Moment(last))


def _one_year(match: Match) -> DateFound | None:
    where = match.groupdict().get("where")
    span = {"đầu": "start", "cuối": "end"}.get((where or "").split(" ")[-1])
    return DateFound(match.start(), match.end(), "", Moment(_year(match), span=span))


def _set(match: Match) -> DateFound | None:
    unit = {"ngày": "D", "tuần": "W", "tháng": "M", "quý": "M", "năm": "Y", "giờ": "TH"}[match["unit"]]
    count = 3 if match["unit"] == "quý" else 1
    return DateFound(match.start(), match.end(), "", set_value=f"P{count}{unit}")


def _relative(match: Match) -> DateFound | None:
    last = None
    clock = _clock(match)
    if match.groupdict().get("H1"):
        last, clock = Moment(clock=clock), _clock(match, "H1", "M1")
    return DateFound(
        match.start(),
        match.end(),
        "",
        Moment(part=_part(match), clock=clock),
        last,
        relative=_RELATIVE[match["rel"]],
    )


def _ago(match: Match) -> DateFound | None:
    count = _int(match, "n") or _NUMBER_WORDS.get(match.groupdict().get("word") or "")
    if not count:
        return None
    unit = {"ngày": "day", "hôm": "day", "tuần": "week", "tháng": "month", "năm": "year"}[match["unit"]]
    return DateFound(match.start(), match.end(), "", relative=f"{unit}-{count}")


def _weekday(match: Match) -> DateFound | None:
    return DateFound(
        match.start(),
        match.end(),
        "",
        Moment(part=_part(match)),
        relative=f"weekday:{_WEEKDAYS[match['wd']]}",
    )


def _day_only(match: Match) -> DateFound | None:
    day = _int(match, "d")
    if not day or not 1 <= day <= 31:
        return None
    clock = _clock(match)
    return DateFound(
        match.start(),
        match.end(),
        "",
        Moment(day=day, part=None if clock else _part(match), clock=clock),
        relative="month_told",
    )


def _impossible(match: Match) -> DateFound | None:
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    known = int(year) if len(year) == 4 and 1800 <= int(year) <= 2200 else None
    flaw = f"{match[0].strip()!r} is no date of the calendar"
    return DateFound(
        match.start(), match.end(), "",
        Moment(known, month if 1 <= month <= 12 else None, day if known is None and 1 <= day <= 31 else None), flaw=flaw,
    )  # fmt: skip


_RELATIVE = {
    "hôm nay": "day+0", "ngày hôm nay": "day+0", "nay": "day+0", "hôm qua": "day-1", "ngày hôm qua": "day-1", "qua": "day-1",
    "hôm kia": "day-2", "ngày mai": "day+1", "mai": "day+1", "cùng ngày": "same_day", "tuần trước": "week-1",
    "tuần này": "week+0", "tuần tới": "week+1", "tuần sau": "week+1", "tháng trước": "month-1", "tháng này": "month+0",
    "tháng tới": "month+1", "tháng sau": "month+1", "năm ngoái": "year-1", "năm trước": "year-1", "năm nay": "year+0",
    "năm tới": "year+1", "năm sau": "year+1", "ngày này": "same_day",
}  # fmt: skip
_WEEKDAYS = {
    "thứ hai": 1, "thứ 2": 1, "thứ ba": 2, "thứ 3": 2, "thứ tư": 3, "thứ 4": 3, "thứ năm": 4, "thứ 5": 4,
    "thứ sáu": 5, "thứ 6": 5, "thứ bảy": 6, "thứ bẩy": 6, "thứ 7": 6, "chủ nhật": 7, "chúa nhật": 7,
}  # fmt: skip

_D, _M = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})"
_D1, _M1, _Y1 = r"(?P<d1>\d{1,2})", r"(?P<m1>\d{1,2})", r"(?P<y1>(?:19|20)\d{2})"
_TO = r"(?: ?\([^()\n]{3,60}\))?(?: ?,?(?:-|đến hết|đến|tới) ?)(?:hết )?"
_DATED = rf"(?:{_D} ?(?:/|\.|-) ?{_M}{_SEP}{_YEAR}|{_D}/{_M},? năm {_YEAR}|{_D} tháng {_M}(?:,? ?(?:/|-|năm) ?{_YEAR}))"


def _rule(name: str, pattern: str, build: Build) -> DateRule:
    return DateRule(name, regex.compile(pattern), build)


_CLOCK1 = _CLOCK.replace("<H>", "<H1>").replace("<M>", "<M1>")
_NUM_DATE = rf"{_D} ?[/.-] ?{_M}(?:{_SEP}(?P<y>(?:19|20)\d{{2}}))?"
_NUM_DATE1 = rf"{_D1} ?[/.-] ?{_M1}(?:{_SEP}{_Y1})?"

DATE_RULES: tuple[DateRule, ...] = (
    _rule("clock_to_clock_on_day", (
        rf"(?:từ )?{_CLOCK1}{_TO}{_CLOCK},? ?(?:{_PART} )?(?:{_WEEKDAY},? ?)?\(?(?:ngày "
        rf")?{_NUM_DATE}{_NOT_MORE}"
    ), _clock_range),
    _rule("clock_on_day_to_clock_on_day", rf"(?:từ )?{_CLOCK1},? ?(?:ngày )?{_NUM_DATE1}{_TO}{_CLOCK},? ?(?:ngày )?{_NUM_DATE}{_NOT_MORE}", _range),
    _rule("clock_on_full_date", rf"{_CLOCK},? ?(?:{_PART} ?)?(?:{_WEEKDAY},? ?)?\(?(?:của )?(?:vào )?(?:ngày )?{_DATED}(?!\d)", _point),
    _rule("clock_on_day_month", (
        rf"{_CLOCK},? ?(?:{_PART} ?)?(?:{_WEEKDAY},? ?)?\(?(?:của )?(?:ngày |(?<=sáng |chiều |tối |trưa |"
        rf"đêm )){_D} ?(?:/|-|\.| tháng ) ?{_M}{_NOT_MORE}"
    ), _point),
    _rule("clock_to_clock_same_day", rf"(?:từ )?{_CLOCK1}{_TO}{_CLOCK},? ?(?:{_PART} )?(?P<rel>cùng ngày|hôm nay|ngày mai)(?!\p{{L}})", _relative),
    _rule("clock_same_day", rf"{_CLOCK},? ?(?:{_PART} )?(?P<rel>cùng ngày|hôm nay|hôm qua|ngày mai|nay|qua|mai)(?!\p{{L}})", _relative),
    _rule("from_to_dates", rf"(?:từ )(?:{_WEEKDAY},? )?(?:ngày )?{_NUM_DATE1}{_TO}(?:{_WEEKDAY},? )?(?:ngày )?{_NUM_DATE}{_NOT_MORE}", _range),
    _rule("from_to_dates_in_words", (
        rf"(?:từ )?ngày {_D1}(?: tháng {_M1})?(?: năm {_Y1})?{_TO}(?:ngày )?{_D} tháng {_M}(?: năm "
        rf"{_YEAR})?(?!\d)"
    ), _range),
    _rule("dates_to_date", rf"(?:ngày |(?<=\())?{_D1}/{_M1}(?:/{_Y1})? ?- ?(?:ngày )?{_D}/{_M}(?:/{_YEAR})?{_NOT_MORE}", _range),
    _rule("from_day_to_date", rf"(?:từ )(?:ngày )?{_D1}{_TO}(?:ngày )?{_NUM_DATE}{_NOT_MORE}", _range),
    _rule("days_of_month", rf"(?:ngày )?{_D1}(?:, ?\d{{1,2}})*+ ?(?:-|và|,|&|đến) ?(?:ngày )?{_D}/{_M}(?:/{_YEAR})?{_NOT_MORE}", _range),
    _rule("days_of_month_dotted", rf"(?:ngày |(?<=ngày \()){_D1} ?(?:-|và|,|&|đến) ?(?:ngày )?{_D}[.-]{_M}(?:[.-]{_YEAR})?{_NOT_MORE}", _range),
    _rule("days_of_month_in_words", rf"ngày {_D1} ?(?:-|và|,|đến) ?(?:ngày )?{_D} tháng {_M}(?: năm {_YEAR})?(?!\d)", _range),
    _rule("today_with_its_date", (
        rf"(?:{_PART} )?(?:ngày hôm nay|hôm nay|ngày hôm qua|hôm qua|ngày mai)(?:,? (?:ngày )?{_NUM_DATE}{_NOT_MORE}|"
        rf" ?\((?:ngày )?{_NUM_DATE}\))"
    ), _point),
    _rule("full_date", rf"{_LEAD}{_DAY_WORD}{_DATED}(?!\d)", _point),
    _rule("full_date_short_year", rf"{_LEAD}ngày {_D}/{_M}/(?P<y>\d{{2}})(?!\d)", _point),
    _rule("month_in_words", (
        rf"{_LEAD}(?:ngày )?(?:{_D} )?tháng (?P<word>giêng|chạp|mười hai|mười một|mười|hai|ba|tư|năm|sáu|bảy|"
        rf"bẩy|tám|chín)(?:,? (?:năm )?{_YEAR})(?!\d)"
    ), _month_word),
    _rule("lunar_month", rf"(?:(?:ngày )?(?:(?:mùng|mồng) )?{_D} )?tháng (?P<word>giêng|chạp)(?: âm lịch)?(?:,? năm {_YEAR})?", _month_word),
    _rule("day_month", rf"{_LEAD}{_DAY_WORD}{_D} ?/ ?{_M}{_NOT_MORE}", _point),
    _rule("day_month_in_words", rf"{_LEAD}{_DAY_WORD}{_D} tháng {_M}(?![\d/]|-\d)", _point),
    _rule("day_month_cued", (
        rf"(?:{_PART}(?: nay| qua)?,? (?:{_WEEKDAY},? )?\(?(?:ngày )?|"
        rf"(?:{_WEEKDAY},? )?ngày ){_D} ?[.-] ?{_M}{_NOT_MORE}"
    ), _point),
    _rule("day_month_hyphen", rf"{_D}-{_M}{_NOT_MORE}", _point),
    _rule("months_to_month", (
        rf"(?:giai đoạn |từ )?tháng {_M1}(?: ?[/.-] ?{_Y1}|"
        rf" năm {_Y1})?{_TO}(?:tháng )?{_M}(?: ?[/.-] ?{_YEAR}| năm {_YEAR})(?!\d)"
    ), _month_range),
    _rule("month_year", rf"(?:(?:đầu|giữa|cuối) )?tháng {_M}(?: ?[/.-] ?| năm ){_YEAR}(?!\d)", _month),
    _rule("months_of_year", (
        rf"(?:(?P<n>\d{{1,2}})|(?P<word>ba|sáu|chín|mười)) tháng (?P<which>đầu|"
        rf"cuối)(?: của)?(?: năm(?: {_YEAR})?| {_YEAR})(?!\d| học)"
    ), _months_of_year),
    _rule("quarter", (
        rf"quý (?P<q>iv|i{{1,3}}|[1-4]|một|hai|ba|bốn)(?![\p{{L}}\d])(?: ?[/-] ?{_YEAR}|,? năm {_YEAR}|"
        rf" {_YEAR}| năm)?"
    ), _quarter),
    _rule("school_year", rf"(?:đầu |cuối )?năm học (?:mới )?\(?{_Y1} ?(?:-|/|đến) ?{_YEAR}(?!\d)", _years),
    _rule("term_or_stage", (
        rf"(?:giai đoạn|thời kỳ|nhiệm kỳ|nhiệm kì|nk)(?: từ)?(?: năm)? ?:? ?\(?{_Y1} ?(?:-|đến|tới|"
        rf"/) ?(?:năm )?{_YEAR}(?!\d)"
    ), _years),
    _rule("years_from_to", rf"từ (?:năm )?{_Y1} ?(?:-|đến|tới) ?(?:hết )?(?:năm )?{_YEAR}(?!\d|/)", _years),
    _rule("year_to_year", rf"(?:năm )?{_Y1} ?- ?(?:năm )?{_YEAR}(?!\d|/)", _years),
    _rule("since_new_year", rf"từ (?P<where>đầu) năm(?: {_YEAR})? (?:đến|tới) nay", _one_year),
    _rule("part_of_year", rf"(?P<where>đầu|giữa|cuối) năm {_YEAR}(?!\d)", _one_year),
    _rule("year", rf"năm {_YEAR}(?![\d.,]\d|\d)", _one_year),
    _rule("part_of_this_year", r"(?P<where>đầu|giữa|cuối) năm(?! (?:học|nay|\d))(?!\p{L})", _one_year),
    _rule("month", rf"(?:(?:đầu|giữa|cuối) )?tháng {_M}(?![\d./-]\d|\d| ?[/.-] ?\d)", _month),
    _rule("set", r"(?:hằng|hàng|mỗi) (?P<unit>ngày|tuần|tháng|quý|năm)(?!\p{L}| (?:học|tuổi))(?: (?:một|1|01) lần)?", _set),
    _rule("relative", (
        rf"(?:{_PART} )?(?P<rel>ngày hôm nay|hôm nay|ngày hôm qua|hôm qua|hôm kia|ngày mai|cùng ngày|"
        rf"tuần trước|tuần này|tuần tới|tuần sau|tháng trước|tháng này|tháng tới|tháng sau|năm ngoái|năm nay|"
        rf"năm tới)(?!\p{{L}})"
    ), _relative),
    _rule("part_of_today", rf"{_PART} (?P<rel>nay|qua|mai)(?!\p{{L}})", _relative),
    _rule("ago", (
        r"(?:(?P<n>\d{1,2})|(?P<word>một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)) (?P<unit>ngày|hôm|tuần|"
        r"tháng|năm) trước(?! (?:khi|đó|đây|thời|ngày))(?!\p{L})"
    ), _ago),
    _rule("weekday", rf"{_PART} (?P<wd>{_WEEKDAY})(?!\p{{L}})(?! tình nguyện| xanh)", _weekday),
    _rule("day_only", (
        rf"(?:{_CLOCK},? )?(?:{_PART} )?ngày (?:(?:mùng|mồng) )?{_D}(?![\d/.-]\d|\d| ?(?:tháng|/)|"
        rf"%)(?= ?[,;.)\n]| (?:đã|sẽ|tại|và|đến|vừa|này|phường|xã|đang|trên|do|có)|$)"
    ), _day_only),
    _rule("day_only_first_ten", rf"(?:{_PART} )(?:ngày )?(?:mùng|mồng) {_D}(?!\d)", _day_only),
    _rule("year_after_word", (
        rf"(?<=(?:tầm nhìn|sn|sinh|kế hoạch|đến|hè|xuân|tết|vụ|sn:|trước|sau|mùa|khóa|từ) ){_YEAR}(?!\d|"
        rf"[./-]\d|,\d| (?:hộ|người|đồng|lượt|đại|m|kg|tấn|trường|suất))"
    ), _one_year),
    _rule("year_birth", rf"(?<=\bsn){_YEAR}(?!\d)", _one_year),
    _rule("impossible_date", r"(?:ngày )?(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{3,4})(?![\d/])", _impossible),
)  # fmt: skip
