"""Build src/vnnews/lexicon/places.txt from two public tables.

usage: build_places.py DIVISIONS_TSV WARD_MAP_TSV

DIVISIONS_TSV  the commune-level units of 2026 with the statistics office's codes,
               from thanglequoc/vietnamese-provinces-database (MIT)
WARD_MAP_TSV   old ward → new ward, from vietnamadminunits (MIT), twenty default rows corrected
               against the statistics office's table

Rows without an old or a new unit are rejected and counted. The notices stand in NOTICE.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from vnnews.text.source import normalize

OUT = Path(__file__).parent.parent / "src" / "vnnews" / "lexicon" / "places.txt"


def rows(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def main(divisions: str, ward_map: str) -> None:
    codes: dict[tuple[str, str], str] = {}
    provinces: dict[str, str] = {}
    lines = [
        "# Administrative units. Built by tools/build_places.py; do not edit.",
        "# N: a province of today, its communes with their codes below it.",
        "# P, D: a province and a district until 30 June 2025, their communes below with today's codes,",
        "# the one that took the population first.",
    ]
    for row in rows(divisions):
        province = normalize(row["province"])
        if province not in provinces:
            provinces[province] = row["province_code"]
            lines.append(f"N\t{province}\t{row['province_code']}")
        name = normalize(row["full_name"])
        codes[province, name] = row["code"]
        lines.append(f"{name}\t{row['code']}")
    successors: dict[tuple[str, str, str], list[tuple[bool, str]]] = {}
    rejected = 0
    for row in rows(ward_map):
        old = tuple(normalize(row[key] or "").strip() for key in ("old_province", "old_district", "old_ward"))
        province = normalize(row["new_province"] or "").strip()
        code = codes.get((province, normalize(row["new_ward"] or "").strip()))
        if code is None and province:
            bare = province.split(" ", 1)[-1].removeprefix("phố ").removeprefix("Phố ")
            ward = normalize(row["new_ward"] or "").strip()
            found = [
                c for (p, w), c in codes.items() if p.endswith(bare) and w.split(" ", 1)[-1] == ward.split(" ", 1)[-1]
            ]
            code = found[0] if len(found) == 1 else None
        if not old[0] or not old[2] or code is None:
            rejected += 1
            print("rejected:", row, file=sys.stderr)
            continue
        successors.setdefault(old, []).append((row["is_default"] != "1", code))
    province = district = None
    for (old_province, old_district, old_ward), found in sorted(successors.items()):
        if old_province != province:
            province, district = old_province, None
            lines.append(f"P\t{province}")
        if old_district != district:
            district = old_district
            lines.append(f"D\t{district}")
        lines.append(f"{old_ward}\t{' '.join(dict.fromkeys(code for _, code in sorted(found, key=lambda f: f[0])))}")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(codes)} units of today, {len(successors)} old ones, {rejected} rows rejected → {OUT}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
