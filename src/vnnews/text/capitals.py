"""Lines in capitals, told from prose at the price of a few counts."""

from __future__ import annotations

_COMMON = "nhgict"  # two letters of five in Vietnamese prose


def in_capitals(text: str, share: float) -> bool:
    """Whether more than ``share`` (above one half) of a text's letters are capitals.

    >>> in_capitals("ĐẠI HỘI Chi bộ", 0.5), in_capitals("Đại hội Chi bộ", 0.5)
    (True, False)
    """
    if sum(map(text.count, _COMMON)) > (1 - share) * len(text):
        return False
    letters = list(filter(str.isalpha, text))
    return sum(map(str.isupper, letters)) > share * len(letters)
