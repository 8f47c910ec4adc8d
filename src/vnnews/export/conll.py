"""CoNLL: a token a line with its tag in IOB2, sentences apart by an empty line, articles by ``-DOCSTART-``.

Four columns with tabs between them: token, first and last offset in the article's text (code points, half open), tag.
The offsets put every token back on the text. Readers take the first column and the last, so no other lines stand
between: the n-th ``-DOCSTART-`` is the n-th record. Where items lie within one another the outermost is tagged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from vnnews.batch.replacing import replacing
from vnnews.export.format import Format, with_text
from vnnews.export.tokens import ends, tokens, whole_sentences
from vnnews.highlights import highlights, outermost
from vnnews.records import Article

_START = "-DOCSTART- -X- O O\n\n"  # with these very spaces: spaCy's converter looks for it
Token = tuple[str, int, int, str]


def tagged(article: Article, text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence with their offsets and tags.

    >>> import vnnews
    >>> record = vnnews.extract("Xã trao 35 suất quà.")
    >>> [(token, tag) for token, _, _, tag in next(tagged(record, record.text))][2:5]
    [('35', 'B-statistic'), ('suất', 'I-statistic'), ('quà', 'I-statistic')]
    """
    marks = outermost(highlights(article))
    cuts = ends(marks)
    following = iter(marks)
    mark = next(following, None)
    for first, last in whole_sentences(text, marks):
        sentence: list[Token] = []
        for start, end in tokens(text, first, last, cuts):
            while mark and mark.end <= start:
                mark = next(following, None)
            tag = "O"
            if mark and mark.start <= start:
                begun = sentence and sentence[-1][1] >= mark.start
                tag = f"{'I' if begun else 'B'}-{mark.kind}"
            sentence.append((text[start:end], start, end, tag))
        if sentence:
            yield sentence


def write(records: Iterable[Article], out: Path) -> dict[str, int]:
    """Write the articles; return how many articles, sentences and tokens there are."""
    counts = {"articles": 0, "sentences": 0, "tokens": 0}
    with replacing(out) as made, made.open("w", encoding="utf-8", newline="\n") as file:
        for article, text in with_text(records, "CoNLL"):
            counts["articles"] += 1
            file.write(_START)
            for sentence in tagged(article, text):
                counts["sentences"] += 1
                counts["tokens"] += len(sentence)
                file.write("".join("\t".join(map(str, token)) + "\n" for token in sentence) + "\n")
    return counts


FORMAT = Format("conll", "tokens with IOB2 tags, a token a line", write)
