"""The page: template, style, scripts and data in one file that asks nothing of a network."""

from __future__ import annotations

import json
import tomllib
from functools import partial
from importlib import resources

from vnnews.batch.items import needed
from vnnews.export.html import policy_hash
from vnnews.report.charts import config, specs
from vnnews.report.packing import columns, compressed, harmless
from vnnews.report.rows import LACKS, Gathered
from vnnews.version import __version__

LANGUAGES = ("en", "vi")

_SCRIPTS = ("table.js", "panel.js", "charts.js", "sections.js", "start.js")  # each may call those before it
_STATIC = resources.files("vnnews.report") / "static"


def page(gathered: Gathered, lang: str = "en") -> str:
    """Return the report as one HTML document in a language of :data:`LANGUAGES`.

    The same rows give the same text. Raises ``MissingExtraError`` where a package of the extra ``report`` is not
    installed, ``ValueError`` for another language.
    """
    words = strings(lang)
    jinja = needed("jinja2", "report", "a report")
    bundler = needed("vl_convert", "report", "a report", package="vl-convert-python")
    # each in a scope of its own: the bundle of Vega names hundreds of variables at its top
    library = _scoped(bundler.javascript_bundle("window.vegaEmbed = vegaEmbed;"))
    style, script = _static("style.css"), _scoped("\n".join(map(_static, _SCRIPTS)))
    for code in (library, script):
        _check(code)
    environment = jinja.Environment(autoescape=True, undefined=jinja.StrictUndefined, trim_blocks=True)
    markup = needed("markupsafe", "report", "a report").Markup
    settings = {"lang": lang, "words": words, "specs": specs(words), "config": config(), "lacks": LACKS}
    told: str = environment.from_string(_static("page.html.jinja")).render(
        lang=lang,
        t=words,
        overview=gathered.overview,
        counted=partial(_counted, lang=lang),
        policy=_policy((library, script), style),
        style=markup(style),
        library=markup(library),
        script=markup(script),
        settings=markup(harmless(settings)),
        data=compressed(columns(gathered)),
        version=__version__,
    )
    return told


def strings(lang: str) -> dict[str, str]:
    """Return the words of the page in a language; ``ValueError`` for one that there is not."""
    table: dict[str, dict[str, str]] = tomllib.loads(_static("strings.toml"))
    if lang not in LANGUAGES:
        raise ValueError(f"no page in {lang!r}; there are {', '.join(LANGUAGES)}")
    return {key: told[lang] for key, told in table.items()}


def _counted(number: int, lang: str) -> str:
    told = f"{number:,}"
    return told.replace(",", ".") if lang == "vi" else told


def _policy(scripts: tuple[str, ...], style: str) -> str:
    """Return a policy that lets the page's own scripts and style run, by their hashes, and nothing load."""
    known = " ".join(map(policy_hash, scripts))
    return (
        f"default-src 'none'; script-src {known}; style-src {policy_hash(style)}; base-uri 'none'; form-action 'none'"
    )


def _scoped(code: str) -> str:
    return f"(() => {{{code}\n}})();"


def _check(code: str) -> None:
    """Refuse a script that would end its own element, or that a browser would read with other line ends."""
    if any(mark in code.lower() for mark in ("</script", "<!--", "<script", "\r")):
        raise AssertionError("a script of the page holds markup: " + json.dumps(code[:60]))


def _static(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
