"""Acronyms: tokens in capitals that the lexicon knows, the text defines, or nobody knows."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import regex

from vnnews.find.mentions import AcronymMention
from vnnews.find.names import is_vietnamese
from vnnews.lexicon import Entry, Lexicon
from vnnews.text.scan import Scan
from vnnews.text.spans import Spans

_LONGEST = 4  # parts of the longest acronym of the lexicon: LĐ-TB&XH
_WHOLE = 24  # characters of the longest
_SEPARATORS = str.maketrans("", "", " .&-")
_PART = regex.compile(r"[\p{Lu}\d]+")
_ROMAN = regex.compile(r"[IVXLC]+\Z")
_NEXT_TOKEN = regex.compile(r"\.? ?(?=\p{Lu}{2})[\p{Lu}\d]++(?![\p{L}\d])")
_TOWN = r"T[px](?=[. ]\s?\p{Lu})"  # `Tp. Huế`
_GLUED = regex.compile(r"(?<=\d)(?<![\p{L}-]\d++)\p{Lu}{3,}(?![\p{L}\d])")
_MIXED = regex.compile(r"\p{Lu}+\p{Ll}{1,2}\p{Lu}*")
_SINGLE_FOLLOWS = regex.compile(r"\. ?(?:\p{Lu}(?=\p{Ll})|\d)")  # `P.Ba Đình`, `P.5`, not the initials `P.T.T`, `H.THU`


class AcronymTable:
    """The lexicon's acronyms, looked up without the marks that writers put between the letters."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._meanings: dict[str, list[Entry]] = {}
        self._spaced: set[str] = set()
        self._exact = {surface for entry in lexicon["acronyms"] for surface in entry.surfaces}
        self.left_out = lexicon.words("no_acronym")
        # those that keep a small letter: `TTr`, `ThUV`
        small = [_TOWN, *(rf"{s}(?![\p{{L}}\d])" for s in sorted(self._exact) if _MIXED.fullmatch(s) and len(s) > 2)]
        self.small = regex.compile(rf"(?<![\p{{L}}\d])(?:{'|'.join(small)})")
        for entry in lexicon["acronyms"]:
            for surface in entry.surfaces:
                found = self._meanings.setdefault(surface.translate(_SEPARATORS), [])
                if entry not in found:
                    found.append(entry)
                if " " in surface:
                    self._spaced.add(surface.translate(_SEPARATORS))

    def meanings(self, token: str) -> tuple[Entry, ...]:
        """Return the entries of a token, those spelled just so first; ``()`` when it is unknown."""
        found = self._meanings.get(token.translate(_SEPARATORS), ())
        return tuple(sorted(found, key=lambda entry: token not in entry.surfaces))

    def one(self, token: str) -> bool:
        """Whether a token with dots is one acronym: `UB.MTTQ`, `U.B.N.D`, not `PBT.TT`."""
        parts = token.split(".")
        return len(parts) == 1 or token in self._exact or not all(len(p) > 1 and self.meanings(p) for p in parts)

    def names_body(self, token: str) -> bool:
        """Whether a token stands for (part of) a body's name: `TC-KH`; `KT-XH` is two things side by side."""
        return any(e.get("kind") == "organization" for e in self.meanings(token))

    def spaced(self, token: str) -> bool:
        """Whether a token is also written with spaces inside: ``UB MTTQ``."""
        return token.translate(_SEPARATORS) in self._spaced


@functools.lru_cache(maxsize=8)
def acronym_table(lexicon: Lexicon) -> AcronymTable:
    """Return a lexicon's acronym table, built once."""
    return AcronymTable(lexicon)


def find_acronyms(scan: Scan, lexicon: Lexicon, shouted: Mapping[int, int]) -> list[AcronymMention]:
    """Return the acronyms of a text in its order; ``shouted`` gives the lines in capitals, start → end."""
    table = acronym_table(lexicon)
    view = scan.view
    loud = Spans(shouted.items())
    found: list[AcronymMention] = []
    end = 0
    for start, stop in scan.capitals:
        if start < end:
            continue
        in_capitals = loud.holds(start)
        for mention in _split(table, view, start, stop):
            if mention.start < end or not _is_acronym(table, view, mention, in_capitals):
                continue
            end = max(end, mention.end)
            found.append(mention)
    for match in _GLUED.finditer(view):  # `140ĐVTN`
        if table.meanings(match[0]):
            found.append(_mention(table, view, match.start(), match.end()))
    for match in table.small.finditer(view):
        known = table.meanings(match[0]) or table.meanings(match[0].upper())
        found.append(AcronymMention(match.start(), match.end(), match[0], known))
    return sorted(found, key=lambda mention: mention.start)


def _split(table: AcronymTable, view: str, start: int, end: int) -> Iterator[AcronymMention]:
    """Take a token whole if the lexicon knows it so, with the next token if it knows both as one, else in parts."""
    follower = _NEXT_TOKEN.match(view, end)
    if follower and table.spaced(view[start : follower.end()]):
        yield _mention(table, view, start, follower.end())
        return
    if (
        end - start <= _WHOLE
        and table.meanings(view[start:end])
        and table.one(view[start:end])
        and ("-" not in view[start:end] or table.names_body(view[start:end]))
    ):
        yield _mention(table, view, start, end)
        return
    parts = [m.span() for m in _PART.finditer(view, start, end)]
    at = 0
    while at < len(parts):
        for upto in range(
            min(len(parts), at + _LONGEST), at, -1
        ):  # the longest known group of parts: `LĐ-TB&XH` in `UBND-LĐ-TB&XH`
            first, last = parts[at][0], parts[upto - 1][1]
            if upto == at + 1 or (table.names_body(view[first:last]) and "." not in view[first:last]):
                yield _mention(table, view, first, last)
                at = upto
                break


def _mention(table: AcronymTable, view: str, start: int, end: int) -> AcronymMention:
    return AcronymMention(start, end, view[start:end], table.meanings(view[start:end]))


_PHOTO = regex.compile(r"(?:[Ảả]nh|ẢNH|[Tt]in|[Bb]ài|PV|Nguồn)\s*:\s*(?:[\p{Lu}\d.&-]+\s*[-,]\s*)?\Z")


def _is_acronym(table: AcronymTable, view: str, mention: AcronymMention, in_capitals: bool) -> bool:
    token = mention.acronym
    if _PHOTO.search(view, max(0, mention.start - 24), mention.start) and (not mention.candidates or len(token) <= 3):
        return False  # initials of a photographer: `Ảnh: T.M`
    if token in table.left_out or token.isdigit() or (_ROMAN.match(token) and not mention.candidates):
        return False
    if len(token) == 1:
        return bool(mention.candidates) and bool(_SINGLE_FOLLOWS.match(view, mention.end)) and not in_capitals
    syllable = is_vietnamese(token)
    if in_capitals:  # in a headline in capitals every word looks like an acronym
        return bool(mention.candidates) and not syllable
    if mention.candidates:
        return True
    return not syllable and not any(c.isdigit() for c in token)
