"""Dates: expressions that place something in calendar time, as they stand in the text."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from vnnews.find.date_forms import LUNAR_YEAR, DateForm, date_forms
from vnnews.find.mentions import DateFound, Moment
from vnnews.find.reading import Reading
from vnnews.lexicon import Entry, Lexicon

_RATIO_AFTER = regex.compile(r" ?/? ?(?=\p{L})")
_COUNTS_BEFORE = regex.compile(r"(?<!\p{L})(?:tại|có|đạt|gồm|với) \Z")  # `Ngày hội được tổ chức tại 6/6 ấp`
_AMOUNT_AFTER = regex.compile(r" ?(?:triệu|tỷ|tỉ|nghìn|ngàn|%|m2|ha\b)")
_LUNAR = regex.compile(
    r" ?(?:âm lịch|âl|a\.l|nông lịch)(?!\p{L})| ?\((?:âm lịch|âl|a\.l|al)\)|"
    rf"(?<year>,? ?(?:năm )?{LUNAR_YEAR})(?!\p{{L}})"
)


def find_dates(reading: Reading) -> Iterator[DateFound]:
    """Yield the date expressions of the article's own text, none inside another."""
    stamp = reading.page.stamp
    if stamp is not None:
        yield DateFound(stamp.start, stamp.end, "stamp", set_value=stamp.value, entries=stamp.entries)
    finder = _Finder(reading)
    end = 0
    for start in _triggers(reading):
        if start < end or not reading.open(start) or (stamp and stamp.start <= start < stamp.end):
            continue
        told = finder.at(start)
        if stamp and any(found.start < stamp.end and stamp.start < found.end for found in told):
            continue  # `… Phường 5, 13/7/2018`: a stamp at the end of the headline
        for found in told:
            yield found
            end = max(end, found.end)


def _triggers(reading: Reading) -> list[int]:
    starts = {hit.start for hit in reading.scan.each("date_words")}
    starts.update(start for start, _ in reading.scan.numbers)
    return sorted(starts)


@dataclass(frozen=True, slots=True)
class _KeptDay:
    """A day kept each year: what it is called before (in one clause) and right after its digits."""

    entry: Entry
    lunar: bool
    named_before: regex.Pattern[str]
    named_after: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What decides about a date beside it, from a lexicon's words."""

    kept_days: Mapping[tuple[int, int], tuple[_KeptDay, ...]]
    kept_before: regex.Pattern[str]
    before_a_day: regex.Pattern[str]
    after_a_day: frozenset[str]
    dated_paper: regex.Pattern[str]
    not_before: regex.Pattern[str]


@functools.lru_cache(maxsize=8)
def _surroundings(lexicon: Lexicon) -> _Surroundings:
    def either(words: Iterator[str] | frozenset[str]) -> str:
        return "|".join(regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))

    kept: dict[tuple[int, int], tuple[_KeptDay, ...]] = {}
    for entry in lexicon["kept_days"]:
        day, _, month = entry.form.partition("/")
        names = either(iter(entry.get("names").split("|")))
        known = _KeptDay(
            entry,
            entry.get("calendar") == "lunar",
            regex.compile(rf"(?<!\p{{L}})(?:{names})(?!\p{{L}})[^.;\n]{{0,30}}\Z"),
            regex.compile(
                r" ?[,:(-]? ?(?:là |kỷ niệm |mừng |hưởng ứng )*"
                rf"(?:(?:ngày|lễ|tết) [^.;,\n]{{0,24}}?)?(?<!\p{{L}})(?:{names})(?!\p{{L}})"
            ),
        )
        kept[int(day), int(month)] = (*kept.get((int(day), int(month)), ()), known)
    return _Surroundings(
        kept,
        regex.compile(
            rf"(?<!\p{{L}})(?:(?:{either(lexicon.words('kept_before'))})(?!\p{{L}})[^.;\n]{{0,60}}|"
            rf"(?:{either(lexicon.words('kept_right_before'))}) )\Z"
        ),
        regex.compile(rf"(?<!\p{{L}})(?:{either(lexicon.words('before_a_day'))}) \(?\Z"),
        lexicon.words("after_a_day"),
        regex.compile(
            rf"(?<!\p{{L}})(?:{either(lexicon.words('dated_paper'))})(?!\p{{L}})[^.;:,\n]{{0,60}}"
            r"(?<!(?:trước|vào|từ|đến|sau|trong|lúc|cho|hạn|hôm|\() )\Z|"
            rf"(?<!\p{{L}})(?:{either(lexicon.words('no_anchor'))})(?!\p{{L}})[^.;:,\n]{{0,30}}\Z"
        ),
        regex.compile(
            rf"(?<!\p{{L}})(?:{either(lexicon.words('no_date_before'))}) ?:?\Z|[/.,:-]\Z|\d ?\Z|[\p{{L}}]-\Z"
        ),
    )


_DAY_AND_MONTH = frozenset(("day_month", "day_month_hyphen", "day_month_cued", "day_month_in_words"))
_DAYS = frozenset(("days_of_month", "days_of_month_dotted", "days_of_month_in_words"))
_COUNTED_DAYS = regex.compile(r"(?:(?<![/.,\d])\d{1,2}|(?<!\p{L})(?:hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)) \Z")
_THIS_YEAR = regex.compile(r"(?: ?(?:và|,|-) ?\d{1,2}[-/]\d{1,2})? ?(?:vừa qua|tới đây|này|năm nay|sắp tới)")
_SECOND_DATE = regex.compile(r" ?[-*] ?(?=(?:ngày )?\d{1,2} ?[-./] ?\d{1,2}(?: ?[-./] ?\d{4})?\Z)")


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.lower = reading.lower
        self._forms = date_forms(reading.lexicon)
        self._known = _surroundings(reading.lexicon)

    def at(self, start: int) -> list[DateFound]:
        """Return the date expressions that begin at an offset: one, or the days of a list."""
        lower = self.lower
        if start and lower[start - 1].isalnum() and not lower[start].isdigit():
            return []
        for form, read in self._forms.at(lower, start):
            if (
                form.name in _DAYS
                and lower.startswith("ngày ", start)
                and _COUNTED_DAYS.search(lower, max(0, start - 8), start)
            ):
                return []  # `trong 2 ngày 18 và 19/10`: the days counted, then the days
            of_paper = bool(self._known.dated_paper.search(lower, max(0, start - 70), start))
            named = tuple(f._replace(rule=form.name, entries=(form.entry,), of_paper=of_paper) for f in read)
            if self._fits(form, named[0]._replace(end=named[-1].end)):
                return [noted for found in named for noted in self._noted(found)]
        return []

    def _fits(self, form: DateForm, found: DateFound) -> bool:
        """Whether what stands around an expression lets it be a date."""
        lower, start, flags = self.lower, found.start, form.flags
        loose = lower[start].isdigit() and "own_context" not in flags
        if loose and self.reading.view[start - 1 : start].isupper():
            return False  # `VTV3`; but `chiều17/6`
        if loose and ("needs_word" in flags or self._known.not_before.search(lower, max(0, start - 14), start)):
            return False
        if form.capital is not None and not self.reading.view[start + form.capital].isupper():
            return False
        if "kept" in flags and self._named_as_kept(found) is None:
            return False
        if found.first.year is None:
            if "not_counted" in flags and _AMOUNT_AFTER.match(lower, found.end):
                return False
            if (
                "countable" in flags
                and not lower.startswith("ngày ", start)
                and ", ngày " not in lower[start : found.end]
            ):
                return self._no_ratio(found)
        before = lower[max(0, start - 24) : start].rstrip(" ") + " "
        return not (
            (form.needs and not form.needs.search(before)) or (form.not_after and form.not_after.search(before))
        )

    def _no_ratio(self, found: DateFound) -> bool:
        """Whether nothing is counted after it: ``5/5 tổ`` is a ratio, ``24/7`` an idiom, ``22/5`` a day."""
        reading, lower = self.reading, self.lower
        if lower.startswith("24/7", found.start):
            return False
        if lower[found.end - 1] == ")":
            return True
        match = _RATIO_AFTER.match(lower, found.end)
        if match is None:
            return lower[found.end : found.end + 2].strip()[:1] not in ("=", "%")
        at = match.end()
        counted = any(reading.scan.at(kind, at) for kind in ("counted_nouns", "measures", "positions"))
        if self._kept(found):
            return not (counted and _COUNTS_BEFORE.search(lower, max(0, found.start - 8), found.start))
        word = reading.word_at(at)
        if counted:
            beyond = (found.first.day or 0) > (found.first.month or 0)  # `đến 30/10 học sinh đi học`: no thirty of ten
            if beyond and self._led(found):
                return True
            return word in ("năm", "đến", "và", "ngày", "tháng") and not lower.startswith("năm tuổi", at)
        if (
            found.rule == "day_month"
            and lower[found.start].isdigit()
            and (reading.view[at].islower() or reading.view[at : at + 2].isupper())
            and word not in self._known.after_a_day
        ):
            return self._led(found)
        return True

    def _led(self, found: DateFound) -> bool:
        """Whether a word stands before that a day follows: ``đến``, ``vào``."""
        return bool(self._known.before_a_day.search(self.lower, max(0, found.start - 14), found.start))

    def _noted(self, found: DateFound) -> list[DateFound]:
        """Mark lunar days and days kept each year; part the two days of an anniversary."""
        first, last = found.first, found.last
        if (match := _LUNAR.match(self.lower, found.end)) and not (match["year"] and first.month is None):
            return [found._replace(end=found.end if match["year"] else match.end(), lunar=True)]
        if found.rule in ("dates_to_date", "from_to_dates") and last is not None:
            if _anniversary(first, last):
                return self._two(found, "anniversary_pair")
            if not last.year and not first.clock and self._kept_days(last.day, last.month) and self._kept(found):
                return [day._replace(commemoration=True) for day in self._two(found, "day_month")]
        if found.rule in _DAY_AND_MONTH and first.part is None and not found.relative:
            if lunar := self._lunar_feast(found):
                return [found._replace(lunar=True, entries=(*found.entries, lunar))]
            if kept := self._kept(found):
                return [found._replace(commemoration=True, entries=(*found.entries, kept))]
        return [found]

    def _two(self, found: DateFound, rule: str) -> list[DateFound]:
        """Part ``18/11/1930 - 18/11/2019`` or ``30/4 - 1/5``: two days, not a stretch."""
        cut = _SECOND_DATE.search(self.lower, found.start, found.end)
        if cut is None or found.last is None:
            return [found]
        return [
            found._replace(end=cut.start(), last=None, rule=rule),
            found._replace(start=cut.end(), first=found.last, last=None, rule=rule),
        ]

    def _kept_days(self, day: int | None, month: int | None) -> tuple[_KeptDay, ...]:
        return self._known.kept_days.get((day or 0, month or 0), ())

    def _lunar_feast(self, found: DateFound) -> Entry | None:
        since = max(self.reading.sentences.around(found.start)[0], found.start - 60)
        for day in self._kept_days(found.first.day, found.first.month):
            if day.lunar and day.named_before.search(self.lower, since, found.start):
                return day.entry
        return None

    def _kept(self, found: DateFound) -> Entry | None:
        """Return the day kept each year that is meant; ``None`` when it is that day of the article's year."""
        return None if _THIS_YEAR.match(self.lower, found.end) else self._named_as_kept(found)

    def _named_as_kept(self, found: DateFound) -> Entry | None:
        """Return the kept day that the sentence names or says to be kept: ``dịp lễ 30-4``."""
        lower, start = self.lower, found.start
        days = [day for day in self._kept_days(found.first.day, found.first.month) if not day.lunar]
        if not days:
            return None
        since = max(self.reading.sentences.around(start)[0], start - 90)
        for day in days:
            if day.named_before.search(lower, since, start) or day.named_after.match(lower, found.end):
                return day.entry
        return days[0].entry if self._known.kept_before.search(lower, since, start) else None


def _anniversary(first: Moment, last: Moment) -> bool:
    """``18/11/1930 - 18/11/2019``: the day itself and its anniversary, not a stretch of 89 years."""
    if first.year is None or last.year is None:
        return False
    return (first.day, first.month) == (last.day, last.month) and last.year - first.year > 1
