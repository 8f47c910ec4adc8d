"""Body mentions → organizations: units shared over coordinated lists, one item per canonical name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from vnnews.find.mentions import BodyMention, TitleMention, UnitMention
from vnnews.find.spans import ByStart

_JOINER = regex.compile(r"\s*(?:[,&/-]|và|cùng|, và)\s*")
_LONGEST_TITLE = 300  # characters
_FUSED_RULES = ("title_ban", "title_phòng", "title_khối", "title_văn_phòng")


@dataclass
class Body:
    """A body of the article."""

    name: str
    mention: BodyMention
    mentions: list[BodyMention] = field(default_factory=list)


def share_units(view: str, mentions: Sequence[BodyMention]) -> list[BodyMention]:
    """Give each body of a coordinated list the unit that its last one names: ``Đảng ủy, HĐND, UBND xã X``."""
    shared = list(mentions)
    for index in range(len(shared) - 2, -1, -1):
        here, following = shared[index], shared[index + 1]
        gap = view[here.end : following.start]
        if len(gap) > 6 or not _JOINER.fullmatch(gap) or here.entries[0].get("central"):
            continue
        unit = _shared_unit(here, following.unit)
        if unit is None and (here.outermost_unit is not None or here.head in _LEVELLED):
            continue
        if unit is not None and here.within is not None:
            shared[index] = replace(here, within=replace(here.within, unit=unit), bare_acronym=False)
        elif unit is not None:
            shared[index] = replace(here, unit=unit, bare_acronym=False)
        elif following.within is not None and _side_by_side(here, following):
            shared[index] = replace(here, within=following.within, bare_acronym=False)
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
    innermost = here
    while innermost.within is not None:
        innermost = innermost.within
    own = innermost.unit
    if unit is None or unit.name is None:
        return unit if own is None and innermost.head not in _LEVELLED else None
    if innermost.head in _LEVELLED:
        return replace(unit, type="") if own is None and _LEVELLED[innermost.head] == unit.type else None
    return unit if own is None else None


def _generic(view: str, mention: BodyMention) -> bool:
    """``lực lượng công an``: a bare head in small letters is a common noun, but for Party and council."""
    bare = mention.outermost_unit is None and mention.within is None and not mention.field
    return bare and mention.branch not in ("party", "council") and view[mention.start].islower()


def resolve_bodies(view: str, mentions: Sequence[BodyMention]) -> list[Body]:
    """Group mentions by canonical name; a bare acronym joins the body that carries its head, else it names none."""
    bodies: dict[str, Body] = {}
    for mention in mentions:
        if mention.bare_acronym or _generic(view, mention):
            continue
        key = mention.name.casefold()
        body = bodies.setdefault(key, Body(_first_upper(mention.name), mention))
        body.mentions.append(mention)
    return list(bodies.values())


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
