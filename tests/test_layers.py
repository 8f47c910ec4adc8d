"""Imports go one way only: a module may import those of its own layer's left, as docs/architecture.md draws it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "vnnews"

# each layer may import itself and the layers before it
LAYERS = (
    {"version", "parallel"},
    {"records"},
    {
        "lexicon",
        "text.encoding",
        "text.wrapping",
        "text.source",
        "text.numerals",
        "text.memo",
        "text.spans",
        "text.capitals",
        "text.sentences",
        "text.outline",
        "text.word_model",
        "text.segment",
    },
    {"text.lookup", "text.scan", "text.stamp", "text.credit", "text.headline", "text.page", "text.html", "places"},
    {"find"},
    {"resolve"},
    {"facts"},
    {"assemble"},
    {"explanation"},
    {"extractor"},
    {"arrow"},
    {"spark"},
    {"batch", "gold", "evaluate", "register", "frames", "highlights", "overview"},
    {"export"},
    {"report", "serve"},
    {"terminal"},
    {"cli"},
)
FREE = {"", "text"}  # the package itself and the text package's docstring


def _layer(module: str) -> int:
    for number, names in enumerate(LAYERS):
        if any(module == name or module.startswith(name + ".") for name in names):
            return number
    raise AssertionError(f"vnnews.{module} has no layer: give it one here and in docs/architecture.md")


def _module(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    modules = {name.removeprefix("vnnews.") for name in found if name.startswith("vnnews.")}
    return {m for m in modules if (SOURCE / Path(*m.split("."))).with_suffix(".py").exists() or (SOURCE / m).is_dir()}


MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=_module)
def test_imports_go_one_way(path: Path) -> None:
    module = _module(path)
    if module in FREE:
        return
    upward = {m for m in _imports(path) if m not in FREE and _layer(m) > _layer(module)}
    assert not upward, f"{module} imports {upward} from a later layer"


def test_only_one_module_imports_underthesea() -> None:
    users = [_module(p) for p in MODULES if "underthesea" in {n.split(".")[0] for n in _names(p)}]
    assert users == ["text.segment"]


def _names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return names | {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}


@pytest.mark.parametrize("path", MODULES, ids=_module)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
