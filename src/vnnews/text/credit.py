"""Who an article is credited to: a labelled line, a bare byline, a name after the last sentence, a dateline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from vnnews.lexicon import Lexicon

NAMES = r"\p{Lu}[\p{L}.]*(?:(?: ?[-–&,.] ?| )\p{Lu}[\p{L}.]*){0,6}"  # `Huy Thịnh`, `N.Hà - T.An`
_NAME_LINE = regex.compile(rf"{NAMES}(?: ?\((?:t/h|[\p{{L}} .]{{2,40}})\))?$")
_TRAILING_NAME = regex.compile(
    r"(?<=[.!?…\"')/] ?)(?:[Tt]heo )?(\p{Lu}[\p{L}.]*(?:(?: ?[-–&] ?| )[\p{Lu}][\p{L}.]*){0,4}"
    r"(?: \((?!(?i:tổng hợp|t/h|th)\)|(?i:theo) )[\p{Lu}][\p{L} +/-]{1,30}\))?|"
    r"Báo \p{Lu}[\p{L} ]{2,20}|(?<=[Tt]heo )\p{Lu}\p{L}*(?: \p{L}+){1,3})"
    r"(?: ?\((?i:tổng hợp|t/h|th|theo [^()]+)\))?\s*$"
)
_LONGEST_TRAILING = 200  # characters
_SUMMARY_NOTE = regex.compile(r" ?\((?:tổng hợp|t/h|th|theo [^()]+)\)$", regex.I)
_DATELINE = regex.compile(
    r"(?:\((?<tag>[\p{Lu}\d][\p{L}\d .&-]{1,24})\)\s*[.-]*\s*(?:-\s*)?|(?<bare>[\p{Lu}]{2,6}|VOV\.VN|"
    r"VietNamNet|Vietnam\+|TTXVN)\s*-\s+)(?=[\p{Lu}\"'])"
)
_SIGNED = regex.compile(r"(?:CHỦ TỊCH|TRƯỞNG BAN|BÍ THƯ|TRƯỞNG|GIÁM ĐỐC|TM\.|KT\.)[ \p{Lu}]*$|\(?đã ký\)?\W*$", regex.I)
_SECOND = regex.compile(r"\s*[-;|,]\s*[Nn]guồn\s*:\s*")  # `Tác giả: A - Nguồn: B`
_PHOTOGRAPHER = regex.compile(r"\s*[-;,]\s*[Ảả]nh\s*:")
_LABELLED_LINES, _BARE_LINES = 14, 9  # how far from the end a labelled and a bare credit may stand
_PARAGRAPH = 170


class Line(NamedTuple):
    """A line of the view with ink on it."""

    start: int
    end: int
    text: str


class Credit(NamedTuple):
    """The credited name's span, and the index of its line where the line is nothing else."""

    start: int
    end: int
    line: int | None


class CreditReader:
    """Finds the credit with a lexicon's labels, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._nobody = lexicon.words("nobody")
        self._labels = {kind: _label_patterns(lexicon, source=kind) for kind in (True, False)}

    def read(self, lines: Sequence[Line], body: Sequence[int], headline: int | None) -> Credit | None:
        """Return the credit; ``body`` are the indices of the lines that are neither stamp, headline nor furniture."""
        found = (
            self._labelled(lines, body, source=True)
            or _dateline(lines, body, "tag")
            or self._labelled(lines, body, source=False)
            or _bare(lines, body, headline or 0)
            or _trailing(lines, body)
            or _dateline(lines, body, "bare")
        )
        return _once(lines, found) if found else None

    def _labelled(self, lines: Sequence[Line], body: Sequence[int], *, source: bool) -> Credit | None:
        own_line, inside = self._labels[source]
        for index in reversed(body[-_LABELLED_LINES:]):
            line = lines[index]
            short = len(line.text) < 220
            match = (own_line.match(line.text) or (source and _UNLABELLED_SOURCE.match(line.text))) if short else None
            if match:
                start, end = _settled(line.text, *match.span("credit"))
                if line.text[start:end].lower() not in self._nobody:
                    return Credit(line.start + start, line.start + end, index)
        last = lines[body[-1]] if body else None
        if last and (match := inside.search(last.text, max(0, len(last.text) - 90))):
            start, end = _settled(last.text, *match.span("credit"))
            return Credit(last.start + start, last.start + end, None)
        return None


def _label_patterns(lexicon: Lexicon, *, source: bool) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return what a labelled credit looks like on a line of its own, and behind the last sentence."""
    entries = [e for e in lexicon["credit_labels"] if not e.get("bare") and bool(e.get("source")) is source]
    labels = sorted((surface for entry in entries for surface in entry.surfaces), key=len, reverse=True)
    joined = "|".join(regex.escape(label) for label in labels)
    return (
        regex.compile(rf"\s*[(\[]?\s*(?:{joined})\s*[:：]\s*(?<credit>\S.*?)\s*\.?$", regex.I),
        regex.compile(rf"(?<=[.!?…\"')\]] ?)(?i:{joined}) ?: ?(?<credit>\p{{Lu}}[^.:;()\n]{{1,50}})\.?$"),
    )


# `Nguồn Hà Nội TV : https://…`, `Lê An (Nguồn Báo An Giang)`, `Theo Báo Tây Ninh`
_UNLABELLED_SOURCE = regex.compile(
    r"\s*(?:(?:Nguồn|Theo)(?: tin)? (?<credit>\p{Lu}[^:()]{2,40}?) ?: ?https?://\S+|"
    r".{0,40}?\((?:Nguồn|nguồn):? (?<credit>\p{Lu}[^()]{2,60})\)|Theo (?<credit>\p{Lu}[^.,;:()]{2,40}))\s*$"
)


def _once(lines: Sequence[Line], credit: Credit) -> Credit:
    """Keep one of two bylines side by side: ``Thúy Nguyễn Thúy Nguyễn``."""
    line = next(line for line in reversed(lines) if line.start <= credit.start)
    name = line.text[credit.start - line.start : credit.end - line.start]
    half = len(name) // 2
    return credit._replace(end=credit.start + half) if half > 3 and name[:half] == name[half + 1 :] else credit


def _settled(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a labelled credit: the source before the author, no photographer, no bracket of the label."""
    if source := _SECOND.search(text, start, end):
        start = source.end()
    if photo := _PHOTOGRAPHER.search(text, start, end):
        end = photo.start()
    while end > start and text[end - 1] in ")] " and text.count(")", start, end) > text.count("(", start, end):
        end -= 1
    return start, end


def _bare(lines: Sequence[Line], body: Sequence[int], headline: int) -> Credit | None:
    for index in reversed(body[-_BARE_LINES:]):
        if index and _SIGNED.search(" ".join(line.text for line in lines[max(0, index - 3) : index])):
            return None  # a signature, no byline
        if index <= headline + 1 or len(lines[index].text) >= 60:
            continue
        if span := _byline(lines[index], index == body[-1]):
            return Credit(*span, index)
    return None


def _trailing(lines: Sequence[Line], body: Sequence[int]) -> Credit | None:
    if not body or len(lines[body[-1]].text) <= _PARAGRAPH:
        return None
    line = lines[body[-1]]
    match = _TRAILING_NAME.search(line.text, max(0, len(line.text) - _LONGEST_TRAILING))
    return (
        Credit(line.start + match.start(1), line.start + match.start(1) + len(match[1].strip()), None)
        if match
        else None
    )


def _dateline(lines: Sequence[Line], body: Sequence[int], which: str) -> Credit | None:
    """Return the source at the head of the lead: a ``tag`` in brackets (`(QK7 Online) -`) or a ``bare`` one."""
    for index in body[:3]:
        line = lines[index]
        if len(line.text) > 60 and (match := _DATELINE.match(line.text)) and match[which]:
            return Credit(line.start + match.start(which), line.start + match.end(which), None)
    return None


_OFFICE = regex.compile(
    r"(?:UBND|HĐND|UBMTTQ|MTTQ|Văn phòng|Công an|Hội|Đoàn|Đảng ủy|Trạm|Trung tâm|Ban|Phòng|Đài|VP)[\p{L}\d ,&-]{0,40}"
    r"(?:phường|xã|thị trấn|PHƯỜNG|XÃ)(?: [\p{Lu}\d][\p{L}\d]*){0,3}$"
)


# `Hoàng Lụa- Công chức VHXH xã Thống Nhất`, `Thu Hà - VHTT xã`, `Viết Quang - VPHU Phú Vang`
_NAME_AND_OFFICE = regex.compile(
    r"\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){1,4} ?[-–] ?(?:CV|CC|Công chức|Cán bộ|CB|VP|HND|HPN|HLHPN|CCB|ĐTN|Đoàn|Hội|Phó|"
    r"Bí thư|Chủ tịch|Trưởng|UBND|UBMTTQ|MTTQ|Ban|Phòng|Văn phòng|Đài|Phường|Xã|Công an|Trạm|Trung tâm|TT|"
    r"\p{Lu}{2,7}(?= (?:phường|xã|thị trấn)))(?!\p{Ll})"
    r"[\p{L}\d &.,-]{0,50}$"
)
_NUMBERED = regex.compile(r"[IVX]{1,5}[.)] ")


def _byline(line: Line, last: bool) -> tuple[int, int] | None:
    """Return the span of a line that is nothing but its author: ``Huy Thịnh``, ``(Hoàng Tím)``, ``H.Y (tổng hợp)``."""
    text = line.text.strip()
    start = line.start + line.text.index(text) if text else line.start
    if text.startswith("(") and text.endswith(")"):
        text, start = text[1:-1].strip(), start + 1
    note = _SUMMARY_NOTE.search(text)
    bare = text[: note.start()] if note else text
    if _NUMBERED.match(text):
        return None
    if last and (_OFFICE.match(text) or _NAME_AND_OFFICE.match(text)):
        return start, start + len(text)
    if not _NAME_LINE.match(bare) or text.endswith(_TERMINAL) or len(bare) > 50:
        return None
    words = bare.split()
    if not note and not last and not ("-" in bare or "." in bare) and (len(words) > 4 or bare.isupper()):
        return None
    if len(words) == 1 and not (bare.isupper() or "." in bare):
        return None
    return start, start + len(bare)


_TERMINAL = (".", "!", ";", ":", ",")
