"""Which titles belong to which name: those after it, before it, in brackets, or linked to it by a verb."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from vnnews.find.mentions import PersonMention, TitleMention
from vnnews.find.reading import Reading
from vnnews.find.titles import Chain, read_chain

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
_VERB_TITLE = regex.compile(
    r"(?:^|[\s,)])(?:(?:được|đã|vừa|đang|hiện|từng|sẽ|tiếp tục|lại|để|về|đến|chính thức|tín nhiệm|thống nhất) )*"
    r"(?:giữ(?: các)?(?: chức vụ| chức danh| chức| cương vị)?|làm|là|bầu(?: giữ chức(?: vụ)?| làm)?|"
    r"(?:đảm nhiệm|đảm nhận)(?: các)?(?: chức vụ| chức danh| chức)?|nhận nhiệm vụ(?: là)?|nhận chức(?: vụ)?|"
    r"(?:trúng cử|tái cử|đắc cử|tái đắc cử)(?: chức(?: danh| vụ)?)?|chức vụ|chức danh|chức|kiêm)"
    r"(?: lại)?[: ]\Z"
)
_BRACKET = regex.compile(r"\((?!cũ\))")
_BRACKETED = regex.compile(r"[ \n]\([^()\n]{1,60}\)")
_KIN = regex.compile(
    r"(?:con trai|con gái|vợ|chồng|em trai|em gái|anh trai|chị gái|bố|mẹ|cháu|con)(?: (?:là|đang|của|đã|"
    r"ông|bà|anh|\p{L}+))* \Z"
)
_DENIED = regex.compile(
    r"các (?:đồng chí|ông|bà|vị)(?: \p{L}+){0,3} là \Z|"
    r"(?:không|chưa|trượt|rớt|ứng cử|miễn nhiệm|bãi nhiệm chức|đề nghị)(?: \p{L}+){0,3} \Z"
)


def titles_after(reading: Reading, end: int) -> Chain | None:
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


def titled(reading: Reading, people: list[PersonMention], chains: list[Chain]) -> Iterator[PersonMention]:
    """Give each name the titles after it, before it, or linked to it by a verb."""
    titles: list[list[TitleMention]] = [[] for _ in people]
    taken: set[int] = set()
    for index, person in enumerate(people):
        if person.kind == "full" and (chain := titles_after(reading, person.end)):
            if _belongs_to_next(reading, chain, people, index):
                continue
            titles[index].extend(chain.titles)
            taken.update(t.start for t in chain.titles)
    starts = [p.start for p in people]
    ends = [max(p.end, *(t.end for t in own)) if own else p.end for p, own in zip(people, titles, strict=True)]
    below = _listed_below(reading, people, chains)
    for chain in chains:
        free = [t for t in chain.titles if t.start not in taken]
        if not free:
            continue
        if listed := below.get(chain.start):
            for owner in listed:
                titles[owner].extend(free)
            continue
        if group := _told_of_group(reading, chain, people, starts, ends):
            for owner in group:
                titles[owner].extend(free)
            continue
        following = _name_after(reading, chain, people, starts)
        if following is not None:
            for owner in _joined_after(reading, chain, people, following):
                titles[owner].extend(free)
            continue
        for owner in _subjects(reading, chain, people, starts) or _apposed(reading, chain, people, starts):
            titles[owner].extend(free)
    for person, own in zip(people, titles, strict=True):
        yield person._replace(titles=tuple(own))


def _belongs_to_next(reading: Reading, chain: Chain, people: list[PersonMention], index: int) -> bool:
    """Whether titles between two names go with the second: ``ông A cùng Phó Chủ tịch UBND xã B``."""
    if index + 1 >= len(people):
        return False
    between = reading.view[people[index].end : chain.start]
    following = people[index + 1]
    touches = 0 <= following.start - chain.end <= 1 and following.rule == "name_after_title"
    return touches and between.strip() in ("", ",") and bool(people[index].titles or between.strip() == "")


_COUNTED = regex.compile(r"(?<![\p{L}\d])(?:(\d{1,2})|các) (?:(?:đồng chí|đ/c|ông|bà|vị) )?\Z")
_LISTED = regex.compile(
    r"\s*(?:(?:là |gồm |gồm có )?: ?\n?[-+ ]*(?:(?:các )?(?:đồng chí|đ/c|ông|bà|anh|chị):? )?|"
    r"(?:là|gồm|gồm có) các (?:đồng chí|đ/c|ông|bà|anh|chị) ?:? )\Z",
    regex.I,
)
# `Ủy viên UBND xã gồm 02 đồng chí: A - Trưởng Công an; Đại úy B - …`
_COUNTED_AFTER = regex.compile(r" (?:gồm|là|gồm có) (\d{1,2}) (?:đồng chí|đ/c|ông|bà|vị|người)(?: là)? ?: ?\n?[-+ ]*+")
_RANK = regex.compile(r"(?:\p{L}+ ){0,3}\Z")
_NEXT_ITEM = regex.compile(r" ?; ?\n?[-+ ]*+(?:[\p{L}/]+ ){0,3}\Z")
_NEXT_LISTED = regex.compile(
    r"(?: ?\([^()\n]{1,80}\))?(?: ?[,;]| và|, và| ?;? ?\n)\s*[-+]? ?(?:(?:đồng chí|đ/c|ông|bà|anh|chị) )?\Z", regex.I
)


def _told_of_group(
    reading: Reading, chain: Chain, people: list[PersonMention], starts: list[int], ends: list[int]
) -> list[int]:
    """Return the people of a counted office: ``02 Phó Chủ tịch UBND xã: ông A (22/24 phiếu) và bà B``."""
    behind = _COUNTED_AFTER.match(reading.lower, chain.end)
    counted = behind or _COUNTED.search(reading.lower, max(0, chain.start - 14), chain.start)
    if counted is None:
        return []
    at, opens = (behind.end(), _RANK) if behind else (chain.end, _LISTED)
    index = bisect_left(starts, at)
    if index >= len(people) or people[index].start - chain.end > _LIST_GAP:
        return []
    if not opens.match(reading.view, at, people[index].start):
        return []
    found = [index]
    while len(found) < int(counted[1] or _MOST) and index + 1 < len(people):
        following = people[index + 1].start
        if not (
            _NEXT_LISTED.match(reading.view, people[index].end, following)
            or _NEXT_ITEM.match(reading.view, ends[index], following)
        ):
            break
        index += 1
        found.append(index)
    return found


_ITEM = regex.compile(r"\s*(?:\d{1,2}[.)/]|[-+*•])\s*(?:(?:đồng chí|đ/c|ông|bà|anh|chị):? )?", regex.I)
_NOTHING_ELSE = regex.compile(r"\s*(?:\d{1,2}[.)/]|[-+*•])?\s*")


def _listed_below(reading: Reading, people: list[PersonMention], chains: list[Chain]) -> dict[int, list[int]]:
    """Return, by where an office starts that stands alone above a list, the people whom its items begin with."""
    alone: dict[int, Chain] = {}
    for chain in chains:
        if reading.view[chain.end : chain.end + 3].strip(" ").startswith(":\n"):
            start = reading.view.rfind("\n", 0, chain.start) + 1
            if _NOTHING_ELSE.fullmatch(reading.view, start, chain.start):
                alone[start] = chain
    if not alone:
        return {}
    found: dict[int, list[int]] = {}
    starts = [p.start for p in people]
    over = reading.outline.governed(lambda line: alone.get(line.start))
    for line, head in zip(reading.outline.lines, over, strict=True):
        index = bisect_left(starts, line.start)
        if head is None or not line.marker or index == len(people) or people[index].start >= line.end:
            continue
        if _ITEM.fullmatch(reading.view, line.start, people[index].start):
            found.setdefault(head.start, []).append(index)
    return found


def _joined_after(reading: Reading, chain: Chain, people: list[PersonMention], first: int) -> list[int]:
    """Return a person an office is told of, and those joined to it: ``miễn nhiệm … đối với | ông A và bà B``."""
    found = [first]
    if "đối với" not in reading.lower[chain.end : people[first].start]:
        return found
    while first + 1 < len(people) and _NEXT_LISTED.match(reading.view, people[first].end, people[first + 1].start):
        if "\n" in reading.view[people[first].end : people[first + 1].start] or people[first + 1].titles:
            break
        first += 1
        found.append(first)
    return found


_OFFICE_WORD = regex.compile(r"chức (?:danh|vụ) \Z|(?:^|\n)[ \t]*[-+*] ?\Z|; ?\Z")
_TERM = regex.compile(r",? (?:khóa [IVX\d]{1,5}|nhiệm kỳ \d{4} ?- ?\d{4})")
_MOST = 30  # people of a list that gives no number
_LIST_GAP = 60  # characters
_TOLD_OF = regex.compile(r"đối với(?: (?:bà|ông|các ông|các bà|đồng chí|các đồng chí|đ/c|các đ/c|anh|chị))?\Z")


def _name_after(reading: Reading, chain: Chain, people: list[PersonMention], starts: list[int]) -> int | None:
    index = bisect_left(starts, chain.end)
    if index >= len(people):
        return None
    gap = _TERM.sub("", _BRACKETED.sub("", reading.view[chain.end : people[index].start]))
    if len(gap) > 20:
        return None
    cleaned = gap.strip().lower().rstrip(".:").strip()
    if cleaned.startswith(":") and _OFFICE_WORD.search(reading.view, max(0, chain.start - 12), chain.start):
        cleaned = cleaned[1:].strip()  # `bầu bổ sung chức danh Ủy viên UBND xã: ông A`
    if _TOLD_OF.fullmatch(cleaned):
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
    if before.rstrip().endswith(" là") or _BRACKET.search(reading.lower, people[index].end, chain.start):
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
    if opened < 0 or ")" in reading.view[opened:position]:
        return False
    return ")" in reading.view[position:upto].replace("(cũ)", "")


_AND = regex.compile(r"(?:^|[\s,)])và\s*\n?[-+ ]*(?:đồng chí |đ/c |ông |bà |anh |chị )?\Z")
_NEXT_TO = regex.compile(r" ?, ?(?<address>đồng chí |đ/c |ông |bà |anh |chị )?")  # `các đ/c A, B`, `chị A, chị B`
_PLURAL = regex.compile(r"(?<!\p{L})các (?:đồng chí|đ/c|ông|bà|anh|chị)(?: là)?:? ?\Z")
_ADDRESS = 24  # characters before a name
_NOT_ONE_OF = regex.compile(r"(?<!\p{L})(?:thay|cho|theo|sau|với|cùng|của|do)(?: (?:đồng chí|đ/c|ông|bà|anh|chị))? ?\Z")


def coordinated(reading: Reading, people: Sequence[PersonMention], index: int, floor: int) -> list[int]:
    """Return a person and those joined to it: ``A và B giữ chức X``, ``chị A, chị B được bầu làm X`` give both X."""
    found = [index]
    while index > 0 and people[index - 1].kind == "full":
        here, earlier = people[index], people[index - 1]
        if here.start - earlier.end > 110:
            break
        if not _AND.search(reading.lower, earlier.end, here.start) and not _side_by_side(reading, people, index):
            break
        if reading.view.count(".", earlier.end, here.start) or earlier.start < floor - 120:
            break
        index -= 1
        found.append(index)
    return found


def _side_by_side(reading: Reading, people: Sequence[PersonMention], index: int) -> bool:
    """Whether nothing but a comma parts a person from the one before, and both are told of: ``chị A, chị B``."""
    comma = _NEXT_TO.fullmatch(reading.lower, people[index - 1].end, people[index].start)
    earlier = people[index - 1].start
    if comma is None or _NOT_ONE_OF.search(reading.lower, max(0, earlier - _ADDRESS), earlier):
        return False
    first = index - 1
    while first > 0 and _NEXT_TO.fullmatch(reading.lower, people[first - 1].end, people[first].start):
        first -= 1
    start = people[first].start
    return bool(comma["address"] or _PLURAL.search(reading.lower, max(0, start - _ADDRESS), start))
