"""Records against gold files: precision, recall and F1 of each field.

A gold folder holds a folder per article with ``text.txt`` (or ``article.txt``) and ``gold.json``. Figures are
micro-averaged: items are matched within an article, counts are summed over all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import regex
from pydantic import BaseModel, ConfigDict, ValidationError

from vnnews.extractor import Extractor
from vnnews.records import Article
from vnnews.text.source import fold_spaces, normalize

CORE = ("dates strict", "officials names", "titles strict", "acronyms", "statistics strict")
_TEXTS = ("text.txt", "article.txt")
T = TypeVar("T")


class EvaluationError(ValueError):
    """A gold folder or a table of floors that cannot be used; the message names the file."""


# ── what is scored ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An item that only one side has: the article's folder name and the item, readably."""

    article: str
    item: str

    def __str__(self) -> str:
        return f"{self.article}: {self.item}"


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How one field of the records meets the gold: matched items, gold items missed, items found beyond gold."""

    name: str
    true_positives: int
    missed: tuple[Unmatched, ...] = ()
    spurious: tuple[Unmatched, ...] = ()

    @property
    def gold(self) -> int:
        """The number of gold items."""
        return self.true_positives + len(self.missed)

    @property
    def found(self) -> int:
        """The number of items in the records."""
        return self.true_positives + len(self.spurious)

    @property
    def precision(self) -> float:
        """The share of found items that are right; 1 when nothing was found."""
        return self.true_positives / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of gold items that were found; 1 when there are none."""
        return self.true_positives / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all fields in their order, and the number of articles."""

    fields: tuple[FieldScore, ...]
    articles: int

    @property
    def core(self) -> float:
        """The mean strict F1 of dates, names, titles, acronyms and statistics."""
        return sum(self[name].f1 for name in CORE) / len(CORE)

    def __getitem__(self, name: str) -> FieldScore:
        return next(field for field in self.fields if field.name == name)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON values: ``articles``, ``core``, and by field its scores and counts."""
        figures = ("precision", "recall", "f1", "gold", "found", "true_positives")
        by_field = {field.name: {key: getattr(field, key) for key in figures} for field in self.fields}
        return {"articles": self.articles, "core": self.core, "fields": by_field}


def evaluate(gold_dir: str | Path, extractor: Extractor) -> Evaluation:
    """Extract each gold article and score its record.

    Raises :class:`EvaluationError` for a folder without articles, an article without its text or gold file, and a
    gold file that is not JSON of the annotation guide's form.
    """
    matched: dict[str, int] = {field.name: 0 for field in FIELDS}
    missed: dict[str, list[Unmatched]] = {field.name: [] for field in FIELDS}
    spurious: dict[str, list[Unmatched]] = {field.name: [] for field in FIELDS}
    articles = 0
    for name, text, gold in _gold_articles(Path(gold_dir)):
        record = extractor.extract(text, url=gold.url)
        articles += 1
        for field in FIELDS:
            pairs, only_gold, only_found = field.match(gold, record)
            matched[field.name] += pairs
            missed[field.name] += (Unmatched(name, _readable(item)) for item in only_gold)
            spurious[field.name] += (Unmatched(name, _readable(item)) for item in only_found)
    scores = (FieldScore(n, matched[n], tuple(missed[n]), tuple(spurious[n])) for n in matched)
    return Evaluation(tuple(scores), articles)


def check_floors(evaluation: Evaluation, floors: Mapping[str, float]) -> list[str]:
    """Return a line for each field (or ``core``) whose F1 is under its floor, naming both figures.

    Raises :class:`EvaluationError` for a floor of no known field.
    """
    reached = {field.name: field.f1 for field in evaluation.fields} | {"core": evaluation.core}
    if unknown := sorted(floors.keys() - reached.keys()):
        raise EvaluationError(f'no field "{unknown[0]}"; known are {", ".join(reached)}')
    return [
        f"{name}: F1 {reached[name]:.4f} is under its floor {floor:.4f}"
        for name, floor in floors.items()
        if reached[name] < floor
    ]


# ── gold files ──────────────────────────────────────────────────────────────────────────────────────────


class _Row(BaseModel):
    """An item with the keys that are compared; read from a gold file or off a record's item."""

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)


class _Date(_Row):
    text: str
    value: str


class _Person(_Row):
    name: str
    titles: tuple[str, ...]


class _Held(_Row):
    name: str
    title: str


class _Short(_Row):
    acronym: str
    expansion: str | None


class _Figure(_Row):
    text: str
    kind: str
    value: int | float
    value_max: int | float | None = None
    total: int | float | None = None
    unit: str | None = None
    period: str | None = None


class _Change(_Row):
    name: str
    title: str
    action: str


class _Cited(_Row):
    number: str
    type: str | None


class _GoldPlace(_Row):
    ward: str | None = None
    district: str | None = None
    province: str | None = None


class _Meta(_Row):
    title: str | None = None
    category: str | None = None
    published_at: str | None = None
    view_count: int | None = None
    credit: str | None = None
    place: _GoldPlace | None = None


class _Gold(_Row):
    url: str | None = None
    meta: _Meta
    dates: tuple[_Date, ...]
    officials: tuple[_Person, ...]
    appointments: tuple[_Change, ...] | None = None
    organizations: tuple[_Short, ...] = ()
    abbreviations: tuple[_Short, ...] = ()
    bodies: tuple[str, ...] = ()
    statistics: tuple[_Figure, ...]
    documents: tuple[_Cited, ...] = ()


def _gold_articles(gold_dir: Path) -> Iterator[tuple[str, str, _Gold]]:
    """Yield name, text and gold of each article in the order of the names."""
    if not gold_dir.is_dir():
        raise EvaluationError(f"{gold_dir}: no such folder")
    empty = True
    for folder in sorted(p for p in gold_dir.iterdir() if p.is_dir() and not p.name.startswith(".")):
        text = next((path for name in _TEXTS if (path := folder / name).exists()), None)
        gold = folder / "gold.json"
        if text is None and not gold.exists():
            continue
        if text is None:
            raise EvaluationError(f"{folder}: no {' or '.join(_TEXTS)} beside gold.json")
        yield folder.name, _content(text), _gold(gold)
        empty = False
    if empty:
        raise EvaluationError(f"{gold_dir}: no folder with {_TEXTS[0]} and gold.json in it")


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise EvaluationError(f"{path}: no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: cannot be read: {error}") from error


def _gold(path: Path) -> _Gold:
    try:
        return _Gold.model_validate(json.loads(_content(path)))
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise EvaluationError(f"{path}: {place}: {first['msg']}") from error


# ── when two items are equal ────────────────────────────────────────────────────────────────────────────

_EDGES = " .,;:-\"'()"
_DASH = regex.compile(r" *- *")
_DIGITS = regex.compile(r"\d+")
_DAY_PART = regex.compile(r"T(?:MO|MI|AF|EV|NI)$")
_ACRONYM_FILLING = regex.compile(r"[\s.\-]")
_UNIT_TYPE = regex.compile(r"^(?:phường|xã|thị trấn|quận|huyện|thị xã|tp|tỉnh) +")
# In this order: an acronym inside a longer one comes after it, "tphcm" is taken apart before it is written out.
_WRITTEN_OUT = tuple(
    (regex.compile(pattern), full)
    for pattern, full in (
        (r"\bub\.? ?mttq(?: ?vn)?\b", "ủy ban mặt trận tổ quốc"),
        (r"\bmttq(?: ?vn)?\b", "mặt trận tổ quốc"),
        (r"\bmặt trận tổ quốc việt nam\b", "mặt trận tổ quốc"),
        (r"\bubnd\b", "ủy ban nhân dân"),
        (r"\bhđnd\b", "hội đồng nhân dân"),
        (r"\b(?:thành phố\b|tp\.?) ?", "tp "),
        (r"\btp hcm\b", "tp hồ chí minh"),
    )
)


def _folded(value: object) -> str:
    """Fold case, tone placement, dashes, quotes, white space and the punctuation around a value."""
    return fold_spaces(normalize(str(value))).casefold().strip(_EDGES)


def _canonical(value: str) -> str:
    """Fold, and write out the acronyms that canonical names have in several ways."""
    name = _DASH.sub(" - ", _folded(value)).replace(",", "")
    for pattern, full in _WRITTEN_OUT:
        name = pattern.sub(full, name)
    return fold_spaces(name)


def _same_place(one: str, other: str) -> bool:
    """Tell whether two surface forms overlap: one within the other, or a number in common."""
    a, b = _folded(one), _folded(other)
    return bool(a and b) and (a in b or b in a or not set(_DIGITS.findall(a)).isdisjoint(_DIGITS.findall(b)))


def _begins(one: str, other: str) -> bool:
    """Tell whether one name is the other, but for a level or place that one of them adds at its end."""
    a, b = _canonical(one), _canonical(other)
    return a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ")


def _same_folded(gold: object, found: object) -> bool:
    return _folded(gold) == _folded(found)


def _same_date(gold: _Date, found: _Date) -> bool:
    return gold.value == found.value and _same_place(gold.text, found.text)


def _same_day(gold: _Date, found: _Date) -> bool:
    days = (_DAY_PART.sub("", date.value) for date in (gold, found))
    return len(set(days)) == 1 and _same_place(gold.text, found.text)


def _same_title(gold: _Held, found: _Held) -> bool:
    return _same_folded(gold.name, found.name) and _canonical(gold.title) == _canonical(found.title)


def _like_title(gold: _Held, found: _Held) -> bool:
    return _same_folded(gold.name, found.name) and _begins(gold.title, found.title)


def _same_acronym(gold: _Short, found: _Short) -> bool:
    def plain(item: _Short) -> tuple[str, str]:
        letters = _ACRONYM_FILLING.sub("", normalize(item.acronym)).upper().removesuffix("VN")
        return letters, _canonical(item.expansion or "")

    return plain(gold) == plain(found)


def _same_body(gold: str, found: str) -> bool:
    return _canonical(gold) == _canonical(found)


def _unit(figure: _Figure) -> str:
    return _canonical(figure.unit or "").replace("m2", "m²").replace("đồng việt nam", "vnd")


def _same_value(gold: _Figure, found: _Figure) -> bool:
    def numbers(figure: _Figure) -> tuple[float | None, ...]:
        return tuple(None if n is None else round(n, 6) for n in (figure.value, figure.total))

    return numbers(gold) == numbers(found) and _same_place(gold.text, found.text)


def _same_figure(gold: _Figure, found: _Figure) -> bool:
    return (
        (gold.kind, gold.value_max, _unit(gold)) == (found.kind, found.value_max, _unit(found))
        and _same_value(gold, found)
    )  # fmt: skip


def _like_figure(gold: _Figure, found: _Figure) -> bool:
    a, b = _unit(gold), _unit(found)
    within = bool(a and b) and (a.startswith(b) or b.startswith(a) or a.endswith(f" {b}") or b.endswith(f" {a}"))
    return (a == b or within) and _same_value(gold, found)


def _same_period(gold: _Figure, found: _Figure) -> bool:
    return gold.period == found.period and _same_value(gold, found)


def _same_change(gold: _Change, found: _Change) -> bool:
    return gold.action == found.action and _same_folded(gold.name, found.name) and _begins(gold.title, found.title)


def _same_document(gold: _Cited, found: _Cited) -> bool:
    return _same_folded(gold.number, found.number) and _same_folded(gold.type, found.type)


def _same_stamp(gold: str, found: str) -> bool:
    """Compare two ISO 8601 stamps as precisely as the gold one is, to the minute at most."""
    return _same_folded(gold[:16], found[:16][: len(gold)])


def _same_unit_name(gold: str, found: str) -> bool:
    plain = _canonical(found)
    return _canonical(gold) in (plain, _UNIT_TYPE.sub("", plain))


# ── the fields ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Field[T]:
    pass
