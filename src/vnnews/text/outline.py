"""The outline of a text: which lines are headings or items of a list, and what stands under which of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

import regex

from vnnews.text.capitals import in_capitals

T = TypeVar("T")

# the marker of an item; items of one marker are on one level
_MARKER = regex.compile(
    r"\s*(?:(?<chapter>[A-HĐ][.)/] ?-?(?= ?\p{L}{2}))|"
    r"(?<roman>[IVX]{1,5}[.)/] ?-?(?= ?\p{L}))|(?<part>\d{1,2}\.\d{1,2}[.)]? ?(?=\p{L}))|"
    r"(?<digit>\d{1,2}[.)/] ?-?(?= ?\p{L}))|(?<letter>[a-zđ][.)] ?(?=\p{L}))|(?<bullet>[-–+*•]) ?(?=\S)|"
    r"(?<row>[^\n=]{1,40} = ))"
)
_SIGN = regex.compile(r"[-–+*•]|\w{1,5}[.)/]")  # every marker but a row's begins so
_ROW = 43  # characters
_OPENS = regex.compile(r":\s*\Z|(?:như sau|kết quả|cụ thể)[^.\n]{0,40}[.:]\s*\Z")
_ENDS = (".", "!", "?", ";", ",")
_HEADING, _CELL, _OPENING = 150, 60, 60  # characters
_TABLE = 6  # cells
_SHOUTED = 0.7  # of a line's letters
_SHOUTED_WORDS = 6
_NUMBERED = frozenset(("chapter", "roman", "part", "digit", "letter"))


class OutlineLine(NamedTuple):
    """A line with ink on it; ``marker`` is what its item begins with: ``chapter`` (`A.`), ``roman`` … or nothing."""

    start: int
    end: int
    marker: str
    heading: bool  # names what stands below it
    opens: bool  # a list follows
    cell: bool  # a few words without an end: a caption, a cell of a flattened table


class _Level(NamedTuple, Generic[T]):
    """A line that others stand under, and what it was asked for."""

    marker: str
    heading: bool
    value: T | None


class Outline:
    """The lines of a text, looked up by offset."""

    def __init__(self, view: str) -> None:
        self.lines = list(_lines(view))
        self._starts = [line.start for line in self.lines]

    def index(self, position: int) -> int:
        """Return the number of the line that holds an offset, -1 before the first."""
        return bisect_right(self._starts, position) - 1

    def in_table(self, position: int) -> bool:
        """Whether an offset lies in one of at least six cells below each other: a table flattened to lines."""
        index = self.index(position)
        if index < 0 or not self.lines[index].cell:
            return False
        first = last = index
        while first > 0 and self.lines[first - 1].cell and index - first < _TABLE:
            first -= 1
        while last + 1 < len(self.lines) and self.lines[last + 1].cell and last - index < _TABLE:
            last += 1
        return last - first + 1 >= _TABLE

    def governed(self, told: Callable[[OutlineLine], T | None]) -> list[T | None]:
        """Return for each line what the nearest line above it that it stands under was told to say."""
        found: list[T | None] = []
        levels: list[_Level[T]] = []
        previous: OutlineLine | None = None
        for line in self.lines:
            _close(levels, line, previous)
            found.append(next((level.value for level in reversed(levels) if level.value is not None), None))
            if line.marker or line.heading or line.opens:
                levels.append(_Level(line.marker, line.heading, told(line) if line.heading or line.opens else None))
            previous = line
        return found


def _close(levels: list[_Level[T]], line: OutlineLine, previous: OutlineLine | None) -> None:
    """Leave the levels that a line no longer stands under."""
    if line.marker == "chapter" or (line.heading and not line.marker):
        levels.clear()
    elif line.marker == "roman":
        del levels[1 if levels and levels[0].marker == "chapter" else 0 :]
    elif line.marker:
        same = [number for number, level in enumerate(levels) if level.marker == line.marker]
        if same:
            del levels[same[-1] :]
    elif not line.cell and not (previous and (previous.heading or previous.opens)):
        lists = [number for number, level in enumerate(levels) if not level.heading and not level.marker]
        if lists:
            del levels[lists[0] :]  # a paragraph behind a list: what opened the list is done with
        while levels and not levels[-1].heading:
            levels.pop()


def _lines(view: str) -> Iterator[OutlineLine]:
    at = 0
    for raw in view.split("\n"):
        text = raw.strip()
        if text:
            yield _line(text, at, at + len(raw))
        at += len(raw) + 1


def _line(text: str, start: int, end: int) -> OutlineLine:
    match = _MARKER.match(text) if _SIGN.match(text) or " = " in text[:_ROW] else None
    marker = (match["bullet"] or match.lastgroup or "") if match else ""
    ended = text.endswith(_ENDS)
    words = text.split()
    shouted = len(words) >= _SHOUTED_WORDS and not marker and in_capitals(text, _SHOUTED)
    numbered = marker in _NUMBERED and len(text) <= _HEADING and not ended
    return OutlineLine(
        start, end, marker,
        heading=shouted or (numbered and not any(c.isdigit() for c in text.rpartition(":")[2] if ":" in text)),
        opens=text.endswith((":", ".")) and bool(_OPENS.search(text[-_OPENING:].lower())),
        cell=not marker and not ended and len(text) <= _CELL,
    )  # fmt: skip
