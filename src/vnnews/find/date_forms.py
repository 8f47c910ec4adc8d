"""The forms of date expressions: the lexicon's patterns with their fragments filled in, compiled once."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import regex

from vnnews.find.date_readings import READINGS, DateWords, Reader
from vnnews.find.mentions import DateFound
from vnnews.lexicon import Entry, Lexicon
from vnnews.text.memo import Memo
from vnnews.text.numerals import DIGIT_WORDS, MONTH_WORDS
from vnnews.text.source import normalize

_FRAGMENT = regex.compile(r"(?<!\(\?P?)<(\w+)>")
# the name of a year in the cycle of sixty: `Mậu Tuất`
LUNAR_YEAR = (
    "(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý|qúy) (?:tý|tí|sửu|dần|mão|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi)"
)
_YEAR = r"(?:19|20)\d{2}"
_EARLIER_YEAR = r"(?:1[0-9]|20)\d{2}"  # behind a day and a month: `19/5/1890`
_NO_SOLAR_MONTH = ("một", "giêng", "chạp")
_LOOK_AROUND = regex.compile(r"\(\?<?[=!](?<inside>[^()\[\\]|\\.|\[[^\]]*\]|\((?&inside)*\))*\)")
_POSSESSIVE = regex.compile(r"(?<=(?<!\\)[*+?}])\+")
# a digit that a pattern asks for; those of counts, escapes and the names of groups are passed over
_DIGIT = regex.compile(
    r"\{[\d,]+\}|\\(?:u\w{4}|x\w{2}|.)|\(\?(?:P?[<=&>]|\()\w+|(?<asked>\[[^\]\d]*\d(?:-\d)?[^\]\d]*\]|\d)"
)
_ANY_DIGIT = str.maketrans("123456789", "0" * 9)
_STEP, _BEGINNINGS = 3, (5, 8, 11)  # characters that tell by turns which forms to try
_MOST = 20_000  # beginnings kept
_MINUTES = r"(?: ?(?:phút|p|')(?!\p{L}))?"


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way of writing a date: its pattern, its reading, and what its surroundings must be.

    The lexicon's ``date_forms.toml`` says what ``flags`` mean; ``capital`` is the offset of a letter that must be one.
    ``loose`` is the pattern with any digit for each, without a look at what stands around, and giving back what it
    took: what it does not match, the pattern does not.
    """

    name: str
    pattern: regex.Pattern[str]
    loose: regex.Pattern[str]
    read: Reader
    needs: regex.Pattern[str] | None
    not_after: regex.Pattern[str] | None
    flags: frozenset[str]
    capital: int | None
    entry: Entry


class DateForms:
    """A lexicon's forms of dates and the words they are made of."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.words = _date_words(lexicon)
        self._fragments = _fragments(self.words, lexicon.words("year_lead"))
        self.forms = tuple(self._form(entry) for entry in lexicon["date_forms"])
        self._beginning: Memo[str, tuple[DateForm, ...]] = Memo(self._left_by, _MOST)

    def at(self, lower: str, start: int) -> Iterable[tuple[DateForm, tuple[DateFound, ...]]]:
        """Yield what the forms read at an offset of the lower-case text, the longest match first."""
        forms = self._that_can_begin(lower[start : start + _BEGINNINGS[-1]].translate(_ANY_DIGIT))
        matches = [(form, match) for form in forms if (match := form.pattern.match(lower, start))]
        if len(matches) > 1:
            matches.sort(key=lambda found: -found[1].end())
        for form, match in matches:
            found = form.read(match, self.words)
            if found:
                yield form, (found,) if isinstance(found, DateFound) else found

    def _that_can_begin(self, beginning: str) -> tuple[DateForm, ...]:
        """Return the forms that a text may have which begins so, its digits zeros."""
        forms = self.forms
        for length in _BEGINNINGS:
            forms = self._beginning[beginning[:length]]
            if len(forms) < 2:
                break
        return forms

    def _left_by(self, beginning: str) -> tuple[DateForm, ...]:
        """Return the forms that a beginning leaves of those that a shorter one left."""
        forms = self._beginning[beginning[:-_STEP]] if len(beginning) > _BEGINNINGS[0] else self.forms
        return tuple(form for form in forms if form.loose.match(beginning, partial=True))

    def _form(self, entry: Entry) -> DateForm:
        def compiled(key: str) -> regex.Pattern[str] | None:
            written = entry.get(key)
            return regex.compile(self._filled(written)) if written else None

        pattern = compiled("pattern")
        assert pattern is not None
        return DateForm(
            entry.form,
            pattern,
            _loose(pattern.pattern),
            READINGS[entry.get("reads")],
            compiled("needs"),
            compiled("not_after"),
            frozenset(entry.get("flags", ())),
            entry.get("capital"),
            entry,
        )

    def _filled(self, written: str) -> str:
        return _FRAGMENT.sub(lambda match: self._fragments[match[1]], written)


def _loose(pattern: str) -> regex.Pattern[str]:
    without = _POSSESSIVE.sub("", _LOOK_AROUND.sub("", pattern))
    return regex.compile(_DIGIT.sub(lambda told: r"\d" if told["asked"] else told[0], without))


@functools.lru_cache(maxsize=8)
def date_forms(lexicon: Lexicon) -> DateForms:
    """Return a lexicon's forms, compiled once."""
    return DateForms(lexicon)


def _date_words(lexicon: Lexicon) -> DateWords:
    valued: dict[str, dict[str, str]] = {}
    for entry in lexicon["date_words"]:
        for surface in entry.surfaces:
            valued.setdefault(entry.get("role"), {})[normalize(surface).lower()] = str(entry.get("value"))
    return DateWords(
        parts=valued["daypart"],
        weekdays={word: int(value) for word, value in valued["weekday"].items()},
        deictic=valued["deictic"] | valued["after_daypart"],
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _fragments(words: DateWords, year_lead: Iterable[str]) -> Mapping[str, str]:
    """Return what a form's ``<name>`` stands for; a name ending in 1 is the earlier end of a range."""
    part, weekday = f"(?:buổi )?(?:{_either(words.parts)})", f"(?:{_either(words.weekdays)})"
    found = {
        "part": f"(?P<part>{part})",
        "bare_part": part,
        "lunar": r"(?: ?(?:âm lịch|âl|a\.l|nông lịch)| ?\((?:âm lịch|âl|a\.l|al)\))",
        "weekday": weekday,
        "wd": f"(?P<wd>{weekday})",
        "rel": f"(?P<rel>{_either(word for word in words.deictic if ' ' in word)})",
        "number": f"(?P<number>{_either([*DIGIT_WORDS, 'mười'])})",
        "word": f"(?P<word>{_either(word for word in MONTH_WORDS if word not in _NO_SOLAR_MONTH)})",
        "year_lead": f"{_either(year_lead)}|{LUNAR_YEAR},?",
        "to": r"(?: ?\([^()\n]{3,60}\))?(?: ?,?(?:-|đến hết|đến|tới) ?)(?:hết )?",
        "end": r"(?!\d|[/.,-]\d|[\p{L}%])",
        "open": r"(?P<open>\()?",
        "close": r"(?(open)\)?)",
        "lead": rf"(?:(?P<part>{part})(?: nay| qua| mai)?,? )?(?:(?:ngày )?{weekday},? ?)?"
        rf"(?:(?P<part2>{part}) )?(?P<open>\()?",
        "day": r"(?:(?:vào )?ngày )?(?:(?:mùng|mồng) )?",
    }  # fmt: skip
    for end in ("", "1"):
        day, month, year = (
            rf"(?P<{name}{end}>{digits})" for name, digits in (("d", r"\d{1,2}"), ("m", r"\d{1,2}"), ("y", _YEAR))
        )
        dated = f"(?P<y{end}>{_EARLIER_YEAR})"
        hour, minute = rf"(?P<H{end}>\d{{1,2}})", rf"(?P<M{end}>\d{{2}})(?!\d)"
        found |= {
            "d" + end: day,
            "m" + end: month,
            "y" + end: year,
            "q" + end: rf"(?P<q{end}>iv|i{{1,3}}|[1-4]|một|hai|ba|bốn)",
            "clock" + end: rf"{hour}(?: ?(?:giờ|g|h) ?(?:{minute})?{_MINUTES}| ?: ?{minute}(?::\d{{2}})?)",
            "date" + end: rf"(?:{day} ?[/.-] ?{month}(?: ?[/.-] ?{dated})?|{day} tháng {month}(?:,? năm {dated})?)",
        }  # fmt: skip
    day, month, year = found["d"], found["m"], f"(?P<y>{_EARLIER_YEAR})"
    found["full"] = (
        rf"(?:{day} ?[/.-] ?{month} ?[/.-] ?{year}|{day} ?/ ?{month},? năm {year}|"
        rf"{day} tháng {month},? ?(?:/|-|năm) ?{year})"
    )
    return found
