"""Dates: expressions that place something in calendar time, as they stand in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from vnnews.find.date_rules import DATE_RULES
from vnnews.find.mentions import DateFound
from vnnews.find.reading import Reading

# days that are kept each year (day, month)
COMMEMORATIONS = frozenset(
    ((1, 1), (9, 1), (3, 2), (27, 2), (8, 3), (26, 3), (30, 4), (1, 5), (7, 5), (15, 5), (19, 5), (1, 6), (5, 6),
     (6, 6), (21, 6), (26, 6), (28, 6), (11, 7), (27, 7), (28, 7), (10, 8), (19, 8), (2, 9), (1, 10), (4, 10),
     (10, 10), (13, 10), (14, 10), (15, 10), (20, 10), (7, 11), (9, 11), (18, 11), (20, 11), (23, 11), (25, 11),
     (1, 12), (6, 12), (19, 12), (22, 12), (26, 12))
)  # fmt: skip


_LETTER_OR_DIGIT = regex.compile(r"[\p{L}\d]")
_NOT_BEFORE = regex.compile(
    r"(?:số|tổ|khu phố|điều|khoản|mục|đường|ngõ|hẻm|nhà|lô|hạng|lớp|trang|tờ|thửa|ngách|kiệt|bệnh binh|"
    r"thương binh|tb|trình độ|văn hóa|học vấn) ?:?\Z|[/.,:-]\Z|\d ?\Z|[\p{L}]-\Z"
)
_RATIO_AFTER = regex.compile(r" ?/? ?(?=\p{L})")
_LUNAR = regex.compile(r" ?\(?(?:âm lịch|âl|a\.l|al\)|nông lịch)(?!\p{L})")


def find_dates(reading: Reading) -> Iterator[DateFound]:
    """Yield the date expressions of the article's own text, none inside another."""
    stamp = reading.page.stamp
    if stamp is not None:
        yield DateFound(stamp.start, stamp.end, "stamp", set_value=stamp.value, entries=stamp.entries)
    end = 0
    for start in _triggers(reading):
        if start < end or not reading.open(start) or (stamp and stamp.start <= start < stamp.end):
            continue
        for found in _read_at(reading, start):
            yield found
            end = max(end, found.end)


def _triggers(reading: Reading) -> list[int]:
    starts = {hit.start for hit in reading.scan.each("date_words")}
    starts.update(start for start, _ in reading.scan.numbers)
    return sorted(starts)


def _read_at(reading: Reading, start: int) -> list[DateFound]:
    lower = reading.lower
    if start and _LETTER_OR_DIGIT.match(lower[start - 1]) and not lower[start].isdigit():
        return []
    for rule in DATE_RULES:
        match = rule.pattern.match(lower, start)
        if not match:
            continue
        found = rule.build(match)
        if found is None or not _fits(reading, rule.name, found):
            continue
        found = replace(found, rule=rule.name)
        if rule.name in ("dates_to_date", "from_to_dates") and _anniversary(found):
            return _two(reading, found)
        return [_noted(reading, found)]
    return []


def _anniversary(found: DateFound) -> bool:
    """``18/11/1930 - 18/11/2019``: the day itself and its anniversary, not a stretch of 89 years."""
    first, last = found.first, found.last
    if last is None or first.year is None or last.year is None:
        return False
    return (first.day, first.month) == (last.day, last.month) and last.year - first.year > 1


_SECOND_DATE = regex.compile(r" ?- ?(?=(?:ngày )?\d{1,2}/\d{1,2}/\d{4}\Z)")


def _two(reading: Reading, found: DateFound) -> list[DateFound]:
    cut = _SECOND_DATE.search(reading.lower, found.start, found.end)
    if cut is None or found.last is None:
        return [found]
    return [
        replace(found, end=cut.start(), last=None, rule="anniversary_pair"),
        replace(found, start=cut.end(), first=found.last, last=None, rule="anniversary_pair"),
    ]


def _fits(reading: Reading, rule: str, found: DateFound) -> bool:
    """Whether what stands around an expression lets it be a date."""
    digit = reading.lower[found.start].isdigit()
    if digit and _NOT_BEFORE.search(reading.lower, max(0, found.start - 14), found.start):
        return False
    if rule in ("day_month", "days_of_month", "dates_to_date") and found.first.year is None:
        return _no_ratio(reading, found)
    if rule == "day_month_hyphen" and (found.first.day, found.first.month) not in COMMEMORATIONS:
        return False
    before = reading.lower[max(0, found.start - 24) : found.start].rstrip(" ") + " "
    needed, barred = _CUES.get(rule, (None, None))
    return bool(needed is None or needed.search(before)) and not (barred and barred.search(before))


# rule → what must, and what must not, stand before the expression
_CUES: dict[str, tuple[regex.Pattern[str] | None, regex.Pattern[str] | None]] = {
    "day_month_hyphen": (regex.compile(r"(?:lễ|dịp|và|ngày|kỷ niệm|mừng|quốc khánh|,|-) ?\(? \Z"), None),
    "month": (None, regex.compile(r"(?:\d|cách mạng|phong trào|đường|phố|trường) \Z")),  # `đường 2 Tháng 4`
    "relative": (  # `hơn nửa năm nay`
        None,
        regex.compile(r"(?:nửa|mấy|nhiều|những|các|\d|mươi|chục|hai|ba|bốn|mười|vài) \Z"),
    ),
    "day_only": (None, regex.compile(r"(?:mỗi|một|trong|\d) \Z")),
}


def _no_ratio(reading: Reading, found: DateFound) -> bool:
    """``22/5`` is a day where nothing is counted after it: ``5/5 tổ`` is a ratio, ``24/7`` an idiom."""
    if reading.lower.startswith("24/7", found.start):
        return False
    at = found.end
    if match := _RATIO_AFTER.match(reading.view, at):
        at = match.end()
        if reading.scan.at("counted_nouns", at) or reading.scan.at("measures", at):
            word = reading.word_at(at)
            return word in ("năm", "đến", "và", "ngày", "tháng") and not reading.lower.startswith("năm tuổi", at)
    return reading.lower[found.end : found.end + 2].strip()[:1] not in ("=", "%")


def _noted(reading: Reading, found: DateFound) -> DateFound:
    """Mark lunar dates and days kept each year."""
    lower = reading.lower
    if _LUNAR.match(lower, found.end):
        return replace(found, lunar=True)
    first = found.first
    if (
        found.rule in ("day_month", "day_month_hyphen", "day_month_cued", "day_month_in_words")
        and first.part is None
        and ((first.day, first.month) in COMMEMORATIONS)
    ):
        return replace(found, commemoration=_keeps_a_day(reading, found))
    return found


_KEPT = regex.compile(
    r"(?:kỷ niệm|kỉ niệm|dịp|mừng|ngày (?:lễ|tết|truyền thống|thành lập|quốc tế|quốc khánh|toàn|phụ nữ|"
    r"thương binh|nhà giáo|hội|gia đình|pháp luật|giải phóng|thống nhất|sinh|báo chí|doanh nhân|dân số|"
    r"vì)|quốc khánh|quốc tế|tết|lễ)[^.;\n]{0,60}\Z"
)
_THIS_YEAR = regex.compile(r"(?: ?(?:và|,|-) ?\d{1,2}[-/]\d{1,2})? ?(?:vừa qua|tới đây|này|năm nay|sắp tới|hàng năm)")


def _keeps_a_day(reading: Reading, found: DateFound) -> bool:
    if _THIS_YEAR.match(reading.lower, found.end):
        return False
    sentence = reading.sentences.around(found.start)[0]
    return bool(_KEPT.search(reading.lower, max(sentence, found.start - 90), found.start))
