"""Posting stamps: lines of a page's head that the lexicon's pieces fill, whatever their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import regex

from vnnews.lexicon import Entry, Lexicon
from vnnews.text.credit import NAMES
from vnnews.text.numerals import ENGLISH_MONTHS, MONTH_WORDS

_SEPARATORS = " \t|,;:-/()[]•·–—"
_FIRST_DATE = regex.compile(
    r"(?:\()?(?:(?:ngày )?(?:cập nhật|đăng)(?: tin)?(?: ngày| lúc| vào)? ?:? ?)?"
    r"(?:(?:gửi|đăng) (?:vào|lúc) |thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]), )?"
    r"(?:\d{1,2}:\d{2},? )?\d{1,2}[/-]\d{1,2}[/-]\d{4}",
    regex.I,
)
_CATEGORY = regex.compile(r"\p{Lu}[\p{L} ,]{2,40} (?:[-|»>]|::) ?")
# a date that belongs to the words before it: `Căn cứ Luật … ngày 29/11/2013`, `tính đến 30/6/2020`
_TOLD = regex.compile(r"(?<!\p{L})(?:ngày|từ|đến|trước|sau|của|và|năm|tháng|hết|vào) \Z", regex.I)
_AUTHOR_LABEL = regex.compile(r"(?:tác giả|người đăng|người viết|tin|bài|nguồn) ?: ?", regex.I)
_AUTHOR = regex.compile(rf"{NAMES}$")


class Stamp(NamedTuple):
    """The posting stamp: its own characters (label and seconds left out), and the moment it names."""

    start: int
    end: int
    value: str
    entries: tuple[Entry, ...] = ()


@dataclass
class StampLine:
    """What the pieces found in one line: offsets are of the view, counters in the order they stand."""

    label: bool = False
    updated: bool = False
    day: str | None = None
    clock: str | None = None
    start: int = -1
    end: int = -1
    views: int | None = None
    counters: list[int] = field(default_factory=list)
    author: tuple[int, int] | None = None
    title_end: int | None = None
    category: str | None = None
    entries: list[Entry] = field(default_factory=list)

    def stamp(self) -> Stamp | None:
        """Return the posting stamp of the line, ``None`` when it names no day."""
        if self.day is None:
            return None
        value = f"{self.day}T{self.clock}" if self.clock and len(self.day) == 10 else self.day
        return Stamp(self.start, self.end, value, tuple(self.entries))


class StampReader:
    """Reads lines with a lexicon's pieces, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._pieces = [(entry, regex.compile(entry.get("pattern"), regex.I)) for entry in lexicon["stamps"]]

    def read(self, text: str, base: int) -> StampLine | None:
        """Read one line that begins at offset ``base``; ``None`` when it is no stamp."""
        found = StampLine()
        at = 0
        leading: int | None = None
        while at < len(text):
            closed = at == len(text) - 1 and found.views is not None
            if text[at] in _SEPARATORS or (text[at] == "." and (closed or text[at - 1 : at] == " ")):
                at += 1
                continue
            end = self._piece(found, text, at, base)
            if end is None:
                if leading is not None or found.entries:
                    return None
                leading = _leading_end(text)
                if leading is None:
                    return None
                end = leading
            at = end
        if text.endswith(";") or found.day is None or (leading is not None and not _leads(found, text[:leading], base)):
            return None
        return found

    def views(self, text: str, loosely: bool) -> int | None:
        """Return the read counter that a line is; ``loosely`` finds it among buttons."""
        for entry, pattern in self._pieces:
            if entry.get("role") == "views":
                match = pattern.search(text) if loosely else pattern.match(text.lstrip("(- "))
                if match and len(match[0]) * 2 > len(text.strip(" ()-|")):
                    return _count(match["n"])
        return self._counter_among_buttons(text)

    def _counter_among_buttons(self, text: str) -> int | None:
        """Read `(2 phản hồi) 538 lượt xem`: a line that buttons and a read counter fill."""
        found = StampLine()
        at = 0
        while at < len(text):
            end = at + 1 if text[at] in _SEPARATORS else self._piece(found, text, at, 0)
            if end is None:
                return None
            at = end
        return found.views

    def _piece(self, found: StampLine, text: str, at: int, base: int) -> int | None:
        for entry, pattern in self._pieces:
            match = pattern.match(text, at)
            if match and match.end() > at and _accepts(found, entry, match):
                _take(found, entry, match, base)
                return int(match.end())
        return None


def _leads(found: StampLine, leading: str, base: int) -> bool:
    """Take what stands before the stamp as its author, category or headline; else the line is no stamp."""
    named = leading.strip(" |-,:(")
    if told := _AUTHOR_LABEL.match(named):
        named = named[told.end() :].rstrip(" .")
    start = base + leading.index(named)
    if _AUTHOR.match(named) and len(named.split()) <= 7:
        found.author = (start, start + len(named))
    elif found.label and _CATEGORY.fullmatch(leading):
        found.category = named
    elif len(named) > 25:
        found.title_end = start + len(named)
    else:
        return False
    return True


_AFTERNOON, _IN_WORDS = ("pm", "ch", "chiều", "tối"), ("sáng", "chiều", "tối")


def _accepts(found: StampLine, entry: Entry, match: regex.Match[str]) -> bool:
    role = entry.get("role")
    if role == "date":
        return found.day is None and _iso_day(match) is not None
    if role == "time":
        return found.clock is None and int(match["H"]) < 24 and int(match["M"]) < 60
    if role in ("counter", "section"):
        return found.day is not None
    if role == "label":
        return not found.label
    return True


def _take(found: StampLine, entry: Entry, match: regex.Match[str], base: int) -> None:
    role = entry.get("role")
    found.entries.append(entry)
    start, end = base + match.start(), base + match.end()
    if role == "label":
        found.label = True
        found.updated = "updated" in entry.form
        return
    if role == "date":
        found.day = _iso_day(match)
    elif role == "time":
        hour = int(match["H"])
        half = (match["half"] or "").lower()
        if half in _AFTERNOON and hour < 12:
            hour += 12
        midnight = half == "am" and hour == 12  # "12:00 AM": no real time was recorded
        found.clock = None if midnight else f"{hour:02}:{int(match['M']):02}"
        end = base + match.end("half" if half in _IN_WORDS else "M")
    elif role == "views":
        found.views = _count(match["n"])
        return
    elif role == "author":
        found.author = (base + match.start("name"), base + match.end("name"))
        return
    elif role == "section":
        found.category = match["name"]
        return
    elif role == "counter":
        found.counters.append(int(match["n"]))
        return
    elif role != "weekday":
        return
    if found.start < 0:
        found.start = start
    found.end = end


def _leading_end(text: str) -> int | None:
    """Return where the stamp begins in a line that an author or a headline opens."""
    match = _FIRST_DATE.search(text)
    if match is None or match.start() <= 1 or _TOLD.search(text, max(0, match.start() - 12), match.start()):
        return None
    return match.start()


def _iso_day(match: regex.Match[str]) -> str | None:
    groups = match.groupdict()
    year = int(groups["y"])
    months = MONTH_WORDS | ENGLISH_MONTHS
    month = months[groups["word"].lower()] if groups.get("word") else int(groups["m"])
    if groups.get("d") is None:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    day = int(groups["d"])
    if month > 12 >= day:  # "7/15/2020": only the US order can be meant
        day, month = month, day
    try:
        return date(year, month, day).isoformat() if 1990 <= year <= 2100 else None
    except ValueError:
        return None  # `31/2/2020`


def _count(digits: str) -> int | None:
    text = digits.lower()
    if text.endswith("k"):
        return round(float(text[:-1].replace(",", ".")) * 1000)
    plain = text.replace(".", "").replace(",", "")
    return int(plain) if plain else None
