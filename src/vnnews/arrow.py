"""Records as nested Arrow data, and extraction from batch to batch: what every engine that speaks Arrow can call.

``extract_batches`` pickles, loads its lexicon once in each process, and holds one batch at a time; Spark's
``mapInArrow``, Ray Data, Dask and Daft take it as it is (docs/scale.md). :func:`schema` is the record's own shape.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from vnnews.extractor import Extractor
from vnnews.records import Article, Source
from vnnews.text.source import without_surrogates

if TYPE_CHECKING:
    import pyarrow as pa

KNOWN = ("id", "url", "published_at")
NOT_EXTRACTED = "not_extracted"  # the warning of a row that gave no record


@functools.cache
def schema() -> pa.Schema:
    """Return the Arrow schema of a record: that of :class:`~vnnews.records.Article`, nested; every field may be null.

    Raises ``ImportError`` without pyarrow: ``pip install "vnnews[arrow]"``.

    >>> schema().field("statistics").type.value_type.field("value").type
    DataType(double)
    """
    return _arrow().schema([(name, _type(field.annotation)) for name, field in Article.model_fields.items()])


def extract_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    text_field: str = "text",
    lexicon: tuple[str, ...] = (),
    no_text: bool = False,
) -> Iterator[pa.RecordBatch]:
    """Yield for each batch of articles the batch of their records, row for row, in the shape of :func:`schema`.

    A batch has a column ``text_field`` of strings and may have ``id``, ``url`` and ``published_at``. A row without a
    text, or one that the extractor fails on, keeps its place: all null but ``id``, ``source`` and one warning
    ``not_extracted`` that says why. ``lexicon`` are files laid over the built-in lexicon. Raises ``KeyError`` when the
    column is not there.

    >>> import pyarrow
    >>> articles = pyarrow.RecordBatch.from_pydict({"text": ["Họp ngày 1/6/2021.", "Xã trồng 35 cây xanh."]})
    >>> [batch.num_rows for batch in extract_batches([articles])]
    [2]
    """
    extractor = _extractor(lexicon)
    for batch in batches:
        columns = [name for name in (text_field, *KNOWN) if name in batch.schema.names]
        if text_field not in columns:
            raise KeyError(f"no column {text_field!r} among {', '.join(batch.schema.names)}")
        rows = [_row(extractor, row, text_field, no_text) for row in batch.select(columns).to_pylist()]
        yield _arrow().RecordBatch.from_pylist(rows, schema=schema())


def extract_table(
    table: pa.Table, *, text_field: str = "text", lexicon: tuple[str, ...] = (), no_text: bool = False
) -> pa.Table:
    """Return the records of a table of articles, row for row: :func:`extract_batches` for engines that hand tables."""
    batches = extract_batches(table.to_batches(), text_field=text_field, lexicon=lexicon, no_text=no_text)
    return _arrow().Table.from_batches(batches, schema=schema())


def to_arrow(records: Iterable[Article | Mapping[str, Any]]) -> pa.Table:
    """Return records as one nested ``pyarrow.Table``; a record is an ``Article`` or its JSON object.

    >>> import vnnews
    >>> table = to_arrow([vnnews.extract("Sáng 13/7/2018, UBND phường họp.")])
    >>> table["dates"].to_pylist()[0][0]["value"]
    '2018-07-13TMO'
    """
    rows = [row_of(r if isinstance(r, Article) else Article.model_validate(r)) for r in records]
    return _arrow().Table.from_pylist(rows, schema=schema())


def row_of(article: Article) -> dict[str, Any]:
    """Return a record as a row: numbers that may be whole or not as floats."""
    row = article.model_dump()
    for statistic in row["statistics"]:
        for key in ("value", "value_max", "total"):
            if statistic[key] is not None:
                statistic[key] = float(statistic[key])
    return row


@functools.lru_cache(maxsize=4)
def _extractor(lexicon: tuple[str, ...]) -> Extractor:
    return Extractor(lexicon)


def _row(extractor: Extractor, row: dict[str, Any], text_field: str, no_text: bool) -> dict[str, Any]:
    text = row[text_field]
    known = {key: without_surrogates(str(row[key])) for key in KNOWN if row.get(key) is not None}
    try:
        found = row_of(extractor.extract(text, **known))
    except Exception as error:  # one article that meets a fault must not end a job over a million
        warning = {"code": NOT_EXTRACTED, "message": f"{type(error).__name__}: {error}", "start": None, "end": None}
        return {"id": known.get("id"), "source": Source(url=known.get("url")).model_dump(), "warnings": [warning]}
    return found | {"text": None} if no_text else found


def _type(annotation: Any) -> pa.DataType:
    """Return the Arrow type of a field's annotation."""
    arrow = _arrow()
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        kinds = {kind for kind in arguments if kind is not type(None)}
        return arrow.float64() if kinds == {int, float} else _type(kinds.pop())
    if origin is Literal:
        return arrow.string()
    if origin is tuple:
        return arrow.list_(_type(arguments[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return arrow.struct([(name, _type(field.annotation)) for name, field in annotation.model_fields.items()])
    plain = {str: arrow.string(), bool: arrow.bool_(), int: arrow.int64(), float: arrow.float64()}
    return plain[annotation]


@functools.cache
def _arrow() -> Any:
    try:
        import pyarrow  # noqa: PLC0415
    except ImportError as error:
        raise ImportError('this needs pyarrow: pip install "vnnews[arrow]"') from error
    return pyarrow
