"""Read, validate and lay over each other the lexicon files.

A ``.toml`` file holds arrays of tables named by kind (``[[positions]]``); a ``.tsv`` file holds one kind, its
stem. Both give the same :class:`Entry`: a canonical ``form``, other ``variants`` of it, ``examples`` in which
the entry must be found, ``near_misses`` in which it must not, and whatever else its kind needs in ``data``.
"""

from __future__ import annotations

import csv
import functools
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

LIST_SEPARATOR = "|"
_LISTS = ("variants", "examples", "near_misses")
# kind → keys that an entry must have beside its form
KINDS: Mapping[str, tuple[str, ...]] = {
    "acronyms": ("expansion", "kind"),
    "actions": ("action",),
    "bodies": ("branch",),
    "counted_nouns": (),
    "credit_labels": (),
    "date_forms": ("pattern", "reads"),
    "date_words": ("role",),
    "document_types": (),
    "fields": (),
    "furniture": ("pattern",),
    "honorifics": ("role",),
    "issuers": ("expansion",),
    "kept_days": ("names",),
    "laws": ("years",),
    "levels": ("level",),
    "measures": ("kind", "unit"),
    "name_stops": (),
    "namesakes": (),
    "positions": (),
    "qualifiers": ("qualifier",),
    "stamps": ("pattern",),
    "surnames": (),
    "words": ("role",),
}


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the library knows."""

    kind: str
    form: str
    variants: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every way the entry is written, the canonical one first."""
        return (self.form, *self.variants)

    @property
    def name(self) -> str:
        """How an explanation names the entry: ``positions:Phó Chủ tịch``, ``acronyms:BCH=Ban Chỉ huy``."""
        meaning = f"={self.data['expansion']}" if self.kind == "acronyms" else ""
        return f"{self.kind}:{self.form}{meaning}"

    def get(self, key: str, default: Any = None) -> Any:
        """Return a kind's own value."""
        return self.data.get(key, default)


class Lexicon:
    """Entries by kind. Immutable; laying a file over it gives a new one."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_kind: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
        for entry in entries:
            by_kind[entry.kind][_key(entry)] = entry  # a later entry replaces an earlier one of its name
        self._entries = {kind: tuple(found.values()) for kind, found in by_kind.items()}
        roles: dict[str, set[str]] = {}
        for entry in self._entries["words"]:
            roles.setdefault(entry.get("role"), set()).update(entry.surfaces)
        self._words = {role: frozenset(words) for role, words in roles.items()}

    def __getitem__(self, kind: str) -> tuple[Entry, ...]:
        return self._entries[kind]

    def __iter__(self) -> Iterator[Entry]:
        for found in self._entries.values():
            yield from found

    def words(self, role: str) -> frozenset[str]:
        """Return the words (lower case, but for names) that a role gathers."""
        return self._words.get(role, frozenset())

    def overlaid(self, path: str | Path) -> Lexicon:
        """Return this lexicon with the entries of a user's ``.toml`` or ``.tsv`` file added or replaced."""
        return Lexicon([*self, *read_file(Path(path))])


def _key(entry: Entry) -> str:
    # one acronym can have several expansions, one with and one without neighbours; one word several roles
    if entry.kind == "acronyms":
        settled = any(entry.get(key) for key in ("before", "after", "topic"))
        return f"{entry.form}\t{entry.get('expansion')}\t{entry.get('kind')}\t{settled}"
    return f"{entry.form}\t{entry.get('role', '') if entry.kind == 'words' else ''}"


def read_file(path: Path) -> list[Entry]:
    """Read the entries of one lexicon file.

    Raises ``LexiconError`` naming file and entry when the file cannot be read or breaks the format.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read: {error}") from error
    return _parse(text, path.name)


def _parse(text: str, name: str) -> list[Entry]:
    if name.endswith(".toml"):
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"{name}: not valid TOML: {error}") from error
        return [_entry(kind, row, f"{name}: {kind}") for kind, rows in tables.items() for row in _rows(rows, name)]
    if name.endswith(".tsv"):
        kind = name.removesuffix(".tsv")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_entry(kind, _split(row), f"{name}: row {number}") for number, row in enumerate(reader, 2)]
    raise LexiconError(f"{name}: a lexicon file ends in .toml or .tsv")


def _rows(rows: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LexiconError(f"{name}: write each entry under its kind in double brackets, as in [[positions]]")
    return rows


def _split(row: dict[str, str | None]) -> dict[str, Any]:
    cells: dict[str, Any] = {key: value for key, value in row.items() if value}
    for key in _LISTS:
        if key in cells:
            cells[key] = [part for part in cells[key].split(LIST_SEPARATOR) if part]
    return cells


def _entry(kind: str, row: dict[str, Any], where: str) -> Entry:
    if kind not in KINDS:
        raise LexiconError(f"{where}: no such kind; known are {', '.join(KINDS)}")
    form = row.get("form")
    if not isinstance(form, str) or not form:
        raise LexiconError(f"{where}: an entry has no form")
    for key in KINDS[kind]:
        if not row.get(key):
            raise LexiconError(f"{where}: {form}: {key} is missing")
    lists: dict[str, tuple[str, ...]] = {}
    for key in _LISTS:
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise LexiconError(f"{where}: {form}: {key} is a list of strings")
        lists[key] = tuple(value)
    for text in (form, *lists["variants"]):
        if unicodedata.normalize("NFC", text) != text:
            raise LexiconError(f"{where}: {form}: {text!r} is not in NFC")
    data = {key: value for key, value in row.items() if key not in ("form", *_LISTS)}
    return Entry(kind, form, lists["variants"], lists["examples"], lists["near_misses"], data)


@functools.cache
def builtin() -> Lexicon:
    """Return the library's own lexicon, read once."""
    folder = files(__package__)
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith((".toml", ".tsv")))
    return Lexicon(entry for name in names for entry in _parse(folder.joinpath(name).read_text(encoding="utf-8"), name))
