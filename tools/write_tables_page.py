"""Write docs/tables.md from the columns of vnnews.frames, so that it cannot go stale.

usage: write_tables_page.py > docs/tables.md
"""

from __future__ import annotations

from vnnews.frames import ARTICLE, ITEM, KINDS, Column

HEAD = """# Tables

`vnnews.to_frame(records, kind)` gives one row per item, for one kind at a time. It returns a `pyarrow.Table`, which
speaks Arrow's PyCapsule interface: `table.to_pandas()` and `pandas.DataFrame.from_arrow(table)`,
`polars.from_arrow(table)`, and every other reader of Arrow take it as it is. pyarrow comes with
`pip install "vnnews[arrow]"`.

```python
import vnnews

records = vnnews.pipe(articles)
frame = vnnews.to_frame(records, "statistics").to_pandas()
frame[(frame.unit == "hộ nghèo") & (frame.kind == "count")].sort_values(["province", "ward", "period_first_day"])
```

Text is `string`, offsets and counts are `int64`, values are `float64`, days `date32`; null means that the article does
not tell. Rows stand in the order of the records and of the items in them.

## What must not be summed

* **Parts beside their total.** `245 suất quà, trong đó 120 suất cho hộ nghèo` is two rows, and the second is part of
  the first. Nothing in a row says so: sum a column only after reading how its articles write, or take the largest value
  of an article, unit and period.
* **The same figure told twice.** Headline, lead and body repeat it, a caption often once more. Drop the doubles of
  `content_hash`, `kind`, `value`, `unit` and `period` first.
* **Articles crawled twice**, and press releases that several portals print: one text bears one `content_hash`. A text
  changed by one letter bears another.
* **Ratios, percents and rates.** A `ratio` is part and whole (`value`, `total`), a `percent` has no whole to weigh it
  by, and where `per` is set the value is told for each of something.
* **Ranges and bounds.** With `value_max` the value is only the lower end; `qualifier` says `over`, `under`, `about`.
* **Stocks of different days.** A count of households is true on its day: add over places, never over periods. `period`
  is null for what an article calls the state of now; `published_on` is the next best day for it.
* **Units as they are written.** `hộ`, `hộ dân` and `hộ gia đình` are three units. Money is in đồng, measures in the
  unit of the article (`ha`, `m²`), never converted.
"""


def table(columns: tuple[Column, ...]) -> str:
    rows = (f"| `{column.name}` | {column.type} | {column.about} |\n" for column in columns)
    return "| column | type | what it holds |\n|---|---|---|\n" + "".join(rows)


def page() -> str:
    parts = [HEAD, "\n## Columns of every table\n\n", table((*ARTICLE, *ITEM))]
    parts.append("\nThe table of articles ends before `item`.\n")
    for name, kind in KINDS.items():
        parts.append(f"\n## {name}\n\nA row is {kind.row}.\n\n{table(kind.columns)}")
    return "".join(parts)


if __name__ == "__main__":
    print(page(), end="")
