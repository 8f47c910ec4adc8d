"""The text as the caller gave it, and the normalized view that the rules read, tied by offsets.

The original is never altered. The view has the letters of old fonts read and is in NFC, with one spelling for what
Vietnamese pages write in many: ``Ð``→``Đ``, odd quotes and dashes to their plain form, zero-width marks dropped, runs
of spaces to one space, hard-wrapped lines joined, tone marks on the letter where the dictionaries put them
(``uỷ``→``ủy``, ``hoà``→``hòa``).
"""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

import regex

from vnnews.text.encoding import Damage, repair, spelt_by_a_font
from vnnews.text.wrapping import unwrapped

SPACES = "\t\x0b\x00\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\r"
LINE_BREAKS = "\x0c\x85\u2028\u2029"
ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
DOUBLE_QUOTES = "“”„‟″＂"
SINGLE_QUOTES = "‘’‛′`´ʼ"
DASHES = "‐‑‒–—―−－"

CONTROLS = "".join(map(chr, (*range(1, 9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))))
_ONE_TO_ONE = {
    character: plain
    for characters, plain in (
        (SPACES + CONTROLS, " "), (LINE_BREAKS, "\n"), (DOUBLE_QUOTES, '"'), (SINGLE_QUOTES, "'"), (DASHES, "-"),
        ("Ð", "Đ"), ("ð", "đ"),
    )
    for character in characters
}  # fmt: skip
_PLAIN = "".join(set(_ONE_TO_ONE.values()))
_ZERO_WIDTH = regex.compile(f"[{ZERO_WIDTH}]")
_FIRST_SURROGATE = "\ud800"
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
# What changes length, in the order of the alternatives: white space around a line break, a run of spaces,
# a letter with its combining marks, zero-width marks.
_UNEVEN = regex.compile(rf" ++\n[ ]*+|\n ++| {{2,}}+|[^\s\p{{M}}]\p{{M}}++|[{ZERO_WIDTH}]++")
_UNEVEN_SPACES = regex.compile(r" ++\n[ ]*+|\n ++| {2,}+")
_COMBINING = regex.compile(r"\p{M}")
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng


def _tone_pairs() -> dict[str, str]:
    """Both letters of an open final ``oa``, ``oe``, ``uy`` with the tone on the second → with it on the first."""
    pairs = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            for a, b in ((first, second), (first.upper(), second), (first.upper(), second.upper())):
                wrong = a + unicodedata.normalize("NFC", b + tone)
                pairs[wrong] = unicodedata.normalize("NFC", a + tone) + b
    return pairs


_TONE_PAIRS = _tone_pairs()
# `quý`, `quỷ`: the u belongs to the onset; `hoàn`, `thoát`: a closed syllable keeps its tone where it is.
_MISPLACED_TONE = regex.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\p{L})")


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where the pieces of the view begin in the view and in the original.

    ``ends[i]`` is ``None`` for a piece whose characters stand one for one, else the end in the original of
    what the whole piece stands for.
    """

    views: list[int]
    starts: list[int]
    ends: list[int | None]

    def start(self, position: int) -> int:
        """Return the offset in the original at which view character ``position`` begins."""
        piece = bisect_right(self.views, position) - 1
        offset = position - self.views[piece] if self.ends[piece] is None else 0
        return self.starts[piece] + offset

    def end(self, position: int) -> int:
        """Return the offset in the original at which the view character before ``position`` ends."""
        piece = bisect_right(self.views, position - 1) - 1
        whole = self.ends[piece]
        return self.starts[piece] + position - self.views[piece] if whole is None else whole


@dataclass(frozen=True, slots=True)
class SourceText:
    """The caller's text, its normalized view, the view in lower case (same length), and the offset map.

    Lone surrogates of ``text``, which no encoder accepts, are U+FFFD.
    ``readable`` is the text with the letters of old fonts read (same length), ``damage`` where they stand;
    ``offsets`` is ``None`` when the view has the original's offsets. ``signs`` holds what in the lowered view is
    neither letter nor digit, and perhaps more.
    """

    text: str
    readable: str
    view: str
    lower: str
    signs: frozenset[str]
    offsets: OffsetMap | None = None
    damage: tuple[Damage, ...] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that the view's ``[start, end)`` stands for."""
        if self.offsets is None:
            return start, end
        first = self.offsets.start(start)
        return first, self.offsets.end(end) if end > start else first

    def original(self, start: int, end: int) -> str:
        """Return the original characters of a view span, lone surrogates as U+FFFD."""
        first, last = self.original_span(start, end)
        return self.text[first:last]

    def written(self, start: int, end: int) -> str:
        """Return the original's writing of a view span as a value: composed, letters of old fonts read."""
        first, last = self.original_span(start, end)
        return composed(self.readable[first:last])


def without_surrogates(text: str) -> str:
    """Replace lone surrogates, which no encoder accepts, by U+FFFD of the same length."""
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def _evened(match: regex.Match[str]) -> str:
    """Return what an uneven piece becomes in the view."""
    piece = match[0]
    if "\n" in piece:
        return "\n"
    if piece[0] == " ":
        return " "
    return _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", piece))


def _even(text: str, even_characters: bool) -> tuple[str, OffsetMap | None]:
    """Make the pieces that change length, and the map that tells where they were.

    ``even_characters`` is told of a text in NFC without zero-width marks: only its white space can change length.
    """
    if even_characters and "  " not in text and " \n" not in text and "\n " not in text:
        return text, None
    pieces: list[str] = []
    offsets = OffsetMap([0], [0], [None])
    at = length = 0
    for match in (_UNEVEN_SPACES if even_characters else _UNEVEN).finditer(text):
        start, end = match.span()
        piece = _evened(match)
        if len(piece) == end - start:
            continue
        pieces += (text[at:start], piece)
        length += start - at
        offsets.views.append(length)
        offsets.starts.append(start)
        offsets.ends.append(end)
        length += len(piece)
        offsets.views.append(length)
        offsets.starts.append(end)
        offsets.ends.append(None)
        at = end
    if not pieces:
        return text, None
    pieces.append(text[at:])
    return "".join(pieces), offsets


def _lowered(view: str) -> str:
    lower = view.lower()
    if len(lower) == len(view):
        return lower
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in view)  # U+0130 lowers to two characters


def read(text: str) -> SourceText:
    """Build the view of a text, with an offset map only where normalization changed lengths."""
    characters = set(text)
    if max(characters, default="") >= _FIRST_SURROGATE:
        text = without_surrogates(text)
        characters = set(text)
    readable = text
    damage: tuple[Damage, ...] = ()
    if spelt_by_a_font(characters):
        readable, damage = repair(text)
        characters = set(readable)
    plain = readable
    for character in _ONE_TO_ONE.keys() & characters:
        plain = plain.replace(character, _ONE_TO_ONE[character])
    in_nfc = unicodedata.is_normalized("NFC", plain)
    view, offsets = _even(plain, in_nfc and characters.isdisjoint(ZERO_WIDTH))
    view = unwrapped(view)
    view = _MISPLACED_TONE.sub(lambda m: _TONE_PAIRS.get(m[0], m[0]), view)
    lower = _lowered(view)
    signs = "".join(c for c in (characters if in_nfc else set(view)) if not c.isalnum())
    return SourceText(text, readable, view, lower, frozenset(signs + signs.lower() + _PLAIN), offsets, damage)


def normalize(text: str) -> str:
    """Return the normalized form of a text: what the rules read.

    >>> normalize("Uỷ ban nhân dân xã Hoà Bình")
    'Ủy ban nhân dân xã Hòa Bình'
    """
    return read(text).view


def without_marks(text: str) -> str:
    """Strip tone and vowel marks from text in small letters, ``đ`` to ``d``: ``Đặng`` in small letters → ``dang``."""
    return _COMBINING.sub("", unicodedata.normalize("NFD", text.replace("đ", "d")))


def fold_spaces(text: str) -> str:
    """Fold every run of white space into one space and strip the ends."""
    return " ".join(text.split())


@functools.lru_cache(maxsize=16384)
def composed(text: str) -> str:
    """Return a value's NFC form, zero-width marks dropped and spaces folded: how values are written."""
    return fold_spaces(_ZERO_WIDTH.sub("", unicodedata.normalize("NFC", without_surrogates(text))))
