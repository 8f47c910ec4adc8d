"""What `vnnews export` writes, read by the tools that it is for (`make test-handoff`).

FollowTheMoney by its library, Label Studio by its SDK, brat by the reader and the checks of brat's own server, CoNLL by
spaCy's converter and seqeval, spaCy by itself, Popolo by EveryPolitician's reader and by a JSON Schema written here
from the specification. The records are those of the samples and of a text that is hard on formats.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import vnnews
from vnnews.batch.readers import read_records
from vnnews.export.formats import export
from vnnews.export.labelstudio import configuration_path
from vnnews.export.regions import marked
from vnnews.export.spacy import to_docs
from vnnews.highlights import highlights, outermost
from vnnews.records import Article

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "\U0001f600 Phường họp\r\n13/07/2018 | 17:28\n\nSáng\u00a013/7/2018,\u2028UBND\tphường \u202eNgọc Thụy\u202c "
    "trao 35\tsuất quà \U0001f381; ông Lê Văn Bá, Chủ\ntịch UBND phường, “nguyên” <b>&amp; dự. -DOCSTART- # id = 1\n\n"
    "Bầu bà Trần Thị Hoa giữ chức Phó Chủ tịch HĐND phường ngày 12/7/2018; T1\tperson 0 5\tx \U0001f600 "
    "trao 20 suất quà."
)
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def records() -> list[Article]:
    # RECORDS names a file of records to read instead: the same checks over a whole corpus
    if named := os.environ.get("RECORDS"):
        return [record for record in read_records([named]) if isinstance(record, Article)]
    texts = [path.read_bytes().decode() for path in sorted((ROOT / "data" / "samples").glob("*/text.txt"))]
    addresses = ["https://ngocthuy.longbien.hanoi.gov.vn", "HTTPS://A.vn/tin tức?a=1#b", "javascript:alert(1)", ""]
    texts += [HOSTILE, "", " \n", *[HOSTILE.replace("Bá", name) for name in ("“Bá”", "Bá")]]
    return [vnnews.extract(text, id=f"bài/{n}", url=addresses[n % 4]) for n, text in enumerate(texts)]


def test_followthemoney(records: list[Article], tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney").model
    export(records, "ftm", tmp_path / "out.ftm.json")
    entities = [json.loads(line) for line in (tmp_path / "out.ftm.json").read_text(encoding="utf-8").split("\n")[:-1]]
    schema_of = {entity["id"]: entity["schema"] for entity in entities}
    assert len(schema_of) == len(entities) > 100
    for entity in entities:
        proxy = model.get_proxy(entity)
        proxy.schema.validate(entity)
        kept = proxy.to_dict()["properties"]
        assert {name: sorted(values) for name, values in kept.items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }, "nothing is dropped or changed by the cleaners"
        for prop in proxy.iterprops():
            for value in proxy.get(prop) if prop.type.name == "entity" else ():
                assert model.get(schema_of[value]).is_a(prop.range), (entity, prop.name)


def test_label_studio(records: list[Article], tmp_path: Path) -> None:
    interface = pytest.importorskip("label_studio_sdk.label_interface").LabelInterface
    out = tmp_path / "tasks.json"
    export(records, "labelstudio", out)
    config = interface(configuration_path(out).read_text(encoding="utf-8"))
    config.validate()
    tasks = json.loads(out.read_bytes())
    assert len(tasks) == len(records)
    for task in tasks:
        # with predictions in it the SDK's validate_task calls validate_prediction without its argument
        assert config.validate_task({"data": task["data"]})
        (prediction,) = task["predictions"]
        assert config.validate_prediction(prediction, return_errors=True) == []
        assert config.validate_annotation(prediction)


def _brat(base: Path) -> tuple[Any, Any, Any]:
    """Import brat's server as it is installed: a script that looks for its modules and a configuration by name."""
    package = pytest.importorskip("brat.server.src")
    sys.path.insert(0, str(next(iter(package.__path__))))
    config = types.ModuleType("config")
    config.BASE_DIR = config.DATA_DIR = config.WORK_DIR = str(base)  # type: ignore[attr-defined]
    sys.modules["config"] = config
    annotation = importlib.import_module("annotation")
    annotation.codecs_open = _opened
    return annotation, importlib.import_module("projectconfig"), importlib.import_module("verify_annotations")


def _opened(name: str, mode: str = "r", **how: Any) -> Any:
    """Open as brat means it: with mode "rU", which Python dropped in 3.11."""
    return Path(name).open(mode.replace("U", "").replace("b", ""), **how)


def test_brat(records: list[Article], tmp_path: Path) -> None:
    annotation, projectconfig, verify = _brat(tmp_path)
    export(records, "brat", tmp_path / "out")
    config = projectconfig.ProjectConfiguration(str(tmp_path / "out"))
    files = sorted((tmp_path / "out").glob("*.ann"))
    assert len(files) == len(records)
    marks = 0
    for file in files:
        found = annotation.TextAnnotations(str(file.with_suffix("")), read_only=True)
        assert not found.failed_lines
        assert [issue.description for issue in verify.verify_annotation(found, config)] == []
        text = file.with_suffix(".txt").read_bytes().decode()
        for mark in found.get_textbounds():
            marks += 1
            assert mark.text == " ".join(text[start:end] for start, end in mark.spans)
        assert len(list(found)) == file.read_bytes().count(b"\n")
    assert marks == sum(len(marked(record, record.text or "").regions) for record in records)


def _sentences(path: Path) -> Iterator[list[list[str]]]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if block.strip() and not block.startswith("-DOCSTART-"):
            yield [line.split("\t") for line in block.strip("\n").split("\n")]


def test_conll(records: list[Article], tmp_path: Path) -> None:
    converters = pytest.importorskip("spacy.training.converters")
    entities_of = pytest.importorskip("seqeval.metrics.sequence_labeling").get_entities
    iob2 = pytest.importorskip("seqeval.scheme")
    out = tmp_path / "out.conll"
    export(records, "conll", out)
    told = [[(mark.kind, mark.start, mark.end) for mark in outermost(highlights(record))] for record in records]
    filled = [marks for record, marks in zip(records, told, strict=True) if (record.text or "").strip()]
    docs = list(converters.conll_ner_to_docs(out.read_text(encoding="utf-8"), no_print=True))
    assert [[ent.label_ for ent in doc.ents] for doc in docs] == [[kind for kind, _, _ in marks] for marks in filled]
    found = []
    for sentence in _sentences(out):
        tags = [columns[-1] for columns in sentence]
        for kind, first, last in entities_of(tags):
            found.append((kind, int(sentence[first][1]), int(sentence[last][2])))
        assert len(iob2.Entities([tags], iob2.IOB2).entities[0]) == len(entities_of(tags)), "strict IOB2"
    assert found == [mark for marks in told for mark in marks]


def test_spacy(records: list[Article], tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    tokens = pytest.importorskip("spacy.tokens")
    out = tmp_path / "out.spacy"
    export(records, "spacy", out)
    stored = list(tokens.DocBin().from_disk(out).get_docs(spacy.blank("xx").vocab))
    for docs in (stored, list(to_docs(records))):
        assert [doc.text for doc in docs] == [record.text for record in records]
        for record, doc in zip(records, docs, strict=True):
            marks = highlights(record)
            assert sorted((g, s.start_char, s.end_char, s.kb_id_, s.id_) for g in doc.spans for s in doc.spans[g]) == (
                sorted((m.kind, m.start, m.end, m.value, str(m.item)) for m in marks)
            )
            spans = [(ent.label_, ent.start_char, ent.end_char) for ent in doc.ents]
            assert spans == [(m.kind, m.start, m.end) for m in outermost(marks)]
            assert doc.user_data["id"] == record.id
            assert Article.model_validate({**doc.user_data["record"], "text": doc.text}) == record


DAY = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}
STRING = {"type": "string"}
LINK = {
    "type": "object", "required": ["url"], "additionalProperties": False,
    "properties": {"url": {"type": "string", "format": "uri", "pattern": "^https?://"}, "note": STRING},
}  # fmt: skip


def _class(required: str, optional: str) -> dict[str, Any]:
    properties: dict[str, Any] = dict.fromkeys(f"{required} {optional}".split(), STRING)
    properties |= {name: DAY for name in properties if name.endswith("_date")}
    if "sources" in properties:
        properties["sources"] = {"type": "array", "items": LINK}
    array = {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}
    return {"type": "array", "items": array}


# the members that we write, with their types in the specification's schemas
POPOLO = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "persons": _class("id name", "gender sources"),
        "organizations": _class("id name", "classification area_id"),
        "posts": _class("id label", "role organization_id area_id"),
        "memberships": _class("id person_id post_id", "label role organization_id area_id start_date end_date sources"),
        "areas": _class("id name", "classification parent_id"),
    },
}


def test_popolo(records: list[Article], tmp_path: Path) -> None:
    popolo = pytest.importorskip("popolo_data.importer").Popolo
    out = tmp_path / "out.json"
    export(records, "popolo", out)
    written = json.loads(out.read_bytes())
    pytest.importorskip("jsonschema").Draft202012Validator(POPOLO).validate(written)
    found = popolo(written)
    assert len(found.persons) == len(written["persons"])
    for membership in found.memberships:
        assert membership.person.name
        assert membership.post.label
        assert not membership.organization_id or membership.organization.name
        assert not membership.area_id or membership.area.name
    assert any(membership.start_date for membership in found.memberships if "start_date" in membership.data)
