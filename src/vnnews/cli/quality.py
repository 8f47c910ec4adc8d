"""Commands that tell what a record is and how good it is: ``schema``, ``evaluate``."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import click

from vnnews.cli.group import StoppedError, complain, exit_if, lexicon_option, main
from vnnews.evaluate import Evaluation, EvaluationError, check_floors
from vnnews.evaluate import evaluate as scored
from vnnews.extractor import Extractor
from vnnews.records import json_schema

_OUTPUT = click.Path(dir_okay=False, path_type=Path)


@main.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@main.command()
@click.argument("gold_dir", type=click.Path(path_type=Path))
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="List N errors of each sort.")
@click.option("--json", "json_file", type=_OUTPUT, metavar="FILE", help="Write the figures to FILE.")
@click.option(
    "--floors", "floors_file", type=click.Path(path_type=Path), metavar="FILE",
    help="A TOML table of the least F1 of fields; exit with 1 when one is under it.",
)  # fmt: skip
@lexicon_option
def evaluate(
    gold_dir: Path, errors: int, json_file: Path | None, floors_file: Path | None, lexicons: tuple[str, ...]
) -> None:
    """Score the records of GOLD_DIR/*/text.txt against the gold.json beside each."""
    floors = _floors(floors_file) if floors_file else {}
    evaluation = scored(gold_dir, Extractor(lexicons))
    _print_scores(evaluation, errors)
    if json_file:
        json_file.write_text(json.dumps(evaluation.to_dict(), indent=1) + "\n", encoding="utf-8")
    try:
        fallen = check_floors(evaluation, floors)
    except EvaluationError as error:
        raise StoppedError(f"{floors_file}: {error}") from error
    for line in fallen:
        complain(line)
    exit_if(bool(fallen))


def _floors(path: Path) -> dict[str, float]:
    """Read field → least F1 from a TOML file, at its top or under ``[floors]``."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # not TOML, or not UTF-8
        raise StoppedError(f"{path}: not valid TOML: {error}") from error
    floors = table.get("floors", table)
    if not isinstance(floors, dict) or not all(isinstance(floor, (int, float)) for floor in floors.values()):
        raise StoppedError(f'{path}: floors are numbers by field, as in "dates strict" = 0.95')
    return floors


def _print_scores(evaluation: Evaluation, errors: int) -> None:
    click.echo(f"{evaluation.articles} articles")
    click.echo(f"{'field':20}{'P':>8}{'R':>8}{'F1':>8}{'gold':>8}{'found':>8}")
    for field in evaluation.fields:
        shares = f"{field.precision:8.3f}{field.recall:8.3f}{field.f1:8.3f}"
        click.echo(f"{field.name:20}{shares}{field.gold:8}{field.found:8}")
        for side in ("missed", "spurious"):
            for article, item in getattr(field, side)[:errors]:
                click.echo(f"    {side:10}{article}: {item}")
    click.echo(f"{'core':20}{'':16}{evaluation.core:8.3f}")
