"""Gold files: what an annotator wrote of each article, as far as it is compared with records.

A gold file is JSON of the shape of :class:`Gold`; keys that are not named here are not read. Texts are as the article
has them, values as the record has them. docs/how-to/gold.md shows a whole one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from vnnews.records import Acronym, Article

TEXTS = ("text.txt", "article.txt")


class EvaluationError(ValueError):
    """A gold folder or a table of floors that cannot be used; the message names the file."""


class Row(BaseModel):
    """The keys of an item that are compared, read from a gold file or off a record's item."""

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)


class Date(Row):
    """A date expression and its TIMEX3 value; items without one are not scored."""

    text: str
    value: str | None


class Person(Row):
    """An official by full name, and the titles written out; an empty list for a citizen without office."""

    name: str
    titles: tuple[str, ...]


class Change(Row):
    """An appointment: the person, the office written out, and one of the actions of a record."""

    name: str
    title: str
    action: str


class Short(Row):
    """An acronym and what it stands for; those without an expansion are not scored."""

    acronym: str
    expansion: str | None


class Figure(Row):
    """A statistic: the fields of :class:`vnnews.records.Statistic` by the same names; money is in đồng (``VND``)."""

    text: str
    kind: str
    value: int | float
    value_max: int | float | None = None
    total: int | float | None = None
    unit: str | None = None
    period: str | None = None


class Cited(Row):
    """A document cited by number (``45/KH-UBND``) and its type (``Kế hoạch``)."""

    number: str
    type: str | None


class Meta(Row):
    """What the page says of the article; ``place`` has ``ward``, ``district`` and ``province``."""

    title: str | None = None
    category: str | None = None
    published_at: str | None = None
    view_count: int | None = None
    credit: str | None = None
    place: dict[str, str | None] | None = None


class Gold(Row):
    """The gold of one article.

    ``organizations`` are acronyms of bodies, ``abbreviations`` all other acronyms, ``bodies`` the bodies' names.
    ``appointments`` is ``None`` where nobody annotated them. ``url`` is given to the extractor.
    """

    url: str | None = None
    meta: Meta
    dates: tuple[Date, ...]
    officials: tuple[Person, ...]
    appointments: tuple[Change, ...] | None = None
    organizations: tuple[Short, ...] = ()
    abbreviations: tuple[Short, ...] = ()
    bodies: tuple[str, ...] = ()
    statistics: tuple[Figure, ...]
    documents: tuple[Cited, ...] = ()


def gold_articles(gold_dir: Path) -> Iterator[tuple[str, str, Gold]]:
    """Yield name, text and gold of each article of a folder, in the order of the names.

    Raises :class:`EvaluationError` where there is no such folder, an article lacks its text or its gold file, or the
    gold file is not of the form of :class:`Gold`.
    """
    if not gold_dir.is_dir():
        raise EvaluationError(f"{gold_dir}: no such folder")
    alone = (gold_dir / "gold.json").exists()  # the folder of one article
    for folder in [gold_dir] if alone else sorted(path for path in gold_dir.iterdir() if path.is_dir()):
        text = next((path for name in TEXTS if (path := folder / name).exists()), folder / TEXTS[0])
        gold = folder / "gold.json"
        if text.exists() or gold.exists():
            yield folder.name, _content(text), _gold(gold)


def gold_of(article: Article) -> dict[str, Any]:
    """Return a record as a gold file's JSON object: what an annotator would have written had the record been right.

    Written beside its text, it is met with F1 1.000 in every field of ``vnnews evaluate``. What gold has no place for
    is left out: offsets, rules, dates without a value, documents without a number, bodies outside the political system.

    >>> import vnnews
    >>> gold_of(vnnews.extract("Sáng 13/7/2018, UBND phường trao 35 suất quà."))["statistics"]
    [{'text': '35 suất quà', 'value': 35, 'unit': 'suất quà', 'kind': 'count', 'period': '2018-07-13TMO'}]
    """
    place = article.place
    units = {"ward": place.ward, "district": place.district, "province": place.province}
    meta = {key: getattr(article, key) for key in ("title", "category", "published_at", "view_count", "credit")}
    return {
        **{key: value for key, value in (("id", article.id), ("url", article.source.url)) if value is not None},
        "meta": meta | {"place": {level: unit.name if unit else None for level, unit in units.items()}},
        "dates": [{"text": date.text, "value": date.value} for date in article.dates if date.value],
        "officials": [
            {
                "name": person.name,
                "titles": [title.name for title in person.titles],
                "mentions": sum(mention.kind == "full" for mention in person.mentions),
            }
            for person in article.officials
        ],
        "organizations": _shortened(short for short in article.acronyms if short.kind == "organization"),
        "abbreviations": _shortened(short for short in article.acronyms if short.kind != "organization"),
        "bodies": list(dict.fromkeys(body.name for body in article.organizations if body.branch != "other")),
        "statistics": [
            {key: value for key in _FIGURE if (value := getattr(item, key)) is not None or key in ("unit", "period")}
            for item in article.statistics
        ],
        "documents": [item.model_dump(include=_CITED) for item in article.documents if item.number],
        "appointments": [item.model_dump(include=_CHANGE) for item in article.appointments],
    }


_FIGURE = ("text", "value", "value_max", "total", "unit", "kind", "period")
_CITED = {"text", "number", "type", "date"}
_CHANGE = {"name", "title", "action", "date"}


def _shortened(items: Iterable[Acronym]) -> list[dict[str, Any]]:
    return [{"acronym": i.acronym, "expansion": i.expansion, "count": len(i.mentions)} for i in items]


def write_gold(folder: Path, text: str, gold: dict[str, Any]) -> None:
    """Write ``text.txt`` and ``gold.json`` of an article into a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TEXTS[0]).write_bytes(text.encode("utf-8"))  # line ends stay as they are: offsets count them
    (folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: {getattr(error, 'strerror', error)}") from error


def _gold(path: Path) -> Gold:
    try:
        return Gold.model_validate_json(_content(path))
    except ValidationError as error:
        first = error.errors()[0]
        reason = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        raise EvaluationError(f"{path}: {reason}") from error
