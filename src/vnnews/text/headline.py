"""The headline of a page and the section it is filed under, from the lines around the posting stamp."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnnews.records import SectionKind
from vnnews.text.credit import Line
from vnnews.text.stamp import StampLine

LONG = 170  # a line longer than this is a paragraph
TERMINAL = (".", "!", ";", ":", ",")
_SENTENCE = 110  # a longer line that ends in a full stop is a sentence, no headline
_TITLED = 18  # a headline is seldom shorter
_SECTION_NAME = 60  # a section's name is never longer
# a line that ends in a full stop and begins with a time or a cause is the lead
_LEAD = regex.compile(
    r"(?:rạng |buổi )?(?:sáng|trưa|chiều|tối|đêm|ngày|hôm|vừa qua|mới đây|trong|nhằm|nhân|thực hiện|theo|từ|đến|để|với|"
    r"sau|tại|vào|các đại biểu|quang cảnh|toàn cảnh)(?!\p{L})|đại biểu[^.]{0,40}\.$",
    regex.I,
)
_CRUMBS = regex.compile(r"\s*(?:>+|»|›|\|)\s*|\s+/\s+")
_PATH = regex.compile(r"(?:trang chủ|home|trang nhất|tin tức)\s*(?:>|»|›|/|\|)|[>»›]|\s/\s.*\s/\s", regex.I)
_SITE = regex.compile(
    r"(?i:UBND|HĐND|Ủy ban nhân dân|Đảng ủy|Cổng|Trang|Website)(?!\p{L})|(?:Phường|Xã|Thị trấn|Huyện|Quận) \p{Lu}"
)
COUNTED = regex.compile(r"\s*\((?:số )?(?:lượt xem|đã xem|xem|views?) ?:? ?\d[\d.,]*\)$", regex.I)


def headline_index(lines: Sequence[Line], kinds: dict[int, SectionKind], stamp_index: int | None) -> int | None:
    """Return the index of the headline's line; ``kinds`` are the lines already known to be something else."""
    if stamp_index is None:
        return _first_heading(lines, kinds)
    if kinds.get(stamp_index) != "stamp":
        return stamp_index  # the stamp stands at the end of the headline's own line
    before = [i for i in range(stamp_index) if i not in kinds and _can_head(lines[i].text)]
    after = next((i for i in range(stamp_index + 1, len(lines)) if i not in kinds), None)
    followed = after is not None and _is_heading(lines[after].text)
    titled = [i for i in before if len(lines[i].text) >= _TITLED]
    if titled and not (followed and _is_section(lines[titled[-1]].text)):
        return titled[-1]
    if before and len(lines[before[-1]].text) >= 8 and not followed:
        return before[-1]
    if followed and after is not None and (_is_section(lines[after].text) or _PATH.search(lines[after].text)):
        beyond = next((i for i in range(after + 1, len(lines)) if i not in kinds), after)
        longer = len(lines[beyond].text) > len(lines[after].text) or _PATH.search(lines[after].text)
        return beyond if longer and _is_heading(lines[beyond].text) else after
    return after if after is not None and _can_head(lines[after].text) else None


def _first_heading(lines: Sequence[Line], kinds: dict[int, SectionKind]) -> int | None:
    open_lines = [i for i in range(min(len(lines), 14)) if i not in kinds][:6]
    if not open_lines:
        return None
    first = open_lines[0]
    if len(open_lines) > 1 and _is_category(lines[first].text, lines[open_lines[1]].text):
        return open_lines[1]
    return first if _can_head(lines[first].text) else None


def _can_head(text: str) -> bool:
    """Whether a line may be a headline: no paragraph, and no sentence of the lead."""
    if len(text) > 2 * LONG:
        return False
    return not (text.endswith((".", "./.")) and (len(text) > _SENTENCE or _LEAD.match(text)))


def _is_heading(text: str) -> bool:
    return _TITLED <= len(text) <= LONG and not text.endswith(TERMINAL)


def _is_section(text: str) -> bool:
    return len(text.split()) <= 6 and len(text) < 45 and not any(c.isdigit() for c in text)


def _is_category(text: str, following: str) -> bool:
    if _CRUMBS.search(text) and len(text) < 120:
        return True
    return (
        _is_section(text)
        and len(text) < 45 < len(following) + 25
        and len(following) < LONG
        and (not text.endswith(TERMINAL) and len(following) > len(text) + 5)
    )


def headline_and_category(
    lines: Sequence[Line],
    kinds: dict[int, SectionKind],
    index: int | None,
    stamp_index: int | None,
    found: StampLine | None,
) -> tuple[tuple[int, int] | None, str | None]:
    """Return the headline's span and the section named above it, and mark their lines in ``kinds``."""
    if index is None:
        return None, None
    line = lines[index]
    kinds[index] = "headline"
    end = line.end
    if found and found.title_end and index == stamp_index:
        end = found.title_end
    elif counted := COUNTED.search(line.text):
        end = line.start + counted.start()
    before = [i for i in range(index) if i not in kinds]
    category = None
    same = line.text.casefold()
    for i in before:
        text = lines[i].text
        if text.casefold() == same:
            kinds[i] = "headline"  # printed twice
        elif len(text) < 120:
            kinds[i] = "furniture"
            category = _crumb(text) or category
    following = lines[index + 1] if index + 1 < len(lines) and index + 1 not in kinds else None
    if following and line.text.isupper() and following.text.isupper() and following.start - line.end == 1:
        kinds[index + 1], end = "headline", following.end  # `XÃ A TUYỂN QUÂN` / `VÀ HUẤN LUYỆN`: one headline, wrapped
    for i in range(index + 1, min(index + 4, len(lines))):
        if i not in kinds and lines[i].text.casefold() == same:
            kinds[i] = "headline"
    return (line.start, end), category


def _crumb(text: str) -> str | None:
    """Return the section that a line names: the last part of a path, one of two that are the same."""
    parts = [part for part in _CRUMBS.split(text) if part] if _PATH.search(text) else [text]
    category = parts[-1].strip() if parts else text
    half = len(category) // 2
    if len(category) > 8 and category[:half].strip() == category[half:].strip():
        category = category[:half].strip()
    wordy = len(category) > _SECTION_NAME or category.endswith((".", ":", ";")) or "@" in category or ":" in category
    return None if wordy or _SITE.match(category) or not any(c.isalpha() for c in category) else category
