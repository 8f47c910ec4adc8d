"""Facts → the record, built once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from vnnews import records
from vnnews.facts import Facts
from vnnews.find.mentions import AcronymMention, Found, TitleMention
from vnnews.resolve.dates import bounds
from vnnews.resolve.organizations import Body
from vnnews.resolve.people import Person
from vnnews.text import segment
from vnnews.text.source import SINGLE_QUOTES, SourceText, composed, without_surrogates
from vnnews.version import LEXICON_VERSION, __version__

Fields = dict[str, Any]  # of a record, not yet validated


def assemble(facts: Facts, article_id: str | None, source: records.Source) -> records.Article:
    """Build the record of one article; spans become code points of the caller's text."""
    text = facts.reading.scan.source
    page = facts.reading.page
    organizations = tuple(_organizations(facts, text))
    index = _by_name(facts.bodies)
    officials = tuple(_official(person, text, index) for person in facts.people)
    return records.Article.model_validate(
        {
            "id": without_surrogates(article_id) if article_id is not None else None,
            "content_hash": hashlib.sha256(text.text.encode("utf-8")).hexdigest(),
            "text": text.text,
            "source": source,
            "producer": {"version": __version__, "lexicon": LEXICON_VERSION, "segmenter": segment.name()},
            "title": text.written(*page.title) if page.title else None,
            "category": _written_section(text, page.category) if page.category else None,
            "published_at": facts.published_at,
            "view_count": page.view_count,
            "credit": text.written(*page.credit) if page.credit else facts.credit,
            "place": facts.place,
            "sections": tuple(
                {"kind": s.kind, "start": a, "end": b}
                for s in page.sections
                for a, b in (text.original_span(s.start, s.end),)
            ),
            "dates": tuple(_dates(facts, text)),
            "officials": officials,
            "appointments": tuple(_appointments(facts, text, officials)),
            "acronyms": tuple(_acronyms(facts, text)),
            "organizations": organizations,
            "statistics": tuple(_statistics(facts, text)),
            "documents": tuple(_documents(facts, text)),
            "warnings": (*_warnings(facts, text), *_damage(text)),
        }
    )


def _written_section(text: SourceText, words: str) -> str:
    """Return words of the view as the original writes them."""
    at = text.view.find(words)
    return text.written(at, at + len(words)) if at >= 0 else composed(words)


def _warnings(facts: Facts, text: SourceText) -> Iterator[Fields]:
    for code, message, start, end in facts.warnings:
        span = text.original_span(start, end) if start is not None and end is not None else (None, None)
        yield {"code": code, "message": message, "start": span[0], "end": span[1]}


def _damage(text: SourceText) -> Iterator[Fields]:
    for run in text.damage:
        message = f"letters of a {run.encoding} font, read as {composed(text.readable[run.start : run.end][:40])!r}"
        yield {"code": "legacy_encoding", "message": message, "start": run.start, "end": run.end}


def told_encoding(article: records.Article, encoding: str) -> records.Article:
    """Add the warning that an article's bytes were in an encoding of before Unicode."""
    message = f"the bytes were in {encoding}, told by the words they make, and were converted"
    warning = records.Warning(code="legacy_encoding", message=message, start=None, end=None)
    return article.model_copy(update={"warnings": (*article.warnings, warning)})


def _located(text: SourceText, item: Found) -> Fields:
    """Return an item's characters and their offsets, as the caller's text has them."""
    start, end = text.original_span(item.start, item.end)
    return {"text": text.text[start:end], "start": start, "end": end}


def _mention(text: SourceText, item: Found, short: bool = False) -> Fields:
    return dict(**_located(text, item), kind="short" if short else "full")


def _dates(facts: Facts, text: SourceText) -> Iterator[Fields]:
    for item in facts.dates:
        first_day, last_day = bounds(item.value, item.found.rule)
        yield dict(
            **_located(text, item.found), rule=item.found.rule, value=item.value,
            kind=item.kind, first_day=first_day, last_day=last_day, anchor=item.anchor,
        )  # fmt: skip


def written_title(title: TitleMention) -> str:
    """Return the canonical title, after ``Nguyên`` for a former office, ``Quyền`` for one held for the time being."""
    name = composed(title.name)
    name = f"{title.acting} {name}".strip()
    return f"Nguyên {name}" if title.former else name


def _body_name(title: TitleMention) -> str | None:
    return title.body.head if title.body else title.body_name


def _body_names(title: TitleMention) -> list[str]:
    """Return what the body of a title can be called, the fullest name first: ``ban dân vận đảng ủy phường``."""
    outer = title.body.name if title.body else str(title.unit or "")
    names = [f"{title.body_name} {outer}"] if title.body_name else []
    names += [title.body.name] if title.body else []
    return [name.strip().casefold() for name in names]


def _title(title: TitleMention, mentions: list[TitleMention], text: SourceText, index: dict[str, int]) -> Fields:
    unit = title.unit or (title.body.outermost_unit if title.body else None)
    position = title.entries[0].get("position") or title.position if title.entries else title.position
    return {
        "name": written_title(title),
        "position": position,
        "body": _body_name(title),
        "level": unit.level if unit else None,
        "place": unit.name if unit else None,
        "former": title.former,
        "acting": bool(title.acting),
        "organization": next((index[name] for name in _body_names(title) if name in index), None),
        "mentions": tuple(_mention(text, m) for m in mentions),
        "rule": title.rule,
    }


def _as_written(name: str, person: Person, text: SourceText) -> str:
    """Give a name the apostrophe of the article: ``H’Loan``."""
    if "'" not in name:
        return composed(name)
    written = text.written(person.mentions[0].start, person.mentions[0].end)
    mark = next((c for c in written if c in SINGLE_QUOTES), "'")
    return composed(name.replace("'", mark))


def _official(person: Person, text: SourceText, index: dict[str, int]) -> Fields:
    return {
        "name": _as_written(person.name, person, text),
        "gender": person.gender,
        "titles": tuple(
            _title(title, person.title_mentions.get(i, [title]), text, index) for i, title in enumerate(person.titles)
        ),
        "mentions": tuple(_mention(text, m, m.kind == "short") for m in person.mentions),
        "rule": person.mentions[0].rule,
    }


def _appointments(facts: Facts, text: SourceText, officials: Sequence[Fields]) -> Iterator[Fields]:
    names = {person.name: i for i, person in enumerate(facts.people)}
    for item in facts.appointments:
        found = item.found
        yield dict(
            name=officials[names[item.name]]["name"], title=composed(item.title.name), action=found.action,
            date=item.date,
            official=names[item.name], **_located(text, found), rule=found.rule,
        )  # fmt: skip


def _acronyms(facts: Facts, text: SourceText) -> Iterator[Fields]:
    groups: dict[tuple[str, str | None], list[AcronymMention]] = {}
    for item in facts.acronyms:
        groups.setdefault((item.acronym, item.expansion), []).append(item)
    for (acronym, expansion), items in groups.items():
        organization = any(i.kind == "organization" for i in items)
        yield {
            "acronym": composed(acronym), "expansion": expansion,
            "kind": "organization" if organization else items[0].kind,
            "defined_here": any(i.defined_here for i in items),
            "mentions": tuple(_mention(text, i) for i in items), "rule": items[0].rule,
        }  # fmt: skip


def _by_name(bodies: Sequence[Body]) -> dict[str, int]:
    """Return the number of each body by the names that its mentions bear, the bare acronyms' among them."""
    index = {mention.name.casefold(): i for i, body in enumerate(bodies) for mention in body.acronyms}
    return index | {body.name.casefold(): i for i, body in enumerate(bodies)}


def _organizations(facts: Facts, text: SourceText) -> Iterator[Fields]:
    for body in facts.bodies:
        mentions = sorted((*body.mentions, *body.acronyms), key=lambda m: m.start)
        yield {
            "name": composed(body.name), "head": body.mention.head, "branch": body.mention.branch,
            "level": body.level, "place": body.place,
            "mentions": tuple(_mention(text, m, m.bare_acronym) for m in mentions), "rule": body.mention.rule,
        }  # fmt: skip


def _statistics(facts: Facts, text: SourceText) -> Iterator[Fields]:
    for item, period in facts.statistics:
        yield dict(
            **_located(text, item), rule=item.rule, kind=item.kind,
            value=item.value, value_max=item.value_max, total=item.total,
            unit=composed(item.unit) if item.unit else None,
            qualifier=item.qualifier, per=item.per, period=period,
        )  # fmt: skip


def _documents(facts: Facts, text: SourceText) -> Iterator[Fields]:
    for item, day in facts.documents:
        yield dict(
            **_located(text, item), rule=item.rule,
            number=composed(item.number) if item.number else None, type=item.type,
            name=composed(item.name) if item.name else None, issuer=item.issuer, date=day,
        )  # fmt: skip
