"""The report in a browser: it opens without a network, leads to sentences, and takes no article's text for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import vnnews
from vnnews.report.gather import gather
from vnnews.report.page import page as written

ROOT = Path(__file__).parents[2]
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "samples").glob("*/text.txt"))]
HOSTILE = (
    "Phường <script>window.harm=1</script> họp\n05/03/2021\n\n"
    "Ông Trần Văn Bá, Chủ tịch UBND phường \"'><img src=x onerror=window.harm=1> dự. "
    "Có 77 tổ </script><script>window.harm=1</script><!-- \u202emã\u202c \u2066độc\u2069 tham gia.\u2028"
)


class Opened:
    """A page with what it said and asked for."""

    def __init__(self, browser: Any, path: Path, **how: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]")

    def status(self, table: str) -> str:
        told: str = self.page.locator(f"#{table} [role=status]").inner_text()
        return told


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    items = [
        {"text": text, "id": f"n{n}", "url": f"https://phuong{n % 3}.example.vn/{n}"} for n, text in enumerate(TEXTS)
    ]
    items.append({"text": HOSTILE, "id": "hostile", "url": "javascript:window.harm=1"})
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(written(gather(vnnews.pipe(items))), encoding="utf-8")
    return path


@pytest.fixture(params=[("light", 1280), ("dark", 360)], ids=["light-1280", "dark-360"])
def opened(request: pytest.FixtureRequest, browser: Any, report: Path) -> Iterator[Opened]:
    scheme, width = request.param
    found = Opened(browser, report, color_scheme=scheme, viewport={"width": width, "height": 800})
    yield found
    found.context.close()


@pytest.fixture
def wide(browser: Any, report: Path) -> Iterator[Opened]:
    found = Opened(browser, report)
    yield found
    assert found.said == []
    found.context.close()


def test_opens_with_charts_and_no_network(opened: Opened, report: Path) -> None:
    charts = ["offices", "months", "figures", "documents"]
    for chart in charts:
        opened.page.wait_for_selector(f"figure[data-chart={chart}] svg .role-mark path", state="attached")
    assert opened.said == []
    assert opened.asked == [report.as_uri()]
    width = opened.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], "the page scrolls sideways"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("uy ban nhan dan", True), ("Ủy ban nhân dân", True), ("Uỷ ban nhân dân hoả tinh", False)],
    ids=["without marks", "with marks", "nothing"],
)
def test_search(wide: Opened, typed: str, found: bool) -> None:
    before = wide.status("offices-table")
    wide.page.locator("#offices-table input[type=search]").fill(typed)
    wide.page.wait_for_function(
        "was => document.querySelector('#offices-table [role=status]').textContent !== was", arg=before
    )
    rows = wide.page.locator("#offices-table tbody tr").count()
    assert (rows > 0) == found
    assert (wide.status("offices-table") == "Nothing found") != found


def test_sorts_by_the_keyboard(wide: Opened) -> None:
    heads = wide.page.locator("#documents-table thead th")
    citations = heads.nth(2).get_by_role("button")
    for expected in ("descending", "ascending"):
        citations.focus()
        wide.page.keyboard.press("Enter")
        assert heads.nth(2).get_attribute("aria-sort") == expected
        counts = [int(text) for text in wide.page.locator("#documents-table tbody td:nth-child(3)").all_inner_texts()]
        assert counts == sorted(counts, reverse=expected == "descending")
    assert heads.nth(0).get_attribute("aria-sort") == "none"


def test_a_figure_leads_to_its_sentence(wide: Opened) -> None:
    wide.page.locator("#series-table input[type=search]").fill("tổ")
    wide.page.locator("#series-table tbody").get_by_role("button", name="tổ", exact=True).click()
    figure = wide.page.locator("#figures-table tbody").get_by_role("button", name="77", exact=True)
    figure.click()
    panel = wide.page.locator("#panel")
    assert panel.is_visible()
    assert panel.locator("mark").inner_text() == "77 tổ"
    assert "tham gia." in panel.locator("li").inner_text()
    wide.page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert figure.evaluate("button => button === document.activeElement")


def test_a_mark_of_a_chart_leads_to_its_sentence(wide: Opened) -> None:
    wide.page.locator("figure[data-chart=documents] .mark-rect path").first.click()
    assert wide.page.locator("#panel mark").count() >= 1


def test_only_web_addresses_are_links(wide: Opened) -> None:
    wide.page.locator("#months-table input[type=search]").fill("2021-03")
    wide.page.locator("#months-table tbody tr").nth(1).wait_for(state="detached")
    wide.page.locator("#months-table tbody button").click()
    assert "javascript:window.harm=1" in wide.page.locator("#panel .source").inner_text()
    assert wide.page.locator("#panel a").count() == 0
    wide.page.keyboard.press("Escape")
    wide.page.locator("#offices-table tbody .link").first.click()
    address = wide.page.locator("#panel a").first
    assert re.match(r"https://phuong\d\.example\.vn/", address.get_attribute("href"))
    assert address.get_attribute("rel") == "noopener noreferrer"


def test_a_hostile_article_does_no_harm(wide: Opened) -> None:
    wide.page.locator("#series-table input[type=search]").fill("tổ")
    wide.page.locator("#series-table tbody").get_by_role("button", name="tổ", exact=True).click()
    wide.page.locator("#figures-table tbody").get_by_role("button", name="77", exact=True).click()
    told = wide.page.locator("#panel li").inner_text()
    assert "</script><script>window.harm=1</script><!--" in told
    assert "[U+202E]mã[U+202C] [U+2066]độc[U+2069]" in told
    assert not set("\u202e\u202c\u2066\u2069") & set(wide.page.locator("body").inner_text())
    assert wide.page.evaluate("window.harm") is None
    assert wide.page.locator("img").count() == 0
