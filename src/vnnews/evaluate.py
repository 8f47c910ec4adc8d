"""Records against gold files: precision, recall and F1 of each field.

A gold folder holds a folder per article with ``text.txt`` (or ``article.txt``) and ``gold.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import regex

from vnnews.extractor import Extractor
from vnnews.gold import TEXTS, Change, Cited, Date, EvaluationError, Figure, Gold, Row, Short, gold_articles
from vnnews.records import Article
from vnnews.text.source import fold_spaces, normalize

__all__ = ["CORE", "Evaluation", "EvaluationError", "FieldScore", "check_floors", "evaluate"]

CORE = ("dates strict", "officials names", "titles strict", "acronyms", "statistics strict")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How one field meets the gold; ``missed`` and ``spurious`` hold pairs of article and item."""

    name: str
    true_positives: int
    missed: tuple[tuple[str, str], ...] = ()
    spurious: tuple[tuple[str, str], ...] = ()

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

    def reached(self) -> dict[str, float]:
        """Return the F1 of each field, and the ``core``, by the names that floors use."""
        return {field.name: field.f1 for field in self.fields} | {"core": self.core}

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON values: ``articles``, ``core``, and by field its scores and counts."""
        figures = ("precision", "recall", "f1", "gold", "found", "true_positives")
        by_field = {field.name: {key: getattr(field, key) for key in figures} for field in self.fields}
        return {"articles": self.articles, "core": self.core, "fields": by_field}


def evaluate(gold_dir: str | Path, extractor: Extractor) -> Evaluation:
    """Extract each gold article and score its record.

    Raises :class:`EvaluationError` for a folder without articles, an article without its text or gold file,
    and a gold file that is not JSON of the form that :class:`vnnews.gold.Gold` describes.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "text.txt").write_text("Họp ngày 1/6/2021.", encoding="utf-8")
    ...     dates = '[{"text": "1/6/2021", "value": "2021-06-01"}]'
    ...     gold = f'{{"meta": {{}}, "dates": {dates}, "officials": [], "statistics": []}}'
    ...     _ = (Path(folder) / "gold.json").write_text(gold, encoding="utf-8")
    ...     evaluate(folder, Extractor())["dates strict"].f1
    1.0
    """
    articles = gold_articles(Path(gold_dir))
    judged = [(name, gold, extractor.extract(text, url=gold.url)) for name, text, gold in articles]
    if not judged:
        raise EvaluationError(f"{gold_dir}: no folder with {TEXTS[0]} and gold.json in it")
    return Evaluation(tuple(field.score(judged) for field in FIELDS), len(judged))


def check_floors(evaluation: Evaluation, floors: Mapping[str, float]) -> list[str]:
    """Return a line for each field (or ``core``) whose F1 is under its floor, naming both figures.

    Raises :class:`EvaluationError` for a floor of no known field.
    """
    reached = evaluation.reached()
    if unknown := sorted(floors.keys() - reached.keys()):
        raise EvaluationError(f'no field "{unknown[0]}"; known are {", ".join(reached)}')
    under = (name for name, floor in floors.items() if reached[name] < floor)
    return [f"{name}: F1 {reached[name]:.4f} is under its floor {floors[name]:.4f}" for name in under]


# In this order: a longer acronym before the one within it; "tphcm" is taken apart before it is written out.
_WRITTEN_OUT = (
    (regex.compile(r"\bub\.? ?mttq(?: ?vn)?\b"), "ủy ban mặt trận tổ quốc"),
    (regex.compile(r"\b(?:mttq|mặt trận tổ quốc)(?: ?vn| việt nam)?\b"), "mặt trận tổ quốc"),
    (regex.compile(r"\bubnd\b"), "ủy ban nhân dân"),
    (regex.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (regex.compile(r"\b(?:thành phố\b|tp\.?) ?"), "tp "),
    (regex.compile(r"\btp hcm\b"), "tp hồ chí minh"),
)


def _folded(value: object) -> str:
    """Fold case, tone placement, dashes, quotes, white space and the punctuation around a value."""
    return fold_spaces(normalize(str(value))).casefold().strip(" .,;:-\"'()")


def _canonical(value: str | None) -> str:
    """Fold, and write out the acronyms that canonical names have in several ways."""
    name = regex.sub(r" *- *", " - ", _folded(value or "")).replace(",", "")
    for pattern, full in _WRITTEN_OUT:
        name = pattern.sub(full, name)
    return fold_spaces(name)


def _unit(figure: Figure) -> str:
    return _canonical(figure.unit).replace("m2", "m²").replace("đồng việt nam", "vnd")


def _numbers(figure: Figure) -> tuple[float | None, ...]:
    return tuple(None if number is None else round(number, 6) for number in (figure.value, figure.total))


def _acronym(item: Short) -> tuple[str, str]:
    letters = regex.sub(r"[\s.\-]", "", normalize(item.acronym)).upper().removesuffix("VN")
    return letters, _canonical(item.expansion)


def _day(date: Date) -> str:
    return regex.sub(r"T(?:MO|MI|AF|EV|NI)$", "", date.value or "")


def _overlapping(gold: Date | Figure, found: Date | Figure) -> bool:
    """Tell whether the surface forms overlap: one within the other, or a number in common."""
    a, b = _folded(gold.text), _folded(found.text)
    numbers = set(regex.findall(r"\d+", a)).intersection(regex.findall(r"\d+", b))
    return bool(a and b and (a in b or b in a or numbers))


def _like_figure(gold: Figure, found: Figure) -> bool:
    """Tell whether the texts overlap and one unit begins or ends with the other."""
    a, b = _unit(gold), _unit(found)
    begins_or_ends = a.startswith(b) or b.startswith(a) or a.endswith(f" {b}") or b.endswith(f" {a}")
    return (a == b or bool(a and b and begins_or_ends)) and _overlapping(gold, found)


def _extends(gold: str, found: str) -> bool:
    """Tell whether one title is the other, but for a level or place that one of them adds at its end."""
    a, b = _canonical(gold), _canonical(found)
    return a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ")


def _same_unit(gold: str, found: str) -> bool:
    name = _canonical(found)
    bare = regex.sub(r"^(?:phường|xã|thị trấn|quận|huyện|thị xã|tp|tỉnh) +", "", name)
    return _canonical(gold) in (name, bare)


def _any(*_: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A field that is scored: how gold and record list its items, and when two are the same.

    Two items are the same when their keys are equal and ``close`` holds for them. ``gold`` returns ``None``
    where a gold file says nothing of the field: the article is then left out of its score.
    """

    name: str
    gold: Callable[[Gold], Iterable[T] | None]
    found: Callable[[Article], Iterable[T]]
    key: Callable[[T], object] = _any
    close: Callable[[T, T], bool] = _any

    def score(self, judged: Iterable[tuple[str, Gold, Article]]) -> FieldScore:
        """Match items one to one within each article, first come first served, and sum over the articles."""
        hits, missed, spurious = 0, list[tuple[str, str]](), list[tuple[str, str]]()
        for article, gold, record in judged:
            expected = self.gold(gold)
            if expected is None:
                continue
            left = list(self.found(record))
            for item in expected:
                key = self.key(item)
                same = (at for at, it in enumerate(left) if self.key(it) == key and self.close(item, it))
                if (first := next(same, None)) is None:
                    missed.append((article, _readable(item)))
                else:
                    left.pop(first)
                    hits += 1
            spurious += ((article, _readable(item)) for item in left)
        return FieldScore(self.name, hits, tuple(missed), tuple(spurious))


def _readable(item: object) -> str:
    values = dict(item).values() if isinstance(item, Row) else item if isinstance(item, tuple) else (item,)
    return " | ".join(str(value) for value in values if value is not None)


def _dates(record: Article) -> list[Date]:
    return [Date.model_validate(date) for date in record.dates if date.value]


def _gold_titles(gold: Gold) -> list[tuple[str, str]]:
    return [(person.name, title) for person in gold.officials for title in person.titles]


def _titles(record: Article) -> list[tuple[str, str]]:
    return [(person.name, title.name) for person in record.officials for title in person.titles]


def _expanded(items: Iterable[object]) -> list[Short]:
    return [item for item in map(Short.model_validate, items) if item.expansion]


def _acronyms(record: Article, of_bodies: bool) -> list[Short]:
    return _expanded(item for item in record.acronyms if (item.kind == "organization") == of_bodies)


def _distinct(names: Iterable[str]) -> list[str]:
    return list({_canonical(name): name for name in names}.values())


def _figures(record: Article) -> list[Figure]:
    return [Figure.model_validate(figure) for figure in record.statistics]


def _gold_periods(gold: Gold) -> list[Figure] | None:
    annotated = any("period" in figure.model_fields_set for figure in gold.statistics)
    return [figure for figure in gold.statistics if figure.period] if annotated else None


def _present(value: object) -> list[str]:
    return [] if value in (None, "") else [str(value)]


def _meta(name: str, *same: Any) -> Field[str]:
    gold, found = (lambda g: _present(getattr(g.meta, name))), (lambda r: _present(getattr(r, name)))
    return Field(f"meta {name}", gold, found, *(same or (_folded,)))


def _place(level: str) -> Field[str]:
    """Score a unit only where gold names one: a parent that gold leaves open is not held against a record."""
    return Field(
        f"place {level}", lambda g: _present((g.meta.place or {}).get(level)) or None,
        lambda r: _present(getattr(getattr(r.place, level), "name", None)), close=_same_unit,
    )  # fmt: skip


FIELDS: tuple[Field[Any], ...] = (
    Field("dates strict", lambda g: g.dates, _dates, lambda d: d.value, _overlapping),
    Field("dates no day-part", lambda g: g.dates, _dates, _day, _overlapping),
    Field("officials names", lambda g: [p.name for p in g.officials], lambda r: [p.name for p in r.officials], _folded),
    Field("titles strict", _gold_titles, _titles, lambda t: (_folded(t[0]), _canonical(t[1]))),
    Field("titles loose", _gold_titles, _titles, lambda t: _folded(t[0]), lambda a, b: _extends(a[1], b[1])),
    Field("acronyms", lambda g: _expanded(g.organizations), lambda r: _acronyms(r, True), _acronym),
    Field("abbreviations", lambda g: _expanded(g.abbreviations), lambda r: _acronyms(r, False), _acronym),
    Field(
        "bodies", lambda g: _distinct(g.bodies),
        lambda r: _distinct(body.name for body in r.organizations if body.branch != "other"), _canonical,
    ),
    Field(
        "statistics strict", lambda g: g.statistics, _figures,
        lambda f: (_numbers(f), f.value_max, _unit(f), f.kind), _overlapping,
    ),
    Field("statistics loose", lambda g: g.statistics, _figures, _numbers, _like_figure),
    Field("statistics value", lambda g: g.statistics, _figures, _numbers, _overlapping),
    Field(
        "statistics period", _gold_periods, lambda r: [f for f in _figures(r) if f.period],
        lambda f: (_numbers(f), f.period), _overlapping,
    ),
    Field(
        "appointments", lambda g: g.appointments, lambda r: map(Change.model_validate, r.appointments),
        lambda c: (_folded(c.name), c.action), lambda a, b: _extends(a.title, b.title),
    ),
    Field(
        "documents", lambda g: g.documents, lambda r: (Cited.model_validate(d) for d in r.documents if d.number),
        lambda d: (_folded(d.number), _folded(d.type)),
    ),
    _meta("title"),
    _meta("category"),
    _meta("published_at", _any, lambda gold, found: found.startswith(gold[:16])),
    _meta("view_count"),
    _meta("credit"),
    *map(_place, ("ward", "district", "province")),
)  # fmt: skip
