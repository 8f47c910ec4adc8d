"""The pages of docs/ as a site: every page is reached, every link leads somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *DOCS.rglob("*.ipynb")])
LINKING = [*PAGES, *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/results.md"))]
_TOCTREE = re.compile(r"^```\{toctree\}\n(?P<body>.*?)^```", re.M | re.S)
_INCLUDE = re.compile(r"^```\{include\} (?P<file>\S+)\n```", re.M)
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.M | re.S)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")


def _text(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return text


def _named(page: Path) -> Iterator[Path]:
    """The pages that a page's toctrees name."""
    for tree in _TOCTREE.finditer(_text(page)):
        for line in tree["body"].splitlines():
            if line.strip() and not line.startswith(":"):
                found = [page.parent / f"{line.strip()}{suffix}" for suffix in (".md", ".ipynb")]
                yield next((path for path in found if path.exists()), found[0])


def _anchors(page: Path) -> set[str]:
    """The headings of a page as links name them, on a code host and in the site alike."""
    text = re.sub(r"^```.*?^```", "", _text(page), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_reached_from_the_index() -> None:
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        assert page.exists(), f"a toctree names {page}"
        reached.add(page)
        waiting += [path for path in _named(page) if path not in reached]
    assert [page for page in PAGES if page not in reached] == []


@pytest.mark.parametrize("page", LINKING, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in _LINK.findall(_CODE.sub("", _text(page))):
        file, _, anchor = target.partition("#")
        if re.match(r"\w+:", file):
            continue
        path = (page.parent / file).resolve() if file else page
        if not path.exists() or (anchor and anchor not in _anchors(path)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.suffix == ".md"], ids=lambda p: p.name)
def test_included_pages_exist(page: Path) -> None:
    assert all((page.parent / file).exists() for file in _INCLUDE.findall(_text(page)))


def test_the_index_shows_the_example_article() -> None:
    article = (ROOT / "examples" / "article.txt").read_text(encoding="utf-8").strip()
    assert article in _text(DOCS / "index.md")


def test_warning_codes_are_all_explained() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "vnnews").rglob("*.py"))
    page = _text(DOCS / "how-to" / "bad-text.md")
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.M))
    assert {code for code in listed if f'"{code}"' not in sources} == set()
    extractor = (ROOT / "src" / "vnnews" / "extractor.py").read_text(encoding="utf-8")
    yielded = set(re.findall(r'yield \(?\s*"(\w+)",', extractor))
    assert yielded and yielded <= listed
