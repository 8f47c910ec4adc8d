"""Documents cited by number: ``Quyết định số 316/QĐ-UBND ngày 17/7/2020``, ``44-CT/TU``, ``tờ trình số 5054``.

Laws are cited by name and year too: ``Luật Hòa giải ở cơ sở năm 2013``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import regex

from vnnews.find.mentions import DocumentFound
from vnnews.find.reading import Reading
from vnnews.lexicon import Entry, Lexicon
from vnnews.text.lookup import Hit
from vnnews.text.spans import Spans

_ORG = r"[\p{Lu}\d][\p{Lu}\d&]{0,14}(?:[\p{Ll}]{1,2}(?!\p{L}))?"
# 316/QĐ-UBND · 168a/QĐ-UBND · 15/2018/NĐ-CP · 258/2025/QH15 · 1656/NQ-UBTVQH15 · 16/CT/QU
_STATE = rf"\d{{1,5}}[a-zđ]?(?: ?/ ?(?:19|20)\d{{2}})? ?/ ?{_ORG}(?: ?[-/] ?{_ORG}){{0,5}}"
# 44-CT/TU · 06 - NQ/TU · 77-QĐ/ĐU
_PARTY = rf"\d{{1,4}} ?- ?{_ORG} ?/ ?{_ORG}(?:[-/]{_ORG}){{0,5}}"
# 01 CĐ/PCLB
_SPACED = rf"\d{{1,4}} {_ORG} ?/ ?{_ORG}"
_NUMBER = regex.compile(rf"(?:{_PARTY}|{_STATE}|{_SPACED})(?:(?![\p{{L}}\d])|(?=ngày \d))")
_PLAIN = regex.compile(r"\d{2,6}(?![\d.,/-]*\d)")
_NUMBER_WORD = regex.compile(r"(?: ?\p{L}+){0,3}?,? ?(?:số ?:? ?)")
_NUMBER_NEAR = 100  # characters; a bound, as a pattern that needs `số` looks for one through the whole text
_DIRECT = regex.compile(r" ?(?:số ?:? ?)?(?=\d)")
# `Nghị định 155/2016`, `Chỉ thị 05 của …`: types whose bare numbers are known to everybody
_SHORT = regex.compile(
    r" (?:số:? ?)?(?P<number>\d{1,4}/(?:19|20)\d{2}(?: NĐ-CP)?)(?![\d/]|-\p{L})|"
    r" (?P<plain>\d{2,4})(?= (?:của|về|năm|nêu|này|đã|quy định|có|ra|được)(?!\p{L})| ?[,.;:)\"\n]|\Z)(?![.,]\d)"
)
_KNOWN_SHORT = frozenset(("Nghị định", "Chỉ thị", "Nghị quyết", "Quyết định", "Thông tư", "Kết luận"))
_PROGRAMMES = frozenset(("Chương trình", "Đề án"))  # `Chương trình 135`, `Đề án 06`: names
_LAW = regex.compile(
    r"(?:Bộ luật|Luật(?! (?:sư|gia|Plus)(?!\p{L}))|Pháp lệnh)(?: \p{Lu}?\p{Ll}+(?!\p{L})|,(?= \p{Ll})){1,14}?"
    r"(?= (?:năm )?(?:19|20)\d{2}(?![\d/-]|\.\d))"
)
_YEAR = regex.compile(
    r" (?:\((?:sửa đổi|hợp nhất)(?:, bổ sung)?(?: năm)? )?(?:năm |\()?((?:19|20)\d{2})(?![\d/-]|\.\d)"
)
_LISTED = regex.compile(r" và |,")
_INSIDE_LAW = regex.compile(
    r"(?<!\p{L})(?:Luật|Bộ luật|Nghị định|Pháp lệnh|năm|ngày|tháng|các|một số|mà|được|ban hành|do)(?!\p{L})"
)
_DATED_PLAIN = regex.compile(r" (?=\d{2,5} ngày \d{1,2}[/.-]\d|\d{3,5} của )")
_ISSUED = regex.compile(
    r"(?: của (?:(?!hiệu lực|thi hành|áp dụng|kể từ|đến)[\p{L}\d ,]){2,60})?(?: năm (?:19|20)\d{2})?,? ?"
    r"\(?(?:ký |ban hành )?(?=ngày \d)"
)
_DATE = regex.compile(r"ngày (?:\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{4})?| ?\d{1,2} tháng \d{1,2} năm \d{4})")
_SEPARATOR = regex.compile(r"[/-]")


class DocumentCodes:
    """The lexicon's document types by code, and issuers by suffix."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._types: dict[str, Entry] = {}
        for entry in lexicon["document_types"]:
            for variant in entry.variants:
                self._types.setdefault(variant.upper(), entry)
        self._issuers = {entry.form.upper(): entry for entry in lexicon["issuers"]}

    def type_of(self, number: str) -> Entry | None:
        """Return the document type that a number's code tells."""
        return next((self._types[p.upper()] for p in _SEPARATOR.split(number) if p.upper() in self._types), None)

    def issuer_of(self, number: str) -> str | None:
        """Return the body that a number's suffix tells."""
        parts = _SEPARATOR.split(number)
        for part in reversed(parts[1:]):
            entry = self._issuers.get(part.rstrip("0123456789").upper())
            if entry:
                return str(entry.get("expansion"))
        return None


@functools.lru_cache(maxsize=8)
def document_codes(lexicon: Lexicon) -> DocumentCodes:
    """Return a lexicon's document codes, built once."""
    return DocumentCodes(lexicon)


def find_documents(reading: Reading) -> Iterator[DocumentFound]:
    """Yield the documents cited in the article's own text."""
    codes = document_codes(reading.lexicon)
    end = 0
    for hit in reading.scan.each("document_types"):
        short = hit.surface.isupper() and not reading.lower.startswith(" số", hit.end)
        if hit.start < end or not reading.open(hit.start) or short:
            continue
        found = _after_type(reading, codes, hit)
        if found is not None:
            end = found.end
            yield found


def find_bare_numbers(reading: Reading, taken: Spans) -> Iterator[DocumentFound]:
    """Yield document numbers that stand without their type's name: ``số 714/QĐ-UBND``."""
    codes = document_codes(reading.lexicon)
    end = 0
    for start, _ in reading.scan.numbers:
        if start < end or not reading.open(start) or taken.holds(start):
            continue
        match = _NUMBER.match(reading.view, start)
        if not match or not any(c.isalpha() for c in match[0]):
            continue
        entry = codes.type_of(_clean(match[0]))
        if entry is None or not codes.issuer_of(_clean(match[0])):
            continue
        end = match.end()
        yield _found(reading, codes, start, match.span(), entry, "document_by_code")


def find_laws(reading: Reading, taken: Spans) -> Iterator[DocumentFound]:
    """Yield the laws cited by name and year: those of the lexicon, others by their capital and the year."""
    end = 0
    known = {hit.start: hit for hit in reading.scan.each("laws") if reading.view[hit.start].isupper()}
    other = {match.start(): match.end() for match in _LAW.finditer(reading.view)}
    for start in sorted({*known, *other}):
        if start < end or not reading.open(start) or taken.holds(start):
            continue
        hit = known.get(start)
        stop = hit.end if hit else other[start]
        year = _YEAR.match(reading.view, stop)
        if year is None and hit is not None and start in other and not _LISTED.match(reading.lower, stop):
            hit, stop = None, other[start]  # a longer name that begins with a known one
            year = _YEAR.match(reading.view, stop)
        if year is None or not _is_law(reading, hit, start, stop, year):
            continue
        end = year.end(1)
        name = hit.entry.form if hit else " ".join(reading.view[start:stop].split())
        kind = next((t for t in ("Bộ luật", "Pháp lệnh", "Hiến pháp") if name.startswith(t)), "Luật")
        yield DocumentFound(
            start, end, "law_by_name" if hit else "law_by_year", None, kind, None, start, start,
            (hit.entry,) if hit else (), name, int(year[1]),
        )  # fmt: skip


def _is_law(reading: Reading, hit: Hit | None, start: int, stop: int, year: regex.Match[str]) -> bool:
    if hit is not None:
        return year[1] in hit.entry.get("years").split(",") or "sửa đổi" in year[0]
    return not _INSIDE_LAW.search(reading.view, start + 1, stop)


def _after_type(reading: Reading, codes: DocumentCodes, hit: Hit) -> DocumentFound | None:
    view = reading.view
    law = reading.scan.at("laws", hit.start)
    word = _DIRECT.match(view, law.end) if law else _NUMBER_WORD.match(view, hit.end, hit.end + _NUMBER_NEAR)
    direct = _DIRECT.match(view, hit.end)
    for gap in (word, direct):
        match = _NUMBER.match(view, gap.end()) if gap else None
        if match and any(c.isalpha() for c in match[0]):
            found = _found(reading, codes, hit.start, match.span(), hit.entry, "document_by_type")
            return found._replace(name=law.entry.form) if law else found
    named = word is not None and word[0].strip() in ("số", "số:")
    short = _SHORT.match(view, hit.end) if hit.entry.form in _KNOWN_SHORT and view[hit.start].isupper() else None
    if short and (named or short["number"] or not reading.lower[max(0, hit.start - 8) : hit.start].endswith("các ")):
        group = "number" if short["number"] else "plain"
        return _found(reading, codes, hit.start, short.span(group), hit.entry, "document_by_plain_number")
    if (word is None or not named) and hit.entry.form not in _PROGRAMMES:
        word = _DATED_PLAIN.match(view, hit.end)
    if word is not None and (plain := _PLAIN.match(view, word.end())):
        return _found(reading, codes, hit.start, plain.span(), hit.entry, "document_by_plain_number")
    return None


def _found(
    reading: Reading, codes: DocumentCodes, start: int, span: tuple[int, int], entry: Entry, rule: str
) -> DocumentFound:
    number = _clean(reading.view[slice(*span)])
    end = span[1]
    if (issued := _ISSUED.match(reading.lower, end)) and (day := _DATE.match(reading.lower, issued.end())):
        end = day.end()
    return DocumentFound(
        start,
        end,
        rule,
        number,
        entry.form,
        codes.issuer_of(number),
        *span,
        (entry,),
    )


def _clean(number: str) -> str:
    return "".join(number.split())
