"""The published schema: it stands in the docs, and records keep to it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

import vnnews

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "data" / "samples").glob("*/text.txt"))


def test_committed_schema_is_the_library_s() -> None:
    committed = json.loads((ROOT / "docs" / "schema.json").read_text(encoding="utf-8"))
    assert committed == vnnews.json_schema(), "run: make pages"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.parent.name)
def test_records_validate(path: Path) -> None:
    record = json.loads(vnnews.extract(path.read_text(encoding="utf-8")).model_dump_json())
    jsonschema.Draft202012Validator(vnnews.json_schema()).validate(record)
    assert vnnews.Article.model_validate(record).model_dump_json() == json.dumps(
        record, ensure_ascii=False, separators=(",", ":")
    )


def test_records_are_frozen_and_closed() -> None:
    article = vnnews.extract("Phường họp.")
    with pytest.raises(ValidationError):
        article.title = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        vnnews.Article.model_validate({**article.model_dump(), "unknown": 1})
