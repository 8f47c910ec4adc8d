"""spaCy: a ``Doc`` for each article with the items of each kind as a span group, or many of them as a ``DocBin``.

``doc.text`` is the article's text; tokens end wherever an item does, so that every span has exactly the item's
characters. ``doc.spans[kind]`` holds the spans with the item's value as ``kb_id_`` and its number in the record's list
as ``id_``; ``doc.ents`` those that lie within no other; ``doc.user_data`` the record's ``id``, ``url`` and, as
``record``, all of it but the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnnews.batch.items import needed
from vnnews.batch.replacing import replacing
from vnnews.export.format import Format, with_text
from vnnews.export.tokens import ends, tokens, whole_sentences
from vnnews.highlights import KINDS, Highlight, highlights, outermost
from vnnews.records import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc


_EXTRA = ("spacy", "a .spacy file")


def to_docs(records: Iterable[Article], vocab: Any = None) -> Iterator[Doc]:
    """Yield the ``Doc`` of each record, of ``vocab`` or of spaCy's blank multi-language pipeline ``xx``.

    Raises ``MissingExtraError`` without spaCy, :class:`~vnnews.export.format.ExportError` at a record without its text.
    """
    spacy = needed("spacy", *_EXTRA)
    vocab = spacy.blank("xx").vocab if vocab is None else vocab
    for article, text in with_text(records, "spaCy"):
        yield _doc(article, text, vocab)


def _doc(article: Article, text: str, vocab: Any) -> Doc:
    marks = highlights(article)
    parts, spaces = pieces(text, marks)
    begun = {start for start, _ in whole_sentences(text, marks)}
    words = [text[start:end] for start, end in parts]
    sentence_starts = [start in begun or number == 0 for number, (start, _) in enumerate(parts)]
    made = needed("spacy.tokens", *_EXTRA)
    doc: Doc = made.Doc(vocab, words=words, spaces=spaces, sent_starts=sentence_starts)
    first = {start: number for number, (start, _) in enumerate(parts)}
    last = {end: number + 1 for number, (_, end) in enumerate(parts)}

    def span(mark: Highlight) -> Any:
        named = {"label": mark.kind, "kb_id": mark.value, "span_id": str(mark.item)}
        return made.Span(doc, first[mark.start], last[mark.end], **named)

    for kind in KINDS:
        doc.spans[kind] = [span(mark) for mark in marks if mark.kind == kind]
    doc.set_ents([span(mark) for mark in outermost(marks)])
    known = {"id": article.id, "url": article.source.url}
    doc.user_data |= {name: value for name, value in known.items() if value is not None}
    doc.user_data["record"] = article.model_dump(mode="json", exclude={"text"})
    return doc


def pieces(text: str, marks: Sequence[Highlight]) -> tuple[list[tuple[int, int]], list[bool]]:
    """Return spans that cover a text as spaCy's tokens do, and whether a space follows each.

    A token bears the one space behind it, unless an item begins or ends there; white space beyond is a token.

    >>> pieces("Họp  xã.", [])
    ([(0, 3), (4, 5), (5, 7), (7, 8)], [True, False, False, False])
    """
    cuts, starts, stops = ends(marks), {mark.start for mark in marks}, {mark.end for mark in marks}
    parts: list[tuple[int, int]] = []
    spaces: list[bool] = []
    at = 0
    for start, end in (*tokens(text, 0, len(text), cuts), (len(text), len(text))):
        if parts and at < start and text[at] == " " and at not in starts and at + 1 not in stops:
            spaces[-1] = True
            at += 1
        for cut in (*sorted(cuts.intersection(range(at + 1, start))), start, end):
            if at < cut:
                parts.append((at, cut))
                spaces.append(False)
                at = cut
    return parts, spaces


def write(records: Iterable[Article], out: Path) -> dict[str, int]:
    """Write the articles as one ``DocBin`` with their user data; return how many there are."""
    found = needed("spacy.tokens", *_EXTRA).DocBin(store_user_data=True)
    for doc in to_docs(records):
        found.add(doc)
    with replacing(out) as made:
        made.write_bytes(found.to_bytes())
    return {"articles": len(found)}


FORMAT = Format("spacy", "a DocBin of spaCy, articles with span groups", write)
