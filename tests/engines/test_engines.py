"""Ray Data, Dask, Daft and Hugging Face datasets take the function of vnnews.arrow (`make test-engines`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import vnnews
from vnnews.arrow import extract_table, row_of, schema

ROOT = Path(__file__).parents[2]
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "samples").glob("*/text.txt"))]
TABLE = pa.table({"id": [str(n) for n in range(len(TEXTS))], "text": TEXTS})
pytestmark = pytest.mark.filterwarnings("ignore")


def _expected() -> list[dict[str, Any]]:
    rows = [row_of(vnnews.extract(text, id=str(n))) for n, text in enumerate(TEXTS)]
    return pa.Table.from_pylist(rows, schema=schema()).to_pylist()  # type: ignore[no-any-return]


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["id"]))


def test_ray() -> None:
    ray = pytest.importorskip("ray")
    data = pytest.importorskip("ray.data")

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    records = data.from_arrow(TABLE).repartition(4).map_batches(extract_table, batch_format="pyarrow")
    assert _in_order(records.take_all()) == _expected()
    ray.shutdown()


def test_dask() -> None:
    dask = pytest.importorskip("dask")

    parts = [TABLE.slice(at, 5) for at in range(0, TABLE.num_rows, 5)]
    tables = dask.compute(*[dask.delayed(extract_table)(part) for part in parts], scheduler="processes", num_workers=2)
    assert pa.concat_tables(tables).to_pylist() == _expected()


def test_daft() -> None:
    daft = pytest.importorskip("daft")

    @daft.func.batch(return_dtype=daft.DataType.from_arrow_type(pa.struct(list(schema()))))
    def records(ids: Any, texts: Any) -> Any:
        table = extract_table(pa.table({"id": ids.to_arrow(), "text": texts.to_arrow()}))
        return daft.Series.from_arrow(table.to_struct_array())

    frame = daft.from_arrow(TABLE).into_partitions(4)
    rows = frame.select(records(daft.col("id"), daft.col("text")).alias("record")).to_pydict()["record"]
    assert _in_order(rows) == _expected()


def _records(rows: dict[str, list[str]]) -> dict[str, list[Any]]:
    return extract_table(pa.table(dict(rows))).to_pydict()  # type: ignore[no-any-return]


def test_datasets() -> None:
    datasets = pytest.importorskip("datasets")

    features = datasets.Features.from_arrow_schema(schema())
    mapped = datasets.Dataset(TABLE).map(_records, batched=True, batch_size=5, num_proc=2, features=features)
    assert [{name: row[name] for name in schema().names} for row in mapped] == _expected()
