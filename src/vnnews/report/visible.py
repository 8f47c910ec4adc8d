"""Characters that act on the text around them, written out so that they can be seen and do nothing."""

from __future__ import annotations

import regex

# controls but tab and line ends; marks, embeddings, overrides and isolates of the bidirectional algorithm
_ACTIVE = regex.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]")


def visible(text: str) -> str:
    """Return the text with control characters and bidirectional controls written as ``[U+202E]``.

    >>> visible("Ủy\\u202eban\\tnhân dân")
    'Ủy[U+202E]ban\\tnhân dân'
    """
    return _ACTIVE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
