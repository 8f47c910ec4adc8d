"""vnnews: structured records from Vietnamese ward and commune news."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vnnews import places
from vnnews.explanation import Explanation
from vnnews.export.html import article_html
from vnnews.extractor import Extractor
from vnnews.frames import to_frame
from vnnews.lexicon import LexiconError
from vnnews.records import Article, json_schema
from vnnews.register import OfficeHolder, office_holders
from vnnews.text.encoding import UndecodableError
from vnnews.text.segment import words
from vnnews.text.sentences import sentences
from vnnews.text.source import normalize
from vnnews.version import __version__

__all__ = [
    "Article",
    "Explanation",
    "Extractor",
    "LexiconError",
    "OfficeHolder",
    "UndecodableError",
    "__version__",
    "explain",
    "extract",
    "extract_html",
    "json_schema",
    "normalize",
    "office_holders",
    "pipe",
    "places",
    "sentences",
    "to_frame",
    "to_html",
    "words",
]


@functools.cache
def _default() -> Extractor:
    return Extractor()


def extract(
    text: str,
    *,
    published_at: str | None = None,
    url: str | None = None,
    id: str | None = None,  # noqa: A002
) -> Article:
    """Return the record of one article.

    ``text`` is the article as it was scraped, with headline and posting stamp where there are any. ``published_at``
    (ISO 8601) stands in for a stamp that the text lacks, ``url`` helps to tell the place, ``id`` is handed through.
    Every string gives a record; ``TypeError`` is raised for what is none.

    >>> record = extract("Phường trao 15 suất quà.", published_at="2020-07-25")
    >>> [(s.value, s.unit, record.text[s.start : s.end]) for s in record.statistics]
    [(15, 'suất quà', '15 suất quà')]
    """
    return _default().extract(text, published_at=published_at, url=url, id=id)


def extract_html(
    html: str | bytes,
    url: str | None = None,
    *,
    published_at: str | None = None,
    id: str | None = None,  # noqa: A002
) -> Article:
    """Return the record of a scraped page; its spans point into ``record.text``, the text found in the page.

    Bytes are decoded as UTF-8, as the page declares, or by the words they make. Raises :class:`UndecodableError` when
    they are in no encoding known, ``TypeError`` for what is neither text nor bytes. :meth:`Extractor.extract_html` has
    the details.

    >>> page = "<html><body><h1>Phường ra quân</h1><p>Ngày 12/5/2018, phường trồng 35 cây xanh.</p></body></html>"
    >>> [d.value for d in extract_html(page).dates]
    ['2018-05-12']
    """
    return _default().extract_html(html, url=url, published_at=published_at, id=id)


def pipe(items: Iterable[str | Mapping[str, Any]], *, processes: int = 1) -> Iterator[Article]:
    """Yield the record of each item in order.

    An item is a text, or a mapping with ``text`` and, when known, ``id``, ``url`` and ``published_at``; with more than
    one of ``processes`` the work is spread. Raises ``ValueError`` for fewer than one.

    >>> [r.dates[0].value for r in pipe(["Họp ngày 1/6/2021.", {"text": "Họp 2/6.", "published_at": "2021-06-03"}])]
    ['2021-06-01', '2021-06-02']
    """
    return _default().pipe(items, processes=processes)


def explain(text: str, *, published_at: str | None = None, url: str | None = None) -> Explanation:
    """Return why each item is in the record: rule and lexicon entries, as steps in text order.

    >>> print(explain("Họp ngày 1/6/2021."))
         4–17     date         'ngày 1/6/2021' → 2021-06-01  by day_month_year  [date_forms:day_month_year]
    """
    return _default().explain(text, published_at=published_at, url=url)


def to_html(article: Article) -> str:
    """Return an article as a piece of HTML: its text with the items marked, and its record in tables.

    A mark tells value, rule and the entries of the built-in lexicon that found it. This is what a notebook shows of a
    record. ``vnnews show FILE --html out.html`` writes it as a page.

    >>> to_html(extract("Họp ngày 1/6/2021.")).count('<mark class="vn-date vn-up0"')
    1
    """
    if article.text is None:
        return article_html(article)
    return article_html(article, explain(article.text, published_at=article.published_at, url=article.source.url))
