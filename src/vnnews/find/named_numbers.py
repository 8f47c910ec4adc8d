"""Numbers that name or order something instead of counting it: ``tổ 12``, ``lớp 5``, ``bão số 3``, ``"5 tốt"``."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import regex

from vnnews.find.reading import Reading
from vnnews.lexicon import Lexicon

RANGE = regex.compile(r" ?(?:-|->|(?:đến|tới)(?: dưới| khoảng| gần| hơn| trên)?) ?(?=\d)(\d++(?:[.,]\d++)*+)")
_EACH_YEAR = regex.compile(r"(?:hàng|hằng|lâu) năm: ?\Z")  # `cây hàng năm: 412 ha`
_UNIT_BEFORE = regex.compile(r"(?<!\p{L})(?:tổ dân phố|khu phố|phường|quận|thôn|ấp|khóm|tổ) \Z")
_AGAIN = regex.compile(r"(?:,| và|;|-| đến|&) ?\Z")
_ORDER = regex.compile(r"[.)] ")
_LONGEST_SLOGAN = 61  # characters
_LETTER_BEFORE = regex.compile(r"[\p{L}](?:-|')?\Z|[\p{L}]/\Z|\d[:/.,-]\Z")
_PLATE = regex.compile(r"(?<![\p{L}\d])\d{2}\p{Lu}{1,2}\d? \Z")
_COVID = regex.compile(r"covid ?- ?\Z|sars-cov ?- ?\Z")
_ALWAYS = regex.compile(r"24 ?/ ?24(?! (?:phiếu|đại biểu))|24 ?/ ?7(?!\d)")
_VOTES = regex.compile(r"(?:phiếu|phiếu bầu|biểu quyết|tán thành|đạt|đồng ý)(?: là)?:? \Z")
_SCALED = regex.compile(r"(?:nghìn|ngàn|triệu|tỷ|tỉ)(?!\p{L})")
_DATE = regex.compile(r"(?:năm|tháng|quý|ngày) ?(?:\d|học|nay)")


def is_name(reading: Reading, start: int, stop: int, named_end: int) -> bool:
    """Whether a number names or orders something instead of counting it."""
    view, lower = reading.view, reading.lower
    digits = view[start:stop]
    near = lower[max(0, start - 2) : start]
    if not near.endswith((" ", "\n")) and _LETTER_BEFORE.search(view, max(0, start - 2), start):
        return not (near.endswith("/") and near[0].isalpha() and _shares(reading, stop))
    if near[-1:] == " " and _PLATE.search(view, max(0, start - 6), start):
        return True  # `xe mang biển số 99A 147.88`
    if digits == "24" and _ALWAYS.match(view, start) and not _VOTES.search(lower, max(0, start - 16), start):
        return True
    if (digits[0] == "0" and len(digits) > 4) or (digits.isdecimal() and len(digits) > 9):
        return True
    if "-" in near and _COVID.search(lower, max(0, start - 12), start):
        return True
    if _ORDER.match(view, stop) and digits.isdecimal() and len(digits) <= 2 and _begins_item(view, start):
        return True
    if _SCALED.match(lower, reading.after_space(stop)) and _UNIT_BEFORE.search(lower, max(0, start - 24), start):
        return False  # `quỹ của phường | 10 triệu`
    span = RANGE.match(view, stop)
    counted = _counted_after(reading, span.end() if span else stop)
    before = lower[max(0, start - 24) : start]
    if len(digits) > 3 and _UNIT_BEFORE.search(before):
        return False
    if ":" in near and _EACH_YEAR.search(before):
        return False
    if (naming := _naming(reading, before)) == "counts":
        return False
    if naming is not None:
        return not (counted and naming == "unless_counted" and not _UNIT_BEFORE.search(before))
    again = _AGAIN.search(view[named_end:start]) if 0 <= named_end <= start <= named_end + 7 else None
    if again and (not counted or "đến" in again[0]):
        return True  # `tổ 13, 14`, `từ số nhà 2 đến 30 ngõ …`
    line = view.rfind("\n", max(0, start - _LONGEST_SLOGAN), start) + 1
    quote = view.rfind('"', max(line, start - _LONGEST_SLOGAN), start)
    return quote >= 0 and _slogan(view, quote, stop)


def _naming(reading: Reading, before: str) -> str | None:
    """Return how the words before a number make it a name: ``always``, ``unless_counted``, never (``counts``)."""
    words, told = _last_words(before), _told_before(reading.lexicon)
    for count in range(len(words), 0, -1):
        if naming := told.get(" ".join(words[-count:])):
            return naming
    return None


@functools.lru_cache(maxsize=8)
def _told_before(lexicon: Lexicon) -> Mapping[str, str]:
    """Return what each of the lexicon's words before a number says of it."""
    roles = {"number_name_unless_counted": "unless_counted", "number_name": "always", "number_counts": "counts"}
    return {word: naming for role, naming in roles.items() for word in lexicon.words(role)}


def _last_words(before: str) -> list[str]:
    """Return the three words at the end of a text, fewer where something else than one space parts them."""
    words: list[str] = []
    for part in reversed(before.rstrip(" .:").rsplit(" ", 3)[-3:]):
        if part.isalpha():
            words.insert(0, part)
            continue
        last = next((i for i in range(len(part), 0, -1) if not part[i - 1].isalpha()), 0)
        return [part[last:], *words] if last < len(part) else words
    return words


def _counted_after(reading: Reading, stop: int) -> bool:
    at = reading.after_space(stop)
    if _DATE.match(reading.lower, at):
        return False  # `đợt 3 năm 2018`
    if _SCALED.match(reading.lower, at):
        return True
    return reading.scan.at("counted_nouns", at) is not None or reading.scan.at("measures", at) is not None


def _shares(reading: Reading, stop: int) -> bool:
    """Whether a number behind a slash counts on its own: ``2 tỷ đồng/63 hộ``, not ``9 triệu đồng/1.000m2``."""
    at = reading.after_space(stop)
    return reading.scan.at("counted_nouns", at) is not None or _SCALED.match(reading.lower, at) is not None


def _begins_item(view: str, start: int) -> bool:
    before = view[max(0, start - 3) : start].rstrip(" ")
    return start == 0 or not before or before[-1] in "\n.;:!?+-"


def _slogan(view: str, quote: int, stop: int) -> bool:
    """``"5 tốt"``, ``"3 không, 3 sạch"``: a short quotation that begins with a number."""
    close = view.find('"', stop)
    inner = view[quote + 1 : close].strip() if close >= 0 else ""
    return (
        0 < close - quote < _LONGEST_SLOGAN
        and inner[:1].isdigit()
        and view.count('"', max(0, quote - 400), quote) % 2 == 0
    )
