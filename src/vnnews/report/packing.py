"""Rows as columns of numbers and one list of strings, compressed: what the page carries."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Any, get_type_hints

from vnnews.export.html import visible
from vnnews.report.rows import ArticleRow, Cited, Figure, Gathered, Month, Office, Portal, Series, Short, Warned
from vnnews.report.spots import Spot

_TABLES: dict[str, type] = {
    "articles": ArticleRow, "spots": Spot, "offices": Office, "months": Month, "series": Series, "figures": Figure,
    "documents": Cited, "acronyms": Short, "warnings": Warned, "portals": Portal,
}  # fmt: skip


def columns(gathered: Gathered) -> dict[str, Any]:
    """Return the tables of a report by column, with each string once.

    A column of strings holds numbers in ``strings``, -1 for none; ``text`` of a table names those columns. Active
    characters are written out (:func:`~vnnews.export.html.visible`).
    """
    numbers: dict[str | None, int] = {None: -1}
    strings: list[str] = []

    def number(text: str | None) -> int:
        if text not in numbers:
            numbers[text] = len(strings)
            strings.append(visible(text or ""))
        return numbers[text]

    packed: dict[str, Any] = {"strings": strings}
    for name, row_type in _TABLES.items():
        told = [field for field, hint in get_type_hints(row_type).items() if hint in (str, str | None)]
        table: dict[str, Any] = {"text": told}
        for field, values in zip(row_type._fields, _transposed(getattr(gathered, name), row_type), strict=True):  # type: ignore[attr-defined]
            table[field] = [number(value) for value in values] if field in told else list(values)
        packed[name] = table
    return packed


def _transposed(rows: Sequence[tuple[Any, ...]], row_type: type) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [() for _ in row_type._fields]  # type: ignore[attr-defined]


def compressed(data: dict[str, Any]) -> str:
    """Return JSON as base64 of a zlib stream, which browsers know as ``deflate``: nothing in it is markup."""
    told = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(told.encode("utf-8", "replace"), 9)).decode("ascii")


_MARKUP = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def harmless(data: Any) -> str:
    """Return JSON that can stand in a ``<script>``: no character of it opens or closes markup.

    >>> harmless({"a": "</script><!--"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u003c!--"}'
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_MARKUP)
