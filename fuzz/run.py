"""Coverage-guided fuzzing of the text layer and of each finder: ``make fuzz``, or one target of it.

    python fuzz/run.py TARGET [-max_total_time=60 ...]     # libFuzzer's own options follow the target

Input bytes choose words of the lexicons, numbers, glue and raw characters, so that finders are reached; what a target
asserts is what must hold for every text. A crash file replays with ``python fuzz/run.py TARGET FILE``; what was found
becomes a case of ``tests/test_bad_input.py``.
"""

from __future__ import annotations

import itertools
import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import atheris

with atheris.instrument_imports(include=["vnnews"]):
    import vnnews
    from vnnews.find.acronyms import find_acronyms
    from vnnews.find.dates import find_dates
    from vnnews.find.documents import find_bare_numbers, find_documents, find_laws
    from vnnews.find.officials import find_people
    from vnnews.find.organizations import find_bodies
    from vnnews.find.reading import Reading
    from vnnews.find.statistics import find_statistics
    from vnnews.find.titles import find_chains
    from vnnews.find.units import find_units
    from vnnews.lexicon import builtin
    from vnnews.text.encoding import UndecodableError, decode
    from vnnews.text.segment import view_words
    from vnnews.text.sentences import sentences
    from vnnews.text.source import read
    from vnnews.text.spans import Spans

KINDS = (
    "positions", "bodies", "counted_nouns", "honorifics", "measures", "date_words", "levels", "acronyms", "actions",
    "document_types", "fields", "qualifiers", "laws", "namesakes", "name_stops",
)  # fmt: skip
WORDS = [surface for kind in KINDS for entry in builtin()[kind] for surface in entry.surfaces]
NUMBERS = "1 07 12 1.250 38/38 98,5% 13/7/2018 30.4 2020-2025 7h30 1.1.1. 316/QĐ-UBND 500.000đ 2m2 hai mươi".split(" ")
NAMES = ("Nguyễn Văn An", "LÊ THỊ HOA", "H'Giang Niê", "Phường 5", "Ngọc Thụy", "Đà Nẵng", "A")
GLUE = (" ", ", ", " - ", ". ", "\n", ": ", " (", ") ", "; ", "/", " và ", "", ".", " đến ", "\n- ", " \n\n", '"')
PARTS = 40

EXTRACTOR = vnnews.Extractor()


def text_of(data: bytes) -> str:
    """Build a text of words, numbers, names and raw characters."""
    provider = atheris.FuzzedDataProvider(data)
    parts: list[str] = []
    while provider.remaining_bytes() and len(parts) < 2 * PARTS:
        kind = provider.ConsumeIntInRange(0, 9)
        if kind < 5:
            parts.append(WORDS[provider.ConsumeIntInRange(0, len(WORDS) - 1)])
        elif kind < 7:
            parts.append(NUMBERS[provider.ConsumeIntInRange(0, len(NUMBERS) - 1)])
        elif kind < 8:
            parts.append(NAMES[provider.ConsumeIntInRange(0, len(NAMES) - 1)])
        else:
            parts.append(provider.ConsumeUnicode(6))
        parts.append(GLUE[provider.ConsumeIntInRange(0, len(GLUE) - 1)])
    return "".join(parts)


def reading_of(text: str) -> Reading:
    """Return the scanned text that finders read."""
    return EXTRACTOR._reading(read(text), None)


def ordered(items: Any, length: int) -> None:
    """Check that spans lie in the text."""
    for item in items:
        assert 0 <= item.start <= item.end <= length, item


def source(data: bytes) -> None:
    """The view keeps its length in lower case, and every span of it stands for one of the original."""
    text = text_of(data)
    view = read(text)
    assert len(view.view) == len(view.lower)
    assert vnnews.normalize(view.view) == view.view or "\u0300" <= max(text) <= "\u036f" or not text.isprintable()
    for at in range(0, len(view.view), 7):
        start, end = view.original_span(at, min(at + 5, len(view.view)))
        assert 0 <= start <= end <= len(text)


def segmentation(data: bytes) -> None:
    """Words and sentences are spans in order."""
    text = text_of(data)
    for found in (list(view_words(read(text).view)), list(sentences(text))):
        assert all(start < end for start, end in found)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))


def decoding(data: bytes) -> None:
    """Bytes are decoded, or refused with their own error."""
    try:
        decode(data)
    except UndecodableError:
        return


def finder(find: Callable[[Reading], Any]) -> Callable[[bytes], None]:
    """Return the target of one finder."""

    def target(data: bytes) -> None:
        reading = reading_of(text_of(data))
        ordered(find(reading), len(reading.view))

    return target


def record(data: bytes) -> None:
    """Every span of a record has its own characters, and the record survives JSON."""
    text = text_of(data)
    article = EXTRACTOR.extract(text)
    for item in (*article.dates, *article.statistics, *article.documents, *article.appointments):
        assert article.text[item.start : item.end] == item.text
    for named in (*article.officials, *article.organizations, *article.acronyms):
        assert all(article.text[m.start : m.end] == m.text for m in named.mentions)
    assert vnnews.Article.model_validate_json(article.model_dump_json()) == article
    EXTRACTOR.extract(unicodedata.normalize("NFD", text))


def page(data: bytes) -> None:
    """Any bytes as a page give a record, or the error for bytes in no encoding."""
    try:
        EXTRACTOR.extract_html(b"<html><body><p>" + data + b"</p></body></html>")
    except UndecodableError:
        return


TARGETS: dict[str, Callable[[bytes], None]] = {
    "source": source,
    "segmentation": segmentation,
    "decoding": decoding,
    "dates": finder(find_dates),
    "documents": finder(lambda r: [*find_documents(r), *find_bare_numbers(r, Spans(())), *find_laws(r, Spans(()))]),
    "acronyms": finder(lambda r: find_acronyms(r.scan, r.lexicon, r.page.capitals)),
    "bodies": finder(lambda r: find_bodies(r, Spans(()))),
    "people": finder(lambda r: find_people(r, list(find_chains(r)))),
    "units": finder(find_units),
    "statistics": finder(lambda r: find_statistics(r, Spans(()))),
    "record": record,
    "page": page,
}


def main() -> None:
    """Fuzz the target that the first argument names."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python fuzz/run.py TARGET [libFuzzer options]; targets: {', '.join(TARGETS)}")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
