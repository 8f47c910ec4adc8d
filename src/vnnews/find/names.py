"""Names: where a run of capitalised syllables begins and ends, and whether a person or a place bears it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple

import regex

from vnnews import places
from vnnews.find.reading import Reading, once

# One syllable of a name: `Ngọc`, `H'Giang`, `K'Lũ`, `Y`, `VĂN`, `Kbuôr`, `Mlô`; `TS` or `UBND` have no vowel.
_SYLLABLE = regex.compile(r"(?:[HKYN]['-]\s?)?\p{Lu}[\p{L}']*+")
_VOWEL = regex.compile(r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵŭĕŏ]")
_CASED = regex.compile(r"\p{Lu}[\p{Ll}']*+\Z|[HKYN]['-]\s?\p{Lu}[\p{Ll}']*+\Z")
# a whole Vietnamese syllable, tone marks aside
_VIETNAMESE = regex.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oai|oay|oao|oă|oe|oeo|oi|ôi|ơi|oo|ua|uâ|"
    r"uây|uê|ui|uy|uya|uyê|uyu|uô|uôi|ưa|ưi|ưu|ươ|ươi|ươu|yê|yêu|uơ)"
    r"(?:ch|ng|nh|[cmnpt])?\Z"
)
_TONES = str.maketrans(
    "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)


_OPENERS = frozenset(["Sáng", "Chiều", "Trưa", "Tối", "Đêm", "Ngày"])
_NEXT_PERSON = frozenset(["Ông", "Bà"])  # a photo credit runs into the next sentence: `Ảnh: Hồng Đức Ông Lê Văn Bá`


@dataclass(slots=True)
class Run:
    """Capitalised syllables side by side: their spans, and the text of each."""

    spans: tuple[tuple[int, int], ...]
    syllables: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.spans)

    def end(self, count: int) -> int:
        """Return the offset after the first ``count`` syllables."""
        return self.spans[count - 1][1]


@functools.lru_cache(maxsize=16384)
def is_vietnamese(syllable: str) -> bool:
    """Whether letters form one Vietnamese syllable (case and tone aside)."""
    return bool(_VIETNAMESE.match(syllable.lower().translate(_TONES)))


@functools.lru_cache(maxsize=16384)
def _has_vowel(syllable: str) -> bool:
    return _VOWEL.search(syllable.lower()) is not None or syllable in ("Y", "A", "H", "K")


_NO_RUN = Run((), ())


def read_run(reading: Reading, position: int, limit: int = 8, hyphen: bool = False) -> Run:
    """Read the capitalised syllables from an offset on, at most ``limit``."""
    view = reading.view
    if not view[position : position + 1].isupper():
        return _NO_RUN
    spans: list[tuple[int, int]] = []
    syllables: list[str] = []
    at = position
    while len(spans) < limit:
        match = _SYLLABLE.match(view, at)
        if not match or not _has_vowel(syllable := match[0]):
            break
        at = match.end()
        spans.append((at - len(syllable), at))
        syllables.append(syllable)
        following = view[at : at + 2]
        if following[:1] == " " and following[1:].isupper():
            at += 1
        elif hyphen and following[:1] in _HYPHENS and (gap := _HYPHEN.match(view, at)):
            at = gap.end()
        else:
            break
    return Run(tuple(spans), tuple(syllables))


_HYPHENS = (" ", "-")  # what a hyphen between names begins with
_HYPHEN = regex.compile(r" ?- ?(?=\p{Lu})")


def is_surname(reading: Reading, syllable: str) -> bool:
    """Whether a syllable is a family name (in capitals or not)."""
    return syllable.capitalize() in reading.surnames


def rare_elsewhere(reading: Reading, syllable: str) -> bool:
    """Whether a syllable is a family name and hardly anything else."""
    return reading.surnames.get(syllable.capitalize(), True) is False


class PersonName(NamedTuple):
    """A name read from the text."""

    end: int
    name: str
    syllables: int


def read_person(reading: Reading, position: int, cue: bool) -> PersonName | None:
    """Read a person's name at an offset; ``cue`` says that an honorific or an office vouches for it."""
    run = read_run(reading, position, limit=6)
    count = _person_length(reading, run)
    if count == 0:
        return None
    if count == 1 and "'" in run.syllables[0]:
        return PersonName(run.end(1), run.syllables[0], 2)  # `K'Brốt` is a whole name
    end, syllables = run.end(count), list(run.syllables[:count])
    if glued := _unglued(reading, syllables[-1]):
        end -= len(syllables[-1]) - len(glued)
        syllables[-1] = glued
    elif cue and count == 2 and len(run) == 2 and is_surname(reading, syllables[0]):
        slip = _slipped_given(reading, end)
        if slip:
            syllables.append(slip)
            end += 1 + len(slip)
            count += 1
    if not cue and not _looks_named(reading, syllables):
        return None
    return PersonName(end, " ".join(_cased(s) for s in syllables), count)


def _person_length(reading: Reading, run: Run) -> int:
    """Return how many syllables of a run are the name: it ends before an office, a body, a unit or an opener."""
    scan = reading.scan
    caps = bool(run.syllables) and len(run.syllables[0]) > 1 and run.syllables[0].isupper()
    for index, (start, end) in enumerate(run.spans):
        syllable = run.syllables[index]
        shouting = len(syllable) > 1 and syllable.isupper()
        if shouting != caps and len(syllable) > 1 and index > 0:
            return index
        if not caps and shouting:
            return index
        if index == 0:
            continue
        for kind in ("positions", "honorifics"):
            hit = scan.at(kind, start)
            if hit and hit.end > end and " " in hit.surface:
                return index
        if index >= 2 and syllable in _OPENERS and _dated(reading, end):
            return index
        if syllable in _NEXT_PERSON and index + 1 < len(run) and is_surname(reading, run.syllables[index + 1]):
            return index
        hit = scan.at("levels", start)
        if index >= 2 and hit and not scan.view[start:end].isupper() and _UNIT_FOLLOWS.match(scan.view, hit.end):
            return index
    # five syllables at most, or the longest name that an inner surname leaves
    return len(run) if len(run) <= 5 else 4


_UNIT_FOLLOWS = regex.compile(r" (?:\p{Lu}|\d)")
_DATE_FOLLOWS = regex.compile(r" (?:ngày|\d)")


def _dated(reading: Reading, end: int) -> bool:
    return bool(_DATE_FOLLOWS.match(reading.view, end))


def _unglued(reading: Reading, syllable: str) -> str | None:
    """Return the given name of a syllable that lost the space to the next word: ``Bìnhlà`` → ``Bình``."""
    if len(syllable) < 4 or is_vietnamese(syllable):
        return None
    for word in sorted(reading.lexicon.words("glued_to_a_name")):
        if syllable.endswith(word) and is_vietnamese(syllable.removesuffix(word)):
            return syllable.removesuffix(word)
    return None


_SLIP = regex.compile(r" (\p{Ll}++)(?= ?[,;:.)\n-]|\Z)")


def _slipped_given(reading: Reading, end: int) -> str | None:
    """Return a given name written small by a slip: ``Lê Đăng lễ,``."""
    match = _SLIP.match(reading.view, end)
    if match and match[1] not in reading.lexicon.words("not_a_given_name") and is_vietnamese(match[1]):
        return str(match[1])
    return None


def _looks_named(reading: Reading, syllables: list[str]) -> bool:
    """Whether a run that nothing vouches for is a person's name: three or four syllables after a surname."""
    if not 3 <= len(syllables) <= 5 or not is_surname(reading, syllables[0]):
        return False
    if not all(len(s) == 1 or is_vietnamese(s) for s in syllables):
        return False
    return rare_elsewhere(reading, syllables[0]) or syllables[1].capitalize() in reading.lexicon.words("middle_name")


def _cased(syllable: str) -> str:
    if len(syllable) == 1 or _CASED.match(syllable):
        return syllable
    return syllable.capitalize() if syllable.isupper() or syllable.islower() else syllable


@once
def read_place_name(reading: Reading, position: int, unit_type: str | None) -> tuple[int, str] | None:
    """Read the proper name of a unit at an offset: its end and the name, split from a person's name after it."""
    run = read_run(reading, position, limit=9, hyphen=True)
    view = reading.view
    if not run:
        return None
    if _person_after_level(reading, run):
        return None
    known = places.table().named
    best = 0
    for count in range(min(len(run), 6), 0, -1):
        if known(view[position : run.end(count)]):
            best = count
            break
    if best == 0 and (
        reading.scan.at("bodies", position)
        or reading.scan.at("honorifics", position)
        or "\n" in view[position - 1 : position]
    ):
        return None
    if best == 0 and len(run) > _LONGEST_SHOUTED and reading.shouted.holds(position):
        return None  # `ĐẠI BIỂU HĐND XÃ | TRONG CUỘC BẦU CỬ`
    count = _place_length(reading, run, best, unit_type not in _NEIGHBOURHOODS and unit_type is not None)
    end = run.end(count)
    if number := _UNIT_NUMBER.match(view, end):
        numbered = known(view[position : number.end()]) or known(f"{view[position:end]} {_ROMAN.get(number[1])}")
        if numbered or (unit_type in _NEIGHBOURHOODS and int(number[1]) <= 10):
            end = number.end()
    elif (letter := _LETTER.match(view, end)) and known(view[position : letter.end()]):  # `Mỹ An Hưng B`
        end = letter.end()
    return end, _place_case(view[position:end], unit_type)


_ROMAN = dict(zip("1 2 3 4 5 6 7 8 9 10".split(), "I II III IV V VI VII VIII IX X".split(), strict=True))
_LONGEST_SHOUTED = 3  # syllables of a name that the table lacks, in a line of capitals
_LETTER = regex.compile(r" [A-H](?![\p{L}\d])")
_UNIT_NUMBER = regex.compile(r" ([1-9]\d?)(?![\p{L}\d%]|[.,/-]\d| ?(?:người|hộ|tổ|đảng|cán|vị|giờ|ngày|tháng|năm|lần))")
_NEIGHBOURHOODS = ("thôn", "bản", "ấp", "buôn", "làng", "xóm", "khóm", "tiểu khu", "khối", "tổ dân phố", "khu phố")


def _person_after_level(reading: Reading, run: Run) -> bool:
    """``Chủ tịch UBND xã | Lâm Hoàng Vinh``: a whole name follows the type word, no unit bears it."""
    if not 3 <= len(run) <= 4 or not is_surname(reading, run.syllables[0]):
        ethnic = len(run) >= 2 and (run.syllables[0] in ("Y", "A") or "'" in run.syllables[0])
        return ethnic and not is_unit_name(" ".join(run.syllables[:2]))
    whole, three, two = (is_unit_name(" ".join(run.syllables[:count])) for count in (len(run), 3, 2))
    if whole or three or (two and len(run) == 4 and is_surname(reading, run.syllables[2])):
        return False
    return _looks_named(reading, list(run.syllables)) and not two


def is_unit_name(name: str) -> bool:
    """Whether an administrative unit bears a name: ``Hội An``."""
    return bool(places.table().named(name))


def _place_case(name: str, unit_type: str | None) -> str:
    if name.isupper() and len(name) > 1:
        return " ".join(word.capitalize() for word in name.split(" "))
    return name


def _place_length(reading: Reading, run: Run, known: int, unit: bool) -> int:
    total = len(run)
    hyphens = [i for i in range(1, total) if "-" in reading.view[run.spans[i - 1][1] : run.spans[i][0]]]
    if known == total:
        return total
    for index, (start, end) in enumerate(run.spans):
        if index and (
            ((reading.scan.at("positions", start) or reading.scan.at("bodies", start)) and index >= max(known, 1))
            or (run.syllables[index] in _OPENERS and _dated(reading, end))
        ):
            total = index
            break
    if known and known <= total:
        rest = run.syllables[known:total]
        if not rest or known in hyphens:
            return known
        if rest[0] in ("I", "II", "III", "IV"):
            return known + 1
        if len(rest) >= 2 and is_surname(reading, rest[0]):
            return known
        if total - known == 1 and total <= 3 and (known == 1 or not unit):
            return total
        return known if known >= 2 else min(total, 3)
    inner = [h for h in hyphens if h < total]
    if inner:
        total = inner[0]
    if total <= 3:
        return total
    for index in range(1, total - 1):
        if (
            is_surname(reading, run.syllables[index])
            and 2 <= total - index <= 5
            and index <= 3
            and (rare_elsewhere(reading, run.syllables[index]))
        ):
            return index
    return min(total, 3)
