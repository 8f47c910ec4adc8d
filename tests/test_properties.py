"""What holds for every text: spans match, composition does not matter, nothing raises, pipe is extract mapped."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnnews
from vnnews import Article
from vnnews.lexicon import builtin

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "samples").glob("*/text.txt"))

KINDS_OF_WORDS = (
    "positions", "bodies", "counted_nouns", "honorifics", "measures", "date_words", "levels", "acronyms",
)  # fmt: skip
WORDS = st.sampled_from(
    [s for kind in KINDS_OF_WORDS
     for entry in builtin()[kind] for s in entry.surfaces[:2]]
)  # fmt: skip
GLUE = st.sampled_from([" ", ", ", " - ", ". ", "\n", ": ", " (", ") ", "; ", "/", " và ", "", ".", "\u00a0", " ngày "])
NUMBERS = st.sampled_from(
    ["12", "1.250", "38/38", "98,5%", "13/7/2018", "07", "500.000đ", "2020 - 2025", "7h30", "1.1.1."]
)
NAMES = st.sampled_from(
    ["Nguyễn Văn An", "LÊ THỊ HOA", "H'Giang Niê", "Y Thông Niê", "Phường 5", "Ngọc Thụy", "Lê Đăng lễ"]
)
ARTICLES = st.lists(st.tuples(st.one_of(WORDS, NUMBERS, NAMES), GLUE), max_size=60).map(
    lambda parts: "".join(word + glue for word, glue in parts)
)


def spans(value: Any) -> list[tuple[str, int, int]]:
    """Every text with offsets inside a dumped record."""
    if isinstance(value, dict):
        own = [(value["text"], value["start"], value["end"])] if {"text", "start", "end"} <= value.keys() else []
        return own + [span for item in value.values() for span in spans(item)]
    if isinstance(value, (list, tuple)):
        return [span for item in value for span in spans(item)]
    return []


def check(text: str, article: Article) -> None:
    clean = "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    assert article.text == clean
    for item, start, end in spans(article.model_dump()):
        assert clean[start:end] == item
    json.loads(article.model_dump_json())
    for kind in ("dates", "statistics", "documents"):
        at = [(item.start, item.end) for item in getattr(article, kind)]
        assert len(at) == len(set(at))
        assert all(item.rule for item in getattr(article, kind))


def values(article: Article) -> dict[str, Any]:
    """A record without what depends on the bytes of its input: offsets, surfaces, the hash."""

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                k: strip(v) for k, v in value.items() if k not in ("text", "start", "end", "content_hash", "sections")
            }
        return [strip(v) for v in value] if isinstance(value, (list, tuple)) else value

    return strip(article.model_dump())  # type: ignore[no-any-return]


@settings(max_examples=150, deadline=None)
@given(ARTICLES)
def test_spans_match_on_vietnamese_looking_text(text: str) -> None:
    check(text, vnnews.extract(text))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_nothing_raises_on_any_text(text: str) -> None:
    check(text, vnnews.extract(text))


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_composed_and_decomposed_input_give_equal_values(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert values(vnnews.extract(composed)) == values(vnnews.extract(unicodedata.normalize("NFD", composed)))


@settings(max_examples=25, deadline=None)
@given(st.lists(ARTICLES, max_size=4))
def test_pipe_is_extract_mapped(texts: list[str]) -> None:
    assert list(vnnews.pipe(texts)) == [vnnews.extract(text) for text in texts]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.parent.name)
def test_samples_hold_the_properties(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    article = vnnews.extract(text)
    check(text, article)
    decomposed = unicodedata.normalize("NFD", text)
    composed = unicodedata.normalize("NFC", text)
    assert values(vnnews.extract(decomposed)) == values(vnnews.extract(composed))
    assert vnnews.extract(text) == article


def test_no_list_of_the_contract_stays_empty_over_the_samples() -> None:
    records = [vnnews.extract(path.read_text(encoding="utf-8")) for path in SAMPLES]
    lists = ("sections", "dates", "officials", "appointments", "acronyms", "organizations", "statistics", "documents")
    assert [name for name in lists if not any(getattr(r, name) for r in records)] == []


def test_pipe_takes_mappings_and_keeps_their_order() -> None:
    items = [{"text": f"Ngày {n}/7, phường họp.", "id": str(n), "published_at": "2020-07-20"} for n in range(1, 6)]
    records = list(vnnews.pipe(items))
    assert [r.id for r in records] == ["1", "2", "3", "4", "5"]
    assert [r.dates[0].value for r in records] == [f"2020-07-0{n}" for n in range(1, 6)]
