"""Numbers as Vietnamese writes them: ``1.250`` and ``98,5``, ``6.6 tỷ``, ``07``, ``hai mươi lăm``."""

from __future__ import annotations

import calendar
import functools

import regex

_GROUPED_DOTS = regex.compile(r"\d{1,3}(?:\.\d{3})+$")
_GROUPED_COMMAS = regex.compile(r"\d{1,3}(?:,\d{3})+$")
_GROUPED_DOTS_DECIMAL = regex.compile(r"(\d{1,3}(?:\.\d{3})+),(\d+)$")
_GROUPED_COMMAS_DECIMAL = regex.compile(r"(\d{1,3}(?:,\d{3})+)\.(\d+)$")
_DECIMAL = regex.compile(r"(\d+)[.,](\d+)$")

DIGIT_WORDS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
NUMBER_WORDS = ("hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười", "một")  # that begin a number
SCALE_WORDS = {
    "trăm": 100,
    "nghìn": 1000,
    "ngàn": 1000,
    "vạn": 10_000,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
# the numbers of months in words; `giêng` and `chạp` are the first and last of the lunar year
MONTH_WORDS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
ENGLISH_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}  # on pages' stamps
_NEXT_SCALE = regex.compile(r", (?=(?:\p{L}+ ){1,7}?(?:triệu|nghìn|ngàn)(?!\p{L}))")
_WORD = regex.compile(r"\p{L}+")


@functools.lru_cache(maxsize=16384)
def read_number(digits: str, decimal_comma: bool) -> int | float | None:
    """Read a number in digits; ``None`` for what is no number (``1.2.3``).

    ``decimal_comma`` says that a comma before three digits is a decimal one (``35,192 km2``), as beside units
    of measure; elsewhere it groups thousands (``1,748 lượt``).
    """
    digits = digits.replace(" ", "")
    if digits.isdecimal():
        return int(digits)
    if _GROUPED_DOTS.match(digits):
        return int(digits.replace(".", ""))
    if match := _GROUPED_DOTS_DECIMAL.match(digits):
        return _number(match[1].replace(".", ""), match[2])
    if match := _GROUPED_COMMAS_DECIMAL.match(digits):
        return _number(match[1].replace(",", ""), match[2])
    if _GROUPED_COMMAS.match(digits) and not (decimal_comma and digits.count(",") == 1):
        return int(digits.replace(",", ""))
    if match := _DECIMAL.match(digits):
        return _number(match[1], match[2])
    return None


def _number(whole: str, fraction: str) -> int | float:
    value = float(f"{whole}.{fraction}")
    return int(value) if value.is_integer() else value


_MOST_WORDS = 30  # of a number: `chín trăm chín mươi chín tỷ …`


def read_words(lower: str, position: int) -> tuple[int, int] | None:
    """Read a number in words at an offset of a lower-case text: its end and value.

    >>> read_words("hai mươi lăm hộ", 0)
    (12, 25)
    """
    total = section = 0
    pending: int | None = None
    end = position
    at = position
    seen = 0
    while seen < _MOST_WORDS and (match := _WORD.match(lower, at)):
        word = match[0]
        if word in DIGIT_WORDS and pending is None:
            pending = DIGIT_WORDS[word]
        elif word == "mươi" and pending is not None and section % 100 == 0:
            section, pending = section + pending * 10, None
        elif word == "mười" and pending is None:
            section += 10
        elif word in ("linh", "lẻ") and section:
            pass
        elif word in SCALE_WORDS and (pending is not None or section):
            scale = SCALE_WORDS[word]
            if scale == 100:
                section, pending = section + (pending or 1) * 100, None
            else:
                total, section, pending = total + (section + (pending or 0)) * scale, 0, None
        else:
            break
        end = match.end()
        seen += 1
        if word in SCALE_WORDS and (comma := _NEXT_SCALE.match(lower, end)):
            at = comma.end()  # `ba tỷ, hai trăm triệu đồng`
            continue
        at = end + 1 if lower[end : end + 1] == " " else end
        if at == end:
            break
    if not seen:
        return None
    return end, total + section + (pending or 0)
