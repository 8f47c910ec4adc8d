"""Tokens of a text for tools that train on them: runs of letters, runs of digits, every other character alone.

A syllable is a token, as in most Vietnamese corpora of names. A token also ends wherever an item does, so that each
item is whole tokens (`395hộ`, `DV-UBND`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import regex

from vnnews.highlights import Highlight
from vnnews.text.sentences import sentences

_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*+|\p{Nd}++|\S")


def tokens(text: str, start: int, end: int, cuts: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Yield the span of each token of ``text[start:end]``; none reaches over an offset of ``cuts``.

    >>> text = "Có 395hộ."
    >>> [text[start:end] for start, end in tokens(text, 0, 9, {3, 8})]
    ['Có', '395', 'hộ', '.']
    """
    inner = frozenset(cuts)
    for match in _TOKEN.finditer(text, start, end):
        at = match.start()
        for offset in range(at + 1, match.end()):
            if offset in inner:
                yield at, offset
                at = offset
        yield at, match.end()


def ends(marks: Iterable[Highlight]) -> frozenset[int]:
    """Return the offsets at which a mark begins or ends."""
    return frozenset(offset for mark in marks for offset in (mark.start, mark.end))


def whole_sentences(text: str, marks: Iterable[Highlight]) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text, those that a mark joins as one."""
    over = iter(sorted(marks, key=lambda mark: mark.start))
    mark = next(over, None)
    open_start = open_end = -1
    for start, end in sentences(text):
        if open_start >= 0 and start >= open_end:
            yield open_start, open_end
            open_start = -1
        open_start = start if open_start < 0 else open_start
        open_end = max(open_end, end)
        while mark and mark.start < open_end:
            open_end = max(open_end, mark.end)
            mark = next(over, None)
    if open_start >= 0:
        yield open_start, open_end
