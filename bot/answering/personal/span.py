"""A piece of a message that gives a person away, and masks that hide pieces from later patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "email", "phone", "document", "card", "account", "handle", "address"]
#: Stands for a hidden character: a letter to no pattern, and nothing that people write (private use area).
HIDDEN = "\ue000"


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` of a message, and what they are."""

    start: int
    end: int
    kind: Kind


def spans(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Span]:
    """Every match of the pattern; its group `it` alone when it has one."""
    group = "it" if "it" in pattern.groupindex else 0
    return (Span(match.start(group), match.end(group), kind) for match in pattern.finditer(text))


def masked(text: str, pieces: Iterable[tuple[int, int]]) -> str:
    """The text with the pieces hidden; every other character keeps its place."""
    for start, end in pieces:
        text = text[:start] + HIDDEN * (end - start) + text[end:]
    return text
