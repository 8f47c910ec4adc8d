"""Whatever comes in, a valid record comes out, with a warning where there is something to tell."""

from __future__ import annotations

import gc
import time

import pytest

import vnnews


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["empty_text"]),
        (" \n\t\u00a0\ufeff", ["empty_text"]),
        ("The city council met on Monday to discuss the annual budget of the district. " * 6, ["not_vietnamese"]),
        ("\x00\x01\x02PNG\x89\xff\xfe", []),
        ("a\ud83d b", ["undecodable_characters"]),
        ("Họp ngày 31/2/2020 tại phường.\nHọp lại ngày 14/02/107.", ["impossible_date", "impossible_date"]),
        ("Ngày 23/7, xã ra quân. Ngày 24/7, xã tổng kết.", ["unknown_year"]),
        ("Mít tinh kỷ niệm Ngày Thương binh - Liệt sĩ 27/7.", []),
    ],
)
def test_odd_text_gives_a_record_and_says_so(text: str, codes: list[str]) -> None:
    assert [w.code for w in vnnews.extract(text).warnings] == codes


@pytest.mark.parametrize(("articles", "warned"), [(0, False), (1, False), (12, True)])
def test_articles_behind_other_news_are_left_out_with_a_warning(articles: int, warned: bool) -> None:
    story = "Sáng 12/3/2021, UBND phường tổ chức ra quân dọn vệ sinh tại các tuyến phố, thu hút 120 người tham gia, "
    story += "thu gom 3 tấn rác thải; các tổ dân phố đã ký cam kết giữ gìn vệ sinh chung và trồng thêm cây xanh."
    text = f"Phường ra quân tổng vệ sinh đầu xuân\n\n{story}\n\nCác tin khác:\n- Lịch cúp điện (03/01/2021)\n"
    found = vnnews.extract(text + "\n".join([story] * articles)).warnings
    assert ("unread_prose" in [w.code for w in found]) == warned


@pytest.mark.parametrize("value", [None, b"bytes", 12, ["a"]])
def test_no_string_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="text is a string"):
        vnnews.extract(value)  # type: ignore[arg-type]


HOSTILE = (
    "1", "1.1.1.", "1/", "1/1/1/", "a.a.", "v.v. ", ",", ".", "(", "[", "\"", "-", "A", "ABC DEF ",
    "\u0301", "a\u0301\u0302", "a\u200b", "\ud800", "\n", " \n", "- a\n", "1. a\n",
    "Nguyễn ", "ông ", "ông, bà, ", "đồng chí ", "Ông ", "UBND-", "UBND ", "Chủ tịch UBND ", "phường A ",
    "ngày ", "ngày 1, ", "tháng 1 ", "1 và ", "từ 1 đến ", "hai mươi ", "số 1/", "1/QĐ-", "HỘI NGHỊ ", "®¶ng ",
    "1,5% ", "13/7/2018 ", "45 hộ, ", "Lê Văn Bá, ", "Sáng 13/7, 38 tổ họp. ", "UBND phường 5, ",
    "đồng chí Trần Văn Bình - Chủ tịch UBND phường; ", "Quyết định số 12/QĐ-UBND, ",
)  # fmt: skip


def _seconds(text: str) -> float:
    """CPU time of an extraction, without the collector: what other tests left behind is not the text's fault."""
    gc.disable()
    begun = time.process_time()
    vnnews.extract(text)
    took = time.process_time() - begun
    gc.enable()
    return took


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_long_lines_take_linear_time(unit: str) -> None:
    """No pattern may search a line again from each of its offsets: four times the text, about four times the time."""
    small, large = unit * (25_000 // len(unit)), unit * (100_000 // len(unit))
    vnnews.extract(small[:2000])
    growths = (_seconds(large) / max(_seconds(small), 0.05) for _ in range(3))  # one is enough, another process may run
    assert any(growth < 9 for growth in growths)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Phường\x02 họp</p>", "Phường họp"),
        ("<p>Phường&#2;họp</p>", "Phường họp"),
        ("<p>Phường &#xFFFE; họp</p>", "Phường họp"),
        ("<p>\ud800 họp</p>", "\ufffd họp"),
        ("<p>Phường họp</p><!-- \x02 -->", "Phường họp"),
        (b"<p>\xef\xbf\xbe Ph\xc6\xb0\xe1\xbb\x9dng</p>", "Phường"),
    ],
)
def test_pages_with_characters_that_xml_forbids_are_read(page: str | bytes, text: str) -> None:
    assert vnnews.extract_html(page).text == text
