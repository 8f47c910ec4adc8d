"""The page around the article: headline, category, posting stamp, counter, credit, captions, furniture.

A line of the head is a stamp when the lexicon's pieces (labels, dates, clocks, counters, buttons) fill it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace

import regex

from vnnews.lexicon import Entry, Lexicon
from vnnews.records import SectionKind

_HEAD_LINES = 14  # a stamp below the fourteenth line is not the article's own
_LONG = 170  # a line longer than this is a paragraph
_WORD_MONTHS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_SEPARATORS = " \t|,;:-/()[]•·–—"
_PHOTO = regex.compile(r"[(\[]?\s*(?:ảnh|hình|photo)(?: minh họa)?\s*[:;/-]|\((?:ảnh|hình) [^()]{1,40}\)\s*\.?$|ảnh minh họa\s*$", regex.I)
_CAPTION_START = regex.compile(r"(?:quang cảnh|toàn cảnh|các đại biểu|một số hình ảnh|hình ảnh|ảnh)(?!\p{L})", regex.I)
_NAME_LINE = regex.compile(
    r"\p{Lu}[\p{L}.]*(?:(?: ?[-–&,.] ?| )\p{Lu}[\p{L}.]*){0,6}(?: ?\((?:tổng hợp|t/h|th|ctv|tổng hợp|[\p{L} .]{2,40})\))?$"
)
_TRAILING_NAME = regex.compile(
    r"(?<=[.!?…\"')/] )(?:Theo )?(\p{Lu}[\p{L}.]*(?:(?: ?[-–&] ?| )[\p{Lu}][\p{L}.]*){0,4}|Báo \p{Lu}[\p{L} ]{2,20})\s*$"
)
_SUMMARY_NOTE = regex.compile(r" ?\((?:tổng hợp|t/h|th|theo [^()]+)\)$", regex.I)
_DATELINE = regex.compile(
    r"(?:\((?<tag>[\p{Lu}\d][\p{L}\d .&]{1,24})\)\s*[.-]*\s*(?:-\s*)?|(?<bare>[\p{Lu}]{2,6}|VOV\.VN|VietNamNet|Vietnam\+|TTXVN)\s*-\s+)(?=[\p{Lu}\"'])"
)
_SIGNED = regex.compile(r"(?:CHỦ TỊCH|TRƯỞNG BAN|BÍ THƯ|TRƯỞNG|GIÁM ĐỐC|TM\.|KT\.)[ \p{Lu}]*$|\(?đã ký\)?", regex.I)
_CRUMBS = regex.compile(r"\s*(?:>|»|›|\|)\s*| / ")
_HOME = regex.compile(r"(?:trang chủ|home|trang nhất|tin tức)\s*(?:>|»|›|/|\|)", regex.I)
_TERMINAL = (".", "!", ";", ":", ",")
_COUNTER_LINE = regex.compile(r"\d{1,7}$")
_ORPHAN_STAMP = regex.compile(r"(?:^|[\s(-])(\d{1,2}/\d{1,2}/\d{4})(?: (\d{1,2}:\d{2})(?::\d{2})?)?\)?$")
_CLOCK_ONLY = regex.compile(r"^[\s|:]*$")


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of the page, in view offsets."""

    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """The posting stamp: its own characters (label and seconds left out), and the moment it names."""

    start: int
    end: int
    value: str
    entries: tuple[Entry, ...] = ()


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


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass
class _StampLine:
    """What the pieces found in one line."""

    label: bool = False
    day: str | None = None
    clock: str | None = None
    start: int = -1
    end: int = -1
    views: int | None = None
    counters: list[int] = field(default_factory=list)
    author: tuple[int, int] | None = None
    title_end: int | None = None
    entries: list[Entry] = field(default_factory=list)


class PageReader:
    """Reads pages with a lexicon's pieces, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._pieces = [
            (entry, regex.compile(entry.get("pattern"), regex.I)) for entry in lexicon["stamps"] if entry.get("role")
        ]
        self._furniture = [(entry, regex.compile(entry.get("pattern"), regex.I)) for entry in lexicon["furniture"]]
        labels = sorted((s for e in lexicon["credit_labels"] if not e.get("bare") for s in e.surfaces), key=len, reverse=True)
        joined = "|".join(regex.escape(label) for label in labels)
        self._credit = regex.compile(rf"\s*[(\[]?\s*(?:{joined})\s*[:：]\s*(?<credit>\S.*?)\s*[)\]]?\s*\.?$", regex.I)

    def read(self, view: str) -> Page:
        """Find the page's parts in a normalized text."""
        lines = _lines(view)
        if not lines:
            return Page()
        kinds: dict[int, SectionKind] = {}
        self._mark_furniture(lines, kinds)
        found = self._find_stamp(lines, kinds)
        stamp_index, stamp_line = found if found else (None, None)
        views = stamp_line.views if stamp_line else None
        if views is None:
            views = self._lone_views(lines, kinds)
        if stamp_line and views is None and stamp_line.counters:
            views = stamp_line.counters[0]
        title_index = _title_index(lines, kinds, stamp_index)
        title, category = _title(lines, kinds, title_index, stamp_index, stamp_line)
        credit = self._find_credit(view, lines, kinds, title_index)
        if credit is None and stamp_line and stamp_line.author:
            credit = stamp_line.author
        stamp = _stamp(stamp_line)
        capitals = {line.start: line.end for line in lines if _shouted(line.text)}
        return Page(_sections(view, lines, kinds), title, category, stamp, views, credit, capitals)

    def _mark_furniture(self, lines: list[_Line], kinds: dict[int, SectionKind]) -> None:
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

    def _find_stamp(self, lines: list[_Line], kinds: dict[int, SectionKind]) -> tuple[int, _StampLine] | None:
        candidates: list[tuple[int, _StampLine]] = []
        for index, line in enumerate(lines[:_HEAD_LINES]):
            if len(line.text) > 2 * _LONG or index in kinds:
                continue
            found = self._read_stamp(line, first=index == 0)
            if found and found.day:
                candidates.append((index, found))
        if not candidates:
            return None
        labelled = [c for c in candidates if c[1].label and "update" not in _labels(c[1])]
        chosen = (labelled or [c for c in candidates if c[1].label] or [c for c in candidates if c[1].clock] or candidates)[0]
        for index, found in candidates:
            if found.title_end is None:
                kinds[index] = "stamp"
        return chosen

    def _read_stamp(self, line: _Line, first: bool) -> _StampLine | None:
        found = _StampLine()
        text, at = line.text, 0
        leading: int | None = None
        while at < len(text):
            if text[at] in _SEPARATORS:
                at += 1
                continue
            for entry, pattern in self._pieces:
                match = pattern.match(text, at)
                if match and match.end() > at and self._accepts(found, entry, match):
                    self._take(found, entry, match, line.start)
                    at = match.end()
                    break
            else:
                if leading is not None or found.entries:
                    return None
                ahead = _author_end(text)
                if ahead is None:
                    return None
                leading, at = ahead, ahead
        if leading is not None and found.day:
            author = text[:leading].strip(" |-,:")
            start = line.start + text.index(author)
            if _NAME_LINE.match(author) and len(author.split()) <= 7:
                found.author = (start, start + len(author))
            elif len(author) > 25:
                found.title_end = start + len(author)
            else:
                return None
        return found if found.day else None

    @staticmethod
    def _accepts(found: _StampLine, entry: Entry, match: regex.Match[str]) -> bool:
        role = entry.get("role")
        if role == "date":
            return found.day is None and _iso_day(match, None) is not None
        if role == "time":
            return found.clock is None and int(match["H"]) < 24 and int(match["M"]) < 60
        if role == "counter":
            return found.day is not None
        if role == "label":
            return not found.label
        return True

    @staticmethod
    def _take(found: _StampLine, entry: Entry, match: regex.Match[str], base: int) -> None:
        role = entry.get("role")
        found.entries.append(entry)
        start, end = base + match.start(), base + match.end()
        if role == "label":
            found.label = True
            return
        if role == "date":
            found.day = _iso_day(match, None)
        elif role == "time":
            hour = int(match["H"])
            half = (match["half"] or "").lower()
            if half == "pm" and hour < 12:
                hour += 12
            midnight = half == "am" and hour == 12  # "12:00 AM": no real time was recorded
            found.clock = None if midnight else f"{hour:02}:{match['M']}"
            end = base + match.end("M")
        elif role == "views":
            found.views = _count(match["n"])
            return
        elif role == "counter":
            found.counters.append(int(match["n"]))
            return
        elif role != "weekday":
            return
        if found.start < 0:
            found.start = start
        found.end = end

    def _lone_views(self, lines: list[_Line], kinds: dict[int, SectionKind]) -> int | None:
        for index, line in enumerate(lines):
            if len(line.text) > 90 or (_HEAD_LINES < index < len(lines) - _HEAD_LINES):
                continue
            for entry, pattern in self._pieces:
                if entry.get("role") != "views":
                    continue
                match = pattern.search(line.text) if index in kinds else pattern.match(line.text.lstrip("(- "))
                if match and len(match[0]) * 2 > len(line.text.strip(" ()-|")):
                    kinds.setdefault(index, "stamp")
                    return _count(match["n"])
        return None

    def _find_credit(
        self, view: str, lines: list[_Line], kinds: dict[int, SectionKind], title_index: int | None
    ) -> tuple[int, int] | None:
        body = [i for i in range(len(lines)) if i not in kinds and i != title_index]
        for index in reversed(body[-14:]):
            line = lines[index]
            match = self._credit.match(line.text) if len(line.text) < 220 else None
            if match:
                kinds[index] = "credit"
                return line.start + match.start("credit"), line.start + match.end("credit")
        for index in reversed(body[-9:]):
            line = lines[index]
            if index and _SIGNED.search(" ".join(x.text for x in lines[max(0, index - 3) : index])):
                break
            if index > (title_index or 0) + 1 and len(line.text) < 60 and (span := _byline(line, index == body[-1])):
                kinds[index] = "credit"
                return span
        if body and len(lines[body[-1]].text) > _LONG and (match := _TRAILING_NAME.search(lines[body[-1]].text)):
            start = lines[body[-1]].start + match.start(1)
            return start, start + len(match[1].strip())
        if dateline := next((m for i in body[:3] if (m := _DATELINE.match(lines[i].text)) and len(lines[i].text) > 60), None):
            line = next(lines[i] for i in body[:3] if _DATELINE.match(lines[i].text))
            name = "tag" if dateline["tag"] else "bare"
            return line.start + dateline.start(name), line.start + dateline.end(name)
        return None


def _labels(found: _StampLine) -> str:
    return " ".join(e.form for e in found.entries if e.get("role") == "label")


def _byline(line: _Line, last: bool) -> tuple[int, int] | None:
    """Return the span of a line that is nothing but its author: ``Huy Thịnh``, ``(Hoàng Tím)``, ``H.Y (tổng hợp)``."""
    text = line.text.strip()
    start = line.start + line.text.index(text) if text else line.start
    if text.startswith("(") and text.endswith(")"):
        text, start = text[1:-1].strip(), start + 1
    note = _SUMMARY_NOTE.search(text)
    bare = text[: note.start()] if note else text
    if not _NAME_LINE.match(bare) or text.endswith(_TERMINAL) or len(bare) > 50:
        return None
    words = bare.split()
    if not note and not last and not ("-" in bare or "." in bare) and (len(words) > 4 or bare.isupper()):
        return None
    if len(words) == 1 and not (bare.isupper() or "." in bare):
        return None
    return start, start + len(bare)


def _lines(view: str) -> list[_Line]:
    lines = []
    at = 0
    for raw in view.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped)
            lines.append(_Line(start, start + len(stripped), stripped))
        at += len(raw) + 1
    return lines


def _author_end(text: str) -> int | None:
    """Return where the stamp begins in a line that an author or a headline opens."""
    match = _FIRST_STAMP.search(text)
    return match.start() if match and match.start() > 1 else None


_FIRST_STAMP = regex.compile(
    r"(?:\()?(?:(?:gửi|đăng) (?:vào|lúc) |thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]), )?(?:\d{1,2}:\d{2},? )?\d{1,2}/\d{1,2}/\d{4}", regex.I
)


def _iso_day(match: regex.Match[str], _unused: None) -> str | None:
    groups = match.groupdict()
    year = int(groups["y"])
    month = _WORD_MONTHS[groups["word"].lower()] if groups.get("word") else int(groups["m"])
    if groups.get("d") is None:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    day = int(groups["d"])
    if month > 12 >= day:  # "7/15/2020": only the US order can be meant
        day, month = month, day
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 and 1990 <= year <= 2100 else None


def _count(digits: str) -> int | None:
    text = digits.lower()
    if text.endswith("k"):
        return round(float(text[:-1].replace(",", ".")) * 1000)
    plain = text.replace(".", "").replace(",", "")
    return int(plain) if plain else None


def _stamp(found: _StampLine | None) -> Stamp | None:
    if found is None or found.day is None:
        return None
    value = f"{found.day}T{found.clock}" if found.clock and len(found.day) == 10 else found.day
    return Stamp(found.start, found.end, value, tuple(found.entries))


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _title_index(lines: list[_Line], kinds: dict[int, SectionKind], stamp_index: int | None) -> int | None:
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
    return first if len(lines[first].text) <= 2 * _LONG else None


def _heading_follows(lines: list[_Line], kinds: dict[int, SectionKind], stamp_index: int) -> bool:
    following = next((lines[i].text for i in range(stamp_index + 1, len(lines)) if i not in kinds), "")
    return 18 <= len(following) <= _LONG and not following.endswith(_TERMINAL)


def _is_category(text: str, following: str) -> bool:
    if _CRUMBS.search(text) and len(text) < 120:
        return True
    return len(text.split()) <= 6 and len(text) < 45 < len(following) + 25 and len(following) < _LONG and (
        not text.endswith(_TERMINAL) and not any(c.isdigit() for c in text) and len(following) > len(text) + 5
    )


def _title(
    lines: list[_Line], kinds: dict[int, SectionKind], index: int | None, stamp_index: int | None, found: _StampLine | None
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
            kinds[i] = "furniture"  # the headline printed twice
        elif len(text) < 120:
            kinds[i] = "furniture"
            category = _crumb(text)
    for i in range(index + 1, min(index + 4, len(lines))):
        if i not in kinds and lines[i].text.casefold() == same:
            kinds[i] = "furniture"
    return (line.start, end), category


def _crumb(text: str) -> str:
    parts = [part for part in _CRUMBS.split(text) if part] if _HOME.match(text) or ">" in text or "»" in text else [text]
    category = parts[-1] if parts else text
    half = len(category) // 2
    if len(category) > 8 and category[:half].strip() == category[half:].strip():
        category = category[:half].strip()  # a breadcrumb printed twice
    return category


def _sections(view: str, lines: list[_Line], kinds: dict[int, SectionKind]) -> tuple[PageSection, ...]:
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
