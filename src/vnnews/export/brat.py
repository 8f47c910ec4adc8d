"""brat: a folder with NAME.txt and NAME.ann for each article, and the annotation.conf that they need.

Offsets are code points of the .txt file. A value of a closed set is an attribute (``A1 statistic_kind T3 count``),
others stand in the note of their mark (``value=35; unit=suất quà``), where ``\\`` escapes ``;`` and itself. What
belongs to no characters, the article's id, address and metadata, lies in NAME.json. :func:`read` takes the folder back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from vnnews.batch.items import Reject
from vnnews.batch.replacing import replacing
from vnnews.export.format import Format, file_name, new_folder, with_text
from vnnews.export.regions import META, TITLE_OF, VALUES, Marked, Region, marked
from vnnews.records import Article

# Characters that end a line or a field for one reader or another: a mark that holds some is written in fragments.
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)")
_RELATION = re.compile(r"R\S+\t(\S+) \w+:(T\S+) \w+:(T\S+)")
_ATTRIBUTE = re.compile(r"[AM]\S+\t(\S+) (T\S+) (\S+)")
_NOTE = re.compile(r"#\S+\tAnnotatorNotes (T\S+)\t(.*)")
_PAIR = re.compile(r"\s*(\w+)=((?:[^\\;]|\\.)*)(?:;|$)", re.DOTALL)


def standoff(found: Marked) -> str:
    """Return the lines of an article's .ann file.

    >>> import vnnews
    >>> record = vnnews.extract("Xã trao 35 suất quà.")
    >>> print(standoff(marked(record, record.text)).expandtabs(4))
    T1  statistic 8 19  35 suất quà
    A1  statistic_kind T1 count
    #1  AnnotatorNotes T1   value=35; unit=suất quà
    <BLANKLINE>
    """
    names = {region.key: f"T{number}" for number, region in enumerate(found.regions, 1)}
    lines, attributes, notes = [], 0, 0
    for region in found.regions:
        name, spans = names[region.key], _fragments(found.text, region)
        offsets = ";".join(f"{start} {end}" for start, end in spans)
        shown = " ".join(found.text[start:end] for start, end in spans)
        lines.append(f"{name}\t{region.kind} {offsets}\t{shown}")
        closed = {value.name for value in VALUES[region.kind] if value.choices}
        for value, written in region.values.items():
            if value in closed:
                attributes += 1
                lines.append(f"A{attributes}\t{region.kind}_{value} {name} {written}")
        if note := "; ".join(f"{key}={_escaped(value)}" for key, value in region.values.items() if key not in closed):
            notes += 1
            lines.append(f"#{notes}\tAnnotatorNotes {name}\t{note}")
    for number, (title, person) in enumerate(found.links, 1):
        lines.append(f"R{number}\t{TITLE_OF} Arg1:{names[title]} Arg2:{names[person]}")
    return "".join(line + "\n" for line in lines)


def _fragments(text: str, region: Region) -> list[tuple[int, int]]:
    cuts, start = [], region.start
    for gap in _BREAKS.finditer(text, region.start, region.end):
        if gap.start() > start:
            cuts.append((start, gap.start()))
        start = gap.end()
    if start < region.end or not cuts:
        cuts.append((start if start < region.end else region.start, region.end))
    return cuts


def _escaped(value: str) -> str:
    return _BREAKS.sub(" ", value).replace("\\", "\\\\").replace(";", "\\;")


def configuration() -> str:
    """Return annotation.conf: the kinds, who bears a title, and the values of closed sets; marks may overlap."""
    attributes = [
        f"{kind}_{value.name}\tArg:{kind}, Value:{'|'.join(value.choices)}"
        for kind, values in VALUES.items() for value in values if value.choices
    ]  # fmt: skip
    relations = [f"{TITLE_OF}\tArg1:title, Arg2:person", "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"]
    parts = {"entities": list(VALUES), "relations": relations, "events": [], "attributes": attributes}
    return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in parts.items())


def write(records: Iterable[Article], out: Path) -> dict[str, int]:
    """Write the folder; raise :class:`~vnnews.export.format.ExportError` where ``out`` holds something."""
    new_folder(out)
    count = 0
    with replacing(out) as made:
        made.mkdir(parents=True)
        (made / "annotation.conf").write_text(configuration(), encoding="utf-8", newline="\n")
        for count, (article, text) in enumerate(with_text(records, "brat"), 1):
            unix = text.replace("\r\n", " \n").replace("\r", "\n")  # brat reads \r\n as one character
            _write_article(made / file_name(count, article.id), marked(article, unix))
        if out.exists():
            out.rmdir()  # it is empty
    return {"articles": count}


def _write_article(name: Path, found: Marked) -> None:
    known = json.dumps({"id": found.id, "url": found.url, "meta": dict(found.meta)}, ensure_ascii=False, indent=1)
    for suffix, content in (("txt", found.text), ("ann", standoff(found)), ("json", known + "\n")):
        name.with_name(f"{name.name}.{suffix}").write_bytes(content.encode("utf-8"))


def read(path: Path, predictions: bool = False) -> Iterator[Marked | Reject]:
    """Yield the articles of a folder in the order of their names, and a reject for each that cannot be read.

    A mark in several parts reaches from its first character to its last. What brat knows beside marks, relations,
    attributes and notes is passed over, and so is ``predictions``, since brat does not tell who made a mark. Raises
    ``OSError``.
    """
    files = sorted(path.glob("*.ann"))
    if not files:
        yield Reject(str(path), None, "no .ann file in it")
    for file in files:
        try:
            yield _article(file)
        except (_UnfitError, UnicodeDecodeError, json.JSONDecodeError) as error:
            yield Reject(str(file), None, str(error))


class _UnfitError(ValueError):
    """Files that give no article; the message says why."""


def _article(file: Path) -> Marked:
    text_file, about = file.with_suffix(".txt"), file.with_suffix(".json")
    if not text_file.exists():
        raise _UnfitError(f"{text_file.name} is missing beside it")
    text = text_file.read_bytes().decode("utf-8")
    known: dict[str, Any] = json.loads(about.read_bytes()) if about.exists() else {}
    marks: dict[str, tuple[str, int, int]] = {}
    values: dict[str, dict[str, str]] = {}
    links = []
    lines = file.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if mark := _TEXT_BOUND.match(line):
            marks[mark[1]] = (mark[2], *_hull(mark[3], text, number))
        elif line.startswith("T"):
            raise _UnfitError(f"line {number} is no mark that can be read")
        elif relation := _RELATION.match(line):
            if relation[1] == TITLE_OF:
                links.append((relation[2], relation[3]))
        elif attribute := _ATTRIBUTE.match(line):
            values.setdefault(attribute[2], {})[attribute[1].partition("_")[2]] = attribute[3]
        elif note := _NOTE.match(line):
            values.setdefault(note[1], {}).update(_noted(note[2]))
    regions = tuple(Region(key, *mark, values.get(key, {})) for key, mark in marks.items())
    meta = {name: str(value) for name, value in (known.get("meta") or {}).items() if name in META}
    return Marked(text, known.get("id"), known.get("url"), meta, regions, tuple(links))


def _hull(offsets: str, text: str, line: int) -> tuple[int, int]:
    ends = [int(offset) for pair in offsets.split(";") for offset in pair.split(" ")]
    start, end = min(ends), max(ends)
    if not start < end <= len(text):
        raise _UnfitError(f"line {line}: {start} to {end} lies outside of the text")
    return start, end


def _noted(note: str) -> Mapping[str, str]:
    return {name: re.sub(r"\\(.)", r"\1", value).strip() for name, value in _PAIR.findall(note)}


FORMAT = Format("brat", "a folder of texts with brat's standoff annotations, and its configuration", write)
