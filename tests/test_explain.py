"""Every item can say how it was found."""

from __future__ import annotations

from pathlib import Path

import vnnews

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "samples").glob("*/text.txt"))


def test_each_item_of_the_samples_has_a_step_with_a_rule() -> None:
    for path in SAMPLES:
        text = path.read_text(encoding="utf-8")
        article, steps = vnnews.extract(text), vnnews.explain(text)
        told = {(s.kind, s.start, s.end) for s in steps}
        for kind, items in (
            ("date", article.dates),
            ("statistic", article.statistics),
            ("document", article.documents),
        ):
            assert {(kind, i.start, i.end) for i in items} <= told
        named = {(s.start, s.end) for s in steps if s.kind == "person"}
        assert {(m.start, m.end) for o in article.officials for m in o.mentions} <= named
        assert all(s.rule and text[s.start : s.end] == s.text for s in steps)


def test_explanation_names_rule_and_entries_and_prints() -> None:
    steps = vnnews.explain("Hội nghị của phường\n\nĐồng chí Lê Văn Bá, PCT UBND phường dự.")
    title = next(s for s in steps if s.kind == "title")
    assert title.rule == "title_of_body"
    assert title.entries == ("positions:Phó Chủ tịch",)
    assert "Phó Chủ tịch Ủy ban nhân dân phường  by title_of_body" in str(steps)
