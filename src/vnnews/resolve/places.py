"""Which unit an article is about: from the units it names, its headline, its host name; parents from the table.

Nothing is invented: a ward whose name several districts bear keeps its parents open and lists the candidates.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

import regex

from vnnews import places, records
from vnnews.find.mentions import UnitMention
from vnnews.text.source import without_marks

_SHORT = 600  # a text of some sentences may name its unit in the last one
_LEAD = 400  # characters after the headline that tell what an article is about
_REFORM = "2025-07-01"
_MERGERS = "2024-07-01"  # most communes merged between the earlier table and the reform were so within a year of it
# province of the tables → its name before a day: tỉnh Thừa Thiên Huế became thành phố Huế on 1 January 2025
_RENAMED = {"Huế": ("2025-01-01", "Thừa Thiên Huế")}
_PREFIXES = ("phuong", "xa", "thitran", "quan", "huyen", "tx", "tp", "thixa", "thanhpho")


def resolve_place(
    view: str,
    units: Sequence[UnitMention],
    headline: tuple[int, int] | None,
    url: str | None,
    day: str | None,
) -> records.Place:
    """Return the article's place on a day (ISO 8601: the posting date, else the text's latest).

    Every part that text, host name and table leave open is ``None``.
    """
    new = _since_reform(day)
    hosted = _from_host(url, new)
    units = [u for u in units if not _HOME.search(view, max(0, u.start - 16), u.start)]
    units += _opening(view, headline)
    told_ward = _main(units, "commune", headline, len(view))
    ward = hosted.get("commune")
    if ward is None or (told_ward is not None and told_ward.name == ward.name):
        ward = told_ward  # the text tells the type as well
    if ward is None:
        return _without_ward(units, headline, hosted, day)
    told = _told_parents(view, units, ward)
    provinces = _names(units, "province")
    districts = _names(units, "district")
    candidates = _candidates(ward, day, {**told, **hosted}, provinces, districts)
    if not new and "district" in told and all(u.district != told["district"].name for u in candidates):
        candidates = []  # a unit abolished or renamed before the tables keeps the text's names
    parents = {(u.district, u.province) for u in candidates}
    district = province = None
    if len(parents) == 1:
        district, province = next(iter(parents))
    elif len({u.province for u in candidates}) == 1:
        province = candidates[0].province
    if not candidates:
        district, province = _told_or_only(units, told, headline)
    codes = {u.code for u in candidates}
    unit = records.AdminUnit(
        name=ward.name or "", type=ward.type or None, code=next(iter(codes)) if len(codes) == 1 else None,
        candidates=tuple(_full(u) for u in candidates) if len(parents) > 1 else (),
    )  # fmt: skip
    province = province or (hosted["province"].name if "province" in hosted else None)
    successors = places.successors(candidates[0]) if len(candidates) == 1 and not new else []
    return records.Place(
        ward=unit,
        district=None if new else _district(district, province),
        province=_province(province, day),
        successors=tuple(records.AdminUnit(name=u.name, type=u.type, code=u.code) for u in successors),
    )


_OPENING = regex.compile(r"\p{Lu}[\p{L}' ]{2,30}?(?= ?: )")


def _opening(view: str, headline: tuple[int, int] | None) -> list[UnitMention]:
    """Return the commune that opens a headline without its type word: ``Ia Hrung: Trao 186 suất quà``."""
    match = _OPENING.match(view, headline[0]) if headline else None
    if match is None:
        return []
    name = match[0].title() if match[0].isupper() else match[0]
    known = places.table().named(name)
    if not known or any(unit.level != "commune" for unit in known):
        return []  # `Hòa Bình:` is more often the province
    types = {unit.type for unit in known}
    return [UnitMention(match.start(), match.end(), types.pop() if len(types) == 1 else "", "commune", known[0].name)]


def _since_reform(day: str | None) -> bool:
    return day is not None and day[:10] >= _REFORM


def _told_or_only(
    units: Sequence[UnitMention], told: dict[str, UnitMention], headline: tuple[int, int] | None
) -> tuple[str | None, str | None]:
    """Return district and province of a ward the tables lack: those told beside it, else the text's only ones."""
    beside = told.get("district")
    district = beside.name if beside else _only(districts_of(units), headline)
    if "province" in told:
        return district, told["province"].name
    parent = _only_parent(district, beside.type if beside else "")
    return district, parent or _only([u for u in units if u.level == "province" and u.name], headline)


_HOME = regex.compile(r"(?i:quê|quê ở|quê quán|trú tại|trú ở|ngụ tại|ngụ|hộ khẩu tại):? \Z")
# what a unit was made into later: thị xã Tân Uyên is a thành phố of the table
_GREW = {"thị xã": ("thành phố", "quận"), "huyện": ("thị xã", "thành phố", "quận")}
_GAP = regex.compile(r" ?(?:,|\(|-|\(thuộc|, thuộc|thuộc|của)? ?")


def _told_parents(view: str, units: Sequence[UnitMention], ward: UnitMention) -> dict[str, UnitMention]:
    """Return the parents that stand right after the ward: ``phường Phú Hữu, quận 9``, ``xã A (huyện B, tỉnh C)``."""
    ordered = sorted(units, key=lambda u: u.start)
    found: dict[str, UnitMention] = {}
    for index, unit in enumerate(ordered):
        if unit.name != ward.name or unit.level != "commune":
            continue
        at = unit.end
        for following in ordered[index + 1 : index + 3]:
            if following.start < at or not _GAP.fullmatch(view, at, following.start):
                break
            level = (
                "district"
                if following.level == "district"
                or (following.level == "province" and following.type == "thành phố" and following.name == "Huế")
                else following.level
            )
            if level in ("district", "province"):
                found.setdefault(level, following)
            at = following.end
    return found


def _only_parent(district: str | None, unit_type: str = "") -> str | None:
    """Return the province of a district whose name (and type) no other province has."""
    if not district:
        return None
    named = [u for u in places.table().named(district) if u.level == "district"]
    typed = [u for u in named if u.type == unit_type] or [u for u in named if u.type in _GREW.get(unit_type, ())]
    parents = {u.province for u in typed or named}
    return next(iter(parents)) if len(parents) == 1 else None


def districts_of(units: Sequence[UnitMention]) -> list[UnitMention]:
    """Return the districts named among units."""
    return [u for u in units if u.level == "district" and u.name]


def _full(unit: places.Unit) -> str:
    return ", ".join(part for part in (f"{unit.type} {unit.name}", unit.district, unit.province) if part)


def _district(name: str | None, province: str | None) -> records.AdminUnit | None:
    """Return a district with type and code, as far as no other of its name has others."""
    if not name:
        return None
    known = [u for u in places.table().named(name) if u.level == "district" and province in (None, u.province)]
    return _described(name, known)


def _province(name: str | None, day: str | None) -> records.AdminUnit | None:
    """Return a province with its type and code, under the name it bore on a day."""
    if not name:
        return None
    if name in _RENAMED and day is not None and day < _RENAMED[name][0]:
        name = _RENAMED[name][1]
    known = [u for u in places.table().named(name) if u.level == "province"]
    new = _since_reform(day)
    return _described(name, [u for u in known if u.today == new] or known)


def _described(name: str, known: Sequence[places.Unit]) -> records.AdminUnit:
    types = {u.type for u in known}
    codes = {u.code for u in known}
    return records.AdminUnit(
        name=name,
        type=next(iter(types)) if len(types) == 1 else None,
        code=next(iter(codes)) if len(codes) == 1 else None,
    )


def _names(units: Sequence[UnitMention], level: str) -> set[str]:
    return {u.name for u in units if u.level == level and u.name}


def _main(
    units: Sequence[UnitMention], level: str, headline: tuple[int, int] | None, length: int = 0
) -> UnitMention | None:
    """Return the unit of a level that the article is about: the headline's, the only one, or the prevailing one."""
    named = [u for u in units if u.level == level and u.name]
    votes: Counter[str] = Counter()
    for unit in named:
        assert unit.name is not None
        in_headline = headline is not None and headline[0] <= unit.start < headline[1]
        in_lead = headline is not None and headline[1] <= unit.start < headline[1] + _LEAD
        votes[unit.name] += 4 if in_headline else 2 if in_lead else 1
    if not votes:
        return None
    (first, most), *rest = votes.most_common(2)
    if rest and (most <= rest[0][1] or most < min(0.5 * votes.total(), 2 * rest[0][1])):
        return None
    if len(votes) > 3 and most < 4:
        return None
    mentions = sorted((u for u in named if u.name == first), key=lambda u: u.start)
    main = mentions[0]._replace(type=next((u.type for u in mentions if u.type), ""))
    # what an article is about is named early
    return main if level != "commune" or main.start < max(0.6 * length, _SHORT) else None


def _only(units: Sequence[UnitMention], headline: tuple[int, int] | None) -> str | None:
    found = _main(units, units[0].level, headline) if units else None
    return found.name if found else None


def _candidates(
    ward: UnitMention,
    day: str | None,
    hosted: dict[str, UnitMention],
    provinces: set[str],
    districts: set[str],
) -> list[places.Unit]:
    """Return the table's units that the ward can be, narrowed by the parents that text and host name give."""
    if ward.name is None:
        return []
    new = _since_reform(day)
    found = [u for u in places.table().named(ward.name) if u.level == "commune" and u.today == new]
    if not new:
        early = day is not None and day < _MERGERS
        found = [u for u in found if (u.code if early else u.successor_codes)] or found
    typed = [u for u in found if u.type == ward.type]
    found = typed or found
    for level, named in (("province", provinces), ("district", districts)):
        host = hosted.get(level)
        wanted = {host.name.lower()} if host and host.name else {n.lower() for n in named}
        fits = [u for u in found if (getattr(u, level) or "").lower() in wanted]
        found = fits or found
    return found


def _without_ward(
    units: Sequence[UnitMention], headline: tuple[int, int] | None, hosted: dict[str, UnitMention], day: str | None
) -> records.Place:
    new = _since_reform(day)
    district = hosted.get("district") or _main(units, "district", headline)
    province = hosted.get("province") or _main(units, "province", headline)
    if district is not None and (parent := _only_parent(district.name, district.type)):
        return records.Place(
            district=None if new else _district(district.name, parent), province=_province(parent, day)
        )
    return records.Place(
        district=_district(district.name, province.name if province else None) if district and not new else None,
        province=_province(province.name, day) if province else None,
    )


def _bare(name: str) -> str:
    """Write a unit's name as host names do: ``Ngọc Thụy`` → ``ngocthuy``."""
    return "".join(c for c in without_marks(name.lower()) if c.isalnum() and c.isascii())


@functools.cache
def _by_host_name() -> dict[str, list[places.Unit]]:
    """Return the units by their name in host names, built on the first address."""
    found: dict[str, list[places.Unit]] = {}
    for unit in places.table().units:
        found.setdefault(_bare(unit.name), []).append(unit)
    return found


def _from_host(url: str | None, new: bool) -> dict[str, UnitMention]:
    """Read the units of a portal's host name: ``ngocthuy.longbien.hanoi.gov.vn``."""
    if not url:
        return {}
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return {}
    official = host.endswith(".gov.vn")
    labels = host.removesuffix(".vn").removesuffix(".gov").removesuffix(".com").removeprefix("www.").split(".")
    found: dict[str, UnitMention] = {}
    for label in reversed(labels):
        fits = _fitting(label, found, new)
        if not fits and not new and ("province" in found or label.startswith(_PREFIXES)):
            fits = _joined(label, found["province"].name if "province" in found else None)
        types = {unit.type for unit in fits}
        for unit in fits:
            unit_type = unit.type if unit.level != "commune" or len(types) == 1 else ""
            found.setdefault(unit.level, UnitMention(0, 0, unit_type, unit.level, unit.name))
    # another site's name can look like a unit's: only two levels that fit each other are believed
    return found if official or {"commune", "district"} <= found.keys() else {}


def _fitting(label: str, found: dict[str, UnitMention], new: bool) -> tuple[places.Unit, ...]:
    province = found["province"].name if "province" in found else None
    named = [unit for reading in sorted(_readings(label)) for unit in _by_host_name().get(reading, [])]
    for level in ("province", "district", "commune"):
        if level in found:
            continue
        fits = [u for u in named if u.level == level and (level == "province" or u.today == new)]
        if province and level != "province":
            fits = [u for u in fits if u.province == province] or fits
        if fits and len({u.name for u in fits}) == 1:
            return tuple(fits) if level == "commune" else (fits[0],)
    return ()


def _joined(label: str, province: str | None) -> tuple[places.Unit, ...]:
    """Read a label that joins ward and district: ``mythanhgiongtrom`` of Bến Tre, ``phuong6tanbinh``."""
    units = [u for u in places.table().units if province in (None, u.province) and not u.today]
    for district in units:
        if district.level == "district" and label.endswith(_bare(district.name)):
            rest = _readings(label.removesuffix(_bare(district.name)))
            for ward in units:
                if (
                    ward.level == "commune"
                    and (ward.district, ward.province) == (district.name, district.province)
                    and _bare(ward.name) in rest
                ):
                    return ward, district
    return ()


def _readings(label: str) -> set[str]:
    label = label.replace("-", "")
    readings = {label, label.removesuffix("city")}
    for prefix in _PREFIXES:
        if label.startswith(prefix) and len(label) > len(prefix):
            readings.add(label.removeprefix(prefix))
    return readings
