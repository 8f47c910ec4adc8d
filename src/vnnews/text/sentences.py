"""Sentences as spans: what governs a number or a date rarely reaches past one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import regex

from vnnews.text.source import read

# A full stop ends a sentence before a capital, a digit or a dash; not after an initial or an abbreviation.
_BREAK = regex.compile(
    r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"')\]]*+(?=\s+[\p{Lu}\d\"'(+\-*])|"
    r"\n[ \t]*+(?=\n)|\n(?=\s*[-+*•]|\s*\d{1,2}[.)]\s)|\n"
)
_ABBREVIATION = regex.compile(
    r"(?:^|[^\p{L}\p{N}])(?:TP|Tp|T\.P|P|Q|H|TX|Tx|TT|Tt|KP|Đ\.c|đ\.c|ThS|Ths|TS|PGS|GS|BS|CN|KS|Lm|HT|"
    r"ĐĐ|Mr|St|[\p{Lu}])\.\Z"
)
_LINE_GOES_ON = regex.compile(r"[\p{Ll},;\-(]\s*\n\s*[\p{Ll}(]")


def boundaries(view: str) -> list[int]:
    """Return the offsets in a view at which a sentence begins, the first one being 0."""
    starts = [0]
    for match in _BREAK.finditer(view):
        end = match.end()
        if view[match.start()] == ".":
            if _ABBREVIATION.search(view, max(0, match.start() - 6), match.start() + 1):
                continue
        elif view[match.start()] == "\n" and _LINE_GOES_ON.match(view, max(0, _last_ink(view, match.start()))):
            continue  # a hard-wrapped line goes on
        if end > starts[-1]:
            starts.append(end)
    return starts


def _last_ink(view: str, position: int) -> int:
    while position > 0 and view[position - 1] in " \t":
        position -= 1
    return position - 1


class Sentences:
    """Looks up the sentence that holds an offset of the view."""

    def __init__(self, view: str) -> None:
        self._starts = boundaries(view)
        self._end = len(view)

    def index(self, position: int) -> int:
        """Return the number of the sentence at an offset."""
        return bisect_right(self._starts, position) - 1

    def span(self, index: int) -> tuple[int, int]:
        """Return the span of a sentence by its number."""
        end = self._starts[index + 1] if index + 1 < len(self._starts) else self._end
        return self._starts[index], end

    def around(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence that holds an offset."""
        return self.span(self.index(position))

    def __len__(self) -> int:
        return len(self._starts)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span (code points of ``text``) of each sentence, without the white space around it.

    >>> text = "Họp tại TP. Huế. Có 38 tổ."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Họp tại TP. Huế.', 'Có 38 tổ.']
    """
    source = read(text)
    lookup = Sentences(source.view)
    for index in range(len(lookup)):
        start, end = lookup.span(index)
        while start < end and source.view[start].isspace():
            start += 1
        while end > start and source.view[end - 1].isspace():
            end -= 1
        if start < end:
            yield source.original_span(start, end)
