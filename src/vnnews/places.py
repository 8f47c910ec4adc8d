"""The administrative units of Vietnam as a user asks for them: before and after 1 July 2025.

Units of today carry the statistics office's code. Names are proper names without their type word
(``Ngọc Thụy``; ``Phường 5`` → ``5``). The table is read on first use.
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
_QUERY_PART = regex.compile(r"[^,;()\-]+")
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
    """An administrative unit with its parents; ``code`` is ``None`` for units of before July 2025."""

    name: str
    type: str
    level: Literal["commune", "district", "province"]
    district: str | None
    province: str
    code: str | None = None
    successor_codes: tuple[str, ...] = ()

    @property
    def today(self) -> bool:
        """Whether the unit exists since 1 July 2025."""
        return self.code is not None


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


def bare_number(name: str) -> str:
    """Write a numbered unit one way: ``01`` → ``1``."""
    return str(int(name)) if name.isdecimal() and name.isascii() else name


class Table:
    """The units, by lower-case name and by code."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.units: list[Unit] = []
        self.by_code: dict[str, Unit] = {}
        self.by_name: dict[str, list[Unit]] = {}
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
                self._add(Unit(province, unit_type, "province", None, province, code or None))
            elif head == "D":
                unit_type, district = split_type(rest)
                self._add(Unit(district, unit_type, "district", district, province))
            else:
                unit_type, name = split_type(head)
                codes = tuple(rest.split())
                if new:
                    self._add(Unit(name, unit_type, "commune", None, province, codes[0]))
                else:
                    self._add(Unit(name, unit_type, "commune", district, province, None, codes))

    def _add(self, unit: Unit) -> None:
        self.units.append(unit)
        self.by_name.setdefault(unit.name.lower(), []).append(unit)
        if unit.code is not None and unit.level == "commune":
            self.by_code[unit.code] = unit


@functools.cache
def table() -> Table:
    """Return the table of units, read on first use and kept."""
    text = files("vnnews.lexicon").joinpath("places.txt").read_text(encoding="utf-8")
    return Table(text.splitlines())


@functools.cache
def province_names() -> regex.Pattern[str]:
    """Return a pattern of the provinces' proper names, old and new, as whole words."""
    names = sorted({u.name for u in table().units if u.level == "province"}, key=len, reverse=True)
    # `Hòa Bình`, `Thái Bình` and the like also name wards: a type word before them says so
    return regex.compile(
        rf"(?<![\p{{L}}\d]|[Pp]hường |[Xx]ã |[Tt]hị trấn |[Hh]uyện |[Qq]uận |[Tt]hôn |[Đđ]ường |"
        rf"[Pp]hố )(?:{'|'.join(map(regex.escape, names))})(?![\p{{L}}\d]| \p{{Lu}})"
    )


def find(query: str) -> list[Unit]:
    """Return every unit that fits a name such as ``phường Ngọc Thụy, quận Long Biên``, today's units last.

    The first part names the unit, the others its parents in any order; type words and their abbreviations
    may be left out. No part is guessed: a name that several units bear gives them all.

    >>> [(u.name, u.district, u.province) for u in find("phường Ngọc Thụy, quận Long Biên")]
    [('Ngọc Thụy', 'Long Biên', 'Hà Nội')]
    """
    parts = [split_type(part.strip()) for part in _QUERY_PART.findall(normalize(query)) if part.strip()]
    if not parts:
        return []
    (unit_type, name), *parents = parts
    found = [u for u in table().by_name.get(name.lower(), []) if not unit_type or u.type == unit_type]
    for _, parent in parents:
        wanted = parent.lower()
        found = [u for u in found if wanted in (u.province.lower(), (u.district or "").lower())]
    return sorted(found, key=lambda u: u.today)


def successors(unit: Unit | str) -> list[Unit]:
    """Return today's units of an old one, the one that took the population first.

    >>> [u.name for u in successors("phường Ngọc Thụy, quận Long Biên")]
    ['Bồ Đề', 'Hồng Hà']
    """
    old = find(unit) if isinstance(unit, str) else [unit]
    codes = dict.fromkeys(code for u in old if not u.today for code in u.successor_codes)
    return [table().by_code[code] for code in codes]
