"""The page of ``vnnews serve`` and of ``vnnews show --html`` in a browser, with hostile articles too."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vnnews.evaluate import evaluate
from vnnews.extractor import Extractor

ROOT = Path(__file__).parent.parent.parent
ARTICLE = (ROOT / "data" / "samples" / "bo-nhiem-can-bo" / "text.txt").read_text(encoding="utf-8")
HOSTILE = (
    "<script>document.title='taken'</script> \"><img src=x onerror=\"document.title='taken'\"> Họp phường\n\n"
    "Đồng chí Lê Văn <b>Bá</b>, PCT UBND phường Ngọc \u202eThụy\u202c, ngày 1/6/2021 trao 35 suất </div></script>quà."
)
PORT = 8471


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "vnnews.cli", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{PORT}/"
    for _ in range(200):
        try:
            urllib.request.urlopen(url).close()
            break
        except OSError:
            time.sleep(0.1)
    yield url
    server.terminate()
    server.wait()


@pytest.fixture(params=[("light", 1280, "vi-VN"), ("dark", 390, "en-US")], ids=["desktop light", "phone dark"])
def page(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The page, opened; a word on the console or a request to elsewhere is a failure."""
    scheme, width, locale = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 860}, color_scheme=scheme, locale=locale, accept_downloads=True
    )
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda r: r.url.startswith((address, "blob:")) or said.append(r.url))
    opened.goto(address)
    yield opened
    assert said == []
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"
    context.close()


def _extract(page: Any, text: str) -> None:
    page.fill("#text", text)
    page.click("#given button.main")
    page.locator("#article mark").first.wait_for()


def _tip(page: Any) -> str:
    """What a mark tells now, as it is drawn."""
    return page.evaluate("""() => [...document.querySelectorAll('#article mark')]
        .map((mark) => getComputedStyle(mark, '::after').content).filter((told) => told !== 'none').join()""")


def test_an_article_is_shown_with_its_items(page: Any) -> None:
    _extract(page, ARTICLE)
    assert page.evaluate("document.querySelector('#article').textContent") == ARTICLE
    assert page.locator("#legend li").count() >= 5
    assert page.locator("#status").inner_text() != ""


def test_hover_and_keyboard_tell_value_and_rule(page: Any) -> None:
    _extract(page, "Họp phường\n\nSáng 13/7/2018, phường họp.")
    page.hover("#article mark.vn-date")
    assert "2018-07-13TMO" in _tip(page)
    assert "full_date" in _tip(page)
    page.mouse.move(0, 0)
    assert _tip(page) == ""
    page.focus("#tab-marked")
    page.keyboard.press("Tab")
    assert "date_forms:full_date" in _tip(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "Sáng 13/7/2018"


def test_an_item_is_corrected_and_downloaded_as_gold(page: Any, tmp_path: Path) -> None:
    _extract(page, ARTICLE)
    person = page.locator("#article mark.vn-person").first
    person.click()
    row = page.locator("tr.chosen")
    row.locator("input").fill("Lê Thị Sửa")
    row.locator("textarea").fill("Bí thư Chi bộ\nTổ trưởng tổ dân phố")
    page.locator("[data-list=dates] tbody tr").first.get_by_role("button").click()
    page.locator("[data-list=bodies] > button").click()
    page.keyboard.type("Ban Thanh tra nhân dân")
    for name, button in (("gold.json", "#save-gold"), ("text.txt", "#save-text")):
        with page.expect_download() as download:
            page.click(button)
        download.value.save_as(tmp_path / name)
    gold = json.loads((tmp_path / "gold.json").read_text(encoding="utf-8"))
    assert {"name": "Lê Thị Sửa", "titles": ["Bí thư Chi bộ", "Tổ trưởng tổ dân phố"]}.items() <= next(
        official for official in gold["officials"] if official["name"] == "Lê Thị Sửa"
    ).items()
    assert gold["bodies"][-1] == "Ban Thanh tra nhân dân"
    scores = evaluate(tmp_path, Extractor())
    assert (scores.articles, scores["dates strict"].recall) == (1, 1.0)
    assert len(scores["dates strict"].spurious) == 1
    assert [missed for _, missed in scores["officials names"].missed] == ["Lê Thị Sửa"]


def test_a_number_that_is_none_is_not_downloaded(page: Any) -> None:
    _extract(page, "Họp phường\n\nPhường trao 35 suất quà.")
    page.click("#article mark.vn-statistic")
    page.locator("tr.chosen input[inputmode=decimal]").first.fill("ba mươi")
    page.click("#save-gold")
    assert page.evaluate("document.activeElement.value") == "ba mươi"
    assert re.search(r"\b1\b", page.locator("#status").inner_text())


def test_selected_text_becomes_an_item(page: Any) -> None:
    _extract(page, "Họp phường\n\nSáng 13/7/2018, bà Tư Hậu dự.")
    page.evaluate("""() => {
        const walk = document.createTreeWalker(document.querySelector('#article'), NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const at = walk.currentNode.data.indexOf('Tư Hậu');
            if (at >= 0) getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + 6);
        }
    }""")
    page.locator("#adding button").nth(1).click()
    assert page.locator("[data-list=officials] tbody tr").last.locator("input").input_value() == "Tư Hậu"


def test_the_page_speaks_both_languages(page: Any) -> None:
    _extract(page, ARTICLE)
    first = page.locator("#given button.main").inner_text()
    page.click("#language")
    assert {first, page.locator("#given button.main").inner_text()} == {"Trích xuất", "Extract"}
    assert page.locator("#article mark").count() > 5


def test_a_hostile_article_does_no_harm(page: Any) -> None:
    title = page.title()
    _extract(page, HOSTILE)
    for tab in ("correct", "why", "record"):
        page.click(f"#tab-{tab}")
    assert page.title() == title
    assert page.locator("#article script, #article img, #article b").count() == 0
    assert page.evaluate("document.querySelector('#article').textContent") == (
        HOSTILE.replace("\u202e", "[U+202E]").replace("\u202c", "[U+202C]")
    )


def test_a_file_is_uploaded(page: Any) -> None:
    page.set_input_files("#file", ROOT / "examples" / "page.html")
    page.locator("#article mark").nth(3).wait_for()
    assert "Tân Lập" in page.locator("#text").input_value()


def test_a_refusal_is_told(page: Any) -> None:
    page.click("#given button.main")
    assert page.locator("#status.bad").inner_text() != ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_can_be_read(browser: Any, tmp_path: Path, scheme: str) -> None:
    """Text on each mark's tint, and each mark's line on the ground, against WCAG's 4.5 and 3."""
    out = tmp_path / "a.html"
    source = tmp_path / "a.txt"
    source.write_text(ARTICLE, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "vnnews.cli", "show", str(source), "--html", str(out)], check=True)
    page = browser.new_page(color_scheme=scheme)
    page.goto(out.as_uri())
    contrasts = page.evaluate(_CONTRASTS)
    assert len(contrasts) >= 5
    assert {kind: c for kind, c in contrasts.items() if c["text"] < 4.5 or c["line"] < 3} == {}
    page.close()


_CONTRASTS = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const painted = (...colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
        return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const light = (rgb) => {
        const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const ground = getComputedStyle(document.body).backgroundColor;
    const found = {};
    for (const mark of document.querySelectorAll('.vnnews-legend mark')) {
        const style = getComputedStyle(mark);
        found[mark.textContent] = {
            text: contrast(painted(ground, style.backgroundColor), painted(style.color)),
            line: contrast(painted(ground), painted(style.borderBottomColor)),
        };
    }
    return found;
}"""
