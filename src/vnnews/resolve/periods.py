"""Which date governs a number: the one of its clause, else that of the line that opened its list.

A date governs in its sentence; it carries over to a ``Trong đó``, to the items of a list that its line opens, to what
stands under its heading, and, where it is a period and no day, to the next sentences of its paragraph as long as they
go on with the figures. Sets, bases of comparison, deadlines, terms that only name a body, the dates of cited documents,
birth years, kept days, and the day on which something was said or held do not govern; ages and durations have none.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from vnnews.find.mentions import DateResolved, StatisticFound
from vnnews.lexicon import Lexicon
from vnnews.text.outline import Outline, OutlineLine
from vnnews.text.sentences import Sentences
from vnnews.text.spans import ByStart, Spans

_COMPARED = regex.compile(r"(?:so với|cùng kỳ|so với cùng kỳ|bằng|tăng so|hơn so)(?: \p{L}+){0,3} ?\Z")
_NOW = regex.compile(
    r"đến nay|lũy kế|hiện (?:nay|có|toàn)(?!\p{L})|"
    r"(?<!\p{L} )(?<!\p{L})hiện(?:(?: nay| tại| đã| còn| có| toàn)? \d|,| (?:tại|còn)(?!\p{L}))"
)
_NOW_HERE = regex.compile(r"(?<!\p{L} )(?<!\p{L})hiện(?: nay| tại| đã| còn| có| toàn)? ?\Z")
_BESIDE = regex.compile(r" ?(?:\(|trong |vào |của )?")
_SINCE = regex.compile(r"(?:kể )?từ \Z")
_TILL_NOW = regex.compile(r"(?: cho)? đến nay")
_DEADLINE = regex.compile(r"(?:trước|chậm nhất|muộn nhất)(?: là)?(?: vào)? \Z")
_DEADLINE_ENDS = regex.compile(r" ?[;.]|\Z")
_DONE_BY = regex.compile(r"(?:xong|hoàn thành|dứt điểm)[^.;,]{0,40}\Z")
_UNTIL = regex.compile(r"(?<!tính )(?<!tính từ )đến hết \Z")  # what is asked for or lasts till then
_ONE_OF = regex.compile(r"(?<!\p{L})trong số(?!\p{L})")
# those who were there: `cùng gần 120 cán bộ`, `với sự tham gia của 21 thí sinh`
_ATTENDED = regex.compile(
    r"(?:(?<!\p{L})cùng(?: với)?(?: cả nước,)?|với sự (?:tham gia|góp mặt|có mặt|tham dự) của|đại diện cho) "
    r"(?:(?:gần|hơn|trên|khoảng) )?\Z"
)
_ATTENDED_WORDS = ("cùng", "với sự", "đại diện")
_STATE = regex.compile(r"\s*(?:\p{L}+ ){1,3}đang |\s*đã có ")  # what is so now
_CAME = regex.compile(r"(?<!\p{L})(?:cùng|tham|về|đến) dự(?: và chỉ đạo)?(?: [\p{L}]+){0,3} có(?!\p{L})")
_HABIT = regex.compile(r"\s*(?:hàng|hằng) (?:ngày|tuần|tháng|quý|năm)(?!\p{L})")
_CONTINUED = regex.compile(r"\s*(?:trong đó|cụ thể|bao gồm|gồm|còn lại)")
_DONE_IN = regex.compile(r"(?<!\p{L})trong \Z")  # `huấn luyện 65 dân quân trong | 7 ngày`
_RESULT = regex.compile(r"\s*kết quả(?:,|:| là| đã)")
_CLOSE = regex.compile(r"[^.;:,\n]{0,45}\Z")
_SUMMED_UP = regex.compile(r"là (?:những|các|một số)? ?kết quả[^.;\d\n]{0,60}\Z")
_TOLD_AT_END = regex.compile(r"[^;\n]{0,160}(?:vào|trong|hết)(?: \p{L}+){0,2} \Z")
_OF_BODY = regex.compile(r"(?:khóa|hđnd|ubnd|đảng bộ|ban chấp hành|lần thứ|quốc hội)(?: [\p{L}\d]+){0,6},? ?\Z")
_HEADS_CLAUSE = regex.compile(
    r"(?:thấy|rõ|báo cáo|theo đó|trình bày)[,:] \Z|(?:phấn đấu|mục tiêu) \Z|(?<!\p{L})vụ (?:\p{L}+ ){1,3}\Z"
)
_BIRTH = regex.compile(r"(?:sn|sinh)(?: năm)?:? ?\Z")

_BARE_OPENER = 40  # characters of a sentence that opens a list and says no more
_NEAR = 60  # characters before a figure, or of the words a sentence begins with
_LONG = 1500  # characters of a sentence; longer ones are no sentences
_NEVER = frozenset(("stamp", "anniversary_pair"))


class _Cues(NamedTuple):
    """The lexicon's words around a figure's period, and the forms of dates that can be one."""

    said: regex.Pattern[str]
    done: regex.Pattern[str]
    elsewhere: regex.Pattern[str]
    meeting: regex.Pattern[str]
    report: regex.Pattern[str]
    reports: dict[str, str]  # form → `figures` or `term`


@functools.lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> _Cues:
    def pattern(role: str) -> regex.Pattern[str]:
        words = sorted(lexicon.words(role), key=len, reverse=True)
        no_other = r"(?!\p{L})(?! (?:toán|án)(?!\p{L}))"  # `dự`, but not `dự toán`
        return regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(regex.escape, words))}){no_other}")

    reports = {entry.form: entry.get("reports") for entry in lexicon["date_forms"] if entry.get("reports")}
    roles = ("only_said", "done_that_day", "leaves_the_tally", "at_a_meeting", "heads_a_report")
    said, done, elsewhere, meeting, report = map(pattern, roles)
    return _Cues(said, done, elsewhere, meeting, report, reports)


class _Governor:
    def __init__(
        self,
        lower: str,
        found: Sequence[StatisticFound],
        dates: Sequence[DateResolved],
        sentences: Sentences,
        cited: Spans,
        cues: _Cues,
    ) -> None:
        self.lower = lower
        self.cues = cues
        usable = (d for d in dates if not cited.holds(d.start) and d.value is not None and d.kind != "set")
        self.dates = ByStart(usable)
        self.figures = ByStart(found)
        self.sentences = sentences
        self._has_rows = " | " in lower
        self._asked, self._stretch = -1, (0, 0)
        self._first: dict[tuple[regex.Pattern[str], int], tuple[int, int]] = {}  # where each cue first stands

    def stretch(self, position: int) -> tuple[int, int]:
        """Return the sentence at an offset: of one too long to be a sentence, a part around the offset."""
        if position != self._asked:
            start, end = self.sentences.around(position)
            block = (position - start) // _LONG  # figures of one block of a long sentence have one stretch
            self._stretch = start + max(0, block - 1) * _LONG, min(end, start + (block + 1) * _LONG)
            self._asked = position
        return self._stretch

    def of(self, item: StatisticFound) -> DateResolved | None:
        """Return the date of its own sentence that governs a number."""
        start, end = self.stretch(item.start)
        if (row := self._of_row(start, item)) is not None:
            return row
        nearest = next((d for d in self._before(start, item) if self._can_govern(d, start, item)), None)
        behind = self.dates.within(item.end, end)
        after = next((d for d in behind if self._told_after(item, d) and self._can_govern(d, start, item)), None)
        if nearest is None or (after and after.start - item.end <= 3):
            return after
        if self._votes(nearest, item):
            return None
        strong = not self.is_day(nearest)
        if after and not strong and not self.is_day(after):
            return after
        between = self.lower[nearest.end : item.start]
        since = (
            _TILL_NOW.match(between)
            if _SINCE.search(self.lower, max(start, nearest.start - 8), nearest.start)
            else None
        )
        onwards = since.end() if since else 0
        if _NOW.search(between, onwards) or _NOW_HERE.search(between, onwards) or self.attended(item):
            return None
        if not strong and (said := self.cues.said.search(between)) and not self.cues.done.search(between, said.end()):
            return None
        return nearest

    def _of_row(self, start: int, item: StatisticFound) -> DateResolved | None:
        """Return the period that a table's row is about: ``Tháng 8/2025 | 07/8; 14/8 | 04 buổi``."""
        bar = self.lower.find(" | ", start, item.start) if self._has_rows else -1
        return next((d for d in self.dates.within(start, max(start, bar)) if not self.is_day(d)), None)

    def dated(self, item: StatisticFound) -> bool:
        """Whether the sentence of a number has any date that can govern before the number."""
        start, _ = self.stretch(item.start)
        return any(not self._compared(d, start) for d in self._before(start, item))

    def _before(self, start: int, item: StatisticFound) -> Iterator[DateResolved]:
        """Yield the dates of a stretch before a figure that belong to no other figure, the nearest first."""
        for day in reversed(self.dates.within(start, item.start)):
            if day.end <= item.start and not self._of_another(day, item):
                yield day

    def said_before(self, cue: regex.Pattern[str], item: StatisticFound, mark: str = "") -> bool:
        """Whether a cue stands before a figure in its stretch, and behind the last ``mark``; each is searched once."""
        start, end = self.stretch(item.start)
        start = max(start, self.lower.rfind(mark, start, item.start) + 1) if mark else start
        if (cue, start) not in self._first:
            match = cue.search(self.lower, start, end)
            self._first[cue, start] = match.span() if match else (end, end)
        begins, ends = self._first[cue, start]
        if begins < item.start < ends:
            return cue.search(self.lower, start, item.start) is not None
        return ends <= item.start

    def _votes(self, day: DateResolved, item: StatisticFound) -> bool:
        """Whether a number counts the votes of the meeting, in a clause behind that of a period."""
        between = self.lower[day.end : item.start]
        return not self.is_day(day) and ";" in between and "bầu" in between.rpartition(";")[2]

    def _of_another(self, day: DateResolved, item: StatisticFound) -> bool:
        """Whether a date closes the clause of a figure before it: ``61,5 triệu đồng năm 2020; hộ nghèo còn | 0,3%``."""
        if ";" not in self.lower[day.end : item.start]:
            return False
        near = self.figures.within(day.start - 60, day.start)
        return any(_BESIDE.fullmatch(self.lower, figure.end, day.start) for figure in near if figure.end <= day.start)

    def attended(self, item: StatisticFound) -> bool:
        """Whether a sentence's first number counts those who were there."""
        if self.said_before(_CAME, item, ";"):
            return True
        start, _ = self.stretch(item.start)
        near = self.lower[max(start, item.start - _NEAR) : item.start]
        told = any(word in near for word in _ATTENDED_WORDS) and _ATTENDED.search(near)
        return bool(told) and not self.figures.within(start, item.start)

    def now(self, item: StatisticFound) -> bool:
        """Whether a figure is told as of the day of writing."""
        start, _ = self.stretch(item.start)
        near = self.lower[max(start, item.start - _NEAR) : item.start]
        return ("hiện" in near and bool(_NOW_HERE.search(near))) or self.said_before(_NOW, item)

    def is_day(self, day: DateResolved) -> bool:
        """Whether a date is a day or a part of one."""
        return day.found.rule not in self.cues.reports

    def can_open(self, day: DateResolved, start: int) -> bool:
        """Whether a date can govern more than its sentence, which begins at ``start``: a period, no day."""
        return not self.is_day(day) and not self._compared(day, start) and not self._names_body(day, start)

    def event_before(self, start: int) -> str | None:
        """Return the last date of the sentence before an offset: its results are told next, ``Kết quả, …``."""
        begin, end = self.stretch(max(0, start - 2))
        days = [
            d
            for d in self.dates.within(begin, end)
            if d.found.rule not in _NEVER and not d.found.commemoration and not self._compared(d, begin)
        ]
        return days[-1].value if days and "\n\n" not in self.lower[days[-1].end : start] else None

    def told_by(self, line: OutlineLine) -> str | None:
        """Return the period that a heading, or the sentence that opens a list, gives to what stands below."""
        start, end = line.start, line.end
        if not line.heading:
            start = max(start, self.stretch(end - 1)[0])
            if end - start < _BARE_OPENER and line.start < start:  # `… 10 tháng năm 2025, … Cụ thể:`
                start = max(line.start, self.stretch(start - 1)[0])
        inside = [
            d for d in self.dates.within(start, end) if not self._compared(d, start) and not d.found.commemoration
        ]
        strong = [d for d in inside if self.can_open(d, start)]
        if line.heading and not line.marker and not self.cues.report.search(self.lower, start, end):
            return None  # `ĐÊM HỘI TÒNG QUÂN NĂM 2014` heads no figures
        if strong:
            return strong[-1].value
        day = inside[-1] if inside and inside[-1].found.rule not in _NEVER else None
        if day is None or not self.is_day(day):
            return None
        between = self.lower[day.end : end]
        said = self.cues.said.search(between)
        return None if said and not self.cues.done.search(between, said.end()) else day.value

    def _can_govern(self, day: DateResolved, sentence: int, item: StatisticFound) -> bool:
        if day.found.rule in _NEVER or day.found.commemoration or self._compared(day, sentence):
            return False
        if _DEADLINE.search(self.lower, max(sentence, day.start - 30), day.start) and (
            _DEADLINE_ENDS.match(self.lower, day.end)
            or _DONE_BY.search(self.lower, max(sentence, day.start - 30), day.start)
        ):
            return False
        if day.start - sentence > _BARE_OPENER and _UNTIL.search(self.lower, day.start - 20, day.start):
            return False  # `hạn chế ra khỏi nhà đến hết ngày 15/4, giữ khoảng cách 2 m`
        if self.is_day(day) and _ONE_OF.search(self.lower, sentence, day.start):
            return False  # `Trong số 16 tân binh lên đường hôm nay có 01 đảng viên`
        if _BIRTH.search(self.lower, max(sentence, day.start - 10), day.start) or day.found.rule == "year_birth":
            return False
        if self.cues.reports.get(day.found.rule) == "term":
            clause = (
                self.lower[day.end : day.end + 1] == ","
                or day.start - sentence < 12
                or bool(_HEADS_CLAUSE.search(self.lower, sentence, day.start))
            )
            near = item.end <= day.start
            return (clause or near) and not self._names_body(day, max(sentence, item.end if near else sentence))
        return True

    def _compared(self, day: DateResolved, sentence: int) -> bool:
        return bool(_COMPARED.search(self.lower, max(sentence, day.start - 40), day.start))

    def _names_body(self, day: DateResolved, start: int) -> bool:
        return self.cues.reports.get(day.found.rule) == "term" and bool(
            _OF_BODY.search(self.lower, max(start, day.start - 50), day.start)
        )

    def _told_after(self, item: StatisticFound, day: DateResolved) -> bool:
        return bool(
            _CLOSE.match(self.lower, item.end, day.start)
            or (not self.is_day(day) and _SUMMED_UP.search(self.lower, item.end, day.start))
            or (day.found.first.day is not None and _TOLD_AT_END.match(self.lower, item.end, day.start))
        )


def resolve_periods(
    lower: str,
    found: Sequence[StatisticFound],
    dates: Sequence[DateResolved],
    sentences: Sentences,
    outline: Outline,
    cited: Spans,
    lexicon: Lexicon,
) -> list[str | None]:
    """Return the TIMEX3 value that governs each statistic, ``None`` where no date does.

    ``cited`` are the spans of cited documents, whose dates govern nothing.
    """
    governor = _Governor(lower, found, dates, sentences, cited, _cues(lexicon))
    over = outline.governed(governor.told_by)
    tally = _Tally(governor, outline)
    periods: list[str | None] = []
    for item in found:
        if item.kind == "duration":
            # an age or a length of time belongs to no period, but that of what was done in a report's item does
            done = _DONE_IN.search(lower, max(0, item.start - 8), item.start)
            periods.append(over[outline.index(item.start)] if done and item.unit == "ngày" else None)
            continue
        start, _ = governor.stretch(item.start)
        own = governor.of(item)
        period = own.value if own else None
        if own is None and not governor.dated(item) and not governor.now(item):
            if periods and _CONTINUED.match(lower, start):
                period = periods[-1]
            elif _RESULT.match(lower, start, start + _NEAR):
                period = governor.event_before(start)
            else:
                at_meeting = governor.said_before(governor.cues.meeting, item) or governor.attended(item)
                told = None if at_meeting else over[outline.index(item.start)]
                period = tally.carried(item) or told
        tally.add(item, own)
        periods.append(period)
    return periods


class _Tally:
    """The period of a paragraph's figures, carried from sentence to sentence as long as each goes on with them."""

    def __init__(self, governor: _Governor, outline: Outline) -> None:
        self.governor = governor
        self.outline = outline
        self.value: str | None = None
        self.sentence = self.line = -1

    def add(self, item: StatisticFound, own: DateResolved | None) -> None:
        """Take one more figure in: a period before the first figure of its sentence opens a tally."""
        sentences = self.governor.sentences
        sentence, line = sentences.index(item.start), self.outline.index(item.start)
        if self.value is not None and (line != self.line or sentence > self.sentence + 1):
            self.value = None
        start, _ = self.governor.stretch(item.start)
        if own is None and self.governor.now(item):
            self.value = None
        elif own is not None and sentence != self.sentence:
            if own.end <= item.start and self.governor.can_open(own, start):
                self.value = own.value
            elif self.governor.is_day(own):
                self.value = None
        self.sentence, self.line = sentence, line

    def carried(self, item: StatisticFound) -> str | None:
        """Return the period that the sentence before, or the figures before it in its own, were told for."""
        sentences = self.governor.sentences
        sentence = sentences.index(item.start)
        if self.value is None or self.line != self.outline.index(item.start) or sentence > self.sentence + 1:
            return None
        start, _ = self.governor.stretch(item.start)
        lower = self.governor.lower
        if _STATE.match(lower, start):
            return None
        if self.governor.said_before(self.governor.cues.elsewhere, item) or _HABIT.match(lower, start, start + _NEAR):
            self.value = None
        return self.value
