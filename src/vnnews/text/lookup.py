"""Phrases that are asked for at an offset, so that nobody need look for them through the whole text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import regex

from vnnews.lexicon import Entry
from vnnews.text.source import normalize

_FIRST = regex.compile(r"\p{L}++|.", regex.DOTALL)  # what phrases are kept by: their first letters, or a sign
new_tuple = tuple.__new__  # a named tuple's own constructor costs three times as much; there are hundreds a text


class Hit(NamedTuple):
    """A lexicon phrase found at a span of the view."""

    start: int
    end: int
    entry: Entry
    surface: str


class Surface(NamedTuple):
    """One way of writing a lexicon phrase."""

    lower: str
    entry: Entry
    view: str  # as the normalized text has it
    exact: bool  # counts as written only: an abbreviation in capitals (`CT`, `TP`)


def surfaces(entries: Iterable[Entry]) -> list[Surface]:
    """Return every way of writing the phrases of entries."""
    views = ((normalize(surface), entry) for entry in entries for surface in entry.surfaces)
    return [Surface(view.lower(), entry, view, view.isupper() and not view[0].isdigit()) for view, entry in views]


def ends_at(lower: str, end: int) -> bool:
    """Whether a word ends at an offset, if one stands before it."""
    return not (lower[end : end + 1].isalnum() and lower[end - 1 : end].isalnum())


_NOTHING: tuple[tuple[str, ...], list[Surface]] = ((), [])


class Lookup:
    """The phrases of one kind; ``glued`` ones may stand right behind a digit (`120m2`, `395hộ`)."""

    def __init__(self, entries: Iterable[Entry], glued: bool) -> None:
        self._glued = glued
        by_first: dict[str, list[Surface]] = {}
        for surface in sorted(surfaces(entries), key=lambda known: -len(known.lower)):
            first = _FIRST.match(surface.lower)
            assert first is not None
            by_first.setdefault(first[0], []).append(surface)
        # beside them what they look like: `startswith` tells of all at once that none stands there
        self._by_first = {first: (tuple(s.lower for s in known), known) for first, known in by_first.items()}

    def at(self, view: str, lower: str, position: int) -> Hit | None:
        """Return the longest phrase that starts at an offset of the view."""
        first = _FIRST.match(lower, position)
        written, known = self._by_first.get(first[0], _NOTHING) if first else _NOTHING
        if not lower.startswith(written, position) or not self._begins(lower, position):
            return None
        for surface in known:
            if lower.startswith(surface.lower, position):
                end = position + len(surface.lower)
                if ends_at(lower, end) and not (surface.exact and view[position:end] != surface.view):
                    return new_tuple(Hit, (position, end, surface.entry, surface.view))
        return None

    def _begins(self, lower: str, position: int) -> bool:
        """Whether a phrase may begin at an offset: not inside a word or a number."""
        before, here = lower[position - 1 : position], lower[position]
        if before.isdigit():
            return self._glued and (here.isalpha() or not here.isalnum())
        return not (before.isalnum() and here.isalnum())
