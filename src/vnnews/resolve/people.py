"""Person mentions → officials: one item per person, the fullest name, each office once in its fullest wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vnnews.find.mentions import PersonMention, TitleMention
from vnnews.records import Gender
from vnnews.text.source import without_marks

_UBND = "Ủy ban nhân dân"
_LEVELS = ("xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh", "đặc khu")


@dataclass
class Person:
    """A person of the article."""

    name: str
    gender: Gender | None = None
    mentions: list[PersonMention] = field(default_factory=list)
    titles: list[TitleMention] = field(default_factory=list)
    title_mentions: dict[int, list[TitleMention]] = field(default_factory=dict)

    def add(self, mention: PersonMention) -> None:
        """Take a mention, the titles beside it, and the gender its honorific tells if none did before."""
        self.mentions.append(mention)
        self.titles.extend(mention.titles)
        self.gender = self.gender or mention.gender


def resolve_people(mentions: Sequence[PersonMention]) -> list[Person]:
    """Group mentions by person; a short mention joins the one person whose given name it is, else it is dropped."""
    people: dict[str, Person] = {}
    unmarked: dict[str, list[str]] = {}  # letters without marks → the names met that have them
    for mention in mentions:
        if mention.kind != "full":
            continue
        key = _fold(mention.name)
        letters = without_marks(key)
        person = people.get(key) or _misspelt(people, unmarked.get(letters, ()), key)
        if person is None:
            person = people[key] = Person(mention.name)
            unmarked.setdefault(letters, []).append(key)
        elif _better(mention.name, person.name) and _fold(mention.name) == _fold(person.name):
            person.name = mention.name
        person.add(mention)
    found = list(people.values())
    given: dict[str, list[Person]] = {}
    for person in found:
        given.setdefault(_fold(person.name).rsplit(" ", 1)[-1], []).append(person)
    for mention in mentions:
        if mention.kind == "short":
            fits = given.get(_fold(mention.name), ())
            if len(fits) == 1:
                fits[0].add(mention)
    for person in found:
        person.mentions.sort(key=lambda m: m.start)
        person.titles, person.title_mentions = _distinct(person.titles)
    return found


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _misspelt(people: dict[str, Person], alike: Sequence[str], key: str) -> Person | None:
    """Return the person of whose name this is a slip: ``alike`` in its letters, one syllable's marks apart."""
    for other in alike:
        if sum(a != b for a, b in zip(other.split(), key.split(), strict=True)) == 1:
            person = people[other]
            return person if len(key.split()) >= 3 and (person.titles or len(person.mentions) > 1) else None
    return None


def _better(new: str, old: str) -> bool:
    """A name in proper case beats one in capitals, which title-casing had to guess."""
    return old != new and sum(c.isupper() for c in new) <= sum(c.isupper() for c in old) and old.isupper()


def _key(title: TitleMention) -> list[str]:
    """The words by which two wordings of one office are compared: ``Chủ tịch xã`` is ``Chủ tịch UBND xã``."""
    name = title.name
    for position in ("Phó Chủ tịch Thường trực ", "Phó Chủ tịch ", "Chủ tịch "):
        rest = name.removeprefix(position)
        if rest != name:
            if rest.startswith(_LEVELS):
                name = f"{position}{_UBND} {rest}"
            break
    words = name.replace(" - ", " ").replace(",", "").casefold().split()
    return ["nguyên", *words] if title.former else words


def _distinct(titles: Sequence[TitleMention]) -> tuple[list[TitleMention], dict[int, list[TitleMention]]]:
    """Keep each office once, in its fullest wording and at its first place."""
    kept: list[TitleMention] = []
    mentions: list[list[TitleMention]] = []
    for title in titles:
        key = _key(title)
        for index, other in enumerate(kept):
            other_key = _key(other)
            fuller = title.body is not None and other.body is None
            if _starts(other_key, key) and not (fuller and other.unit is not None):
                mentions[index].append(title)
                break
            if _starts(key, other_key) or (fuller and _starts(other_key, key)):
                mentions[index].append(title)
                kept[index] = title
                break
        else:
            kept.append(title)
            mentions.append([title])
    return _merged(kept, mentions)


def covers(fuller: TitleMention, title: TitleMention) -> bool:
    """Whether one wording of an office says all that another one says."""
    return _starts(_key(fuller), _key(title))


def _merged(
    kept: list[TitleMention], mentions: list[list[TitleMention]]
) -> tuple[list[TitleMention], dict[int, list[TitleMention]]]:
    """Drop what a later, fuller wording has come to cover."""
    former = {tuple(_key(title)[1:]) for title in kept if title.former}
    mentions = [
        own for title, own in zip(kept, mentions, strict=True) if title.former or tuple(_key(title)) not in former
    ]
    kept = [title for title in kept if title.former or tuple(_key(title)) not in former]
    result: list[TitleMention] = []
    spans: dict[int, list[TitleMention]] = {}
    for index, title in enumerate(kept):
        cover = next(
            (j for j, other in enumerate(kept) if j != index and _covers(_key(other), _key(title), j < index)),
            None,
        )
        if cover is None:
            spans.setdefault(len(result), []).extend(mentions[index])
            result.append(title)
    return result, spans


def _covers(other: list[str], key: list[str], earlier: bool) -> bool:
    if len(key) > len(_VICE) and [word for word in other if word not in _STANDING] == key:
        return other != key  # `Phó Chủ tịch Thường trực UBND xã` is told as `Phó Chủ tịch UBND xã` as well
    return (len(other) > len(key) and _starts(other, key)) or (other == key and earlier)


_VICE, _STANDING = ("phó", "chủ", "tịch"), ("thường", "trực")


def _starts(longer: list[str], shorter: list[str]) -> bool:
    if longer[: len(shorter)] == shorter:
        # `Phó Chủ tịch` is no wording of `Phó Chủ tịch Thường trực HĐND`, nor `Bí thư` of `Bí thư Đoàn`
        following = longer[len(shorter) : len(shorter) + 2]
        return following[:2] not in (["thường", "trực"],) and not (
            shorter in (["bí", "thư"],) and following[:1] in (["chi"], ["đoàn"])
        )
    return False
