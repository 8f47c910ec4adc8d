"""The items of a record as marks on the characters of its text: what a terminal, a page and an annotation tool show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vnnews.explanation import Explanation
from vnnews.records import Article, Document, Mention, Statistic

# The order decides between two kinds on the same characters: the one that comes first is shown outside.
KINDS = ("appointment", "document", "title", "organization", "person", "statistic", "date", "acronym")


@dataclass(frozen=True, slots=True)
class Highlight:
    """One mention: its kind (one of ``KINDS``), characters, value and rule.

    ``start`` and ``end`` are code points of the text, half open. ``item`` is the index in the record's list of that
    kind; a title's is that of its official. ``entries`` are the lexicon entries, where an explanation told them.
    """

    kind: str
    start: int
    end: int
    value: str
    rule: str
    item: int
    entries: tuple[str, ...] = ()


def highlights(article: Article, explanation: Explanation | None = None) -> list[Highlight]:
    """Return every mention of a record in text order, the outer one of two before the inner.

    >>> import vnnews
    >>> record = vnnews.extract("Hội nghị của phường\\n\\nSáng 13/7/2018, UBND phường họp.")
    >>> [(h.kind, h.start, h.end, h.value) for h in highlights(record)][:2]
    [('date', 21, 35, '2018-07-13TMO'), ('organization', 37, 48, 'Ủy ban nhân dân phường')]
    """
    used = {(step.kind, step.start, step.end): step.entries for step in explanation or ()}
    marks = (replace(h, entries=used[h.kind, h.start, h.end]) if (h.kind, h.start, h.end) in used else h
             for h in _marks(article))  # fmt: skip
    return sorted(marks, key=lambda h: (h.start, -h.end, KINDS.index(h.kind)))


def outermost(marks: Iterable[Highlight]) -> list[Highlight]:
    """Keep the longer one of two marks that overlap, in text order: for what cannot show one within another."""
    kept: list[Highlight] = []
    for mark in sorted(marks, key=lambda h: (h.start, -h.end, KINDS.index(h.kind))):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
        elif mark.end - mark.start > kept[-1].end - kept[-1].start:
            kept[-1] = mark
    return kept


def figure(item: Statistic) -> str:
    """Return a statistic's value as a person reads it: ``38/38 tổ hòa giải (2018-H1)``."""
    number = f"{item.value:,}" if item.value_max is None else f"{item.value:,}–{item.value_max:,}"
    total = f"/{item.total:,}" if item.total is not None else ""
    unit = "%" if item.kind == "percent" else ""
    parts = (number + total + unit, item.unit, item.per and f"/ {item.per}", item.period and f"({item.period})")
    return " ".join(part for part in parts if part)


def citation(item: Document) -> str:
    """Return what a cited document is called: type and number, or its name, and its date."""
    name = item.name or " ".join(filter(None, (item.type, item.number)))
    return " ".join(filter(None, (name, item.date and f"({item.date})")))


def _marks(article: Article) -> Iterator[Highlight]:
    def named(kind: str, mentions: Iterable[Mention], value: str | None, rule: str, item: int) -> Iterator[Highlight]:
        for mention in mentions:
            yield Highlight(kind, mention.start, mention.end, value or "?", rule, item)

    for n, told in enumerate(article.appointments):
        value = f"{told.action}: {told.name}, {told.title}" + (f" ({told.date})" if told.date else "")
        yield Highlight("appointment", told.start, told.end, value, told.rule, n)
    for n, cited in enumerate(article.documents):
        yield Highlight("document", cited.start, cited.end, citation(cited), cited.rule, n)
    for n, person in enumerate(article.officials):
        for title in person.titles:
            yield from named("title", title.mentions, f"{title.name}: {person.name}", title.rule, n)
        yield from named("person", person.mentions, person.name, person.rule, n)
    for n, body in enumerate(article.organizations):
        yield from named("organization", body.mentions, body.name, body.rule, n)
    for n, number in enumerate(article.statistics):
        yield Highlight("statistic", number.start, number.end, figure(number), number.rule, n)
    for n, day in enumerate(article.dates):
        yield Highlight("date", day.start, day.end, day.value or "?", day.rule, n)
    for n, short in enumerate(article.acronyms):
        yield from named("acronym", short.mentions, short.expansion, short.rule, n)
