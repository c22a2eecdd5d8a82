"""Deadlines that tests make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from knowledge.deadline import Deadline, parse_deadline
from tests.making import entry

#: A whole entry of deadlines.yaml, to be broken.
ENTRY = """\
id: some-deadline
country: FI
who: person
decision: {en: A decision., ru: Решение.}
action: {en: Appeal., ru: Подать жалобу.}
length: 2
unit: weeks
starts: notification
non_working_day: unknown
suspends: {effect: on_request, en: "Ask for it.", ru: "Просите."}
regime: {compared_with: event, from: null, to: null}
passed: {en: It is final., ru: Оно окончательное.}
rules: [some-rule]
"""
WHOLE = entry(ENTRY)


def a_deadline(**changes: Any) -> Deadline:
    """Two weeks from notification for a person in Finland, with `changes`."""
    return parse_deadline(replace(WHOLE, value={**WHOLE.value, **changes}))


def day(text: str) -> date:
    """A date in a table."""
    return date.fromisoformat(text)
