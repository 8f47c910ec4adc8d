"""Appointments: a verb that puts somebody into or out of an office, with the person and the office."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from vnnews.find.mentions import AppointmentFound, PersonMention, TitleMention
from vnnews.find.officials import coordinated
from vnnews.find.reading import Reading
from vnnews.records import Action
from vnnews.text.scan import Hit

# wishes, plans, rules and offices merely held: no statement that it happened
_NOT_SAID = regex.compile(
    r"(?:đề nghị|đề xuất|xem xét|dự kiến|sẽ|giới thiệu|chưa|không|kiến nghị|nếu|tờ trình|dự thảo|"
    r"thẩm quyền|quy trình|công tác|quy định|việc|"
    r"để|tiêu chuẩn|hồ sơ|chủ trương|ứng cử|muốn|phải|lấy phiếu|tiếp tục)(?: [\p{L},]+){0,4} ?$"
)
_HELD = regex.compile(
    r"(?:đang|từng|trước khi|hiện|nguyên|khi|thời gian|trong thời gian|đã từng|lâu nay)(?: \p{L}+){0,3} ?$"
)
_STRONG = frozenset(("elected", "re_elected", "assigned", "dismissed", "resigned", "retired"))
_TO_TITLE = regex.compile(
    r"(?: (?:giữ|đảm nhiệm|đảm nhận|nhận|làm|là|vào|cho|thôi|các|chức vụ|chức danh|chức|cương vị|"
    r"đối với|lại|bổ sung|nhiệm vụ|tại|đến|về|kết quả|bầu|bổ nhiệm|thêm|01|một|tạm thời|quyền|danh|"
    r"theo quyết định|công tác|tại|sang|tiếp tục))*:? ?$"
)
_REACH = 260


def find_appointments(
    reading: Reading, people: Sequence[PersonMention], titles: Sequence[TitleMention]
) -> Iterator[AppointmentFound]:
    """Yield the statements of the article that somebody came into or out of an office."""
    starts = [p.start for p in people]
    said: set[tuple[str, str]] = set()
    for hit in reading.scan.each("actions"):
        if not reading.open(hit.start) or not _happened(reading, hit):
            continue
        for title in _titles_of(reading, hit, titles):
            for person in _persons_of(reading, hit, title, people, starts):
                key = (person.name, title.name)
                if key in said:
                    continue
                said.add(key)
                action = _action(reading, hit, title)
                yield AppointmentFound(
                    min(hit.start, title.start, person.start), max(hit.end, title.end, person.end),
                    f"appointment_{action}", action, person, title, (hit.entry,),
                )  # fmt: skip


def _happened(reading: Reading, hit: Hit) -> bool:
    sentence = reading.sentences.around(hit.start)[0]
    before = reading.lower[max(sentence, hit.start - 48) : hit.start]
    if _NOT_SAID.search(before):
        return False
    weak = hit.entry.form in ("giữ chức",)
    return not (weak and _HELD.search(before))


def _action(reading: Reading, hit: Hit, title: TitleMention) -> Action:
    """Return the action; ``bầu … giữ chức`` is an election, ``thôi … tái cử`` by its own verb."""
    between = reading.lower[hit.end : title.start]
    if hit.entry.get("action") in ("assigned", "appointed") and "thôi giữ" in between:
        return "dismissed"
    action: Action = hit.entry.get("action")
    return action


def _titles_of(reading: Reading, hit: Hit, titles: Sequence[TitleMention]) -> list[TitleMention]:
    """Return the titles that the verb governs: those after it that only link words or a person part from it."""
    starts = [t.start for t in titles]
    index = bisect_left(starts, hit.start)
    sentence_end = reading.sentences.around(hit.start)[1]
    found: list[TitleMention] = []
    for title in titles[index : index + 6]:
        if reading.view[max(0, title.start - 2) : title.start].strip().isdigit():
            break  # `bầu đủ 30 đại biểu HĐND`
        if title.start >= min(sentence_end, hit.end + _REACH):
            break
        if found:
            gap = reading.view[found[-1].end : title.start]
            if gap.strip() in (",", "kiêm", "-", "và"):
                found.append(title)
                continue
            break
        if title.start == hit.start or (title.start >= hit.end and _leads_to(reading, hit.end, title.start)):
            found.append(title)
    return found


_LEAD_END = regex.compile(
    r"(?:giữ(?: các)? chức(?: vụ| danh)?|giữ|làm|là|chức vụ|chức danh|chức|nhiệm vụ|đảm nhiệm|đảm nhận|"
    r"nhận nhiệm vụ là|đối với|vào|bầu|bổ nhiệm|chỉ định|miễn nhiệm|điều động|phân công|trúng cử|đắc cử|"
    r"tái cử|bãi nhiệm|cách chức|từ chức)(?: lại)?(?: các)?:? ?$"
)


def _leads_to(reading: Reading, verb_end: int, title_start: int) -> bool:
    between = reading.lower[verb_end:title_start]
    if _TO_TITLE.fullmatch(between.rstrip() or " ") or not between.strip():
        return True
    return bool(_LEAD_END.search(between)) and ";" not in between


def _persons_of(
    reading: Reading, hit: Hit, title: TitleMention, people: Sequence[PersonMention], starts: list[int]
) -> list[PersonMention]:
    sentence_start, sentence_end = reading.sentences.around(hit.start)
    between = [p for p in people[bisect_left(starts, hit.end) :] if p.start < title.start and p.kind == "full"]
    if between:
        return [between[0]]
    after = bisect_left(starts, title.end)
    if after < len(people) and people[after].start < sentence_end and people[after].kind == "full":
        gap = reading.lower[title.end : people[after].start].strip(" .")
        if gap in (
            "",
            "đối với đồng chí",
            "đối với ông",
            "đối với bà",
            "cho đồng chí",
            "cho ông",
            "cho bà",
            "đồng chí",
            "là đồng chí",
            "ông",
            "bà",
            "đối với",
        ):
            return [people[after]]
    before = [p for p in people[: bisect_left(starts, hit.start)] if p.start >= sentence_start and p.kind == "full"]
    if not before:
        return []
    return [people[i] for i in coordinated(reading, people, people.index(before[-1]), sentence_start)]
