"""What README and docs show is what the program prints."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import vnnews

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = [
    pytest.param(line.split("#")[0].strip(), id=f"{page.name}: {line.split('#')[0].strip()}")
    for page in PAGES
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("vnnews ")
]
MODULES = [m.name for m in pkgutil.walk_packages(vnnews.__path__, "vnnews.")]


@pytest.fixture
def in_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_examples_print_what_they_show(page: Path) -> None:
    result = doctest.testfile(str(page), module_relative=False)
    assert result.failed == 0


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


@pytest.mark.parametrize("page", ["record", "forms", "tables"])
def test_written_pages_are_what_the_code_says(page: str) -> None:
    done = subprocess.run(
        [sys.executable, f"tools/write_{page}_page.py"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout == (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"), "run: make pages"
