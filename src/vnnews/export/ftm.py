"""FollowTheMoney: people, their positions, the bodies of these and who occupied them when, a line of JSON an entity.

A body of the political system is a PublicBody, any other an Organization. Properties and their values are those of the
ontology (https://followthemoney.tech), written so that its own cleaners leave them as they are: days, addresses with a
path, names in one line. The country is Vietnam throughout.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from vnnews.batch.replacing import replacing
from vnnews.export.format import Format
from vnnews.export.offices import Person, Post, Tenure, addresses, people, plain
from vnnews.records import Article

_COUNTRY = ["vn"]
_SCHEMATA = ("Person", "Position", "Occupancy", "PublicBody", "Organization")
_STATUS = {True: ["ended"], False: ["current"], None: []}


def entities(records: Iterable[Article]) -> Iterator[dict[str, Any]]:
    """Yield the entities, those that others name before them: bodies and positions, the person, the occupancies.

    A position or body that several people share is yielded once, with the sources of the first.

    >>> import vnnews
    >>> record = vnnews.extract("Ông Lê Văn Bá, Chủ tịch UBND phường Ngọc Thụy, quận Long Biên, dự họp.")
    >>> [(entity["schema"], entity["properties"].get("name")) for entity in entities([record])]  # doctest: +ELLIPSIS
    [('PublicBody', ['Ủy ban nhân dân phường ...']), ('Position', ['Chủ tịch ...']), ('Person', ['Lê Văn Bá']), ...]
    """
    known: set[str] = set()
    for person in people(records):
        for tenure in person.tenures:
            for entity in _office(tenure.post, addresses(tenure.sightings)):
                if entity["id"] not in known:
                    known.add(entity["id"])
                    yield entity
        yield _person(person)
        for tenure in person.tenures:
            yield _occupancy(person, tenure)


def _person(person: Person) -> dict[str, Any]:
    return _entity(
        person.id, "Person", name=[person.name], gender=[person.gender or ""], country=_COUNTRY, position=person.titles,
        sourceUrl=addresses(person.sightings), summary=[str(person.area)],
    )  # fmt: skip


def _office(post: Post, sources: list[str]) -> Iterator[dict[str, Any]]:
    area = [str(post.area)]
    if post.body_id and post.body:
        yield _entity(
            post.body_id, "PublicBody" if post.public else "Organization", name=[post.body], country=_COUNTRY,
            jurisdiction=_COUNTRY, classification=[post.body_head or ""], summary=area, sourceUrl=sources,
        )  # fmt: skip
    yield _entity(
        post.id, "Position", name=[post.name], country=_COUNTRY, subnationalArea=area,
        organization=[post.body_id or ""], sourceUrl=sources,
    )  # fmt: skip


def _occupancy(person: Person, tenure: Tenure) -> dict[str, Any]:
    said = dict.fromkeys(plain(sighting.text) for sighting in tenure.sightings)
    return _entity(
        tenure.id, "Occupancy", holder=[person.id], post=[tenure.post.id], startDate=tenure.starts,
        endDate=tenure.ends, electionDate=tenure.elections, date=tenure.seen, status=_STATUS[tenure.ended],
        summary=tenure.told, description=said, sourceUrl=addresses(tenure.sightings),
        recordId=[plain(sighting.article or "") for sighting in tenure.sightings],
    )  # fmt: skip


def _entity(entity_id: str, schema: str, **properties: Iterable[str]) -> dict[str, Any]:
    told = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {"id": entity_id, "schema": schema, "properties": {name: values for name, values in told.items() if values}}


def write(records: Iterable[Article], out: Path) -> dict[str, int]:
    """Write an entity a line; return how many of each schema there are."""
    counts: Counter[str] = Counter()
    with replacing(out) as made, made.open("w", encoding="utf-8", newline="\n") as file:
        for entity in entities(records):
            counts[entity["schema"]] += 1
            file.write(json.dumps(entity, ensure_ascii=False) + "\n")
    return {schema: counts[schema] for schema in _SCHEMATA}


FORMAT = Format("ftm", "FollowTheMoney entities, a line of JSON each", write)
