"""Extraction on a Spark cluster: :func:`vnnews.arrow.extract_batches` over ``mapInArrow``, a row in and a row out.

Needs ``pip install "vnnews[spark]"`` on the driver, ``vnnews[arrow]`` on the workers, and Java 17 or newer.
docs/scale.md tells how to size a job; ``examples/spark_job.py`` is one that ``spark-submit`` takes.
"""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnnews.arrow import KNOWN, extract_batches, schema

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame


class JavaMissingError(RuntimeError):
    """Spark runs on Java, and there is none."""


def extract(
    dataframe: DataFrame, *, text_field: str = "text", lexicon: Sequence[str] = (), no_text: bool = False
) -> DataFrame:
    """Return the records of the articles in a Spark DataFrame, one row each, in the shape of ``vnnews.arrow.schema``.

    ``text_field`` is the column of texts; ``id``, ``url`` and ``published_at`` are taken where they are. ``lexicon``
    names files that every worker can read. A row that gives no record is kept with a warning ``not_extracted``.
    Nothing runs before the result is asked for. Raises ``ValueError`` when the column is not there and ``ImportError``
    without PySpark.
    """
    if text_field not in dataframe.columns:
        raise ValueError(f"no column {text_field!r} among {', '.join(dataframe.columns)}")
    columns = [name for name in (text_field, *KNOWN) if name in dataframe.columns]
    function = functools.partial(_batches, text_field=text_field, lexicon=tuple(lexicon), no_text=no_text)
    return dataframe.select(*columns).mapInArrow(function, record_type())


def record_type() -> Any:
    """Return the Spark ``StructType`` of a record."""
    try:
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415
    except ImportError as error:
        raise ImportError('this needs PySpark: pip install "vnnews[spark]"') from error
    return from_arrow_schema(schema())


def check_java() -> str:
    """Return the path of the Java that Spark will start; ``JavaMissingError`` says what to do when there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if found is None:
        raise JavaMissingError("Spark needs Java 17 or newer: install a JDK, or set JAVA_HOME to one")
    return found


def _batches(
    batches: Iterator[pa.RecordBatch], text_field: str, lexicon: tuple[str, ...], no_text: bool
) -> Iterator[pa.RecordBatch]:
    return extract_batches(batches, text_field=text_field, lexicon=lexicon, no_text=no_text)
