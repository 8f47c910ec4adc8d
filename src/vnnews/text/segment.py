"""Words: the only importer of underthesea.

underthesea's own tokenizer cuts each stretch between white space once, its word model is decoded by
:mod:`vnnews.text.word_model`. The tokenizer rewrites characters, so words are told as spans of the text.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import accumulate, chain, compress
from operator import itemgetter
from pathlib import Path

import regex

from vnnews.text.memo import Memo
from vnnews.text.source import read, without_marks
from vnnews.text.word_model import UnknownModelError, WordModel

_CHUNK = regex.compile(r"\S{1,400}")  # a longer one is cut: the tokenizer's time grows with its square
_MOST_CUTS, _MOST_ENDS = 30_000, 5_000
_LOCK = threading.Lock()

Piece = tuple[int, int, str]  # where a token starts and ends in its chunk, and how the model reads it


# A stretch between spaces: its tokens as the model reads them; by turns the way from the token (or space) before to the
# start of a token, and from there to its end; whether the last token ends where the stretch does and each has
# characters of its own. A plain tuple: `itemgetter` takes its items twice as fast as those of a named one.
Cut = tuple[tuple[str, ...], tuple[int, ...], bool]
_tokens, _moves, _whole = itemgetter(0), itemgetter(1), itemgetter(2)


@functools.cache
def name() -> str:
    """Return the name and version of the segmenter, as the record's producer states it."""
    return f"underthesea {version('underthesea')}"


class _Segmenter:
    """The tokens of each chunk met, and the model that joins them to words; ``None`` if it is an unknown one."""

    def __init__(self) -> None:
        import underthesea  # noqa: PLC0415 - 0.5 s of import, only for those who ask for words
        from underthesea.pipeline.text_normalize.character_normalize import normalize_characters_in_text  # noqa: PLC0415
        from underthesea.pipeline.text_normalize.token_normalize import token_normalize  # noqa: PLC0415
        from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize  # noqa: PLC0415

        self.word_tokenize = underthesea.word_tokenize
        self._characters, self._spelling, self._tokenize = normalize_characters_in_text, token_normalize, tokenize
        self._cuts: Memo[str, Cut] = Memo(self._cut, _MOST_CUTS)
        self._ends: Memo[str, Cut] = Memo(functools.partial(self._cut, ends_text=True), _MOST_ENDS)
        self._same: Memo[tuple[int, ...], tuple[int, ...]] = Memo(lambda moves: moves, _MOST_ENDS)  # one of equal ones
        self.model: WordModel | None = None
        try:
            self.model = WordModel(Path(str(underthesea.__file__)).parent)
        except (UnknownModelError, OSError) as error:
            warnings.warn(f"{error}; words are asked of word_tokenize, some 30 times slower", stacklevel=4)

    def cut(self, stretches: Sequence[str], end_text: bool) -> list[Cut]:
        """Return the tokens of each stretch between spaces; the end of a text is told from that of a stretch."""
        cuts = list(map(self._cuts.__getitem__, stretches))
        if end_text:
            cuts[-1] = self._ends[stretches[-1]]
        return cuts

    def _cut(self, stretch: str, ends_text: bool = False) -> Cut:
        tokens: list[str] = []
        moves: list[int] = []
        before = -1  # the space
        final = len(stretch) - stretch.endswith("\n")
        for match in _CHUNK.finditer(stretch):
            at, end = match.span()
            for start, stop, token in self._pieces(
                match[0], match[0] if ends_text and end == final else match[0] + " "
            ):
                tokens.append(sys.intern(token))  # one object for a token: found by identity
                moves += (at + start - before, stop - start)
                before = at + stop
        return tuple(tokens), self._same[tuple(moves)], before == len(stretch) and 0 not in moves[1::2]

    def _pieces(self, chunk: str, asked: str) -> Iterator[Piece]:
        tokens = self._tokenize(asked, use_token_normalize=False)
        plain = self._characters(chunk)
        if len(plain) != len(chunk):
            spans = _laid_back(chunk, tokens)
            yield from ((*span, self._spelling(token)) for span, token in zip(spans, tokens, strict=False))
            return
        at = 0
        for token in tokens:
            start = plain.index(token, at)
            at = start + len(token)
            yield start, at, self._spelling(token)


@functools.cache
def _made() -> _Segmenter:
    return _Segmenter()


def forget() -> None:
    """Let go of the model and of all chunks met; the next call loads them again."""
    _made.cache_clear()


def _unlock() -> None:
    """Give a forked process a lock of its own: another thread may have held the one it was copied from."""
    global _LOCK  # noqa: PLW0603
    _LOCK = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_unlock)


def _segmenter() -> _Segmenter:
    with _LOCK:  # the first call loads the model
        return _made()


def _skeleton(text: str) -> str:
    """Letters without marks or case: what the tokenizer's rewriting leaves equal."""
    return "".join(without_marks(text.casefold().replace("ð", "đ")).split())


def _laid_back(view: str, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the span in ``view`` of each rewritten token; characters that the tokenizer drops belong to none."""
    at = 0
    for token in tokens:
        want = _skeleton(token)
        start = at
        while start < len(view) and view[start].isspace():
            start += 1
        end, seen = start, 0
        while end < len(view) and seen < len(want):
            seen += len(_skeleton(view[end]))
            end += 1
        while end < len(view) and unicodedata.combining(view[end]):
            end += 1
        while end > start and view[end - 1].isspace():
            end -= 1
        yield start, end
        at = max(end, at)


def view_words(view: str) -> Iterable[tuple[int, int]]:
    """Return the span in ``view`` of each word; characters the tokenizer drops belong to no word."""
    if not view.strip():
        return ()
    segmenter = _segmenter()
    if segmenter.model is None:
        with _LOCK:
            words = segmenter.word_tokenize(view)
        return (span for span in _laid_back(view, words) if span[0] < span[1])
    margin = len(view) - len(view.lstrip(" "))
    stretches = view.strip(" ").split(" ")
    cuts = segmenter.cut(stretches, end_text=not view.endswith(" "))
    tokens = list(chain.from_iterable(map(_tokens, cuts)))
    whole = all(map(_whole, cuts))
    starts, ends = _places(stretches, cuts, margin, whole)
    begins = segmenter.model.begins(tokens)
    ends_word = (*begins[1:], True)  # a word ends where the next token begins one
    found = zip(compress(starts, begins), compress(ends, ends_word), strict=True)
    return found if whole else (word for word in found if word[0] < word[1])


def _places(
    stretches: Sequence[str], cuts: Sequence[Cut], margin: int, whole: bool
) -> tuple[Sequence[int], Sequence[int]]:
    """Return where each token starts and ends."""
    if whole:  # each stretch is one space from the last token of the one before
        ends_of_moves = list(accumulate(chain.from_iterable(map(_moves, cuts)), initial=margin - 1))
        return ends_of_moves[1::2], ends_of_moves[2::2]
    starts: list[int] = []
    ends: list[int] = []
    base = margin
    for stretch, (_, moves, _) in zip(stretches, cuts, strict=True):
        at = base - 1
        for gap, length in zip(moves[::2], moves[1::2], strict=True):
            starts.append(at + gap)
            ends.append(at := at + gap + length)
        base += len(stretch) + 1
    return starts, ends


def words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span (code points of ``text``) of each word, by underthesea's word segmentation.

    >>> text = "Hội nghị tọa đàm"
    >>> [text[start:end] for start, end in words(text)]
    ['Hội nghị', 'tọa đàm']
    """
    source = read(text)
    for start, end in view_words(source.view):
        yield source.original_span(start, end)
