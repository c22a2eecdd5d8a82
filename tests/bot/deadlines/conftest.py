"""Deadlines of the project's own content, asked for as on the command line, on a fixed day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.deadlines.command import Options, answer
from bot.deadlines.report import Listing, Report
from knowledge.content import Content

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
Ask = Callable[..., Any]


@dataclass(frozen=True)
class AGeneration:
    """As much of a generation as counting needs."""

    content: Content
    id: str = "20261122"


def options(**given: Any) -> Options:
    """Options of the command, with `given`."""
    fields: dict[str, Any] = {
        "country": None,
        "decision": None,
        "start": None,
        "registered": None,
        "language": "en",
        "now": NOW,
    }
    return Options(**{**fields, **given})


@pytest.fixture
def ask(full_content: Content) -> Ask:
    """Answers the options from the full content."""

    def ask(**given: Any) -> Report | Listing:
        return answer(options(**given), AGeneration(full_content))  # type: ignore[arg-type]

    return ask
