"""Hard-wrapped lines: which line breaks only keep a column width, and mean no more than a space.

A break is a wrap if the next line's first word would hardly have fitted on the line before; a text is wrapped if nearly
all breaks inside its paragraphs are such, and many stand within a clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

_NARROWEST, _WIDEST = 48, 130  # columns
_LEAST = 5  # breaks that prove it
_RAGGED = 16  # columns that a line may fall short, as pages wrapped by a proportional font do
_ITEM = regex.compile(r"[-+*•]|\d{1,2}[.)]\s")
_LETTERS = regex.compile(r"\p{L}{2}")  # a line without any is a stamp or a row of figures
# `kinh\nphí`: a line that ends and a line that begins within a word or clause were one line, whatever the width.
_WITHIN_CLAUSE = regex.compile(
    r"(?<=[\p{L},])\n(?=\p{Ll})"
    r"(?!(?:date|null|loading|quantri|admin|đăng|cập nhật|lượt xem|ngày đăng|gửi|nguồn|ảnh|tin ảnh)\b)"
)


def unwrapped(view: str) -> str:
    """Return the text with a space for each line break that is a wrap; every offset stays."""
    breaks = [found for start, block in _blocks(view) for found in _breaks(start, block)]
    width = _width(breaks)
    if width:
        wraps = [at for at, length, word, _ in breaks if width - _RAGGED < length + 1 + word and length <= width]
        pieces, start = [], 0
        for at in wraps:
            pieces.append(view[start:at])
            start = at + 1
        view = " ".join([*pieces, view[start:]])
    return _WITHIN_CLAUSE.sub(" ", view)


def _blocks(view: str) -> Iterator[tuple[int, str]]:
    """Yield the lines between blank ones that are more than one, and where they begin."""
    at = 0
    for block in view.split("\n\n"):
        lines = block.strip("\n")
        if "\n" in lines:
            yield at + block.index(lines), lines
        at += len(block) + 2


def _breaks(at: int, block: str) -> list[tuple[int, int, int, bool]]:
    """Return of each break its offset, the line's and the next word's length, and whether that begins small."""
    found = []
    lines = block.split("\n")
    for line, following in pairwise(lines):
        at += len(line) + 1
        if not _ITEM.match(following) and _LETTERS.search(line) and _LETTERS.search(following):
            found.append((at - 1, len(line), len(following.split(" ", 1)[0]), following[:1].islower()))
    return found


def _width(breaks: list[tuple[int, int, int, bool]]) -> int:
    """Return the column width of a wrapped text, 0 of another."""
    within = [b for b in breaks if b[1] <= _WIDEST]
    width = max((length for _, length, _, _ in within), default=0)
    if len(within) < _LEAST or len(within) * 2 < len(breaks) or width < _NARROWEST:
        return 0
    full = sum(width - _RAGGED < length + 1 + word for _, length, word, _ in within)
    small = sum(lowered for *_, lowered in within)
    return width if full * 5 >= len(within) * 4 and small * 10 >= len(within) * 3 else 0
