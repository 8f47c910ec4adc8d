"""Records → the rows of a report, in one pass that keeps no text but the sentences that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from urllib.parse import urlsplit

from vnnews.export.html import visible
from vnnews.highlights import citation
from vnnews.records import AdminUnit, Appointment, Article, Document, Mention, Statistic
from vnnews.register import office_holders
from vnnews.report.offices import covered, offices_of, place_name, registered
from vnnews.report.rows import (
    FEW,
    LACKS,
    ArticleRow,
    Cited,
    Figure,
    Gathered,
    Month,
    Number,
    Office,
    Overview,
    Portal,
    Series,
    Short,
    Warned,
)  # fmt: skip
from vnnews.report.spots import Spot, Surroundings

_DAY = len("2018-07-13")
_MONTH = len("2018-07")
_NAMED_BY_FOLDER = ("text.txt", "article.txt")  # a folder an article: those of one collection stand a folder higher
_EXACT = 1e300  # a number beyond is told by its text alone: browsers know no larger ones

_Kind = tuple[str, str | None, str | None]
_Told = tuple[str, _Kind, Number | None, Number | None, Number | None, str | None, str | None]


def gather(records: Iterable[Article]) -> Gathered:
    """Return what a report shows of records, which are read once and not kept.

    >>> import vnnews
    >>> gathered = gather(vnnews.pipe(["Họp xã\\n\\nCó 38 tổ tham gia.", "Xã họp\\n\\nTrao 5 suất quà, 7 suất quà."]))
    >>> [(series.unit, series.figures) for series in gathered.series]
    [('suất quà', 2), ('tổ', 1)]
    """
    gatherer = _Gatherer()
    holders = office_holders(gatherer.read(records))
    return gatherer.gathered(len(holders), offices_of(holders, gatherer.places))


class _Gatherer:
    """Takes one article after the other."""

    def __init__(self) -> None:
        self.articles: list[ArticleRow] = []
        self.spots: list[Spot] = []
        self.places: dict[tuple[int, int, int], int] = {}  # record, start, end of a title or appointment → spot
        self._sentences: dict[str, str] = {}
        self._figures: dict[_Told, tuple[int, list[int]]] = {}
        self._documents: dict[tuple[str, str | None], tuple[set[str | None], list[int]]] = {}
        self._acronyms: dict[str, list[int]] = {}
        self._warnings: dict[str, tuple[str, list[int]]] = {}
        self._statistics = 0
        self._without_text = 0

    def read(self, records: Iterable[Article]) -> Iterator[Article]:
        """Take each record in and yield what the register needs of it."""
        for number, article in enumerate(records):
            self._take(number, article)
            yield registered(number, article)

    def _take(self, number: int, article: Article) -> None:
        around = Surroundings(number, article)
        self.articles.append(_row(article))
        self._statistics += len(article.statistics)
        self._without_text += article.text is None
        for item in article.statistics:
            told = self._figures.setdefault(_told(article.content_hash, item), (number, []))
            told[1].append(self._spot(around.spot(item.text, item.start, item.end)))
        for cited in article.documents:
            days, spots = self._documents.setdefault((_cited(cited), cited.issuer), (set(), []))
            days.add(cited.date)
            spots.append(self._spot(around.spot(cited.text, cited.start, cited.end)))
        for short in article.acronyms:
            if short.expansion is None:
                spots = self._acronyms.setdefault(short.acronym, [])
                spots += [self._spot(around.spot(m.text, m.start, m.end)) for m in short.mentions]
        for warning in article.warnings:
            spots = self._warnings.setdefault(warning.code, (warning.message, []))[1]
            spots.append(self._spot(around.spot(None, warning.start, warning.end)))
        mentions: list[Mention | Appointment] = [
            m for official in article.officials for title in official.titles for m in title.mentions
        ]
        for place in (*mentions, *article.appointments):
            self.places[number, place.start, place.end] = self._spot(around.spot(place.text, place.start, place.end))

    def _spot(self, spot: Spot) -> int:
        if spot.sentence is not None:
            spot = spot._replace(sentence=self._sentences.setdefault(spot.sentence, spot.sentence))
        self.spots.append(spot)
        return len(self.spots) - 1

    def gathered(self, people: int, offices: list[Office]) -> Gathered:
        """Return the rows of all articles taken in."""
        series, figures = self._series()
        documents = [
            Cited(name, issuer, len(days - {None}), self._articles(spots), self._wards(spots), tuple(spots))
            for (name, issuer), (days, spots) in self._documents.items()
        ]
        acronyms = [Short(name, self._articles(spots), tuple(spots)) for name, spots in self._acronyms.items()]
        warnings = [
            Warned(code, message, self._articles(spots), tuple(spots))
            for code, (message, spots) in self._warnings.items()
        ]
        return Gathered(
            overview=self._overview(people),
            articles=self.articles,
            spots=self.spots,
            offices=offices,
            months=self._months(),
            series=series,
            figures=figures,
            documents=sorted(documents, key=lambda row: (-len(row.spots), row.name, row.issuer or "")),
            acronyms=sorted(acronyms, key=lambda row: (-len(row.spots), row.acronym)),
            warnings=sorted(warnings, key=lambda row: (-row.articles, row.code)),
            portals=self._portals(),
        )

    def _articles(self, spots: Iterable[int]) -> int:
        return len({self.spots[spot].article for spot in spots})

    def _wards(self, spots: Iterable[int]) -> int:
        return len({self.articles[self.spots[spot].article].ward for spot in spots} - {None})

    def _overview(self, people: int) -> Overview:
        days = sorted(row.day for row in self.articles if row.day and len(row.day) >= _DAY)
        return Overview(
            articles=len(self.articles),
            without_text=self._without_text,
            without_day=len(self.articles) - len(days),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            wards=len({row.ward for row in self.articles} - {None}),
            people=people,
            statistics=self._statistics,
            documents=len(self._documents),
            citations=sum(len(spots) for _, spots in self._documents.values()),
        )

    def _series(self) -> tuple[list[Series], list[Figure]]:
        members: dict[_Kind, list[int]] = {}
        for told, (_, spots) in self._figures.items():
            members.setdefault(told[1], []).extend(spots)
        rows = dict.fromkeys(members, 0)
        for told in self._figures:
            rows[told[1]] += 1
        kinds = sorted(members, key=lambda kind: (-rows[kind], tuple(part or "" for part in kind)))
        number = {kind: n for n, kind in enumerate(kinds)}
        series = [Series(*k, rows[k], self._articles(members[k]), self._wards(members[k])) for k in kinds]
        figures = []
        for (_, kind, value, most, total, qualifier, period), (article, spots) in self._figures.items():
            first, last = covered(period) if period else (_day(self.articles[article].day),) * 2
            row = Figure(number[kind], article, value, most, total, qualifier, period, first, last, tuple(spots))
            figures.append(row)
        return series, figures

    def _months(self) -> list[Month]:
        found: dict[tuple[str | None, str | None], list[int]] = {}
        for number, row in enumerate(self.articles):
            month = row.day[:_MONTH] if row.day and len(row.day) >= _MONTH else None
            found.setdefault((month, row.ward), []).append(number)
        ordered = sorted(found, key=lambda key: (key[0] or "", key[1] or ""))
        return [Month(*key, tuple(found[key])) for key in ordered]

    def _portals(self) -> list[Portal]:
        lacking: dict[str | None, list[int]] = {}
        for row in self.articles:
            counts = lacking.setdefault(row.portal, [0] * (len(LACKS) + 1))
            counts[0] += 1
            for bit in range(len(LACKS)):
                counts[bit + 1] += row.lacks >> bit & 1
        portals = [Portal(name, counts[0], tuple(counts[1:])) for name, counts in lacking.items()]
        return sorted(portals, key=lambda row: (-row.articles, row.name or ""))


def _row(article: Article) -> ArticleRow:
    day, url, place = article.published_at, article.source.url, article.place
    items = sum(map(len, (article.dates, article.officials, article.organizations, article.statistics,
                          article.documents)))  # fmt: skip
    lacks = (day is None, place.ward is None, article.title is None, items < FEW, bool(article.warnings))
    return ArticleRow(
        title=article.title,
        day=visible(day[:_DAY]) if day else None,
        id=article.id,
        url=url,
        linked=url is not None and _host(url) is not None and visible(url) == url,
        ward=place_name(*map(_name, (place.ward, place.district, place.province))) if place.ward else None,
        portal=_portal(article),
        lacks=sum(lack << bit for bit, lack in enumerate(lacks)),
    )


def _name(unit: AdminUnit | None) -> str | None:
    return unit.name if unit else None


def _portal(article: Article) -> str | None:
    """Return the host that an article comes from, else the dump or the folder."""
    source = article.source
    if source.url and (host := _host(source.url)):
        return host
    if source.path is None:
        return None
    if source.line is not None:
        return source.path
    path = PurePath(source.path)
    return (path.parent.parent if path.name in _NAMED_BY_FOLDER else path.parent).as_posix()


def _host(url: str) -> str | None:
    """Return the host of a web address; ``None`` for what is no http or https address."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[": brackets of an IPv6 address that do not close
        return None
    return parts.hostname if parts.scheme in ("http", "https") else None


def _told(text: str, item: Statistic) -> _Told:
    kind = (item.kind, item.unit, item.per)
    value, most, total = map(_number, (item.value, item.value_max, item.total))
    return text, kind, value, most, total, item.qualifier, item.period


def _number(value: Number | None) -> Number | None:
    """Return a number that JSON and browsers know, else ``None``."""
    return value if value is not None and abs(value) < _EXACT else None


def _cited(item: Document) -> str:
    """Return what the document is called, without its date: articles differ in it."""
    return citation(item.model_copy(update={"date": None})) or item.text


def _day(day: str | None) -> str | None:
    return day if day and len(day) == _DAY else None
