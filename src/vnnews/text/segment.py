"""Words: the only importer of underthesea.

underthesea's own tokenizer cuts each stretch between white space once, its word model is decoded by
:mod:`vnnews.text.word_model`. The tokenizer rewrites characters, so words are told as spans of the text.
"""

from __future__ import annotations

import functools
import threading
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import regex

from vnnews.text.memo import Memo
from vnnews.text.source import read, without_marks
from vnnews.text.word_model import UnknownModelError, WordModel

_CHUNK = regex.compile(r"\S{1,400}")  # a longer one is cut: the tokenizer's time grows with its square
_MOST_CHUNKS = 200_000
_LOCK = threading.Lock()

Piece = tuple[int, int, str]  # where a token starts and ends in its chunk, and how the model reads it


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
        self._chunks: Memo[str, tuple[Piece, ...]] = Memo(
            lambda chunk: tuple(self._pieces(chunk, chunk + " ")), _MOST_CHUNKS
        )
        self.model: WordModel | None = None
        try:
            self.model = WordModel(Path(str(underthesea.__file__)).parent)
        except (UnknownModelError, OSError) as error:
            warnings.warn(f"{error}; words are asked of word_tokenize, some 30 times slower", stacklevel=4)

    def pieces(self, chunk: str, last: bool) -> tuple[Piece, ...]:
        """Return the tokens of a stretch without white space; the end of a text is told from that of a chunk."""
        return tuple(self._pieces(chunk, chunk)) if last else self._chunks[chunk]

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


def view_words(view: str) -> Iterator[tuple[int, int]]:
    """Yield the span in ``view`` of each word; characters the tokenizer drops belong to no word."""
    if not view.strip():
        return
    segmenter = _segmenter()
    if segmenter.model is None:
        with _LOCK:
            words = segmenter.word_tokenize(view)
        yield from (span for span in _laid_back(view, words) if span[0] < span[1])
        return
    spans: list[tuple[int, int]] = []
    tokens: list[str] = []
    final = len(view) - (1 if view.endswith("\n") else 0)
    for match in _CHUNK.finditer(view):
        start, end = match.span()
        for first, stop, token in segmenter.pieces(match[0], last=end == final):
            spans.append((start + first, start + stop))
            tokens.append(token)
    word: tuple[int, int] | None = None
    for span, goes_on in zip(spans, segmenter.model.goes_on(tokens), strict=True):
        if word is None:
            word = span
        elif goes_on:
            word = word[0], span[1]
        else:
            yield word
            word = span
    if word is not None:
        yield word


def words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span (code points of ``text``) of each word, by underthesea's word segmentation.

    >>> text = "Hội nghị tọa đàm"
    >>> [text[start:end] for start, end in words(text)]
    ['Hội nghị', 'tọa đàm']
    """
    source = read(text)
    for start, end in view_words(source.view):
        yield source.original_span(start, end)
