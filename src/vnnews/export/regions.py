"""A record as an annotation tool holds it, and back as gold: marked characters with values, and who bears a title.

Label Studio and brat write the same regions in their own forms. A value that is left empty is what the characters
themselves say; a number is written as in JSON (``98.5``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, get_args

from vnnews.records import Acronym, Action, AdminUnit, Article, Branch, Statistic
from vnnews.text.source import normalize

TITLE_OF = "title_of"
META = ("title", "category", "published_at", "view_count", "credit", "ward", "district", "province")


def _literals(model: type[Any], name: str) -> tuple[str, ...]:
    return get_args(model.model_fields[name].annotation)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that regions of a kind bear; one of ``choices`` where there are any, else free text."""

    name: str
    choices: tuple[str, ...] = ()


VALUES: Mapping[str, tuple[Value, ...]] = MappingProxyType({
    "person": (Value("name"),),
    "title": (Value("title"),),
    "organization": (Value("name"), Value("branch", get_args(Branch))),
    "acronym": (Value("acronym"), Value("expansion"), Value("kind", _literals(Acronym, "kind"))),
    "date": (Value("value"),),
    "statistic": (
        Value("kind", _literals(Statistic, "kind")), Value("value"), Value("value_max"), Value("total"), Value("unit"),
        Value("period"),
    ),
    "document": (Value("number"), Value("type"), Value("date")),
    "appointment": (Value("name"), Value("title"), Value("action", get_args(Action)), Value("date")),
})  # fmt: skip
_SPOKEN = {"person": "name", "title": "title", "organization": "name", "acronym": "acronym"}  # may be the characters


@dataclass(frozen=True, slots=True)
class Region:
    """Marked characters: code points of the text, half open; ``key`` is unique within the article."""

    key: str
    kind: str
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marked:
    """An article in an annotation tool; ``links`` are keys of a title's and its bearer's region."""

    text: str
    id: str | None = None
    url: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def marked(article: Article, text: str) -> Marked:
    """Return a record as regions in text order, the outer one of two before the inner.

    >>> import vnnews
    >>> record = vnnews.extract("Ông Lê Văn Bá, Chủ tịch UBND xã, dự họp.")
    >>> for region in marked(record, record.text).regions[:2]:
    ...     print(region.key, region.kind, region.start, region.end, dict(region.values))
    r1 person 4 13 {}
    r2 title 15 31 {'title': 'Chủ tịch Ủy ban nhân dân xã'}
    """
    found = {spot: {k: v for k, v in values.items() if v} for spot, values in _spots(article, text)}
    ordered = sorted(found, key=lambda spot: (spot[1], -spot[2], tuple(VALUES).index(spot[0]), spot[3]))
    keys = {spot: f"r{number}" for number, spot in enumerate(ordered, 1)}
    regions = tuple(Region(keys[spot], *spot[:3], found[spot]) for spot in ordered)
    place = article.place
    told: dict[str, Any] = {name: getattr(article, name) for name in META[:5]}
    told |= {level: _name(getattr(place, level)) for level in META[5:]}
    meta = {name: str(value) for name, value in told.items() if value is not None}
    links = dict.fromkeys((keys[title], keys[person]) for title, person in _borne(article, text))
    return Marked(text, article.id, article.source.url, meta, regions, tuple(links))


_Spot = tuple[str, int, int, str]  # kind, start, end, and what tells two on the same characters apart


def _spot(kind: str, start: int, end: int, values: Mapping[str, Any], text: str) -> tuple[_Spot, dict[str, str]]:
    written = {name: _written(value) for name, value in values.items() if value is not None}
    if written.get(_SPOKEN.get(kind, "")) == text[start:end]:
        del written[_SPOKEN[kind]]
    return (kind, start, end, json.dumps(written, ensure_ascii=False)), written


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _spots(article: Article, text: str) -> Iterator[tuple[_Spot, dict[str, str]]]:
    for person in article.officials:
        for title in person.titles:
            for m in title.mentions:
                yield _spot("title", m.start, m.end, {"title": title.name}, text)
        for m in person.mentions:
            yield _spot("person", m.start, m.end, {"name": person.name}, text)
    for body in article.organizations:
        for m in body.mentions:
            yield _spot("organization", m.start, m.end, {"name": body.name, "branch": body.branch}, text)
    for short in article.acronyms:
        values = {"acronym": short.acronym, "expansion": short.expansion, "kind": short.kind}
        for m in short.mentions:
            yield _spot("acronym", m.start, m.end, values, text)
    plain: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("date", article.dates), ("statistic", article.statistics), ("document", article.documents),
        ("appointment", article.appointments),
    )  # fmt: skip
    for kind, items in plain:
        for item in items:
            yield _spot(kind, item.start, item.end, {v.name: getattr(item, v.name) for v in VALUES[kind]}, text)


def _borne(article: Article, text: str) -> Iterator[tuple[_Spot, _Spot]]:
    """Yield each place of a title with the nearest place of its bearer's name."""
    for person in article.officials:
        names = [_spot("person", m.start, m.end, {"name": person.name}, text)[0] for m in person.mentions]
        for title in person.titles if names else ():
            for m in title.mentions:
                nearest = min(names, key=lambda spot: (max(spot[1] - m.end, m.start - spot[2]), spot[1]))
                yield _spot("title", m.start, m.end, {"title": title.name}, text)[0], nearest


def _name(unit: AdminUnit | None) -> str | None:
    return unit.name if unit else None


def as_gold(article: Marked) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return an annotated article as a gold file's JSON object, and a line for each region that gold cannot take."""
    regions = sorted(article.regions, key=lambda r: (r.start, -r.end))
    by_kind: dict[str, list[Region]] = {kind: [] for kind in VALUES}
    left: list[str] = []
    for region in regions:
        if region.kind in by_kind:
            by_kind[region.kind].append(region)
        else:
            left.append(_line(article, region, "no label of this project"))
    shortened = _acronyms(article, by_kind["acronym"])
    bodies = [_said(article, r) for r in by_kind["organization"] if r.values.get("branch") != "other"]
    gold = {
        **{key: value for key, value in (("id", article.id), ("url", article.url)) if value is not None},
        "meta": _meta(article.meta, left),
        "dates": _rows(article, by_kind["date"], _date, left),
        "officials": _people(article, by_kind, left),
        "organizations": [row for kind, row in shortened if kind == "organization"],
        "abbreviations": [row for kind, row in shortened if kind != "organization"],
        "bodies": list(dict.fromkeys(bodies)),
        "statistics": _rows(article, by_kind["statistic"], _statistic, left),
        "documents": _rows(article, by_kind["document"], _document, left),
        "appointments": _rows(article, by_kind["appointment"], _appointment, left),
    }
    return gold, tuple(left)


class _UnfitError(ValueError):
    """A region that gold cannot take; the message says why."""


def _text(article: Marked, region: Region) -> str:
    return article.text[region.start : region.end]


def _said(article: Marked, region: Region) -> str:
    return region.values.get(_SPOKEN[region.kind]) or _text(article, region)


def _line(article: Marked, region: Region, reason: str) -> str:
    shown = " ".join(_text(article, region).split())
    return f"{region.kind} “{shown}” at {region.start} is left out: {reason}"


def _rows(
    article: Marked, regions: list[Region], row: Callable[[Region, str], dict[str, Any]], left: list[str]
) -> list[dict[str, Any]]:
    rows = []
    for region in regions:
        try:
            rows.append(row(region, _text(article, region)))
        except _UnfitError as unfit:
            left.append(_line(article, region, str(unfit)))
    return rows


def _date(region: Region, text: str) -> dict[str, Any]:
    return {"text": text, "value": _needed(region, "value")}


def _statistic(region: Region, text: str) -> dict[str, Any]:
    row = {"text": text, "value": _number(_needed(region, "value"))}
    row |= {name: _number(region.values[name]) for name in ("value_max", "total") if region.values.get(name)}
    known = {name: region.values.get(name) or None for name in ("unit", "period")}
    return row | {"unit": known["unit"], "kind": _needed(region, "kind"), "period": known["period"]}


def _document(region: Region, text: str) -> dict[str, Any]:
    known = {name: region.values.get(name) or None for name in ("type", "date")}
    return {"text": text, "number": _needed(region, "number"), **known}


def _appointment(region: Region, _text: str) -> dict[str, Any]:
    row = {name: _needed(region, name) for name in ("name", "title", "action")}
    return {**row, "date": region.values.get("date") or None}


def _needed(region: Region, name: str) -> str:
    value = region.values.get(name)
    if not value:
        raise _UnfitError(f"it has no {name}")
    choices = next(known.choices for known in VALUES[region.kind] if known.name == name)
    if choices and value not in choices:
        raise _UnfitError(f"{name} is {value!r}, not one of {', '.join(choices)}")
    return value


def _number(written: str) -> int | float:
    try:
        number = json.loads(written, parse_constant=lambda _name: None)
    except ValueError:
        number = None
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise _UnfitError(f"{written!r} is no number such as 1250 or 98.5")
    return number


def _people(article: Marked, by_kind: Mapping[str, list[Region]], left: list[str]) -> list[dict[str, Any]]:
    people: dict[str, dict[str, Any]] = {}
    bearers: dict[str, str] = {}
    for region in by_kind["person"]:
        name = _said(article, region)
        bearers[region.key] = folded = normalize(name).casefold()
        person = people.setdefault(folded, {"name": name, "titles": [], "mentions": 0})
        person["mentions"] += normalize(_text(article, region)).casefold() == folded
    borne: dict[str, list[str]] = {}
    for title, person_key in article.links:
        if person_key in bearers:
            borne.setdefault(title, []).append(bearers[person_key])
    for region in by_kind["title"]:
        if region.key not in borne:
            left.append(_line(article, region, "no relation to a person"))
        for bearer in borne.get(region.key, ()):
            if (name := _said(article, region)) not in people[bearer]["titles"]:
                people[bearer]["titles"].append(name)
    return list(people.values())


def _acronyms(article: Marked, regions: list[Region]) -> list[tuple[str | None, dict[str, Any]]]:
    rows: dict[tuple[str, str | None, str | None], dict[str, Any]] = {}
    for region in regions:
        key = (_said(article, region), region.values.get("expansion") or None, region.values.get("kind"))
        row = rows.setdefault(key, {"acronym": key[0], "expansion": key[1], "count": 0})
        row["count"] += 1
    return [(key[2], row) for key, row in rows.items()]


def _meta(meta: Mapping[str, str], left: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {name: meta.get(name) or None for name in META[:5]}
    if told["view_count"] is not None:
        digits = str(told["view_count"])
        told["view_count"] = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None
        if told["view_count"] is None:
            left.append(f"view_count {digits!r} is left out: it is no whole number")
    return told | {"place": {level: meta.get(level) or None for level in META[5:]}}
