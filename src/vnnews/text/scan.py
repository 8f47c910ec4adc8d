"""The one pass over the text: every lexicon phrase, number, acronym-like token and capitalised word, by offset.

Finders never search the text again; they ask the scan what stands at an offset.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from vnnews.lexicon import Entry, Lexicon
from vnnews.places import province_names
from vnnews.text.numerals import NUMBER_WORDS
from vnnews.text.source import SourceText, normalize
from vnnews.text.spans import Spans

# kinds that are looked up as phrases; the others are patterns or tables
PHRASE_KINDS = (
    "actions", "bodies", "counted_nouns", "date_words", "document_types", "fields", "honorifics", "levels",
    "laws", "measures", "name_stops", "namesakes", "positions", "qualifiers",
)  # fmt: skip

OWN_KINDS = ("numerals", "provinces")  # phrases of the library itself, not of the lexicon

GLUED_KINDS = ("counted_nouns", "measures")  # `120m2`, `395hộ`

# `45 000` is one number, and so is `1 250 000`
NUMBER = regex.compile(r"(?<![\d.,/-])(?<!\d )\d{1,3}(?:(?: 000)++|(?: \d{3}){2,}+)(?![\d.,/]*\d)|\d++(?:[.,]\d++)*+")
# A token in capitals: UBND, TP.HCM, UB.MTTQ, PCCC&CNCH, VH-TT&DL, U.B.N.D, PC52. Split further by the acronym finder.
CAPITALS = regex.compile(
    r"(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\d]*+(?:[.&-](?=\p{Lu})[\p{Lu}\d]++(?!\p{Ll}))*+(?![\p{L}\p{N}])"
)


_LONGEST_TOKEN = 200  # characters; a longer run in capitals (`UBND-UBND-…`) is no writing


class Hit(NamedTuple):
    """A lexicon phrase found at a span of the view."""

    start: int
    end: int
    entry: Entry
    surface: str


Hits = dict[str, dict[int, Hit | list[Hit]]]  # kind → offset → the phrase there; several, the longest first


class _Meaning(NamedTuple):
    """What a surface in small letters may be."""

    kind: str
    entry: Entry
    surface: str
    glued: bool  # may stand right behind a digit
    exact: bool  # counts as written only: an abbreviation in capitals (`CT`, `TP`), a province's name


class Phrases:
    """A lexicon's phrases, compiled once for every text."""

    def __init__(self, lexicon: Lexicon) -> None:
        surfaces: dict[str, list[_Meaning]] = {}
        for kind in PHRASE_KINDS:
            for entry in lexicon[kind]:
                for surface in entry.surfaces:
                    view = normalize(surface)
                    exact = view.isupper() and not view[0].isdigit()
                    meaning = _Meaning(kind, entry, view, kind in GLUED_KINDS, exact)
                    surfaces.setdefault(view.lower(), []).append(meaning)
        for kind, words in (("numerals", NUMBER_WORDS), ("provinces", province_names())):
            for word in words:
                meaning = _Meaning(kind, Entry(kind, word), word, glued=False, exact=kind == "provinces")
                surfaces.setdefault(word.lower(), []).append(meaning)
        self._meanings = list(surfaces.values())
        self._automaton = AhoCorasick(list(surfaces), matchkind=MatchKind.Standard)

    def scan(self, source: SourceText) -> Scan:
        """Find every phrase in a text."""
        lower, view = source.lower + " ", source.view  # so that there is a character at -1 and behind the end
        hits: Hits = {kind: {} for kind in (*PHRASE_KINDS, *OWN_KINDS)}
        meanings = self._meanings
        several: list[list[Hit]] = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(source.lower, overlapping=True):
            if lower[end].isalnum() and lower[end - 1].isalnum():
                continue
            before = lower[start - 1]
            behind_digit = before.isdigit()
            if before.isalnum() and not behind_digit and lower[start].isalnum():
                continue
            if behind_digit and not lower[start].isalpha() and lower[start].isalnum():
                continue
            for meaning in meanings[pattern]:
                if behind_digit and not meaning.glued:
                    continue
                if meaning.exact and view[start:end] != meaning.surface:
                    continue
                hit = Hit(start, end, meaning.entry, meaning.surface)
                at_start = hits[meaning.kind].setdefault(start, hit)
                if at_start is hit:
                    continue
                if isinstance(at_start, Hit):
                    hits[meaning.kind][start] = at_start = [at_start]
                    several.append(at_start)
                at_start.append(hit)
        for found in several:
            found.sort(key=_end, reverse=True)
        return Scan(source, hits)


_end = itemgetter(1)  # of a hit


class Scan:
    """What the one pass found in a text."""

    def __init__(self, source: SourceText, hits: Hits) -> None:
        self.source = source
        self.view = source.view
        self.lower = source.lower
        self.numbers = [m.span() for m in NUMBER.finditer(source.view)]
        capitals = [m.span() for m in CAPITALS.finditer(source.view)]
        self.capitals = [(start, end) for start, end in capitals if end - start <= _LONGEST_TOKEN]
        if len(self.capitals) < len(capitals):
            junk = Spans(span for span in capitals if span[1] - span[0] > _LONGEST_TOKEN)
            hits = {kind: {at: f for at, f in found.items() if not junk.holds(at)} for kind, found in hits.items()}
        self._hits = hits

    def at(self, kind: str, position: int) -> Hit | None:
        """Return the longest phrase of a kind that starts at an offset."""
        found = self._hits[kind].get(position)
        return found if found is None or isinstance(found, Hit) else found[0]

    def all_at(self, kind: str, position: int) -> list[Hit]:
        """Return every phrase of a kind that starts at an offset, the longest first."""
        found = self._hits[kind].get(position)
        return [] if found is None else [found] if isinstance(found, Hit) else found

    def each(self, kind: str) -> Iterator[Hit]:
        """Yield the longest phrase of a kind at each offset, in text order."""
        found = self._hits[kind]
        for start in sorted(found):
            hit = found[start]
            yield hit if isinstance(hit, Hit) else hit[0]
