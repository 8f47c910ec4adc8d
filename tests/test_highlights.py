"""An article as HTML: every character once and harmless, every item marked, told in words and findable by keyboard."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import vnnews
from vnnews.cli import main
from vnnews.export.html import article_body, articles_page, visible
from vnnews.highlights import highlights
from vnnews.records import Appointment, Article, DateMention, Producer

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "samples").iterdir())
MADE_BY = Producer(version="", lexicon="", segmenter="")
TEXT = "Họp phường\n\nSáng 13/7/2018, đồng chí Lê Văn Bá, PCT UBND phường Ngọc Thụy dự."


class _Page(HTMLParser):
    """The text of the article and its marks, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.marks, self.tags = "", [], set[str]()
        self._open: list[dict[str, str | None] | None] = []
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.add(tag)
        if self._depth or known.get("class") == "vnnews-text":
            self._depth += 1
            self._open.append(known | {"start": str(len(self.text))} if tag == "mark" else None)

    def handle_endtag(self, _tag: str) -> None:
        if self._depth:
            self._depth -= 1
            if mark := self._open.pop():
                self.marks.append((mark["data-kind"], self.text[int(mark["start"] or 0) :], mark["data-tip"]))

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.text += data


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda path: path.name)
def test_the_text_stands_there_once_with_every_item_marked(folder: Path) -> None:
    text = (folder / "text.txt").read_text(encoding="utf-8")
    record = vnnews.extract(text)
    page = _Page(article_body(record))
    assert page.text == text
    assert {(h.kind, text[h.start : h.end]) for h in highlights(record)} <= {mark[:2] for mark in page.marks}


def test_a_mark_tells_value_rule_and_lexicon_entry() -> None:
    marks = {(kind, text): tip for kind, text, tip in _Page(vnnews.to_html(vnnews.extract(TEXT))).marks}
    assert marks["date", "Sáng 13/7/2018"] == "date: 2018-07-13TMO\nrule: full_date\nlexicon: date_forms:full_date"
    assert marks["acronym", "PCT"] == (
        "acronym: Phó Chủ tịch\nrule: acronym_by_lexicon\nlexicon: acronyms:PCT=Phó Chủ tịch"
    )


def test_one_mark_lies_within_another() -> None:
    body = article_body(vnnews.extract(TEXT))
    title = body[body.index('<mark class="vn-title vn-up2"') :]
    assert title.index('<mark class="vn-acronym vn-up0"') < title.index('<mark class="vn-organization vn-up1"')
    assert "Ngọc Thụy</mark></mark>" in title


def test_marks_that_cross_are_cut() -> None:
    told = Appointment(
        name="A", title="T", action="elected", date=None, official=None, text="abcd", start=0, end=4, rule="r"
    )
    day = DateMention(text="cdef", start=2, end=6, rule="d", value="2018", kind="date")
    record = Article(content_hash="", text="abcdefg", producer=MADE_BY, appointments=(told,), dates=(day,))
    page = _Page(article_body(record))
    assert page.text == "abcdefg"
    assert [mark[:2] for mark in page.marks] == [("date", "cd"), ("appointment", "abcd"), ("date", "ef")]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\"><img src=x onerror='alert(1)'>", "\"><img src=x onerror='alert(1)'>"),
        ("</div></style><iframe>", "</div></style><iframe>"),
        ("&lt;b&gt; &#x202e;", "&lt;b&gt; &#x202e;"),
        ("a\u202eb\u2066c\u200fd", "a[U+202E]b[U+2066]c[U+200F]d"),
        ("a\x00b\x1b[31mc\x85", "a[U+0000]b[U+001B][31mc[U+0085]"),
    ],
)
def test_nothing_of_an_article_is_markup(hostile: str, shown: str) -> None:
    text = f"{hostile} Họp\n\nĐồng chí Lê Văn {hostile}, PCT UBND phường {hostile}, ngày 1/6/2021 {hostile}."
    record = vnnews.extract(text, url=f"https://x.vn/{hostile}", id=hostile)
    page = _Page(articles_page([(record, vnnews.explain(text))]))
    assert page.text == text.replace(hostile, shown)
    assert page.tags.isdisjoint({"script", "img", "iframe", "b", "a"})
    tags = {"html", "head", "meta", "title", "style", "body", "main", "article", "div", "ul", "li", "mark", "span"}
    assert page.tags <= tags | {"details", "summary", "table", "thead", "tbody", "tr", "th", "td"}


def test_line_ends_of_other_systems_are_one() -> None:
    assert visible("a\r\nb") == "a\nb"


def test_a_record_kept_without_its_text_shows_its_tables() -> None:
    record = vnnews.extract(TEXT).model_copy(update={"text": None})
    assert "<td>Phó Chủ tịch Ủy ban nhân dân phường Ngọc Thụy</td>" in record._repr_html_()


def test_a_notebook_shows_what_to_html_gives() -> None:
    record = vnnews.extract(TEXT)
    assert record._repr_html_() == vnnews.to_html(record)


def test_show_writes_a_page_of_all_that_can_be_read(tmp_path: Path) -> None:
    source, page = tmp_path / "a.jsonl", tmp_path / "a.html"
    source.write_text('{"text": "Họp ngày 1/6/2021."}\n{}\n{"text": "Họp ngày 2/6/2021."}\n', encoding="utf-8")
    result = CliRunner().invoke(main, ["show", str(source), "--html", str(page)])
    assert result.exit_code == 1
    assert 'a.jsonl:2: "text" is missing' in result.stderr
    html = page.read_text(encoding="utf-8")
    assert html.count("<article>") == 2
    assert "default-src 'none'" in html
