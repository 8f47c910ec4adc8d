"""The one pass over the text: lexicon phrases, numbers, acronym-like tokens, by offset.

Finders never search the text again; they ask the scan what stands at an offset.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from vnnews.lexicon import Entry, Lexicon
from vnnews.places import province_names
from vnnews.text.lookup import Hit, Lookup, new_tuple, surfaces
from vnnews.text.numerals import NUMBER_WORDS
from vnnews.text.source import SourceText
from vnnews.text.spans import Spans

# kinds of phrases found in the one pass, and kinds looked up where a finder asks; the others are patterns or tables
SCANNED_KINDS = (
    "actions", "bodies", "date_words", "document_types", "honorifics", "laws", "levels", "name_stops", "positions",
)  # fmt: skip
ASKED_KINDS = {"counted_nouns": True, "fields": False, "measures": True, "namesakes": False}  # may follow a digit?
OWN_KINDS = ("numerals", "provinces")  # phrases of the library itself, not of the lexicon

# `45 000` is one number, and so is `1 250 000`
NUMBER = regex.compile(r"(?<![\d.,/-])(?<!\d )\d{1,3}(?:(?: 000)++|(?: \d{3}){2,}+)(?![\d.,/]*\d)|\d++(?:[.,]\d++)*+")
# A token in capitals: UBND, TP.HCM, UB.MTTQ, PCCC&CNCH, VH-TT&DL, U.B.N.D, PC52. Split further by the acronym finder.
CAPITALS = regex.compile(
    r"(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\d]*+(?:[.&-](?=\p{Lu})[\p{Lu}\d]++(?!\p{Ll}))*+(?![\p{L}\p{N}])"
)


_LONGEST_TOKEN = 200  # characters; a longer run in capitals (`UBND-UBND-…`) is no writing


class _Meaning(NamedTuple):
    """What a phrase in small letters may be."""

    kind: str
    entry: Entry
    surface: str
    exact: bool  # counts as written only: an abbreviation in capitals (`CT`, `TP`), a province's name


class _Phrase(NamedTuple):
    """A phrase in small letters and all that it may be."""

    text: str
    meanings: list[_Meaning]
    wordlike: bool  # letters and digits alone: no sign or space to compare


class _Hits:
    """The phrases of a text by kind and offset."""

    def __init__(self, view: str) -> None:
        self._view = view
        self.longest: dict[str, dict[int, Hit]] = {kind: {} for kind in (*SCANNED_KINDS, *OWN_KINDS)}
        self.several: dict[tuple[str, int], list[Hit]] = {}  # by kind and offset, where more than one starts

    def add(self, start: int, phrase: _Phrase) -> None:
        """Add a phrase at an offset."""
        end = start + len(phrase.text)
        for kind, entry, surface, exact in phrase.meanings:
            if exact and self._view[start:end] != surface:
                continue
            hit = new_tuple(Hit, (start, end, entry, surface))
            longest = self.longest[kind]
            other = longest.setdefault(start, hit)
            if other is not hit:
                self.several.setdefault((kind, start), [other]).append(hit)
                if end > other.end:
                    longest[start] = hit

    def without(self, junk: Spans) -> None:
        """Drop what stands in junk."""
        for kind, found in self.longest.items():
            self.longest[kind] = {at: hit for at, hit in found.items() if not junk.holds(at)}


class Phrases:
    """A lexicon's phrases, compiled once for every text.

    A phrase is looked for with a space before and behind it in a text whose signs are spaces, so that the automaton
    meets whole words only.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        meanings: dict[str, list[_Meaning]] = {}
        for kind in SCANNED_KINDS:
            for lower, entry, view, exact in surfaces(lexicon[kind]):
                meanings.setdefault(lower, []).append(_Meaning(kind, entry, view, exact))
        for kind, words in (("numerals", NUMBER_WORDS), ("provinces", province_names())):
            for word in words:
                meaning = _Meaning(kind, Entry(kind, word), word, exact=kind == "provinces")
                meanings.setdefault(word.lower(), []).append(meaning)
        self._phrases = [_Phrase(text, found, text.isalnum()) for text, found in meanings.items()]
        self._automaton = AhoCorasick([_framed_phrase(p.text) for p in self._phrases], matchkind=MatchKind.Standard)
        self._lookups = {kind: Lookup(lexicon[kind], glued) for kind, glued in ASKED_KINDS.items()}

    def scan(self, source: SourceText) -> Scan:
        """Find every phrase in a text."""
        lower, phrases, hits = source.lower, self._phrases, _Hits(source.view)
        for number, start, _ in self._automaton.find_matches_as_indexes(_framed(lower, source.signs), overlapping=True):
            phrase = phrases[number]
            if phrase.wordlike or lower.startswith(phrase.text, start):
                hits.add(start, phrase)
        return Scan(source, hits, self._lookups)


_end = itemgetter(1)  # of a hit


def _framed(text: str, signs: Iterable[str]) -> str:
    """Return a text with every sign a space, and a space at both ends."""
    for sign in signs:
        if not sign.isalnum():
            text = text.replace(sign, " ")
    return f" {text} "


def _framed_phrase(text: str) -> str:
    framed = _framed(text, set(text))
    return framed if text[-1].isalnum() else framed[:-1]  # the space that a last sign has become is its frame


class Scan:
    """What the one pass found in a text."""

    def __init__(self, source: SourceText, hits: _Hits, lookups: Mapping[str, Lookup]) -> None:
        self.source = source
        self.view = source.view
        self.lower = source.lower
        self.numbers = [m.span() for m in NUMBER.finditer(source.view)]
        capitals = [m.span() for m in CAPITALS.finditer(source.view)]
        self.capitals = [(start, end) for start, end in capitals if end - start <= _LONGEST_TOKEN]
        if len(self.capitals) < len(capitals):
            hits.without(Spans(span for span in capitals if span[1] - span[0] > _LONGEST_TOKEN))
        self._lookups = lookups
        self._asked: dict[str, tuple[int, Hit | None]] = dict.fromkeys(lookups, (-1, None))  # the last answer
        self._longest = hits.longest
        self._several = hits.several
        self._starts: dict[str, list[int]] = {}
        for found in self._several.values():
            found.sort(key=_end, reverse=True)

    def at(self, kind: str, position: int) -> Hit | None:
        """Return the longest phrase of a kind that starts at an offset."""
        found = self._longest.get(kind)
        if found is not None:
            return found.get(position)
        last, hit = self._asked[kind]
        if last != position:
            hit = self._lookups[kind].at(self.view, self.lower, position)
            self._asked[kind] = position, hit
        return hit

    def all_at(self, kind: str, position: int) -> list[Hit]:
        """Return every phrase of a scanned kind that starts at an offset, the longest first."""
        longest = self._longest[kind].get(position)
        return [] if longest is None else self._several.get((kind, position)) or [longest]

    def each(self, kind: str) -> Iterator[Hit]:
        """Yield the longest phrase of a scanned kind at each offset, in text order."""
        return map(self._longest[kind].__getitem__, self._in_order(kind))

    def within(self, kind: str, start: int, end: int) -> Iterator[Hit]:
        """Yield the longest phrase of a scanned kind at each offset of ``[start, end)``, in text order."""
        starts = self._in_order(kind)
        first = bisect_left(starts, start)
        return map(self._longest[kind].__getitem__, starts[first : bisect_left(starts, end, first)])

    def _in_order(self, kind: str) -> list[int]:
        if kind not in self._starts:
            self._starts[kind] = sorted(self._longest[kind])
        return self._starts[kind]
