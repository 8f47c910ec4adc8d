"""A scraped HTML page → the text of its article: section, headline and stamp above the main text, and its metadata.

trafilatura finds the main text. The headline, the posting stamp and the path of sections stand outside of it on most
portals; they are looked for in the lines around it and in the page's own metadata (JSON-LD, Open Graph, ``<time>``).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import regex

from vnnews.text.encoding import Decoded, decode, repair
from vnnews.text.source import composed, without_surrogates

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # a page without an article is told by the record

HANOI = timezone(timedelta(hours=7))
_DECLARED = regex.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,40})", regex.I)
_MARKUP = regex.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", regex.I | regex.S
)
_BLANK = regex.compile(r"[\s\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]++")  # and what XML does not allow
_TAG = regex.compile(r"\s*(?:<!--.*?-->|<[^<>]*+>)\s*", regex.S)
_AROUND = 8  # lines above and below the headline in which its stamp stands
_SKIPPED = frozenset(("script", "style", "noscript", "template", "svg", "select", "option", "iframe", "head", "button"))
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr input".split()
)
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish-date",
    "dc.date.issued", "dc.date", "dcterms.created", "date",
)  # fmt: skip
_SITE_CUT = regex.compile(r"\s+[|»•–—-]\s+|\s*\|\s*")
_HOME = regex.compile(r"(?:trang chủ|home|trang nhất|trang chính)$", regex.I)
_NOBODY = regex.compile(r"(?:admin\w*|quản trị.*|quantri\w*|ban biên tập|administrator|host|webmaster)$", regex.I)


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """The text of a page's article, which of its lines are section and headline, and what only the markup tells."""

    text: str
    category_line: int | None = None
    headline_line: int | None = None
    published_at: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    caption: bool
    crumb: bool
    linked: bool


def looks_like_html(text: str) -> bool:
    """Whether a text is the markup of a page.

    >>> looks_like_html("<!DOCTYPE html><html>"), looks_like_html("Phường họp <sơ kết>")
    (True, False)
    """
    return bool(_MARKUP.match(text))


def decode_html(data: bytes) -> Decoded:
    """Decode a page, with the encoding that it declares as a hint. Raises ``UndecodableError``."""
    declared = _DECLARED.search(data, 0, 4096)
    return decode(data, declared[1].decode("ascii") if declared else None)


def read_html(html: str, is_stamp: Callable[[str], bool], is_tail: Callable[[str], bool]) -> HtmlPage:
    """Read a page's markup; ``is_stamp`` tells a posting stamp or read counter, ``is_tail`` where an article is over.

    A page in which no article is found gives all its lines.
    """
    import trafilatura  # noqa: PLC0415  # half a second that only pages in HTML need

    html = composed_letters(without_surrogates(html))
    tree = _parsed(html)
    if tree is None:
        return HtmlPage(_TAG.sub("\n", html).strip())
    known = _Metadata(tree)
    lines = list(_visible(tree))
    if not lines:  # nested deeper than the parser goes
        return HtmlPage(_TAG.sub("\n", html).strip())
    found = trafilatura.bare_extraction(_parsed(html), include_comments=False, favor_recall=True)
    text = getattr(found, "text", None) or ""
    main = [folded for line in text.splitlines() if (folded := composed(line))]
    headline = known.headline({line.text for line in lines})
    if not main:
        main = [line.text for line in lines]
    at = _position(lines, headline, main)
    over = next((i for i in range(at + 1, len(lines)) if is_tail(lines[i].text)), len(lines))
    beyond = {line.text for line in lines[over:]} - {line.text for line in lines[:over]}
    lines, main = lines[:over], [line for line in main if line.removeprefix("- ") not in beyond]
    main = _with_captions(lines, main)
    stamps = _stamps(lines, at, main, is_stamp)
    lead = _lost_lead(lines, at, main, {headline, *stamps})
    category = known.section or _crumb(lines, headline)
    body = [line for i, line in enumerate(main) if i > 3 or line not in (headline, *stamps)]
    head = [line for line in (category, headline, *stamps) if line]
    return HtmlPage(
        "\n".join(head) + "\n\n" * bool(head) + "\n".join((*lead, *body)),
        0 if category else None,
        head.index(headline) if headline else None,
        None if stamps and any(any(c.isdigit() for c in stamp) for stamp in stamps[:1]) else known.published_at,
        known.author,
    )


def _parsed(html: str) -> Any:
    """Return the tree of some markup, ``None`` for what has none."""
    from lxml import etree  # noqa: PLC0415
    from lxml import html as markup  # noqa: PLC0415

    if "<" not in html:
        return None
    parser = markup.HTMLParser(huge_tree=True, encoding="utf-8")
    try:
        tree = markup.document_fromstring(html.encode("utf-8"), parser=parser)
    except etree.ParserError:
        return None  # nothing but a comment or a declaration
    for element in tree.iter():
        if element.tag != "pre":  # white space is one space, line breaks too
            element.text = element.text and _BLANK.sub(" ", element.text)
            element.tail = element.tail and _BLANK.sub(" ", element.tail)
    return tree


def composed_letters(html: str) -> str:
    """Return markup with the letters of old fonts read; what stands inside tags is plain ASCII and stays."""
    import unicodedata  # noqa: PLC0415

    return unicodedata.normalize("NFC", repair(html)[0])


def _visible(tree: Any) -> Iterator[_Line]:
    """Yield the lines that a reader sees, in order."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    pieces: list[tuple[str, bool]] = []  # text, whether it stands in a link
    inside = {"link": 0, "caption": 0, "crumb": 0}

    def flush() -> Iterator[_Line]:
        text = composed("".join(piece for piece, _ in pieces))
        if text:
            linked = all(link for piece, link in pieces if piece.strip())
            yield _Line(text, inside["caption"] > 0, inside["crumb"] > 0, linked)
        pieces.clear()

    def add(text: str | None) -> None:
        pieces.append((text or "", inside["link"] > 0))

    walker = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        tag = element.tag
        if event in ("comment", "pi") or tag in _SKIPPED:
            if event == "start":
                walker.skip_subtree()
            else:
                add(element.tail)
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        opens = {
            "link": tag == "a",
            "caption": tag == "figcaption" or "caption" in named,
            "crumb": "breadcrumb" in named,
        }
        if tag not in _INLINE:
            yield from flush()
        for kind, here in opens.items():
            inside[kind] += here if event == "start" else -here
        add(element.text if event == "start" else element.tail)
    yield from flush()


def _position(lines: Sequence[_Line], headline: str | None, main: Sequence[str]) -> int:
    """Return where the article begins among the lines: its headline nearest above the main text, else the text."""
    first = next((i for i, line in enumerate(lines) if line.text in main[:3] and line.text != headline), len(lines))
    same = [i for i, line in enumerate(lines) if line.text == headline]
    above = [i for i in same if i <= first]
    return above[-1] if above else same[0] if same else min(first, max(0, len(lines) - 1))


def _stamps(lines: Sequence[_Line], at: int, main: Sequence[str], is_stamp: Callable[[str], bool]) -> list[str]:
    """Return the stamp and counter lines nearest to the headline, in page order."""
    first = next((i for i, line in enumerate(lines) if i > at and line.text in main[:3]), len(lines))
    around = range(max(0, at - _AROUND), min(len(lines), at + _AROUND + 1))
    found = [i for i in around if len(lines[i].text) < 160 and is_stamp(lines[i].text)]
    near = [i for i in found if at < i < first] or [i for i in found if i < at] or found
    inside = [i for i, line in enumerate(main) if i < 4 and len(line) < 160 and is_stamp(line)]
    texts = [lines[i].text for i in near] or [main[i] for i in inside]
    return list(dict.fromkeys(texts))[:3]


def _with_captions(lines: Sequence[_Line], main: list[str]) -> list[str]:
    """Put the captions, which the main text lacks, behind the line that they follow on the page."""
    known = set(main)
    woven: list[str] = []
    behind: dict[str, list[str]] = {}
    last: str | None = None
    for line in lines:
        if line.text in known:
            last = line.text
        elif line.caption and last is not None and not line.linked:
            behind.setdefault(last, []).append(line.text)
    for text in main:
        woven.append(text)
        woven += behind.pop(text, [])
    return woven


def _lost_lead(lines: Sequence[_Line], at: int, main: Sequence[str], taken: set[str | None]) -> list[str]:
    """Return the paragraphs between headline and main text that the main text leaves out."""
    known = set(main)
    first = next((i for i in range(at + 1, len(lines)) if lines[i].text in known), at)
    return [
        line.text
        for line in lines[at + 1 : first]
        if len(line.text) > 60 and not line.linked and not line.crumb and line.text not in taken
    ]


def _crumb(lines: Sequence[_Line], headline: str | None) -> str | None:
    """Return the last part of the page's path of sections."""
    parts: list[str] = []
    for line in lines:
        if line.crumb:
            parts += [part.strip() for part in regex.split(r"\s*[>»›/|]+\s*", line.text)]
    parts = [p for p in parts if 2 < len(p) < 60 and not _HOME.match(p) and p.casefold() != (headline or "").casefold()]
    return parts[-1] if parts and len(parts) < 8 else None


class _Metadata:
    """What a page says of itself in its markup."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
            if name and element.get("content"):
                self._meta.setdefault(name, composed(element.get("content")))
        self._nodes = list(_linked_data(tree))
        self._article = next((n for n in self._nodes if _is_article(n)), {})

    def headline(self, visible: set[str]) -> str | None:
        """Return the headline as a reader sees it: that of the metadata where it stands on the page, or a heading."""
        named = [
            self._article.get("headline"),
            self._meta.get("og:title"),
            self._meta.get("twitter:title"),
            *self._title(),
        ]
        told = [composed(name) for name in named if isinstance(name, str) and name.strip()]
        folded = {text.casefold(): text for text in visible}
        for name in told:
            for text in (name, *_SITE_CUT.split(name)):
                if len(text) > 12 and text.casefold() in folded:
                    return folded[text.casefold()]
        headings = [composed(h.text_content()) for tag in ("h1", "h2") for h in self._tree.iter(tag)]
        itemprop = [composed(h.text_content()) for h in self._tree.xpath("//*[@itemprop='headline']")]
        for heading in (*itemprop, *headings):
            if len(heading) > 12 and any(heading.casefold() in name.casefold() for name in told):
                return heading
        if told and self._article.get("headline"):
            return told[0]
        return next((heading for heading in headings if len(heading) > 25), None)

    def _title(self) -> list[str]:
        title = self._tree.findtext(".//title")
        return [title] if title else []

    @property
    def section(self) -> str | None:
        """Return the section that the page files the article under."""
        section = self._article.get("articleSection") or self._meta.get("article:section")
        if isinstance(section, list):
            section = section[-1] if section else None
        if isinstance(section, str) and 2 < len(section) < 60:
            return composed(section)
        for node in self._nodes:
            if node.get("@type") == "BreadcrumbList" and isinstance(node.get("itemListElement"), list):
                names = [
                    _name(item) or _name(item.get("item")) for item in node["itemListElement"] if isinstance(item, dict)
                ]
                kept = [n for n in names if n and not _HOME.match(n) and n != self._article.get("headline")]
                if kept and len(kept[-1]) < 60:
                    return composed(kept[-1])
        return None

    @property
    def published_at(self) -> str | None:
        """Return the posting date in Hà Nội's time, ISO 8601 to the minute."""
        told = [self._article.get("datePublished"), *(self._meta.get(name) for name in _PUBLISHED)]
        told += [e.get("datetime") for e in self._tree.xpath("//time[@datetime]")][:1]
        told += [e.get("content") or e.get("datetime") for e in self._tree.xpath("//*[@itemprop='datePublished']")]
        return next((when for value in told if isinstance(value, str) and (when := _local(value))), None)

    @property
    def author(self) -> str | None:
        """Return the author that the page names, no site or system user."""
        author = self._article.get("author")
        if isinstance(author, list):
            author = author[0] if author else None
        name = _name(author) or (author if isinstance(author, str) else None) or self._meta.get("author")
        site = self._meta.get("og:site_name", "")
        organization = isinstance(author, dict) and author.get("@type") == "Organization"
        if not name or organization or len(name) > 60 or _NOBODY.match(name) or name.casefold() == site.casefold():
            return None
        return None if "://" in name or not any(c.isalpha() for c in name) else composed(name)


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    for element in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads(element.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in found if isinstance(found, list) else [found]:
            if isinstance(node, dict):
                yield node
                graph = node.get("@graph")
                yield from (item for item in (graph if isinstance(graph, list) else []) if isinstance(item, dict))


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        str(kind).endswith(("Article", "BlogPosting")) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _name(value: object) -> str | None:
    name = value.get("name") if isinstance(value, dict) else None
    return name if isinstance(name, str) else None


def _local(value: str) -> str | None:
    """Read an ISO 8601 moment as Hà Nội's clock shows it; ``None`` for what is none.

    >>> _local("2018-07-13T10:28:00Z"), _local("2018-07-13"), _local("hôm qua")
    ('2018-07-13T17:28', '2018-07-13', None)
    """
    text = value.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= 10:
        return moment.date().isoformat()
    if moment.tzinfo is not None:
        try:
            moment = moment.astimezone(HANOI)
        except OverflowError:
            return None
    return moment.strftime("%Y-%m-%dT%H:%M") if moment.year >= 1990 else None
