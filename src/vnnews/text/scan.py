"""The one pass over the text: every lexicon phrase, number, acronym-like token and capitalised word, by offset.

Finders never search the text again; they ask the scan what stands at an offset.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
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


class _Meaning(NamedTuple):
    """What a phrase in small letters may be."""

    kind: str
    entry: Entry
    surface: str
    glued: bool  # may stand right behind a digit
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
        self.longest: dict[str, dict[int, Hit]] = {kind: {} for kind in (*PHRASE_KINDS, *OWN_KINDS)}
        self.several: dict[tuple[str, int], list[Hit]] = {}  # by kind and offset, where more than one starts

    def add(self, start: int, phrase: _Phrase, glued: bool = False) -> None:
        """Add a phrase at an offset; ``glued`` says that a digit stands right before it."""
        end = start + len(phrase.text)
        for kind, entry, surface, may_be_glued, exact in phrase.meanings:
            if (glued and not may_be_glued) or (exact and self._view[start:end] != surface):
                continue
            hit = _new_tuple(Hit, (start, end, entry, surface))
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
    meets whole words only. Looked up apart are the phrases that begin with a sign (`%`) and those right behind a digit
    (`120m2`).
    """

    def __init__(self, lexicon: Lexicon) -> None:
        meanings: dict[str, list[_Meaning]] = {}
        for kind in PHRASE_KINDS:
            for entry in lexicon[kind]:
                for surface in entry.surfaces:
                    view = normalize(surface)
                    exact = view.isupper() and not view[0].isdigit()
                    meaning = _Meaning(kind, entry, view, kind in GLUED_KINDS, exact)
                    meanings.setdefault(view.lower(), []).append(meaning)
        for kind, words in (("numerals", NUMBER_WORDS), ("provinces", province_names())):
            for word in words:
                meaning = _Meaning(kind, Entry(kind, word), word, glued=False, exact=kind == "provinces")
                meanings.setdefault(word.lower(), []).append(meaning)
        phrases = [_Phrase(text, found, text.isalnum()) for text, found in meanings.items()]
        self._signs = [phrase for phrase in phrases if not phrase.text[0].isalnum()]
        self._glued: dict[str, list[_Phrase]] = {}  # by the letters they begin with
        for phrase in phrases:
            if any(meaning.glued for meaning in phrase.meanings) and (letters := _LETTERS.match(phrase.text)):
                self._glued.setdefault(letters[0], []).append(phrase)
        self._words = [phrase for phrase in phrases if phrase.text[0].isalnum()]
        framed = [_framed(p.text, set(p.text)).removesuffix("" if p.text[-1].isalnum() else " ") for p in self._words]
        self._automaton = AhoCorasick(framed, matchkind=MatchKind.Standard)

    def scan(self, source: SourceText) -> Scan:
        """Find every phrase in a text."""
        lower, words, hits = source.lower, self._words, _Hits(source.view)
        for number, start, _ in self._automaton.find_matches_as_indexes(_framed(lower, source.signs), overlapping=True):
            phrase = words[number]
            if phrase.wordlike or lower.startswith(phrase.text, start):
                hits.add(start, phrase)
        for phrase in self._signs:
            start = lower.find(phrase.text)
            while start >= 0:
                if _ends(lower, start, phrase.text):
                    hits.add(start, phrase, glued=lower[start - 1 : start].isdigit())
                start = lower.find(phrase.text, start + 1)
        numbers = [match.span() for match in NUMBER.finditer(source.view)]
        for _, end in numbers:
            if lower[end : end + 1].isalpha() and (letters := _LETTERS.match(lower, end)):
                for phrase in self._glued.get(letters[0], ()):
                    if lower.startswith(phrase.text, end) and _ends(lower, end, phrase.text):
                        hits.add(end, phrase, glued=True)
        return Scan(source, hits, numbers)


_LETTERS = regex.compile(r"\p{L}++")
_new_tuple = tuple.__new__  # a named tuple's own constructor costs three times as much; there are hundreds a text
_end = itemgetter(1)  # of a hit


def _framed(text: str, signs: Iterable[str]) -> str:
    """Return a text with every sign a space, and a space at both ends."""
    for sign in signs:
        if not sign.isalnum():
            text = text.replace(sign, " ")
    return f" {text} "


def _ends(lower: str, start: int, text: str) -> bool:
    """Whether a phrase that was found at an offset ends there, not inside a word."""
    end = start + len(text)
    return not (lower[end : end + 1].isalnum() and text[-1].isalnum())


class Scan:
    """What the one pass found in a text."""

    def __init__(self, source: SourceText, hits: _Hits, numbers: list[tuple[int, int]]) -> None:
        self.source = source
        self.view = source.view
        self.lower = source.lower
        self.numbers = numbers
        capitals = [m.span() for m in CAPITALS.finditer(source.view)]
        self.capitals = [(start, end) for start, end in capitals if end - start <= _LONGEST_TOKEN]
        if len(self.capitals) < len(capitals):
            hits.without(Spans(span for span in capitals if span[1] - span[0] > _LONGEST_TOKEN))
        self._longest = hits.longest
        self._several = hits.several
        self._starts: dict[str, list[int]] = {}
        for found in self._several.values():
            found.sort(key=_end, reverse=True)

    def at(self, kind: str, position: int) -> Hit | None:
        """Return the longest phrase of a kind that starts at an offset."""
        return self._longest[kind].get(position)

    def all_at(self, kind: str, position: int) -> list[Hit]:
        """Return every phrase of a kind that starts at an offset, the longest first."""
        longest = self._longest[kind].get(position)
        return [] if longest is None else self._several.get((kind, position)) or [longest]

    def each(self, kind: str) -> Iterator[Hit]:
        """Yield the longest phrase of a kind at each offset, in text order."""
        return map(self._longest[kind].__getitem__, self._in_order(kind))

    def within(self, kind: str, start: int, end: int) -> Iterator[Hit]:
        """Yield the longest phrase of a kind at each offset of ``[start, end)``, in text order."""
        starts = self._in_order(kind)
        first = bisect_left(starts, start)
        return map(self._longest[kind].__getitem__, starts[first : bisect_left(starts, end, first)])

    def _in_order(self, kind: str) -> list[int]:
        if kind not in self._starts:
            self._starts[kind] = sorted(self._longest[kind])
        return self._starts[kind]
