from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import Content
from knowledge.deadline import Span, basis, carriers, parse_deadline
from knowledge.errors import ContentError
from tests.deadlines import ENTRY, a_deadline
from tests.making import a_rule, entry


def test_an_entry_is_read_whole() -> None:
    deadline = parse_deadline(entry(ENTRY))
    assert (deadline.id, deadline.country, deadline.who, deadline.starts) == ("some-deadline", "FI", "person", "notification")
    assert deadline.span == Span(2, "weeks")
    assert deadline.longest_span is None
    assert (deadline.suspends.effect, deadline.suspends.text("ru"), deadline.suspends.rules) == ("on_request", "Просите.", ())
    assert deadline.rules == ("some-rule",)
    assert not deadline.before


def test_a_corridor_may_change_its_unit() -> None:
    assert a_deadline(longest=3).longest_span == Span(3, "weeks")
    assert a_deadline(longest=1, longest_unit="months").longest_span == Span(1, "months")


def test_a_day_of_the_year_takes_the_place_of_a_length() -> None:
    deadline = a_deadline(length=None, unit=None, before=True, day="04-01")
    assert deadline.span is None
    assert deadline.numbers == {"04-01"}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("unit: weeks", "unit: fortnights", 7, "unit"),
        ("length: 2", "length: 0", 6, "length"),
        ("who: person", "who: court", 3, "who"),
        ("passed: {en: It is final., ru: Оно окончательное.}", "passed: {en: It is final.}", 12, "passed.ru: is missing"),
        ("action: {en: Appeal., ru: Подать жалобу.}", 'action: {en: Appeal., ru: ""}', 5, "no text in ru: add the translation"),
        ('en: "Ask for it.", ru: "Просите."', 'ru: "Просите."', 10, "suspends.en: is missing"),
        ("rules: [some-rule]", "rules: []", 13, "rules"),
        ("starts: notification", "starts: notification\nbegins: now", 9, "begins: is not a known field"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in ENTRY
    with pytest.raises(ContentError, match=says) as caught:
        parse_deadline(entry(ENTRY.replace(old, new), Path("deadlines.yaml")))
    assert caught.value.path == Path("deadlines.yaml")
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"unit": None}, "either a length with its unit, or a day"),
        ({"length": None}, "either a length with its unit, or a day"),
        ({"length": None, "unit": None}, "either a length with its unit, or a day"),
        ({"day": "04-01", "before": True}, "either a length with its unit, or a day"),
        ({"length": None, "unit": None, "day": "04-01"}, "add 'before: true'"),
        ({"length": None, "unit": None, "day": "02-30", "before": True}, "day"),
        ({"longest": 2}, "'longest' must be more than 'length'"),
        ({"longest": 1}, "'longest' must be more than 'length'"),
        ({"longest": 3, "before": True}, "only for limits that run forward"),
        ({"longest_unit": "months"}, "'longest_unit' without 'longest'"),
        ({"unit": "hours", "before": True}, "hours are not counted backward"),
        ({"non_working_day": "next_working_day"}, "name under 'counting' the rule"),
        ({"non_working_day": "no_change"}, "name under 'counting' the rule"),
        ({"counting": "some-rule"}, "name under 'counting' the rule"),
        ({"non_working_day": "no_change", "counting": "other-rule"}, "'other-rule' is not among its rules"),
        ({"passed": {"en": "A.", "ru": "Б.", "rules": ["other-rule"]}}, "'other-rule' is not among its rules"),
    ],
)
def test_what_cannot_be_a_deadline_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ContentError, match=says):
        a_deadline(**changes)


def test_the_first_rule_with_all_numbers_carries_the_limit_and_the_first_named_goes_with_it() -> None:
    rules = {
        "a": a_rule("a", text="The court decides."),
        "b": a_rule("b", text="At least 2 weeks."),
        "c": a_rule("c", text="From 2 weeks to 5 weeks."),
    }
    assert basis(a_deadline(rules=["a", "b", "c"]), rules) == ("b", "a")
    assert basis(a_deadline(rules=["a", "b", "c"], longest=5), rules) == ("c", "a")
    assert basis(a_deadline(rules=["b", "c"]), rules) == ("b",)
    assert basis(a_deadline(rules=["a"]), rules) == ("a",)


def test_a_limit_stands_in_what_a_rule_says_and_not_in_where_it_stands() -> None:
    rules = {
        "pinpoint": a_rule("pinpoint", text="Some weeks.", pinpoint="Art. 2"),
        "unit": a_rule("unit", text="At least 2 months."),
        "one-language": a_rule("one-language", text={"en": "At least 2 weeks.", "ru": "Не меньше трёх недель."}),
        "both": a_rule("both", text={"en": "At least two weeks.", "ru": "Не меньше двух недель."}),
    }
    assert carriers(a_deadline(rules=list(rules)), rules) == ["both"]
    working = {"some-rule": a_rule(text="Within 2 days."), "working": a_rule("working", text="Within 2 working days.")}
    assert carriers(a_deadline(unit="working_days", rules=["some-rule", "working"]), working) == ["working"]


def test_there_are_enough_deadlines_for_both_a_person_and_the_authorities(full_content: Content) -> None:
    deadlines = full_content.deadlines.values()
    assert len(deadlines) >= 25
    assert sum(deadline.who == "person" for deadline in deadlines) >= 25
    assert {"EU", "FI", "LT", "RU", "INT"} <= {deadline.country for deadline in deadlines}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"window": {"from": "04-01", "to": "07-15"}}, "a window is for limits counted back"),
        ({"window": {"from": "07-15", "to": "04-01"}, "before": True}, "it ends .04-01. before it begins"),
        ({"window": {"from": "13-01", "to": "13-02"}, "before": True}, "window"),
        ({"until": {"en": "noon", "ru": "полдень", "rules": ["another-rule"]}}, "'another-rule' is not among its rules"),
        ({"remains": [{"en": "A.", "ru": "А.", "rules": ["another-rule"]}]}, "'another-rule' is not among its rules"),
    ],
)
def test_windows_hours_and_remains_are_checked(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ContentError, match=says):
        a_deadline(**changes)


def test_a_deadline_without_a_person_or_authority_to_keep_it_is_spoken_of_otherwise() -> None:
    assert a_deadline().manner == "person"
    assert a_deadline(who="authority", kind="served").manner == "served"
