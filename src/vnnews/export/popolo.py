"""Popolo: one JSON object of persons, organizations, posts, memberships and areas (https://www.popoloproject.com)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vnnews.batch.replacing import replacing
from vnnews.export.format import Format
from vnnews.export.offices import Area, Person, Tenure, addresses, identity, people, plain
from vnnews.records import Article
from vnnews.register import Sighting

_CLASSES = ("persons", "organizations", "posts", "memberships", "areas")


def popolo(records: Iterable[Article]) -> dict[str, list[dict[str, Any]]]:
    """Return what the records say of people in office as Popolo's five lists.

    >>> import vnnews
    >>> found = popolo([vnnews.extract("Ông Lê Văn Bá, Chủ tịch UBND phường Ngọc Thụy, dự họp.")])
    >>> found["memberships"][0]["label"]
    'Chủ tịch Ủy ban nhân dân phường Ngọc Thụy'
    >>> {name: len(members) for name, members in found.items()}
    {'persons': 1, 'organizations': 1, 'posts': 1, 'memberships': 1, 'areas': 3}
    """
    lists: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in _CLASSES}
    for person in people(records):
        area = _areas(person.area, lists["areas"])
        told = {
            "id": person.id, "name": person.name, "gender": person.gender, "sources": _sources(person.sightings),
        }  # fmt: skip
        lists["persons"][person.id] = _known(told)
        for tenure in person.tenures:
            post = tenure.post
            if post.body_id:
                body = {"id": post.body_id, "name": post.body, "classification": post.body_head, "area_id": area}
                lists["organizations"].setdefault(post.body_id, _known(body))
            office = {
                "id": post.id, "label": post.name, "role": post.role, "organization_id": post.body_id, "area_id": area,
            }  # fmt: skip
            lists["posts"].setdefault(post.id, _known(office))
            lists["memberships"][tenure.id] = _membership(person, tenure, area)
    return {name: list(members.values()) for name, members in lists.items()}


def _membership(person: Person, tenure: Tenure, area: str | None) -> dict[str, Any]:
    """Return who held what; a day is told where all articles name one and the same."""
    post = tenure.post
    return _known({
        "id": tenure.id, "label": post.name, "role": post.role, "person_id": person.id,
        "organization_id": post.body_id, "post_id": post.id, "area_id": area,
        "start_date": tenure.starts[0] if len(tenure.starts) == 1 else None,
        "end_date": tenure.ends[0] if len(tenure.ends) == 1 else None,
        "sources": _sources(tenure.sightings),
    })  # fmt: skip


def _areas(area: Area, known: dict[str, dict[str, Any]]) -> str | None:
    """Add a unit below its parents; return the id of the smallest, ``None`` where the province is not told."""
    if not area.province:
        return None
    parent: str | None = None
    path: tuple[str, ...] = ()
    for classification in ("province", "district", "ward"):
        if name := getattr(area, classification):
            path = (*path, name)
            key = identity("area", *path)
            unit = {"id": key, "name": name, "classification": classification, "parent_id": parent}
            known.setdefault(key, _known(unit))
            parent = key
    return parent


def _sources(sightings: Iterable[Sighting]) -> list[dict[str, Any]]:
    """Return the pages with what the first mention on each says."""
    notes: dict[str, str] = {}
    for sighting in sightings:
        for url in addresses([sighting]):
            notes.setdefault(url, " ".join(filter(None, (sighting.day, plain(sighting.text)))))
    return [{"url": url, "note": note} for url, note in notes.items()]


def _known(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, [])}


def write(records: Iterable[Article], out: Path) -> dict[str, int]:
    """Write the object; return how many members each of its lists has."""
    found = popolo(records)
    with replacing(out) as made:
        made.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return {name: len(members) for name, members in found.items()}


FORMAT = Format("popolo", "people in office as one Popolo object", write)
