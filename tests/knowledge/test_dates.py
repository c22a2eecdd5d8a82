from __future__ import annotations

from datetime import date

import pytest

from knowledge.dates import find_dates
from tests.making import TODAY


def spans(text: str, today: date = TODAY) -> list[str]:
    found = find_dates(text, today)
    return [str(span.first) if span.exact else f"{span.first}..{span.last}" for span in found]


@pytest.mark.parametrize(
    "text",
    ["3 ноября", "3-го ноября 2026 года", "November 3", "3rd of November", "Nov 3, 2026", "03.11.2026", "03.11.26",
     "2026-11-03", "3 листопада", "3 лістапада", "3. marraskuuta 2026", "lapkričio 3 d.", "2026 m. lapkričio 3 d."],
)  # fmt: skip
def test_a_day_is_read_in_every_language(text: str) -> None:
    assert spans(text) == ["2026-11-03"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("вчера", "2026-11-21"),
        ("позавчора", None),
        ("позавчера", "2026-11-20"),
        ("учора", "2026-11-21"),
        ("eilen", "2026-11-21"),
        ("vakar", "2026-11-21"),
        ("5 дней назад", "2026-11-17"),
        ("three days ago", "2026-11-19"),
        ("в понедельник", "2026-11-16"),
        ("on Friday", "2026-11-20"),
    ],
)
def test_a_day_is_read_from_today(text: str, expected: str | None) -> None:
    assert spans(text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("в мае", "2026-05-01..2026-05-31"),
        ("since March", "2026-03-01..2026-03-31"),
        ("in June 2026", "2026-06-01..2026-06-30"),
        ("у травні", "2026-05-01..2026-05-31"),
        ("у сакавіку", "2026-03-01..2026-03-31"),
        ("toukokuussa 2026", "2026-05-01..2026-05-31"),
        ("в декабре", "2025-12-01..2025-12-31"),
        ("в прошлом месяце", "2026-10-01..2026-10-31"),
        ("в 2025 году", "2025-01-01..2025-12-31"),
        ("две недели назад", "2026-11-01..2026-11-15"),
        ("in November", "2026-11-01..2026-11-22"),
        ("около 3 ноября", "2026-10-20..2026-11-17"),
    ],
)
def test_what_is_no_single_day_is_a_span(text: str, expected: str) -> None:
    assert spans(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["4 декабря 2026", "3/11/2026", "31.11.2026", "30 февраля", "до 3 ноября", "3 или 4 ноября", "3-5 ноября", "I may go",
     "мая справа", "we march on", "ст. 3.11.2026", "5 декабря", "2024/1351", "46(1)", "15 числа", "on Sunday",
     "99.99.2026", "", "0 мая"],
)  # fmt: skip
def test_what_is_in_the_future_or_could_be_two_days_is_left_out(text: str) -> None:
    assert spans(text) == []


def test_the_day_is_the_one_that_is_given() -> None:
    assert spans("вчера", date(2026, 3, 1)) == ["2026-02-28"]
    assert spans("3 ноября", date(2026, 11, 3)) == ["2026-11-03"]
    assert spans("3 ноября", date(2026, 11, 2)) == []  # a year ago, or tomorrow: nobody knows
