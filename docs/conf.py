"""How Sphinx makes the site of these pages: `make docs`. Nothing is fetched: no inventories, no fonts, no scripts."""

from __future__ import annotations

import re
from typing import Any

from vnnews.version import __version__

project = "vnnews"
author = "the authors of vnnews"
project_copyright = author
version = release = __version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx_copybutton"]
copybutton_prompt_text = r"\$ |>>> |\.\.\. "
copybutton_prompt_is_regexp = True
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(pa|pyarrow|pydantic|pyspark|pathlib|collections|typing|vnnews\.lexicon\.load)\..*"),
    ("py:.*", r"(Path|DataFrame|BaseModel|Any|Iterable|Iterator|Mapping|Sequence|Literal|T)"),
    ("py:class", r"(SectionKind|Branch|Action|Gender|Level)"),  # sets of strings, spelled out in docs/record.md
]

html_theme = "furo"
html_title = "vnnews"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_last_updated_fmt = None
html_theme_options = {"navigation_with_keys": True}
exclude_patterns = ["_static"]


# files beside docs/ that are pages of the site too
OUTSIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/results.md": "measurements.md",
}


def _own_pages(_app: Any, _page: str, source: list[str]) -> None:
    """Send links to files that have a page here to that page; on a code host they lead to the files."""
    for file, page in OUTSIDE.items():
        source[0] = re.sub(rf"\]\((?:\.\./)+{re.escape(file)}\b", f"](/{page}", source[0])


def setup(app: Any) -> None:
    """Join the build."""
    app.connect("source-read", _own_pages)
