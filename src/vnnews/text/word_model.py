"""underthesea's word model, decoded here: the same words as ``word_tokenize``, at a fraction of its time.

The model is a conditional random field over two labels, *begins a word* and *goes on*, so a position needs one number:
how much better the second fits than the first. What a token adds to the positions around it depends on the token
alone, what a pair adds on the pair; both are summed once and kept. Triples add where a pair can begin one that the
model or its dictionary knows.
"""

from __future__ import annotations

import itertools
import operator
import pickle
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from vnnews.text.memo import Memo

FOLDER = Path("pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727")
KNOWN = {  # SHA-256 of the files that are understood
    "models.bin": "c3a64c64349f1d73304f89babacaa8f8cd6078b1ec1a1b2c104e9e411ac1d2c3",
    "dictionary.bin": "ec8c62b3881c6682c18959988e1fe08800cc835777778845bded470ca02745d9",
}
_BEGIN, _END = "BOS", "EOS"
_UNIGRAM, _PAIR = (-2, -1, 0, 1, 2), ((-2, -1), (-1, 0), (0, 1), (1, 2))
_TITLED, _OPENS_TRIPLE = 1, 2  # bits of a pair
_MOST_TOKENS, _MOST_PAIRS = 100_000, 300_000
_LARGEST = 2**31

Vector = tuple[float, float, float, float, float, int]  # what a pair adds to the positions around it, and its bits


class UnknownModelError(ValueError):
    """The model file is another one than the decoder was proved on."""


@dataclass(frozen=True, slots=True)
class _Sentinel:
    """A position before the first or behind the last token: every feature of it has one value."""

    value: str


_BEFORE, _BEHIND = _Sentinel(_BEGIN), _Sentinel(_END)
Token = str | _Sentinel


class _Seconds(dict[Token, Vector]):
    """The pairs that begin with one token: found sooner than in one table of all, and lean, as there are many."""

    __slots__ = ("_first", "_work_out")

    def __init__(self, first: Token, work_out: Callable[[Token, Token], Vector]) -> None:
        self._first, self._work_out = first, work_out

    def __missing__(self, second: Token) -> Vector:
        self[second] = vector = self._work_out(self._first, second)
        return vector


class WordModel:
    """The scores of underthesea's CRF model. ``folder`` is where underthesea is installed.

    Raises:
        UnknownModelError: the files are not those with the hashes in :data:`KNOWN`.
    """

    def __init__(self, folder: Path) -> None:
        files = {name: (folder / FOLDER / name).read_bytes() for name in KNOWN}
        if any(sha256(data).hexdigest() != KNOWN[name] for name, data in files.items()):
            raise UnknownModelError("underthesea's word model is another one than this decoder knows")
        self.weights, self.transitions = _read(files["models.bin"])
        self.dictionary: set[str] = pickle.loads(files["dictionary.bin"])  # by its hash, a set of words
        named = {_value(name).lower() for name in self.weights if name[:6] in ("T[-2,0", "T[-1,1", "T[0,2]")}
        self.triples = {words for words in (*self.dictionary, *named) if words.count(" ") == 2}
        self.opens = {words.rpartition(" ")[0] for words in self.triples}
        self.tokens: Memo[Token, tuple[float, ...]] = Memo(self._token, _MOST_TOKENS)
        self.pairs: Memo[Token, _Seconds] = Memo(lambda first: _Seconds(first, self._pair), _MOST_TOKENS)
        self._pairs_held = 0
        self._same: Memo[float, float] = Memo(lambda number: number, _MOST_PAIRS)  # one of equal ones: less to fetch
        self._plain: Memo[tuple[Token, bool, int], Vector] = Memo(self._plain_pair, _MOST_TOKENS)
        self.named_pairs = {value for value in map(_value, self.weights) if value.count(" ") == 1}
        self.added: Memo[tuple[str, str, str], tuple[tuple[int, float], ...]] = Memo(self._triple, _MOST_TOKENS)
        self._edges()

    def begins(self, tokens: Sequence[str]) -> list[bool]:
        """Return for each token of a sequence whether it begins a word; the first one does in any case."""
        count = len(tokens)
        if not count:
            return []
        row: list[Token] = [_BEFORE, _BEFORE, *tokens, _BEHIND, _BEHIND, _BEHIND]
        scores: list[float] = []
        marked: list[tuple[int, int]] = []  # where a pair bears bits, and which
        add = scores.append
        two = three = four = five = 0.0  # what the next positions have gathered: from one pair, two, three, four
        for ahead2, ahead1, here, behind1, behind2, bits in map(
            operator.getitem, map(self.pairs.__getitem__, row), row[1:]
        ):
            if bits:
                marked.append((len(scores) - 2, bits))
            add(five + ahead2)
            five = four + ahead1
            four = three + here
            three = two + behind1
            two = behind2
        del scores[:4]
        self._add_triples(tokens, marked, scores)
        return self._decode(scores)

    def _add_triples(self, tokens: Sequence[str], marked: Iterable[tuple[int, int]], scores: list[float]) -> None:
        count, titled_at = len(tokens), -1
        for at, bits in marked:
            if bits & _TITLED:
                if titled_at == at - 1 >= 0:
                    scores[at - 1] += self.all_titled
                titled_at = at
            if bits & _OPENS_TRIPLE and at + 2 < count:
                for offset, added in self.added[tokens[at], tokens[at + 1], tokens[at + 2]]:
                    scores[at + offset] += added
        scores[0] += self.first
        if count > 1:
            scores[1] += self.second
            scores[-1] += self.middle_at_end
            scores[-2] += self.last_at_end
        scores[-1] += self.last_at_end

    def _decode(self, scores: Sequence[float]) -> list[bool]:
        """Viterbi on the lead of *goes on* over *begins*; of equal paths the one through *begins* wins."""
        (stay, on), (back, keep) = self.transitions
        begin_from_on, on_from_on = stay - back, on - keep  # beyond this lead the path comes from *goes on*
        from_begin, from_on, from_other = on - stay, keep - back, on - back
        begins: list[bool] = []
        undecided: list[int] = []  # positions whose label is the other one than that of the next
        decide = begins.append
        lead = scores[0]
        for score in itertools.islice(scores, 1, None):
            if lead <= begin_from_on:
                decide(True)
                lead = score + from_begin
            elif lead > on_from_on:
                decide(False)
                lead = score + from_on
            else:  # each label is best reached from the other
                undecided.append(len(begins))
                decide(False)
                lead = score + from_other - lead
        decide(lead <= 0)
        for at in reversed(undecided):
            begins[at] = not begins[at + 1]
        begins[0] = True
        return begins

    def _weight(self, name: str) -> float:
        return self.weights.get(name, 0.0)

    def _token(self, token: Token) -> tuple[float, ...]:
        """Return what a token adds to the positions from two behind it to two before it."""
        return tuple(
            sum(self._weight(f"T[{offset}]{name}={value}") for name, value in _features(token, self.dictionary, offset))
            for offset in _UNIGRAM
        )

    def _pair(self, first: Token, second: Token) -> Vector:
        """Return what a pair, and its first token alone, adds to the positions around it."""
        self._pairs_held += 1
        if self._pairs_held > _MOST_PAIRS:
            self.pairs.clear()
            self._pairs_held = 0
        if not (isinstance(first, str) and isinstance(second, str)):
            outside = first if isinstance(first, _Sentinel) else second
            assert isinstance(outside, _Sentinel)
            values = dict.fromkeys(("", ".lower", ".is_in_dict"), outside.value)
            return self._vector(first, values, outside.value, 0)
        joined = f"{first} {second}"
        lower = joined.lower()
        known = lower in self.dictionary
        bits = _TITLED * (_titled(first) and _titled(second)) + _OPENS_TRIPLE * (lower in self.opens)
        if joined in self.named_pairs or lower in self.named_pairs:
            values = {"": joined, ".lower": lower, ".is_in_dict": str(known)}
            return self._vector(first, values, str(bool(bits & _TITLED)), bits)
        return self._plain[first, known, bits]

    def _plain_pair(self, told: tuple[Token, bool, int]) -> Vector:
        """Return what a pair adds that the model does not know by name: most pairs share these."""
        first, known, bits = told
        return self._vector(first, {".is_in_dict": str(known)}, str(bool(bits & _TITLED)), bits)

    def _vector(self, first: Token, values: Mapping[str, str], title: str, bits: int) -> Vector:
        alone = self.tokens[first]
        behind2, behind1, here, ahead = (
            sum(self._weight(f"T[{a},{b}]{name}={value}") for name, value in values.items()) for a, b in _PAIR
        )
        here += self._weight(f"T[0,1].istitle={title}")
        # the pair at p, p+1 is (1, 2) for p-1, (0, 1) for p, (-1, 0) for p+1 and (-2, -1) for p+2
        sums = (alone[4], alone[3] + ahead, alone[2] + here + self.no_triple, alone[1] + behind1, alone[0] + behind2)
        at_behind2, at_behind1, at_here, at_ahead1, at_ahead2 = map(self._same.__getitem__, sums)
        return at_behind2, at_behind1, at_here, at_ahead1, at_ahead2, bits

    def _triple(self, triple: tuple[str, str, str]) -> tuple[tuple[int, float], ...]:
        """Return what a triple adds to its third, second and first token, beyond that it is none."""
        joined = " ".join(triple)
        lower = joined.lower()
        if lower not in self.triples:
            return ()
        found = []
        for offset, name in ((2, "T[-2,0]"), (1, "T[-1,1]"), (0, "T[0,2]")):
            added = self._weight(f"{name}={joined}")
            if lower in self.dictionary:
                added += self._weight(f"{name}.is_in_dict=True") - self._weight(f"{name}.is_in_dict=False")
            found.append((offset, added))
        return tuple(found)

    def _edges(self) -> None:
        """Sum up what triples add where there is none, and at both ends of a sequence."""

        def edge(name: str, value: str) -> float:
            told = self._weight(f"{name}={value}") + self._weight(f"{name}.is_in_dict={value}")
            return told - self._weight(f"{name}.is_in_dict=False")

        self.no_triple = sum(
            self._weight(f"{name}.is_in_dict=False") for name in ("T[-2,0]", "T[-1,1]", "T[0,2]")
        ) + self._weight("T[0,2].istitle=False")
        title = self._weight("T[0,2].istitle=False")
        self.all_titled = self._weight("T[0,2].istitle=True") - title
        self.second = edge("T[-2,0]", _BEGIN)
        self.first = self.second + edge("T[-1,1]", _BEGIN)
        self.middle_at_end = edge("T[-1,1]", _END)
        self.last_at_end = edge("T[0,2]", _END) + self._weight(f"T[0,2].istitle={_END}") - title


def _value(feature: str) -> str:
    return feature.partition("=")[2]


def _features(token: Token, dictionary: set[str], offset: int) -> Iterator[tuple[str, str]]:
    """Yield the features of one token: name and value."""
    names = ("", ".lower", ".istitle", ".is_in_dict", ".isdigit")
    if isinstance(token, _Sentinel):
        values = [token.value] * len(names)
    else:
        lower = token.lower()
        values = [token, lower, str(_titled(token)), str(lower in dictionary), str(_is_number(token))]
    yield from zip(names[: 5 if abs(offset) < 2 else 4], values, strict=False)


def _titled(token: str) -> bool:
    """Whether upper-casing leaves the first character as it is; so for digits and signs too, by the featurizer."""
    return token[0].upper() == token[0]


def _is_number(token: str) -> bool:
    """Whether the featurizer's reader of 32-bit integers takes a token."""
    digits = token[1:] if token[0] in "+-" else token
    return digits.isascii() and digits.isdigit() and -_LARGEST <= int(token[:24]) < _LARGEST and len(token) < 24


def _read(data: bytes) -> tuple[dict[str, float], tuple[tuple[float, float], tuple[float, float]]]:
    """Return the lead that each feature gives to *goes on*, and the transitions, from a CRFsuite model file."""
    features_at, labels_at, attributes_at = struct.unpack_from("<3I", data, 28)
    labels, attributes = _strings(data, labels_at), _strings(data, attributes_at)
    assert labels == ["B-W", "I-W"]
    (count,) = struct.unpack_from("<I", data, features_at + 8)
    lead = [0.0] * len(attributes)
    moves = [[0.0, 0.0], [0.0, 0.0]]
    start = features_at + 12
    for kind, source, target, weight in struct.iter_unpack("<3Id", data[start : start + 20 * count]):
        if kind:
            moves[source][target] = weight
        else:
            lead[source] += weight if target else -weight
    (stay, on), (back, keep) = moves
    return dict(zip(attributes, lead, strict=True)), ((stay, on), (back, keep))


def _strings(data: bytes, at: int) -> list[str]:
    """Return the strings of a CQDB chunk by their numbers."""
    count, table = struct.unpack_from("<2I", data, at + 16)
    found = []
    for offset in struct.unpack_from(f"<{count}I", data, at + table):
        (size,) = struct.unpack_from("<I", data, at + offset + 4)
        found.append(data[at + offset + 8 : at + offset + 7 + size].decode("utf-8"))
    return found
