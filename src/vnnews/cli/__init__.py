"""The command line: a module for each kind of command, all in one group."""

from vnnews.cli import articles, handing_on, quality, report, results, serve  # their commands join the group
from vnnews.cli.group import main

__all__ = ["articles", "handing_on", "main", "quality", "report", "results", "serve"]
