"""The command line: a module for each kind of command, all in one group."""

from vnnews.cli import articles, quality, report, results  # their commands join the group
from vnnews.cli.group import main

__all__ = ["articles", "main", "quality", "report", "results"]
