"""The stages in order: text → page → scan → mentions → facts → one record."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from vnnews.assemble import assemble, told_encoding
from vnnews.explanation import Explanation, explanation
from vnnews.facts import Facts
from vnnews.find.acronyms import find_acronyms
from vnnews.find.appointments import find_appointments
from vnnews.find.dates import find_dates
from vnnews.find.documents import find_bare_numbers, find_documents, find_laws
from vnnews.find.mentions import DateResolved
from vnnews.find.officials import find_people
from vnnews.find.organizations import find_bodies
from vnnews.find.reading import Reading
from vnnews.find.statistics import find_statistics
from vnnews.find.titles import completed, find_chains
from vnnews.find.units import find_units
from vnnews.lexicon import Lexicon, builtin
from vnnews.parallel import in_order
from vnnews.records import Article, Source
from vnnews.resolve.acronyms import completing_bodies, resolve_acronyms
from vnnews.resolve.appointments import resolve_appointments
from vnnews.resolve.dates import Anchor, Posting, latest_day, posting, resolve_dates
from vnnews.resolve.documents import document_dates
from vnnews.resolve.organizations import outside_fused_titles, resolve_bodies, share_units
from vnnews.resolve.people import resolve_people
from vnnews.resolve.periods import resolve_periods
from vnnews.resolve.places import resolve_place
from vnnews.text.html import HtmlPage, decode_html, read_html
from vnnews.text.page import page_reader
from vnnews.text.scan import Phrases
from vnnews.text.sentences import Sentences
from vnnews.text.source import SourceText, read, without_surrogates
from vnnews.text.spans import Spans


class Extractor:
    """Turns texts into records with one lexicon, compiled on the first text.

    ``lexicon`` is the path of a ``.toml`` or ``.tsv`` file laid over the built-in lexicon, several of them, or a
    :class:`~vnnews.lexicon.Lexicon`. No state is shared between extractors.
    """

    def __init__(self, lexicon: Lexicon | str | Path | Sequence[str | Path] | None = None) -> None:
        self._lexicon = _laid_over(lexicon)
        self._phrases: Phrases | None = None
        self._surnames = {e.form: bool(e.get("common")) for e in self._lexicon["surnames"]}

    def __reduce__(self) -> tuple[type[Extractor], tuple[Lexicon]]:
        return type(self), (self._lexicon,)  # another process compiles its own

    def extract(
        self,
        text: str,
        *,
        published_at: str | None = None,
        url: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> Article:
        """Return the record of one article.

        ``published_at`` (ISO 8601) stands in for a posting stamp the text lacks; ``url`` helps to tell the place.
        Raises ``TypeError`` when ``text`` is no string; every string gives a record.

        >>> Extractor().extract("Sáng 13/7/2018, UBND phường họp.").dates[0].value
        '2018-07-13TMO'
        """
        facts = self._facts(_string(text), published_at, url)
        return assemble(facts, id, Source(url=without_surrogates(url) if url else None))

    def extract_html(
        self,
        html: str | bytes,
        *,
        url: str | None = None,
        published_at: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> Article:
        """Return the record of a scraped page; its spans point into the text that the record carries.

        That text is the page's article: section, headline and stamp where the page shows them, then the main text
        as trafilatura finds it. Bytes are decoded as UTF-8, as the page declares, or by the words they make (TCVN3,
        VNI, VISCII, windows-1258, with a warning on the record). The page's metadata gives the posting date when no
        stamp is seen; ``published_at`` comes before it. Raises ``vnnews.UndecodableError``, a ``ValueError``, when
        the bytes are in no encoding known, and ``TypeError`` for what is neither text nor bytes.
        """
        decoded = decode_html(html) if isinstance(html, bytes) else None
        reader = page_reader(self._lexicon)
        page = read_html(decoded.text if decoded else _string(html, "html"), reader.is_stamp, reader.is_tail)
        facts = self._facts(page.text, published_at, url, page)
        article = assemble(facts, id, Source(url=without_surrogates(url) if url else None))
        return told_encoding(article, decoded.encoding) if decoded and decoded.legacy else article

    def pipe(self, items: Iterable[str | Mapping[str, Any]], *, processes: int = 1) -> Iterator[Article]:
        """Yield the record of each item in order.

        An item is a text, or a mapping with ``text`` and, when known, ``id``, ``url`` and ``published_at``. With more
        than one of ``processes`` a few dozen items at a time are sent to each; items are read no further ahead. Raises
        ``ValueError`` for fewer than one.
        """
        if processes < 1:
            raise ValueError(f"processes is at least 1, not {processes}")
        return self._piped(items, processes)

    def _piped(self, items: Iterable[str | Mapping[str, Any]], processes: int) -> Iterator[Article]:
        if processes == 1:
            yield from map(self._extract_item, items)
            return
        for records in in_order(_batched(items), _extract_batch, processes, functools.partial(_adopt, self)):
            yield from records

    def _extract_item(self, item: str | Mapping[str, Any]) -> Article:
        if isinstance(item, str):
            return self.extract(item)
        known = {key: item[key] for key in ("id", "url", "published_at") if item.get(key) is not None}
        return self.extract(item["text"], **known)

    def explain(self, text: str, *, published_at: str | None = None, url: str | None = None) -> Explanation:
        """Return, for each item of the record, the rule that found it and the lexicon entries it used."""
        return explanation(self._facts(_string(text), published_at, url))

    def _facts(self, text: str, published_at: str | None, url: str | None, markup: HtmlPage | None = None) -> Facts:
        source = read(text)
        reading = self._reading(source, markup)
        posted, stamped = _posted(reading, published_at, markup)
        documents = list(find_documents(reading))
        documents += find_bare_numbers(reading, Spans((d.start, d.end) for d in documents))
        documents += find_laws(reading, Spans((d.start, d.end) for d in documents))
        documents.sort(key=lambda d: d.start)
        numbers = Spans((d.number_start, d.number_end) for d in documents)
        acronyms = resolve_acronyms(
            reading.scan,
            (
                a for a in find_acronyms(reading.scan, self._lexicon, reading.page.capitals)
                if reading.listed(a.start) and not numbers.holds(a.start)
            ),
        )  # fmt: skip
        reading.acronyms.update((a.start, a) for a in acronyms)
        found_dates = [d for d in find_dates(reading) if not numbers.holds(d.start)]
        cited = [(d.start, d.end) for d in documents]
        dates = resolve_dates(found_dates, posted, cited, reading.sentences, reading.lower)
        bodies = [b for b in find_bodies(reading, numbers) if reading.open(b.start)]
        chains = completed(reading, list(find_chains(reading)), bodies)
        people = list(find_people(reading, chains))
        titles = [title for chain in chains for title in chain.titles]
        bodies = outside_fused_titles(reading.view, share_units(reading.view, bodies), titles)
        acronyms = completing_bodies(reading.view, acronyms, bodies)
        appointments = list(find_appointments(reading, people, titles))
        units = list(find_units(reading))
        taken = Spans([*((d.start, d.end) for d in dates), *((d.number_start, d.number_end) for d in documents)])
        statistics = list(find_statistics(reading, taken))
        settled = resolve_people(people)
        place = resolve_place(reading.view, units, reading.page.title, url, stamped or latest_day(found_dates))
        periods = resolve_periods(
            reading.lower, statistics, dates, reading.sentences, reading.outline, Spans(cited), self._lexicon
        )
        return Facts(
            reading=reading,
            published_at=stamped,
            dates=tuple(dates),
            people=tuple(settled),
            appointments=tuple(resolve_appointments(appointments, settled, dates, reading)),
            acronyms=tuple(acronyms),
            bodies=tuple(resolve_bodies(reading.view, bodies, place)),
            statistics=tuple(zip(statistics, periods, strict=True)),
            documents=tuple(
                zip(documents, document_dates(reading.lower, documents, dates, reading.sentences), strict=True)
            ),
            credit=markup.author if markup else None,
            place=place,
            warnings=(*_warnings(source, dates, published_at), *_unread(reading)),
        )

    def _reading(self, source: SourceText, markup: HtmlPage | None) -> Reading:
        if self._phrases is None:
            self._phrases = Phrases(self._lexicon)
        told = (markup.headline_line, markup.category_line) if markup else (None, None)
        page = page_reader(self._lexicon).read(source.view, *told)
        return Reading(self._phrases.scan(source), self._lexicon, Sentences(source.view), page, self._surnames)


_BATCH = 32  # items sent to a process at a time
_adopted: list[Extractor] = []  # the extractor of this process


def _adopt(extractor: Extractor) -> None:
    extractor.extract("")  # compiles the lexicon
    _adopted[:] = [extractor]


def _extract_batch(items: list[str | Mapping[str, Any]]) -> list[Article]:
    return [_adopted[0]._extract_item(item) for item in items]


def _batched(items: Iterable[str | Mapping[str, Any]]) -> Iterator[list[str | Mapping[str, Any]]]:
    items = iter(items)
    while some := list(islice(items, _BATCH)):
        yield some


def _laid_over(lexicon: Lexicon | str | Path | Sequence[str | Path] | None) -> Lexicon:
    if isinstance(lexicon, Lexicon):
        return lexicon
    base = builtin()
    paths = [lexicon] if isinstance(lexicon, (str, Path)) else lexicon or []
    for path in paths:
        base = base.overlaid(path)
    return base


def _string(text: object, name: str = "text") -> str:
    if not isinstance(text, str):
        raise TypeError(f"{name} is a string, not {type(text).__name__}; decode bytes first")
    return text


def _posted(reading: Reading, argument: str | None, markup: HtmlPage | None) -> tuple[Posting | None, str | None]:
    """Return the anchor and the record's ``published_at``: the stamp's, else the caller's, else the markup's."""
    stamp = reading.page.stamp
    told: tuple[tuple[str | None, Anchor], ...] = (
        (stamp.value if stamp else None, "published_at"),
        (argument, "argument"),
        (markup.published_at if markup else None, "published_at"),
    )
    for value, source in told:
        if value and (found := posting(value, source)):
            return found, value[:16]
    return None, None


def _warnings(
    source: SourceText, dates: Sequence[DateResolved], argument: str | None
) -> Iterator[tuple[str, str, int | None, int | None]]:
    if not source.view.strip():
        yield "empty_text", "the text holds nothing to read", None, None
    elif "\ufffd" in source.view:
        yield (
            "undecodable_characters",
            "the text holds characters that no encoder accepts, or U+FFFD",
            None,
            None,
        )
    if not _vietnamese(source.lower[:4000]):
        yield "not_vietnamese", "the text does not look Vietnamese: hardly a letter bears a mark", None, None
    if argument and posting(argument, "argument") is None:
        yield "unreadable_published_at", f"published_at is no ISO 8601 date: {argument[:40]!r}", None, None
    for item in dates:
        if item.found.flaw:
            yield "impossible_date", item.found.flaw, item.start, item.end
    unsettled = [
        item
        for item in dates
        if (item.value or "").startswith("XXXX") and not (item.found.commemoration or item.found.flaw)
    ]
    if unsettled:
        message = f"{len(unsettled)} without a year: the text holds no posting stamp; give published_at if you know it"
        yield "unknown_year", message, unsettled[0].start, unsettled[0].end


def _vietnamese(lower: str) -> bool:
    """Whether letters bear Vietnamese marks, or are too few to tell."""
    if sum(map(lower.count, _COMMON_MARKED)) > _LEAST_MARKED * len(lower):
        return True
    letters = list(filter(str.isalpha, lower))
    return len(letters) <= 200 or sum(c in _MARKED for c in letters) >= _LEAST_MARKED * len(letters)


_COMMON_MARKED = "đươộậ"  # enough to tell a Vietnamese text from a glance
_LEAST_MARKED = 0.02  # of the letters
_LONG_TAIL = 2000  # characters of lines with a full stop behind an article
_PROSE_LINE = 150  # characters


def _unread(reading: Reading) -> Iterator[tuple[str, str, int | None, int | None]]:
    """Warn of prose that was left out as the page's list of other news: two articles in one text, most often."""
    furniture = [section for section in reading.page.sections if section.kind == "furniture"]
    lines = [line for s in furniture for line in reading.view[s.start : s.end].split("\n")]
    prose = [line for line in lines if len(line) > _PROSE_LINE and line.rstrip().endswith(".")]
    if sum(map(len, prose)) > _LONG_TAIL:
        message = f"{len(prose)} paragraphs behind `other news` were left out: split texts that hold several articles"
        yield "unread_prose", message, furniture[-1].start, furniture[-1].end


_MARKED = frozenset("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")
