"""Statistics: numbers that quantify something, with their unit, qualifier and rate."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

import regex

from vnnews.find.counted import Unit, by_words, grown_noun, is_clock, number_at, scaled, unit_at
from vnnews.find.mentions import StatisticFound
from vnnews.find.named_numbers import RANGE, is_name
from vnnews.find.reading import Reading
from vnnews.lexicon import Entry, Lexicon
from vnnews.text.lookup import Hit
from vnnews.text.numerals import read_number, read_words
from vnnews.text.spans import Spans

_RATIO = regex.compile(r" ?/ ?(\d++(?:[.,]\d++)*+)(?!/\d)")
_OUT_OF = regex.compile(r" tr(?:ên|ong) tổng số (\d++(?:[.,]\d++)*+)(?= \p{L})")
_SLASH_NUMBER = regex.compile(r" ?/ ?(\d++(?:[.,]\d++)*+)")
_STRAY_SLASH = regex.compile(r"/? ?")
_PER = regex.compile(r" ?/ ?((?:\p{L}+\d?²?(?: \p{L}+)?)(?: ?/ ?\p{L}+)?)")
_FROM = regex.compile(r"(?:từ) \Z")
_RATE = regex.compile(r"(?<!\p{L})(?:tỷ|tỉ) lệ \Z")
_TOTAL = regex.compile(r"(?<!\p{L})tổng số(?: [^.;:,\d\n]{1,50}? là)? \Z")
_OR_MORE = regex.compile(r" (trở lên|trở xuống)")
_UNITLESS_BEFORE = regex.compile(r"(?:thiếu|thừa|dôi|đạt|được|còn|=|là|có|nam|nữ|đồng ý|tán thành|\)) \Z")
_UNITLESS_AFTER = regex.compile(r" ?[)(.,;=\n]|\Z")
_IN_BRACKETS = regex.compile(r"\d[\d.]*+ \p{L}+(?: \p{L}+){0,3} \([^()\n]{1,70}: \Z")
_LABELLED = regex.compile(r"(?<!\p{L})(?:tổng )?số (?:phiếu|người|hộ|lượt|đơn|vụ|ca|trường hợp)[^:.;\d\n]{0,50}: ?\Z")
_VAGUE = regex.compile(r"(?<!\p{L})(?:dăm|đôi|vài) \Z")  # `dăm ba`
_WORD_RANGE = regex.compile(r"(?<!\p{L})(hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:đến|tới|hoặc) \Z")
_NAME_BEFORE = regex.compile(r"\p{Lu}\p{Ll}+ \p{Lu}\Z")
_FIVE_BEFORE = regex.compile(r"(?:có|gồm|với|tặng|cho|thêm|và|,|là|của|trao) \Z")
_FIVE_YEARS = regex.compile(r"năm năm (?:qua|liền|liên tiếp|gần đây|tới|thực hiện|trước|sau|\d)")
_RATIO_CUE = regex.compile(r"(?:đạt|phiếu|đồng ý|tán thành|nhất trí|có|là|=|:|với|\(|được|,|tỷ lệ) ?\Z")
_PLAIN_MONEY = 1000  # đồng
_LONGEST_CELL = 60  # characters, white space included
_SHARE_AFTER = regex.compile(r" ?(?:=|,? ?(?:đạt|tỷ lệ|tỉ lệ|chiếm))(?: tỷ lệ)? ?\d")
_LATEST_DAY = 31
_SERIAL = 100  # rows of a table are seldom more
_FRACTION = 5  # the greatest denominator of a part told as a fraction
_SECOND_BOUND = regex.compile(r"(?:/\p{L}+\d?)?(?: ?- ?| đến | tới )(\d++(?:[.,]\d++)*+)")


def find_statistics(reading: Reading, taken: Spans) -> Iterator[StatisticFound]:
    """Yield the statistics of the article's own text; ``taken`` are spans of dates, documents and units."""
    end = 0
    named_end = -1
    for start, stop in sorted([*reading.scan.numbers, *_word_numbers(reading)]):
        if start < end or not reading.open(start) or taken.holds(start) or _misread(reading.view, start, stop):
            continue
        if is_name(reading, start, stop, named_end):
            named_end = stop
            continue
        found = _read(reading, start, stop)
        if found is None:
            continue
        for item in found:
            end = max(end, item.end)
            yield item


def _misread(view: str, start: int, stop: int) -> bool:
    """Whether it is the tail of a number whose zeros or ones were read as letters: ``5OO.000 đồng`` is not 0 đồng."""
    return view[start - 2 : start] in _MISREAD and view[start:stop].replace(".", "").isdigit()


_MISREAD = frozenset(letter + point for letter in "OoQlI" for point in ".,")


def _word_numbers(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield numbers in words that count a noun of the lexicon; ``một`` alone never does."""
    for word in reading.scan.each("numerals"):
        follows = reading.lower[word.end : word.end + 2]
        if not (follows[:1] == " " and follows[1:].isalpha()):
            continue
        read = read_words(reading.lower, word.start)
        if read is None or read[1] <= 1 or _VAGUE.search(reading.lower, max(0, word.start - 6), word.start):
            continue
        after = reading.after_space(read[0])
        if not reading.view[after : after + 1].islower() or _NAME_BEFORE.search(
            reading.view, max(0, word.start - 12), word.start + 1
        ):
            continue  # `Ba Làng`, `Thanh Ba tổ chức`
        if reading.scan.at("counted_nouns", after) is None and not (
            (measure := reading.scan.at("measures", after)) and measure.entry.get("kind") != "percent"
        ):
            continue
        single = read[0] == word.end
        if single and word.surface == "năm" and not _counts_five(reading, word.start, after):
            continue
        if (
            single
            and word.surface == "chín"
            and not _FIVE_BEFORE.search(reading.lower, max(0, word.start - 8), word.start)
        ):
            continue  # `mận chín`
        yield word.start, read[0]


def _counts_five(reading: Reading, start: int, after: int) -> bool:
    """Whether ``năm`` is five: ``có năm đồng chí``, ``năm năm qua``, not ``năm học``."""
    if _FIVE_YEARS.match(reading.lower, start):
        return True
    noun = reading.word_at(after)
    return noun in ("đồng", "hộ", "người", "em", "cháu", "tổ") and bool(
        _FIVE_BEFORE.search(reading.lower, max(0, start - 8), start)
    )


def _read(reading: Reading, start: int, stop: int) -> list[StatisticFound] | None:
    base = number_at(reading, start, stop)
    if base is None:
        return None
    view = reading.view
    if (ratio := _RATIO.match(view, stop)) and view[start].isdigit():
        return _ratio(reading, start, stop, ratio)
    if out_of := _OUT_OF.match(reading.lower, stop):
        return _ratio(reading, start, stop, out_of)
    if (span := RANGE.match(view, stop)) and view[start].isdigit():
        found = _range(reading, start, stop, span)
        if found is not None:
            return [found]
    unit = unit_at(reading, start, stop)
    if unit is None:
        return _without_unit(reading, start, stop, base)
    found = StatisticFound(
        start,
        unit.end,
        _rule(unit),
        unit.kind,
        scaled(reading, start, stop, unit),
        unit=unit.unit,
        entries=_entries(unit),
    )
    if not view[start].isdigit() and (lower := _WORD_RANGE.search(reading.lower, max(0, start - 12), start)):
        first = read_words(reading.lower, lower.start())
        if first is not None and first[1] < found.value:  # `hai đến ba người`
            found = found._replace(start=lower.start(), value=first[1], value_max=found.value, rule="range_count")
    if (second := _later_bound(reading, found, unit)) is not None:
        found = second
    elif unit.kind in ("count", "money", "measure") and (pair := _counted_pair(reading, found, unit)):
        return [_qualified(reading, item) for item in pair]
    return [_qualified(reading, found)]


def _rule(unit: Unit) -> str:
    return f"{unit.kind}_{'by_lexicon' if unit.entry else 'by_segmentation'}"


def _entries(unit: Unit) -> tuple[Entry, ...]:
    return (unit.entry,) if unit.entry else ()


def _without_unit(reading: Reading, start: int, stop: int, value: int | float) -> list[StatisticFound] | None:
    """A number whose unit is left out: ``(thiếu 408)``."""
    if is_clock(reading, start, stop) or not reading.view[start].isdigit():
        return None
    if len(reading.view[start:stop]) == 4 and 1900 <= value <= 2100:
        return None
    before = reading.lower[max(0, start - 12) : start]
    told = _cell(reading, start, stop, value)
    if not told and before.endswith((":", ": ")):
        told = bool(
            _LABELLED.search(reading.lower, max(0, start - 70), start)  # `Số phiếu không hợp lệ: 487`
            or _IN_BRACKETS.search(reading.lower, max(0, start - 90), start)  # `326 mũi (mũi 3: 118, mũi 4: 41)`
        )
    if (told or _UNITLESS_BEFORE.search(before)) and _UNITLESS_AFTER.match(reading.view, stop):
        value = read_number(reading.view[start:stop], decimal_comma=False) or value
        return [_qualified(reading, StatisticFound(start, stop, "count_without_unit", "count", value))]
    return None


def _cell(reading: Reading, start: int, stop: int, value: int | float) -> bool:
    """Whether a number is all that a cell of a flattened table holds, and no serial number of its row."""
    line = reading.outline.lines[reading.outline.index(start)]
    if line.end - line.start > _LONGEST_CELL or reading.view[line.start : line.end].strip() != reading.view[start:stop]:
        return False
    return value >= _SERIAL and reading.outline.in_table(start)


def _ratio(reading: Reading, start: int, stop: int, match: regex.Match[str]) -> list[StatisticFound] | None:
    part = read_number(reading.view[start:stop], decimal_comma=False)
    total = read_number(match[1], decimal_comma=False)
    if part is None or not total:
        return None
    end = match.end()
    unit: Unit | None = None
    gap = _STRAY_SLASH.match(reading.view, end)
    noun_at = gap.end() if gap else end
    if noun_at > end:
        noun = reading.scan.at("counted_nouns", noun_at)
        unit = (
            _ratio_unit(reading, noun)
            if noun
            else by_words(reading, noun_at - 1 if reading.view[noun_at - 1] == " " else noun_at)
        )
    measured = unit_at(reading, match.start(1), match.end(1)) if total > _FRACTION else None
    if measured is not None and measured.kind in ("money", "measure"):  # `21,9/30,5 tỷ đồng`
        part, total = scaled(reading, start, stop, measured), scaled(reading, match.start(1), match.end(1), measured)
        unit = measured
    if unit is not None and unit.entry is None and unit is not measured and part < total <= _FRACTION:
        unit, end = None, match.end()  # `1/3 số tiền`: a part of something, nothing counted
        return [_qualified(reading, StatisticFound(start, end, "fraction", "ratio", part, total=total))]
    if unit is None and not _bare_ratio(reading, start, end, part, total):
        return None
    found = StatisticFound(
        start, unit.end if unit else end, "ratio_of_noun" if unit else "ratio_bare", "ratio", part,
        total=total, unit=unit.unit if unit else None, entries=_entries(unit) if unit else (),
    )  # fmt: skip
    return [_qualified(reading, found)]


def _ratio_unit(reading: Reading, noun: Hit) -> Unit:
    end, form = grown_noun(reading, noun)
    return Unit(end, "ratio", form, 1, noun.entry)


def _bare_ratio(reading: Reading, start: int, end: int, part: float, total: float) -> bool:
    """Whether ``97/97`` alone is a ratio: something is said to reach it, and it is no map scale."""
    before = reading.lower[max(0, start - 10) : start]
    if part == 1 and total >= 100:
        return False
    whole = part == total > _LATEST_DAY  # `xử lý 287/287`
    shared = part < total and total > _LATEST_DAY and _SHARE_AFTER.match(reading.lower, end)  # `nữ 22/101 = 21,8%`
    return bool(whole or shared or _RATIO_CUE.search(before)) and part <= total * 3


def _range(reading: Reading, start: int, stop: int, match: regex.Match[str]) -> StatisticFound | None:
    unit = unit_at(reading, match.start(1), match.end(1))
    first = read_number(reading.view[start:stop], unit is not None and unit.kind != "count")
    if unit is None:
        before = reading.lower[max(0, start - 6) : start]
        last = read_number(match[1], True)
        if (
            _FROM.search(before)
            and first is not None
            and last is not None
            and last > first
            and _UNITLESS_AFTER.match(reading.view, match.end())
        ):
            return _qualified(reading, StatisticFound(start, match.end(), "range_without_unit", "count", first, last))
        return None
    low, high = scaled(reading, start, stop, unit), scaled(reading, match.start(1), match.end(1), unit)
    if high <= low and unit.kind == "money" and first is not None and first >= _PLAIN_MONEY:
        low = first  # `700.000 - 1 triệu đồng`
    if high <= low:
        return None
    found = StatisticFound(
        start, unit.end, f"range_{unit.kind}", unit.kind, low, high, unit=unit.unit, entries=_entries(unit)
    )
    return _qualified(reading, found)


def _later_bound(reading: Reading, found: StatisticFound, unit: Unit) -> StatisticFound | None:
    """``từ 20cm - 30cm``, ``từ 2.000.000đ/m2 đến 2.500.000đ``: both bounds with their unit."""
    match = _SECOND_BOUND.match(reading.view, found.end)
    dashed = match is not None and "-" in match[0] and found.kind == "money"  # `100.000đ - 150.000đ`
    if match is None or not (dashed or _FROM.search(reading.lower, max(0, found.start - 8), found.start)):
        return None
    second = unit_at(reading, match.start(1), match.end(1))
    if second is None or second.unit != unit.unit:
        return None
    high = scaled(reading, match.start(1), match.end(1), second)
    return found._replace(end=second.end, value_max=high, rule=f"range_{found.kind}") if high > found.value else None


def _counted_pair(reading: Reading, found: StatisticFound, unit: Unit) -> list[StatisticFound] | None:
    """``116 tuyến/134 tuyến đường`` is a ratio, ``175 hộ/673 khẩu`` two counts."""
    match = _SLASH_NUMBER.match(reading.view, found.end)
    if not match:
        return None
    second = unit_at(reading, match.start(1), match.end(1))
    if second is None or second.unit is None or unit.unit is None or (second.kind == "money") != (unit.kind == "money"):
        return None
    value = scaled(reading, match.start(1), match.end(1), second)
    if second.kind == unit.kind and second.unit.startswith(unit.unit):
        return [found._replace(end=second.end, kind="ratio", total=value, unit=second.unit, rule="ratio_of_nouns")]
    other = StatisticFound(
        match.start(1), second.end, _rule(second), second.kind, value, unit=second.unit, entries=_entries(second)
    )
    return [found, *(_counted_pair(reading, other, second) or [other])]  # `38 điểm/1.965 hộ/7.240 nhân khẩu`


def _qualified(reading: Reading, found: StatisticFound) -> StatisticFound:
    """Take the words before a number that bound, round or total it, and the rate after it."""
    lower = reading.lower
    line = max(reading.sentences.around(found.start)[0], found.start - 80)
    start = found.start
    if found.kind in ("money", "measure", "count") and (per := _PER.match(lower, found.end)):
        found = found._replace(per=_rate_unit(per[1]))
    if found.value_max is not None and (match := _FROM.search(lower, max(line, start - 4), start)):
        start = match.start()
    known = _qualifiers(reading.lexicon)
    qualified = lower.endswith(known.endings, line, start)
    match = known.inside.search(lower, line, start) if qualified else None
    if match and not lower.startswith("trên tổng số", match.start()):
        return _with_qualifier(found, match.start(), known.entries[match[1]])
    if lower.find("tổng số", line, start) >= 0 and (match := _TOTAL.search(lower, line, start)):
        return found._replace(start=match.start(), qualifier="total")
    if lower.endswith("lệ ", line, start) and (match := _RATE.search(lower, line, start)):
        return found._replace(start=match.start())
    if qualified and (match := known.outside.search(lower, line, start)):
        return _with_qualifier(found, start, known.entries[match[1]])
    if match := _OR_MORE.match(lower, found.end):
        return found._replace(start=start, qualifier="at_least" if match[1] == "trở lên" else "at_most")
    return found._replace(start=start) if start != found.start else found


class _Qualifiers(NamedTuple):
    """The lexicon's qualifiers: a pattern of those that belong to the text and one of those that stay outside."""

    inside: regex.Pattern[str]
    outside: regex.Pattern[str]
    entries: dict[str, Entry]
    endings: tuple[str, ...]  # what a text ends in that either pattern finds


@functools.lru_cache(maxsize=8)
def _qualifiers(lexicon: Lexicon) -> _Qualifiers:
    entries = {surface: entry for entry in lexicon["qualifiers"] for surface in entry.surfaces}

    def pattern(outside: bool) -> regex.Pattern[str]:
        words = sorted((s for s, e in entries.items() if bool(e.get("outside")) is outside), key=len, reverse=True)
        return regex.compile(rf"(?<!\p{{L}})({'|'.join(map(regex.escape, words))})(?: con số)? $")

    endings = tuple({surface.rpartition(" ")[2] + " " for surface in (*entries, "con số")})
    return _Qualifiers(pattern(False), pattern(True), entries, endings)


def _with_qualifier(found: StatisticFound, start: int, entry: Entry) -> StatisticFound:
    return found._replace(start=start, qualifier=entry.get("qualifier"), entries=(*found.entries, entry))


def _rate_unit(text: str) -> str:
    return "/".join(part.strip() for part in text.split("/"))
