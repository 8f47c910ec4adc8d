"""Words: the only importer of underthesea.

The word model's tokenizer rewrites characters, so its words are laid back onto the text here. A faster decoder
of the same model can take the place of :func:`_tokenize` without any other module noticing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from importlib.metadata import version

from vnnews.text.source import read, without_marks

_LOCK = threading.Lock()


def name() -> str:
    """Return the name and version of the segmenter, as the record's producer states it."""
    return f"underthesea {version('underthesea')}"


def _tokenize(text: str) -> list[str]:
    from underthesea import word_tokenize  # noqa: PLC0415 - 1 s of import, only for those who ask for words

    with _LOCK:  # the first call loads the model and is not safe between threads
        return list(word_tokenize(text))


def _skeleton(text: str) -> str:
    """Letters without marks or case: what the tokenizer's rewriting leaves equal."""
    return "".join(without_marks(text.casefold().replace("ð", "đ")).split())


def view_words(view: str) -> Iterator[tuple[int, int]]:
    """Yield the span in ``view`` of each word; characters the tokenizer drops belong to no word."""
    if not view.strip():
        return
    at = 0
    for word in _tokenize(view):
        want = _skeleton(word)
        start = at
        while start < len(view) and view[start].isspace():
            start += 1
        end, seen = start, 0
        while end < len(view) and seen < len(want):
            seen += len(_skeleton(view[end]))
            end += 1
        while end > start and view[end - 1].isspace():
            end -= 1
        if end > start:
            yield start, end
        at = max(end, at)


def words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span (code points of ``text``) of each word, by underthesea's word segmentation.

    >>> text = "Hội nghị tọa đàm"
    >>> [text[start:end] for start, end in words(text)]
    ['Hội nghị', 'tọa đàm']
    """
    source = read(text)
    for start, end in view_words(source.view):
        yield source.original_span(start, end)
