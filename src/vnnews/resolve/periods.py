"""Which date governs a number: the one of its clause, else that of the line that opened its list.

ANNOTATION's rules: a date governs in its sentence; it carries over to a ``Trong đó`` and to the items of a list that
its line opens, not to the next sentence. Sets, bases of comparison, terms that only name a body, the dates of cited
documents, birth years, kept days, and the day on which something was said do not govern; ages and durations have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from vnnews.find.mentions import DateResolved, StatisticFound
from vnnews.find.spans import ByStart, Spans
from vnnews.text.sentences import Sentences

# between a day and a number: the day only tells when something was said or held
_SAID = regex.compile(
    r"(?<!\p{L})(?:cho biết|cho hay|thông tin|chia sẻ|cho rằng|nói|khẳng định|đưa tin|nhận định|báo cáo|tổ chức|"
    r"khai mạc|diễn ra|tham dự|dự|họp|hội nghị|đại hội|kỳ họp|buổi|lễ|về dự|phát biểu|đã đến|ban hành|ký|giao chỉ tiêu)"
    r"(?!\p{L})"
)
# what was done on that day after all: `tổ chức lễ khánh thành và trao 03 căn nhà`
_DONE = regex.compile(
    r"(?<!\p{L})(?:trao|tặng|bàn giao|thành lập|hỗ trợ|khởi công|khánh thành|tiêm|khám|di dời|phát hiện|bắt|xử phạt|"
    r"lập biên bản|thu giữ|trồng|hiến|ủng hộ|quyên góp|chi trả|chi hỗ trợ|cấp phát|thu gom|tháo dỡ|kết nạp|giao đất)"
    r"(?!\p{L})"
)
_COMPARED = regex.compile(r"(?:so với|cùng kỳ|so với cùng kỳ|bằng|tăng so|hơn so)(?: \p{L}+){0,3} ?\Z")
_NOW = regex.compile(r"đến nay|hiện nay|hiện có|hiện toàn|hiện,|lũy kế")
_CONTINUED = regex.compile(r"\s*(?:trong đó|cụ thể|bao gồm|gồm|còn lại)")
_CLOSE = regex.compile(r"[^.;:,\n]{0,45}\Z")
_TOLD_AT_END = regex.compile(r"[^;\n]{0,160}(?:vào|trong|hết)(?: \p{L}+){0,2} \Z")
_ITEM = regex.compile(r"\s*(?:[-+*•]|\d{1,2}[.)/]|[a-zđ][.)]) ?|\s*[^\n=]{1,40} = ")
_OPENS = regex.compile(r":\s*\Z|(?:như sau|kết quả|cụ thể)[^.\n]{0,40}[.:]\s*\Z")
_OF_BODY = regex.compile(r"(?:khóa|hđnd|ubnd|đảng bộ|ban chấp hành|lần thứ|quốc hội)(?: [\p{L}\d]+){0,6},? ?\Z")
_BIRTH = regex.compile(r"(?:sn|sinh)(?: năm)?:? ?\Z")

_TERMS = frozenset(("term_or_stage", "years_from_to", "year_to_year"))
_NEVER = frozenset(("stamp", "anniversary_pair"))
# expressions that a report gives for its figures, however far before them in the sentence
_STRONG = frozenset(
    "months_of_year quarter since_new_year month_year part_of_year year school_year month part_of_this_year "
    "months_to_month from_to_dates from_day_to_date from_month_to_month months_of_one_year quarters half_year "
    "half_year_summed_up first_months_without_word bare_month_year word_month school_term year_in_list".split()
)


@dataclass
class _Opened:
    """The period that a line opened for the list below it; ``until`` is where the list ended so far."""

    value: str
    until: int


class _Governor:
    def __init__(self, lower: str, dates: Sequence[DateResolved], sentences: Sentences, cited: Spans) -> None:
        self.lower = lower
        usable = (d for d in dates if not cited.holds(d.start) and d.value is not None and d.kind != "set")
        self.dates = ByStart(usable)
        self.sentences = sentences

    def of(self, item: StatisticFound) -> str | None:
        start, end = self.sentences.around(item.start)
        inside = [d for d in self.dates.within(start, end) if self._can_govern(d, start, item)]
        before = [d for d in inside if d.end <= item.start]
        after = next((d for d in inside if d.start >= item.end and self._told_after(item, d)), None)
        if not before:
            return after.value if after else None
        if after and after.start - item.end <= 3:
            return after.value
        nearest = before[-1]
        strong = nearest.found.rule in _STRONG or nearest.found.rule in _TERMS
        if after and not strong and (after.found.rule in _STRONG or after.found.rule in _TERMS):
            return after.value
        between = self.lower[nearest.end : item.start]
        if _NOW.search(between):
            return None
        if not strong and (said := _SAID.search(between)) and not _DONE.search(between, said.end()):
            return None
        return nearest.value

    def dated(self, item: StatisticFound) -> bool:
        """Whether the sentence of a number has any date that can govern before the number."""
        start, _ = self.sentences.around(item.start)
        before = self.dates.within(start, item.start)
        return any(d.end <= item.start and not self._compared(d, start) for d in before)

    def opener(self, start: int, end: int) -> str | None:
        """Return the period that a sentence gives to the list it opens."""
        inside = [
            d for d in self.dates.within(start, end)
            if (d.found.rule in _STRONG or d.found.rule in _TERMS)
            and not self._compared(d, start) and not self._names_body(d, start)
        ]  # fmt: skip
        return inside[-1].value if inside else None

    def _can_govern(self, day: DateResolved, sentence: int, item: StatisticFound) -> bool:
        if day.found.rule in _NEVER or day.found.commemoration or self._compared(day, sentence):
            return False
        if _BIRTH.search(self.lower, max(sentence, day.start - 10), day.start) or day.found.rule == "year_birth":
            return False
        if day.found.rule in _TERMS:
            clause = self.lower[day.end : day.end + 1] == "," or day.start - sentence < 12
            near = item.end <= day.start
            return (clause or near) and not self._names_body(day, max(sentence, item.end if near else sentence))
        return True

    def _compared(self, day: DateResolved, sentence: int) -> bool:
        return bool(_COMPARED.search(self.lower, max(sentence, day.start - 40), day.start))

    def _names_body(self, day: DateResolved, start: int) -> bool:
        return day.found.rule in _TERMS and bool(_OF_BODY.search(self.lower, max(start, day.start - 50), day.start))

    def _told_after(self, item: StatisticFound, day: DateResolved) -> bool:
        return bool(
            _CLOSE.match(self.lower, item.end, day.start)
            or (day.found.first.day is not None and _TOLD_AT_END.match(self.lower, item.end, day.start))
        )


def resolve_periods(
    lower: str,
    found: Sequence[StatisticFound],
    dates: Sequence[DateResolved],
    sentences: Sentences,
    cited: Spans,
) -> list[str | None]:
    """Return the TIMEX3 value that governs each statistic, ``None`` where no date does.

    ``cited`` are the spans of cited documents, whose dates govern nothing.
    """
    governor = _Governor(lower, dates, sentences, cited)
    periods: list[str | None] = []
    opened: _Opened | None = None
    seen = 0  # sentences read for openers
    for item in found:
        index = sentences.index(item.start)
        for number in range(seen, index + 1):
            opened = _after_sentence(lower, governor, sentences, number, opened)
        seen = index + 1
        if item.kind == "duration":
            periods.append(None)  # an age or a length of time belongs to no period
            continue
        period = governor.of(item)
        start, _ = sentences.span(index)
        if period is None and not governor.dated(item):
            if periods and _CONTINUED.match(lower, start):
                period = periods[-1]
            elif opened and item.start < opened.until:
                period = opened.value
        periods.append(period)
    return periods


def _after_sentence(
    lower: str, governor: _Governor, sentences: Sentences, number: int, opened: _Opened | None
) -> _Opened | None:
    """Open, keep or close the list that a period was given to, having read one more sentence."""
    start, end = sentences.span(number)
    text = lower[start:end]
    if not text.strip():
        return opened
    if _OPENS.search(text) and (value := governor.opener(start, end)):
        return _Opened(value, _list_end(lower, end))
    return opened if opened and start < opened.until else None


def _list_end(lower: str, position: int) -> int:
    """Return where the list that begins after an offset ends: at the first line that is no item of it."""
    while position < len(lower):
        end = lower.find("\n", position) + 1 or len(lower)
        line = lower[position:end]
        if line.strip() and not _ITEM.match(line):
            break
        position = end
    return position
