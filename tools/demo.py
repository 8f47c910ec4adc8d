"""The main job over data/samples: a readable summary, and the records as JSON Lines in build/demo.jsonl."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

import vnnews

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "data" / "samples"
OUT = ROOT / "build" / "demo.jsonl"
COUNTED = ("dates", "officials", "appointments", "acronyms", "organizations", "statistics", "documents")


def summary(record: vnnews.Article) -> list[str]:
    """One row: posting date, place, headline, and how many items of each kind."""
    place = record.place
    units = [unit.name for unit in (place.ward, place.district, place.province) if unit]
    return [
        record.published_at or "",
        ", ".join(units),
        record.title or "",
        *(str(len(getattr(record, kind))) for kind in COUNTED),
    ]


def main() -> None:
    console = Console(width=160)
    paths = sorted(SAMPLES.glob("*/text.txt"))
    items = [{"id": path.parent.name, "text": path.read_text(encoding="utf-8")} for path in paths]
    records = list(vnnews.pipe(items))
    table = Table(title=f"{len(records)} articles of data/samples", show_lines=False)
    for column in ("posted", "place", "headline", *COUNTED):
        table.add_column(column, overflow="fold", max_width=44, justify="right" if column in COUNTED else "left")
    for record in records:
        table.add_row(*summary(record))
    console.print(table)
    console.print("\nWho holds which office:")
    for record in records[:4]:
        for official in record.officials:
            if official.titles:
                console.print(f"  {official.name}: {'; '.join(title.name for title in official.titles)}", markup=False)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("".join(record.model_dump_json() + "\n" for record in records), encoding="utf-8")
    console.print(f"\nThe records: {OUT.relative_to(ROOT)}, one JSON object per line.")


if __name__ == "__main__":
    main()
