"""The charts of a report, as Vega-Lite made by Altair; the page gives each the rows that its table shows.

Colours are named ``var(--ink)`` and so on; the page puts in those of its style, light or dark. Every mark has the row
it stands for in ``row``, by which a click finds its sentences, and its words in ``tip``.
"""

from __future__ import annotations

from typing import Any

from vnnews.batch.items import needed

Words = dict[str, str]
Spec = dict[str, Any]

# ISO days as short as they may be, 2020 or 2020-03 for the first day of a year or month: names would be English
_ISO = "replace(utcFormat(datum.value, '%Y-%m-%d'), regexp('(-01)+$'), '')"
_ROW = 22  # px for each name on an axis


def specs(words: Words) -> dict[str, Spec]:
    """Return every chart by its name, its titles taken from the words of a language.

    Raises ``MissingExtraError`` without Altair.
    """
    altair = needed("altair", "report", "a report")
    charts = {
        "offices": _offices(altair, words),
        "months": _months(altair, words),
        "figures": _figures(altair, words, "linear"),
        "figures_log": _figures(altair, words, "symlog"),
        "documents": _bars(altair, words["chart_documents"], words["citations"]),
        "warnings": _bars(altair, words["chart_warnings"], words["articles"]),
        "portals": _portals(altair, words),
    }
    return {name: chart.to_dict(validate=True) for name, chart in charts.items()}


def config() -> Spec:
    """Return how all charts look."""
    soft, ink, ramp = "var(--soft)", "var(--ink)", ["var(--low)", "var(--high)"]
    lines = dict.fromkeys(("domainColor", "tickColor", "gridColor"), "var(--line)")
    told = {"labelFontSize": 12, "titleFontWeight": "normal", "titleColor": soft}
    return {
        "background": None,
        "font": "system-ui, sans-serif",
        "view": {"stroke": None},
        "axis": {**lines, **told, "labelColor": soft, "titleFontSize": 12},
        "legend": {**told, "labelColor": ink, "orient": "bottom", "labelLimit": 220},
        "range": {"category": [f"var(--c{n})" for n in range(1, 9)], "ramp": ramp, "heatmap": ramp},
    }


def _source(altair: Any) -> Any:
    return altair.Chart(altair.NamedData("rows"))


def _framed(altair: Any, chart: Any, description: str, height: Any) -> Any:
    size = altair.AutoSizeParams(type="fit-x", contains="padding")
    return chart.properties(description=description, width="container", height=height, autosize=size)


def _days(altair: Any, field: str, **how: Any) -> Any:
    axis = altair.Axis(title=None, labelOverlap=True, tickCount=6, labelExpr=_ISO, **how)
    return altair.X(f"{field}:T", scale=altair.Scale(type="utc", nice=False, padding=8), axis=axis)


def _labels(altair: Any) -> Any:
    return altair.Y("label:N", sort=None, axis=altair.Axis(title=None, labelLimit=0, domain=False, ticks=False))


def _offices(altair: Any, words: Words) -> Any:
    base = _source(altair).encode(y=_labels(altair), tooltip="tip:N")
    held = base.transform_filter("datum.what === 'held'")
    x = _days(altair, "first", grid=True)
    lines = held.mark_rule(size=3, color="var(--c1)").encode(
        x=x, x2="last", strokeDash=altair.condition("datum.former", altair.value([3, 3]), altair.value([1, 0]))
    )
    ends = held.mark_point(size=46, strokeWidth=2, opacity=1, color="var(--c1)", fill="var(--c1)")
    hollow = altair.condition("datum.former", altair.value(0), altair.value(1))
    events = base.transform_filter("datum.what === 'event'").mark_point(
        size=110, shape="diamond", filled=True, opacity=1, color="var(--c2)", stroke="var(--paper)"
    )
    layers = altair.layer(
        lines,
        ends.encode(x=x, fillOpacity=hollow),
        ends.encode(x=_days(altair, "last", grid=True), fillOpacity=hollow),
        events.encode(x=x),
    )
    return _framed(altair, layers, words["chart_offices"], altair.Step(_ROW))


def _months(altair: Any, words: Words) -> Any:
    chart = (
        _source(altair)
        .mark_bar(stroke="var(--paper)", strokeWidth=0.5)
        .encode(
            x=altair.X("month:T", timeUnit="utcyearmonth", axis=altair.Axis(title=None, format="%Y-%m", grid=False,
                                                                            labelOverlap=True, tickCount=8)),
            y=altair.Y("articles:Q", title=words["articles"], axis=altair.Axis(tickMinStep=1, tickCount=5)),
            color=altair.Color("ward:N", sort=None, title=None),
            order=altair.Order("place:Q"),
            tooltip="tip:N",
        )
    )  # fmt: skip
    return _framed(altair, chart, words["chart_months"], 200)


def _figures(altair: Any, words: Words, scale: str) -> Any:
    base = _source(altair).encode(
        y=altair.Y("value:Q", title=None, scale=altair.Scale(type=scale, zero=scale == "linear", nice=True),
                   axis=altair.Axis(format=",~r", tickCount=6)),
        color=altair.Color("ward:N", sort=None, legend=None),
        tooltip="tip:N",
    )  # fmt: skip
    x, middle = (_days(altair, field, grid=False) for field in ("first", "middle"))
    shape = altair.Shape("ward:N", sort=None, title=None)
    filled = altair.condition("datum.told", altair.value(0.85), altair.value(0))
    layers = altair.layer(
        base.mark_rule(size=2, opacity=0.55).encode(x=x, x2="last"),
        base.transform_filter("datum.most !== null").mark_rule(size=2).encode(x=middle, y2="most"),
        base.mark_point(size=52, strokeWidth=1.5).encode(
            x=middle, shape=shape, fill=altair.Fill("ward:N", sort=None, title=None),
            fillOpacity=filled,
        ),
    )  # fmt: skip
    return _framed(altair, layers, words["chart_figures"], 280)


def _bars(altair: Any, description: str, title: str) -> Any:
    chart = (
        _source(altair)
        .mark_bar(color="var(--c1)", height={"band": 0.6})
        .encode(
            x=altair.X("count:Q", title=title, axis=altair.Axis(tickMinStep=1, tickCount=5, format=",d")),
            y=_labels(altair),
            tooltip="tip:N",
        )
    )
    return _framed(altair, chart, description, altair.Step(_ROW))


def _portals(altair: Any, words: Words) -> Any:
    base = _source(altair).encode(
        x=altair.X("lack:N", sort=None, axis=altair.Axis(title=None, orient="top", labelAngle=0, domain=False,
                                                         ticks=False, labelLimit=90)),
        y=_labels(altair),
        tooltip="tip:N",
    )  # fmt: skip
    shade = altair.Color("share:Q", legend=None, scale=altair.Scale(domain=[0, 1]))
    cells = base.mark_rect(stroke="var(--paper)", strokeWidth=2).encode(color=shade)
    told = base.mark_text(fontSize=12).encode(
        text=altair.Text("share:Q", format=".0%"), color=altair.value("var(--ink)")
    )
    return _framed(altair, altair.layer(cells, told), words["chart_portals"], altair.Step(26))
