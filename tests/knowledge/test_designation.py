from __future__ import annotations

import pytest

from knowledge.designation import parse_designation
from knowledge.errors import ContentError
from tests.making import entry

GOOD = """\
id: rferl
name: Radio Free Europe/Radio Liberty
aliases: [RFE/RL, Радио Свобода]
domains: [rferl.org, svoboda.org]
status: undesirable
date: 2024-02-02
evidence: https://minjust.gov.ru/
certain: true
"""


def test_a_designation_is_read_whole() -> None:
    rferl = parse_designation(entry(GOOD))
    assert rferl.name == "Radio Free Europe/Radio Liberty"
    assert rferl.aliases == ("RFE/RL", "Радио Свобода")
    assert rferl.domains == ("rferl.org", "svoboda.org")
    assert rferl.status == "undesirable"
    assert rferl.certain


@pytest.mark.parametrize(
    ("date", "kept"), [("2024-02-02", "2024-02-02"), ("2024", "2024"), ("null", None), ("'2024-02'", "2024-02")]
)
def test_dates_may_be_partial(date: str, kept: str | None) -> None:
    assert parse_designation(entry(GOOD.replace("date: 2024-02-02", f"date: {date}"))).date == kept


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("undesirable", "banned", 5, "status"),
        ("certain: true\n", "", 1, "certain: is missing"),
        ("https://minjust", "minjust", 7, "evidence"),
        ("aliases:", "alias:", 3, "alias: is not a known field"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(ContentError) as error:
        parse_designation(entry(GOOD.replace(old, new)))
    assert error.value.line == line
    assert says in error.value.problem
