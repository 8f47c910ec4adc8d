"""Bytes → text, and the encodings of Vietnamese before Unicode: TCVN3, VNI, VISCII, windows-1258.

Which encoding was meant shows in the words: a text read rightly is made of Vietnamese syllables. The tables are
TCVN 5712:1993 (its part 3, the ABC fonts), VNI for Windows, RFC 1456 (VISCII), and Python's own windows-1258.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import regex

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# every table is keyed by the Latin-1 character of the byte, as a page read with the wrong encoding shows it
_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VISCII = str.maketrans(
    "\x02\x05\x06\x14\x19\x1e" + "".join(map(chr, range(0x80, 0x100))),
    "ẲẴẪỶỸỴẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
)
_WINDOWS_1258 = str.maketrans(
    {chr(byte): bytes([byte]).decode("cp1258") for byte in range(0xC0, 0x100) if byte != 0xFE}
)
_VNI_ALONE = str.maketrans("ñÑôÔöÖæÆóÓòÒîÎ", "đĐơƠưƯỉỈĩĨịỊỵỴ")
_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_CIRCUMFLEX = dict(zip("áàåãä", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_BREVE = dict(zip("éèúüë", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_PAIR = regex.compile(
    r"[aA][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[eoEO][ùøûõïâáàåãäÙØÛÕÏÂÁÀÅÃÄ]|[uyôöUYÔÖ][ùøûõïÙØÛÕÏ]"
)


def _vni_pair(match: regex.Match[str]) -> str:
    base, mark = match[0][0].translate(_VNI_ALONE), match[0][1].lower()
    if mark in _TONES:
        return base + _TONES[mark]
    if mark == "â":
        return base + "\u0302"
    if mark == "ê":
        return base + "\u0306"
    if mark in _CIRCUMFLEX:
        return unicodedata.normalize("NFC", base + "\u0302") + _CIRCUMFLEX[mark]
    return unicodedata.normalize("NFC", base + "\u0306") + _BREVE[mark]


def _from_vni(text: str) -> str:
    pieces: list[str] = []
    at = 0
    for match in _VNI_PAIR.finditer(text):
        pieces += (text[at : match.start()].translate(_VNI_ALONE), _vni_pair(match))
        at = match.end()
    return "".join((*pieces, text[at:].translate(_VNI_ALONE)))


# encoding → its characters as Latin-1 shows them, to Vietnamese of the same length (a letter and its mark apart)
LEGACY: dict[str, Callable[[str], str]] = {
    "TCVN3": lambda text: text.translate(_TCVN3),
    "VNI": _from_vni,
    "VISCII": lambda text: text.translate(_VISCII),
    "windows-1258": lambda text: text.translate(_WINDOWS_1258),
}
# what fonts leave behind in pages of any encoding; the other two are read as bytes only
_FONTS = ("TCVN3", "VNI")

_SYLLABLE = regex.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:iê|yê|uô|ươ|uyê|uya|uyu|oai|oay|oeo|uây|uôi|ươi|ươu|iêu|yêu|[oi]a|ya|ua|ưa|oă|o[eo]|uâ|uê|uơ|uy|[aăâeêioôơuưy])"
    r"(?:ch|nh|ng|[cmnptiouy])?$"
)
_CAPITAL_INSIDE = regex.compile(r"\p{Ll}\p{Lu}")
_TONE_MARKS = regex.compile("[\u0300\u0301\u0303\u0309\u0323]")
# a run between white space and plain punctuation: the fonts' letters can be signs (`®¶ng`, `c¸c`)
_WORD = regex.compile(r"[^\s!-/:-@\[-`{-~\d“”‘’…–—]+")
# a letter or sign that no Vietnamese word has beside a letter (`chøc`, `®¶ng`), or two that none sets side by side
_FOREIGN = "¡-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþ"
_SIGNATURE = regex.compile(
    rf"[A-Za-z][{_FOREIGN}]|[{_FOREIGN}][A-Za-z]|[aA][ùõâáàãêéèúÙÕÂÁÀÃÊÉÈÚ]|[eE][ùõâáàãÙÕÂÁÀÃ]|[ôÔ][ùõÙÕ]"
)
_RARE = frozenset(map(chr, range(0xA1, 0xC0))) | frozenset("ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþ")
_SWITCH = 1.2  # three words must gain before a run is read anew
_ENOUGH, _WORDS = 0.75, 3  # of the marked words of a page, how many are syllables, and how many there must be


class UndecodableError(ValueError):
    """Bytes in no encoding known; the message says what was tried."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding its bytes were in; ``legacy`` when that is one of before Unicode."""

    text: str
    encoding: str
    legacy: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of text whose letters are those of an old font; offsets are code points."""

    start: int
    end: int
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    r"""Decode a file or page: by its byte order mark, as UTF-8, as declared, or by the words it makes.

    ``declared`` is the encoding that a page or a server names; it is not trusted against the words. Raises
    ``UndecodableError``.

    >>> decode(b"H\xe9i ngh\xde t\xe6ng k\xd5t")
    Decoded(text='Hội nghị tổng kết', encoding='TCVN3', legacy=True)
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data[len(bom) :].decode(name), name)
            except UnicodeDecodeError as error:
                raise UndecodableError(f"not {name}, though it begins so: byte {error.start + len(bom)}") from error
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    wide = _wide(data)
    if wide is not None:
        return wide
    latin = data.decode("latin-1")
    readings = {name: unicodedata.normalize("NFC", convert(latin)) for name, convert in LEGACY.items()}
    shares = {name: _share(text) for name, text in readings.items()}
    best = max(shares, key=lambda name: (shares[name], name.casefold() == (declared or "").casefold()))
    if shares[best] >= _ENOUGH:
        return Decoded(readings[best], best, legacy=True)
    tried = ", ".join(("UTF-16", *LEGACY))
    raise UndecodableError(f"byte {at} is not UTF-8, and the words are Vietnamese in none of {tried}")


def _wide(data: bytes) -> Decoded | None:
    """Read UTF-16 without a byte order mark: every other byte of its white space and figures is zero."""
    for name, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if len(data) > 8 and zeros.count(0) > 0.3 * len(zeros):
            try:
                return Decoded(data.decode(name), name)
            except UnicodeDecodeError:
                continue
    return None


def _share(text: str) -> float:
    """Return which part of the words that are not plain ASCII are Vietnamese syllables; 0 for too few of them."""
    marked = [word for match in _WORD.finditer(text[:20_000]) if not (word := match[0]).isascii()]
    return sum(map(_is_syllable, marked)) / len(marked) if len(marked) >= _WORDS else 0.0


def _is_syllable(word: str) -> bool:
    if _CAPITAL_INSIDE.search(word):
        return False  # `kÕt`
    plain = unicodedata.normalize("NFC", _TONE_MARKS.sub("", unicodedata.normalize("NFD", word.lower())))
    return bool(_SYLLABLE.match(plain))


def spelt_by_a_font(characters: Set[str]) -> bool:
    """Whether a text of these characters may hold letters of an old font: a look at each character is cheap."""
    return not _RARE.isdisjoint(characters)


def repair(text: str) -> tuple[str, tuple[Damage, ...]]:
    """Read the stretches that an old font's letters spell (``Uû ban nh©n d©n``); length and offsets stay.

    >>> import unicodedata
    >>> unicodedata.normalize("NFC", repair("Phßng tæ chøc héi nghÞ tæng kÕt")[0])
    'Phòng tổ chức hội nghị tổng kết'
    """
    if not spelt_by_a_font(set(text)) or len(_SIGNATURE.findall(text)) < 2:
        return text, ()
    damage = tuple(_runs(text))
    pieces: list[str] = []
    at = 0
    for run in damage:
        pieces += (text[at : run.start], LEGACY[run.encoding](text[run.start : run.end]))
        at = run.end
    return "".join((*pieces, text[at:])), damage


def _runs(text: str) -> Iterator[Damage]:
    """Yield the runs of words that an old font explains better: the cheapest way through the words of the text."""
    words = [match.span() for match in _WORD.finditer(text)]
    states = ("", *_FONTS)
    costs = dict.fromkeys(states, 0.0) | dict.fromkeys(_FONTS, _SWITCH)
    steps: list[dict[str, str]] = []
    for start, end in words:
        cheapest = min(costs, key=costs.__getitem__)
        step = {state: state if costs[state] <= costs[cheapest] + _SWITCH else cheapest for state in states}
        costs = {
            state: min(costs[state], costs[cheapest] + _SWITCH) + _cost(text[start:end], state) for state in states
        }
        steps.append(step)
    state = min(costs, key=costs.__getitem__)
    chosen = []
    for step in reversed(steps):
        chosen.append(state)
        state = step[state]
    for state, run in groupby(zip(reversed(chosen), words, strict=True), key=itemgetter(0)):
        # a run begins and ends with a word that only the font explains
        spelt = [span for _, span in run if state and _cost(text[slice(*span)], "") > _cost(text[slice(*span)], state)]
        if spelt:
            yield Damage(spelt[0][0], spelt[-1][1], state)


def _cost(word: str, state: str) -> int:
    if word.isascii():
        return 0
    if state and any(c > "\xff" for c in word):
        return 1  # a letter that no font of one byte has
    return 0 if _is_syllable(LEGACY[state](word) if state else word) else 1
