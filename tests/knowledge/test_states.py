from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.states import DUBLIN_ONLY, MEMBERS, ZONES, today_in, zone_of
from tests.deadlines import day

BEFORE_MIDNIGHT = datetime(2026, 11, 22, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "today"),
    [("FI", "2026-11-22"), ("DE", "2026-11-22"), ("RU", "2026-11-23"), ("KZ", "2026-11-23"), ("EU", "2026-11-22")],
)
def test_the_day_is_that_of_the_authority(country: str, today: str) -> None:
    assert today_in(country, BEFORE_MIDNIGHT) == day(today)


def test_one_minute_ends_the_day_in_helsinki_and_not_in_berlin() -> None:
    midnight = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    assert (today_in("FI", midnight), today_in("DE", midnight)) == (day("2026-11-23"), day("2026-11-22"))
    assert today_in("FI", midnight.astimezone(ZoneInfo("Asia/Tokyo"))) == day("2026-11-23")


def test_summer_time_is_kept() -> None:
    assert today_in("FI", datetime(2026, 7, 1, 21, 0, tzinfo=UTC)) == day("2026-07-02")


def test_every_zone_exists_and_whoever_is_bound_has_one() -> None:
    assert all(ZoneInfo(zone) for zone in ZONES.values())
    assert set(ZONES) >= MEMBERS | DUBLIN_ONLY
    assert len(MEMBERS) == 26
    assert zone_of("EU") == "Europe/Paris"
