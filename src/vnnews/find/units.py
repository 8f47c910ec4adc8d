"""Units named in the text with their type word: ``phường Ngọc Thụy``, ``TP.Phan Thiết``, ``quận 9``, ``thôn 3``."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from vnnews import places
from vnnews.find.mentions import UnitMention
from vnnews.find.names import is_surname, is_unit_name, read_place_name, read_run
from vnnews.find.reading import Reading
from vnnews.records import Level
from vnnews.text.lookup import Hit

_BRACKETED = regex.compile(r" ?\((\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,2}), (?=\p{Lu})")
_PARENT = regex.compile(r" \((?:thuộc )?|, | - ")
_NUMBER = regex.compile(r"(?:số )?(\d{1,3}[A-Za-zĐđ]?)(?![\d.,/]*\d|[\p{L}%])")
_ROMAN = regex.compile(r"(?:số )?([IVX]{1,5})(?![\p{L}\d])")
_CITY = regex.compile(r"(?:TP|T\.P|Tp)[. ]{0,2}HCM\b|TPHCM\b")
_ONE_SPACE = regex.compile(r"[ \n]")
_DOT = regex.compile(r"\.? ?")


def read_unit(reading: Reading, position: int, bare: bool = True) -> UnitMention | None:
    """Read a unit at an offset; with ``bare`` the type word alone will do (``UBND phường``)."""
    city = _CITY.match(reading.view, position)
    if city:
        return UnitMention(position, city.end(), "thành phố", "province", "Hồ Chí Minh")
    for hit in reading.scan.all_at("levels", position):
        unit = _named(reading, hit)
        if unit is not None:
            return unit
        if bare and _plain_level(reading, hit):
            return UnitMention(hit.start, hit.end, hit.entry.form, hit.entry.get("level"), None)
    return None


def _named(reading: Reading, hit: Hit) -> UnitMention | None:
    view, entry = reading.view, hit.entry
    short = hit.surface != hit.surface.lower()
    gap = (_DOT if short else _ONE_SPACE).match(view, hit.end)
    at = gap.end() if gap else hit.end
    level = entry.get("level")
    if level == "central":
        return None
    single = len(hit.surface.rstrip(".")) == 1
    if single and view[hit.start : hit.start + 1].islower():
        return None
    if number := (_NUMBER.match(view, at) or (level == "neighbourhood" and _ROMAN.match(view, at)) or None):
        if entry.form in ("thành phố", "tỉnh", "huyện", "thị xã", "xã", "thị trấn"):
            return None
        name = number[0] if level == "neighbourhood" else places.bare_number(number[1])
        return UnitMention(hit.start, number.end(), entry.form, level, name)
    if single and view[hit.end : hit.end + 1] != "." and not hit.surface.endswith("."):
        return None  # a lone `Q` or `H` needs its full stop
    named = read_place_name(reading, at, entry.form if entry.get("unit") or level == "neighbourhood" else None)
    if named is None:
        return None
    if level == "neighbourhood" and view[hit.start].isupper() and is_unit_name(view[hit.start : named[0]]):
        return None  # `Sóc Trăng` is no hamlet
    if entry.form == "thành phố" and not _is_province(named[1]):
        level = "district"
    return UnitMention(hit.start, named[0], entry.form, level, named[1])


def _is_province(name: str) -> bool:
    """Whether a city is a province-level one: thành phố Thanh Hóa lies in tỉnh Thanh Hóa."""
    units = places.table().named(name)
    return any(u.level == "province" and u.type == "thành phố" for u in units)


def _plain_level(reading: Reading, hit: Hit) -> bool:
    """Whether a type word alone names the level: not `xã` of `xã hội`, not a lone abbreviation."""
    surface = hit.surface
    if hit.entry.get("level") == "neighbourhood":
        return bool(hit.entry.get("alone")) and surface.islower()
    if surface.isupper():
        return surface in ("TP", "TX", "TT", "TW", "TƯ", "VN", "KP")
    following = reading.word_at(reading.after_space(hit.end))
    return not (surface == "xã" and following in ("hội", "viên", "đội")) and not surface.endswith(".")


def read_bare_place(reading: Reading, position: int) -> UnitMention | None:
    """Read a province, city or district named without its type word: ``Thành ủy | Đà Nẵng``."""
    run = read_run(reading, position, limit=4, hyphen=True)
    for count in range(len(run), 0, -1):
        name = reading.view[position : run.end(count)]
        units = [u for u in places.table().named(name) if u.level != "commune"]
        rest = run.syllables[count:]
        if units and (not rest or (len(rest) >= 2 and is_surname(reading, rest[0]))):
            level: Level = "province" if any(u.level == "province" for u in units) else "district"
            return UnitMention(position, run.end(count), "", level, name)
    return None


def _bracketed_district(reading: Reading, position: int) -> UnitMention | None:
    """Read a district that only its place tells: ``xã Tùng Lâm (Tĩnh Gia, Thanh Hóa)``."""
    match = _BRACKETED.match(reading.view, position)
    if not match or not read_bare_place(reading, match.end()):
        return None
    return UnitMention(match.start(1), match.end(1), "", "district", match[1])


def find_units(reading: Reading) -> Iterator[UnitMention]:
    """Yield the administrative units that the article names with their type word, and bare province names."""
    end = 0
    for hit in reading.scan.each("levels"):
        if hit.start < end or not reading.open(hit.start):
            continue
        unit = read_unit(reading, hit.start, bare=False)
        if unit is not None and unit.level in ("commune", "district", "province"):
            end = unit.end
            yield unit
            if unit.level == "commune" and (named := _bracketed_district(reading, end)):
                end = named.end
                yield named
            elif (parent := _PARENT.match(reading.view, end)) and (bare := read_bare_place(reading, parent.end())):
                end = bare.end
                yield bare
    for name in reading.scan.each("provinces"):
        if reading.open(name.start) and _names_province(reading.view, name):
            yield UnitMention(name.start, name.end, "", "province", name.surface)


# `Hòa Bình`, `Thái Bình` and the like also name wards: a type word before them says so
_OTHER_TYPE = ("Phường ", "Xã ", "Thị trấn ", "Huyện ", "Quận ", "Thôn ", "Đường ", "Phố ")
_NO_PROVINCE_AFTER = ("-", ".", *_OTHER_TYPE, *map(str.lower, _OTHER_TYPE))


def _names_province(view: str, name: Hit) -> bool:
    longer = view[name.end : name.end + 1] == " " and view[name.end + 1 : name.end + 2].isupper()
    return not longer and not view.endswith(_NO_PROVINCE_AFTER, 0, name.start)


_BELONGING = regex.compile(r" của (?=phường|xã|thị trấn|huyện|quận|thành phố|tỉnh|TP)")
_LIST_TAIL = regex.compile(
    r"(?:,| và)? ?(?:các )(?:ban,? |ngành,? |phòng,? |ban ngành,? )*(?:đoàn thể|tổ chức|ngành|đoàn thể chính trị)"
    r"(?: chính trị(?: -? ?xã hội)?)?(?: của)? (?=xã|phường|thị trấn|huyện|quận|thành phố|tỉnh)"
)


def read_unit_of_list(reading: Reading, position: int) -> UnitMention | None:
    """Read the level that a list of bodies ends in: ``UBMTTQ, các ban ngành đoàn thể | xã``."""
    match = _LIST_TAIL.match(reading.lower, position)
    unit = read_unit(reading, match.end()) if match else None
    return unit if unit and unit.name is None else None


def read_body_unit(reading: Reading, position: int) -> UnitMention | None:
    """Read the level or place that ends the name of a body or an office, after at most one line break."""
    if match := _BELONGING.match(reading.view, position):
        return read_unit(reading, match.end())
    if reading.view[position : position + 1] == ".":
        return read_unit(reading, position + 1)
    start = reading.after_space(position)
    if start == position:
        return None
    unit = read_unit(reading, start)
    if unit is None and "\n" not in reading.view[position:start]:
        return read_bare_place(reading, start)
    return unit
