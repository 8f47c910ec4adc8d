"""The page around the article: headline, category, posting stamp, counter, credit, captions, furniture."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from vnnews.lexicon import Lexicon
from vnnews.records import SectionKind
from vnnews.text.capitals import in_capitals
from vnnews.text.credit import Credit, CreditReader, Line
from vnnews.text.headline import COUNTED, LONG, TERMINAL, headline_and_category, headline_index
from vnnews.text.source import normalize
from vnnews.text.stamp import Stamp, StampLine, StampReader

_MENU_LINES = 4  # a menu may hold the words that end an article elsewhere
_SENTENCE = 60  # a line that ends in a full stop and is longer is the article's own
_HEAD_LINES = 14  # a stamp below the fourteenth line is not the article's own, unless it says so
_LONGEST_FURNITURE = 220  # characters of a line
_PROSE = 5  # spaces of a line that ends in a full stop and is no menu's
_MENU_HEAD = 40  # lines that a menu may push down a labelled stamp
_SHORTEST_SHOUT = 12  # letters
_PHOTO = regex.compile(
    r"[(\[]?\s*(?:ảnh|hình|photo)(?: minh họa)?\s*[:;/-]|\((?:ảnh|hình) [^()]{1,40}\)\s*\.?$|ảnh minh họa\s*$",
    regex.I,
)
_CAPTION_START = regex.compile(r"(?:quang cảnh|toàn cảnh|các đại biểu|một số hình ảnh|hình ảnh|ảnh)(?!\p{L})", regex.I)
_BULLET = regex.compile(r"^(?:[•·●▪►]+ ?|null (?=\p{Lu})|\*{2}(?=\p{L}))")
_TRAILING_NOISE = regex.compile(r"(?:\*{2}| ?!\[\]\(\S*\)| ?\||\s+loading\.*)+$")
# a crawler's own stamp before the first line
_CRAWLED = regex.compile(r"date \d{4}-\d{2}(?:-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?)?(?= [\p{L}(])")


class PageSection(NamedTuple):
    """A part of the page, in view offsets."""

    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says about the article. Spans are of the view."""

    sections: tuple[PageSection, ...] = ()
    title: tuple[int, int] | None = None
    category: str | None = None
    stamp: Stamp | None = None
    view_count: int | None = None
    credit: tuple[int, int] | None = None
    capitals: dict[int, int] = field(default_factory=dict)  # lines in capitals, start → end


class _Furniture(NamedTuple):
    """A kind of line of the page that is none of the article; furniture.toml says what its marks mean."""

    pattern: regex.Pattern[str]
    head: bool
    opening: bool
    tail: bool


class PageReader:
    """Reads pages with a lexicon's stamps, labels and furniture, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._stamps = StampReader(lexicon)
        self._credits = CreditReader(lexicon)
        self._furniture = [
            _Furniture(
                regex.compile(entry.get("pattern"), regex.I),
                *(bool(entry.get(key)) for key in ("head", "opening", "tail")),
            )
            for entry in lexicon["furniture"]
        ]

    def is_stamp(self, text: str) -> bool:
        """Whether a line is a posting stamp or a read counter."""
        line = normalize(text)
        found = self._stamps.read(line, 0)
        if found is not None:
            return found.title_end is None
        return self._stamps.views(line, loosely=False) is not None

    def is_tail(self, text: str) -> bool:
        """Whether an article is over at a line: ``Các tin khác``."""
        line = normalize(text)
        return any(known.tail and known.pattern.fullmatch(line) for known in self._furniture)

    def read(self, view: str, headline_line: int | None = None, category_line: int | None = None) -> Page:
        """Find the page's parts in a normalized text; markup may have told which lines are headline and section."""
        lines = _lines(view)
        if not lines:
            return Page()
        kinds: dict[int, SectionKind] = {}
        named_category = self._mark_furniture(lines, kinds)
        stamp_index, stamp_line = self._find_stamp(lines, kinds)
        views = self._views(lines, kinds, stamp_line)
        if headline_line is None:
            headline = headline_index(lines, kinds, stamp_index)
        else:
            headline = headline_line
            kinds.pop(headline, None)
        if category_line is not None:
            kinds[category_line], named_category = "furniture", lines[category_line].text
        title, category = headline_and_category(lines, kinds, headline, stamp_index, stamp_line)
        body = [index for index in range(len(lines)) if index not in kinds and index != headline]
        credit = self._credits.read(lines, body, headline)
        if credit is None and stamp_line and stamp_line.author:
            credit = Credit(*stamp_line.author, None)
        if credit and credit.line is not None:
            kinds[credit.line] = "credit"
        return Page(
            sections=_sections(lines, kinds, credit),
            title=title,
            category=named_category
            if category_line is not None
            else category or named_category or (stamp_line.category if stamp_line else None),
            stamp=stamp_line.stamp() if stamp_line else None,
            view_count=views,
            credit=(credit.start, credit.end) if credit else None,
            capitals={line.start: line.end for line in lines if _shouted(line.text)},
        )

    def _mark_furniture(self, lines: list[Line], kinds: dict[int, SectionKind]) -> str | None:
        """Mark the lines of the page that are none of the article; return the section that one of them names."""
        tail, begun, listed, category = False, False, False, None
        for index, line in enumerate(lines):
            text = line.text
            listed = listed or text.endswith(":")
            begun = begun or index >= _MENU_LINES or (len(text) > _SENTENCE and text.endswith("."))
            for pattern, head, opening, closes in self._furniture if len(text) < _LONGEST_FURNITURE else ():
                if (head and (index >= _HEAD_LINES or listed)) or (opening and begun):
                    continue
                if match := pattern.fullmatch(text):
                    tail = tail or (closes and begun)
                    kinds[index] = "furniture"
                    category = match.groupdict().get("category") or category
                    break
            if tail:
                kinds[index] = "furniture"
        return category

    def _find_stamp(
        self, lines: list[Line], kinds: dict[int, SectionKind]
    ) -> tuple[int, StampLine] | tuple[None, None]:
        candidates: list[tuple[int, StampLine]] = []
        prose = False
        for index, line in enumerate(lines[:_MENU_HEAD]):
            if len(line.text) > 2 * LONG or index in kinds:
                continue
            found = self._stamps.read(line.text, line.start)
            prose = prose or (line.text.endswith(".") and line.text.count(" ") >= _PROSE)
            if found is not None and (index < _HEAD_LINES or (found.label and not found.updated and not prose)):
                candidates.append((index, found))
        if not candidates:
            return None, None
        behind_menu = candidates[-1][0] >= _HEAD_LINES
        for index, found in candidates:
            if found.title_end is None:  # what stands above a menu is the site's clock
                kinds[index] = "furniture" if behind_menu and not found.label else "stamp"
        views = next((found.views for _, found in candidates if found.views is not None), None)
        index, chosen = min(
            candidates, key=lambda c: (not (c[1].label and not c[1].updated), not c[1].label, c[1].clock is None)
        )
        chosen.views = views
        return index, chosen

    def _views(self, lines: list[Line], kinds: dict[int, SectionKind], found: StampLine | None) -> int | None:
        if found and found.views is not None:
            return found.views
        for index, line in enumerate(lines):
            # `… trong tháng 11 (Lượt xem: 1062)`
            counted = (
                COUNTED.search(line.text) if line.text.endswith(")") else None
            )  # `… trong tháng 11 (Lượt xem: 1062)`
            if (len(line.text) > 90 and not counted) or (_HEAD_LINES < index < len(lines) - _HEAD_LINES):
                continue
            views = self._stamps.views(counted[0].strip() if counted else line.text, loosely=index in kinds)
            if views is not None:
                if counted is None:
                    kinds.setdefault(index, "stamp")
                return views
        return found.counters[0] if found and found.counters else None


def _lines(view: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for raw in view.split("\n"):
        stripped = _without_noise(raw.strip())
        if stripped:
            start = at + raw.index(stripped)
            if not lines and (crawled := _CRAWLED.match(stripped)):
                lines.append(Line(start, start + crawled.end(), crawled[0]))
                start, stripped = start + crawled.end() + 1, stripped[crawled.end() + 1 :]
            lines.append(Line(start, start + len(stripped), stripped))
        at += len(raw) + 1
    return lines


def _without_noise(line: str) -> str:
    if bullet := _BULLET.match(line):
        line = line[bullet.end() :]
    if line.endswith(("*", ")", "|")) or "loading" in line:
        line = _TRAILING_NOISE.sub("", line).strip()
    return line.strip()


def _shouted(text: str) -> bool:
    return len(text) > _SHORTEST_SHOUT and in_capitals(text, 0.8) and sum(map(str.isalpha, text)) > _SHORTEST_SHOUT


def _sections(lines: list[Line], kinds: dict[int, SectionKind], credit: Credit | None) -> tuple[PageSection, ...]:
    sections: list[PageSection] = []
    led = False
    for index, line in enumerate(lines):
        kind = kinds.get(index)
        if kind is None:
            kind = _body_kind(line.text, led)
            led = led or kind in ("lead", "body")
        last = sections[-1] if sections else None
        if last and last.kind == kind and kind in ("body", "furniture"):
            sections[-1] = last._replace(end=line.end)
        else:
            sections.append(PageSection(kind, line.start, line.end))
    if credit and credit.line is None and sections and sections[-1].start < credit.start:
        last = sections.pop()  # a name after the last sentence of the last paragraph
        if last.kind not in ("furniture", "stamp") and credit.end <= last.end:
            sections += (last._replace(end=credit.start), PageSection("credit", credit.start, last.end))
        else:
            sections.append(last)
    return tuple(sections)


def _body_kind(text: str, led: bool) -> SectionKind:
    short = len(text) <= LONG and not text.endswith(TERMINAL)
    if short and (_PHOTO.search(text) or _CAPTION_START.match(text)):
        return "caption"
    if not led and len(text) > 60:
        return "lead"
    return "body"


@functools.lru_cache(maxsize=8)
def page_reader(lexicon: Lexicon) -> PageReader:
    """Return the reader for a lexicon, built once."""
    return PageReader(lexicon)
