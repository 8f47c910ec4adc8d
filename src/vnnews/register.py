"""Office-holders over many records: who was seen in which office, from when to when, and which articles say so.

Two records speak of one person only where name, unit and body agree, or where one article gives both bodies. A unit
counts as known with its province and, before July 2025, its district: `xã Tân Lập` alone joins nothing, since many
communes bear one name. Nothing is scored; each title lists the places in the articles that it rests on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vnnews.records import Article, Gender, Official, Place, Record, Title
from vnnews.text.source import normalize

# the bodies that, without a unit of their own, are those of the article's commune
_OF_THE_COMMUNE = frozenset(("đảng ủy", "ủy ban nhân dân", "hội đồng nhân dân", "ủy ban mặt trận tổ quốc"))


class Sighting(Record):
    """Where an article says it: ``text[start:end]`` of that record, code points."""

    article: str | None
    url: str | None
    day: str | None
    text: str
    start: int
    end: int


class HeldTitle(Record):
    """One office, and the first and last day (``YYYY-MM-DD``, of posting) on which an article gives it."""

    name: str
    position: str | None
    body: str | None
    former: bool
    first_seen: str | None
    last_seen: str | None
    sightings: tuple[Sighting, ...]


class Event(Record):
    """An appointment that an article tells of."""

    action: str
    title: str
    date: str | None
    sighting: Sighting


class OfficeHolder(Record):
    """One person of one unit; ``ward``, ``district`` and ``province`` are ``None`` where no article tells.

    ``gender`` is ``None`` where no honorific tells, or two tell otherwise.
    """

    name: str
    gender: Gender | None
    ward: str | None
    district: str | None
    province: str | None
    titles: tuple[HeldTitle, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """The unit that an office belongs to, as far as known."""

    ward: str | None = None
    district: str | None = None
    province: str | None = None
    today: bool = False

    @property
    def settled(self) -> bool:
        """Whether no other unit can bear the same names."""
        return self.province is not None and (self.ward is None or self.district is not None or self.today)


@dataclass
class _Seen:
    """One official of one article."""

    article: Article
    official: Official
    unit: _Unit
    titles: Sequence[Title]
    keys: list[Hashable] = field(default_factory=list)


def office_holders(records: Iterable[Article | Mapping[str, Any]]) -> list[OfficeHolder]:
    """Group the officials of records into office-holders, in the order of units and names.

    A record is an :class:`~vnnews.records.Article` or its JSON object. People without a title are left out, and
    so are those named short only. Raises ``pydantic.ValidationError`` for a mapping that is no record.

    >>> import vnnews
    >>> texts = [f"Phường họp bàn công tác quý\\n{day}\\n\\nĐồng chí Lê Văn Bá, Chủ tịch UBND phường Ngọc Thụy dự."
    ...          for day in ("02/03/2020", "15/07/2021")]
    >>> (holder,) = office_holders(vnnews.pipe(texts))
    >>> holder.name, holder.district, [(t.name, t.first_seen, t.last_seen) for t in holder.titles]
    ('Lê Văn Bá', 'Long Biên', [('Chủ tịch Ủy ban nhân dân phường Ngọc Thụy', '2020-03-02', '2021-07-15')])
    """
    seen: list[_Seen] = []
    for number, record in enumerate(records):
        article = record if isinstance(record, Article) else Article.model_validate(record)
        seen += _seen(article, number)
    groups = _joined(seen)
    holders = [_holder(group) for group in groups]
    return sorted(holders, key=lambda h: tuple(part or "" for part in (h.province, h.district, h.ward, h.name)))


def _seen(article: Article, number: int) -> Iterator[_Seen]:
    for official in article.officials:
        if not official.titles:
            continue
        name = normalize(official.name).casefold()
        found = _Seen(article, official, _unit_of(official.titles[0], article), official.titles)
        found.keys.append((number, name))
        for title in official.titles:
            unit = _unit_of(title, article)
            if unit.settled:
                found.keys.append((name, unit, _body_of(title)))
            if unit.ward and not found.unit.ward:
                found.unit = unit
        yield found


def _body_of(title: Title) -> str:
    """Return what parts the bodies of a unit: its name without level and place, else the office itself."""
    return normalize(title.body or title.position or title.name).casefold()


def _unit_of(title: Title, article: Article) -> _Unit:
    """Return the unit of an office: the one that the title names, within what the article tells of its place."""
    place = article.place or Place()
    ward, district, province = (unit.name if unit else None for unit in (place.ward, place.district, place.province))
    today = bool(ward and place.ward and place.ward.code and not district and not place.successors)
    if title.level == "province":
        return _Unit(province=title.place or province)
    if title.level == "district":
        named = title.place or district
        return _Unit(district=named, province=province if named == district or province else None)
    if title.level == "central":
        return _Unit(province="")
    if title.place and title.level == "commune" and _same(title.place, ward):
        return _Unit(ward, district, province, today)
    if title.place and title.level == "commune":
        return _Unit(title.place)  # another commune than the article's: its parents are not told
    own = title.level in ("commune", "neighbourhood") or (title.body or "").casefold() in _OF_THE_COMMUNE
    return _Unit(ward, district, province, today) if own else _Unit()


def _same(name: str, other: str | None) -> bool:
    return other is not None and normalize(name).casefold() == normalize(other).casefold()


def _joined(seen: Sequence[_Seen]) -> list[list[_Seen]]:
    """Group what shares a key, directly or by way of others."""
    owner: dict[Hashable, int] = {}
    parent = list(range(len(seen)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, item in enumerate(seen):
        for key in item.keys:
            first = owner.setdefault(key, index)
            parent[root(index)] = root(first)
    groups: dict[int, list[_Seen]] = {}
    for index, item in enumerate(seen):
        groups.setdefault(root(index), []).append(item)
    return list(groups.values())


def _holder(group: Sequence[_Seen]) -> OfficeHolder:
    names: dict[str, int] = {}
    titles: dict[str, list[tuple[Title, Sighting]]] = {}
    for item in group:
        names[item.official.name] = names.get(item.official.name, 0) + 1
        for title in item.titles:
            sightings = [_sighting(item.article, m.text, m.start, m.end) for m in title.mentions]
            titles.setdefault(title.name, []).extend((title, sighting) for sighting in sightings)
    genders = {item.official.gender for item in group} - {None}
    unit = max((item.unit for item in group), key=lambda u: (u.ward is not None, u.settled))
    held = [_held(name, found) for name, found in titles.items()]
    return OfficeHolder(
        name=max(names, key=lambda name: (names[name], name)),
        gender=genders.pop() if len(genders) == 1 else None,
        ward=unit.ward,
        district=unit.district,
        province=unit.province or None,
        titles=tuple(sorted(held, key=lambda t: (t.first_seen or "", t.name))),
        events=tuple(_events(group)),
    )


def _held(name: str, found: Sequence[tuple[Title, Sighting]]) -> HeldTitle:
    days = sorted(sighting.day for _, sighting in found if sighting.day)
    title = found[0][0]
    return HeldTitle(
        name=name, position=title.position, body=title.body, former=title.former,
        first_seen=days[0] if days else None, last_seen=days[-1] if days else None,
        sightings=tuple(sighting for _, sighting in found),
    )  # fmt: skip


def _events(group: Sequence[_Seen]) -> Iterator[Event]:
    for item in group:
        index = item.article.officials.index(item.official)
        for told in item.article.appointments:
            if told.official == index:
                sighting = _sighting(item.article, told.text, told.start, told.end)
                yield Event(action=told.action, title=told.title, date=told.date, sighting=sighting)


def _sighting(article: Article, text: str, start: int, end: int) -> Sighting:
    day = article.published_at if article.published_at and len(article.published_at) >= len("2018-07-13") else None
    return Sighting(article=article.id, url=article.source.url, day=day and day[:10], text=text, start=start, end=end)
