"""Write docs/forms.md from the cases, so that it cannot go stale.

usage: write_forms_page.py > docs/forms.md
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent.parent / "tests" / "cases"
HEAD = """# Forms of dates and of page heads

Every row is a case of the tests: what is written, and what it becomes. `XXXX` is an unknown year, an empty value a day
of the lunar year or a date that cannot be read. Where a row names a posting date, it anchors what the text leaves open.

## Dates

| form | text | posted | value |
|---|---|---|---|
"""
PAGE_HEAD = """
## Not dates

| form | text | why |
|---|---|---|
"""
STAMPS_HEAD = """
## Page heads, counters and credits

The lines of a page that a case adds to an ordinary article, and what the record says.

| form | page | gives |
|---|---|---|
"""


def rows(kind: str, table: str) -> list[dict[str, Any]]:
    found = tomllib.loads((CASES / kind / f"{table}.toml").read_text(encoding="utf-8"))["case"]
    return sorted(found, key=lambda case: str(case["form"]).casefold())


def cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ⏎ ").replace("*", "\\*").replace("<", "&lt;")


def page() -> str:
    parts = [HEAD]
    for case in rows("dates", "wild"):
        values = "<br>".join(
            f"{cell(text)} → `{value}`" if value else f"{cell(text)} →" for text, value in case["expected"]
        )
        parts.append(f"| {cell(case['form'])} | {cell(case['text'])} | {case.get('published_at', '')} | {values} |\n")
    parts.append(PAGE_HEAD)
    parts += [f"| {cell(c['form'])} | {cell(c['text'])} | {cell(c['reason'])} |\n" for c in rows("dates", "negative")]
    parts.append(STAMPS_HEAD)
    for case in rows("page", "wild"):
        given = "<br>".join(f"{key}: {cell(value)}" for key, value in case["expected"].items() if value != "")
        lines = [line if len(line) < 70 else line[:60] + "…" for line in case["text"].split("\n")]
        parts.append(f"| {cell(case['form'])} | {cell(chr(10).join(lines))} | {given} |\n")
    return "".join(parts)


if __name__ == "__main__":
    print(page(), end="")
