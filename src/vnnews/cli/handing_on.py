"""Commands that hand records on to other tools, and take annotations back: ``export``, ``gold``."""

from __future__ import annotations

from pathlib import Path

import click

from vnnews.batch.readers import read_records
from vnnews.cli.group import Complaints, StoppedError, complain, exit_if, main
from vnnews.export import labelstudio
from vnnews.export.formats import FORMATS, READERS, write_golds
from vnnews.export.formats import export as handed_on

_PATH = click.Path(path_type=Path)
_FORMATS = "\b\n" + "\n".join(f"{form.name:13}{form.about}" for form in FORMATS.values())


@main.command(epilog=_FORMATS)
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option("--format", "kind", type=click.Choice(tuple(FORMATS)), required=True, help="Which form to write.")
@click.option("-o", "--output", type=_PATH, required=True, metavar="OUT", help="Where to.")
def export(records: tuple[str, ...], kind: str, output: Path) -> None:
    """Write RECORDS, files that extract has written, in the form of another tool."""
    complaints = Complaints()
    counts = handed_on(complaints.without_rejects(read_records(records)), kind, output)
    complain(f"{output}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    if kind == labelstudio.FORMAT.name:
        complain(f"{labelstudio.configuration_path(output)}: the labelling configuration")
    exit_if(complaints.made)


@main.command()
@click.argument("annotated", type=_PATH, metavar="IN")
@click.option("--from", "kind", type=click.Choice(tuple(READERS)), required=True, help="Which tool IN comes from.")
@click.option("--predictions", is_flag=True, help="Take what was found where nobody has annotated (Label Studio).")
@click.option("-o", "--output", type=_PATH, required=True, metavar="GOLD_DIR", help="A new folder for the gold files.")
def gold(annotated: Path, kind: str, predictions: bool, output: Path) -> None:
    """Make gold files of annotations: GOLD_DIR/NAME/text.txt and gold.json, which evaluate reads.

    IN is the JSON that Label Studio exports, or the folder that brat works on. What gold cannot take, such as a date
    without its value, is told and left out.
    """
    if not annotated.exists():
        raise StoppedError(f"{annotated}: no such file or folder")
    if annotated.is_dir() != (kind == "brat"):
        raise StoppedError(f"{annotated}: {kind} gives a {'folder' if kind == 'brat' else 'file'}")
    complaints = Complaints()
    count = write_golds(READERS[kind](annotated, predictions), output, complaints, complain)
    complain(f"{output}: {count} articles")
    exit_if(complaints.made)
