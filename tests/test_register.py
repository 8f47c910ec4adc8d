"""Office-holders over many records: who is one person, and who is not."""

from __future__ import annotations

import pytest

import vnnews
from vnnews import Article, OfficeHolder, office_holders


def _record(sentence: str, day: str, id: str | None = None) -> Article:  # noqa: A002
    return vnnews.extract(f"Phường họp bàn công tác quý\n{day}\n\n{sentence}", id=id)


NGOC_THUY = "Đồng chí Lê Văn Bá, Chủ tịch UBND phường Ngọc Thụy, quận Long Biên dự."
CASES = {
    "one person seen twice": (
        [(NGOC_THUY, "02/03/2020"), (NGOC_THUY, "15/07/2021")],
        [("Lê Văn Bá", "Ngọc Thụy", {"Chủ tịch Ủy ban nhân dân phường Ngọc Thụy": ("2020-03-02", "2021-07-15")})],
    ),
    "one name in two communes": (
        [
            (NGOC_THUY, "02/03/2020"),
            ("Đồng chí Lê Văn Bá, Chủ tịch UBND phường Bồ Đề, quận Long Biên dự.", "03/03/2020"),
        ],
        [
            ("Lê Văn Bá", "Bồ Đề", {"Chủ tịch Ủy ban nhân dân phường Bồ Đề": ("2020-03-03", "2020-03-03")}),
            ("Lê Văn Bá", "Ngọc Thụy", {"Chủ tịch Ủy ban nhân dân phường Ngọc Thụy": ("2020-03-02", "2020-03-02")}),
        ],
    ),
    "a commune whose parents nobody tells joins nothing": (
        [
            ("Đồng chí Lê Văn Bá, Chủ tịch UBND xã Tân Lập dự.", "02/03/2020"),
            ("Đồng chí Lê Văn Bá, Chủ tịch UBND xã Tân Lập dự.", "03/03/2020"),
        ],
        [
            ("Lê Văn Bá", "Tân Lập", {"Chủ tịch Ủy ban nhân dân xã Tân Lập": ("2020-03-02", "2020-03-02")}),
            ("Lê Văn Bá", "Tân Lập", {"Chủ tịch Ủy ban nhân dân xã Tân Lập": ("2020-03-03", "2020-03-03")}),
        ],
    ),
    "case and tone placement": (
        [
            ("Đồng chí Đỗ Thị Hoà, Chủ tịch HĐND phường Ngọc Thụy, quận Long Biên dự.", "02/03/2020"),
            ("Đồng chí ĐỖ THỊ HÒA, Chủ tịch HĐND phường Ngọc Thụy, quận Long Biên dự.", "03/03/2020"),
        ],
        [("Đỗ Thị Hòa", "Ngọc Thụy", {"Chủ tịch Hội đồng nhân dân phường Ngọc Thụy": ("2020-03-02", "2020-03-03")})],
    ),
    "two bodies joined by an article that gives both": (
        [
            (
                "Đồng chí Lê Văn Bá, Bí thư Đảng ủy, Chủ tịch HĐND phường Ngọc Thụy, quận Long Biên dự.",
                "02/03/2020",
            ),
            ("Đồng chí Lê Văn Bá, Chủ tịch HĐND phường Ngọc Thụy, quận Long Biên dự.", "03/03/2020"),
        ],
        [
            (
                "Lê Văn Bá",
                "Ngọc Thụy",
                {
                    "Bí thư Đảng ủy": ("2020-03-02", "2020-03-02"),
                    "Chủ tịch Hội đồng nhân dân phường Ngọc Thụy": ("2020-03-02", "2020-03-03"),
                },
            )
        ],
    ),
    "no posting date, no title": (
        [("Ông Lê Văn Bá trồng 5 cây.", "02/03/2020")],
        [],
    ),
}


def _shown(holder: OfficeHolder) -> tuple[str, str | None, dict[str, tuple[str | None, str | None]]]:
    return holder.name, holder.ward, {t.name: (t.first_seen, t.last_seen) for t in holder.titles}


@pytest.mark.parametrize(("articles", "expected"), CASES.values(), ids=CASES)
def test_office_holders(articles: list[tuple[str, str]], expected: list[object]) -> None:
    records = [_record(sentence, day) for sentence, day in articles]
    assert [_shown(holder) for holder in office_holders(records)] == expected


def test_every_title_names_the_articles_that_say_so() -> None:
    records = {f"a{i}": _record(NGOC_THUY, f"0{i}/03/2020", id=f"a{i}") for i in (1, 2)}
    (holder,) = office_holders(records.values())
    for title in holder.titles:
        assert [s.article for s in title.sightings] == ["a1", "a2"]
        for sighting in title.sightings:
            assert sighting.article is not None
            text = records[sighting.article].text
            assert text is not None
            assert text[sighting.start : sighting.end] == sighting.text


def test_events_and_json_records() -> None:
    elected = "bầu ông Lê Văn Bá giữ chức Chủ tịch UBND phường Ngọc Thụy."
    record = _record(f"Ngày 2/3/2020, HĐND phường Ngọc Thụy, quận Long Biên {elected}", "03/03/2020")
    (holder,) = office_holders([record.model_dump(mode="json")])
    assert [(e.action, e.title, e.date) for e in holder.events] == [
        ("elected", "Chủ tịch Ủy ban nhân dân phường Ngọc Thụy", "2020-03-02")
    ]


@pytest.mark.parametrize(
    ("honorifics", "gender"), [(("Ông", "Đồng chí"), "male"), (("Đồng chí", "Bà"), "female"), (("Ông", "Bà"), None)]
)
def test_gender_is_what_honorifics_agree_on(honorifics: tuple[str, str], gender: str | None) -> None:
    told = [f"{word} Lê Văn Bá, Chủ tịch UBND phường Ngọc Thụy, quận Long Biên dự họp." for word in honorifics]
    (holder,) = office_holders([_record(sentence, "02/03/2020") for sentence in told])
    assert holder.gender == gender


def test_order_of_records_does_not_matter() -> None:
    records = [_record(NGOC_THUY, day) for day in ("02/03/2020", "15/07/2021", "01/01/2019")]
    forward, backward = office_holders(records), office_holders(records[::-1])
    assert [_shown(h) for h in forward] == [_shown(h) for h in backward]
