"""Last days that somebody else counted by hand, asked for at the public door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import yaml

from bot.deadlines.command import answer
from bot.deadlines.report import Report
from knowledge.content import Content
from tests.bot.deadlines.conftest import AGeneration, options

FILE = Path(__file__).parents[2] / "golden" / "deadlines" / "by-hand.yaml"


@dataclass(frozen=True)
class ByHand:
    """One day counted by hand, and why it is that day."""

    limit: str
    asked: dict[str, str | date]
    last_day: date
    why: str


COUNTED = [ByHand(**entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("counted", COUNTED, ids=lambda each: f"{each.limit} {each.asked['country']} {each.asked['start']}")
def test_the_day_is_the_one_counted_by_hand(counted: ByHand, full_content: Content) -> None:
    asked = {name: str(value) for name, value in counted.asked.items()}
    now = datetime.combine(date.fromisoformat(asked.pop("clock")), time(12), UTC)
    found = answer(options(**asked, decision=counted.limit, now=now), AGeneration(full_content))  # type: ignore[arg-type]
    assert isinstance(found, Report)
    assert found.reckoning.counted.last_day == counted.last_day, counted.why


def test_all_of_them_are_asked() -> None:
    assert len(COUNTED) == 78
    assert len({each.asked["country"] for each in COUNTED}) >= 18
