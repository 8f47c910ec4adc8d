"""Every lexicon entry: well formed, found in its examples, silent in its near-misses."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

import vnnews
from vnnews.find.date_forms import date_forms
from vnnews.lexicon import Entry, LexiconError, builtin
from vnnews.lexicon.load import KINDS

HEADLINE = "Hội nghị tổng kết công tác của phường trong thời gian qua\n\n"
# a sentence that finds an entry of its kind, for those without an example of their own
SENTENCES = {
    "acronyms": "Phường đã triển khai {} trên địa bàn.",
    "bodies": "Hội nghị có đại diện {} tham dự.",
    "counted_nouns": "Đến nay đã có 12 {} được ghi nhận.",
    "document_types": "Thực hiện {} số 15/QĐ-UBND của phường.",
    "honorifics": "Tham dự có {} Nguyễn Văn Thanh.",
    "measures": "Kết quả đạt 12 {} theo báo cáo.",
    "positions": "Đồng chí Nguyễn Văn Thanh, {} đã phát biểu.",
    "qualifiers": "Đến nay có {} 12 hộ nghèo.",
}
# what cannot stand in the kind's sentence: it needs a neighbour of its own, or other entries come first there
NEEDS_CONTEXT = {
    "acronyms": lambda e: bool(e.get("before") or e.get("after")) or len(e.form) == 1,
    "bodies": lambda e: e.get("takes", "").endswith("!") or e.get("takes") in ("-", "within") or e.form.isupper(),
    "honorifics": lambda e: e.get("role") in ("byline",),
    "measures": lambda e: e.form in ("g", "giờ"),  # 12 g, 12 giờ: a time of day unless something lasts
    "positions": lambda e: e.get("takes") in ("clerk",),
}
ENTRIES = [entry for entry in builtin() if entry.kind in SENTENCES]


def _used(text: str) -> set[str]:
    return {name for step in vnnews.explain(text) for name in step.entries}


def test_kinds_all_have_entries() -> None:
    assert all(builtin()[kind] for kind in KINDS)


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_entries_without_example_are_found_in_their_kinds_sentence(kind: str) -> None:
    silent = []
    for entry in builtin()[kind]:
        if entry.examples or NEEDS_CONTEXT.get(kind, lambda e: False)(entry):
            continue
        if entry.name not in _used(HEADLINE + SENTENCES[kind].format(entry.form)):
            silent.append(entry.form)
    assert silent == []


def _with(attribute: str) -> list[object]:
    return [
        pytest.param(entry, text, id=f"{entry.name}-{number}")
        for entry in builtin()
        for number, text in enumerate(getattr(entry, attribute))
    ]


def _text(entry: Entry, example: str) -> str:
    if entry.kind == "stamps":
        return f"{HEADLINE.strip()}\n{example}\n\nPhường đã họp bàn về công tác của tháng và năm tới.\n"
    if entry.kind in ("furniture", "credit_labels"):
        return (
            f"{HEADLINE}Phường đã họp bàn về công tác của tháng và năm tới.\n\nCác đại biểu đã thảo luận.\n\n{example}"
        )
    if entry.kind in ("date_forms", "kept_days"):
        return f"{HEADLINE}Phường đã họp. Theo đó, {example}."
    return HEADLINE + example


def _finds(entry: Entry, example: str) -> bool:
    text = _text(entry, example)
    if entry.kind == "stamps":
        return entry.name in _used(text)
    if entry.kind == "furniture":
        return _section_of(text, example) == "furniture"
    if entry.kind == "credit_labels":
        return vnnews.extract(text).credit is not None
    if entry.kind == "date_words":
        dates = [d.text.casefold() for d in vnnews.extract(text, published_at="2020-07-23").dates]
        return any(surface.casefold() in day for surface in entry.surfaces for day in dates)
    return entry.name in _used(text)


def _section_of(text: str, example: str) -> str:
    article = vnnews.extract(text)
    at = text.rindex(example)
    return next(s.kind for s in article.sections if s.start <= at < s.end)


@pytest.mark.parametrize(("entry", "example"), _with("examples"))
def test_examples_are_found(entry: Entry, example: str) -> None:
    assert _finds(entry, example)


@pytest.mark.parametrize(("entry", "near_miss"), _with("near_misses"))
def test_near_misses_are_silent(entry: Entry, near_miss: str) -> None:
    assert not _finds(entry, near_miss)


def test_a_date_form_is_tried_wherever_it_matches() -> None:
    forms = date_forms(builtin())
    for form in forms.forms:
        for example in map(str.lower, form.entry.examples):
            for at in range(len(example)):
                match = form.pattern.match(example, at)
                if match and form.read(match, forms.words):
                    assert form.name in {tried.name for tried, _ in forms.at(example, at)}, example[at:]


def test_no_entry_twice() -> None:
    for kind in KINDS:
        told = ("expansion", "kind", "role")
        forms = Counter((e.form, *map(e.get, told), bool(e.get("before") or e.get("after"))) for e in builtin()[kind])
        assert [form for form, count in forms.items() if count > 1] == []


def test_no_surface_of_two_positions() -> None:
    surfaces = Counter(s for e in builtin()["positions"] for s in e.surfaces)
    assert [s for s, count in surfaces.items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(p.name for p in files("vnnews.lexicon").iterdir() if p.name.endswith(".tsv")))
def test_tables_have_no_stray_space(name: str) -> None:
    for number, line in enumerate(files("vnnews.lexicon").joinpath(name).read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        assert line.startswith("#") or all(cell == cell.strip() and "  " not in cell for cell in cells), (
            f"{name}:{number}"
        )


OVERLAY = """
[[positions]]
form = "Trưởng lò gốm"
takes = "field"

[[counted_nouns]]
form = "bể cá Koi"

[[acronyms]]
form = "XYZT"
expansion = "Xây dựng yêu thương"
kind = "thing"
"""


def test_own_lexicon_is_laid_over_without_touching_the_builtin_one(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(OVERLAY, encoding="utf-8")
    text = HEADLINE + "Ông Lê Văn Bá, Trưởng lò gốm, tặng 3 bể cá Koi cho chương trình XYZT."
    own = vnnews.Extractor(lexicon=path).extract(text)
    assert [t.name for t in own.officials[0].titles] == ["Trưởng lò gốm"]
    assert [s.unit for s in own.statistics] == ["bể cá Koi"]
    assert own.acronyms[0].expansion == "Xây dựng yêu thương"
    plain = vnnews.extract(text)
    assert plain.officials[0].titles == ()
    assert plain.acronyms[0].expansion is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[positions]\n", "not valid TOML"),
        ('[[no_such_kind]]\nform = "x"\n', "no such kind"),
        ('[[positions]]\ntakes = "field"\n', "has no form"),
        ('[[acronyms]]\nform = "AB"\n', "expansion is missing"),
        ('[[positions]]\nform = "A"\nvariants = "B"\n', "list of strings"),
        ('positions = "x"\n', "double brackets"),
        ('[[positions]]\nform = "Chu\\u0309 ti\\u0323ch"\n', "not in NFC"),
    ],
)
def test_broken_lexicons_are_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as error:
        vnnews.Extractor(lexicon=path)
    assert "mine.toml" in str(error.value)


def test_missing_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"gone\.toml"):
        vnnews.Extractor(lexicon=tmp_path / "gone.toml")
