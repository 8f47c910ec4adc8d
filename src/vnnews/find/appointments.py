"""Appointments: a verb that puts somebody into or out of an office, with the person and the office.

A statement lives in one clause, between semicolons or full stops. ``giữ chức`` alone only says that an office is
held; it is an appointment beside a stronger verb, a date, or an announcement just before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import regex

from vnnews.find.bearers import coordinated
from vnnews.find.mentions import AppointmentFound, PersonMention, TitleMention
from vnnews.find.reading import Reading
from vnnews.records import Action
from vnnews.text.lookup import Hit
from vnnews.text.outline import OutlineLine
from vnnews.text.spans import ByStart

# wishes, plans, rules and offices merely held: no statement that it happened
_NOT_SAID = regex.compile(
    r"(?:mong|đề nghị|đề xuất|xem xét|dự kiến|sẽ|giới thiệu|chưa|không|kiến nghị|nếu|tờ trình|dự thảo|thẩm quyền|"
    r"quy trình|công tác|quy định|để|tiêu chuẩn|hồ sơ|chủ trương|ứng cử|muốn|phải|lấy phiếu|xin|đơn|yêu cầu|thu hồi)"
    r"(?: (?!và )[\p{L},]+){0,4} ?\Z"
)
_CARRIED_OUT = regex.compile(r"đã (?:thực hiện|tiến hành)(?: các| xong)? (?:quy trình|công tác|thủ tục)")
_ABOUT = regex.compile(r"việc (?:\p{L}+ ){0,2}\Z")
_DECIDED = regex.compile(r"quyết định|nghị quyết|công bố|trao|thông báo")
_PROPOSED = regex.compile(r"tờ trình|đề nghị|dự thảo|xem xét|nội dung|xin ý kiến")
_HELD = regex.compile(
    r"(?:đang|từng|trước khi|hiện|nguyên|khi|thời gian|trong thời gian|đã từng|lâu nay)(?: \p{L}+){0,3} ?\Z"
)
_EFFECTIVE = regex.compile(r"từ ngày \d")
_ANNOUNCED = regex.compile(
    r"theo quyết định|chỉ định|bổ nhiệm|điều động|luân chuyển|(?:đã|kết quả) bầu|(?:trao|công bố) quyết định"
)
_LINK = regex.compile(
    r"(?: (?:giữ|đảm nhiệm|đảm nhận|nhận|làm|là|vào|cho|thôi|các|chức vụ|chức danh|chức|cương vị|đối với|lại|bổ sung|"
    r"nhiệm vụ|tại|đến|về|kết quả|bầu|bổ nhiệm|thêm|01|một|tạm thời|quyền|danh|theo quyết định|công tác|sang|"
    r"tiếp tục))*:? ?"
)
_LEAD = regex.compile(
    r"(?:giữ(?: các)? chức(?: vụ| danh)?|giữ|làm|là|chức vụ|chức danh|chức|nhiệm vụ|đảm nhiệm|đảm nhận|đối với|vào|"
    r"bầu|bổ nhiệm|chỉ định|miễn nhiệm|điều động|phân công|trúng cử|đắc cử|tái cử|bãi nhiệm|cách chức|từ chức)"
    r"(?: lại)?(?: các)?:? ?\Z"
)
_OF_PERSON = regex.compile(
    r"[\s.:]*(?:(?:đối với|cho|của|là) )?(?:đồng chí|đ/c|ông|bà|anh|chị)?[\s.]*|\s*đối với [\p{L}/ ]{0,24} |"
    r"(?:,? (?:khóa|nhiệm kỳ) [\p{L}\d-]+(?: ?- ?\d{4})?)*,? (?:đối với|cho|của) (?:đồng chí|đ/c|ông|bà|anh|chị)? ?"
)
_PASSIVE = regex.compile(r"(?<!\p{L})(?:được|bị|vinh dự|trúng|đắc cử|tái cử|tái đắc cử)(?!\p{L})")
_NEXT_VERB = regex.compile(r"[^.\n]{0,80}(?:và|,|đồng thời) (?:cho )?")
_JOINED_LINES = regex.compile(r" và\s*\n\s*[-+]? ?")
_AND_PERSON = regex.compile(r"(?:,| và|, và) (?:đồng chí|đ/c|ông|bà|anh|chị) ")
_OPENS_ROW = regex.compile(r"(?:gồm|là|đối với)(?: có)? ?:? ?(?:(?:các )?(?:đồng chí|đ/c|ông|bà|anh|chị))? ?\Z")
_NEXT_OF_ROW = regex.compile(r"(?: ?\([^()\n]{1,80}\))? ?(?:[,;]|và|, và) ?(?:đồng chí|đ/c|ông|bà|anh|chị) ")
_INSTEAD = regex.compile(r"(?<!\p{L})thay(?: thế)?(?: cho)?(?: (?:đồng chí|đ/c|ông|bà|anh|chị))? \Z")
_COUNTED = regex.compile(r" (?:bổ sung |thêm |ra )?\d{1,2} (?:(?:đồng chí|đ/c) )?")
_REACH = 260
_ABOVE_LIST = "list"  # a verb that puts into office only those whom a list below it names with their offices
_RESULT = regex.compile(r"\s*(?:kết quả|cụ thể)[^.:\d\n]{0,24}:\s*")
_OUT = ("dismissed", "resigned", "retired")


class _Clause(NamedTuple):
    start: int
    end: int
    people: Sequence[PersonMention]
    titles: Sequence[TitleMention]


def find_appointments(
    reading: Reading, people: Sequence[PersonMention], titles: Sequence[TitleMention]
) -> Iterator[AppointmentFound]:
    """Yield the statements of the article that somebody came into or out of an office."""
    end = 0
    located, offices = ByStart(people), ByStart(titles)
    waiting: list[tuple[Hit, Action, TitleMention]] = []  # `thôi chức X và thôi chức Y đối với ông A`
    for hit in reading.scan.each("actions"):
        if hit.start < end or not reading.open(hit.start) or hit.entry.get("light") == _ABOVE_LIST:
            continue
        end = hit.end  # `tiếp tục được bầu` holds `được bầu`
        if not _happened(reading, hit):
            continue
        clause = _clause(reading, hit, located, offices)
        action = _action(reading, hit, clause)
        if action is None:
            continue
        bracketed = _in_brackets(reading, hit.start, clause.start)
        governed = [] if bracketed and action in _OUT else _governed(reading, hit, clause)
        joined = [w for w in waiting if _NEXT_VERB.fullmatch(reading.lower, w[2].end, hit.start)]
        waiting.clear()
        for title in governed or _of_group(reading, hit, clause):
            persons = _persons(reading, hit, title, clause) if governed else _group(reading, title, located)
            for person in persons:
                yield from (_found(earlier, said, person, office) for earlier, said, office in joined)
                yield _found(hit, action, person, title)
            if not persons:
                waiting.append((hit, action, title))
        if not governed and action in _OUT and not bracketed:
            yield from _leaving(reading, hit, action, clause)
    yield from _listed(reading, people, located)


def _listed(
    reading: Reading, people: Sequence[PersonMention], located: ByStart[PersonMention]
) -> Iterator[AppointmentFound]:
    """``đã bầu các chức danh:`` ⏎ ``- 02 Phó Chủ tịch UBND xã: ông A và bà B``: the line above holds the verb."""
    verbs = [hit for hit in reading.scan.each("actions") if hit.entry.get("light") in (None, _ABOVE_LIST)]
    if not verbs or not people:
        return
    hits = ByStart(verbs)

    def told(line: OutlineLine) -> Hit | None:
        sentence = reading.sentences.index(line.end - 1)
        start, end = reading.sentences.span(sentence)
        if sentence and _RESULT.fullmatch(reading.lower, start, end):
            start = reading.sentences.span(sentence - 1)[0]  # `Các đại biểu đã bỏ phiếu kín. | Kết quả:`
        start = max(line.start, start)
        said = [hit for hit in hits.within(start, line.end) if _happened(reading, hit)]
        return said[-1] if said and line.opens else None

    for line, hit in zip(reading.outline.lines, reading.outline.governed(told), strict=True):
        if hit is None or not line.marker or hits.within(line.start, line.end):
            continue
        for person in located.within(line.start, line.end):
            for title in person.titles:
                if line.start <= title.start < person.start and ":" in reading.view[title.end : person.start]:
                    yield _found(hit, hit.entry.get("action"), person, title)


def _found(hit: Hit, action: Action, person: PersonMention, title: TitleMention) -> AppointmentFound:
    start, end = min(hit.start, title.start, person.start), max(hit.end, title.end, person.end)
    return AppointmentFound(start, end, f"appointment_{action}", action, person, title, (hit.entry,))


def _clause(reading: Reading, hit: Hit, people: ByStart[PersonMention], titles: ByStart[TitleMention]) -> _Clause:
    start, end = reading.sentences.around(hit.start)
    if joined := _JOINED_LINES.search(reading.view, max(0, start - 8), start + 4):
        start = reading.sentences.around(joined.start())[0]  # `- Bà A, … và` / `- Bà B … giữ chức vụ X`
    start = max(start, reading.view.rfind(";", start, hit.start) + 1)
    close = reading.view.find(";", hit.end, end)
    end = close if close >= 0 else end
    return _Clause(
        start, end,
        people.within(start, end),
        titles.within(start, end),
    )  # fmt: skip


def _happened(reading: Reading, hit: Hit) -> bool:
    sentence = reading.sentences.around(hit.start)[0]
    before = _CARRIED_OUT.sub("", reading.lower[max(sentence, hit.start - 48) : hit.start])
    if _ABOUT.search(before):
        said = reading.lower[sentence : hit.start]
        return bool(_DECIDED.search(said)) and not _PROPOSED.search(said)
    return not _NOT_SAID.search(before)


def _in_brackets(reading: Reading, position: int, floor: int) -> bool:
    """Whether an offset stands in brackets, as the cause of what was told: ``miễn nhiệm … (nghỉ hưu theo chế độ)``."""
    opened = reading.view.rfind("(", floor, position)
    return opened >= 0 and ")" not in reading.view[opened:position]


def _action(reading: Reading, hit: Hit, clause: _Clause) -> Action | None:
    """Return the action, that of a stronger verb before ``giữ chức``; ``None`` where an office is merely held."""
    action: Action = hit.entry.get("action")
    if not hit.entry.get("light"):
        return action
    before = reading.lower[clause.start : hit.start]
    if _HELD.search(before):
        return None
    for earlier in reversed([h for h in reading.scan.each("actions") if clause.start <= h.start < hit.start]):
        if not earlier.entry.get("light"):
            return earlier.entry.get("action") if _happened(reading, earlier) else None
    announced = _ANNOUNCED.search(reading.lower, max(0, hit.start - 700), hit.start)
    dated = regex.search(r"\d", before[-60:])
    effective = _EFFECTIVE.search(reading.lower, hit.end, clause.end)
    return action if announced or dated or effective else None


def _governed(reading: Reading, hit: Hit, clause: _Clause) -> list[TitleMention]:
    """Return the titles that the verb governs: those after it that only link words or a person part from it."""
    found: list[TitleMention] = []
    own = [h for h in reading.scan.each("actions") if h.entry.get("of_subject") and not h.entry.get("light")]
    for title in clause.titles:
        if title.start < hit.start or title.start >= hit.end + _REACH:
            continue
        if any(hit.end <= verb.start < title.start for verb in own):
            break
        if reading.view[max(0, title.start - 3) : title.start].strip(" ").isdigit():
            break  # `bầu đủ 30 đại biểu HĐND`
        if found:
            if reading.gap(found[-1].end, title.start) not in (",", "kiêm", "-", "và"):
                break
            found.append(title)
        elif title.start == hit.start or (title.start >= hit.end and _leads(reading, hit.end, title.start)):
            found.append(title)
    return found


def _of_group(reading: Reading, hit: Hit, clause: _Clause) -> list[TitleMention]:
    """Return the office of several people right behind the verb: ``bầu | 05 Ủy viên Ban Thường vụ``."""
    title = next((t for t in clause.titles if t.start >= hit.end), None)
    counted = title and _COUNTED.fullmatch(reading.lower, hit.end, title.start)
    return [title] if title and counted else []


def _group(reading: Reading, title: TitleMention, people: ByStart[PersonMention]) -> list[PersonMention]:
    """Return those whom an office of several people was given, up to the end of its sentence."""
    end = reading.sentences.around(title.start)[1]
    return [p for p in people.within(title.end, end) if any(own.start == title.start for own in p.titles)]


def _leads(reading: Reading, verb_end: int, title_start: int) -> bool:
    between = reading.lower[verb_end:title_start]
    return not between.strip() or bool(_LINK.fullmatch(between) or _LEAD.search(between))


def _persons(reading: Reading, hit: Hit, title: TitleMention, clause: _Clause) -> list[PersonMention]:
    between = [p for p in clause.people if hit.end <= p.start < title.start]
    if between:
        last = clause.people.index(between[-1])
        joined = [clause.people[i] for i in coordinated(reading, clause.people, last, hit.end)]
        return sorted((p for p in joined if p in between), key=lambda p: p.start) if len(joined) > 1 else between[:1]
    after = next((p for p in clause.people if p.start >= title.end), None)
    if after is not None and _OF_PERSON.fullmatch(reading.lower, title.end, after.start):
        # `miễn nhiệm … đối với | ông A và bà B`
        return _row(reading, clause.people[clause.people.index(after) :], _AND_PERSON, lambda person: person.end)
    starts = [p.start for p in clause.people]
    index = bisect_left(starts, hit.start) - 1
    if index < 0 or not (hit.entry.get("of_subject") or _PASSIVE.search(reading.lower, clause.start, hit.end)):
        return []  # `Chủ tịch A điều chuyển Hiệu trưởng …`: the subject acts
    return [clause.people[i] for i in coordinated(reading, clause.people, index, clause.start)]


def _row(
    reading: Reading,
    people: Sequence[PersonMention],
    between: regex.Pattern[str],
    end_of: Callable[[PersonMention], int],
) -> list[PersonMention]:
    """Return the first person and those that follow side by side: what parts two of them fits ``between``."""
    found = [people[0]]
    for person in people[1:]:
        if not between.fullmatch(reading.lower, end_of(found[-1]), person.start):
            break
        found.append(person)
    return found


def _leaving(reading: Reading, hit: Hit, action: Action, clause: _Clause) -> Iterator[AppointmentFound]:
    """``nghỉ hưu … đối với ông A, Chủ tịch UBND xã``: the office left is the one told of the person."""
    nearest = next((p for p in reversed(clause.people) if hit.start - 3 <= p.end <= hit.start), None)
    if nearest is not None and _INSTEAD.search(reading.lower, clause.start, nearest.start):
        held = [title for title in clause.titles if title.end <= nearest.start]
        if held:
            yield _found(hit, action, nearest, held[-1])
        return
    after = [p for p in clause.people if p.start >= hit.end and p.titles]
    before = [p for p in clause.people if p.start < hit.start and p.titles]
    leaving = after[:1] or before[-1:]
    if after and _OPENS_ROW.search(reading.lower, hit.end, after[0].start):  # `gồm: ông A - chức và bà B - chức`
        leaving = _row(reading, after, _NEXT_OF_ROW, lambda person: max(title.end for title in person.titles))
    for person in leaving:
        if not person.titles[0].former:
            yield _found(hit, action, person, person.titles[0])
