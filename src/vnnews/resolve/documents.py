"""When a cited document was issued: the date told with its number, or first in its sentence."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnnews.find.mentions import DateResolved, DocumentFound
from vnnews.text.sentences import Sentences
from vnnews.text.spans import ByStart

_ISSUES = regex.compile(r"(?:ban hành|ký|thông qua|phê duyệt|công bố|ra|có|gửi|đã có)(?!\p{L})")


def document_dates(
    lower: str, found: Sequence[DocumentFound], dates: Sequence[DateResolved], sentences: Sentences
) -> list[str | None]:
    """Return the TIMEX3 value of each document's date, ``None`` where the text tells none."""
    located = ByStart(dates)
    return [_date_of(lower, item, located, sentences) for item in found]


def _date_of(lower: str, item: DocumentFound, dates: ByStart[DateResolved], sentences: Sentences) -> str | None:
    if item.year is not None:
        return f"{item.year:04}"
    own = [d for d in dates.within(item.number_end, item.end) if d.found.first.day is not None]
    if own:
        return own[-1].value
    start, _ = sentences.around(item.start)
    opening = [d for d in dates.within(start, start + 9) if d.end <= item.start and d.found.first.day is not None]
    if opening and len(opening) == 1 and not dates.within(opening[0].end + 1, item.start):
        between = lower[opening[0].end : item.start]
        if _ISSUES.search(between) and len(between) < 160 and opening[0].value:
            return opening[0].value.partition("T")[0]
    return None
