"""Write docs/record.md from the models, so that it cannot go stale.

usage: write_record_page.py > docs/record.md
"""

from __future__ import annotations

import inspect
import re

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
"""
ARROWS = {("Title", "organization"): " → organizations[]", ("Appointment", "official"): " → officials[]"}


def shown(annotation: str) -> str:
    """A type as readers write it: tuples as lists."""
    text = re.sub(r"tuple\[(\w+), \.\.\.\]", r"\1[]", annotation.replace("Literal", ""))
    text = text.replace("| None", "or null").replace("'", "").replace('"', "")
    return re.sub(r"^\[(.*?)\]", lambda m: " · ".join(m[1].split(", ")), text).strip()


def page() -> str:
    parts = [HEAD]
    for name in ORDER:
        model: type[BaseModel] = getattr(records, name)
        parts.append(f"\n## {name}\n\n{inspect.cleandoc(model.__doc__ or '')}\n\n| key | value |\n|---|---|\n")
        for key, annotation in inspect.get_annotations(model).items():
            parts.append(f"| `{key}` | {shown(str(annotation)).replace('|', 'or')}{ARROWS.get((name, key), '')} |\n")
    return "".join(parts)


if __name__ == "__main__":
    print(page(), end="")
