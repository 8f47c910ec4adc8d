"""Body mentions → organizations: units shared over coordinated lists, one item per name, with its unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from vnnews.find.mentions import BodyMention, TitleMention, UnitMention
from vnnews.records import AdminUnit, Level, Place
from vnnews.text.spans import ByStart

_JOINER = regex.compile(r"\s*(?:[,&/-]|và|cùng|, và)\s*")
_LONGEST_TITLE = 300  # characters
_FUSED_RULES = ("title_ban", "title_phòng", "title_khối", "title_văn_phòng")


@dataclass
class Body:
    """A body of the article, with the unit it serves: the one its name ends in, else the article's own commune."""

    name: str
    mention: BodyMention
    level: Level | None = None
    place: str | None = None
    mentions: list[BodyMention] = field(default_factory=list)
    acronyms: list[BodyMention] = field(default_factory=list)  # bare ones that mean this body


def share_units(view: str, mentions: Sequence[BodyMention]) -> list[BodyMention]:
    """Give each body of a coordinated list the unit that its last one names: ``Đảng ủy, HĐND, UBND xã X``."""
    shared = list(mentions)
    for index in range(len(shared) - 2, -1, -1):
        here, following = shared[index], shared[index + 1]
        gap = view[here.end : following.start]
        if len(gap) > 6 or not _JOINER.fullmatch(gap) or here.entries[0].get("serves") == "country":
            continue
        unit = _shared_unit(here, following.unit)
        if unit is None and (here.outermost_unit is not None or here.head in _LEVELLED):
            continue
        if unit is not None and here.within is not None:
            shared[index] = here._replace(within=here.within._replace(unit=unit), bare_acronym=False)
        elif unit is not None:
            shared[index] = here._replace(unit=unit, bare_acronym=False)
        elif following.within is not None and _side_by_side(here, following):
            shared[index] = here._replace(within=following.within, bare_acronym=False)
    return shared


# heads that name the level
_LEVELLED = {
    "Tỉnh ủy": "tỉnh",
    "Thành ủy": "thành phố",
    "Huyện ủy": "huyện",
    "Quận ủy": "quận",
    "Thị ủy": "thị xã",
}
_INNER = frozenset(("Ban Thường vụ", "Ban Chấp hành", "Ủy ban Kiểm tra", "Thường trực", "Văn phòng"))


def _side_by_side(here: BodyMention, following: BodyMention) -> bool:
    """Whether two bodies can belong to one: ``Ban Thường vụ, Ủy ban Kiểm tra …``, ``Ban Pháp chế, Ban Đô thị HĐND``."""
    boards = all(body.branch == "council" and body.head.startswith("Ban ") for body in (here, following))
    return boards or {here.head, following.head} <= _INNER


def _shared_unit(here: BodyMention, unit: UnitMention | None) -> UnitMention | None:
    """Return what of the next body's unit holds here too: ``Thành ủy, UBND TP Hà Nội`` → ``Hà Nội``."""
    outermost = here.outermost
    own = outermost.unit
    if unit is None or unit.name is None:
        return unit if own is None and outermost.head not in _LEVELLED else None
    if outermost.head in _LEVELLED:
        return unit._replace(type="") if own is None and _LEVELLED[outermost.head] == unit.type else None
    return unit if own is None else None


def _generic(view: str, mention: BodyMention) -> bool:
    """``lực lượng công an``: a bare head in small letters is a common noun, but for Party and council."""
    if view[mention.start].isupper():
        return False
    if mention.outermost_unit is not None:
        return mention.outermost_unit.level == "neighbourhood"  # `giải nhất thuộc về chi hội xóm 5`
    if mention.field:
        return False
    if mention.within is not None:
        return mention.within.bare_acronym  # `các đồng chí thường trực HĐND`
    return mention.branch not in ("party", "council")


def resolve_bodies(view: str, mentions: Sequence[BodyMention], place: Place) -> list[Body]:
    """Group mentions by canonical name; a bare acronym joins the body that carries its head, else it names none.

    ``place`` is what the article is about; its bodies without a unit's name serve it.
    """
    bodies: dict[str, Body] = {}
    for mention in mentions:
        if mention.bare_acronym or _generic(view, mention):
            continue
        body = bodies.setdefault(
            mention.name.casefold(), Body(_first_upper(mention.name), mention, *_served(mention, place))
        )
        body.mentions.append(mention)
    for mention in mentions:
        if mention.bare_acronym and (meant := _meant(mention, bodies.values(), place.ward)):
            meant.acronyms.append(mention)
    return list(bodies.values())


def _served(mention: BodyMention, place: Place) -> tuple[Level | None, str | None]:
    """Return level and name of the unit a body serves: ``Đảng ủy`` and ``UBND phường`` serve the article's ward."""
    unit = mention.outermost_unit
    if unit is not None and unit.name:
        return unit.level, unit.name
    if unit is not None:
        own = {"commune": place.ward, "district": place.district, "province": place.province}.get(unit.level)
        return unit.level, own.name if own is not None and own.type in (None, unit.type) else None
    outermost = mention.outermost
    bare = outermost.entries[0].get("serves") == "commune" and not outermost.field
    return ("commune", place.ward.name) if bare and place.ward is not None else (None, None)


def _meant(acronym: BodyMention, bodies: Iterable[Body], ward: AdminUnit | None) -> Body | None:
    """Return the body of a bare acronym: the one with its head that serves the article's ward, else the only one."""
    same = [
        body
        for body in bodies
        if body.mention.head == acronym.head and not body.mention.field and body.mention.within is None
    ]
    own = [body for body in same if ward is not None and body.place == ward.name]
    named = [body for body in own if body.mention.unit is not None and body.mention.unit.name]
    if own:
        return (named or own)[0]
    return same[0] if len(same) == 1 and (ward is None or same[0].level is None) else None


def _first_upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def outside_fused_titles(view: str, bodies: Sequence[BodyMention], titles: Sequence[TitleMention]) -> list[BodyMention]:
    """Drop the bodies inside titles whose head is fused, which its small letter shows: ``Trưởng ban Dân vận``."""
    fused = ByStart(title for title in titles if title.rule in _FUSED_RULES)
    return [body for body in bodies if not _fused_away(view, body.start, fused)]


def _fused_away(view: str, position: int, fused: ByStart[TitleMention]) -> bool:
    around = fused.within(position - _LONGEST_TITLE, position)
    return any(position < title.end and _small_head(view, title.start, position) for title in around)


def _small_head(view: str, start: int, body: int) -> bool:
    head = _HEAD.search(view, start, body + 14)
    return head is None or head[0][0].islower() or head.start() != body


_HEAD = regex.compile(r"(?i:ban|phòng|khối|văn phòng)(?!\p{L})")
