"""The text layer: what normalization makes equal, and that every span finds its way back."""

from __future__ import annotations

import unicodedata

import pytest

from vnnews import normalize, sentences, words
from vnnews.text.numerals import read_number, read_words
from vnnews.text.source import read


@pytest.mark.parametrize(
    ("text", "expect", "reason"),
    [
        ("Uỷ ban", "Ủy ban", "the tone stands on the first vowel of an open syllable"),
        ("Hoà Bình, khoẻ, TOÀ ÁN", "Hòa Bình, khỏe, TÒA ÁN", "oa, oe"),
        ("quý, quỷ, hoàn, thuyền", "quý, quỷ, hoàn, thuyền", "onset qu and closed syllables stay"),
        ("HÐND ðồng", "HĐND đồng", "Icelandic eth"),
        ("“5 tốt” ‘a’", "\"5 tốt\" 'a'", "quotes"),
        ("2020 – 2025 — a", "2020 - 2025 - a", "dashes"),
        ("UB\u200bND\ufeff", "UBND", "zero-width marks"),
        ("a\u00a0\u00a0b\tc", "a b c", "odd spaces, and runs of them"),
        ("A. \n B", "A.\nB", "spaces around a line break"),
        ("kinh\nphí của\nxã", "kinh phí của xã", "a hard wrap inside a clause"),
        ("Hội nghị\nSáng nay", "Hội nghị\nSáng nay", "a new line that begins a sentence"),
        ("hoại".replace("ạ", "a\u0323"), "hoại", "decomposed"),
        ("a\x00b", "a b", "NUL"),
        ("a\ud800b", "a\ufffdb", "a lone surrogate"),
    ],
)
def test_normalize(text: str, expect: str, reason: str) -> None:
    assert normalize(text) == expect, reason


TEXTS = [
    "Sáng ngày 13/7/2018, tại UBND phường Ngọc Thụy.",
    "Uỷ  ban\u00a0nhân dân\u200b xã \n Hoà Bình",
    unicodedata.normalize("NFD", "Đồng chí Nguyễn Viết Tấn,  Phó bí thư"),
    "a\r\nb\r\n\r\nc",
]


def letters(text: str) -> str:
    """Letters without marks: a span that cuts a vowel pair can lose its tone to the other half."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c) and not c.isspace())


@pytest.mark.parametrize("text", TEXTS)
def test_every_view_span_maps_to_characters_that_normalize_to_it(text: str) -> None:
    source = read(text)
    for start in range(len(source.view)):
        for end in range(start + 1, len(source.view) + 1):
            first, last = source.original_span(start, end)
            assert 0 <= first < last <= len(text)
            piece = normalize(text[first:last])
            assert letters(piece) == letters(source.view[start:end])


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("Họp tại TP. Huế. Có 38 tổ.", ["Họp tại TP. Huế.", "Có 38 tổ."]),
        ("Đã xong! Còn 5 hộ? Chưa.", ["Đã xong!", "Còn 5 hộ?", "Chưa."]),
        ("- Mục một\n- Mục hai", ["- Mục một", "- Mục hai"]),
        ("Ông Lê V. An nói. Hết", ["Ông Lê V. An nói.", "Hết"]),
        ("tổng 1.250 hộ. Trong đó", ["tổng 1.250 hộ.", "Trong đó"]),
        ("", []),
    ],
)
def test_sentences(text: str, expect: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expect


def test_words_are_spans_into_the_untouched_text() -> None:
    text = "Phường tổ  chức hội nghị về hoà giải."
    found = [text[a:b] for a, b in words(text)]
    assert found == ["Phường", "tổ  chức", "hội nghị", "về", "hoà giải", "."]


@pytest.mark.parametrize(
    ("digits", "decimal_comma", "value"),
    [
        ("1.250", False, 1250),
        ("98,5", True, 98.5),
        ("6.6", True, 6.6),
        ("07", False, 7),
        ("1.250,5", True, 1250.5),
        ("35,192", True, 35.192),
        ("1,748", False, 1748),
        ("7.576.800.000", True, 7_576_800_000),
        ("79.31", True, 79.31),
        ("1.2.3", True, None),
    ],
)
def test_numbers(digits: str, decimal_comma: bool, value: float | None) -> None:
    assert read_number(digits, decimal_comma) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ba đồng chí", 3),
        ("mười lăm hộ", 15),
        ("hai mươi lăm hộ", 25),
        ("một trăm hộ", 100),
        ("một nghìn hai trăm", 1200),
        ("hai trăm linh năm", 205),
        ("ba triệu năm trăm nghìn", 3_500_000),
    ],
)
def test_number_words(text: str, value: int) -> None:
    read_back = read_words(text, 0)
    assert read_back is not None
    assert read_back[1] == value


WRAPPED = """\
Ngày 20-4, Hội CCB xã đã tổ chức thành công Đại hội đại biểu
lần thứ IV. Dự Đại hội có đồng chí Lê Văn Sáu, CT
UBND xã, cùng đông đảo hội viên của các thôn; có cả
Bộ đội Biên phòng tỉnh. Quỹ Hội được 214.500.000
đồng, giúp 39 hộ hội viên thoát nghèo, đưa tỷ lệ xuống
còn 3,7%; đến năm
2017 không còn hộ nghèo ở nhà tạm, quỹ Hội đạt cao hơn
trước.

- Bà Trần Thị Bé
- Ông Lê Văn Tám
"""


def test_wrapped_paragraphs_are_joined_at_every_full_line() -> None:
    view = read(WRAPPED).view
    assert len(view) == len(WRAPPED)
    assert "CT UBND xã" in view
    assert "214.500.000 đồng" in view
    assert "đến năm\n2017" in view  # the line was not full
    assert "\n- Bà Trần Thị Bé\n- Ông Lê Văn Tám" in view


def test_lists_of_lines_alike_in_length_stay_lines() -> None:
    lines = "\n".join(
        f"Đồng chí Nguyễn Văn {name}, Phó Chủ tịch UBND phường số {n}" for n, name in enumerate("ABCDEFG")
    )
    assert read(lines).view == lines
