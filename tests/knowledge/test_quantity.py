from __future__ import annotations

import pytest

from knowledge.quantity import DAYS, Sense, quantities, span_of, words_of


def found(text: str) -> list[tuple[float, str]]:
    return [(round(each.days, 1), each.sense.name) for each in quantities(words_of(text))]


@pytest.mark.parametrize(
    ("text", "days", "sense"),
    [
        ("since I have 12 months to appeal", 365.3, "LIMIT"),
        ("half a year to complain", 182.6, "LIMIT"),
        ("within a couple of weeks", 14.0, "LIMIT"),
        ("I have a year to appeal", 365.2, "LIMIT"),
        ("the deadline for the court is six months", 182.6, "LIMIT"),
        ("a 15-day limit", 15.0, "LIMIT"),
        ("Finland must decide in 3 days", 3.0, "POINT"),
        ("after 6 months in hiding", 182.6, "POINT"),
        ("I waited 6 months", 182.6, "ANY"),
        ("6 months ago", 182.6, "PAST"),
        ("I have 2 weeks until the flight", 14.0, "ANY"),
        ("раз у меня полгода на жалобу", 182.6, "LIMIT"),
        ("в течение трёх недель", 21.0, "LIMIT"),
        ("у меня есть год, чтобы подать", 365.2, "LIMIT"),
        ("полтора месяца на жалобу", 45.7, "LIMIT"),
        ("дают всего неделю", 7.0, "LIMIT"),
        ("трое суток", 3.0, "ANY"),
        ("через 6 мес", 182.6, "POINT"),
        ("мне отказали год назад", 365.2, "PAST"),
        ("протягом шести місяців", 182.6, "LIMIT"),
        ("у мяне ёсць паўгода, каб падаць", 182.6, "LIMIT"),
        ("for 48 hours", 2.0, "ANY"),
        ("six months is the time limit", 182.6, "LIMIT"),
        ("в Страсбург год даётся", 365.2, "LIMIT"),
        ("на апелляцию два месяца", 60.9, "LIMIT"),
        ("в течение месяца", 30.4, "LIMIT"),
        ("6 месяцев же на жалобу", 182.6, "LIMIT"),
        ("пів року на скаргу", 182.6, "LIMIT"),
        ("у іх тры месяцы", 91.3, "LIMIT"),
        ("kuuden kuukauden ajan", 182.6, "LIMIT"),
        ("puoli vuotta sitten", 182.6, "PAST"),
        ("per 30 dienų", 30.0, "LIMIT"),
        ("pusę metų", 182.6, "ANY"),
        ("по 18 mėnesių", 547.9, "ANY"),
        ("три с половиной года", 1278.4, "ANY"),
        ("three and a half years", 1278.4, "ANY"),
        ("half a year", 182.6, "ANY"),
    ],
)
def test_a_length_and_how_it_is_meant(text: str, days: float, sense: str) -> None:
    assert found(text) == [(days, sense)]


@pytest.mark.parametrize("text", ["в 2026 году", "in May 2026", "Art. 46", "I am 28", "every day", "the year 2026", ""])
def test_no_length(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["within one to three weeks", "1-3 weeks to appeal", "в срок от одной до трёх недель"])
def test_both_ends_of_a_range_are_meant_alike(text: str) -> None:
    assert [days for days, _ in found(text)] == [7.0, 21.0]
    assert {sense for _, sense in found(text)} == {"LIMIT"}


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        ("4 months", [4 * DAYS["month"], 120, 122], [4 * DAYS["week"], 6 * DAYS["month"], 100]),
        ("1 to 3 weeks", [7, 14, 21], [5, 22, 30]),
        ("5 days to 1 month", [5, 10, 30, 31], [2, 45]),
        ("1 year", [12 * DAYS["month"], 365], [10 * DAYS["month"]]),
    ],
)
def test_a_span_holds_what_is_as_good_as_its_ends(span: str, inside: list[float], outside: list[float]) -> None:
    assert all(span_of(span).holds(days) for days in inside)
    assert not any(span_of(span).holds(days) for days in outside)


@pytest.mark.parametrize("text", ["", "soon", "4", "months", "4 moons", "4 months 3", "1 to weeks", "four months"])
def test_a_span_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="write a length as"):
        span_of(text)


def test_senses_rise_with_how_surely_a_limit_is_meant() -> None:
    assert Sense.PAST < Sense.ANY < Sense.POINT < Sense.LIMIT
