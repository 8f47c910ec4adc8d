"""The group of commands: how they stop, what they say, the options that several take.

Exit status: 0 when all went well, 1 when an input was rejected or a floor was missed, 2 when a command could
not run. Messages go to standard error, one line each.
"""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Iterable, Iterator
from typing import IO, Any

import click

from vnnews.batch.dump import OtherJobError
from vnnews.batch.items import MissingExtraError, Reject
from vnnews.batch.tables import TooManyRowsError
from vnnews.evaluate import EvaluationError
from vnnews.export.format import ExportError
from vnnews.lexicon import LexiconError
from vnnews.records import Article
from vnnews.version import __version__


class StoppedError(click.ClickException):
    """A command that cannot run: its reason in one line, exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason on standard error."""
        complain(self.format_message())


_STOPPING = (LexiconError, EvaluationError, ExportError, OtherJobError, MissingExtraError, TooManyRowsError)


class _Commands(click.Group):
    """A group whose commands stop with one line when a lexicon, a gold folder or an output is at fault."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except _STOPPING as error:
            raise StoppedError(" ".join(str(error).split())) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise StoppedError(f"{error.filename or 'output'}: {error.strerror or error}") from error


def complain(message: object) -> None:
    """Say it on standard error, in one line."""
    click.echo(f"vnnews: {message}", err=True)


lexicon_option = click.option(
    "--lexicon", "lexicons", multiple=True, metavar="FILE",
    help="A .toml or .tsv file laid over the built-in lexicon; may be given again.",
)  # fmt: skip


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vnnews", message="%(prog)s %(version)s")
def main() -> None:
    """Structured records from Vietnamese ward and commune news."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def exit_if(faulty: bool) -> None:
    """Leave with status 1 where something was rejected or missed."""
    if faulty:
        click.get_current_context().exit(1)


class Complaints:
    """Says what is wrong, and remembers that something was: ``made``."""

    def __init__(self) -> None:
        self.made = False

    def __call__(self, message: object) -> None:
        """Say it."""
        complain(message)
        self.made = True

    def without_rejects(self, found: Iterable[Article | Reject]) -> Iterator[Article]:
        """Yield the records, and complain of each line that is none."""
        for record in found:
            if isinstance(record, Reject):
                self(record)
            else:
                yield record
