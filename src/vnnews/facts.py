"""What was found and settled in one text, before it becomes a record. Offsets are of the view."""

from __future__ import annotations

from dataclasses import dataclass

from vnnews.find.mentions import (
    AcronymMention,
    DateResolved,
    DocumentFound,
    StatisticFound,
)
from vnnews.find.reading import Reading
from vnnews.records import Place
from vnnews.resolve.appointments import Appointed
from vnnews.resolve.organizations import Body
from vnnews.resolve.people import Person


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a record is built from."""

    reading: Reading
    published_at: str | None
    dates: tuple[DateResolved, ...]
    people: tuple[Person, ...]
    appointments: tuple[Appointed, ...]
    acronyms: tuple[AcronymMention, ...]
    bodies: tuple[Body, ...]
    statistics: tuple[tuple[StatisticFound, str | None], ...]
    documents: tuple[tuple[DocumentFound, str | None], ...]
    place: Place
    credit: str | None = None  # an author that only the markup names
    warnings: tuple[tuple[str, str, int | None, int | None], ...] = ()
