"""What each acronym stands for: the text's own definition first, then the lexicon, settled by the neighbours."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from vnnews.find.mentions import AcronymKind, AcronymMention, BodyMention
from vnnews.lexicon import Entry
from vnnews.text.scan import Scan
from vnnews.text.spans import ByStart

_BEFORE = regex.compile(r"([\p{L}\d&/-]+)[\s.(]*\Z")
_AFTER = regex.compile(r"[\s.]*([\p{L}\d&:/-]+)?")
_OPEN = regex.compile(r"([\p{L}][\p{L}\s,&'-]{2,90})\(\s*(?:(?:gọi|viết) tắt là:? )?\Z")
_REVERSE_NEAR = 120  # characters
_REVERSE = regex.compile(r"\s*\(([\p{L}][\p{L}\s,-]{4,80})\)")
_SHORT_NUMBER = regex.compile(r"\d{1,3}(?!\d)")
_WORD = regex.compile(r"\p{L}+")
_LONGEST_NAME = 300  # characters of a body's name
_LINK_WORDS = frozenset(("và", "của", "ở", "về", "cho"))


def resolve_acronyms(scan: Scan, mentions: Iterable[AcronymMention]) -> list[AcronymMention]:
    """Give every acronym mention its expansion, kind and rule."""
    found = list(mentions)
    defined: dict[str, str] = {}
    for mention in found:
        expansion = _definition(scan.view, mention)
        if expansion:
            defined.setdefault(mention.acronym, expansion)
    return [_resolved(scan, mention, defined.get(mention.acronym)) for mention in found]


def completing_bodies(
    view: str, acronyms: Iterable[AcronymMention], bodies: Iterable[BodyMention]
) -> list[AcronymMention]:
    """Make an acronym an organization's where it completes a body's name: ``Ban ATGT``, ``Phòng … (PCCC&CNCH)``."""
    political = [body for body in bodies if body.branch != "other"]
    ends = {body.end for body in political}
    spans = ByStart(political)
    result = []
    for item in acronyms:
        named = item.kind == "thing" and (
            any(item.end <= body.end for body in spans.within(item.start - _LONGEST_NAME, item.start))
            or (item.defined_here and _before_bracket(view, item.start) in ends)
        )
        result.append(item._replace(kind="organization") if named else item)
    return result


def _before_bracket(view: str, position: int) -> int:
    while position and view[position - 1] in " (":
        position -= 1
    return position


def _resolved(scan: Scan, mention: AcronymMention, defined: str | None) -> AcronymMention:
    chosen = _by_neighbours(scan, mention)
    if defined is not None:
        kind: AcronymKind = chosen.get("kind") if chosen else _kind_of(defined)
        return mention._replace(
            expansion=defined,
            kind=kind,
            defined_here=True,
            rule="acronym_defined_here",
        )
    if chosen is None:
        return mention
    rule = "acronym_by_neighbours" if chosen.get("before") or chosen.get("after") else "acronym_by_lexicon"
    return mention._replace(expansion=chosen.get("expansion"), kind=chosen.get("kind"), rule=rule, candidates=(chosen,))


def _by_neighbours(scan: Scan, mention: AcronymMention) -> Entry | None:
    for entry in mention.candidates:
        before, after = entry.get("before"), entry.get("after")
        if not _on_topic(scan, entry):
            continue
        if not before and not after:
            return entry
        if (before and _fits_before(scan, mention.start, before)) or (after and _fits_after(scan, mention.end, after)):
            return entry
    return None


def _on_topic(scan: Scan, entry: Entry) -> bool:
    topic, off_topic = entry.get("topic"), entry.get("off_topic")
    return (not topic or any(word in scan.lower for word in topic.split("|"))) and (
        not off_topic or not any(word in scan.lower for word in off_topic.split("|"))
    )


def _fits_before(scan: Scan, position: int, words: str) -> bool:
    text = scan.lower[max(0, position - 40) : position].rstrip(" .(\n")
    return any(
        text[-1:].isdigit()
        if word == "+num"
        else text.endswith(word) and not (word[0].isalpha() and text[: -len(word)][-1:].isalpha())
        for word in words.split("|")
        if word
    )


def _fits_after(scan: Scan, position: int, words: str) -> bool:
    rest = scan.lower[position : position + 40].lstrip(" .")
    raw = scan.view[position : position + 4].lstrip(" .")
    for word in words.split("|"):
        if word == "+cap":
            if raw[:1].isupper():
                return True
        elif word == "+num3":
            if _SHORT_NUMBER.match(rest):
                return True
        elif word == "+num":
            if raw[:1].isdigit():
                return True
        elif word and rest.startswith(word) and not rest[len(word) : len(word) + 1].isalpha():
            return True
    return False


def _definition(view: str, mention: AcronymMention) -> str | None:
    """Return the words that the text itself gives for an acronym: ``Ủy ban nhân dân (UBND)`` or the reverse."""
    if view[mention.end : mention.end + 12].lstrip()[:1] == ")" and (
        match := _OPEN.search(view, max(0, mention.start - 95), mention.start)
    ):
        return _matching_tail(match[1], mention.acronym)
    if match := _REVERSE.match(view, mention.end, mention.end + _REVERSE_NEAR):
        spelled = _WORD.findall(match[1])
        if _initials(spelled) == _letters(mention.acronym):
            words = " ".join(match[1].split())
            return words[0].upper() + words[1:]
    return None


def _letters(acronym: str) -> str:
    return "".join(c for c in acronym.lower() if c.isalpha())


def _initials(words: list[str]) -> str:
    return "".join(word[0].lower() for word in words)


def _matching_tail(text: str, acronym: str) -> str | None:
    """Return the last words whose initials spell the acronym, link words free to count or not."""
    letters = _letters(acronym)
    words = list(_WORD.finditer(text))
    at, left = len(words), len(letters)
    while at > 0 and left > 0:
        at -= 1
        word = words[at][0].lower()
        if word[0] == letters[left - 1]:
            left -= 1
        elif word not in _LINK_WORDS:
            return None
    if left:
        return None
    tail = " ".join(text[words[at].start() :].split())
    return tail[0].upper() + tail[1:]


_BODY_HEADS = (
    "ban",
    "ủy",
    "hội",
    "trung",
    "phòng",
    "sở",
    "đoàn",
    "chi",
    "tổ",
    "đội",
    "bộ",
    "cục",
    "mặt",
    "liên",
    "cảnh",
)


def _kind_of(expansion: str) -> AcronymKind:
    return "organization" if expansion.split(maxsplit=1)[0].lower() in _BODY_HEADS else "thing"
