"""The one pass over the text: every lexicon phrase, number, acronym-like token and capitalised word, by offset.

Finders never search the text again; they ask the scan what stands at an offset.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from vnnews.lexicon import Entry, Lexicon
from vnnews.text.source import SourceText, normalize

# kinds that are looked up as phrases; the others are patterns or tables
PHRASE_KINDS = (
    "actions", "bodies", "counted_nouns", "date_words", "document_types", "fields", "honorifics", "levels",
    "laws", "measures", "name_stops", "namesakes", "positions", "qualifiers",
)  # fmt: skip

GLUED_KINDS = ("counted_nouns", "measures")  # `120m2`, `395hộ`

# `45 000` is one number, and so is `1 250 000`
NUMBER = regex.compile(r"(?<![\d.,/-])(?<!\d )\d{1,3}(?:(?: 000)++|(?: \d{3}){2,}+)(?![\d.,/]*\d)|\d++(?:[.,]\d++)*+")
# A token in capitals: UBND, TP.HCM, UB.MTTQ, PCCC&CNCH, VH-TT&DL, U.B.N.D, PC52. Split further by the acronym finder.
CAPITALS = regex.compile(
    r"(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\d]*+(?:[.&-](?=\p{Lu})[\p{Lu}\d]++(?!\p{Ll}))*+(?![\p{L}\p{N}])"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexicon phrase found at a span of the view."""

    start: int
    end: int
    entry: Entry
    surface: str


class Phrases:
    """A lexicon's phrases, compiled once for every text."""

    def __init__(self, lexicon: Lexicon) -> None:
        surfaces: dict[str, list[tuple[Entry, str]]] = {}
        for kind in PHRASE_KINDS:
            for entry in lexicon[kind]:
                for surface in entry.surfaces:
                    view = normalize(surface)
                    surfaces.setdefault(view.lower(), []).append((entry, view))
        self._meanings = list(surfaces.values())
        self._automaton = AhoCorasick(list(surfaces), matchkind=MatchKind.Standard)

    def scan(self, source: SourceText) -> Scan:
        """Find every phrase in a text."""
        lower, view = source.lower, source.view
        hits: dict[str, dict[int, list[Hit]]] = {kind: {} for kind in PHRASE_KINDS}
        for pattern, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            if end < len(lower) and lower[end].isalnum() and lower[end - 1].isalnum():
                continue
            before = lower[start - 1] if start else " "
            if before.isalnum() and lower[start].isalnum() and not (before.isdigit() and lower[start].isalpha()):
                continue
            for entry, surface in self._meanings[pattern]:
                if before.isdigit() and entry.kind not in GLUED_KINDS:
                    continue
                # a surface in capitals is an abbreviation (`CT`, `TP`): only capitals mean it
                if surface.isupper() and view[start:end] != surface and not surface[0].isdigit():
                    continue
                hits[entry.kind].setdefault(start, []).append(Hit(start, end, entry, surface))
        for found in hits.values():
            for at in found.values():
                at.sort(key=lambda hit: -hit.end)
        return Scan(source, hits)


class Scan:
    """What the one pass found in a text."""

    def __init__(self, source: SourceText, hits: dict[str, dict[int, list[Hit]]]) -> None:
        self.source = source
        self.view = source.view
        self.lower = source.lower
        self._hits = hits
        self.numbers = [m.span() for m in NUMBER.finditer(source.view)]
        self.capitals = [m.span() for m in CAPITALS.finditer(source.view)]

    def at(self, kind: str, position: int) -> Hit | None:
        """Return the longest phrase of a kind that starts at an offset."""
        found = self._hits[kind].get(position)
        return found[0] if found else None

    def all_at(self, kind: str, position: int) -> list[Hit]:
        """Return every phrase of a kind that starts at an offset, the longest first."""
        return self._hits[kind].get(position, [])

    def each(self, kind: str) -> Iterator[Hit]:
        """Yield the longest phrase of a kind at each offset, in text order."""
        found = self._hits[kind]
        for start in sorted(found):
            yield found[start][0]
