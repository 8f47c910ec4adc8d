"""What the finders share: the scanned text, its sentences and page, and what was found before them."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import regex

from vnnews.find.mentions import AcronymMention
from vnnews.lexicon import Lexicon
from vnnews.text.outline import Outline
from vnnews.text.page import Page
from vnnews.text.scan import Scan
from vnnews.text.sentences import Sentences
from vnnews.text.spans import Spans

_SPACE = regex.compile(r" ?\n?")
_BLANKS = regex.compile(r" *+\n?+ *+")
_WORD = regex.compile(r"[\p{L}\p{M}\d'_]++")


Answer = TypeVar("Answer")


def once(read: Callable[..., Answer]) -> Callable[..., Answer]:
    """Let a reader (of a reading and an offset) answer once for each offset: several finders ask the same."""

    @functools.wraps(read)
    def kept(reading: Reading, *asked: Hashable) -> Answer:
        key = (read, *asked)
        try:
            answer: Answer = reading.answers[key]
        except KeyError:
            answer = reading.answers[key] = read(reading, *asked)
        return answer

    return kept


@dataclass
class Reading:
    """One text while it is being read. All offsets are of the view."""

    scan: Scan
    lexicon: Lexicon
    sentences: Sentences
    page: Page
    surnames: dict[str, bool]
    acronyms: dict[int, AcronymMention] = field(default_factory=dict)
    answers: dict[Hashable, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.view = self.scan.view
        self.lower = self.scan.lower
        self.shouted = Spans(self.page.capitals.items())
        self._closed = [s for s in self.page.sections if s.kind in ("furniture", "stamp", "credit")]
        self._closed_starts = [s.start for s in self._closed]

    @functools.cached_property
    def outline(self) -> Outline:
        """Which line stands under which."""
        return Outline(self.view)

    def open(self, position: int) -> bool:
        """Whether an offset lies in the article itself, not in its stamp, credit or the page's furniture."""
        index = bisect_right(self._closed_starts, position) - 1
        return index < 0 or position >= self._closed[index].end

    def listed(self, position: int) -> bool:
        """Whether an acronym at an offset counts: it does in a credit too, not in furniture or the stamp."""
        index = bisect_right(self._closed_starts, position) - 1
        return self.open(position) or self._closed[index].kind == "credit"

    def after_space(self, position: int) -> int:
        """Return the offset after white space with at most one line break."""
        here = self.view[position : position + 2]
        if not here or here[0] not in " \n":
            return position
        if here[0] == " " and here[1:] not in (" ", "\n"):
            return position + 1
        match = _BLANKS.match(self.view, position)
        return match.end() if match else position

    def word_at(self, position: int) -> str:
        """Return the word (lower case) that starts at an offset, or nothing."""
        match = _WORD.match(self.lower, position)
        return match[0] if match else ""

    def words_before(self, position: int, count: int) -> list[str]:
        """Return up to ``count`` words (lower case) before an offset, the nearest last."""
        return _WORD.findall(self.lower, max(0, position - 14 * count), position)[-count:]

    def gap(self, start: int, end: int) -> str:
        """Return the characters between two offsets without white space around them."""
        return self.view[start:end].strip()
