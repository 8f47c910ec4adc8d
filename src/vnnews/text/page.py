"""The page around the article: headline, category, posting stamp, counter, credit, captions, furniture."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace

import regex

from vnnews.lexicon import Lexicon
from vnnews.records import SectionKind
from vnnews.text.credit import Credit, CreditReader, Line
from vnnews.text.stamp import Stamp, StampLine, StampReader

_HEAD_LINES = 14  # a stamp below the fourteenth line is not the article's own
_HEADLINE = 110  # a longer line that ends in a full stop is a sentence, no headline
_LONG = 170  # a line longer than this is a paragraph
_PHOTO = regex.compile(
    r"[(\[]?\s*(?:ảnh|hình|photo)(?: minh họa)?\s*[:;/-]|\((?:ảnh|hình) [^()]{1,40}\)\s*\.?$|ảnh minh họa\s*$",
    regex.I,
)
_CAPTION_START = regex.compile(r"(?:quang cảnh|toàn cảnh|các đại biểu|một số hình ảnh|hình ảnh|ảnh)(?!\p{L})", regex.I)
_CRUMBS = regex.compile(r"\s*(?:>|»|›|\|)\s*| / ")
_HOME = regex.compile(r"(?:trang chủ|home|trang nhất|tin tức)\s*(?:>|»|›|/|\|)", regex.I)
_BULLET = regex.compile(r"^(?:[•·●▪►]+ ?|null (?=\p{Lu}))")
_TERMINAL = (".", "!", ";", ":", ",")


@dataclass(frozen=True, slots=True)
class PageSection:
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


class PageReader:
    """Reads pages with a lexicon's stamps, labels and furniture, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._stamps = StampReader(lexicon)
        self._credits = CreditReader(lexicon)
        self._furniture = [(entry, regex.compile(entry.get("pattern"), regex.I)) for entry in lexicon["furniture"]]

    def read(self, view: str) -> Page:
        """Find the page's parts in a normalized text."""
        lines = _lines(view)
        if not lines:
            return Page()
        kinds: dict[int, SectionKind] = {}
        self._mark_furniture(lines, kinds)
        stamp_index, stamp_line = self._find_stamp(lines, kinds)
        views = self._views(lines, kinds, stamp_line)
        headline = _title_index(lines, kinds, stamp_index)
        title, category = _title(lines, kinds, headline, stamp_index, stamp_line)
        body = [index for index in range(len(lines)) if index not in kinds and index != headline]
        credit = self._credits.read(lines, body, headline)
        if credit is None and stamp_line and stamp_line.author:
            credit = Credit(*stamp_line.author, None)
        if credit and credit.line is not None:
            kinds[credit.line] = "credit"
        return Page(
            sections=_sections(lines, kinds, credit),
            title=title,
            category=category or (stamp_line.category if stamp_line else None),
            stamp=stamp_line.stamp() if stamp_line else None,
            view_count=views,
            credit=(credit.start, credit.end) if credit else None,
            capitals={line.start: line.end for line in lines if _shouted(line.text)},
        )

    def _mark_furniture(self, lines: list[Line], kinds: dict[int, SectionKind]) -> None:
        tail = False
        for index, line in enumerate(lines):
            text = line.text
            for entry, pattern in self._furniture:
                if len(text) < 220 and pattern.fullmatch(text):
                    tail = tail or (bool(entry.get("tail")) and index >= min(4, len(lines) - 1))
                    kinds[index] = "furniture"
                    break
            if tail:
                kinds[index] = "furniture"

    def _find_stamp(
        self, lines: list[Line], kinds: dict[int, SectionKind]
    ) -> tuple[int, StampLine] | tuple[None, None]:
        candidates: list[tuple[int, StampLine]] = []
        for index, line in enumerate(lines[:_HEAD_LINES]):
            if len(line.text) > 2 * _LONG or index in kinds:
                continue
            found = self._stamps.read(line.text, line.start)
            if found is not None:
                candidates.append((index, found))
        for index, found in candidates:
            if found.title_end is None:
                kinds[index] = "stamp"
        if not candidates:
            return None, None
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
            if len(line.text) > 90 or (_HEAD_LINES < index < len(lines) - _HEAD_LINES):
                continue
            views = self._stamps.views(line.text, loosely=index in kinds)
            if views is not None:
                kinds.setdefault(index, "stamp")
                return views
        return found.counters[0] if found and found.counters else None


def _lines(view: str) -> list[Line]:
    lines = []
    at = 0
    for raw in view.split("\n"):
        stripped = _BULLET.sub("", raw.strip())
        if stripped:
            start = at + raw.index(stripped)
            lines.append(Line(start, start + len(stripped), stripped))
        at += len(raw) + 1
    return lines


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _title_index(lines: list[Line], kinds: dict[int, SectionKind], stamp_index: int | None) -> int | None:
    if stamp_index is not None and kinds.get(stamp_index) != "stamp":
        return stamp_index  # the stamp stands at the end of the headline's own line
    if stamp_index is not None:
        before = [i for i in range(stamp_index) if i not in kinds and len(lines[i].text) <= 2 * _LONG]
        titled = [i for i in before if len(lines[i].text) >= 18]
        if titled:
            return titled[-1]
        if before and len(lines[before[-1]].text) >= 8 and not _heading_follows(lines, kinds, stamp_index):
            return before[-1]
        return next((i for i in range(stamp_index + 1, len(lines)) if i not in kinds), None)
    open_lines = [i for i in range(min(len(lines), 6)) if i not in kinds]
    if not open_lines:
        return None
    first = open_lines[0]
    if len(open_lines) > 1 and _is_category(lines[first].text, lines[open_lines[1]].text):
        return open_lines[1]
    text = lines[first].text
    if len(text) > 2 * _LONG or (text.endswith(".") and len(text) > _HEADLINE):
        return None  # the text begins with its lead
    return first


def _heading_follows(lines: list[Line], kinds: dict[int, SectionKind], stamp_index: int) -> bool:
    following = next((lines[i].text for i in range(stamp_index + 1, len(lines)) if i not in kinds), "")
    return 18 <= len(following) <= _LONG and not following.endswith(_TERMINAL)


def _is_category(text: str, following: str) -> bool:
    if _CRUMBS.search(text) and len(text) < 120:
        return True
    return (
        len(text.split()) <= 6
        and len(text) < 45 < len(following) + 25
        and len(following) < _LONG
        and (not text.endswith(_TERMINAL) and not any(c.isdigit() for c in text) and len(following) > len(text) + 5)
    )


def _title(
    lines: list[Line],
    kinds: dict[int, SectionKind],
    index: int | None,
    stamp_index: int | None,
    found: StampLine | None,
) -> tuple[tuple[int, int] | None, str | None]:
    if index is None:
        return None, None
    line = lines[index]
    kinds[index] = "headline"
    end = line.end
    if found and found.title_end and index == stamp_index:
        end = found.title_end
    before = [i for i in range(index) if i not in kinds]
    category = None
    same = line.text.casefold()
    for i in before:
        text = lines[i].text
        if text.casefold() == same:
            kinds[i] = "headline"  # printed twice
        elif len(text) < 120:
            kinds[i] = "furniture"
            category = _crumb(text)
    for i in range(index + 1, min(index + 4, len(lines))):
        if i not in kinds and lines[i].text.casefold() == same:
            kinds[i] = "headline"
    return (line.start, end), category


def _crumb(text: str) -> str:
    parts = (
        [part for part in _CRUMBS.split(text) if part] if _HOME.match(text) or ">" in text or "»" in text else [text]
    )
    category = parts[-1] if parts else text
    half = len(category) // 2
    if len(category) > 8 and category[:half].strip() == category[half:].strip():
        category = category[:half].strip()  # a breadcrumb printed twice
    return category


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
            sections[-1] = replace(last, end=line.end)
        else:
            sections.append(PageSection(kind, line.start, line.end))
    if credit and credit.line is None and sections and sections[-1].start < credit.start:
        last = sections.pop()  # a name after the last sentence of the last paragraph
        if last.kind not in ("furniture", "stamp") and credit.end <= last.end:
            sections += (replace(last, end=credit.start), PageSection("credit", credit.start, last.end))
        else:
            sections.append(last)
    return tuple(sections)


def _body_kind(text: str, led: bool) -> SectionKind:
    short = len(text) <= _LONG and not text.endswith(_TERMINAL)
    if short and (_PHOTO.search(text) or _CAPTION_START.match(text)):
        return "caption"
    if not led and len(text) > 60:
        return "lead"
    return "body"


@functools.lru_cache(maxsize=8)
def page_reader(lexicon: Lexicon) -> PageReader:
    """Return the reader for a lexicon, built once."""
    return PageReader(lexicon)
