"""Small things that many tests make: rules, sources, entries with line numbers, edits of a file, works at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.rule import Holds, Rule
from knowledge.source import Source
from knowledge.timeline import Situation
from knowledge.yamlfile import Located, load_list, parse

#: The day on which the tests' questions are asked.
TODAY = date(2026, 11, 22)
NOTHING_KNOWN = Situation()


def a_rule(rule_id: str = "some-rule", *, source: str = "some-law", **changes: Any) -> Rule:
    """A rule that always holds, with `changes`; a text may be given as one string for both languages."""
    fields: dict[str, Any] = {
        "topic": "test",
        "pinpoint": "Art. 1",
        "countries": ("EU",),
        "holds": Holds("always"),
        "checked": date(2026, 11, 21),
        "text": "A statement.",
        **changes,
    }
    if isinstance(fields["text"], str):
        fields["text"] = {"en": fields["text"], "ru": fields["text"]}
    return Rule(id=rule_id, source=source, **fields)


def a_source(source_id: str = "some-law", **changes: Any) -> Source:
    """A law, with `changes`."""
    fields: dict[str, Any] = {
        "kind": "law",
        "title": {"en": "Some law", "ru": "Закон"},
        "publisher": "Somewhere",
        "url": "https://law.example/1",
        **changes,
    }
    return Source(id=source_id, **fields)


def entry(text: str, path: Path = Path("some.yaml")) -> Located:
    """One YAML mapping as an entry of a content file."""
    return parse(text, path)


def entries(text: str, path: Path) -> list[Located]:
    """The entries of a YAML list, through a real file."""
    path.write_text(text, encoding="utf-8")
    return load_list(path)


def replace(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file, which must be there; returns its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def together(works: Iterable[Callable[[], None]]) -> None:
    """Do all works at the same time, each in a thread of its own, and wait for them."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
