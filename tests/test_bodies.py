"""Bodies of a record: the unit each serves, and the mentions that mean it."""

import pytest

import vnnews

HEAD = "Phường Ngọc Thụy triển khai nhiệm vụ quý III\n13/07/2018 | 17:28\n\n"
NO_UNIT = "Lãnh đạo đi kiểm tra cơ sở\n13/07/2018 | 17:28\n\n"
OLD_LIST = "xã Tân Lập, xã Tân Hòa, xã Tân Tiến, xã Tân An"


@pytest.mark.parametrize(
    ("text", "served"),
    [
        (HEAD + "Đảng ủy ra nghị quyết.", {"Đảng ủy": ("commune", "Ngọc Thụy")}),
        (HEAD + "Thường trực Đảng ủy kết luận.", {"Thường trực Đảng ủy": ("commune", "Ngọc Thụy")}),
        (HEAD + "Công an phường tuần tra.", {"Công an phường": ("commune", "Ngọc Thụy")}),
        (HEAD + "UBND quận kiểm tra.", {"Ủy ban nhân dân quận": ("district", "Long Biên")}),
        (HEAD + "UBND quận Hà Đông dự.", {"Ủy ban nhân dân quận Hà Đông": ("district", "Hà Đông")}),
        # another type of unit than the article's
        (HEAD + "UBND xã kết nghĩa cử đoàn sang.", {"Ủy ban nhân dân xã": ("commune", None)}),
        (HEAD + "UBND tỉnh bạn thăm.", {"Ủy ban nhân dân tỉnh": ("province", None)}),
        # no committee of the commune
        (HEAD + "Đảng ủy Quân sự họp.", {"Đảng ủy Quân sự": (None, None)}),
        (HEAD + "Chính phủ ban hành nghị định.", {"Chính phủ": (None, None)}),
        # nothing tells the unit
        (NO_UNIT + "Đảng ủy ra nghị quyết.", {"Đảng ủy": (None, None)}),
        (NO_UNIT + "UBND phường họp.", {"Ủy ban nhân dân phường": ("commune", None)}),
        (NO_UNIT + f"Đại diện {OLD_LIST} dự. Đảng ủy phát biểu.", {"Đảng ủy": (None, None)}),
    ],
)  # fmt: skip
def test_a_body_without_a_unit_serves_the_articles(text: str, served: dict[str, tuple[str | None, str | None]]) -> None:
    found = {body.name: (body.level, body.place) for body in vnnews.extract(text).organizations}
    assert found == served


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        # the fullest name of the ward's own committee
        (
            HEAD + "UBND phường họp. UBND phường Ngọc Thụy chỉ đạo. UBND giao các tổ.",
            {"Ủy ban nhân dân phường": ["UBND phường"],
             "Ủy ban nhân dân phường Ngọc Thụy": ["UBND phường Ngọc Thụy", "UBND"]},
        ),
        (HEAD + "UBND quận Hà Đông dự. UBND giao các tổ.", {"Ủy ban nhân dân quận Hà Đông": ["UBND quận Hà Đông"]}),
        (NO_UNIT + "UBND huyện họp. UBND giao các xã.", {"Ủy ban nhân dân huyện": ["UBND huyện", "UBND"]}),
        # two could be meant, and nothing tells which
        (
            NO_UNIT + "UBND huyện, UBND tỉnh họp. UBND giao các xã.",
            {"Ủy ban nhân dân huyện": ["UBND huyện"], "Ủy ban nhân dân tỉnh": ["UBND tỉnh"]},
        ),
        (NO_UNIT + "UBND giao các xã.", {}),
        (NO_UNIT + "HĐND xã họp. UBND giao các ấp.", {"Hội đồng nhân dân xã": ["HĐND xã"]}),
    ],
)  # fmt: skip
def test_a_bare_acronym_is_a_mention_of_the_body_it_means(text: str, mentions: dict[str, list[str]]) -> None:
    organizations = vnnews.extract(text).organizations
    assert {body.name: [m.text for m in body.mentions] for body in organizations} == mentions
    for body in organizations:
        assert [m.kind for m in body.mentions] == ["short" if " " not in m.text else "full" for m in body.mentions]


def test_an_office_at_a_bare_acronym_points_to_the_body() -> None:
    article = vnnews.extract(HEAD + "UBND phường Ngọc Thụy họp. Ông Lê Văn Bá, Chủ tịch UBND, chủ trì.")
    (title,) = article.officials[0].titles
    assert title.name == "Chủ tịch Ủy ban nhân dân"
    assert title.organization is not None
    assert article.organizations[title.organization].name == "Ủy ban nhân dân phường Ngọc Thụy"


@pytest.mark.parametrize(
    ("office", "body"),
    [
        ("Phó Bí thư Đảng ủy phường", "Đảng ủy phường"),
        ("Trưởng Công an phường", "Công an phường"),
        ("Trưởng Ban Dân vận Đảng ủy phường", "Ban Dân vận Đảng ủy phường"),
        ("Chủ tịch Hội LHPN phường", "Hội Liên hiệp Phụ nữ phường"),
    ],
)
def test_a_title_points_to_its_body(office: str, body: str) -> None:
    article = vnnews.extract(HEAD + f"Ông Lê Văn Bá, {office}, chủ trì.")
    (title,) = article.officials[0].titles
    assert title.organization is not None
    assert article.organizations[title.organization].name == body


@pytest.mark.parametrize(
    ("text", "schools"),
    [
        ("Trường THCS Lê Lợi đón đoàn.", ["Trường Trung học cơ sở Lê Lợi"]),
        ("Trường Tiểu học Trần Quốc Toản và Trường THPT Chu Văn An tham gia.",
         ["Trường Tiểu học Trần Quốc Toản", "Trường Trung học phổ thông Chu Văn An"]),
        ("Trường Mầm non Hoa Sen khai giảng.", ["Trường Mầm non Hoa Sen"]),
        # behind an office the name may be its holder's
        ("Hiệu trưởng Trường THCS Nguyễn Thị Hoa phát biểu.", ["Trường Trung học cơ sở"]),
    ],
)  # fmt: skip
def test_a_school_keeps_the_name_it_bears(text: str, schools: list[str]) -> None:
    article = vnnews.extract(NO_UNIT + text)
    assert [body.name for body in article.organizations if body.branch == "other"] == schools
