"""Months instead of days: they tell the law, never a day to count from."""

from __future__ import annotations

from datetime import date

import pytest

from bot.contract import AskRequest, BatchLine, SituationModel

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("given", "day", "exact"),
    [
        ("2026-07-14", date(2026, 7, 14), True),
        ("2026-07", date(2026, 7, 1), False),
        ("2026-05", date(2026, 5, 1), False),
        ("2026-06", None, False),
    ],
)
def test_a_month_of_registration_tells_the_law_and_no_day(given: str, day: date | None, exact: bool) -> None:
    situation = SituationModel.model_validate({"application_registered": given}).to_situation()
    assert (situation.application_registered, situation.registered_exact) == (day, exact)


@pytest.mark.parametrize("model", [AskRequest, BatchLine])
def test_a_month_of_notification_is_unknown_at_every_door(model: type[AskRequest]) -> None:
    question = model.model_validate({"question": "?", "situation": {"decision_notified": "2026-11"}}).to_question(TODAY)
    assert question.situation.decision_notified is None


def test_a_day_of_notification_is_kept() -> None:
    situation = SituationModel.model_validate({"decision_notified": "2026-11-16"}).to_situation()
    assert situation.decision_notified == date(2026, 11, 16)


def test_a_month_in_a_batch_line_is_no_exact_day() -> None:
    line = BatchLine.model_validate({"question": "?", "situation": {"application_registered": "2026-08"}})
    assert not line.to_question(TODAY).situation.registered_exact
