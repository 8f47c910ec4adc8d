"""What README and docs show is what the program prints."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from nbclient import NotebookClient

import vnnews

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
COMMANDS = [
    pytest.param(line.split("#")[0].strip(), id=f"{page.name}: {line.split('#')[0].strip()}")
    for page in PAGES
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("vnnews ")
]


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sessions = _module(ROOT / "tools" / "fill_sessions.py")
SESSIONS = [page for page in PAGES if sessions.shows_commands(page.read_text(encoding="utf-8"))]
MODULES = [m.name for m in pkgutil.walk_packages(vnnews.__path__, "vnnews.")]


@pytest.fixture
def in_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize("page", [page for page in PAGES if page not in SESSIONS], ids=lambda p: p.name)
def test_examples_print_what_they_show(page: Path) -> None:
    result = doctest.testfile(str(page), module_relative=False)
    assert result.failed == 0


@pytest.mark.parametrize("page", SESSIONS, ids=lambda p: p.name)
def test_sessions_print_what_they_show(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert sessions.filled(text, tmp_path) == text, f"tools/fill_sessions.py {page.relative_to(ROOT)}"


def test_the_notebook_runs_and_is_stored_without_outputs() -> None:
    notebook = nbformat.read(DOCS / "notebook.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in cells)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(DOCS)}}).execute()
    assert any("image/png" in output.get("data", {}) for cell in cells for output in cell.outputs)


@pytest.mark.parametrize("module", MODULES)
def test_docstring_examples(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(command: str, tmp_path: Path) -> None:
    for name in ("examples", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "mine.toml").write_text('[[counted_nouns]]\nform = "bể cá Koi"\n', encoding="utf-8")
    (tmp_path / "article.txt").write_text("Họp phường\n\nTặng 3 bể cá Koi.", encoding="utf-8")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout or "-o" in command or "--html" in command


def test_readme_shows_the_example_article() -> None:
    article = (ROOT / "examples" / "article.txt").read_text(encoding="utf-8").strip()
    assert article in (ROOT / "README.md").read_text(encoding="utf-8")


def test_contributing_names_the_lexicon_files() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in ("positions", "bodies", "acronyms", "counted_nouns", "measures", "fields", "honorifics", "words"):
        assert f"`{name}.tsv`" in page


@pytest.mark.parametrize("page", ["record", "forms", "tables", "cli"])
def test_written_pages_are_what_the_code_says(page: str) -> None:
    done = subprocess.run(
        [sys.executable, f"tools/write_{page}_page.py"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout == (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"), "run: make pages"
