"""The administrative units of Vietnam as a user asks for them: before and after 1 July 2025.

Units carry the statistics office's code. The old ones are those of June 2025 and those merged into them from about
2021 on. Names are proper names without their type word (``Ngọc Thụy``; ``Phường 5`` → ``5``). The table is read on
first use.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import regex

from vnnews.text.source import normalize

_TYPES = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")
_QUERY_PART = regex.compile(r"[^,;()]+")
_SHORT_TYPES = {
    "p": "phường",
    "x": "xã",
    "tt": "thị trấn",
    "q": "quận",
    "h": "huyện",
    "tx": "thị xã",
    "tp": "thành phố",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit with its parents.

    ``code`` is the statistics office's: of a unit of ``today`` that of July 2025, of an old one that of about 2021 and
    ``None`` if it arose later. ``successor_codes`` are those of today's units that took over a commune of June 2025;
    a commune merged before has none.
    """

    name: str
    type: str
    level: Literal["commune", "district", "province"]
    district: str | None
    province: str
    code: str | None = None
    successor_codes: tuple[str, ...] = ()
    today: bool = False


def split_type(full_name: str) -> tuple[str, str]:
    """Split ``Phường Ngọc Thụy`` into ``("phường", "Ngọc Thụy")``; the type is empty when there is none."""
    lowered = full_name.lower()
    for unit_type in _TYPES:
        if lowered.startswith(unit_type + " "):
            return unit_type, bare_number(full_name[len(unit_type) + 1 :].strip())
    head, _, rest = full_name.partition(" ")
    short, dot, glued = head.lower().partition(".")
    if short in _SHORT_TYPES and (rest or glued):
        return _SHORT_TYPES[short], bare_number((head[len(short) + 1 :] + " " + rest).strip() if dot else rest)
    return "", full_name.strip()


def place_key(name: str) -> str:
    """Return a name as the table keys it: small letters, hyphens between spaces."""
    return " ".join(name.replace("-", " - ").split()).lower()


def bare_number(name: str) -> str:
    """Write a numbered unit one way: ``01`` → ``1``."""
    return str(int(name)) if name.isdecimal() and name.isascii() else name


class Table:
    """The units, by lower-case name and by code."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.units: list[Unit] = []
        self.by_code: dict[str, Unit] = {}
        self.by_name: dict[str, list[Unit]] = {}
        self.types: dict[tuple[str, str | None], set[str]] = {}  # of provinces and districts
        province = district = ""
        new = False
        for line in lines:
            if line.startswith("#") or not line:
                continue
            head, _, rest = line.partition("\t")
            if head in ("N", "P"):
                full, _, code = rest.partition("\t")
                unit_type, province = split_type(full)
                district, new = "", head == "N"
                self._add(Unit(province, unit_type, "province", None, province, code or None, today=new))
            elif head == "D":
                full, _, code = rest.partition("\t")
                unit_type, district = split_type(full)
                self._add(Unit(district, unit_type, "district", district, province, code or None))
            else:
                unit_type, name = split_type(head)
                code, _, successors = rest.partition("\t")
                old = None if new else district
                known = None if code == "-" else code
                self._add(Unit(name, unit_type, "commune", old, province, known, tuple(successors.split()), new))

    def _add(self, unit: Unit) -> None:
        self.units.append(unit)
        self.by_name.setdefault(place_key(unit.name), []).append(unit)
        if unit.level != "commune":
            self.types.setdefault((unit.province, unit.district), set()).add(unit.type)
        elif unit.today and unit.code is not None:
            self.by_code[unit.code] = unit

    def named(self, name: str) -> list[Unit]:
        """Return the units that bear a proper name, whatever its case."""
        return self.by_name.get(place_key(name), [])


@functools.cache
def table() -> Table:
    """Return the table of units, read on first use and kept."""
    text = files("vnnews.lexicon").joinpath("places.txt").read_text(encoding="utf-8")
    return Table(text.splitlines())


@functools.cache
def province_names() -> frozenset[str]:
    """Return the provinces' proper names, old and new."""
    return frozenset(unit.name for unit in table().units if unit.level == "province")


def find(query: str) -> list[Unit]:
    """Return every unit that fits a name such as ``phường Ngọc Thụy, quận Long Biên``, today's units last.

    The first part names the unit, the others its parents in any order; type words and their abbreviations
    may be left out. No part is guessed: a name that several units bear gives them all.

    >>> [(u.name, u.district, u.province) for u in find("phường Ngọc Thụy, quận Long Biên")]
    [('Ngọc Thụy', 'Long Biên', 'Hà Nội')]
    """
    parts = [piece for part in _QUERY_PART.findall(normalize(query)) for piece in _split_dashes(part.strip()) if piece]
    if not parts:
        return []
    (unit_type, name), *parents = map(split_type, parts)
    found = [u for u in table().named(name) if not unit_type or u.type == unit_type]
    for parent_type, parent in parents:
        found = [u for u in found if _lies_in(u, parent_type, place_key(parent))]
    return sorted(found, key=lambda u: u.today)


def _split_dashes(part: str) -> list[str]:
    """Split ``Ngọc Thụy - Long Biên``, not the name ``Bà Rịa - Vũng Tàu``."""
    return [part] if table().named(split_type(part)[1]) else part.split(" - ")


def _lies_in(unit: Unit, parent_type: str, parent: str) -> bool:
    fits = [u for u in ((unit.province, None), (unit.province, unit.district)) if place_key(u[1] or u[0]) == parent]
    return any(not parent_type or parent_type in table().types.get(u, ()) for u in fits)


def successors(unit: Unit | str) -> list[Unit]:
    """Return today's units of an old one, the one that took the population first.

    >>> [u.name for u in successors("phường Ngọc Thụy, quận Long Biên")]
    ['Bồ Đề', 'Hồng Hà']
    """
    old = find(unit) if isinstance(unit, str) else [unit]
    codes = dict.fromkeys(code for u in old if not u.today for code in u.successor_codes)
    return [table().by_code[code] for code in codes]
