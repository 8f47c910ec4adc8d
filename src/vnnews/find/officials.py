"""People: a name beside an honorific, an office, or another name of a list, with the titles beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from vnnews.find.bearers import titled, titles_after
from vnnews.find.mentions import PersonMention
from vnnews.find.names import is_surname, read_person, read_run
from vnnews.find.reading import Reading
from vnnews.find.titles import Chain
from vnnews.records import Gender
from vnnews.text.lookup import Hit
from vnnews.text.spans import Spans

_AFTER_HONORIFIC = regex.compile(r" ?[.:]? ?")
# between titles and the name that bears them
_TITLE_NAME = regex.compile(r"(?:\s*\([Đđ]ã ký\))?(?: \([^()\n]{1,60}\))?(?: |: ?| - | là |\n)?")
_NOTE = r"(?: ?\([^()\n]{1,90}\))?"
# between the names of one list
_LIST = regex.compile(_NOTE + r"(?: ?[,;] ?(?:và |cùng )?| và | cùng | & )")
_GROUP = regex.compile(r"(?: ?:| gồm:?| là:?)\s*\n?\s*[-+]? ?")


class _Cue(NamedTuple):
    start: int
    name_at: int
    gender: Gender | None
    hits: tuple[Hit, ...]
    plural: bool
    weak: bool


def find_people(reading: Reading, chains: list[Chain]) -> Iterator[PersonMention]:
    """Yield the people named in the text with the titles that stand beside each name."""
    people = sorted(_named(reading, chains), key=lambda p: (p.start, -p.end))
    kept: list[PersonMention] = []
    for person in people:
        if kept and person.start < kept[-1].end:
            continue
        kept.append(person)
    yield from titled(reading, kept, chains)


def _named(reading: Reading, chains: list[Chain]) -> Iterator[PersonMention]:
    listed: set[int] = set()  # starts of names that a list before them gave
    for cue in _cues(reading):
        yield from _from_cue(reading, cue, listed)
    for chain in chains:
        match = _TITLE_NAME.match(reading.view, chain.end)
        at = match.end() if match else chain.end
        if at > chain.end and (person := _person(reading, at, "name_after_title", cue=True)):
            yield person
            yield from _listed(reading, person, listed)
    for chain in chains:
        if (start := _before_bracket(reading, chain.start)) is not None and start not in listed:
            person = _person(reading, start, "name_before_bracket", cue=True)
            if person is not None and person.end == chain.start - len(" ("):
                yield person
    for start in _bare_starts(reading, chains):
        if start not in listed and (person := _person(reading, start, "name_alone", cue=False)):
            yield person
            yield from _listed(reading, person, listed)


def _cues(reading: Reading) -> Iterator[_Cue]:
    """Yield honorifics, ranks and degrees, a chain of them (``đồng chí Thượng tá``) as one cue."""
    end = 0
    for first in reading.scan.each("honorifics"):
        if first.start < end or not reading.open(first.start):
            continue
        hits = [first]
        at = first.end
        while True:
            gap = _AFTER_HONORIFIC.match(reading.view, at)
            at = gap.end() if gap else at
            following = reading.scan.at("honorifics", at)
            if following is None:
                break
            hits.append(following)
            at = following.end
        end = at
        gender = next((h.entry.get("gender") for h in hits if h.entry.get("gender")), None)
        roles = {h.entry.get("role") for h in hits}
        yield _Cue(
            first.start,
            at,
            gender,
            tuple(hits),
            "plural" in roles,
            roles <= {"role", "household", "byline"} and gender is None,
        )


def _from_cue(reading: Reading, cue: _Cue, listed: set[int]) -> Iterator[PersonMention]:
    at = cue.name_at
    if reading.view[at - 1 : at] not in (" ", ".", "\n", ":"):
        return
    if cue.hits[-1].surface.isupper() and cue.hits[-1].entry.get("role") == "byline":
        return
    if cue.plural and (group := _GROUP.match(reading.view, at)):
        at = group.end()
    person = _person(reading, at, "name_after_honorific", cue=not cue.weak)
    if person is None or _stopped(reading, cue.start, at):  # `nghĩa trang liệt sĩ Trường Sơn`
        return
    person = person._replace(gender=cue.gender, entries=tuple(h.entry for h in cue.hits))
    yield person
    if person.kind == "full":
        yield from _listed(reading, person, listed)


def _listed(reading: Reading, person: PersonMention, listed: set[int]) -> Iterator[PersonMention]:
    """Yield the names that follow a name in a list, titles between them skipped."""
    end = person.end
    while True:
        if titles := titles_after(reading, end):
            end = titles.end
            if reading.view[end : end + 1] == ")":
                end += 1
        match = _LIST.match(reading.view, end)
        if not match:
            return
        following = _person(reading, match.end(), "name_in_list", cue=False)
        if following is None or following.start in listed:
            return
        listed.add(following.start)
        yield following
        end = following.end


_HONORIFIC_KEPT = regex.compile(r"(?:Ông|Bà|Anh|Chị)(?: \p{Lu}\p{L}*){2,}")
_PHOTO = regex.compile(r"(?:ảnh|clip|video) ?[:/-] ?\Z")
_MASKED = regex.compile(r" (?:\p{Lu}\.)+\p{Lu}?(?!\p{Ll})")
_INITIAL = regex.compile(r" \p{Lu}\.\Z")
_DISABLED = regex.compile(r"(?:thương binh|bệnh binh|hạng|tb|bb)[^\d\n]{0,8}\d ?/ ?\d ?\Z")
_ADDRESS = regex.compile(
    r"(?<![/\d])\d{1,4}[A-Z]?(?:/\d{1,3})? \Z|"
    r"(?:[Ss]ố|[Nn]gõ|[Nn]gách|[Hh]ẻm|[Kk]iệt|[Nn]hà|[Tt]ổ)(?: nhà)? \d+\p{L}?(?:/\d+\p{L}?)* \Z"
)


def _in_address(reading: Reading, at: int) -> bool:
    """`số 232 Phạm Văn Chí` is a street."""
    if _DISABLED.search(reading.lower, max(0, at - 24), at):
        return False  # `thương binh hạng 3/4 Nguyễn Văn A`
    return bool(_ADDRESS.search(reading.view, max(0, at - 24), at))


def _no_name(reading: Reading, at: int, rule: str, cue: bool) -> bool:
    """Whether an office, a unit, a body or a namesake stands where a name would begin."""
    scan = reading.scan
    if scan.at("positions", at):
        return True
    vouched = cue and rule == "name_after_honorific"
    if not vouched and (scan.at("levels", at) or (scan.at("bodies", at) and not cue)):
        return True
    if vouched and (body := scan.at("bodies", at)) and body.surface.split()[0].capitalize() not in reading.surnames:
        return True  # `cô giáo Trường Mầm non …`
    if namesake := scan.at("namesakes", at):
        following = reading.view[namesake.end : namesake.end + 2]
        longer = following[:1] == " " and following[1:].isupper()
        if namesake.entry.get("never") or not (longer or vouched):
            return True
    # `… cho chủ tịch phường Ông Lê Văn Bá`: a heading runs into a sentence
    return rule == "name_after_title" and bool(_HONORIFIC_KEPT.match(reading.view, at))


def _person(reading: Reading, at: int, rule: str, cue: bool) -> PersonMention | None:
    if not reading.open(at) or not reading.view[at : at + 1].isupper() or _no_name(reading, at, rule, cue):
        return None
    name = read_person(reading, at, cue)
    if name is None or reading.lower.startswith(" tộc", name.end):
        return None
    if name.syllables == 1:
        if rule != "name_after_honorific":
            return None
        return PersonMention(at, name.end, name.name, "short", None, rule)
    if _MASKED.match(reading.view, name.end) or _INITIAL.search(reading.view, at, name.end + 1):
        return None  # `Hà Văn Q.`, `Huỳnh H.`
    if rule == "name_alone" and _PHOTO.search(reading.lower, max(0, at - 10), at):
        return None  # `Ảnh: Lữ Phú`, glued to the next sentence
    if rule in ("name_alone", "name_in_list") and (_stopped(reading, at, at) or _in_address(reading, at)):
        return None
    if rule in ("name_alone", "name_in_list") and reading.shouted.holds(at):
        return None
    if rule == "name_after_title" and reading.shouted.holds(at) and len(read_run(reading, at)) > _LONGEST_SHOUTED:
        return None  # `ĐẠI BIỂU HĐND THÀNH PHỐ VĂN BÁ NHỰT TIẾP THU Ý KIẾN`: nothing tells where the name ends
    first = name.name.split()[0]
    if rule == "name_after_title" and first not in reading.surnames and name.syllables < 3 and len(first) > 1:
        return None
    return PersonMention(at, name.end, name.name, "full", None, rule)


def _stopped(reading: Reading, cue: int, at: int) -> bool:
    """Whether words that begin before a cue and end at a name make it a street, a school, a cemetery …"""
    sentence = max(reading.view.rfind("\n", 0, at), at - 40)
    for hit in reading.scan.within("name_stops", max(sentence, 0), cue):
        if reading.gap(hit.end, at) in ("", ".", '"', "'"):
            return True
        if reading.lower.endswith("các ", 0, hit.start) and _MORE_OF_THEM.fullmatch(reading.view, hit.end, at):
            return True
    return False


# `các tuyến Bà Triệu, Lê Lợi`
_MORE_OF_THEM = regex.compile(r" (?:\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,4}(?:, | và )){1,6}")
_LONGEST_SHOUTED = 4  # syllables
_OPENED = regex.compile(r"(?:^|[ \n,;])(\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,3}) \(\Z")


def _before_bracket(reading: Reading, position: int) -> int | None:
    """Return where a name begins that titles in brackets follow: ``và Hoàng Giáp (cán bộ địa chính xã)``."""
    match = _OPENED.search(reading.view, max(0, position - 40), position)
    if match is None or not is_surname(reading, match[1].split()[0]) or reading.scan.at("honorifics", match.start(1)):
        return None
    before = reading.words_before(match.start(1), 1)
    return None if before and reading.scan.at("levels", match.start(1) - len(before[0]) - 1) else match.start(1)


def _bare_starts(reading: Reading, chains: list[Chain]) -> Iterator[int]:
    """Yield the offsets of capitalised family names that begin a run outside titles (``UBND | Hà Nội | Lê Văn Bá``)."""
    titles = Spans((chain.start, chain.end) for chain in chains)
    for match in _CAPITALISED.finditer(reading.view):
        if match[0].capitalize() not in reading.surnames or titles.holds(match.start()):
            continue
        if not _after_capital(reading.view, match.start()):
            yield match.start()


_CAPITALISED = regex.compile(r"(?<![\p{L}'-])\p{Lu}\p{L}+")


def _after_capital(view: str, position: int) -> bool:
    """Whether the word before is capitalised too, on the same line: then this is the middle of a run."""
    before = view[max(0, position - 20) : position]
    if not before.endswith(" "):
        return False
    word = before[:-1].rsplit(" ", 1)[-1].rsplit("\n", 1)[-1]
    return bool(word) and word[0].isupper() and word.isalpha() and not word.isupper()
