"""Label Studio: a JSON list of tasks to import, and the labelling configuration that they need.

What was found comes as predictions; an annotator accepts or mends them. Offsets are code points of ``data.text``: Label
Studio's editor turns JavaScript's UTF-16 units into them. :func:`read` takes what Label Studio exports as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from vnnews.batch.items import Reject
from vnnews.batch.replacing import replacing
from vnnews.export.format import Format, with_text
from vnnews.export.regions import META, TITLE_OF, VALUES, Marked, Region, marked
from vnnews.records import Article

_LABELS, _TEXT = "kind", "text"  # names of the tags of the configuration
_COLOURS = {
    "person": "#1f77b4", "title": "#17becf", "organization": "#2ca02c", "acronym": "#98df8a", "date": "#ff7f0e",
    "statistic": "#d62728", "document": "#9467bd", "appointment": "#8c564b",
}  # fmt: skip


def tasks(records: Iterable[Article]) -> Iterator[dict[str, Any]]:
    """Yield the task of each record; raise :class:`~vnnews.export.format.ExportError` at one without its text.

    >>> import vnnews
    >>> (task,) = tasks([vnnews.extract("Xã trao 35 suất quà.")])
    >>> for part in task["predictions"][0]["result"]:
    ...     print(part["from_name"], part["value"])
    meta_title {'text': ['Xã trao 35 suất quà.']}
    kind {'start': 8, 'end': 19, 'text': '35 suất quà', 'labels': ['statistic']}
    statistic_kind {'start': 8, 'end': 19, 'choices': ['count']}
    statistic_value {'start': 8, 'end': 19, 'text': ['35']}
    statistic_unit {'start': 8, 'end': 19, 'text': ['suất quà']}
    """
    for article, text in with_text(records, "Label Studio"):
        found = marked(article, text)
        known = {"id": found.id, "url": found.url, "content_hash": article.content_hash}
        yield {
            "data": {_TEXT: text},
            "meta": {name: value for name, value in known.items() if value is not None},
            "predictions": [{"model_version": f"vnnews {article.producer.version}", "result": list(_result(found))}],
        }


def _result(found: Marked) -> Iterator[dict[str, Any]]:
    for name, told in found.meta.items():
        yield _part(f"meta-{name}", f"meta_{name}", "textarea", {"text": [told]})
    for region in found.regions:
        span = {"start": region.start, "end": region.end}
        said = {"text": found.text[region.start : region.end], "labels": [region.kind]}
        yield _part(region.key, _LABELS, "labels", span | said)
        for value in VALUES[region.kind]:
            if written := region.values.get(value.name):
                how, key = ("choices", "choices") if value.choices else ("textarea", "text")
                yield _part(region.key, f"{region.kind}_{value.name}", how, span | {key: [written]})
    for title, person in found.links:
        yield {"type": "relation", "from_id": title, "to_id": person, "direction": "right", "labels": [TITLE_OF]}


def _part(key: str, control: str, how: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": key, "from_name": control, "to_name": _TEXT, "type": how, "value": dict(value)}


def configuration() -> str:
    """Return the labelling configuration: a label for each kind, and fields for its values when it is selected."""
    lines = ["<View>", f'  <Relations><Relation value="{TITLE_OF}"/></Relations>']
    lines.append(f'  <Labels name="{_LABELS}" toName="{_TEXT}">')
    lines += (f'    <Label value="{kind}" background="{_COLOURS[kind]}"/>' for kind in VALUES)
    lines += ["  </Labels>", f'  <Text name="{_TEXT}" value="${_TEXT}" valueType="text" granularity="symbol"/>']
    for kind, values in VALUES.items():
        lines.append(f'  <View visibleWhen="region-selected" whenTagName="{_LABELS}" whenLabelValue="{kind}">')
        for value in values:
            lines += ("    " + line for line in _control(f"{kind}_{value.name}", value.name, value.choices))
        lines.append("  </View>")
    lines += [
        "  " + line for name in META for line in _control(f"meta_{name}", name.replace("_", " "), (), region=False)
    ]
    return "\n".join([*lines, "</View>", ""])


def _control(name: str, heading: str, choices: tuple[str, ...], region: bool = True) -> Iterator[str]:
    shared = f'name="{name}" toName="{_TEXT}"' + (' perRegion="true"' if region else "")
    yield f'<Header value={quoteattr(heading)} size="6"/>'
    if choices:
        yield f'<Choices {shared} choice="single-radio" showInline="true">'
        yield from (f'  <Choice value="{choice}"/>' for choice in choices)
        yield "</Choices>"
    else:
        yield f'<TextArea {shared} maxSubmissions="1" editable="true" rows="1"/>'


def configuration_path(out: Path) -> Path:
    """Return where the configuration of a file of tasks lies: ``tasks.json`` → ``tasks.config.xml``."""
    return out.with_name(f"{out.stem}.config.xml")


def write(records: Iterable[Article], out: Path) -> dict[str, int]:
    """Write the tasks to ``out`` and the configuration beside it; return how many there are."""
    count = 0
    with replacing(out) as made, made.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for count, task in enumerate(tasks(records), 1):
            file.write(("\n" if count == 1 else ",\n") + json.dumps(task, ensure_ascii=False))
        file.write("\n]\n")
    configuration_path(out).write_text(configuration(), encoding="utf-8", newline="\n")
    return {"tasks": count}


def read(path: Path, predictions: bool = False) -> Iterator[Marked | Reject]:
    """Yield the articles of a JSON export, and a reject for a task that cannot be read or that nobody has annotated.

    Of several annotations the ground truth is taken, else the last; those that were skipped do not count. With
    ``predictions`` a task without annotation gives its first prediction. Raises ``OSError``.
    """
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        yield Reject(str(path), None, f"no JSON: {' '.join(str(error).split())}")
        return
    if not isinstance(found, list):
        yield Reject(str(path), None, "no list of tasks: export as JSON from Label Studio")
        return
    for number, task in enumerate(found, 1):
        try:
            yield _task(task, predictions)
        except _UnfitError as unfit:
            yield Reject(str(path), None, f"task {number}: {unfit}")
        except (AttributeError, KeyError, TypeError, ValueError):
            yield Reject(str(path), None, f"task {number}: not of the form that Label Studio exports as JSON")


class _UnfitError(ValueError):
    """A task that gives no article; the message says why."""


def _task(task: dict[str, Any], predictions: bool) -> Marked:
    text, meta = task["data"][_TEXT], task.get("meta") or {}
    if not isinstance(text, str):
        raise _UnfitError("data.text is no string")
    done = [made for made in task.get("annotations") or () if not made.get("was_cancelled")]
    if not done and predictions:
        done = (task.get("predictions") or [])[:1]
    if not done:
        raise _UnfitError("nobody has annotated it" + ("" if predictions else "; --predictions takes what was found"))
    chosen = next((made for made in done if made.get("ground_truth")), done[-1])
    regions, values, links = {}, dict[str, dict[str, str]](), []
    about: dict[str, str] = {}
    for part in chosen["result"]:
        if part["type"] == "relation":
            if TITLE_OF in (part.get("labels") or [TITLE_OF]):
                links.append((part["from_id"], part["to_id"]))
        elif part["from_name"] == _LABELS:
            regions[part["id"]] = _region(part, text)
        elif part["from_name"].startswith("meta_"):
            about[part["from_name"].removeprefix("meta_")] = _single(part)
        else:
            values.setdefault(part["id"], {})[part["from_name"].partition("_")[2]] = _single(part)
    whole = tuple(Region(key, kind, start, end, values.get(key, {})) for key, (kind, start, end) in regions.items())
    pairs = tuple(_directed(pair, {region.key: region.kind for region in whole}) for pair in links)
    return Marked(text, _string(meta.get("id")), _string(meta.get("url")), about, whole, pairs)


def _region(part: Mapping[str, Any], text: str) -> tuple[str, int, int]:
    value = part["value"]
    kind, start, end = value["labels"][0], value["start"], value["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise _UnfitError(f"region {part['id']!r} lies outside of the text")
    said = value.get("text")
    if isinstance(said, str) and _ink(said) != _ink(text[start:end]):
        raise _UnfitError(f"region {part['id']!r} is {said!r}, but there stands {text[start:end]!r}")
    return str(kind), start, end


def _ink(said: str) -> str:
    """Drop white space, which the page folds, and line breaks, which it writes as a backslash and an n."""
    return re.sub(r"\s+", "", said.replace("\\n", ""))


def _single(part: Mapping[str, Any]) -> str:
    value = part["value"]
    written = value.get("choices") or value.get("text") or ""
    return str(written if isinstance(written, str) else written[-1]).strip()


def _directed(pair: tuple[str, str], kinds: Mapping[str, str]) -> tuple[str, str]:
    """Put the title first: an annotator may have drawn the relation from the person."""
    return pair[::-1] if kinds.get(pair[0]) == "person" and kinds.get(pair[1]) == "title" else pair


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


FORMAT = Format("labelstudio", "tasks with predictions for Label Studio, and its configuration", write)
