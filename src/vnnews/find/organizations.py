"""Bodies: a head from the lexicon, then what its name goes on with, from the head outwards.

``Ban Pháp chế | HĐND | TP Đà Nẵng``: head, the body it belongs to, the unit it serves.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import regex

from vnnews.find.heads import (
    behind_office,
    find_offices,
    inside_compound,
    inside_place,
    outside_office,
    stands_for_another,
)
from vnnews.find.mentions import BodyMention
from vnnews.find.names import Run, is_surname, is_unit_name, rare_elsewhere, read_place_name, read_run
from vnnews.find.reading import Reading
from vnnews.find.units import read_body_unit, read_unit_of_list
from vnnews.lexicon import Entry
from vnnews.text.lookup import Hit
from vnnews.text.segment import view_words
from vnnews.text.spans import Spans

_CONNECTOR = regex.compile(r" ?(-|&) ?|( và )|(, )|( về )")
_VIETNAM = regex.compile(r" (Việt Nam|VN)(?!\p{L})")
_OF = regex.compile(r" (thuộc|của)(?= )")
_DASHED = regex.compile(r" ?-(?=( )Công an )")  # `Cơ quan An ninh điều tra - Công an tỉnh`
_DEFINED = regex.compile(r" ?\(\p{Lu}[\p{Lu}\d&-]+\)(?= \p{L})")  # `Ủy ban Kiểm tra (UBKT) Quận ủy`
_GENERIC = regex.compile(
    r" (?:các (?:cấp|xã|phường|huyện|quận|tỉnh|thôn|địa phương|khu|ngành|tổ dân phố|khu phố|ấp|chi)|"
    r"cấp (?:xã|huyện|tỉnh|trên|dưới)|hai cấp|2 cấp|này(?!\p{L})|nói trên|kể trên)"
)
# what is organized: `Ban Tổ chức (BTC) lễ hội` is no body of the Party
_EVENT = regex.compile(
    r"(?: ?\(\p{L}{2,6}\))? (?:lễ hội|lễ|hội thi|cuộc thi|giải|hội trại|hội diễn|liên hoan|"
    r"chương trình|đại hội|hội nghị)(?!\p{L})"
)
_NUMBERED = regex.compile(r" (?:số )?(\d{1,3}|[IVX]{1,4})(?![\p{L}\d]|[.,/]\d)")
_SCHOOL_NUMBER = regex.compile(r" (?:số )?\d{1,2}(?= \p{Lu}\p{Ll})")
_JUST_ASSOCIATION = ("Hội", "Đoàn")
_NUMBER_AFTER = regex.compile(r" số \d{1,2}(?![\p{L}\d]|[.,/]\d)")  # `Đội Quản lý thị trường số 5`
_PLACE_AFTER = regex.compile(r" ?- ?(?=\p{Lu}\p{Ll})")  # `Ban Chỉ huy Phòng thủ khu vực 2 - Long Biên`
_COUNTED = regex.compile(r"(?<=\d) \Z")  # `12 Ban nhân dân thôn`
_LONGEST_WORD = 24  # characters
_DEPTH = 4


def find_bodies(reading: Reading, numbers: Spans) -> Iterator[BodyMention]:
    """Yield the bodies named in the text, the longest at each place; those inside documents' ``numbers`` are none."""
    end = 0
    offices = find_offices(reading)
    for hit in reading.scan.each("bodies"):
        meanings = [other.entry for other in reading.scan.all_at("bodies", hit.start) if other.end == hit.end]
        if hit.start < end or numbers.holds(hit.start) or not outside_office(offices, hit, meanings):
            continue
        body = read_body(reading, hit.start)
        if body is not None and not (
            _neighbourhood(body) and _COUNTED.search(reading.view, max(0, hit.start - 2), hit.start)
        ):
            end = body.end
            yield body


def read_body(reading: Reading, position: int, depth: int = 0, joint: bool = False) -> BodyMention | None:
    """Read the body at an offset, if one stands there; ``joint`` ones share an office: ``Văn phòng | HĐND - UBND``."""
    for hit in reading.scan.all_at("bodies", position):
        if (hit.entry.get("takes") == "within" and not joint) or stands_for_another(reading, hit):
            continue
        body = _read_from(reading, hit, depth)
        if body is not None:
            return body
    return None


def _read_from(reading: Reading, hit: Hit, depth: int) -> BodyMention | None:
    entry = hit.entry
    takes, needed = _takes(entry.get("takes", ""))
    small = reading.view[hit.start].islower() and " " not in entry.form
    if "-" in takes or (needed and small and takes & _NAMED and not entry.get("small")):
        return None
    if inside_place(reading, hit) or inside_compound(reading, hit):
        return None
    abbreviation = hit.surface.isupper()
    body = BodyMention(
        hit.start, hit.end, entry.form, entry.get("branch"),
        bare_acronym=abbreviation,
        entries=(entry,), rule=f"body_{min(takes)}" if entry.get("takes") else "body_head",
    )  # fmt: skip
    grown = body
    if "vn" in takes and (match := _VIETNAM.match(reading.view, body.end)):
        grown = body._replace(end=match.end(), head=f"{body.head} Việt Nam", bare_acronym=False)
    elif takes & _NAMED:
        grown = _with_field(reading, body, capitals_only="cap" in takes)
    if "num" in takes and grown is body:
        grown = _with_number(reading, body)
    if depth < _DEPTH and (takes & {"nest", "field"} or entry.form in _NESTING):
        grown = _with_outer(reading, grown, depth)
    if grown.within is None:
        with_unit = _with_unit(reading, grown, neighbourhood=bool(takes & _LOCAL) and entry.form != "Văn phòng")
        if needed and not _complete(takes, grown is not body, with_unit is not grown, with_unit):
            return None
        grown = with_unit
    if small and entry.form in _JUST_ASSOCIATION and reading.lower.startswith(" của", hit.end):
        return None  # `đoàn của phường` came, the League did not
    if small and needed and takes & _NAMED:
        if not _known_field(reading, hit, grown):
            return None  # `phòng giao dịch`: in small letters only a known field of work with its unit names a body
        grown = grown._replace(field=_PART.sub(lambda part: part[0].upper(), grown.field))
    if f"{grown.head} {grown.field}".lower() in reading.lexicon.words("other_body"):
        grown = grown._replace(branch="other")
    return None if _common_noun(reading, grown) else grown


def _common_noun(reading: Reading, body: BodyMention) -> bool:
    """Whether words name a kind of body, or the committee of an event, and no body."""
    alone = body.unit is None and body.within is None
    if body.head == "Ban" and body.field.lower() == "tổ chức":  # `Ban tổ chức đã trao 186 suất quà`
        return (alone and body.field.islower()) or bool(_EVENT.match(reading.lower, body.end))
    if body.head == "Trung tâm" and _SITE.search(reading.view, max(0, body.start - 10), body.start):
        return reading.view[body.start].islower() and body.field[:1].isupper()  # `ở trung tâm Sài Gòn`
    if body.head in _GENERIC_HEADS and alone and reading.view[body.start].islower() and body.field.islower():
        return True
    return bool(_GENERIC.match(reading.lower, body.end))


@functools.lru_cache(maxsize=1024)
def _takes(written: str) -> tuple[frozenset[str], bool]:
    """Return what a head takes, and whether it needs one of them: ``field,unit!``."""
    return frozenset(written.rstrip("!").split(",")), written.endswith("!")


_SITE = regex.compile(r"(?<!\p{L})(?:ở|tại|khu vực|ngay|giữa|vùng) \Z")
_GENERIC_HEADS = ("Chi hội",)  # in small letters a kind of body: `thôn nào cũng có chi hội khuyến học`
_PART = regex.compile(r"(?:^|(?<= - )|(?<=, )|(?<= và ))\p{Ll}")
_NAMED = frozenset(("field", "cap"))
_LOCAL = frozenset(("unit", "field", "nest", "vn"))


def _complete(takes: frozenset[str], named: bool, placed: bool, body: BodyMention) -> bool:
    """Whether something that a head needs follows it; a field of work may stay out before a neighbourhood."""
    return named or (placed and bool(takes & {"level", "unit"})) or ("field" in takes and _neighbourhood(body))


def _known_field(reading: Reading, head: Hit, body: BodyMention) -> bool:
    acronym = reading.acronyms.get(reading.after_space(head.end))
    placed = body.unit is not None or body.within is not None
    known = len(body.entries) > 1
    last = reading.view.rfind(" ", 0, body.end) + 1
    school = head.entry.get("branch") == "other" and reading.view[last].isupper()
    return (acronym is not None and acronym.kind == "organization") or (known and (placed or school))


_NESTING = frozenset(("Văn phòng",))


def _neighbourhood(body: BodyMention) -> bool:
    return body.unit is not None and body.unit.level == "neighbourhood"


def _with_field(reading: Reading, body: BodyMention, capitals_only: bool) -> BodyMention:
    end, text, entries = read_field(reading, body.end, capitals_only)
    if not text and (note := _DEFINED.match(reading.view, body.end)):  # `Ban Chỉ đạo (BCĐ) phòng, chống dịch`
        end, text, entries = read_field(reading, note.end(), capitals_only)
    if not text:
        return body
    if body.head in _JUST_ASSOCIATION and text.lower().startswith(tuple(reading.lexicon.words("field_or_verb"))):
        return body  # `Hội | vận động chị em …`
    text = text.removeprefix(f"{body.head} ")  # `Phòng PC07`, whose expansion begins with `Phòng`
    if body.branch == "other" and (number := _SCHOOL_NUMBER.match(reading.view, end)):
        place = read_place_name(reading, number.end() + 1, None)  # `Trường Tiểu học 2 Đất Mũi`
        if place is not None:
            end, text = place[0], f"{text}{number[0]} {place[1]}"
    elif body.branch == "other" and (named := _named_after(reading, body.start, end)):
        end, text = named.end(len(named)), f"{text} {' '.join(named.syllables)}"
    if number := _NUMBER_AFTER.match(reading.view, end):
        end, text = number.end(), text + number[0]
    return body._replace(end=end, field=text, bare_acronym=False, entries=body.entries + entries)


def _named_after(reading: Reading, start: int, end: int) -> Run | None:
    """Read the person whose name a school bears: ``Trường THCS | Lê Lợi``; behind an office it may be the holder."""
    if reading.view[end : end + 1] != " " or behind_office(reading, start):
        return None
    run = read_run(reading, end + 1, limit=4)
    return run if len(run) >= 2 and is_surname(reading, run.syllables[0]) else None


def _with_number(reading: Reading, body: BodyMention) -> BodyMention:
    match = _NUMBERED.match(reading.view, body.end)
    if not match:
        return body
    end, name = match.end(), match[0].strip()
    if (joint := _PLACE_AFTER.match(reading.view, end)) and not _is_head(reading, joint.end()):
        place = read_place_name(reading, joint.end(), None)
        if place is not None and is_unit_name(place[1]):
            end, name = place[0], f"{name} - {place[1]}"
    return body._replace(end=end, field=name, bare_acronym=False)


def read_field(reading: Reading, position: int, capitals_only: bool = False) -> tuple[int, str, tuple[Entry, ...]]:
    """Read a run of fields of work, names and acronyms: ``Kinh tế, Hạ tầng và Đô thị``, ``TN&MT``, ``ATGT``.

    Returns its end, the text with acronyms written out and parts joined as canonical names join them, and the
    lexicon entries used; the text is empty when there is none.
    """
    parts: list[str] = []
    entries: list[Entry] = []
    end = at = position
    joiner = ""
    spelled = False  # whether the last part was written out from an acronym
    while True:
        at = reading.after_space(at) if not joiner else at
        if (
            parts
            and not joiner
            and (entries or spelled)
            and reading.view[at : at + 1].islower()
            and parts[-1].lower() not in _OPENERS
        ):
            piece = None  # `Sở Nội vụ | kiểm tra`: the next word is a verb of the sentence
        elif (joiner in ("và", ",") and _another_body(reading, at)) or (
            joiner == "," and parts[0][:1].isupper() and _opens_predicate(reading, at)
        ):
            piece = None  # `Sở Y tế, | kiểm tra`
        else:
            piece = _field_piece(reading, at, capitals_only, bool(parts), joiner)
        if piece is None:
            return end, " ".join(parts).replace(" ,", ","), tuple(entries)
        piece_end, text, entry = piece
        if joiner:
            parts.append(joiner)
        parts.append(text)
        if entry:
            entries.append(entry)
        spelled = at in reading.acronyms
        end = at = piece_end
        joiner = ""
        if connector := _CONNECTOR.match(reading.view, at):
            joiner = "-" if connector[1] == "-" else "," if connector[3] else "về" if connector[4] else "và"
            at = connector.end()


def _another_body(reading: Reading, at: int) -> bool:
    """Whether a head in capitals with its own body or unit follows: ``Phòng Tư pháp và | Thanh tra huyện``."""
    hit = reading.scan.at("bodies", at)
    if hit is None or reading.view[at].islower() or not reading.scan.at("fields", at):
        return False
    body = read_body(reading, at, depth=_DEPTH)
    return body is not None and (body.unit is not None or body.within is not None)


def _opens_predicate(reading: Reading, at: int) -> bool:
    """Whether the words at an offset are a field of work in small letters that is a verb as well."""
    return any(reading.lower.startswith(verb, at) for verb in reading.lexicon.words("field_or_verb")) and (
        reading.view[at].islower()
    )


_OPENERS = frozenset(
    (
        "quản lý",
        "cảnh sát",
        "phát triển",
        "công tác",
        "phong trào",
        "chỉ đạo",
        "chỉ huy",
        "chương trình",
        "đăng ký",
        "bồi dưỡng",
        "dịch vụ",
    )
)


def _field_piece(
    reading: Reading, at: int, capitals_only: bool, later: bool, joiner: str
) -> tuple[int, str, Entry | None] | None:
    view, scan = reading.view, reading.scan
    acronym = reading.acronyms.get(at)
    if (
        acronym
        and joiner != ","
        and acronym.expansion
        and acronym.kind != "title"
        and not reading.scan.at("levels", at)
        and not _is_head(reading, at)
        and (acronym.kind != "place")
    ):
        return acronym.end, acronym.expansion, None
    hit = scan.at("fields", at)
    if hit and not capitals_only and not _is_office(reading, at, hit.end):
        return hit.end, _plain_case(view[at : hit.end]), hit.entry
    if joiner or not view[at : at + 1].isupper() or _is_head(reading, at) or scan.at("levels", at):
        return None
    run = read_run(reading, at, limit=1)
    if not run or scan.at("positions", at) or scan.at("honorifics", at):
        return None
    if later and is_surname(reading, run.syllables[0]):
        whole = read_run(reading, at, limit=5)
        if len(whole) >= 2 and rare_elsewhere(reading, run.syllables[0]):
            return None
    named = read_place_name(reading, at, None)
    if named is None:
        return None
    end = _word_end(view, at, named[0])
    return end, view[at:end], None


def _word_end(view: str, start: int, end: int) -> int:
    """Return the end of the word that an end in capitals cuts: ``Bộ Tư lệnh Thủ | đô``, ``Ban Dân | nguyện``."""
    if view[end : end + 1] != " " or not view[end + 1 : end + 2].islower() or " " in view[start:end]:
        return end
    window = view[start : end + _LONGEST_WORD]
    return next((start + stop for first, stop in view_words(window) if start + first < end < start + stop), end)


def _plain_case(text: str) -> str:
    return text.capitalize() if text.isupper() else text


def _is_office(reading: Reading, start: int, end: int) -> bool:
    hit = reading.scan.at("positions", start)
    return hit is not None and hit.end > end


def _is_head(reading: Reading, at: int) -> bool:
    hit = reading.scan.at("bodies", at)
    if hit is None:
        return False
    field = reading.scan.at("fields", at)
    return not (field and field.end >= hit.end) or hit.surface.isupper()


def _with_outer(reading: Reading, body: BodyMention, depth: int) -> BodyMention:
    """Attach the body that a body belongs to: ``Ban Thường vụ | Đảng ủy phường``."""
    at, linked = body.end, ""
    if (match := _OF.match(reading.view, at)) or (match := _DASHED.match(reading.view, at)):
        at, linked = match.end(), "thuộc" if match[1] == "thuộc" else ""
        bare = not body.field and " " not in body.head  # `các Ban của HĐND`
        if match[1] == "của" and (bare or reading.view[reading.after_space(at)].islower()):
            return body
    if note := _DEFINED.match(reading.view, at):
        at = note.end()
    if body.bare_acronym and reading.view[at : at + 1] == ".":
        at += 1  # `TT. HĐND phường`
    start = reading.after_space(at)
    if start == at or (linked == "" and "\n" in reading.view[at:start]):
        return body
    outer = read_body(reading, start, depth + 1, joint=body.head == "Văn phòng")
    if outer is None:
        return body
    if outer.head == "Ban" or (outer.branch == "other" and not linked):
        return body
    return body._replace(
        end=outer.end,
        within=outer,
        linked=linked,
        bare_acronym=False,
        entries=body.entries + outer.entries,
    )


def _with_unit(reading: Reading, body: BodyMention, neighbourhood: bool = False) -> BodyMention:
    """Attach the level or place a body serves: ``UBND | phường Ngọc Thụy``, ``Tỉnh ủy | Quảng Ngãi``."""
    note = _DEFINED.match(reading.view, body.end)  # `Hội Chữ thập đỏ (CTĐ) | thành phố`
    unit = (
        read_body_unit(reading, body.end)
        or (read_body_unit(reading, note.end()) if note else None)
        or read_unit_of_list(reading, body.end)
    )
    if unit is None or unit.level == "central":
        return body
    if unit.level == "neighbourhood" and not neighbourhood:
        return body
    return body._replace(end=unit.end, unit=unit, bare_acronym=False)
