"""Gold files: what an annotator wrote of each article, as far as it is compared with records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

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
    """An official and the titles."""

    name: str
    titles: tuple[str, ...]


class Change(Row):
    """An appointment."""

    name: str
    title: str
    action: str


class Short(Row):
    """An acronym and what it stands for."""

    acronym: str
    expansion: str | None


class Figure(Row):
    """A statistic."""

    text: str
    kind: str
    value: int | float
    value_max: int | float | None = None
    total: int | float | None = None
    unit: str | None = None
    period: str | None = None


class Cited(Row):
    """A cited document."""

    number: str
    type: str | None


class Meta(Row):
    """What the page says of the article."""

    title: str | None = None
    category: str | None = None
    published_at: str | None = None
    view_count: int | None = None
    credit: str | None = None
    place: dict[str, str | None] | None = None


class Gold(Row):
    """The gold of one article."""

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
    """Yield name, text and gold of each article in the order of the names."""
    if not gold_dir.is_dir():
        raise EvaluationError(f"{gold_dir}: no such folder")
    alone = (gold_dir / "gold.json").exists()  # the folder of one article
    for folder in [gold_dir] if alone else sorted(path for path in gold_dir.iterdir() if path.is_dir()):
        text = next((path for name in TEXTS if (path := folder / name).exists()), folder / TEXTS[0])
        gold = folder / "gold.json"
        if text.exists() or gold.exists():
            yield folder.name, _content(text), _gold(gold)


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
