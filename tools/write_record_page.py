"""Write docs/record.md from the models, so that it cannot go stale.

usage: write_record_page.py > docs/record.md
"""

from __future__ import annotations

import ast
import inspect
import itertools
import re
from typing import get_args

from pydantic import BaseModel

from vnnews import records

ORDER = (
    "Article", "Place", "AdminUnit", "Section", "DateMention", "Official", "Title", "Appointment", "Acronym",
    "Organization", "Statistic", "Document", "Mention", "Warning", "Source", "Producer",
)  # fmt: skip
HEAD = """# The record

What `vnnews.extract` returns and `vnnews extract` writes, one JSON object per article. Offsets are code points of the
text that was passed in, half open; `text[start:end] == item.text`. `null` means that the article does not tell. An
index points into the list named behind the arrow. Dates are
TIMEX3 / ISO 8601 (`2018-H1`, `2018-07-13TMO`, `P1M`, `XXXX`
for what is unknown); `first_day` and `last_day` are plain dates for databases, `null` for sets and unknowns.
The same as a [JSON Schema](schema.json).
"""
SETS = ("SectionKind", "Branch", "Action", "Gender", "Level")
ARROWS = {("Title", "organization"): " → organizations[]", ("Appointment", "official"): " → officials[]"}


def shown(annotation: str) -> str:
    """A type as readers write it: tuples as lists."""
    for name in SETS:
        annotation = re.sub(rf"^{name}\b", f"[{', '.join(get_args(getattr(records, name)))}]", annotation)
    text = re.sub(r"tuple\[(\w+), \.\.\.\]", r"\1[]", annotation.replace("Literal", ""))
    text = text.replace("| None", "or null").replace("'", "").replace('"', "")
    return re.sub(r"^\[(.*?)\]", lambda m: " · ".join(m[1].split(", ")), text).strip()


def told(model: type[BaseModel]) -> dict[str, str]:
    """What the docstring below each field says."""
    body = ast.parse(inspect.getsource(model)).body[0].body  # type: ignore[attr-defined]
    return {
        field.target.id: " ".join(text.value.value.split()).removesuffix(".").replace("``", "`")
        for field, text in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }


def page() -> str:
    parts = [HEAD]
    for name in ORDER:
        model: type[BaseModel] = getattr(records, name)
        doc = inspect.cleandoc(model.__doc__ or "").replace("``", "`")
        parts.append(f"\n## {name}\n\n{doc}\n\n| key | value | what it holds |\n|---|---|---|\n")
        about = told(model)
        for key, annotation in inspect.get_annotations(model).items():
            value = shown(str(annotation)).replace("|", "or") + ARROWS.get((name, key), "")
            parts.append(f"| `{key}` | {value} | {about[key]} |\n")
    return "".join(parts)


if __name__ == "__main__":
    print(page(), end="")
