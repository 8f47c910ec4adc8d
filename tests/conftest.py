"""Records that several tests read: those of the samples, and of texts that are hard on formats."""

from __future__ import annotations

from pathlib import Path

import pytest

import vnnews
from vnnews.records import Article

# line ends of three kinds, tabs, marks of direction, an emoji before the items, what looks like markup and brat's lines
HOSTILE = (
    "\U0001f600 Phường họp\r\n13/07/2018 | 17:28\n\nSáng\u00a013/7/2018,\u2028UBND\tphường \u202eNgọc Thụy\u202c "
    "trao 35\tsuất quà \U0001f381; ông Lê Văn Bá, Chủ\ntịch UBND phường, “nguyên” <b>&amp; dự. -DOCSTART- # id = 1\n\n"
    "Bầu bà Trần Thị Hoa giữ chức Phó Chủ tịch HĐND phường ngày 12/7/2018; T1\tperson 0 5\tx \U0001f600 "
    "trao 20 suất quà; giá 2 triệu \\; đồng."
)


@pytest.fixture(scope="session")
def records() -> list[Article]:
    samples = sorted((Path(__file__).parent.parent / "data" / "samples").glob("*/text.txt"))
    texts = [path.read_bytes().decode() for path in samples]
    texts += [HOSTILE, HOSTILE.replace("\n", "\r\n"), "", " \n\t"]
    return [vnnews.extract(text, id=f"bài/{n}") for n, text in enumerate(texts)]


@pytest.fixture
def dumped(tmp_path: Path, records: list[Article]) -> Path:
    lines = [record.model_dump_json() + "\n" for record in records]
    (tmp_path / "records.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path / "records.jsonl"
