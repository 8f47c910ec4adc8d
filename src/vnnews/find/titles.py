"""Titles: an office, then what it is the office of, read from the position outwards.

``nguyên | Phó Chủ tịch | UBND | phường Ngọc Thụy``: former, position, body, unit.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from vnnews.find.mentions import BodyMention, TitleMention, UnitMention
from vnnews.find.names import is_surname, is_unit_name, read_place_name, read_run
from vnnews.find.organizations import read_body, read_field
from vnnews.find.reading import Reading, once
from vnnews.find.units import read_body_unit
from vnnews.lexicon import Lexicon
from vnnews.text.lookup import Hit

_FORMER = regex.compile(r"(?:nguyên là|nguyên|cựu) (?=\p{L})")
_ACTING = regex.compile(r"(?:quyền|q\.) ?(?=\p{L})|phụ trách (?=trưởng|phó|chức vụ)")
_AMBIGUOUS = ("TP", "P.TP", "TB")  # a head of department, or a city: only a field of work tells
_FORMER_TAIL = regex.compile(r"(?<![\p{L}])(?:nguyên|cựu|nguyên là|cố) \Z")
# what joins the titles of one person
_CHAIN = regex.compile(
    r"(?: ?[,;] ?\n?(?:và |kiêm |đồng thời là |đồng thời |là )?| ?[-/] ?| kiêm (?:nhiệm )?| và | ?, ?kiêm |"
    r" ?\n ?| ?\((?:hiện|hiện là|hiện nay là|nay là) )"
)
_NEXT_NAMED = regex.compile(r" ?: ?(?:đ/c|đồng chí|ông|bà|anh|chị|\p{Lu})")  # `A - Chủ tịch; Phó Trưởng ban: đ/c B`
_NOW = regex.compile(r"hiện|nay là")
_OLD = regex.compile(r" ?\((?:cũ|mới)\)| cũ(?= |,|;|\)|\Z)")
_TERM = regex.compile(r"(?: ?,)? ?(?:khóa|nhiệm kỳ|khoá|NK) (?:[IVX]+|\d{1,2})(?![\p{L}\d/])(?: nhiệm kỳ| ?,)?")
_OF_BODY = regex.compile(r"(?: (?:của|thuộc|tại))?[. ]? ?")
_LINKED = regex.compile(r",? (thuộc|trực thuộc)(?= )")
_COMMA_BODY = regex.compile(r", (?=(?:Trung tâm|Sở|Công an|Ban Quản lý|Văn phòng|Chi cục|Cục|Viện|Bộ) ?)")
_FUSED = {"ban": "ban", "phòng": "phòng", "khối": "khối", "văn phòng": "Văn phòng"}
_UNIT_WORD = regex.compile(
    r"(?:thôn|bản|buôn|làng|ấp|khóm|khu phố|khối phố|khu vực|khu dân cư|khu|xóm|tiểu khu|sóc|tổ)\Z"
)
_NUMBERED = regex.compile(r" (?:số )?(\d{1,3}[A-Za-z]?|[IVX]{1,4})(?![\p{L}\d])")
_CLERK_STOP = frozenset(("bộ", "công", "viên"))


class Chain(NamedTuple):
    """Titles side by side that one person bears."""

    start: int
    end: int
    titles: tuple[TitleMention, ...]


def find_chains(reading: Reading) -> Iterator[Chain]:
    """Yield every chain of titles in the text, in order, none inside another."""
    end = 0
    for hit in reading.scan.each("positions"):
        if hit.start < end:
            continue
        chain = read_chain(reading, hit.start)
        if chain is not None:
            end = chain.end
            yield chain


@once
def read_chain(reading: Reading, position: int) -> Chain | None:
    """Read titles from an offset on: ``Bí thư Đảng ủy, Chủ tịch HĐND phường``; ``nguyên`` holds to the end."""
    start, former, acting = _prefixes(reading, position)
    title = read_title(reading, start)
    if title is None:
        return None
    if former_tail := _FORMER_TAIL.search(reading.lower, max(0, position - 12), position):
        position, former = former_tail.start(), True
    titles = [title._replace(start=position, former=former, acting=acting)]
    end = title.end
    while joiner := _CHAIN.match(reading.view, end):
        at = joiner.end()
        if joiner[0].strip(" ") == "\n" and not _short_line(reading, end):
            break
        if _NOW.search(joiner[0]):
            former = False
        start, again, acting = _prefixes(reading, at)
        if reading.word_at(at) in ("hiện", "nay"):
            break
        former = former or again
        title = read_title(reading, start)
        if title is None or (";" in joiner[0] and _NEXT_NAMED.match(reading.view, title.end)):
            break
        titles.append(title._replace(start=at, former=former, acting=acting))
        end = title.end
    return Chain(position, end, tuple(titles))


def _short_line(reading: Reading, end: int) -> bool:
    """A title wrapped over lines goes on only where the line ended in a comma or the like; a bare break ends it."""
    return reading.view[end - 1 : end] in ",;-"


def _prefixes(reading: Reading, position: int) -> tuple[int, bool, str]:
    former, acting = False, ""
    if match := _FORMER.match(reading.lower, position):
        position, former = match.end(), True
    if match := _ACTING.match(reading.lower, position):
        position, acting = match.end(), "Phụ trách" if match[0].startswith("phụ") else "Quyền"
    return position, former, acting


def read_title(reading: Reading, position: int) -> TitleMention | None:
    """Read one title at an offset, if an office stands there."""
    for hit in reading.scan.all_at("positions", position):
        title = _read_from(reading, hit)
        if title is not None:
            return _as_read_here(reading, title)._replace(end=_after_notes(reading, title.end))
    return None


def _as_read_here(reading: Reading, title: TitleMention) -> TitleMention:
    """Give an office told by an acronym the meaning it has in this text: ``TUV`` is ``Thành ủy viên`` in a city's."""
    acronym = reading.acronyms.get(title.start)
    if acronym is None or acronym.kind != "title" or not acronym.expansion or acronym.end > title.end:
        return title
    if acronym.expansion == title.position or not acronym.candidates[0].get("topic"):
        return title
    written = _offices(reading.lexicon).get(acronym.acronym, frozenset())
    return title._replace(position=acronym.expansion) if title.position in written else title


@functools.lru_cache(maxsize=8)
def _offices(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Return the offices that each surface stands for."""
    found: dict[str, set[str]] = {}
    for entry in lexicon["positions"]:
        for surface in entry.surfaces:
            found.setdefault(surface, set()).add(entry.form)
    return {surface: frozenset(forms) for surface, forms in found.items()}


def _after_notes(reading: Reading, end: int) -> int:
    """Skip ``(cũ)`` and ``khóa V`` after a title: they are no part of it."""
    for pattern in (_OLD, _TERM):
        if match := pattern.match(reading.view, end):
            end = match.end()
    return end


def _read_from(reading: Reading, hit: Hit) -> TitleMention | None:
    entry = hit.entry
    takes = entry.get("takes", "")
    title = TitleMention(hit.start, hit.end, entry.form, body_name=entry.get("body"), entries=(entry,))
    if takes == "abbreviation" and hit.surface.casefold() == entry.form.casefold():
        return None  # written out, its body is read
    if takes == "number" and (number := _NUMBERED.match(reading.view, title.end)):
        title = title._replace(end=number.end(), field=number[0].strip())
    place = read_place_name(reading, reading.after_space(title.end), None) if takes == "abbreviation" else None
    if place and is_unit_name(place[1]):  # `Trưởng CAP Linh Xuân`
        return title._replace(end=place[0], unit=UnitMention(title.end + 1, place[0], "", "commune", place[1]))
    if takes in ("none", "abbreviation", "number"):
        return _with_unit(reading, title._replace(rule="title_complete"), party=True)
    if takes in _FUSED:
        return _fused(reading, title, takes)
    if takes == "clerk":
        return _clerk(reading, title)
    if takes == "unit":
        return _neighbourhood(reading, title)
    return _of_body(reading, title, hit, field=takes == "field")


def _fused(reading: Reading, title: TitleMention, head: str) -> TitleMention | None:
    """``Trưởng ban | Kinh tế - Ngân sách``, ``Chánh Văn phòng | Đảng ủy xã``: the head is part of the office."""
    at = _again(reading, title.end, head)
    end, text, entries = read_field(reading, at)
    grown = title._replace(rule=f"title_{head.replace(' ', '_')}", entries=title.entries + entries)
    if not entries and reading.view[title.start : title.end] in _AMBIGUOUS:
        return None  # `TP Hải Phòng`
    if text:
        grown = grown._replace(end=end, field=text, body_name=f"{_FUSED[head].capitalize()} {text}")
    else:
        grown = grown._replace(end=at if at != title.end else title.end)
    return _with_outer(reading, grown, comma=bool(text))


def _again(reading: Reading, end: int, head: str) -> int:
    """Skip the head told twice: ``Trưởng ban Ban Dân vận``."""
    start = reading.after_space(end)
    if reading.lower.startswith(head + " ", start) and reading.view[start].isupper():
        longer = reading.scan.at("bodies", start)
        return (
            end
            if longer and longer.end - start > len(head) and longer.entry.get("takes", "").endswith("!")
            else start + len(head)
        )
    return end


def _with_outer(reading: Reading, title: TitleMention, comma: bool = False) -> TitleMention:
    """Attach the body that a fused office belongs to, or the unit."""
    at, linked = title.end, ""
    if match := _LINKED.match(reading.view, at):
        at, linked = match.end(), "thuộc"
    elif comma and (match := _COMMA_BODY.match(reading.view, at)):
        at = match.end() - 1
    start = reading.after_space(at)
    joint = title.rule == "title_văn_phòng" or title.field == "Văn phòng"
    body = read_body(reading, start, depth=1, joint=joint) if start > at else None
    if body is not None and body.branch != "neighbourhood" and not reading.scan.at("positions", start):
        return title._replace(end=body.end, body=body, field=f"{title.field} {linked}".strip())
    return _with_unit(reading, title)


def _with_unit(reading: Reading, title: TitleMention, party: bool = False) -> TitleMention:
    unit = read_body_unit(reading, title.end)
    if unit is None or (unit.level == "neighbourhood" and party):
        return title
    return title._replace(end=unit.end, unit=unit)


def _clerk(reading: Reading, title: TitleMention) -> TitleMention | None:
    """``Cán bộ | địa chính - xây dựng | phường Phú Hữu``: without a field of work it is no office."""
    end, text, entries = read_field(reading, title.end)
    if not text and title.position == "Chuyên viên":  # `chuyên viên Phòng Kinh tế`; other staff of a body is no office
        body = read_body(reading, reading.after_space(title.end))
        return title._replace(end=body.end, body=body, rule="title_of_body") if body and not body.bare_acronym else None
    if not text or not entries:
        return None
    return _with_outer(
        reading, title._replace(end=end, field=text, rule="title_clerk", entries=title.entries + entries)
    )


def _neighbourhood(reading: Reading, title: TitleMention) -> TitleMention | None:
    """``Trưởng thôn | Phú Vinh``, ``Tổ trưởng tổ dân phố | số 3``."""
    title = title._replace(rule="title_neighbourhood")
    if match := _NUMBERED.match(reading.view, title.end):
        return title._replace(end=match.end(), field=match[0].strip())
    start = reading.after_space(title.end)
    run = read_run(reading, start, limit=5)
    initial = bool(run) and len(run.syllables[0]) == 1  # `A Tâm`, `Y Thông Niê`
    person = (len(run) >= 3 and (initial or is_surname(reading, run.syllables[0]))) or (len(run) == 2 and initial)
    if run and "\n" not in reading.view[title.end : start] and not person and "'" not in run.syllables[0]:
        named = read_place_name(reading, start, "thôn")
        if named and not reading.scan.at("positions", start):
            return title._replace(end=named[0], field=named[1])
    return _with_unit(reading, title)


def _of_body(reading: Reading, title: TitleMention, hit: Hit, field: bool) -> TitleMention | None:
    gap = _OF_BODY.match(reading.view, title.end)
    start = gap.end() if gap else title.end
    if start == title.end and reading.view[start : start + 1] == "\n":
        start = reading.after_space(start)
    if start > title.end:
        body = _whole_name(reading, start, read_body(reading, start))
        if body is not None:
            return title._replace(end=body.end, body=body, rule="title_of_body")
    if field:
        end, text, entries = read_field(reading, title.end)
        told = entries or title.end + 1 in reading.acronyms or reading.view[title.end + 1 : title.end + 2].islower()
        if text and told:
            grown = title._replace(end=end, field=text, rule="title_of_field", entries=title.entries + entries)
            return _with_outer(reading, grown)
        if title.position.endswith(" Chỉ đạo") and (number := _NUMBERED.match(reading.view, title.end)):
            return _with_outer(reading, title._replace(end=number.end(), field=number[1], rule="title_of_field"))
    unit = read_body_unit(reading, title.end)
    if unit is not None and not (unit.level == "neighbourhood" and hit.entry.form == "Ủy viên"):
        return title._replace(end=unit.end, unit=unit, rule="title_of_unit")
    head = reading.scan.at("bodies", start)
    if head is not None and head.entry.form in _OPEN_HEADS and head.surface[0].isupper():  # `Phó Giám đốc Trung tâm`
        return title._replace(end=head.end, field=head.surface, rule="title_of_body")
    if _BARE_ASSOCIATION.match(reading.view, title.end):  # `Phó Chủ tịch Hội`
        return title._replace(end=title.end + len(" Hội"), field="Hội", rule="title_of_body")
    if hit.surface.isupper() and len(hit.surface) <= 3 and hit.surface in ("CT", "BT", "TP", "UV", "TB", "GĐ", "CHT"):
        return None  # a bare `CT` or `TP` is no office
    return title._replace(rule="title_bare")


_BARE_ASSOCIATION = regex.compile(r" Hội(?! (?:đồng|nghị|trường|thi|thao|diễn|viên)(?!\p{L}))(?! \p{Lu})(?!\p{L})")
# heads whose names run on in small letters to a proper name: `Công ty Cổ phần | cấp nước Gia Định`
_OPEN_HEADS = (
    "Ban Quản lý",
    "Trung tâm",
    "Công ty",
    "Hợp tác xã",
    "Bệnh viện",
    "Trường",
    "Ngân hàng",
    "Xí nghiệp",
)
_REST_OF_NAME = regex.compile(
    r"(?: (?!(?:của|tại|ở|do|cho|ông|bà|anh|chị|đồng|đã|sẽ|đang|là|nói|cùng|khi|để|với|bị|được)(?!\p{L}))"
    r"\p{Ll}[\p{L}&-]*){1,9}"
    r"(?: \p{Lu}[\p{L}\d]*){1,5}"
    r"(?=\s*(?:[,;.():\n-]|\Z)| (?:cho|nói|phát biểu|chia sẻ|khẳng định|thừa nhận|đã|và|cùng|làm|dự|trao)(?!\p{L}))"
)


def _whole_name(reading: Reading, start: int, body: BodyMention | None) -> BodyMention | None:
    """Give a company, a centre or a school told as somebody's office its whole name."""
    if body is None:
        hit = reading.scan.at("bodies", start)
        if hit is None or hit.entry.form not in _OPEN_HEADS:
            return None
        body_or_head = BodyMention(
            start, hit.end, hit.entry.form, hit.entry.get("branch"), entries=(hit.entry,), rule="body_named_in_full"
        )
    elif body.head in _OPEN_HEADS and body.unit is None and body.within is None:
        body_or_head = body
    else:
        return body
    rest = _REST_OF_NAME.match(reading.view, body_or_head.end)
    if rest is None:
        return body
    return body_or_head._replace(end=rest.end(), field=f"{body_or_head.field}{rest[0]}".strip(), bare_acronym=False)


_DONE_BY = regex.compile(r" ?\((?:do|gồm) (?:[^()\n]|\(cũ\)){3,160}\Z")


def completed(reading: Reading, chains: list[Chain], bodies: Sequence[BodyMention]) -> list[Chain]:
    """Give a fused office without its field that of the body before the bracket: ``Ban X (do bà A làm Trưởng ban)``."""
    return [_completed(reading, chain, bodies) for chain in chains]


def _completed(reading: Reading, chain: Chain, bodies: Sequence[BodyMention]) -> Chain:
    last = chain.titles[-1]
    if last.rule not in ("title_ban", "title_phòng", "title_khối") or last.field or last.body:
        return chain
    done_by = _DONE_BY.search(reading.view, max(0, chain.start - 170), chain.start)
    if done_by is None:
        return chain
    opened = done_by.start() + done_by[0].index("(")
    body = next((b for b in bodies if 0 <= opened - b.end <= 1), None)
    if body is None:
        return chain
    head, _, field = body.name.partition(" ")
    if not last.position.lower().endswith(head.lower()):
        return chain
    return chain._replace(titles=(*chain.titles[:-1], last._replace(field=field, body_name=body.name)))
