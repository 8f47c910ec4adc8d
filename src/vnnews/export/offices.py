"""Records as people in offices: who held what, at which body of which unit, since when, and which articles say so.

What FollowTheMoney and Popolo both tell. People are grouped by :func:`vnnews.register.office_holders`, which joins two
records only where nothing else is possible. Ids are hashes of what identifies a thing, so that they stay the same when
more articles are read: a person by name, unit and the body of the first office, an office or body by name and unit;
where the unit is not known, by the article that tells.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vnnews.lexicon import builtin
from vnnews.records import Article, Gender
from vnnews.register import Event, HeldTitle, OfficeHolder, Sighting, office_holders
from vnnews.text.source import fold_spaces, normalize

_STARTS, _ENDS, _ELECTIONS = (
    frozenset(actions)
    for actions in (
        ("elected", "appointed", "assigned"), ("dismissed", "resigned", "retired"), ("elected", "re_elected")
    )
)  # fmt: skip
_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?\Z")
_FORMER = re.compile(r"(?:nguyên|cựu) (?=\S)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_ADDRESS = re.compile(r"(?i:(https?)):(//[^/?#\s]+)(\S*)")


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative unit: proper names, ``None`` where no article tells."""

    ward: str | None
    district: str | None
    province: str | None

    def __str__(self) -> str:
        return ", ".join(name for name in (self.ward, self.district, self.province) if name)


@dataclass(frozen=True, slots=True)
class Post:
    """An office that exists whoever holds it, and its body where the title names one.

    ``public`` tells that the body is one of the political system; a company, a school or a pagoda is not.
    """

    id: str
    name: str
    role: str
    area: Area
    body_id: str | None
    body: str | None
    body_head: str | None
    public: bool


@dataclass(slots=True)
class Tenure:
    """A person in an office. Days are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``seen`` are days of posting.

    ``ended`` is ``True`` where the last appointment ended it or an article calls it a former office, ``False`` where
    the last appointment began it, and ``None`` where no article tells.
    """

    id: str
    post: Post
    starts: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    elections: list[str] = field(default_factory=list)
    ended: bool | None = None
    seen: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the offices that the articles give."""

    id: str
    name: str
    gender: Gender | None
    area: Area
    titles: tuple[str, ...]
    tenures: tuple[Tenure, ...]
    sightings: tuple[Sighting, ...]


def people(records: Iterable[Article]) -> Iterator[Person]:
    """Yield the people in office, in the order of their units and names.

    >>> import vnnews
    >>> text = "Xã họp bầu cử\\n15/06/2021\\n\\nHĐND xã bầu ông Lê Văn Bá giữ chức Chủ tịch UBND xã ngày 10/6/2021."
    >>> (person,) = people([vnnews.extract(text)])
    >>> [(tenure.post.name, tenure.starts, tenure.ended) for tenure in person.tenures]
    [('Chủ tịch Ủy ban nhân dân xã', ['2021-06-10'], False)]
    """
    used: set[str] = set()
    for holder in office_holders(records):
        area = Area(*(name and plain(name) for name in (holder.ward, holder.district, holder.province)))
        first = holder.titles[0].sightings[0]
        witness = () if area.province else _witness(first)
        key = (holder.name, *_names(area), holder.titles[0].body or holder.titles[0].position or "", *witness)
        person = _unused(identity("person", *key), used)
        tenures = tuple(_tenures(holder, person, area))
        sightings = tuple(s for title in holder.titles for s in title.sightings)
        titles = tuple(dict.fromkeys(plain(title.name) for title in holder.titles))
        yield Person(person, plain(holder.name), holder.gender, area, titles, tenures, sightings)


def plain(text: str) -> str:
    """Return a text in one line without what cannot be seen, nor the quotes that enclose it.

    >>> plain("“Tổ trưởng\\u2028\\u202etổ  dân phố”")
    'Tổ trưởng tổ dân phố'
    """
    folded = fold_spaces(_UNSEEN.sub(" ", normalize(text))).strip()
    while len(folded) > 1 and folded[0] == folded[-1] and folded[0] in "\"'":
        folded = folded[1:-1].strip()
    return folded


def address(url: str | None) -> str | None:
    """Return a page's address with its scheme in small letters and a path, ``None`` for what is no such address.

    >>> address("HTTPS://ngocthuy.gov.vn"), address("javascript:alert(1)")
    ('https://ngocthuy.gov.vn/', None)
    """
    match = _ADDRESS.fullmatch(url or "")
    if match is None or _UNSEEN.search(match[0]):
        return None
    rest = match[3] if match[3].startswith("/") else "/" + match[3]
    return f"{match[1].lower()}:{match[2]}{rest}"


def day_of(value: str | None) -> str | None:
    """Return the year, month or day that a TIMEX3 value names, ``None`` for all else.

    >>> [day_of(value) for value in ("2021-06-10TMO", "2021-06", "2021-H1", "XXXX-06-10", "2021/2026")]
    ['2021-06-10', '2021-06', None, None, None]
    """
    match = _DAY.match(value or "")
    return match[1] if match else None


def addresses(sightings: Iterable[Sighting]) -> list[str]:
    """Return the addresses of the pages that say it, each once."""
    return list(dict.fromkeys(url for s in sightings if (url := address(s.url))))


def _tenures(holder: OfficeHolder, person: str, area: Area) -> Iterator[Tenure]:
    unit = _names(area) if area.province else (person,)  # an office of an unknown unit is this person's alone
    tenures: dict[str, Tenure] = {}

    def tenure_of(title: HeldTitle | Event) -> Tenure:
        post = _post(title, area, unit)
        return tenures.setdefault(post.id, Tenure(identity("tenure", person, post.id), post))

    former = set[str]()
    for title in holder.titles:
        tenure = tenure_of(title)
        tenure.sightings += title.sightings
        if title.former:
            former.add(tenure.post.id)
        else:
            tenure.seen += (s.day for s in title.sightings if s.day)
    for event in sorted(holder.events, key=lambda e: (day_of(e.date) or e.sighting.day or "", e.sighting.start)):
        _add_event(tenure_of(_same_office(event, holder.titles) or event), event)
    for tenure in tenures.values():
        tenure.ended = True if tenure.post.id in former else tenure.ended
        for days in (tenure.starts, tenure.ends, tenure.elections, tenure.seen):
            days[:] = sorted(set(days))
        yield tenure


def _add_event(tenure: Tenure, event: Event) -> None:
    tenure.sightings.append(event.sighting)
    tenure.told.append(f"{event.action}: {plain(event.sighting.text)}")
    tenure.ended = event.action in _ENDS
    if day := day_of(event.date):
        for actions, days in ((_STARTS, tenure.starts), (_ENDS, tenure.ends), (_ELECTIONS, tenure.elections)):
            if event.action in actions:
                days.append(day)


def _same_office(event: Event, titles: Iterable[HeldTitle]) -> HeldTitle | None:
    """Return the title that an appointment names, though one of them may tell level and place and the other not."""
    name = _office_name(event.title).casefold()
    held = [(title, _office_name(title.name).casefold()) for title in titles]
    same = [t for t, n in held if n == name]
    like = same or [t for t, n in held if f"{n} ".startswith(f"{name} ") or f"{name} ".startswith(f"{n} ")]
    return like[0] if same or len(like) == 1 else None


def _office_name(title: str) -> str:
    """Return the office of a title: without the word that says it was left."""
    name = _FORMER.sub("", plain(title), count=1) if _FORMER.match(plain(title)) else plain(title)
    return name[:1].upper() + name[1:]


def _post(title: HeldTitle | Event, area: Area, unit: Sequence[str]) -> Post:
    name = _office_name(title.name if isinstance(title, HeldTitle) else title.title)
    head = plain(title.body) if isinstance(title, HeldTitle) and title.body else None
    at = name.casefold().find(head.casefold()) if head else -1
    body = name[at:] if at > 0 else None
    role = plain(title.position) if isinstance(title, HeldTitle) and title.position else name
    body_id = identity("body", _unplaced(body, area), *unit) if body else None
    post_id, public = identity("post", _unplaced(name, area), *unit), head is not None and _public(head)
    return Post(post_id, name, _office_name(role), area, body_id, body, head, public)


@functools.cache
def _branches() -> Mapping[str, str]:
    return {form.casefold(): entry.get("branch") for entry in builtin()["bodies"] for form in entry.surfaces}


def _public(head: str) -> bool:
    """Tell whether the lexicon knows the body by the longest beginning of its name, and not as ``other``."""
    words = head.casefold().split(" ")
    known = (_branches().get(" ".join(words[:count])) for count in range(len(words), 0, -1))
    return next(filter(None, known), "other") != "other"


def _unplaced(name: str, area: Area) -> str:
    """Drop the unit's own name: `UBND phường Ngọc Thụy` is the `UBND phường` of Ngọc Thụy."""
    folded = name.casefold()
    for unit in (area.ward, area.district, area.province):
        folded = folded.removesuffix(f" {unit.casefold()}") if unit else folded
    return folded


def _names(area: Area) -> tuple[str, str, str]:
    return area.ward or "", area.district or "", area.province or ""


def _witness(sighting: Sighting) -> tuple[str, ...]:
    return tuple(str(part or "") for part in (sighting.article, sighting.url, sighting.day, sighting.start))


def identity(kind: str, *parts: str) -> str:
    """Return the id of what a kind of thing and these parts of its name identify."""
    folded = "\x1f".join(normalize(part).casefold() for part in parts)
    return f"vnnews-{kind}-{hashlib.sha256(folded.encode()).hexdigest()[:20]}"


def _unused(wanted: str, used: set[str]) -> str:
    """Return an id that no other person has: two people may share all that is known of them."""
    found, number = wanted, 1
    while found in used:
        number += 1
        found = f"{wanted}-{number}"
    used.add(found)
    return found
