"""Office-holders of the register as rows of a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vnnews.export.html import visible
from vnnews.records import Article
from vnnews.register import OfficeHolder, Sighting
from vnnews.report.rows import Office
from vnnews.resolve.dates import bounds

Places = Mapping[tuple[int, int, int], int]

_UNREAD: dict[str, Any] = dict.fromkeys(
    ("sections", "dates", "acronyms", "organizations", "statistics", "documents", "warnings"), ()
)


def registered(number: int, article: Article) -> Article:
    """Return a record with what the register reads and nothing else; its ``id`` is its number in the input.

    Ids of articles may be missing or repeated, and a sighting must lead back to its own article.
    """
    return article.model_copy(update={**_UNREAD, "id": str(number), "text": None})


def offices_of(holders: Iterable[OfficeHolder], places: Places) -> list[Office]:
    """Return a row for each office of each person, in the order of the register.

    An appointment to an office that no article gives the person has a row of its own, without first and last day.
    """
    return [row for holder in holders for row in _offices(holder, places)]


def place_name(ward: str | None, district: str | None, province: str | None) -> str | None:
    """Return the names of a unit and its parents: ``Ngọc Thụy, Long Biên, Hà Nội``.

    Units named by a number are wards and urban districts only, and bear their type: ``Phường 16, Quận 8``.
    """
    told = (_numbered(ward, "Phường"), _numbered(district, "Quận"), province)
    return ", ".join(filter(None, told)) or None


def _numbered(name: str | None, kind: str) -> str | None:
    return f"{kind} {name}" if name and name.isdigit() else name


def covered(value: str | None) -> tuple[str | None, str | None]:
    """Return the first and last day of a TIMEX3 value; nothing for one that no extraction wrote."""
    try:
        return bounds(value)
    except (ValueError, IndexError):
        return None, None


def _offices(holder: OfficeHolder, places: Places) -> list[Office]:
    place = place_name(holder.ward, holder.district, holder.province)
    rows = {
        t.name: Office(
            holder.name, place, t.name, t.former, t.first_seen, t.last_seen,
            tuple(_spot(sighting, places) for sighting in t.sightings), (),
        )
        for t in holder.titles
    }  # fmt: skip
    for event in holder.events:
        row = rows.get(event.title) or Office(holder.name, place, event.title, False, None, None, (), ())
        first = covered(event.date)[0] or event.sighting.day
        told = (
            event.action,
            event.date and visible(event.date),
            first and visible(first),
            _spot(event.sighting, places),
        )
        rows[event.title] = row._replace(events=(*row.events, told))
    return list(rows.values())


def _spot(sighting: Sighting, places: Places) -> int:
    return places[int(sighting.article or 0), sighting.start, sighting.end]
