"""The table of units: what the resolutions say of who took over whom, codes, and what a question finds."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import vnnews
from vnnews import places

LINES = (Path(__file__).parent / "successors.tsv").read_text(encoding="utf-8").splitlines()
CHECKED = list(csv.DictReader((line for line in LINES if not line.startswith("#")), delimiter="\t"))


@pytest.mark.parametrize("row", CHECKED, ids=lambda row: f"{row['old_unit']}, {row['district']}")
def test_successors_are_those_of_the_resolution(row: dict[str, str]) -> None:
    found = [u for u in places.find(f"{row['old_unit']}, {row['district']}, {row['province']}") if not u.today]
    assert len(found) == 1
    told = [name.lower() for name in row["new_units"].split("|")]
    got = [f"{unit.type} {unit.name}".lower() for unit in places.successors(found[0])]
    assert sorted(got) == sorted(told)
    assert got[0] == told[0] or row["first_told"] == "no"


def test_enough_units_are_checked_and_half_of_them_were_split() -> None:
    assert len(CHECKED) >= 60
    assert sum("|" in row["new_units"] for row in CHECKED) * 2 >= len(CHECKED)
    assert len({row["province"] for row in CHECKED}) >= 20


def test_the_table_holds_every_unit_of_both_sides_of_the_reform() -> None:
    table = places.table()
    today = [u for u in table.units if u.level == "commune" and u.today]
    june = [u for u in table.units if u.level == "commune" and u.successor_codes]
    assert (len(today), len(june)) == (3321, 10035)
    assert len({u.province for u in today}) == 34
    assert len({u.code for u in today}) == 3321
    assert all(code in table.by_code for u in june for code in u.successor_codes)


def test_no_old_unit_stands_twice() -> None:
    old = Counter((u.type, u.name, u.district, u.province) for u in places.table().units if not u.today)
    assert [unit for unit, count in old.items() if count > 1] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phường Ngọc Thụy, quận Long Biên", [("Ngọc Thụy", "Long Biên", "Hà Nội", "00118")]),
        ("P. Ngọc Thuỵ, Q. Long Biên", [("Ngọc Thụy", "Long Biên", "Hà Nội", "00118")]),
        ("xã Hưng Đạo, thành phố Cao Bằng", [("Hưng Đạo", "Cao Bằng", "Cao Bằng", "01705")]),
        ("phường Phú Hữu, quận 9", []),  # became Thủ Đức's in 2021
        ("quận Long Biên", [("Long Biên", "Long Biên", "Hà Nội", "004")]),
        ("tỉnh Thừa Thiên Huế", [("Thừa Thiên Huế", None, "Thừa Thiên Huế", "46")]),
        ("Đông Hải, TP Phan Rang-Tháp Chàm", [("Đông Hải", "Phan Rang - Tháp Chàm", "Ninh Thuận", "22768")]),
        ("đặc khu Phú Quốc", [("Phú Quốc", None, "An Giang", "31078")]),
        ("Atlantis", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_question_finds_the_units_that_fit(query: str, found: list[tuple[str, str | None, str, str]]) -> None:
    assert [(u.name, u.district, u.province, u.code) for u in places.find(query)] == found


def test_a_name_of_many_units_finds_them_all() -> None:
    assert len({u.province for u in places.find("phường Trần Hưng Đạo")}) > 5


@pytest.mark.parametrize(
    ("day", "text", "codes"),
    [
        ("2018-07-13", "UBND phường Ngọc Thụy, quận Long Biên họp.", ("00118", "004", "01")),
        ("2026-01-05", "UBND phường Bồ Đề, thành phố Hà Nội họp.", ("00118", None, "01")),
        # one name, two provinces: the code is that of the day
        ("2020-05-01", "UBND phường Phú Hội, thành phố Huế, tỉnh Thừa Thiên Huế họp.", ("19786", "474", "46")),
        # several units fit: no code is picked
        ("2020-05-01", "UBND xã Tân Lập họp.", (None, None, None)),
    ],
)
def test_a_place_bears_the_codes_of_its_units(day: str, text: str, codes: tuple[str | None, ...]) -> None:
    place = vnnews.extract(text, published_at=day).place
    assert tuple(unit.code if unit else None for unit in (place.ward, place.district, place.province)) == codes
