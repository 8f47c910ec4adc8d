"""An output that appears under its name when it is whole, and not at all otherwise."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a path to write to that takes the place of ``out`` when all went well, and is gone otherwise."""
    made = out.with_name(out.name + ".new")
    remove(made)
    try:
        yield made
    except BaseException:
        remove(made)
        raise
    made.replace(out)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that it holds; nothing where there is none."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
