from __future__ import annotations

import pytest

from bot.deadlines.report import Report
from bot.deadlines.wording import SCOPE_RULE, Wording
from bot.texts import texts
from knowledge.content import Content
from knowledge.deadline import Span
from knowledge.numbers import numbers, unsupported
from knowledge.reckoning import reckon
from knowledge.support import rule_numbers
from knowledge.workdays import workdays_of
from tests.bot.deadlines.conftest import Ask
from tests.deadlines import day
from tests.making import NOTHING_KNOWN, TODAY

#: Lines in Otkaz's own words: they state no law, so no rule stands behind them.
OWN = {"hours", "closed", "doubtful", "first_day", "regions", "method", "holidays", "clock", "lawyer"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_line_of_every_deadline_that_states_law_is_cited_and_its_numbers_stand_in_its_rules(
    language: str, full_content: Content
) -> None:
    wording = Wording(full_content, texts(language))
    for deadline in full_content.deadlines.values():
        start = day(f"2026-{deadline.window.start}") if deadline.window else day("2026-11-16")
        reckoning = reckon(deadline, start, "FI", NOTHING_KNOWN, TODAY, full_content)
        counted = reckoning.counted
        following = workdays_of(reckoning.country).next(counted.last_day)
        dates = [
            counted.start,
            counted.last_day,
            counted.longest,
            counted.moved_from,
            counted.open_before,
            following,
            counted.doubtful,
        ]
        if counted.if_first_counts:
            dates.append(reckoning.workdays.last(counted.if_first_counts))
        ours = frozenset(each.isoformat() for each in dates if each) | {str(reckoning.days_left)}
        for line in wording.lines(reckoning):
            assert line.text
            assert "{" not in line.text
            assert line.rules or line.kind in OWN, (deadline.id, line)
            held = frozenset[str]().union(
                *(rule_numbers(full_content.rules[rule], full_content.sources) for rule in line.rules)
            )
            assert not unsupported(numbers(line.text) - ours, held), (deadline.id, line)


def lines(report: Report) -> dict[str, str]:
    return {line.kind: line.text for line in report.lines}


def test_a_person_learns_the_day_the_count_the_effect_and_whom_to_ask(ask: Ask) -> None:
    said = lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-16", registered="2026-08-01"))
    assert said["last_day"] == "Last day to act: Monday, 23 November 2026. Days left: 1."
    assert said["counted"] == "How counted: 1 week from 16 November 2026 (the day the decision reached you)."
    assert said["longest"].startswith("National law may give up to 3 weeks, until 7 December 2026: do not rely on that")
    assert said["clock"].startswith("The day ends by the clock of the authority (Europe/Helsinki)")
    assert said["suspends"].startswith("Does it stop a removal? The appeal alone stops nothing.")
    assert "16.15" in said["careful"]
    assert said["passed"].startswith("If you miss it:")
    assert said["lawyer"] == "Check this with a lawyer today."
    assert "condition" not in said


def test_the_same_in_russian(ask: Ask) -> None:
    said = lines(ask(country="Финляндия", decision="дублин", start="16.11.2026", registered="2026-08-01", language="ru"))
    assert said["last_day"] == "Последний день: понедельник, 23 ноября 2026 года. Осталось дней: 1."
    assert said["counted"] == "Как посчитано: 1 неделя с 16 ноября 2026 года (день, когда вам вручили решение)."
    assert "предел — 3 недели, до 7 декабря 2026 года" in said["longest"]


def test_a_passed_day_says_what_remains(ask: Ask) -> None:
    said = lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-10-05"))
    assert said["last_day"].endswith("This day has passed.")
    assert said["passed"].startswith("Now that it has passed: The decision becomes final")
    assert said["remains"].startswith("What remains: ")
    assert "longest_open" not in said


def test_a_passed_day_inside_the_corridor_says_that_national_law_may_give_more(ask: Ask) -> None:
    said = lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-10"))
    assert said["last_day"].endswith("This day has passed.")
    assert said["longest_open"].startswith("The shortest time has passed, but national law may give up to 3 weeks, until 1 Dec")
    assert "longest" not in said


def test_the_last_day_itself(ask: Ask) -> None:
    assert lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-15"))["last_day"].endswith("That is today.")


def test_a_day_off_must_not_be_relied_on(ask: Ask) -> None:
    said = lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-21"))
    assert said["last_day"].startswith("Last day to act: Saturday, 28 November 2026.")
    assert "do not count on an extra day and act by Friday, 27 November 2026" in said["closed"]
    today = lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-15"))
    assert today["closed"].endswith("Do not count on an extra day."), "the working day before it has passed"


def test_a_day_off_that_has_just_passed_may_have_moved(ask: Ask) -> None:
    said = lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-14"))
    assert said["last_day"] == "Last day to act: Saturday, 21 November 2026. This day has passed."
    assert "moves to Monday, 23 November 2026 our rules do not say: file today all the same" in said["closed"]
    holiday = lines(ask(country="LT", decision="lt-asylum-appeal", start="2026-10-19"))
    assert "closed" not in holiday, "the next working day has passed too"


def test_a_moved_day_says_from_where(ask: Ask) -> None:
    found = ask(country="FI", decision="eu-take-charge-request", start="2026-10-06")
    said = lines(found)
    assert said["last_day"].startswith("The authority's last day: Monday, 7 December 2026.")
    assert said["moved"] == "Sunday, 6 December 2026 is a day off, so the limit ends on the next working day."
    assert said["method"].startswith("That first day is not counted")
    assert (
        "Art. 75"
        in {citation.pinpoint for citation in found.citations if citation.rule == "ammr-calculation-of-time-limits"}.pop()
    )


def test_dublin_iii_did_not_move_it(ask: Ask) -> None:
    said = lines(ask(country="FI", decision="eu-dublin3-transfer", start="2026-06-06"))
    assert said["last_day"].startswith("The authority's last day: Sunday, 6 December 2026.")
    assert said["closed"] == "That is a weekend day, and the limit does not move."


def test_hours_are_not_days(ask: Ask) -> None:
    said = lines(ask(country="FR", decision="fr-dublin-appeal-detained", start="2026-11-21"))
    assert said["last_day"].startswith("Last day to act: Monday, 23 November 2026.")
    assert "at the same hour" in said["hours"]


@pytest.mark.parametrize(
    ("registered", "says"),
    [
        (None, "This holds if your asylum application was registered on or after 1 July 2026."),
        ("2026-06-30", "This law is newer than your application (1 July 2026): whether it governs your case is not settled"),
        ("2026-07-01", None),
    ],
)
def test_on_what_the_law_depends(registered: str | None, says: str | None, ask: Ask) -> None:
    found = lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-16", registered=registered)).get("condition")
    assert found is None if says is None else str(found).startswith(says)


def test_the_other_end_of_the_old_law(ask: Ask) -> None:
    said = lines(ask(country="FI", decision="eu-dublin3-transfer", start="2026-06-06"))
    assert said["condition"] == "This holds if your asylum application was registered on or before 30 June 2026."


def test_a_limit_of_other_law_says_so(ask: Ask) -> None:
    said = lines(ask(country="FI", decision="eu-dublin3-transfer", start="2026-08-06", registered="2026-08-01"))
    assert said["condition"] == "By the dates you gave, this limit does not concern you."


def test_where_it_was_not_verified_that_the_rules_apply_it_is_said(ask: Ask, full_content: Content) -> None:
    assert SCOPE_RULE in full_content.rules
    found = ask(country="NO", decision="eu-transfer", start="2026-10-06", registered="2026-08-01")
    assert lines(found)["condition"] == "Whether Norway applies these rules already was not verified."
    assert SCOPE_RULE in {citation.rule for citation in found.citations}


def test_a_limit_before_a_day_of_the_year(ask: Ask) -> None:
    said = lines(ask(country="RU", decision="ru-alternative-service-spring", start="2027-04-01"))
    assert said["last_day"].startswith("Last day to act: Wednesday, 30 September 2026.")
    assert said["counted"] == (
        "How counted: the law says before 1 October; counted back from 1 April 2027 "
        "(the day on which you are due to be sent to a unit, not the day of any paper)."
    )
    assert said["suspends"].startswith("Does it stop anything?")


def test_only_weekends_are_known_without_a_country(ask: Ask) -> None:
    assert "Public holidays were not counted" in lines(ask(decision="eu-transfer", start="2026-10-06"))["holidays"]
    assert (
        "Only the national holidays of Germany"
        in lines(ask(country="DE", decision="eu-transfer", start="2026-10-06"))["holidays"]
    )
    assert "holidays" not in lines(ask(country="LT", decision="eu-transfer", start="2026-10-06"))


@pytest.mark.parametrize(
    ("language", "span", "words"),
    [
        ("en", Span(1, "weeks"), "1 week"),
        ("en", Span(3, "weeks"), "3 weeks"),
        ("en", Span(7, "working_days"), "7 working days"),
        ("ru", Span(1, "weeks"), "1 неделя"),
        ("ru", Span(3, "weeks"), "3 недели"),
        ("ru", Span(12, "weeks"), "12 недель"),
        ("ru", Span(21, "days"), "21 день"),
        ("ru", Span(30, "days"), "30 дней"),
        ("ru", Span(48, "hours"), "48 часов"),
        ("ru", Span(4, "months"), "4 месяца"),
        ("ru", Span(3, "years"), "3 года"),
        ("ru", Span(111, "days"), "111 дней"),
        ("ru", Span(3, "working_days"), "3 рабочих дня"),
    ],
)
def test_lengths_in_words(language: str, span: Span, words: str) -> None:
    assert texts(language).deadlines.amount(span) == words
