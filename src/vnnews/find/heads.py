"""Whether a head of the lexicon opens a body's name where it stands, or is part of an office, a place, another word."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Sequence

import regex

from vnnews.find.names import is_unit_name, read_place_name
from vnnews.find.reading import Reading
from vnnews.lexicon import Entry, Lexicon
from vnnews.text.lookup import Hit

_LONGEST_OFFICE = 40  # characters
_BESIDE = regex.compile(r"\p{L} \Z")
_HAMLET_OPENS = regex.compile(r"(?<!\p{L})(?:thôn|bản|ấp|xóm|khóm|làng|buôn|sóc) \Z")
_UNIT_OPENS = regex.compile(r"(?i:xã|phường|thị trấn|huyện|quận) ((?:\p{Lu}\p{Ll}+ ){1,2})\Z")


def find_offices(reading: Reading) -> list[Hit]:
    """Return the offices of several words that the text holds, in order."""
    return [hit for hit in reading.scan.each("positions") if " " in hit.surface or "." in hit.surface]


def outside_office(offices: list[Hit], hit: Hit, meanings: Sequence[Entry]) -> bool:
    """Whether a head is no part of an office's own words: `Đảng ủy viên`, `Phó Bí thư | Thường trực`."""
    index = bisect_right(offices, hit.start, key=lambda office: office.start) - 1
    for office in offices[max(0, index - 2) : index + 1]:
        if office.start <= hit.start < office.end:
            whole = (
                hit.end == office.end and hit.surface.istitle() and " " not in hit.surface
            )  # `Trưởng | Phòng Nội vụ`
            told = str(office.entry.get("body") or "")
            named = any(told.startswith(other.form) for other in meanings)
            return whole or bool(told and named) or hit.end > office.end
    return True


@functools.lru_cache(maxsize=8)
def _body_forms(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(entry.form.lower() for entry in lexicon["bodies"])


def stands_for_another(reading: Reading, hit: Hit) -> bool:
    """Whether a head is an acronym that means another one here: ``BCH`` of ``BCH PCTT``, ``TT`` of ``TT Y tế``."""
    acronym = reading.acronyms.get(hit.start)
    return (
        acronym is not None
        and acronym.end == hit.end
        and acronym.kind == "organization"
        and not acronym.defined_here
        and acronym.expansion is not None
        and acronym.expansion.lower() != hit.entry.form.lower()
        and acronym.expansion.lower() in _body_forms(reading.lexicon)
    )


def inside_place(reading: Reading, hit: Hit) -> bool:
    """Whether a head is a syllable of a unit's name: ``xã Mỹ Hội Đông``."""
    if not reading.view[hit.start].isupper():
        return False
    alone = " " not in hit.surface and not hit.surface.isupper()
    if alone and _HAMLET_OPENS.search(reading.lower, max(0, hit.start - 8), hit.start):
        return True  # `thôn Sở Hạ`
    match = _UNIT_OPENS.search(reading.view, max(0, hit.start - 28), hit.start)
    if match is None:
        return False
    place = read_place_name(reading, match.start(1), None)
    return place is not None and place[0] > hit.start and is_unit_name(place[1])


def inside_compound(reading: Reading, hit: Hit) -> bool:
    """``Đại hội``, ``trụ sở``, ``bộ đội``: the head is the second half of another word; ``Hội An`` is a place."""
    no_body, head = reading.lexicon.words("no_body"), hit.entry.form.split(" ", 1)[0].lower()
    before = (
        reading.words_before(hit.start, 1) if _BESIDE.search(reading.view, max(0, hit.start - 2), hit.start) else []
    )
    if before and f"{before[0]} {head}" in no_body:
        return True
    if " " in hit.entry.form:
        return False
    if f"{head} {reading.word_at(hit.end + 1)}" in no_body:
        return True
    named = read_place_name(reading, hit.start, None) if reading.view[hit.start].isupper() else None
    return named is not None and named[0] > hit.end and is_unit_name(named[1])


def behind_office(reading: Reading, start: int) -> bool:
    """Whether an office ends right before an offset."""
    before = reading.scan.within("positions", max(0, start - _LONGEST_OFFICE), start)
    return any(office.end == start - 1 for hit in before for office in reading.scan.all_at("positions", hit.start))
