"""Where in the articles a figure stands: the sentence around it, kept once, and the marked characters in it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from vnnews.export.html import visible
from vnnews.records import Article
from vnnews.text.sentences import sentences

CONTEXT = 240  # code points kept before and after a mark: lists of a hundred lines count as one sentence


class Spot(NamedTuple):
    """A place in an article, ``sentence[start:end]`` being its mark.

    ``article`` is the number of the record. The sentence has its active characters written out, and the offsets
    count UTF-16 units, as a browser does. ``sentence`` is ``None`` where a warning is about the whole article.
    """

    article: int
    sentence: str | None
    start: int
    end: int


class Surroundings:
    """Makes the spots of one article; without its text a spot is the item's own characters.

    >>> import vnnews
    >>> around = Surroundings(0, vnnews.extract("Xã họp. Có 38 tổ tham gia."))
    >>> around.spot("38 tổ", 11, 16)
    Spot(article=0, sentence='Có 38 tổ tham gia.', start=3, end=8)
    """

    def __init__(self, number: int, article: Article) -> None:
        self._number = number
        self._text = article.text or ""
        self._spans = list(sentences(self._text))
        self._starts = [start for start, _ in self._spans]

    def spot(self, text: str | None, start: int | None, end: int | None) -> Spot:
        """Return the spot of an item; ``text`` is ``None`` for what has a span only."""
        if start is None or end is None or not 0 <= start < end <= len(self._text):
            return self._alone(text)
        if text is not None and self._text[start:end] != text:
            return self._alone(text)  # a record that was changed by hand
        first, last = self._bounds(start, end)
        before = _shortened(self._text[first:start], -CONTEXT)
        mark = _shortened(self._text[start:end], 2 * CONTEXT)
        return _spot(self._number, before, mark, _shortened(self._text[end:last], CONTEXT))

    def _alone(self, text: str | None) -> Spot:
        return _spot(self._number, "", text, "") if text else Spot(self._number, None, 0, 0)

    def _bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the span from the sentence that holds the first character to that of the last one."""
        first, last = (max(0, bisect_right(self._starts, at) - 1) for at in (start, end - 1))
        return min(start, self._spans[first][0]), max(end, self._spans[last][1])


def _shortened(text: str, limit: int) -> str:
    if len(text) <= abs(limit):
        return text
    return "…" + text[limit:] if limit < 0 else text[:limit] + "…"


def _spot(article: int, before: str, mark: str, after: str) -> Spot:
    lead, told = visible(before), visible(mark)
    start = _units(lead)
    return Spot(article, lead + told + visible(after), start, start + _units(told))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
