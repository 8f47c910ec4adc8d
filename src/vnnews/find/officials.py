"""People: a name beside an honorific, an office, or another name of a list, with the titles beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from vnnews.find.mentions import Gender, PersonMention, TitleMention
from vnnews.find.names import read_person
from vnnews.find.reading import Reading
from vnnews.find.spans import Spans
from vnnews.find.titles import Chain, read_chain
from vnnews.text.scan import Hit

_AFTER_HONORIFIC = regex.compile(r" ?[.:]? ?")
_NOTE = r"(?: ?\([^()\n]{1,90}\))?"
# between a name and the titles told of it
_NAME_TITLE = regex.compile(
    _NOTE
    + (
        r"(?:(?<=\p{L})là | ?[,:] ?(?:là |đang là |hiện là )?| ?- ?| ?/ ?| ?\((?!\d)| ?\n?- ?| )(?:(?:hiện |"
        r"nay |đang )?là )?"
    )
)
_IN_BRACKETS = regex.compile(r" ?\( ?")
# between titles and the name that bears them
_TITLE_NAME = regex.compile(r"(?:\s*\([Đđ]ã ký\))?(?: \([^()\n]{1,60}\))?(?: |: ?| - | là |\n)?")
# between the names of one list
_LIST = regex.compile(_NOTE + r"(?: ?[,;] ?(?:và |cùng )?| và | cùng | & )")
_GROUP = regex.compile(r"(?: ?:| gồm:?| là:?)\s*\n?\s*[-+]? ?")
_VERB_TITLE = regex.compile(
    r"(?:^|[\s,)])(?:(?:được|đã|vừa|đang|hiện|từng|sẽ|tiếp tục|lại|để|về|đến|chính thức|tín nhiệm|thống nhất) )*"
    r"(?:giữ(?: các)?(?: chức vụ| chức danh| chức| cương vị)?|làm|là|bầu(?: giữ chức(?: vụ)?| làm)?|"
    r"(?:đảm nhiệm|đảm nhận)(?: các)?(?: chức vụ| chức danh| chức)?|nhận nhiệm vụ(?: là)?|nhận chức(?: vụ)?|"
    r"(?:trúng cử|tái cử|đắc cử|tái đắc cử)(?: chức(?: danh| vụ)?)?|chức vụ|chức danh|chức|kiêm)"
    r"(?: lại)?[: ]\Z"
)
_BRACKETED = regex.compile(r"[ \n]\([^()\n]{1,60}\)")
_KIN = regex.compile(
    r"(?:con trai|con gái|vợ|chồng|em trai|em gái|anh trai|chị gái|bố|mẹ|cháu|con)(?: (?:là|đang|của|đã|"
    r"ông|bà|anh|\p{L}+))* \Z"
)
_DENIED = regex.compile(
    r"các (?:đồng chí|ông|bà|vị)(?: \p{L}+){0,3} là \Z|"
    r"(?:không|chưa|trượt|rớt|ứng cử|miễn nhiệm|bãi nhiệm chức|đề nghị)(?: \p{L}+){0,3} \Z"
)


@dataclass(frozen=True, slots=True)
class _Cue:
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
    yield from _titled(reading, kept, chains)


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
    person = replace(person, gender=cue.gender, entries=tuple(h.entry for h in cue.hits))
    yield person
    if person.kind == "full":
        yield from _listed(reading, person, listed)


def _listed(reading: Reading, person: PersonMention, listed: set[int]) -> Iterator[PersonMention]:
    """Yield the names that follow a name in a list, titles between them skipped."""
    end = person.end
    while True:
        if titles := _titles_after(reading, end):
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


_MASKED = regex.compile(r" \p{Lu}\.(?!\p{L})")
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


def _person(reading: Reading, at: int, rule: str, cue: bool) -> PersonMention | None:
    if not reading.open(at) or not reading.view[at : at + 1].isupper():
        return None
    if reading.scan.at("positions", at):
        return None
    vouched = cue and rule == "name_after_honorific"
    if not vouched and (reading.scan.at("levels", at) or (reading.scan.at("bodies", at) and not cue)):
        return None
    if namesake := reading.scan.at("namesakes", at):
        following = reading.view[namesake.end : namesake.end + 2]
        if not (following[:1] == " " and following[1:].isupper()) and not (cue and rule == "name_after_honorific"):
            return None
        if namesake.entry.get("never"):
            return None
    name = read_person(reading, at, cue)
    if name is None:
        return None
    if name.syllables == 1:
        if rule != "name_after_honorific":
            return None
        return PersonMention(at, name.end, name.name, "short", None, rule)
    if _MASKED.match(reading.view, name.end):
        return None  # `Hà Văn Q.`
    if rule in ("name_alone", "name_in_list") and (_stopped(reading, at, at) or _in_address(reading, at)):
        return None
    if rule in ("name_alone", "name_in_list") and reading.shouted.holds(at):
        return None
    first = name.name.split()[0]
    if rule == "name_after_title" and first not in reading.surnames and name.syllables < 3:
        return None
    return PersonMention(at, name.end, name.name, "full", None, rule)


def _stopped(reading: Reading, cue: int, at: int) -> bool:
    """Whether words that begin before a cue and end at a name make it a street, a school, a cemetery …"""
    sentence = max(reading.view.rfind("\n", 0, at), at - 40)
    for start in range(cue - 1, max(sentence, 0) - 1, -1):
        hit = reading.scan.at("name_stops", start)
        if hit and reading.gap(hit.end, at) in ("", ".", '"', "'"):
            return True
    return False


def _bare_starts(reading: Reading, chains: list[Chain]) -> Iterator[int]:
    """Yield the offsets of capitalised family names that begin a run outside titles (``UBND | Hà Nội | Lê Văn Bá``)."""
    titles = Spans((chain.start, chain.end) for chain in chains)
    for match in _CAPITALISED.finditer(reading.view):
        if titles.holds(match.start()):
            continue
        if match[0].capitalize() in reading.surnames and not _after_capital(reading.view, match.start()):
            yield match.start()


_CAPITALISED = regex.compile(r"(?<![\p{L}'-])\p{Lu}\p{L}+")


def _after_capital(view: str, position: int) -> bool:
    """Whether the word before is capitalised too, on the same line: then this is the middle of a run."""
    before = view[max(0, position - 20) : position]
    if not before.endswith(" "):
        return False
    word = before[:-1].rsplit(" ", 1)[-1].rsplit("\n", 1)[-1]
    return bool(word) and word[0].isupper() and word.isalpha() and not word.isupper()


def _titles_after(reading: Reading, end: int) -> Chain | None:
    """Read the titles told right after a name: ``A - chức, chức``, ``A (chức)``, ``A, Thượng tá, chức``."""
    at = end
    if (inside := _IN_BRACKETS.match(reading.view, at)) and (chain := read_chain(reading, inside.end())):
        return chain
    for _ in range(3):
        match = _NAME_TITLE.match(reading.view, at)
        if not match or match.end() == at:
            return None
        start = match.end()
        if chain := read_chain(reading, start):
            return chain
        rank = reading.scan.at("honorifics", start)
        if rank is None or rank.entry.get("role") not in ("rank", "degree", "profession"):
            return None
        at = rank.end
    return None


def _titled(reading: Reading, people: list[PersonMention], chains: list[Chain]) -> Iterator[PersonMention]:
    """Give each name the titles after it, before it, or linked to it by a verb."""
    titles: list[list[TitleMention]] = [[] for _ in people]
    taken: set[int] = set()
    for index, person in enumerate(people):
        if person.kind == "full" and (chain := _titles_after(reading, person.end)):
            if _belongs_to_next(reading, chain, people, index):
                continue
            titles[index].extend(chain.titles)
            taken.update(t.start for t in chain.titles)
    starts = [p.start for p in people]
    for chain in chains:
        free = [t for t in chain.titles if t.start not in taken]
        if not free:
            continue
        following = _name_after(reading, chain, people, starts)
        if following is not None:
            titles[following].extend(free)
            continue
        for owner in _subjects(reading, chain, people, starts) or _apposed(reading, chain, people, starts):
            titles[owner].extend(free)
    for person, own in zip(people, titles, strict=True):
        yield replace(person, titles=tuple(own))


def _belongs_to_next(reading: Reading, chain: Chain, people: list[PersonMention], index: int) -> bool:
    """Whether titles between two names go with the second: ``ông A cùng Phó Chủ tịch UBND xã B``."""
    if index + 1 >= len(people):
        return False
    between = reading.view[people[index].end : chain.start]
    following = people[index + 1]
    touches = 0 <= following.start - chain.end <= 1 and following.rule == "name_after_title"
    return touches and between.strip() in ("", ",") and bool(people[index].titles or between.strip() == "")


def _name_after(reading: Reading, chain: Chain, people: list[PersonMention], starts: list[int]) -> int | None:
    index = bisect_left(starts, chain.end)
    if index >= len(people):
        return None
    gap = _BRACKETED.sub("", reading.view[chain.end : people[index].start])
    if len(gap) > 20:
        return None
    cleaned = gap.strip().lower().rstrip(".:").strip()
    if cleaned in ("đối với bà", "đối với ông", "đối với đồng chí", "đối với"):
        return index
    if cleaned in (
        "",
        "-",
        "là",
        "đồng chí",
        "đ/c",
        "ông",
        "bà",
        "- đồng chí",
        "- ông",
        "- bà",
        "là đồng chí",
        "là ông",
        "là bà",
    ):
        if cleaned.startswith("-") and not cleaned.strip("- "):
            return None
        if cleaned in ("đồng chí", "ông", "bà", "đ/c") and people[index].titles:
            return None
        return index
    return None


def _subjects(reading: Reading, chain: Chain, people: list[PersonMention], starts: list[int]) -> list[int]:
    """Return the people of whom a verb before the titles tells them: ``A … được bầu giữ chức | Chủ tịch``."""
    sentence = reading.sentences.around(chain.start)[0]
    before = reading.lower[max(sentence, chain.start - 60) : chain.start]
    if not _VERB_TITLE.search(before) or _KIN.search(before) or _DENIED.search(before):
        return []
    index = bisect_left(starts, chain.start) - 1
    while index >= 0 and _bracketed(reading, people[index].start, chain.start):
        index -= 1
    if index < 0 or people[index].start < sentence:
        return []
    if ";" in reading.view[people[index].end : chain.start]:
        return []
    if before.rstrip().endswith(" là") or reading.view.count("(", people[index].end, chain.start):
        return [index]
    return coordinated(reading, people, index, sentence)


_APPOSED = regex.compile(
    r",? ?(?:đảng viên|hội viên|cán bộ|công chức|người|sinh năm|sn|quê|trú|hiện|\(|thượng|trung|đại|"
    r"thiếu|tiến sĩ|thạc sĩ|bác sĩ|cư trú|ngụ|nhà ở)"
)


def _apposed(reading: Reading, chain: Chain, people: list[PersonMention], starts: list[int]) -> list[int]:
    """Return the person of whom something else is told first: ``ông A, đảng viên chi bộ B, nguyên Chủ tịch …``."""
    index = bisect_left(starts, chain.start) - 1
    if index < 0 or people[index].kind != "full" or chain.start - people[index].end > 180:
        return []
    between = reading.lower[people[index].end : chain.start]
    if (
        not between.rstrip().endswith((",", "-"))
        or ";" in between
        or "." in between.replace("tt.", "").replace("tp.", "")
    ):
        return []
    if not (chain.titles[0].former or not people[index].titles) or not _APPOSED.match(between.lstrip()):
        return []
    return [index]


def _bracketed(reading: Reading, position: int, upto: int) -> bool:
    """Whether an offset stands in brackets that close before another offset: ``A (cháu ông B) làm …``."""
    opened = reading.view.rfind("(", max(0, position - 60), position)
    return opened >= 0 and ")" not in reading.view[opened:position] and ")" in reading.view[position:upto]


_AND = regex.compile(r"(?:^|[\s,)])và\s*\n?[-+ ]*(?:đồng chí |đ/c |ông |bà |anh |chị )?\Z")


def coordinated(reading: Reading, people: Sequence[PersonMention], index: int, floor: int) -> list[int]:
    """Return a person and those joined to it by ``và``: ``A và B giữ chức X`` gives both X."""
    found = [index]
    while index > 0 and people[index - 1].kind == "full":
        here, earlier = people[index], people[index - 1]
        if here.start - earlier.end > 110 or not _AND.search(reading.lower, earlier.end, here.start):
            break
        if reading.view.count(".", earlier.end, here.start) or earlier.start < floor - 120:
            break
        index -= 1
        found.append(index)
    return found
