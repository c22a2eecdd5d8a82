"""`otkaz check`: hold every file of content against every other, and list what is wrong with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.checks import asked, parity, references, support
from knowledge.content import Content, read_content
from knowledge.errors import ContentError


@dataclass(frozen=True)
class Fault:
    """One thing wrong. A warning does not fail the check."""

    path: Path
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'warning: ' if self.warning else ''}{self.message}"


@dataclass(frozen=True)
class Report:
    """What a check found, in the order of the files."""

    content: Content
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if not fault.warning)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.warning)


def check(folder: Path, today: date) -> Report:
    """Check all content in `folder`. Never raises for wrong content: every fault is in the report."""
    parse_faults: list[ContentError] = []
    content = read_content(folder, parse_faults.append)
    faults = [Fault(fault.path, fault.line, fault.problem) for fault in parse_faults]
    if not content.rules and not faults:
        faults.append(Fault(folder, 1, "there is no content in this folder: give the folder that holds rules/ and articles/"))
    broken = {fault.path for fault in parse_faults}
    for path, line, message, warning in _cross_checks(content, today):
        # A file that did not parse makes others point into the void: one message is enough.
        if not (broken and message.startswith("unknown ")):
            faults.append(Fault(path, line, message, warning))
    return Report(content, tuple(sorted(faults, key=lambda fault: (str(fault.path), fault.line, fault.message))))


def _cross_checks(content: Content, today: date) -> Iterator[tuple[Path, int, str, bool]]:
    for finding in (
        *references.unknown_sources(content),
        *references.unknown_rules(content),
        *references.unknown_links(content),
        *references.impossible_dates(content, today),
        *references.wrong_side(content),
        *support.numbers_without_rule(content),
        *parity.rule_numbers(content),
        *parity.articles(content),
    ):
        yield (*finding, False)
    for finding in (
        *asked.near_duplicates(content),
        *asked.too_few(content),
        *references.unused_sources(content),
        *references.past_review(content, today),
        *parity.older_translation(content),
        *support.short_answer_length(content),
    ):
        yield (*finding, True)
