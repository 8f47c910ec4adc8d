"""Tables of real phenomena in ``cases/<kind>/*.toml``: wild, negative, and known failures.

A case gives a ``text`` (with ``published_at`` or ``url`` where they matter), what is ``expected`` and the ``reason``.
The text is placed below a headline, as in an article, unless the kind is ``page`` or ``places``. A known failure
that passes must move to its wild or negative table.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import regex

import vnnews
from vnnews import Article
from vnnews.lexicon import builtin

CASES = Path(__file__).parent / "cases"
HEADLINE = "Hội nghị tổng kết công tác của phường trong thời gian qua\n\n"


def _dates(article: Article) -> list[list[Any]]:
    return [[d.text, d.value or ""] for d in article.dates if d.rule != "stamp"]


def _statistics(article: Article) -> list[list[Any]]:
    rows = []
    for s in article.statistics:
        row: list[Any] = [s.text, s.kind, s.value, s.unit or ""]
        row += [f"of {s.total:g}"] if s.total is not None else []
        row += [f"to {s.value_max:g}"] if s.value_max is not None else []
        row += [f"per {s.per}"] if s.per else []
        row += [f"in {s.period}"] if s.period else []
        rows.append(row)
    return rows


def _officials(article: Article) -> list[list[str]]:
    return [[o.name, *(t.name for t in o.titles)] for o in article.officials]


def _acronyms(article: Article) -> list[list[Any]]:
    return [[a.acronym, a.expansion or "", a.kind, len(a.mentions)] for a in article.acronyms]


def _organizations(article: Article) -> list[str]:
    return [o.name for o in article.organizations if o.branch != "other"]


def _documents(article: Article) -> list[list[str]]:
    return [[d.number or d.name, d.type or "", d.issuer or "", d.date or ""] for d in article.documents]


def _appointments(article: Article) -> list[list[str]]:
    return [[a.name, a.title, a.action, a.date or ""] for a in article.appointments]


def _page(article: Article) -> dict[str, Any]:
    return {
        "title": article.title or "",
        "category": article.category or "",
        "published_at": article.published_at or "",
        "view_count": article.view_count if article.view_count is not None else "",
        "credit": article.credit or "",
    }


def _places(article: Article) -> list[str]:
    place = article.place
    return [unit.name if unit else "" for unit in (place.ward, place.district, place.province)]


READ: dict[str, Callable[[Article], Any]] = {
    "dates": _dates,
    "statistics": _statistics,
    "officials": _officials,
    "acronyms": _acronyms,
    "organizations": _organizations,
    "documents": _documents,
    "appointments": _appointments,
    "page": _page,
    "places": _places,
}


def _load() -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for path in sorted(CASES.glob("*/*.toml")):
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        found += [(path.parent.name, path.stem, row) for row in rows]
    return found


ALL = _load()


def _extract(kind: str, case: dict[str, Any]) -> Any:
    text = case["text"] if kind in ("page", "places") else HEADLINE + case["text"]
    article = vnnews.extract(text, published_at=case.get("published_at"), url=case.get("url"))
    for item in (*article.dates, *article.statistics, *article.documents, *article.appointments):
        assert text[item.start : item.end] == item.text
    found = READ[kind](article)
    return {key: found[key] for key in case["expected"]} if isinstance(found, dict) else found


@pytest.mark.parametrize(
    ("kind", "case"), [pytest.param(k, c, id=f"{k}-{c['form']}") for k, origin, c in ALL if origin != "known_failures"]
)
def test_case(kind: str, case: dict[str, Any]) -> None:
    assert _extract(kind, case) == case["expected"], case["reason"]


@pytest.mark.parametrize(
    ("kind", "case"), [pytest.param(k, c, id=f"{k}-{c['form']}") for k, origin, c in ALL if origin == "known_failures"]
)
def test_known_failure_still_fails(kind: str, case: dict[str, Any]) -> None:
    assert _extract(kind, case) != case["expected"], "this passes now: move it to its wild or negative table"


def test_every_form_has_one_case() -> None:
    names = [(kind, case["form"]) for kind, _, case in ALL]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", sorted(READ))
def test_each_kind_has_cases_and_negatives(kind: str) -> None:
    """A table without near-misses would pass with a rule that takes everything."""
    wild = [c for k, origin, c in ALL if k == kind and origin == "wild"]
    negative = [c for k, origin, c in ALL if k == kind and origin == "negative"]
    assert len(wild) >= 8
    assert len(negative) >= 4


# how many forms and near-misses a kind has at least; each is another writing, not another number
FORMS = {
    "dates": (150, 75),
    "page": (100, 50),
    "officials": (140, 60),
    "appointments": (25, 15),
    "acronyms": (150, 30),
    "organizations": (100, 30),
    "places": (70, 30),
    "documents": (50, 20),
    "statistics": (150, 80),
}


@pytest.mark.parametrize("kind", FORMS)
def test_forms_are_many_and_differ(kind: str) -> None:
    def shape(case: dict[str, Any]) -> str:
        return re.sub(r"\d+", "0", f"{case['text']} {case.get('published_at')} {case.get('url')} {case['expected']}")

    wild = [c for k, origin, c in ALL if k == kind and origin == "wild"]
    negative = [c for k, origin, c in ALL if k == kind and origin == "negative"]
    shapes = Counter(map(shape, (*wild, *negative)))
    assert [text for text, count in shapes.items() if count > 1] == [], "a number changed is not another form"
    assert len(wild) >= FORMS[kind][0]
    assert len(negative) >= FORMS[kind][1]
    assert kind not in ("dates", "page") or len(negative) * 2 >= len(wild)


SEPARATORS = {
    "dots between thousands": r"\d{1,3}(?:\.\d{3})+ \p{L}",
    "no separator": r"\d{4,} ?\p{L}",
    "spaces between thousands": r"\d{1,3}(?: \d{3})+ \p{L}",
    "a comma between thousands": r"\d{1,3},\d{3} (?!km|ha|m|tỷ|triệu)\p{L}",
    "a decimal comma": r"\d+,\d{1,2} ?(?:%|\p{L})",
    "a decimal comma before three digits": r"\d+,\d{3} ?(?:km|ha|m|tấn|tỷ)",
    "a decimal point": r"\d+\.\d{1,2} ?(?:%|tỷ|tỉ|triệu|\p{L})",
    "dots and a decimal comma": r"\d{1,3}(?:\.\d{3})+,\d+",
    "a percent sign after a space": r"\d %",
    "a unit glued to the number": r"\d\p{L}",
    "a leading zero": r"(?<!\d)0\d \p{L}",
    "two scales": r"tỷ \d+ triệu",
    "thousands and ones": r"(?:nghìn|ngàn) \d{3} \p{L}",
    "words": r"^(?:\p{L}+ )*(?:mươi|trăm|nghìn|ngàn) ",
}


@pytest.mark.parametrize("shape", SEPARATORS.values(), ids=SEPARATORS)
def test_every_mixture_of_separators_has_a_case(shape: str) -> None:
    texts = [
        row[0] for kind, origin, case in ALL if (kind, origin) == ("statistics", "wild") for row in case["expected"]
    ]
    assert any(regex.search(shape, text) for text in texts)


def test_every_date_form_of_the_lexicon_has_a_case() -> None:
    rules = {
        date.rule
        for kind, origin, case in ALL
        if kind == "dates" and origin == "wild"
        for date in vnnews.extract(HEADLINE + case["text"], published_at=case.get("published_at")).dates
    }
    assert {entry.form for entry in builtin()["date_forms"]} - rules == set()


def test_every_piece_of_a_stamp_has_a_case() -> None:
    used = {
        name
        for kind, origin, case in ALL
        if kind == "page" and origin == "wild"
        for step in vnnews.explain(case["text"])
        for name in step.entries
    }
    without_span = {"counter", "zone", "noise", "views", "author"}  # they give no date of their own
    pieces = {e.name for e in builtin()["stamps"] if e.get("role") not in without_span}
    assert pieces - used == set()
