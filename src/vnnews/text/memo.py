"""What was worked out once and is asked for again, within bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """What was worked out for each key met; emptied when it holds more than ``most``."""

    def __init__(self, work_out: Callable[[K], V], most: int) -> None:
        self.work_out, self.most = work_out, most

    def __missing__(self, key: K) -> V:
        if len(self) > self.most:
            self.clear()
        self[key] = value = self.work_out(key)
        return value
