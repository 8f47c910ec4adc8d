"""What a number counts or measures: nouns and units of the lexicon, scales of thousands, or the next word."""

from __future__ import annotations

import functools
from typing import NamedTuple

import regex

from vnnews.find.mentions import StatisticKind
from vnnews.find.reading import Reading
from vnnews.lexicon import Entry, Lexicon
from vnnews.text.lookup import Hit
from vnnews.text.numerals import DIGIT_WORDS, SCALE_WORDS, read_number, read_words
from vnnews.text.segment import view_words

_SCALE = regex.compile(r" ?(nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\p{L})(?: (tỷ|tỉ|triệu)(?!\p{L}))?")
_MORE_SCALE = regex.compile(
    r" (\d++(?:[.,]\d++)*+)(?: (nghìn|ngàn|triệu|tỷ|tỉ))?(?= ?(?:đồng|đ(?!\p{L})|nghìn|ngàn|triệu|\p{L}|\d))"
)
_HALF = regex.compile(r" rưỡi")
_CURRENCY = regex.compile(r" ?(?:đồng(?! chí| bào| thời| đội)|vnđ|vnd|đ(?!\p{L})|usd|đô la(?: mỹ)?)")
_MONEY_TALK = regex.compile(
    r"đồng|tiền|kinh phí|trị giá|giá |vốn|thu nhập|ngân sách|ủng hộ|hỗ trợ|đóng góp|chi phí|quỹ|tài trợ|"
    r"doanh thu|mức đầu tư|nộp|phạt"
)
_LAND = regex.compile(r"mẫu (?:đất|ruộng|lúa|vườn|ao|rẫy|bắc bộ|ngô|màu|tây)(?!\p{L})")
_DURING = regex.compile(r"(?<!\p{L})(?:trong|suốt|cả) \Z")
_ROMAN_AFTER = regex.compile(r" [IVX]{1,5}(?![\p{L}\d])")
_IN_WORDS = regex.compile(r" ?\((\p{Ll}+(?: \p{Ll}+){0,5})\)")
_HOURS = regex.compile(r" ?(?:h|g|giờ)(?!\p{L})")
_LASTING = regex.compile(
    r"(?:trong|hơn|gần|sau|suốt|mất|khoảng|kéo dài|đến|từ|thêm|trước|tổng|\d ?-)(?: (?:vòng|khoảng|hơn))? \Z"
)
_PART_OF_DAY = regex.compile(r" (?:sáng|trưa|chiều|tối|đêm|kém|rưỡi|\d{1,2} ?(?:phút|'))(?!\p{L})")
_HOUR_BEFORE = regex.compile(r"(?<!\d)\d{1,2} ?giờ \Z")
_LASTED = regex.compile(r"(?:trong|hơn|gần|sau|suốt|mất|khoảng|kéo dài|thêm|thời gian|là)(?: khoảng)? \Z")
_DAY = 24  # hours
_CLOCK_CUE = regex.compile(r"(?:lúc|hồi|vào|đúng|vào khoảng|tới khoảng|đến|từ|trước|sau) \Z")
_LIST_ENDS = regex.compile(r"[.;,)\n]|\Z| (?:của|cho|tại|trên|trong|được|với|đã|ở|về|tham|là|từ|và)(?!\p{L})")
_COORDINATED = regex.compile(r", ?")


class Unit(NamedTuple):
    """What a number counts: the end of its words, kind, canonical unit, and the factor that turns it into the unit."""

    end: int
    kind: StatisticKind
    unit: str | None
    factor: int | float = 1
    entry: Entry | None = None


def unit_at(reading: Reading, start: int, stop: int) -> Unit | None:
    """Read what a number counts or measures."""
    if told := _IN_WORDS.match(reading.lower, stop):
        read = read_words(reading.lower, told.start(1))
        if read and read[0] == told.end(1) and read[1] == number_at(reading, start, stop):
            stop = told.end()  # `05 (năm) bộ hồ sơ`
    at = reading.after_space(stop)
    if is_clock(reading, start, stop):
        return None
    scaled = _scaled_unit(reading, start, stop)
    if scaled is not None:
        return scaled
    noun = reading.scan.at("counted_nouns", at)
    if noun and reading.scan.at("namesakes", at):
        noun = None  # `102 Trường Chinh` is an address
    if noun and "\n" in reading.view[stop:at] and reading.view[at].isupper():
        noun = None  # `1969 ⏎ Trưởng ấp`: two cells of a table
    if noun and _ROMAN_AFTER.match(reading.view, noun.end):
        return None  # `HĐND xã Sơn Kim 2 khóa IV`
    measure = reading.scan.at("measures", at)
    if measure and not _fits_measure(reading, start, stop, measure.entry, at):
        measure = None
    if noun and (measure is None or noun.end > measure.end):
        end, form = grown_noun(reading, noun)
        return Unit(end, "count", form, 1, noun.entry)
    if measure:
        return _measured(reading, measure.entry, measure.end)
    if named := _acronym_noun(reading, at):
        end, form = _with_second(reading, *named)
        return Unit(end, "count", form)
    return by_words(reading, stop)


def number_at(reading: Reading, start: int, stop: int) -> int | float | None:
    """Return the value of a number in digits or words, ``None`` for what is no number."""
    if reading.view[start].isdigit():
        return read_number(reading.view[start:stop], decimal_comma=True)
    words = read_words(reading.lower, start)
    return words[1] if words else None


def scaled(reading: Reading, start: int, stop: int, unit: Unit) -> int | float:
    """Return the value of a number before its unit, money in its currency."""
    decimal = unit.kind not in ("count", "ratio")
    value = (
        read_number(reading.view[start:stop], decimal)
        if reading.view[start].isdigit()
        else number_at(reading, start, stop)
    )
    result = (value or 0) * unit.factor
    rounded = round(result, 3 if result > 1000 else 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def is_clock(reading: Reading, start: int, stop: int) -> bool:
    """``lúc 8 giờ``, ``15h``, ``đến 4 giờ | 20 phút``: a time of day, not a number of hours or minutes."""
    if reading.lower.startswith(" phút", stop) and (
        hour := _HOUR_BEFORE.search(reading.lower, max(0, start - 8), start)
    ):
        return not _LASTED.search(reading.lower, max(0, hour.start() - 14), hour.start())
    match = _HOURS.match(reading.lower, stop)
    if not match:
        return False
    before = reading.lower[max(0, start - 18) : start]
    if match[0].strip() in ("h", "g"):
        return True
    if (number_at(reading, start, stop) or 0) > _DAY:
        return False  # `sau 72 giờ`
    if _PART_OF_DAY.match(reading.lower, match.end()):
        return True
    if reading.lower.startswith((" đồng hồ", " học", " làm", " công", " liền", "/ngày"), match.end()):
        return False
    return bool(_CLOCK_CUE.search(before)) or not _LASTING.search(before)


def _scaled_unit(reading: Reading, start: int, stop: int) -> Unit | None:
    """``30 nghìn hộ``, ``1 tỷ 377 triệu đồng``, ``72 triệu``."""
    match = _SCALE.match(reading.lower, stop)
    if not match:
        return None
    factor: float = SCALE_WORDS[match[1]] * (SCALE_WORDS[match[2]] if match[2] else 1)  # `47 nghìn tỷ`
    end = match.end()
    value = number_at(reading, start, stop) or 0
    total: float = value * factor
    while more := _MORE_SCALE.match(reading.lower, end):
        part = read_number(more[1], True) or 0
        scale = SCALE_WORDS[more[2]] if more[2] else 1
        if scale >= factor:
            break
        total, factor, end = total + part * scale, scale, more.end()
    if half := _HALF.match(reading.lower, end):
        total, end = total + factor / 2, half.end()
    ratio = total / value if value else 1
    at = reading.after_space(end)
    noun = reading.scan.at("counted_nouns", at)
    if noun and not reading.lower.startswith("đồng", at):
        return Unit(noun.end, "count", noun.entry.form, ratio, noun.entry)
    if currency := _CURRENCY.match(reading.lower, end):
        unit = "USD" if "usd" in currency[0] or "la" in currency[0] else "VND"
        named = reading.scan.at("measures", reading.after_space(stop))
        return Unit(currency.end(), "money", unit, ratio, named.entry if named else None)
    measure = reading.scan.at("measures", at)
    if measure and measure.entry.get("kind") == "measure":
        return _measured(reading, measure.entry, measure.end)._replace(factor=ratio)
    if match[1] in ("triệu", "tỷ", "tỉ", "nghìn", "ngàn"):
        sentence = reading.sentences.around(start)
        if _MONEY_TALK.search(reading.lower, *sentence):
            named = reading.scan.at("measures", reading.after_space(stop))
            return Unit(end, "money", "VND", ratio, named.entry if named else None)
    return None


def grown_noun(reading: Reading, noun: Hit) -> tuple[int, str]:
    """Return the end and form of a counted noun: a classifier takes its noun with it, a list its other nouns."""
    end, form = noun.end, noun.entry.form
    if " " not in noun.surface and noun.entry.get("word") and (longer := _whole_word(reading, noun)):
        return longer
    if noun.surface in reading.lexicon.words("kind_by_acronym") and (field := _acronym_behind(reading, end)):
        end, form = field, f"{form} {reading.view[noun.end + 1 : field]}"
    elif noun.entry.get("classifier"):
        word = _next_noun(reading, end)
        if word is None:
            return end, form
        end, form = word[0], f"{form} {word[1]}"
    return _with_second(reading, end, form)


def _with_second(reading: Reading, end: int, form: str) -> tuple[int, str]:
    """Add up to two nouns coordinated with a counted one: ``cán bộ, công an, dân quân``."""
    for _ in range(2):
        comma = _COORDINATED.match(reading.view, end)
        following = _listed_noun(reading, comma.end()) if comma else None
        if following is None:
            break
        further = _COORDINATED.match(reading.view, following[0])
        third = _listed_noun(reading, further.end()) if further else None
        if not _LIST_ENDS.match(reading.lower, (third or following)[0]):
            break
        end, form = following[0], f"{form}, {following[1]}"
    return end, form


def _listed_noun(reading: Reading, at: int) -> tuple[int, str] | None:
    """Read a noun of a list, in small letters or an acronym."""
    noun = reading.scan.at("counted_nouns", at)
    if noun and reading.view[at].islower() and noun.surface not in reading.lexicon.words("no_second_noun"):
        return noun.end, noun.entry.form
    return _acronym_noun(reading, at)


def _acronym_noun(reading: Reading, at: int) -> tuple[int, str] | None:
    """Read an acronym of something that the lexicon knows to be counted: ``417 | TTHC``, ``600 | ĐVTN``."""
    acronym = reading.acronyms.get(at)
    if acronym is None or not acronym.expansion or "\n" in reading.view[at - 1 : at]:
        return None
    words = acronym.expansion.lower().replace(" -", ",").split()
    forms = _forms(reading.lexicon)
    if not any(" ".join(words[:count]).rstrip(",") in forms for count in range(len(words), 0, -1)):
        return None
    return acronym.end, reading.view[at : acronym.end]


@functools.lru_cache(maxsize=8)
def _forms(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(surface.lower() for entry in lexicon["counted_nouns"] for surface in entry.surfaces)


def _acronym_behind(reading: Reading, end: int) -> int | None:
    """Return the end of an acronym that says which kind of a thing is counted: ``hồ sơ | TTHC``, ``thẻ | BHYT``."""
    acronym = reading.acronyms.get(end + 1) if reading.view[end : end + 1] == " " else None
    return acronym.end if acronym and acronym.expansion and acronym.kind in ("thing", "organization") else None


def _whole_word(reading: Reading, noun: Hit) -> tuple[int, str] | None:
    """Return the word whose first syllable a noun is: ``bản`` of ``bản sao``."""
    window = reading.view[noun.start : noun.start + 32].split("\n")[0]
    for start, stop in view_words(window):
        if start == 0 and stop > len(noun.surface) and window[start:stop].islower():
            return noun.start + stop, window[start:stop]
        return None
    return None


def _next_noun(reading: Reading, end: int) -> tuple[int, str] | None:
    """Return the word after a classifier, if it can be the thing counted."""
    if reading.view[end : end + 1] != " " or not reading.view[end + 1 : end + 2].islower():
        return None
    ends = reading.lexicon.words("ends_counted_noun")
    if (known := reading.scan.at("counted_nouns", end + 1)) and known.surface.lower() not in ends:
        return known.end, known.surface
    window = reading.view[end + 1 : end + 40].split("\n")[0]
    for start, stop in view_words(window):
        word = window[start:stop]
        if start or {word.lower(), word.split(" ", 1)[0].lower()} & ends or not word[0].isalpha():
            return None
        if reading.scan.at("positions", end + 1):
            return None
        return end + 1 + stop, word
    return None


def _fits_measure(reading: Reading, start: int, stop: int, entry: Entry, at: int) -> bool:
    form = entry.form
    if form == "đồng" and reading.lower.startswith("đồng chí", at):
        return False
    if form in ("m", "g", "công", "mẫu", "chỉ", "quý", "yến", "tạ") and reading.view[at : at + 1].isupper():
        return False
    if form == "mẫu" and not _LAND.match(reading.lower, at):
        return False  # `3 mẫu xét nghiệm`
    if form == "năm" and reading.view[start].isdigit() and len(reading.view[start:stop]) == 4:
        return False
    if form in ("tháng", "ngày") and regex.match(r" \d", reading.lower[at + len(form) : at + len(form) + 2]):
        return bool(_DURING.search(reading.lower, max(0, start - 8), start))  # `trong 2 ngày 23 và 24/6`
    return not (
        form == "công"
        and regex.match(r"công (?:chức|nhân|ty|an|trình|dân|đoàn|tác|văn|việc)", reading.lower[at : at + 12])
    )


def _measured(reading: Reading, entry: Entry, end: int) -> Unit:
    return Unit(end, entry.get("kind"), entry.get("unit"), int(entry.get("factor") or 1), entry)


def by_words(reading: Reading, stop: int) -> Unit | None:
    """Take the counted noun from word segmentation: the word after the number, a classifier with its noun."""
    at = reading.after_space(stop)
    if at == stop and not reading.view[at : at + 1].isalpha():
        return None
    window = reading.view[at : at + 48].split("\n\n")[0]
    if not window[:1].islower():
        return None
    ends = reading.lexicon.words("ends_counted_noun")
    taken_end = 0
    taken: list[str] = []
    for start, end in view_words(window):
        if start != taken_end + (1 if taken else 0):
            break
        word = window[start:end]
        first = word.split(" ", 1)[0].lower()
        if (
            first in ends
            or word.lower() in ends
            or not word[0].isalpha()
            or (taken and (not word[0].islower() or first in DIGIT_WORDS))
        ):
            break
        taken.append(word)
        taken_end = end
        if word.lower() not in reading.lexicon.words("fallback_classifier"):
            break
    if not taken:
        return None
    return Unit(at + taken_end, "count", " ".join(taken))
