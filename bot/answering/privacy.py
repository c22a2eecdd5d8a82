"""Personal data in a message: noticed, and taken out before anything else reads it.

Deterministic patterns with tests both ways. Weighed against presidio: that is a language model and half a gigabyte for
English names, has no Russian or Finnish documents, and would take the dates and article numbers an answer needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answering.personal import documents, harmless, names, places, reach
from bot.answering.personal.span import Kind, Span, masked

#: What an answer's `notices` says when something was taken out.
PERSONAL_DATA = "personal_data"
_ENDED = re.compile(r"[.!?…\n]$")


@dataclass(frozen=True)
class Redacted:
    """A message without what gives a person away, and which kinds of that were in it."""

    text: str
    kinds: tuple[Kind, ...]


def redact(text: str) -> Redacted:
    """Take names, addresses, and numbers of people, documents, phones and accounts out of a message."""
    found = merged(find(text))
    for span in reversed(found):
        text = _without(text, span)
    return Redacted(text, tuple(dict.fromkeys(span.kind for span in found)))


def find(text: str) -> list[Span]:
    """Every piece that gives a person away; pieces may overlap."""
    profiles = [span for span in reach.certain(text) if span.kind == "handle"]
    rest = _hidden(text, profiles)
    rest = masked(rest, harmless.fixed(rest))
    certain = [*reach.certain(rest), *documents.certain(rest)]
    rest = _hidden(rest, certain)
    rest = masked(rest, harmless.amounts(rest))
    phones = [*reach.likely(rest)]
    rest = _hidden(rest, phones)
    numbered = [*documents.likely(rest), *places.addresses(rest)]
    return [*profiles, *certain, *phones, *numbered, *names.names(_hidden(rest, numbered))]


def merged(found: Iterable[Span]) -> list[Span]:
    """The pieces in order, overlapping ones as one of the first's kind."""
    result: list[Span] = []
    for span in sorted(found):
        if result and span.start < result[-1].end:
            last = result.pop()
            result.append(Span(last.start, max(last.end, span.end), last.kind))
        else:
            result.append(span)
    return result


def _hidden(text: str, found: Iterable[Span]) -> str:
    return masked(text, ((span.start, span.end) for span in found))


def _without(text: str, span: Span) -> str:
    """The text without the piece, its punctuation made good, so that it reads as if the piece had never been there."""
    left, right = text[: span.start].rstrip(" \t"), text[span.end :].lstrip(" \t")
    if not left or _ENDED.search(left):
        goes_on = right[:1] not in (".", "!", "?", "\n") and text[span.start].isupper()
        right = right.lstrip(" \t,;:.!–—-")
        right = right[:1].upper() + right[1:] if goes_on else right  # what is left begins the sentence now
    elif right[:1] in (".", "!", "?", ")", "\n", ""):
        left = left.rstrip(" \t,;:–—-(")
        right = right[1:] if right.startswith(")") else right
    elif right[:1] in (",", ";", ":"):
        left = left.rstrip(" \t,;:–—-(")
    space = "" if not left or left.endswith("\n") or right[:1] in ("", ",", ";", ":", ".", "!", "?", ")", "\n") else " "
    return f"{left}{space}{right}"
