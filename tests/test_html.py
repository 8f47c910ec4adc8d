"""Scraped pages in the manner of the portals' systems: what the record says of them, and what it leaves out."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import vnnews
from vnnews.cli import main
from vnnews.text.encoding import decode, repair

BODY = (
    "<p><b>Sáng ngày 12/7, UBND phường Ngọc Sơn tổ chức hội nghị sơ kết công tác hòa giải ở cơ sở.</b></p>"
    "<p>Dự hội nghị có đồng chí Nguyễn Văn Lợi, Chủ tịch UBND phường, cùng đại diện 38 tổ hòa giải trên địa bàn.</p>"
    "<p>Trong 6 tháng đầu năm 2018, các tổ đã hòa giải thành 12/15 vụ việc, đạt tỷ lệ 80%, không để phát sinh "
    "điểm nóng về an ninh trật tự.</p>"
)
HEADLINE = "Phường Ngọc Sơn sơ kết công tác hòa giải ở cơ sở"
MENU = '<div id="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/t">Tin tức</a></li></ul></div>'
RELATED = (
    '<div class="other"><h3>Các tin khác</h3><ul>'
    '<li><a href="/1">Phường kiểm tra 15 cơ sở thực phẩm</a> (12/05/2021)</li>'
    '<li><a href="/2">Ông Trần Văn Bé nhận huy hiệu Đảng</a> (03/05/2021)</li></ul></div>'
    "<footer>Đang online: 12. Tổng truy cập: 336505. Bản quyền thuộc UBND phường Ngọc Sơn</footer>"
)


def _page(head: str, article: str) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{MENU}{article}{RELATED}</body></html>"


TITLE = f"<title>{HEADLINE} - Cổng thông tin điện tử</title>"
NEWS = json.dumps({
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, "articleSection": "Tư pháp",
    "datePublished": "2018-07-13T10:28:00Z", "author": {"@type": "Person", "name": "Thanh Thủy"},
})  # fmt: skip
GRAPH = json.dumps({"@graph": [
    {"@type": "WebSite", "name": "Cổng TTĐT"},
    {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "name": "Trang chủ"}, {"@type": "ListItem", "item": {"name": "Hòa giải"}},
    ]},
]})  # fmt: skip

H1 = f"<h1>{HEADLINE}</h1>"
PATH = '<div class="breadcrumb"><a>Trang chủ</a> » <a>Tin tức</a> » <span>Tư pháp</span></div>'
LIST_PATH = '<ol class="breadcrumb"><li>Trang nhất</li><li>Tin tức</li></ol>'
POSTED = '<meta property="article:published_time" content="2018-07-13T17:28:00+07:00">'
OPEN_GRAPH = f'<meta property="og:title" content="{HEADLINE}">'
CLOCK = f"<div>Thứ sáu, ngày 26 tháng 04 năm 2024</div>{'<p>Liên kết</p>' * 12}"


def _linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


PAGES = {
    "stamp and counter in one line below the headline": (
        _page(
            TITLE, f"{PATH}{H1}<div>Ngày đăng 13/07/2018 | 17:28 | Lượt xem: 1509</div>{BODY}<p>Tin, ảnh: Văn Lâm</p>"
        ),
        {"category": "Tư pháp", "published_at": "2018-07-13T17:28", "view_count": 1509, "credit": "Văn Lâm"},
    ),
    "stamp and counter as list items": (
        _page(
            TITLE,
            f"{LIST_PATH}{H1}<ul><li>Thứ sáu - 13/07/2018 17:28</li><li>Đã xem: 50</li></ul>{BODY}"
            "<p>Tác giả bài viết: Văn Lâm</p>",
        ),
        {"category": "Tin tức", "published_at": "2018-07-13T17:28", "view_count": 50, "credit": "Văn Lâm"},
    ),
    "linked data only, in universal time": (
        _page(TITLE + _linked(NEWS), f"<article>{H1}{BODY}</article>"),
        {"category": "Tư pháp", "published_at": "2018-07-13T17:28", "credit": "Thanh Thủy"},
    ),
    "Open Graph and a path of sections": (
        _page(TITLE + _linked(GRAPH) + POSTED + OPEN_GRAPH, f"<h2>{HEADLINE}</h2>{BODY}"),
        {"category": "Hòa giải", "published_at": "2018-07-13T17:28"},
    ),
    "time element": (
        _page(TITLE, f'{H1}<time datetime="2018-07-13T17:28">một ngày đẹp trời</time>{BODY}'),
        {"published_at": "2018-07-13T17:28", "category": None},
    ),
    "clock of the page far above": (
        _page(TITLE, f"{CLOCK}{H1}<span>Cập nhật lúc 17:28 ngày 13/07/2018</span>{BODY}"),
        {"published_at": "2018-07-13T17:28"},
    ),
    "headline in a heading, site name in the title": (
        _page("<title>Cổng thông tin điện tử phường</title>", f"{H1}{BODY}"),
        {"published_at": None},
    ),
    "broken linked data": (_page(TITLE + _linked("{broken"), f"{H1}{BODY}"), {"published_at": None, "credit": None}),
    "system user as author": (
        _page(f'{TITLE}<meta name="author" content="Administrator">', f"{H1}{BODY}"),
        {"credit": None},
    ),
}


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES)
def test_page(html: str, expected: dict[str, Any]) -> None:
    article = vnnews.extract_html(html)
    assert article.title == HEADLINE
    assert {key: getattr(article, key) for key in expected} == expected
    assert [o.name for o in article.officials] == ["Nguyễn Văn Lợi"]  # none of the related news
    assert [(s.text, s.value) for s in article.statistics] == [
        ("38 tổ hòa giải", 38), ("12/15 vụ việc", 12), ("tỷ lệ 80%", 80),
    ]  # fmt: skip
    assert article.text is not None
    for item in (*article.dates, *article.statistics):
        assert article.text[item.start : item.end] == item.text
    year = "2018" if article.published_at else "XXXX"
    assert [d.value for d in article.dates if d.text == "Sáng ngày 12/7"] == [f"{year}-07-12TMO"]


def test_captions_and_tables_are_kept_in_their_place() -> None:
    table = "<table><tr><td>Tổ 1</td><td>12 vụ</td></tr><tr><td>Tổ 2</td><td>7 vụ</td></tr></table>"
    figure = "<figure><img src=a.jpg><figcaption>Quang cảnh hội nghị</figcaption></figure>"
    paragraphs = BODY.replace("</b></p>", f"</b></p>{figure}") + table
    text = vnnews.extract_html(_page(TITLE, f"<h1>{HEADLINE}</h1>{paragraphs}")).text
    assert text is not None
    assert text.index("Sáng ngày") < text.index("Quang cảnh") < text.index("Dự hội nghị") < text.index("12 vụ")


def test_line_breaks_of_the_markup_are_spaces() -> None:
    broken = BODY.replace("Chủ tịch UBND", "Chủ\n   tịch UBND")
    assert vnnews.extract_html(_page(TITLE, H1 + broken)).text == vnnews.extract_html(_page(TITLE, H1 + BODY)).text


def test_the_stamp_comes_before_the_caller_and_the_caller_before_the_markup() -> None:
    markup = f'{TITLE}<meta property="article:published_time" content="2018-07-13">'
    stamped = _page(markup, f"<h1>{HEADLINE}</h1><p>Ngày đăng: 14/07/2018</p>{BODY}")
    plain = _page(markup, f"<h1>{HEADLINE}</h1>{BODY}")
    known = [
        vnnews.extract_html(page, published_at=told).published_at
        for page in (stamped, plain)
        for told in ("2018-07-15", None)
    ]
    assert known == ["2018-07-14", "2018-07-14", "2018-07-15", "2018-07-13"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<html>", ""),
        ("<!-- nothing -->", ""),
        ("Sáng 13/7/2018, phường họp.", "Sáng 13/7/2018, phường họp."),
        ("<p>Sáng 13/7/2018, phường họp", "Sáng 13/7/2018, phường họp"),
        ("<div>" * 3000 + "Sáng 13/7/2018, phường họp." + "</div>" * 3000, "Sáng 13/7/2018, phường họp."),
        ("<p>a\x00b \ud800</p>", "ab"),
    ],
    ids=lambda value: value[:20],
)
def test_pages_without_an_article_lose_nothing(html: str, text: str) -> None:
    assert (vnnews.extract_html(html).text or "").replace("\ufffd", "").strip() == text


def _vni(text: str) -> str:
    """Write a text as VNI fonts do; the inverse of the library's reading, made from it letter by letter."""
    vowels, marks = "aeouyôöAEOUYÔÖ", "ùøûõïâáàåãäêéèúüë"
    pairs = {a + b: unicodedata.normalize("NFC", repair_vni(a + b)) for a in vowels for b in marks}
    singles = {c: unicodedata.normalize("NFC", repair_vni(c)) for c in "ñÑôÔöÖæÆóÓòÒîÎ"}
    written = {new: old for old, new in (*pairs.items(), *singles.items()) if len(new) == 1 and new != old}
    return "".join(written.get(c, c) for c in text)


def repair_vni(text: str) -> str:
    from vnnews.text.encoding import LEGACY  # noqa: PLC0415

    return LEGACY["VNI"](text)


def _single_byte(text: str, name: str) -> bytes:
    from vnnews.text.encoding import LEGACY  # noqa: PLC0415

    bytes_of = {LEGACY[name](chr(b)): b for b in range(256) if LEGACY[name](chr(b)) != chr(b)}
    return bytes(bytes_of.get(c, ord(c)) for c in text)


TEXT = "Sáng 13/7/2018, phường Ngọc Sơn tổ chức hội nghị. Đồng chí Nguyễn Văn Lợi, Chủ tịch phường, dự."
ENCODED = [
    pytest.param(TEXT.encode("utf-8-sig"), "utf-8", id="UTF-8 with a mark"),
    pytest.param(TEXT.encode("utf-16"), "utf-16-le", id="UTF-16 with a mark"),
    pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", id="UTF-16 without a mark"),
    pytest.param(_single_byte(TEXT, "TCVN3"), "TCVN3", id="TCVN3"),
    pytest.param(_single_byte(TEXT, "VISCII"), "VISCII", id="VISCII"),
    pytest.param(_vni(TEXT).encode("latin-1"), "VNI", id="VNI"),
    pytest.param(
        b"S\xe1ng 13/7/2018, ph\xfd\xf5\xccng Ngo\xf2c S\xf5n t\xf4\xd2 ch\xfd\xecc h\xf4\xf2i ngh\xeei\xf2. "
        b"\xd0\xf4\xccng ch\xed Nguy\xea\xden V\xe3n L\xf5\xf2i, Chu\xd2 ti\xf2ch ph\xfd\xf5\xccng, d\xfd\xf2.",
        "windows-1258",
        id="windows-1258",
    ),
]


@pytest.mark.parametrize(("data", "encoding"), ENCODED)
def test_bytes_are_decoded_by_the_words_they_make(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert found.encoding == encoding
    assert found.text.replace("nghîị", "nghị") == TEXT


@pytest.mark.parametrize("data", [b"\x80\x81 abc \xff", bytes(range(256)), "Café à la crème déjà vu".encode("latin-1")])
def test_bytes_of_no_encoding_are_refused(data: bytes) -> None:
    with pytest.raises(vnnews.UndecodableError, match="not UTF-8"):
        vnnews.extract_html(data)


def test_a_legacy_page_says_so(tmp_path: Path) -> None:
    page = _page('<meta charset="x-user-defined">', f"<h1>{HEADLINE}</h1>{BODY}")
    data = _single_byte(page, "TCVN3")
    article = vnnews.extract_html(data)
    assert [w.code for w in article.warnings].count("legacy_encoding") == 1
    assert [o.name for o in article.officials] == ["Nguyễn Văn Lợi"]
    (tmp_path / "a.html").write_bytes(data)
    (tmp_path / "b.html").write_bytes(b"<html><p>\x80\x81 abc \xff")
    done = CliRunner().invoke(main, ["extract", str(tmp_path)])
    assert json.loads(done.stdout)["text"] == article.text
    assert f"{tmp_path}/b.html: byte" in done.stderr
    assert done.exit_code == 1


def test_letters_of_old_fonts_inside_unicode_are_read_where_they_stand() -> None:
    damaged = "Phßng T­ ph¸p tæ chøc héi nghÞ"
    text = f"Sáng 13/7/2018, đại diện {damaged} tại phường. Đồng chí Lê Văn Bá dự."
    readable, (run,) = repair(text)
    assert unicodedata.normalize("NFC", readable) == text.replace(damaged, "Phòng Tư pháp tổ chức hội nghị")
    assert (text[run.start : run.end], run.encoding) == (damaged, "TCVN3")
    article = vnnews.extract(text)
    assert "Phòng Tư pháp" in [o.name for o in article.organizations]
    assert [(w.start, w.end) for w in article.warnings if w.code == "legacy_encoding"] == [(run.start, run.end)]


@pytest.mark.parametrize(
    "text", ["© 2018 UBND phường ® Bản quyền", "Müller größte Straße für Übung", "«Hội nghị» — 12 m²; 30°C"]
)
def test_signs_and_foreign_words_are_left_alone(text: str) -> None:
    assert repair(text) == (text, ())
