"""Spark on two local workers gives the records of the serial run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import vnnews
from vnnews import spark
from vnnews.arrow import NOT_EXTRACTED, row_of
from vnnews.records import Article

ROOT = Path(__file__).parents[1]
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "samples").glob("*/text.txt"))]

try:
    spark.check_java()
except spark.JavaMissingError as reason:
    pytest.skip(str(reason), allow_module_level=True)
sql = pytest.importorskip("pyspark.sql")

CONFIG = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").appName("vnnews tests")
    for key, value in CONFIG.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def test_the_records_are_those_of_the_serial_run(session: Any) -> None:
    rows = [(str(n), text, "2020-01-02") for n, text in enumerate(TEXTS)]
    frame = session.createDataFrame(rows, ["id", "text", "published_at"]).repartition(4)
    found = {row["id"]: row.asDict(recursive=True) for row in spark.extract(frame).collect()}
    expected = {i: _plain(row_of(vnnews.extract(text, id=i, published_at=day))) for i, text, day in rows}
    assert found == expected
    assert Article.model_validate(found["0"]) == vnnews.extract(TEXTS[0], id="0", published_at="2020-01-02")


def test_a_row_without_a_text_keeps_its_place(session: Any) -> None:
    frame = session.createDataFrame([("a", "Xã họp."), ("b", None)], "id string, body string")
    rows = {row["id"]: row for row in spark.extract(frame, text_field="body", no_text=True).collect()}
    assert rows["a"]["text"] is None and rows["a"]["content_hash"] is not None
    assert [warning["code"] for warning in rows["b"]["warnings"]] == [NOT_EXTRACTED]


def test_a_missing_column_is_told_at_once(session: Any) -> None:
    frame = session.createDataFrame([("a",)], "body string")
    with pytest.raises(ValueError, match="no column 'text' among body"):
        spark.extract(frame)


def test_the_example_job_runs(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(TEXTS[:4])]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    arguments = [argument for key, value in CONFIG.items() for argument in ("--conf", f"{key}={value}")]
    command = [sys.executable, "-m", "pyspark.bin.spark-submit"]
    submit = Path(sys.modules["pyspark"].__file__ or "").parent / "bin" / "spark-submit"
    command = [str(submit), "--master", "local[2]", *arguments, str(ROOT / "examples" / "spark_job.py")]
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    done = subprocess.run(
        [*command, str(tmp_path / "in.jsonl"), str(tmp_path / "out"), "--partitions", "2"],
        env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    from pyarrow import parquet  # noqa: PLC0415

    table = parquet.read_table(tmp_path / "out")
    assert sorted(table["id"].to_pylist()) == ["0", "1", "2", "3"]
