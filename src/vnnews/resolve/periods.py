"""Which date governs a number: the one of its clause, else of its sentence, carried on over a list."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnnews.find.mentions import DateResolved, StatisticFound
from vnnews.text.sentences import Sentences

# between a date and a number: the date only tells when something was said
_SAID = regex.compile(
    r"(?:cho biết|cho hay|thông tin|chia sẻ|cho rằng|nói|khẳng định|đưa tin|nhận định|báo cáo|tổ chức|"
    r"khai mạc|diễn ra|tham dự|dự |"
    r"họp |hội nghị|đại hội|kỳ họp|buổi |lễ |về dự|phát biểu|đã đến|gồm|ban hành|ký|giao chỉ tiêu)"
)
_COMPARED = regex.compile(r"(?:so với|cùng kỳ|so với cùng kỳ|bằng|tăng so|hơn so)(?: \p{L}+){0,3} ?\Z")
_NOT_GOVERNING = frozenset(("term_or_stage", "stamp", "year_to_year", "anniversary_pair", "years_from_to"))
_STRONG = frozenset(
    "months_of_year quarter since_new_year month_year part_of_year year school_year month part_of_this_year "
    "months_to_month".split()
)
_CONTINUED = regex.compile(r"\s*(?:trong đó|cụ thể|bao gồm|gồm|[-+*])")
_AFTER = regex.compile(r"[^.;:,\n]{0,45}\Z")
_NOW = regex.compile(r"đến nay|hiện nay|hiện có|hiện toàn|hiện,")


def resolve_periods(
    lower: str, found: Sequence[StatisticFound], dates: Sequence[DateResolved], sentences: Sentences
) -> list[str | None]:
    """Return the TIMEX3 value that governs each statistic, ``None`` where no date does."""
    periods: list[str | None] = []
    for item in found:
        periods.append(_period_of(lower, item, dates, sentences, periods[-1] if periods else None))
    return periods


def _period_of(
    lower: str,
    item: StatisticFound,
    dates: Sequence[DateResolved],
    sentences: Sentences,
    previous: str | None,
) -> str | None:
    index = sentences.index(item.start)
    start, end = sentences.span(index)
    inside = [d for d in dates if start <= d.start < end and _can_govern(lower, d, start)]
    before = [d for d in inside if d.end <= item.start]
    after = [d for d in inside if d.start >= item.end and _AFTER.fullmatch(lower[item.end : d.start])]
    if before:
        nearest = before[-1]
        between = lower[nearest.end : item.start]
        if after and nearest.found.rule not in _STRONG and after[0].found.rule in _STRONG:
            return after[0].value
        if _NOW.search(between):
            return None
        if _SAID.search(between) and nearest.found.rule not in _STRONG:
            return None
        return nearest.value
    if after and after[0].start - item.end < 45:
        return after[0].value
    if previous and _CONTINUED.match(lower, start):
        return previous
    return None


def _can_govern(lower: str, item: DateResolved, sentence: int) -> bool:
    if item.kind == "set" or item.value is None or item.found.rule in _NOT_GOVERNING:
        return False
    return not _COMPARED.search(lower, max(sentence, item.start - 40), item.start)
