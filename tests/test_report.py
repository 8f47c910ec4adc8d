"""The report's numbers, what it escapes, and the command."""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import vnnews
from vnnews.cli import main
from vnnews.export.html import visible
from vnnews.records import Article
from vnnews.report.gather import gather
from vnnews.report.packing import columns, harmless
from vnnews.report.page import LANGUAGES, page, strings
from vnnews.report.rows import LACKS, Figure, Gathered
from vnnews.report.spots import CONTEXT, Surroundings

STATIC = Path(__file__).parents[1] / "src" / "vnnews" / "report" / "static"
NGOC_THUY = (
    "UBND phường Ngọc Thụy họp giao ban\n02/03/2020\n\n"
    "Đồng chí Lê Văn Bá, Chủ tịch UBND phường Ngọc Thụy dự. Năm 2019, phường có 38/38 tổ hòa giải. "
    "Phường có 38/38 tổ hòa giải trong năm 2019. Tỷ lệ hòa giải thành đạt 92%. Có 5 tổ hòa giải mới theo Quyết định "
    "12/QĐ-UBND ngày 01/02/2020."
)
LATER = (
    "UBND phường Ngọc Thụy sơ kết\n15/07/2021\n\n"
    "Đồng chí Lê Văn Bá, Chủ tịch UBND phường Ngọc Thụy chủ trì. Phường có 40 tổ hòa giải theo Quyết định 12/QĐ-UBND."
)
BARE = "Trao quà cho bà con"


def _records(*texts: str, **known: Any) -> list[Article]:
    return list(vnnews.pipe({"text": text, "id": f"n{n}", **known} for n, text in enumerate(texts)))


@pytest.fixture(scope="module")
def gathered() -> Gathered:
    return gather(_records(NGOC_THUY, LATER, BARE, url="https://ngocthuy.example.vn/tin"))


def _marks(gathered: Gathered, spots: Iterable[int]) -> list[str | None]:
    found = [gathered.spots[number] for number in spots]
    return [spot.sentence and spot.sentence[spot.start : spot.end] for spot in found]


def _figures(gathered: Gathered, kind: str, unit: str | None) -> list[Figure]:
    number = [n for n, s in enumerate(gathered.series) if (s.kind, s.unit) == (kind, unit)]
    return [figure for figure in gathered.figures if figure.series in number]


def test_overview(gathered: Gathered) -> None:
    told = gathered.overview
    assert (told.articles, told.without_text, told.without_day) == (3, 0, 1)
    assert (told.first, told.last, told.wards, told.people) == ("2020-03-02", "2021-07-15", 1, 1)
    assert (told.documents, told.citations) == (1, 2)


def test_an_office_from_its_first_to_its_last_article(gathered: Gathered) -> None:
    (office,) = gathered.offices
    assert (office.person, office.title) == ("Lê Văn Bá", "Chủ tịch Ủy ban nhân dân phường Ngọc Thụy")
    assert (office.place, office.first, office.last) == ("Ngọc Thụy, Long Biên, Hà Nội", "2020-03-02", "2021-07-15")
    assert [gathered.spots[spot].article for spot in office.spots] == [0, 1]
    assert all("Lê Văn Bá" in (gathered.spots[spot].sentence or "") for spot in office.spots)


def test_an_appointment_stands_on_the_row_of_its_office() -> None:
    text = (
        "HĐND phường Ngọc Thụy họp\n15/07/2021\n\nNgày 14/7/2021, HĐND phường bầu ông Trần Văn Năm "
        "giữ chức vụ Phó Chủ tịch UBND phường Ngọc Thụy."
    )
    found = gather(_records(text))
    (row,) = [office for office in found.offices if office.events]
    ((action, date, first, spot),) = row.events
    assert (row.person, action, date, first) == ("Trần Văn Năm", "elected", "2021-07-14", "2021-07-14")
    assert "Trần Văn Năm" in (found.spots[spot].sentence or "")


def test_articles_without_ids_lead_to_their_own_sentences() -> None:
    found = gather(vnnews.pipe([NGOC_THUY, LATER]))
    assert [found.spots[spot].article for spot in found.offices[0].spots] == [0, 1]


def test_kinds_stand_apart_and_nothing_is_added_up(gathered: Gathered) -> None:
    ratios, counts = (_figures(gathered, kind, "tổ hòa giải") for kind in ("ratio", "count"))
    assert [(f.value, f.total, f.period, f.first, f.last) for f in ratios] == [
        (38, 38, "2019", "2019-01-01", "2019-12-31")
    ]
    assert sorted(f.value or 0 for f in counts) == [5, 40]
    assert all(s.kind == "percent" for s in gathered.series if s.unit is None or s.unit == "%")


def test_a_figure_told_twice_is_one_row_with_both_sentences(gathered: Gathered) -> None:
    (ratio,) = _figures(gathered, "ratio", "tổ hòa giải")
    sentences = [gathered.spots[spot].sentence for spot in ratio.spots]
    assert len(set(sentences)) == 2
    assert _marks(gathered, ratio.spots) == ["38/38 tổ hòa giải"] * 2


def test_the_same_text_crawled_twice_tells_a_figure_once() -> None:
    found = gather(_records(LATER, LATER))
    (figure,) = _figures(found, "count", "tổ hòa giải")
    assert [found.spots[spot].article for spot in figure.spots] == [0, 1]


def test_a_document_with_its_different_dates(gathered: Gathered) -> None:
    (cited,) = gathered.documents
    assert (cited.name, len(cited.spots), cited.articles, cited.wards, cited.days) == (
        "Quyết định 12/QĐ-UBND", 2, 2, 1, 1,
    )  # fmt: skip


def test_months_hold_the_articles(gathered: Gathered) -> None:
    assert [(row.month, row.articles) for row in gathered.months] == [
        (None, (2,)), ("2020-03", (0,)), ("2021-07", (1,)),
    ]  # fmt: skip


def test_an_unknown_acronym_has_its_example() -> None:
    found = gather(_records("Họp phường\n\nPhường triển khai kế hoạch XQZW trong tháng."))
    assert [(row.acronym, _marks(found, row.spots)) for row in found.acronyms] == [("XQZW", ["XQZW"])]


def test_warnings_lead_to_articles() -> None:
    records = [r for r in _records("Họp tổ\n\nNgày 14/7 phường họp.") if r.warnings]
    found = gather(records)
    assert [(row.code, row.articles) for row in found.warnings] == [("unknown_year", 1)]


@pytest.mark.parametrize(
    ("source", "portal"),
    [
        ({"url": "https://Tin.Example.vn/1", "path": "a.jsonl", "line": 3}, "tin.example.vn"),
        ({"url": "javascript:alert(1)", "path": "a.jsonl", "line": 3}, "a.jsonl"),
        ({"url": "http://[", "path": "tin/a.txt"}, "tin"),
        ({"path": "tin/n1/text.txt"}, "tin"),
        ({}, None),
    ],
    ids=["host", "no web address", "broken address", "folder", "unknown"],
)
def test_portals(source: dict[str, Any], portal: str | None) -> None:
    record = _records(BARE)[0].model_dump() | {"source": source}
    (row,) = gather([Article.model_validate(record)]).portals
    assert (row.name, row.articles) == (portal, 1)


def test_what_articles_lack(gathered: Gathered) -> None:
    (row,) = gathered.portals
    lacking = dict(zip(LACKS, row.lacking, strict=True))
    assert lacking == {"day": 1, "place": 1, "title": lacking["title"], "items": 1, "clean": lacking["clean"]}
    assert [article.lacks & 1 for article in gathered.articles] == [0, 0, 1]


def test_records_without_text_show_the_item_alone() -> None:
    record = _records(LATER)[0].model_copy(update={"text": None})
    found = gather([record])
    (figure,) = _figures(found, "count", "tổ hòa giải")
    assert [found.spots[spot].sentence for spot in figure.spots] == ["40 tổ hòa giải"]
    assert found.overview.without_text == 1
    assert "1 articles were written without their text" in page(found)


def test_a_long_sentence_is_cut_around_its_mark() -> None:
    text = "a " * 2000 + "có 38 tổ" + " b" * 2000
    start = text.index("38 tổ")
    spot = Surroundings(0, _records(text)[0]).spot("38 tổ", start, start + 5)
    assert (spot.sentence or "")[spot.start : spot.end] == "38 tổ"
    assert len(spot.sentence or "") <= 2 * CONTEXT + len("38 tổ") + 2


def test_marks_count_as_browsers_do() -> None:
    text = "Họp 😀 \u202eđủ 38 tổ."
    start = text.index("38 tổ")
    spot = Surroundings(0, _records(text)[0]).spot("38 tổ", start, start + 5)
    units = (spot.sentence or "").encode("utf-16-le")
    assert units[2 * spot.start : 2 * spot.end].decode("utf-16-le") == "38 tổ"


@pytest.mark.parametrize("offsets", [(0, 4), (900, 905), (5, 5)], ids=["other text", "outside", "empty"])
def test_offsets_that_do_not_fit_show_the_item_alone(offsets: tuple[int, int]) -> None:
    assert Surroundings(0, _records(LATER)[0]).spot("40 tổ", *offsets).sentence == "40 tổ"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u2069", "a[U+202E]b[U+2069]"),
        ("\u200f\u061c", "[U+200F][U+061C]"),
        ("\x00\x1b[31m\x9b", "[U+0000][U+001B][31m[U+009B]"),
        ("hàng 1\nhàng\t2\r\n", "hàng 1\nhàng\t2\n"),
    ],
    ids=["overrides", "marks", "controls", "line ends are one"],
)
def test_active_characters_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def _data(html: str) -> dict[str, Any]:
    found = re.search(r'id="data">([^<]*)<', html)
    assert found
    told: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(found[1])))
    return told


def test_the_page_carries_each_string_once(gathered: Gathered) -> None:
    data = _data(page(gathered))
    assert data == json.loads(json.dumps(columns(gathered)))
    assert len(data["strings"]) == len(set(data["strings"]))
    offices = data["offices"]
    assert [data["strings"][n] for n in offices["person"]] == ["Lê Văn Bá"]


def test_nothing_of_an_article_is_markup() -> None:
    hostile = "Phường </script><script>alert(1)</script> \"'><img onerror=x> \u202e\u2028 họp\n05/03/2021\n\nCó 77 tổ."
    plain, found = page(gather(_records(LATER))), page(gather(_records(hostile, url="javascript:alert(1)")))
    assert "alert(1)" not in found
    assert found.count("<script") == plain.count("<script") == 4
    assert not any("\u202e" in text for text in _data(found)["strings"])


def test_json_in_a_script_is_harmless() -> None:
    told = harmless({"a": "</script><!-- & \u2028\u2029"})
    assert not set("<>&\u2028\u2029") & set(told)
    assert json.loads(told) == {"a": "</script><!-- & \u2028\u2029"}


def test_the_policy_lets_only_the_own_scripts_run(gathered: Gathered) -> None:
    html = page(gathered)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe" not in policy
    assert not re.findall(r'(?:src|href)="(?!#)', html.partition("<script")[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_records_give_the_same_bytes(lang: str) -> None:
    first, second = (page(gather(_records(NGOC_THUY, LATER)), lang) for _ in range(2))
    assert first == second
    assert f'<html lang="{lang}">' in first


def test_every_word_is_in_both_languages_and_used() -> None:
    table = tomllib.loads((STATIC / "strings.toml").read_text(encoding="utf-8"))
    used = "".join(path.read_text(encoding="utf-8") for path in STATIC.iterdir() if path.suffix != ".toml")
    used += (STATIC.parent / "charts.py").read_text(encoding="utf-8")
    values = {"count", "ratio", "percent", "money", "measure", "duration", "total", "about", "over", "under",
              "at_least", "at_most", "elected", "re_elected", "appointed", "assigned", "dismissed", "resigned",
              "retired"} | {f"lacks_{name}" for name in LACKS}  # fmt: skip
    for key, told in table.items():
        assert sorted(told) == sorted(LANGUAGES)
        assert len({tuple(sorted(re.findall(r"\{\w+\}", told[lang]))) for lang in LANGUAGES}) == 1
        assert key in values or key.endswith("_about") or re.search(rf"\b{key}\b", used), key


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no page in 'fr'; there are en, vi"):
        strings("fr")


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


def _written(folder: Path, *lines: str) -> Path:
    path = folder / "records.jsonl"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_command_writes_the_page(tmp_path: Path) -> None:
    records = _written(tmp_path, _records(LATER)[0].model_dump_json())
    done = _run(records, "-o", tmp_path / "report.html", "--lang", "vi")
    assert (done.exit_code, done.stderr) == (0, f"vnnews: {tmp_path / 'report.html'}: 1 articles\n")
    assert _data((tmp_path / "report.html").read_text(encoding="utf-8"))["articles"]["id"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["records.jsonl", "report.html"]


def test_command_tells_of_lines_that_are_no_records(tmp_path: Path) -> None:
    records = _written(tmp_path, _records(LATER)[0].model_dump_json(), '{"a": 1}')
    done = _run(records, "-o", tmp_path / "report.html")
    assert done.exit_code == 1
    assert f"{records}:2" in done.stderr
    assert (tmp_path / "report.html").exists()


def test_command_does_not_overwrite_its_records(tmp_path: Path) -> None:
    records = _written(tmp_path, _records(LATER)[0].model_dump_json())
    done = _run(records, "-o", records)
    assert done.exit_code == 2
    assert "would be overwritten" in done.stderr


@pytest.mark.parametrize("package", ["altair", "jinja2", "vl_convert"])
def test_command_names_the_missing_extra(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    records = _written(tmp_path, _records(LATER)[0].model_dump_json())
    done = _run(records, "-o", tmp_path / "report.html")
    assert done.exit_code == 2
    assert done.stderr.endswith('pip install "vnnews[report]"\n')
    assert not (tmp_path / "report.html").exists()


def test_values_that_no_extraction_wrote() -> None:
    record = json.loads(_records(LATER)[0].model_dump_json())
    record["statistics"][0] |= {"value": float("nan"), "period": "2020-Q"}
    record["published_at"] = "sáng qua \u202e"
    found = gather([Article.model_validate(record)])
    (figure,) = _figures(found, "count", "tổ hòa giải")
    assert (figure.value, figure.first) == (None, None)
    html = page(found)
    assert "sáng qua [U+202E]" in html
    assert "\u202e" not in html
    assert "NaN" not in json.dumps(_data(html))
