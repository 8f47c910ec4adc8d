"""The formats that records are handed on in, and those that annotations come back in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from vnnews.batch.items import Reject
from vnnews.export import brat, conll, ftm, labelstudio, popolo, spacy
from vnnews.export.format import Format, file_name, new_folder
from vnnews.export.regions import Marked, as_gold
from vnnews.gold import write_gold
from vnnews.records import Article

FORMATS: Mapping[str, Format] = MappingProxyType(
    {module.FORMAT.name: module.FORMAT for module in (ftm, popolo, labelstudio, brat, conll, spacy)}
)
READERS: Mapping[str, Callable[[Path, bool], Iterator[Marked | Reject]]] = MappingProxyType(
    {"labelstudio": labelstudio.read, "brat": brat.read}
)


def export(records: Iterable[Article], kind: str, out: Path) -> Mapping[str, int]:
    """Write records in one of :data:`FORMATS`; return what was written and how many of each.

    ``out`` is a file, which is replaced when the new one is whole, or for ``brat`` a new folder. Raises ``ExportError``
    for a record whose text the format needs and a folder that holds something, ``MissingExtraError``, ``OSError``.
    """
    return FORMATS[kind].write(records, out)


def write_golds(
    articles: Iterable[Marked | Reject], out: Path, complain: Callable[[Reject], None], tell: Callable[[str], None]
) -> int:
    """Write a gold folder of annotated articles; return how many there are.

    ``complain`` is called with each that could not be read, ``tell`` with a line for each mark that gold cannot take.
    Raises ``ExportError`` where ``out`` holds something, ``OSError``.
    """
    new_folder(out)
    count = 0
    for article in articles:
        if isinstance(article, Reject):
            complain(article)
            continue
        count += 1
        gold, left = as_gold(article)
        name = file_name(count, article.id)
        write_gold(out / name, article.text, gold)
        for line in left:
            tell(f"{name}: {line}")
    return count
