"""Write into pages what their shown sessions print: the output of every `$` line of a `console` block.

usage: fill_sessions.py PAGE...

The blocks of a page run in its order, in one folder with `vnnews`, `examples` and `data` in it; `pycon` blocks run
between them, and their output is filled too. A block below a line that is a file name (`mine.toml`:) is that file.
"""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from doctest import DocTestParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^(?:`(?P<file>[\w./-]+)`:\n\n)?```(?P<kind>\w+)\n(?P<body>.*?)^```", re.M | re.S)
_STEP = re.compile(r"^\$ (?P<command>.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.M)


def shows_commands(page: str) -> bool:
    """Tell whether a page shows what commands print."""
    return any(block["kind"] == "console" for block in BLOCK.finditer(page))


def filled(page: str, folder: Path) -> str:
    """Return the page with what its commands and examples print, run in an empty folder."""
    for name in ("examples", "data"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "vnnews").symlink_to(ROOT)
    names: dict[str, Any] = {}

    def block(match: re.Match[str]) -> str:
        body = match["body"]
        if match["file"]:
            (folder / match["file"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / match["file"]).write_text(body, encoding="utf-8")
        elif match["kind"] == "console":
            body = _STEP.sub(lambda step: f"$ {step['command']}\n{_printed(step['command'], folder)}", body)
        elif match["kind"] == "pycon":
            body = "".join(_piece(piece, names) for piece in DocTestParser().parse(body))
        return match[0].replace(match["body"], body)

    with chdir(folder):
        return BLOCK.sub(block, page)


def _printed(command: str, folder: Path) -> str:
    """Return what a command prints on both channels, as a terminal of 80 columns without colours shows it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    lines = (line.rstrip() for line in done.stdout.decode().splitlines())
    return "".join(f"{line}\n" for line in lines)


def _piece(piece: Any, names: dict[str, Any]) -> str:
    """Return an example with its output, or the text between two."""
    if isinstance(piece, str):
        return piece
    source: str = piece.source
    shown = "".join(f"{'... ' if n else '>>> '}{line}".rstrip() + "\n" for n, line in enumerate(source.splitlines()))
    out = io.StringIO()
    with redirect_stdout(out):
        tree = ast.parse(source)
        value = isinstance(tree.body[-1], ast.Expr)
        exec(
            compile(ast.Interactive(tree.body), "<page>", "single") if value else compile(tree, "<page>", "exec"), names
        )
    return shown + "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def main(pages: list[str]) -> None:
    for name in pages:
        path = Path(name)
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(filled(path.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
