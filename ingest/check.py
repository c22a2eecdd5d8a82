"""`otkaz check`: hold every file of content against every other, and list what is wrong with file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.checks import (
    Finding,
    alike,
    asked,
    contacts,
    deadlines,
    force,
    glossary,
    orders,
    parity,
    poison,
    premises,
    reading,
    references,
    review,
    support,
)
from knowledge.content import Content, read_content
from knowledge.errors import ContentError


@dataclass(frozen=True)
class Fault:
    """One thing wrong; `kind` names the check that found it. A warning does not fail the check."""

    path: Path
    line: int
    message: str
    warning: bool = False
    kind: str = "content"

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

    @property
    def kinds(self) -> Mapping[tuple[str, bool], int]:
        """How many faults there are of each kind; errors first, then the most frequent. The key says whether it warns."""
        found = Counter((fault.kind, fault.warning) for fault in self.faults)
        return dict(sorted(found.items(), key=lambda item: (item[0][1], -item[1], item[0])))

    @property
    def counts(self) -> Mapping[str, int]:
        """How much was checked."""
        content = self.content
        return {
            "rules": len(content.rules),
            "never cited": len(references.uncited_rules(content)),
            "sources": len(content.sources),
            "articles": len(content.articles),
            "contacts": len(content.contacts),
            "deadlines": len(content.deadlines),
            "glossary": len(content.glossary),
        }

    def __str__(self) -> str:
        """The summary: one line for each kind of fault, then one with the counts."""
        kinds = [f"{count:6} {kind}{' (warning)' if warning else ''}" for (kind, warning), count in self.kinds.items()]
        n = self.counts
        held = (
            f"{n['rules']} rules ({n['never cited']} never cited), {n['sources']} sources, {n['articles']} articles, "
            f"{n['contacts']} contacts, {n['deadlines']} deadlines, {n['glossary']} glossary entries"
        )
        return "\n".join([*kinds, f"{held}: {len(self.errors)} errors, {len(self.warnings)} warnings"])

    def as_dict(self) -> dict[str, Any]:
        """The report for `--json`."""
        return {
            "counts": {what.replace(" ", "_"): count for what, count in self.counts.items()},
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "kinds": [{"kind": kind, "warning": warning, "count": count} for (kind, warning), count in self.kinds.items()],
            "faults": [
                {"path": str(f.path), "line": f.line, "kind": f.kind, "warning": f.warning, "message": f.message}
                for f in self.faults
            ],
        }


def sound_content(folder: Path, today: date) -> Content:
    """The content of `folder`, when no check finds an error in it. Raises ContentError for the first one."""
    report = check(folder, today, warnings=False)
    if report.errors:
        first, more = report.errors[0], len(report.errors) - 1
        hint = f" (and {more} more: `otkaz check` lists them)" if more else ""
        raise ContentError(first.path, first.line, first.message + hint)
    return report.content


def check(folder: Path, today: date, *, warnings: bool = True) -> Report:
    """Check all content in `folder`. Never raises for wrong content: every fault is in the report.

    Without `warnings`, which take most of the time, only what must not be.
    """
    parse_faults: list[ContentError] = []
    content = read_content(folder, parse_faults.append)
    faults = [Fault(fault.path, fault.line, fault.problem) for fault in parse_faults]
    if not content.rules and not faults:
        faults.append(Fault(folder, 1, "there is no content in this folder: give the folder that holds rules/ and articles/"))
    for warning, checks in ((False, _errors(content, today)), (True, _warnings(content, today) if warnings else {})):
        for kind, findings in checks.items():
            # A file that did not parse makes others point into the void: one message is enough.
            if not (parse_faults and kind.startswith("unknown")):
                faults += [Fault(path, line, message, warning, kind) for path, line, message in findings]
    return Report(content, tuple(sorted(faults, key=lambda fault: (str(fault.path), fault.line, fault.message))))


def _errors(content: Content, today: date) -> Mapping[str, Iterable[Finding]]:
    """Kind -> what the checks find that must not be."""
    return {
        "unknown source": references.unknown_sources(content),
        "unknown rule": references.unknown_rules(content),
        "unknown contact or article": references.unknown_links(content),
        "impossible date": references.impossible_dates(content, today),
        "law of the other side": references.wrong_side(content),
        "unknown rule of a deadline": deadlines.unknown_rules(content),
        "number of a deadline without rule": deadlines.numbers_without_rule(content),
        "deadline in two languages": deadlines.languages_differ(content),
        "impossible deadline": deadlines.impossible(content),
        "unknown rule or article of a premise": premises.unknown_names(content),
        "number of a premise without rule": premises.numbers_without_rule(content),
        "premise in two languages": premises.languages_differ(content),
        "premise not recognised": premises.not_recognised(content, today),
        "number without rule": support.numbers_without_rule(content),
        "number in one language": parity.rule_numbers(content),
        "languages differ": parity.articles(content),
        "order to a machine": orders.orders(content),
        "hidden character": orders.hidden(content),
        "harmful advice": poison.harmful_advice(content),
        "way to a stranger": poison.strangers(content),
    }


def _warnings(content: Content, today: date) -> Mapping[str, Iterable[Finding]]:
    """Kind -> what the checks find that somebody shall look at."""
    return {
        "same question": asked.near_duplicates(content),
        "similar question": alike.similar_questions(content),
        "few ways of asking": asked.too_few(content),
        "unused source": references.unused_sources(content),
        "past review": references.past_review(content, today),
        "out of force": force.out_of_force(content),
        "older translation": parity.older_translation(content),
        "short answer's length": support.short_answer_length(content),
        "hard to read": reading.hard_to_read(content),
        "no second reader": review.unreviewed(content),
        "changed since its review": review.outdated_review(content),
        "unreachable contact": contacts.unreachable(content),
        "doubled term": glossary.doubled_terms(content),
    }
