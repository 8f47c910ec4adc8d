"""Words are those of underthesea, told as spans, at any input."""

from __future__ import annotations

import itertools
import json
import threading
import time
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from underthesea import word_tokenize
from underthesea.pipeline.text_normalize.token_normalize import token_normalize

import vnnews
from vnnews.text import segment, word_model

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "press.jsonl"
SAMPLES = sorted((ROOT / "data" / "samples").glob("*/text.txt"))


def _same(view: str) -> bool:
    """Whether the words are underthesea's, whose spelling of a token may be another (`qui định`, `quy định`)."""
    theirs = word_tokenize(view)
    ours = [unicodedata.normalize("NFC", view[start:end]) for start, end in segment.view_words(view)]

    def spelled(word: str) -> str:
        return "".join(token_normalize(part) for part in word.split())

    return len(theirs) == len(ours) and all(
        "".join(a.split()) == "".join(b.split()) or spelled(a) == spelled(b) for a, b in zip(theirs, ours, strict=True)
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.parent.name)
def test_words_of_samples_are_those_of_underthesea(path: Path) -> None:
    assert _same(vnnews.normalize(path.read_text(encoding="utf-8")))


@pytest.mark.skipif(not CORPUS.exists(), reason="the press corpus lies beside the checkout where it was developed")
def test_words_of_press_articles_are_those_of_underthesea() -> None:
    texts = [vnnews.normalize(json.loads(line)["text"]) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    assert [text[:60] for text in texts if not _same(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "một", "Sáng 13/7", "UBND", "T.Ư", "Dự có ông A.", "Dự có ông A.\n", "Dự có ông A. ", "v.v.",
        "thuỷ lợi, hoà giải", "H&M và H'Mông", "www.a.vn, e-mail a@b.vn", ":D", ":D vui", "ß ŉ ǅ",
        "+84 -5 2147483648 4294967296", "e\u0301 ơ\u0309", "Ðảng ủy", "0", "10:20:50 43H-0530", "\u1ea1\u0323",
        "(a) [b] {c}", "a\u00a0b", "…", "=> ==> ->", "1.600m-2.000m",
    ],
)  # fmt: skip
def test_words_of_odd_texts_are_those_of_underthesea(text: str) -> None:
    assert _same(text)


def test_words_are_spans_in_order() -> None:
    text = "Uỷ ban nhân dân xã Hoà Bình tổ chức toạ đàm."
    spans = list(vnnews.words(text))
    assert [text[start:end] for start, end in spans][:3] == ["Uỷ", "ban nhân dân", "xã"]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("text", ["\ufb4b\uc4c4 ", " họp", "họp ", "  họp  xã\n\n", "\ufb1d"])
def test_no_word_is_empty(text: str) -> None:
    assert all(start < end for start, end in segment.view_words(text))


@pytest.mark.parametrize("unit", ["1.1.1.", "a.a.", "v.v.", "A", "(", "-", "ạ", "a&", "1,"])
def test_time_of_hostile_runs_is_linear(unit: str) -> None:
    list(segment.view_words("ấm máy"))
    began = time.process_time()
    list(segment.view_words(unit * 20_000))
    assert time.process_time() - began < 5


@pytest.fixture
def unknown_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(word_model.KNOWN, "models.bin", "another model")
    segment.forget()
    yield
    segment.forget()


@pytest.mark.usefixtures("unknown_model")
def test_an_unknown_model_is_left_to_underthesea_with_one_warning() -> None:
    text = "Phường tổ chức hội nghị tọa đàm về hòa giải"
    with pytest.warns(UserWarning, match="word_tokenize"):
        first = list(segment.view_words(text))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(segment.view_words(text)) == first
    segment.forget()
    assert [text[a:b] for a, b in first] == word_tokenize(text)


def test_threads_get_equal_words_from_a_cold_start() -> None:
    segment.forget()
    text = SAMPLES[0].read_text(encoding="utf-8")
    found: list[list[tuple[int, int]]] = []
    threads = [threading.Thread(target=lambda: found.append(list(vnnews.words(text)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(words == found[0] for words in found)
