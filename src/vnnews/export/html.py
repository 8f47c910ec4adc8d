"""An article as HTML: its text with the items marked by kind, and its record in tables.

Nothing of an article is trusted as markup: every character is escaped, and those that steer the direction or the
screen are written out (``[U+202E]``). What a mark means is told by its line as well as by its colour, and on hover or
keyboard focus in words.
"""

from __future__ import annotations

import base64
import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files

from vnnews.explanation import Explanation
from vnnews.highlights import KINDS, Highlight, highlights
from vnnews.overview import OVERVIEWS
from vnnews.records import Article, Section

_STEERING = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r")
_VISIBLE = {code: f"[U+{code:04X}]" for code in (*_STEERING, *_CONTROLS)} | {ord("\r"): None}
_DEEPEST = 4  # lines under one another that the style sheet tells apart


def visible(text: str) -> str:
    """Write out the characters that steer the direction of text or a terminal, which else would work unseen.

    >>> visible("phường \\u202egnủ")
    'phường [U+202E]gnủ'
    """
    return text.translate(_VISIBLE)


def article_html(article: Article, explanation: Explanation | None = None) -> str:
    """Return an article as a piece of HTML with its own style: what a notebook shows.

    With an ``explanation`` of the same text a mark also tells which lexicon entries found it.
    """
    return f"<style>{stylesheet()}</style>{article_body(article, explanation)}"


def articles_page(articles: Iterable[tuple[Article, Explanation | None]]) -> str:
    """Return articles, one after another, as a page of its own that asks for nothing else."""
    told = list(articles)
    title = next((article.title or article.id for article, _ in told), None)
    body = "".join(f"<article>{article_body(article, explanation)}</article>\n" for article, explanation in told)
    policy = f"default-src 'none'; style-src {policy_hash(stylesheet())}"
    return (
        '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_plain(title or 'vnnews')}</title>\n<style>{stylesheet()}</style>\n</head>\n"
        f'<body class="vnnews-page">\n<main>\n{body}</main>\n</body>\n</html>\n'
    )


def article_body(article: Article, explanation: Explanation | None = None) -> str:
    """Return the legend, the marked text and the tables, without the style."""
    marks = highlights(article, explanation)
    return f'<div class="vnnews">{_legend(marks)}{_marked(article, marks)}{"".join(_tables(article))}</div>'


def article_text(article: Article, explanation: Explanation | None = None) -> str:
    """Return the marked text alone, without legend, tables and style."""
    return _marked(article, highlights(article, explanation))


def _marked(article: Article, marks: Iterable[Highlight]) -> str:
    if article.text is not None:
        shown = _text(article.text, marks, article.sections)
    else:
        shown = "<em>The record is kept without its text.</em>"
    return f'<div class="vnnews-text" lang="vi" dir="ltr">{shown}</div>'


def policy_hash(code: str) -> str:
    """Return how a Content-Security-Policy names a style or script that stands in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


@cache
def stylesheet() -> str:
    """Return the style of marked text, for light and dark."""
    return files("vnnews.export").joinpath("article.css").read_text(encoding="utf-8").strip()


def _plain(value: object) -> str:
    return "" if value is None else escape(visible(str(value)))


@dataclass(slots=True)
class _Node:
    """A section or a mark, and what lies within it; both ``None`` for the whole text."""

    start: int
    end: int
    section: Section | None = None
    mark: Highlight | None = None
    inner: list[_Node] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many marks lie under one another within it: so many lines are drawn below its characters first."""
        return max((node.height + 1 for node in self.inner), default=0)


def _text(text: str, marks: Iterable[Highlight], sections: Iterable[Section]) -> str:
    nodes = [_Node(s.start, s.end, section=s) for s in sections] + [_Node(m.start, m.end, mark=m) for m in marks]
    return "".join(_rendered(text, _nested(nodes, len(text))))


def _nested(nodes: Sequence[_Node], length: int) -> _Node:
    """Put nodes into one another; what crosses the end of another is cut there."""
    queue = [(node.start, -node.end, order, node) for order, node in enumerate(nodes)]
    heapq.heapify(queue)
    root = _Node(0, length)
    stack = [root]
    while queue:
        _, _, order, node = heapq.heappop(queue)
        while len(stack) > 1 and stack[-1].end <= node.start:
            stack.pop()
        if node.end > (limit := stack[-1].end):
            heapq.heappush(queue, (limit, -node.end, order, _Node(limit, node.end, node.section, node.mark)))
            node.end = limit
        stack[-1].inner.append(node)
        stack.append(node)
    return root


def _rendered(text: str, node: _Node) -> Iterator[str]:
    at = node.start
    if node.mark:
        yield _opened(node.mark, min(node.height, _DEEPEST))
    elif node.section:
        yield f'<span class="vn-{node.section.kind}">'
    for inner in node.inner:
        yield _plain(text[at : inner.start])
        yield from _rendered(text, inner)
        at = inner.end
    yield _plain(text[at : node.end])
    if node.mark or node.section:
        yield "</mark>" if node.mark else "</span>"


def _opened(mark: Highlight, height: int) -> str:
    told = f"{mark.kind}: {mark.value}\nrule: {mark.rule}"
    if mark.entries:
        told += f"\nlexicon: {', '.join(mark.entries)}"
    tip = _plain(told)
    return (
        f'<mark class="vn-{mark.kind} vn-up{height}" tabindex="0" data-kind="{mark.kind}" data-item="{mark.item}"'
        f' data-tip="{tip}" aria-description="{tip}">'
    )


def _legend(marks: Iterable[Highlight]) -> str:
    counts = Counter(mark.kind for mark in marks)
    kinds = (f'<li><mark class="vn-{kind}">{kind}</mark> {counts[kind]}</li>' for kind in KINDS if counts[kind])
    return f'<ul class="vnnews-legend" aria-label="marks">{"".join(kinds)}</ul>'


def _tables(article: Article) -> Iterator[str]:
    for table in OVERVIEWS:
        rows = ["<tr>" + "".join(f"<td>{_plain(cell)}</td>" for cell in row) + "</tr>" for row in table.rows(article)]
        if rows:
            head = "".join(f'<th scope="col">{column}</th>' for column in table.columns)
            yield (
                f'<details><summary>{table.heading} ({len(rows)})</summary><div class="vnnews-wide"><table><thead>'
                f"<tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></details>"
            )
