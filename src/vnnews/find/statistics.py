"""Statistics: numbers that quantify something, with their unit, qualifier and rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from vnnews.find.mentions import StatisticFound
from vnnews.find.reading import Reading
from vnnews.lexicon import Entry
from vnnews.text.scan import Hit
from vnnews.text.numerals import DIGIT_WORDS, read_number, read_words
from vnnews.text.segment import view_words

_SCALE = regex.compile(r" ?(nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\p{L})")
_SCALES = {"nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_RATIO = regex.compile(r" ?/ ?(\d++(?:[.,]\d++)*+)(?!/\d)")
_OUT_OF = regex.compile(r" trên tổng số (\d++(?:[.,]\d++)*+)")
_SLASH_NUMBER = regex.compile(r" ?/ ?(\d++(?:[.,]\d++)*+) ?")
_STRAY_SLASH = regex.compile(r"/? ?")
_RANGE = regex.compile(r" ?(?:-|->|đến|tới) ?(?=\d)(\d++(?:[.,]\d++)*+)")
_PER = regex.compile(r" ?/ ?((?:\p{L}+\d?²?(?: \p{L}+)?)(?: ?/ ?\p{L}+)?)")
_FROM = regex.compile(r"(?:từ) $")
_QUALIFIER = regex.compile(r"(?<!\p{L})(hơn|gần|khoảng|trên|dưới)(?: (?:con số))? $")
_RATE = regex.compile(r"(?<!\p{L})(?:tỷ|tỉ) lệ $")
_TOTAL = regex.compile(r"(?<!\p{L})tổng số(?: [^.;:,\d\n]{1,50}? là)? $")
_OUTSIDE = regex.compile(r"(?<!\p{L})(ít nhất|tối thiểu|tối đa|xấp xỉ|chừng|tổng cộng|tổng) $")
_OUTSIDE_VALUES = {"ít nhất": "at_least", "tối thiểu": "at_least", "tối đa": "at_most", "xấp xỉ": "about", "chừng": "about", "tổng cộng": "total", "tổng": "total"}
_QUALIFIER_VALUES = {"hơn": "over", "trên": "over", "gần": "about", "khoảng": "about", "dưới": "under"}
_OR_MORE = regex.compile(r" (trở lên|trở xuống)")
# words after which a number is a name or an ordinal, whatever follows
_NAMED = regex.compile(
    r"(?:^|[^\p{L}])(?:số|lần thứ|thứ|khóa|đợt|mũi|lớp|tổ|tổ dân phố|tdp|khu phố|kp|khu dân cư|kdc|khối phố|khóm|ấp|thôn|bản|buôn|xóm|làng|phường|xã|quận|huyện|q|p|f|"
    r"điều|khoản|mục|chương|điểm|tầng|hạng|cấp|vòng|bảng|ngõ|ngách|hẻm|kiệt|đường|phố|nhà|lô|ql|quốc lộ|tỉnh lộ|đt|hương lộ|vùng|trung đoàn|sư đoàn|tiểu đoàn|quân khu|lữ đoàn|"
    r"bão|chỉ thị|nghị quyết|quyết định|đề án|chi bộ|chi hội|khu|khu vực|tiểu khu|đội|nhóm|mẫu số|mức|mức độ|báo động|phần|bài|trang|đơn vị|giai đoạn|loại|trường|chi đoàn|điện thoại|đt:|sđt|tờ bản đồ|thửa|kênh|cầu|ca|vành đai|kế hoạch|xóm|học kỳ|ngày|tháng|năm|quý|liên khu|cụm|dãy|block|tập|phiên|kỳ|covid|zalo|hotline|fax|mã|stk)[ .:]*$"
)
_SOFT = regex.compile(r"(?:^|[^\p{L}])(?:nhóm|đội|lớp|điểm|đơn vị|khu vực|phần|loại|khu|nhà|trường|cụm|mức|phố|đường|cầu|ca|tổ|kỳ|năm|xã|cấp|vòng|ngày|tháng|trang|phường|quý|bản|ấp|mục|thôn|huyện|khóa|đợt|giai đoạn|kế hoạch|nghị quyết|chi bộ|chi hội|xóm|buôn|làng)[ ]$")
_AGAIN = regex.compile(r"(?:,| và|;|-| đến|&) ?$")
_HOURS = regex.compile(r" ?(?:h|g|giờ)(?!\p{L})")
_LASTING = regex.compile(r"(?:trong|hơn|gần|sau|suốt|mất|khoảng|kéo dài|đến|từ|thêm|trước|tổng|\d ?-)(?: (?:vòng|khoảng|hơn))? $")
_CLOCK_CUE = regex.compile(r"(?:lúc|hồi|vào|đúng|vào khoảng|tới khoảng|đến|từ|trước|sau) $")
_ORDER = regex.compile(r"[.)] ")
_QUOTED = regex.compile(r"\"[^\"\n]{0,60}$")
_LETTER_BEFORE = regex.compile(r"[\p{L}](?:-|')?$|[\p{L}]/$|\d[:/.,-]$")
_ALWAYS = regex.compile(r"24 ?/ ?24|24 ?/ ?7(?!\d)")
_MONEY_TALK = regex.compile(r"đồng|tiền|kinh phí|trị giá|giá |vốn|thu nhập|ngân sách|ủng hộ|hỗ trợ|đóng góp|chi phí|quỹ|tài trợ|doanh thu|mức đầu tư|nộp|phạt")
_WORDS = regex.compile(r"(?<![\p{L}\d])(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|một)(?= \p{L})")
_UNITLESS_BEFORE = regex.compile(r"(?:thiếu|thừa|dôi|đạt|được|còn|=|là|có|nam|nữ|đồng ý|tán thành|\)) $")
_UNITLESS_AFTER = regex.compile(r" ?[).,;=\n]|$")
_FUNCTION = frozenset(
    "nữa khoảng hơn gần dưới trên và là có của ở tại trong cho được với đã đang sẽ bị do thì mà nhưng hoặc hay để từ đến về trên dưới vào ra lên xuống này "
    "đó kia nay qua sau trước đều cũng còn vẫn không chưa rất lại như theo gồm nên vì tới khi lúc trở giữa cùng so tăng giảm "
    "đạt chiếm bằng tương năm tháng giờ phút đêm sáng chiều tối trưa trú ngụ thuộc quê sinh".split()
)  # fmt: skip
_CLASSIFIERS = frozenset("con cái chiếc căn ngôi tổ ban đội phòng đoàn nhóm cuộc buổi lớp hội bộ cây quyển tấm bức khu điểm trường nhà xe suất phần lượt người em cháu ca vụ công cơ đơn".split())


@dataclass(frozen=True, slots=True)
class _Unit:
    end: int
    kind: str
    unit: str | None
    factor: int | float = 1
    entry: Entry | None = None


def find_statistics(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[StatisticFound]:
    """Yield the statistics of the article's own text; ``taken`` are spans of dates, documents and units."""
    taken = sorted(taken)
    end = 0
    named_end = -1
    for start, stop in sorted([*reading.scan.numbers, *_word_numbers(reading)]):
        if start < end or not reading.open(start) or _inside(taken, start):
            continue
        if _is_name(reading, start, stop, named_end):
            named_end = stop
            continue
        found = _read(reading, start, stop)
        if found is None:
            continue
        for item in found:
            end = max(end, item.end)
            yield item


def _inside(spans: list[tuple[int, int]], position: int) -> bool:
    return any(a <= position < b for a, b in spans)


def _word_numbers(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield numbers in words that count a noun of the lexicon; ``một`` alone never does."""
    for match in _WORDS.finditer(reading.lower):
        read = read_words(reading.lower, match.start())
        if read is None or read[1] <= 1:
            continue
        after = reading.after_space(read[0])
        if not reading.view[after : after + 1].islower():
            continue  # `Ba Làng`
        if reading.scan.at("counted_nouns", after) is None and not (
            (measure := reading.scan.at("measures", after)) and measure.entry.get("kind") != "percent"
        ):
            continue
        if match[0] == "năm" and read[0] == match.end() and not _counts_five(reading, match.start(), after):
            continue
        yield match.start(), read[0]


_FIVE_BEFORE = regex.compile(r"(?:có|gồm|với|tặng|cho|thêm|và|,|là|của|trao) $")


def _counts_five(reading: Reading, start: int, after: int) -> bool:
    """Whether ``năm`` is five: ``có năm đồng chí``, not ``năm học``."""
    noun = reading.word_at(after)
    return noun in ("đồng", "hộ", "người", "em", "cháu", "tổ") and bool(_FIVE_BEFORE.search(reading.lower, max(0, start - 8), start))


def _is_name(reading: Reading, start: int, stop: int, named_end: int) -> bool:
    """Whether a number names or orders something instead of counting it."""
    view, lower = reading.view, reading.lower
    digits = view[start:stop]
    if _LETTER_BEFORE.search(view, max(0, start - 2), start) or _ALWAYS.match(view, start):
        return True
    if digits[0] == "0" and len(digits) > 4 or (digits.isdecimal() and len(digits) > 9):
        return True
    if _ORDER.match(view, stop) and digits.isdecimal() and len(digits) <= 2 and _begins_item(view, start):
        return True
    span = _RANGE.match(view, stop)
    counted = _counted_after(reading, span.end() if span else stop)
    before = lower[max(0, start - 24) : start]
    if before.endswith(("tổng số ", "con số ")) or (len(digits) > 3 and _UNIT_BEFORE.search(before)):
        return False
    if _NAMED.search(before) and not before.endswith("\n"):
        return not (counted and _SOFT.search(before) and not _UNIT_BEFORE.search(before))
    if start - named_end <= 7 and 0 <= named_end <= start and _AGAIN.search(view[named_end:start]) and not counted:
        return True
    quote = _QUOTED.search(view, max(view.rfind("\n", 0, start) + 1, start - 60), start)
    return bool(quote) and _slogan(view, quote.start(), stop)


_UNIT_BEFORE = regex.compile(r"(?<!\p{L})(?:tổ dân phố|khu phố|phường|quận|thôn|ấp|khóm|tổ) $")


def _slogan(view: str, quote: int, stop: int) -> bool:
    """``"5 tốt"``, ``"3 không, 3 sạch"``: a short quotation that begins with a number."""
    close = view.find('"', stop)
    inner = view[quote + 1 : close].strip() if close >= 0 else ""
    return 0 < close - quote <= 60 and inner[:1].isdigit() and view.count('"', max(0, quote - 400), quote) % 2 == 0


_DATED = regex.compile(r"(?:năm|tháng|quý|ngày) ?(?:\d|học|nay)")


def _begins_item(view: str, start: int) -> bool:
    before = view[max(0, start - 3) : start].rstrip(" ")
    return start == 0 or not before or before[-1] in "\n.;:!?+-"


def _counted_after(reading: Reading, stop: int) -> bool:
    at = reading.after_space(stop)
    if _DATED.match(reading.lower, at):
        return False  # `đợt 3 năm 2018`
    return reading.scan.at("counted_nouns", at) is not None or reading.scan.at("measures", at) is not None


def _read(reading: Reading, start: int, stop: int) -> list[StatisticFound] | None:
    base = _number_at(reading, start, stop)
    if base is None:
        return None
    view = reading.view
    if (ratio := _RATIO.match(view, stop)) and view[start].isdigit():
        return _ratio(reading, start, stop, ratio)
    if out_of := _OUT_OF.match(reading.lower, stop):
        return _ratio(reading, start, stop, out_of)
    if (span := _RANGE.match(view, stop)) and view[start].isdigit():
        found = _range(reading, start, stop, span)
        if found is not None:
            return [found]
    unit = _unit_at(reading, start, stop)
    if unit is None:
        return _without_unit(reading, start, stop, base)
    found = StatisticFound(start, unit.end, _rule(unit), unit.kind, _scaled(reading, start, stop, unit), unit=unit.unit, entries=_entries(unit))  # type: ignore[arg-type]
    if (second := _later_bound(reading, found, unit)) is not None:
        found = second
    elif unit.kind in ("count",) and (pair := _counted_pair(reading, found, unit)):
        return [_qualified(reading, item) for item in pair]
    return [_qualified(reading, found)]


def _number_at(reading: Reading, start: int, stop: int) -> int | float | None:
    if reading.view[start].isdigit():
        return read_number(reading.view[start:stop], decimal_comma=True)
    words = read_words(reading.lower, start)
    return words[1] if words else None


def _scaled(reading: Reading, start: int, stop: int, unit: _Unit) -> int | float:
    """Return the value of a number before its unit, money in its currency."""
    decimal = unit.kind != "count" and unit.kind != "ratio"
    value = read_number(reading.view[start:stop], decimal) if reading.view[start].isdigit() else _number_at(reading, start, stop)
    result = (value or 0) * unit.factor
    rounded = round(result, 3 if result > 1000 else 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def _rule(unit: _Unit) -> str:
    return f"{unit.kind}_{'by_lexicon' if unit.entry else 'by_segmentation'}"


def _entries(unit: _Unit) -> tuple[Entry, ...]:
    return (unit.entry,) if unit.entry else ()


def _unit_at(reading: Reading, start: int, stop: int) -> _Unit | None:
    """Read what a number counts or measures."""
    at = reading.after_space(stop)
    if _is_clock(reading, start, stop):
        return None
    scaled = _scaled_unit(reading, start, stop)
    if scaled is not None:
        return scaled
    noun = reading.scan.at("counted_nouns", at)
    measure = reading.scan.at("measures", at)
    if measure and not _fits_measure(reading, start, stop, measure.entry, at):
        measure = None
    if noun and (measure is None or noun.end > measure.end):
        end, form = _grown_noun(reading, noun)
        return _Unit(end, "count", form, 1, noun.entry)
    if measure:
        return _measured(reading, measure.entry, measure.end)
    return _by_words(reading, stop)


_NO_SECOND = frozenset(("đại diện", "lãnh đạo", "giải", "ban", "đoàn", "đội", "phòng", "nhà", "tổ"))
_LIST_ENDS = regex.compile(r"[.;,)\n]|$| (?:của|cho|tại|trên|trong|được|với|đã|ở|về|tham|là|từ|và)(?!\p{L})")
_COORDINATED = regex.compile(r", ?")


def _grown_noun(reading: Reading, noun: Hit) -> tuple[int, str]:
    """Return the end and form of a counted noun: a classifier takes its noun with it, a list its second noun."""
    end, form = noun.end, noun.entry.form
    if noun.entry.get("classifier") and (word := _next_noun(reading, end)):
        return word[0], f"{form} {word[1]}"
    comma = _COORDINATED.match(reading.view, end)
    second = reading.scan.at("counted_nouns", comma.end()) if comma else None
    if second and reading.view[second.start].islower() and second.surface not in _NO_SECOND and _LIST_ENDS.match(reading.lower, second.end):
        return second.end, f"{form}, {second.entry.form}"
    return end, form


def _next_noun(reading: Reading, end: int) -> tuple[int, str] | None:
    """Return the word after a classifier, if it can be the thing counted."""
    if reading.view[end : end + 1] != " " or not reading.view[end + 1 : end + 2].islower():
        return None
    window = reading.view[end + 1 : end + 40].split("\n")[0]
    for start, stop in view_words(window):
        word = window[start:stop]
        if start or word.split(" ", 1)[0].lower() in _FUNCTION or word.lower() in _VERBS or not word[0].isalpha():
            return None
        if reading.scan.at("positions", end + 1):
            return None
        return end + 1 + stop, word
    return None


_VERBS = frozenset(
    "tham gia|tham dự|ủng hộ|hỗ trợ|trao|tặng|gồm|trị giá|mỗi|đăng ký|thực hiện|tổ chức|xảy ra|phát hiện|kiểm tra|xử lý|hoàn thành|"
    "đề nghị|phát biểu|đóng góp|hiến|nhận|chia|chở|mang|chạy|nằm|đứng|ngồi|đi|đến|gửi|nộp|đổ|trôi|sập|cháy|chết|bị thương|mất tích|"
    "vượt|hưởng|yêu cầu|tốt|mới|cũ|lớn|nhỏ|khác|khó khăn|nghèo|trực tiếp|toàn|khoảng|hơn|gần|ngoài|liên tục|mở|xây dựng|sửa chữa|lắp đặt".split("|")
)


def _fits_measure(reading: Reading, start: int, stop: int, entry: Entry, at: int) -> bool:
    form = entry.form
    if form == "đồng" and reading.lower.startswith("đồng chí", at):
        return False
    if form in ("m", "g", "W", "công", "mẫu", "chỉ", "quý", "yến", "tạ") and reading.view[at : at + 1].isupper():
        return False
    if form == "năm" and reading.view[start].isdigit() and len(reading.view[start:stop]) == 4:
        return False
    if form in ("tháng", "ngày") and regex.match(r" \d", reading.lower[at + len(form) : at + len(form) + 2]):
        return False
    return not (form == "công" and regex.match(r"công (?:chức|nhân|ty|an|trình|dân|đoàn|tác|văn|việc)", reading.lower[at : at + 12]))


def _measured(reading: Reading, entry: Entry, end: int) -> _Unit:
    return _Unit(end, entry.get("kind"), entry.get("unit"), int(entry.get("factor") or 1), entry)


def _is_clock(reading: Reading, start: int, stop: int) -> bool:
    """``lúc 8 giờ``, ``15h``: a time of day, not a number of hours."""
    match = _HOURS.match(reading.lower, stop)
    if not match:
        return False
    before = reading.lower[max(0, start - 18) : start]
    if match[0].strip() in ("h", "g"):
        return True
    if reading.lower.startswith((" đồng hồ", " học", " làm", " công", " liền", "/ngày"), match.end()):
        return False
    return bool(_CLOCK_CUE.search(before)) or not _LASTING.search(before)


def _scaled_unit(reading: Reading, start: int, stop: int) -> _Unit | None:
    """``30 nghìn hộ``, ``1 tỷ 377 triệu đồng``, ``72 triệu``."""
    match = _SCALE.match(reading.lower, stop)
    if not match:
        return None
    factor: float = _SCALES[match[1]]
    end = match.end()
    value = _number_at(reading, start, stop) or 0
    total: float = value * factor
    while more := _MORE_SCALE.match(reading.lower, end):
        part = read_number(more[1], True) or 0
        scale = _SCALES[more[2]] if more[2] else 1
        if scale >= factor:
            break
        total, factor, end = total + part * scale, scale, more.end()
    if half := _HALF.match(reading.lower, end):
        total, end = total + factor / 2, half.end()
    ratio = total / value if value else 1
    at = reading.after_space(end)
    noun = reading.scan.at("counted_nouns", at)
    if noun and not reading.lower.startswith("đồng", at):
        return _Unit(noun.end, "count", noun.entry.form, ratio, noun.entry)
    if currency := _CURRENCY.match(reading.lower, end):
        unit = "USD" if "usd" in currency[0] or "la" in currency[0] else "VND"
        return _Unit(currency.end(), "money", unit, ratio)
    measure = reading.scan.at("measures", at)
    if measure and measure.entry.get("kind") == "measure":
        return replace(_measured(reading, measure.entry, measure.end), factor=ratio)
    if match[1] in ("triệu", "tỷ", "tỉ", "nghìn", "ngàn"):
        sentence = reading.sentences.around(start)
        if _MONEY_TALK.search(reading.lower, *sentence):
            return _Unit(end, "money", "VND", ratio)
    return None


_MORE_SCALE = regex.compile(r" (\d++(?:[.,]\d++)*+)(?: (nghìn|ngàn|triệu|tỷ|tỉ))?(?= ?(?:đồng|đ(?!\p{L})|nghìn|ngàn|triệu|\p{L}))")
_HALF = regex.compile(r" rưỡi")
_CURRENCY = regex.compile(r" ?(?:đồng(?! chí| bào| thời| đội)|vnđ|vnd|đ(?!\p{L})|usd|đô la(?: mỹ)?)")


def _by_words(reading: Reading, stop: int) -> _Unit | None:
    """Take the counted noun from word segmentation: the word after the number, a classifier with its noun."""
    at = reading.after_space(stop)
    if at == stop and not reading.view[at : at + 1].isalpha():
        return None
    window = reading.view[at : at + 48].split("\n\n")[0]
    if not window[:1].islower():
        return None
    taken_end, taken = 0, []
    for start, end in view_words(window):
        if start != taken_end + (1 if taken else 0):
            break
        word = window[start:end]
        first = word.split(" ", 1)[0].lower()
        if first in _FUNCTION or not word[0].isalpha() or (taken and not word[0].islower()) or first in DIGIT_WORDS and taken:
            break
        taken.append(word)
        taken_end = end
        if word.lower() not in _CLASSIFIERS:
            break
    if not taken:
        return None
    return _Unit(at + taken_end, "count", " ".join(taken))


def _without_unit(reading: Reading, start: int, stop: int, value: int | float) -> list[StatisticFound] | None:
    """A number whose unit is left out: ``(thiếu 408)``."""
    if _is_clock(reading, start, stop) or not reading.view[start].isdigit():
        return None
    if len(reading.view[start:stop]) == 4 and 1900 <= value <= 2100:
        return None
    before = reading.lower[max(0, start - 12) : start]
    if _UNITLESS_BEFORE.search(before) and _UNITLESS_AFTER.match(reading.view, stop):
        value = read_number(reading.view[start:stop], decimal_comma=False) or value
        return [_qualified(reading, StatisticFound(start, stop, "count_without_unit", "count", value))]
    return None


def _ratio(reading: Reading, start: int, stop: int, match: regex.Match[str]) -> list[StatisticFound] | None:
    part = read_number(reading.view[start:stop], decimal_comma=False)
    total = read_number(match[1], decimal_comma=False)
    if part is None or not total:
        return None
    end = match.end()
    unit: _Unit | None = None
    gap = _STRAY_SLASH.match(reading.view, end)
    noun_at = gap.end() if gap else end
    if noun_at > end:
        noun = reading.scan.at("counted_nouns", noun_at)
        unit = _Unit(*_as_ratio(_grown_noun(reading, noun)), 1, noun.entry) if noun else _by_words(reading, noun_at - 1 if reading.view[noun_at - 1] == " " else noun_at)
    if unit is None and not _bare_ratio(reading, start, end, part, total):
        return None
    found = StatisticFound(
        start, unit.end if unit else end, "ratio_of_noun" if unit else "ratio_bare", "ratio", part,
        total=total, unit=unit.unit if unit else None, entries=_entries(unit) if unit else (),
    )  # fmt: skip
    return [_qualified(reading, found)]


def _as_ratio(noun: tuple[int, str]) -> tuple[int, str, str]:
    return noun[0], "ratio", noun[1]


_RATIO_CUE = regex.compile(r"(?:đạt|có|là|=|:|với|\(|được|,|tỷ lệ) ?$")


def _bare_ratio(reading: Reading, start: int, end: int, part: float, total: float) -> bool:
    """Whether ``97/97`` alone is a ratio: something is said to reach it, and it is no map scale."""
    before = reading.lower[max(0, start - 10) : start]
    if part == 1 and total >= 100:
        return False
    return bool(_RATIO_CUE.search(before)) and part <= total * 3


def _range(reading: Reading, start: int, stop: int, match: regex.Match[str]) -> StatisticFound | None:
    unit = _unit_at(reading, match.start(1), match.end(1))
    first = read_number(reading.view[start:stop], unit is not None and unit.kind != "count")
    if unit is None:
        before = reading.lower[max(0, start - 6) : start]
        last = read_number(match[1], True)
        if _FROM.search(before) and first is not None and last is not None and last > first and _UNITLESS_AFTER.match(reading.view, match.end()):
            return _qualified(reading, StatisticFound(start, match.end(), "range_without_unit", "count", first, last))
        return None
    low, high = _scaled(reading, start, stop, unit), _scaled(reading, match.start(1), match.end(1), unit)
    if high <= low:
        return None
    found = StatisticFound(start, unit.end, f"range_{unit.kind}", unit.kind, low, high, unit=unit.unit, entries=_entries(unit))  # type: ignore[arg-type]
    return _qualified(reading, found)


_SECOND_BOUND = regex.compile(r"(?:/\p{L}+\d?)?(?: ?- ?| đến | tới )(\d++(?:[.,]\d++)*+)")


def _later_bound(reading: Reading, found: StatisticFound, unit: _Unit) -> StatisticFound | None:
    """``từ 20cm - 30cm``, ``từ 2.000.000đ/m2 đến 2.500.000đ``: both bounds with their unit."""
    match = _SECOND_BOUND.match(reading.view, found.end)
    if not match or not _FROM.search(reading.lower, max(0, found.start - 8), found.start):
        return None
    second = _unit_at(reading, match.start(1), match.end(1))
    if second is None or second.unit != unit.unit:
        return None
    high = _scaled(reading, match.start(1), match.end(1), second)
    return replace(found, end=second.end, value_max=high, rule=f"range_{found.kind}") if high > found.value else None


def _counted_pair(reading: Reading, found: StatisticFound, unit: _Unit) -> list[StatisticFound] | None:
    """``116 tuyến/134 tuyến đường`` is a ratio, ``175 hộ/673 khẩu`` two counts."""
    match = _SLASH_NUMBER.match(reading.view, found.end)
    if not match:
        return None
    second = _unit_at(reading, match.start(1), match.end(1))
    if second is None or second.kind != "count" or second.unit is None or unit.unit is None:
        return None
    value = _scaled(reading, match.start(1), match.end(1), second)
    if second.unit.startswith(unit.unit):
        return [replace(found, end=second.end, kind="ratio", total=value, unit=second.unit, rule="ratio_of_nouns")]
    other = StatisticFound(match.start(1), second.end, _rule(second), "count", value, unit=second.unit, entries=_entries(second))
    return [found, other]


def _qualified(reading: Reading, found: StatisticFound) -> StatisticFound:
    """Take the words before a number that bound, round or total it, and the rate after it."""
    lower = reading.lower
    line = max(reading.sentences.around(found.start)[0], found.start - 80)
    start = found.start
    per = _PER.match(lower, found.end) if found.kind in ("money", "measure", "count") else None
    found = replace(found, per=_rate_unit(per[1]) if per else None)
    if found.value_max is not None and (match := _FROM.search(lower, max(line, start - 4), start)):
        start = match.start()
    if match := _QUALIFIER.search(lower, line, start):
        if not (match[1] == "trên" and lower.startswith("trên tổng số", match.start())):
            return replace(found, start=match.start(), qualifier=_QUALIFIER_VALUES[match[1]])  # type: ignore[arg-type]
    if match := _TOTAL.search(lower, line, start):
        return replace(found, start=match.start(), qualifier="total")
    if match := _RATE.search(lower, line, start):
        return replace(found, start=match.start())
    if match := _OUTSIDE.search(lower, line, start):
        return replace(found, start=start, qualifier=_OUTSIDE_VALUES[match[1]])  # type: ignore[arg-type]
    if match := _OR_MORE.match(lower, found.end):
        return replace(found, start=start, qualifier="at_least" if match[1] == "trở lên" else "at_most")
    return replace(found, start=start)


def _rate_unit(text: str) -> str:
    return "/".join(part.strip() for part in text.split("/"))
