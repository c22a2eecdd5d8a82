"""Where a last day could mislead: doubtful holidays, posting, wide countries, hours, days nobody has to keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from bot.deadlines.command import answer, found_json
from bot.deadlines.console import show
from bot.deadlines.contract import DeadlineModel, ListingModel
from bot.deadlines.report import Listing, Report, listing_answer
from bot.texts import texts
from knowledge.content import Content
from knowledge.errors import UsageError
from knowledge.numbers import numbers
from knowledge.timeline import Situation
from tests.bot.deadlines.conftest import AGeneration, Ask, options
from tests.deadlines import day


def lines(report: Report) -> dict[str, str]:
    return {line.kind: line.text for line in report.lines}


def last_day(report: Report) -> str:
    return report.reckoning.counted.last_day.isoformat()


@pytest.mark.parametrize(
    ("country", "decision", "start", "expected", "act_by"),
    [
        ("FI", "eu-lodging", "2026-12-03", "2026-12-24", "2026-12-23"),
        ("FI", "eu-lodging", "2027-06-04", "2027-06-25", "2027-06-24"),
        ("HU", "eu-lodging", "2026-12-03", "2026-12-24", "2026-12-23"),
        ("NL", "eu-lodging", "2027-03-05", "2027-03-26", "2027-03-25"),
    ],
)
def test_a_doubtful_holiday_never_moves_what_a_person_must_do(
    country: str, decision: str, start: str, expected: str, act_by: str, ask: Ask
) -> None:
    found = ask(country=country, decision=decision, start=start, now=datetime(2027, 6, 5, 10, tzinfo=UTC))
    assert last_day(found) == expected
    assert found.reckoning.counted.moved_from is None
    assert found.reckoning.counted.open_before == day(act_by)
    early = ask(country=country, decision=decision, start=start, now=datetime.fromisoformat(f"{start}T20:00+00:00"))
    assert "perhaps no public holiday, so the limit may not move: do not count on an extra day" in lines(early)["closed"]


def test_a_doubtful_holiday_counts_as_a_working_day_of_a_person(ask: Ask) -> None:
    now = datetime(2026, 12, 19, 10, tzinfo=UTC)
    found = ask(country="FI", decision="eu-claim-after-return-decision", start="2026-12-18", now=now)
    assert last_day(found) == "2026-12-30"
    assert lines(found)["doubtful"].startswith("Thursday, 24 December 2026 may be a day off there")
    assert "doubtful" not in lines(ask(country="LT", decision="eu-claim-after-return-decision", start="2026-12-18", now=now))


def test_an_authority_has_the_later_day(ask: Ask) -> None:
    found = ask(country="FI", decision="eu-take-charge-reply", start="2026-11-24", now=datetime(2026, 11, 25, 10, tzinfo=UTC))
    assert last_day(found) == "2026-12-28"


@pytest.mark.parametrize(("decision", "start"), [("eu-lodging", "2026-07-18"), ("eu-registration", "2026-08-03")])
def test_a_saturday_worked_by_decree_moves_like_every_saturday(decision: str, start: str, ask: Ask) -> None:
    assert last_day(ask(country="HU", decision=decision, start=start)) == "2026-08-10"


@pytest.mark.parametrize(
    ("decision", "start", "advice"),
    [
        ("ru-alternative-service-spring", "2027-10-05", "for that day take --decision ru-alternative-service-autumn"),
        ("ru-alternative-service-autumn", "2027-04-15", "for that day take --decision ru-alternative-service-spring"),
        ("ru-alternative-service-autumn", "2027-02-01", "check the day, or ask a lawyer"),
        ("ru-alternative-service-spring", "2027-07-16", "check the day, or ask a lawyer"),
    ],
)
def test_a_day_outside_of_the_sending_dates_is_refused(decision: str, start: str, advice: str, ask: Ask) -> None:
    with pytest.raises(UsageError, match=advice) as caught:
        ask(country="RU", decision=decision, start=start)
    assert "The day to give is the day on which you are due to be sent to a unit, not the day of any paper." in str(
        caught.value
    )


@pytest.mark.parametrize("start", ["2027-04-01", "2027-07-15"])
def test_the_ends_of_the_sending_dates_are_taken(start: str, ask: Ask) -> None:
    assert last_day(ask(country="RU", decision="ru-alternative-service-spring", start=start)) == "2026-09-30"


@pytest.mark.parametrize(
    ("country", "start", "last", "act_by"),
    [
        ("LT", "2026-08-26", "2026-12-26", "2026-12-23"),
        ("LT", "2026-08-24", "2026-12-24", "2026-12-23"),
        ("FI", "2026-08-24", "2026-12-24", "2026-12-23"),
        ("EE", "2026-10-24", "2027-02-24", "2027-02-23"),
        ("PL", "2026-09-06", "2027-01-06", "2027-01-05"),
        ("LT", "2026-11-26", "2027-03-26", "2027-03-25"),  # Good Friday, free in Strasbourg only
        ("FR", "2026-08-24", "2026-12-24", None),
    ],
)
def test_a_form_is_posted_on_a_day_worked_here_and_in_strasbourg(
    country: str, start: str, last: str, act_by: str | None, ask: Ask
) -> None:
    found = ask(country=country, decision="int-strasbourg-application", start=start, now=datetime(2026, 11, 27, 10, tzinfo=UTC))
    assert last_day(found) == last
    assert found.reckoning.counted.open_before == (day(act_by) if act_by else None)
    assert ("which is a working day in both places" in lines(found).get("closed", "")) is (act_by is not None)
    assert DeadlineModel.model_validate(found_json(found, options(), "")).posted_from == country


def test_the_clock_of_posting_is_the_persons(ask: Ask) -> None:
    said = lines(ask(country="LT", decision="int-strasbourg-application", start="2026-08-26"))
    assert said["clock"].startswith("The day of posting counts, by the clock where you are (Europe/Vilnius)")
    assert "holidays" not in said
    unknown = lines(ask(decision="int-strasbourg-application", start="2026-08-24"))
    assert "Only days off in Strasbourg were looked at" in unknown["holidays"]
    assert "Europe/" not in unknown["clock"]
    weekend = lines(ask(decision="int-strasbourg-application", start="2026-08-26"))
    assert "or earlier if that is a day off where you are" in weekend["closed"]


@pytest.mark.parametrize(
    ("start", "now", "says"),
    [
        ("2026-11-17", "2026-11-22T15:00", "it is 23 November 2026 already: there this day is over."),
        ("2026-11-18", "2026-11-22T15:00", "it is 23 November 2026 already: there one day less is left."),
        ("2026-11-17", "2026-11-22T21:30", "it is still 22 November 2026: there this day is not over, act now."),
        ("2026-11-17", "2026-11-22T10:00", None),
        ("2026-11-10", "2026-11-22T15:00", None),
    ],
)
def test_a_wide_country_has_several_days_at_once(start: str, now: str, says: str | None, ask: Ask) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    said = lines(ask(country="RU", decision="ru-passport-surrender", start=start, now=moment))
    assert said.get("regions", "").endswith(says or "")
    assert ("regions" in said) is (says is not None)
    assert "by the clock of the office in your region" in said["clock"]
    assert "Moscow)" not in said["clock"]


def test_the_hour_of_rule_39_stands_in_the_line_of_the_day(ask: Ask) -> None:
    found = ask(country="FI", decision="int-rule39-request", start="2026-11-30")
    said = lines(found)
    assert said["last_day"] == "Last day to act: Friday, 27 November 2026, until 16:00 Strasbourg time. Days left: 5."
    (cited,) = [line.citations for line in found.lines if line.kind == "last_day"]
    assert "im-working-hours" in {citation.rule for citation in found.citations if citation.n in cited}
    assert "clock" not in said
    assert said["holidays"].startswith("The Court has days off of its own")


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ("ru-summons-served", "Counts as served from: Sunday, 29 November 2026."),
        ("ru-draft-decision-validity", "Valid until: Monday, 22 November 2027."),
        ("ru-summons-appearance-day", "The latest day that may be named: Tuesday, 22 December 2026."),
    ],
)
def test_what_nobody_has_to_keep_is_not_called_a_day_of_the_authority(decision: str, says: str, ask: Ask) -> None:
    said = lines(ask(country="RU", decision=decision, start="2026-11-22"))
    assert said["last_day"].startswith(says)
    assert said["action"].startswith("What it means: ")
    assert "closed" not in said, "there is nothing that could move"
    assert not said["passed"].startswith("If it is late")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_remains_is_said_with_its_rules(language: str, ask: Ask, full_content: Content) -> None:
    asylum = ("fi-asylum-appeal-ordinary", "fr-asylum-appeal", "lv-asylum-appeal", "ee-asylum-appeal", "lt-asylum-appeal")
    for decision in (*asylum, "fr-dublin-appeal-detained", "lt-emergency-supreme-court", "no-appeal-manifestly-unfounded"):
        start = "2026-09-01"
        found = ask(decision=decision, start=start, language=language)
        remains = [line for line in found.lines if line.kind == "remains"]
        assert remains, decision
        assert all(line.citations for line in remains)
    for deadline in full_content.deadlines.values():
        for statement in deadline.remains:
            assert statement.rules
            assert numbers(statement.en) == numbers(statement.ru)


def test_inside_the_corridor_nothing_is_called_final_yet(ask: Ask) -> None:
    inside = lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-12"))
    assert inside["passed"].startswith("If the longer time has passed too: The decision becomes final")
    assert "remains" not in lines(ask(country="FI", decision="fi-dublin-appeal", start="2026-11-20"))


@pytest.mark.parametrize(
    ("country", "says"),
    [
        (
            "BY",
            ["no time limit that a person must keep in Belarus", "no time limits of the law of Belarus", "Strasbourg Court"],
        ),
        ("KZ", ["no time limits of the law of Kazakhstan", "Strasbourg Court are not in this list"]),
        ("RU", ["no time limit for challenging a call-up, or a refusal of alternative service", "Strasbourg Court"]),
        ("GE", ["no time limits of the law of Georgia"]),
        ("FI", []),
    ],
)
def test_a_list_says_what_is_not_held(country: str, says: list[str], ask: Ask, full_content: Content) -> None:
    listing = ask(country=country)
    assert isinstance(listing, Listing)
    whole = listing_answer(listing, Situation(country), full_content, texts("en"), "").message
    assert whole is not None
    assert all(each in whole for each in says)
    assert ListingModel.model_validate(found_json(listing, options(), "")).not_held == list(listing.not_held)
    assert bool(listing.not_held) is bool(says)


def test_a_list_on_a_terminal_says_it_too(ask: Ask, full_content: Content) -> None:
    out = StringIO()
    show(ask(country="BY"), "en", full_content, Console(width=200, file=out))
    assert "no time limits of the law of Belarus" in " ".join(out.getvalue().split())


def test_where_nothing_is_held_no_sentence_is_empty(ask: Ask) -> None:
    with pytest.raises(UsageError, match="No time limit that a person must keep there is held") as caught:
        ask(country="BY", decision="military summons")
    assert ": ." not in str(caught.value)


def test_time_limits_of_the_procedure_are_counted_by_article_73(ask: Ask) -> None:
    found = ask(country="FI", decision="eu-registration", start="2026-11-17")
    assert {each.pinpoint for each in found.citations if each.rule == "apr-calculation-of-time-limits"} == {"Art. 73"}
    assert "apr-registration-after-screening" in {each.rule for each in found.citations}


def test_dublin_iii_is_counted_by_its_own_article(ask: Ask, full_content: Content) -> None:
    old = [each for each in full_content.deadlines.values() if each.id.startswith("eu-dublin3-")]
    assert {each.counting for each in old} == {"dublin3-counting-days"}
    found = ask(country="FI", decision="eu-dublin3-transfer", start="2026-06-06")
    cited = {each.rule: each.pinpoint for each in found.citations}
    assert cited["dublin3-counting-days"] == "Art. 42"
    assert "ammr-calculation-of-time-limits" not in cited


@pytest.mark.parametrize(
    ("decision", "country", "start", "says"),
    [
        ("ru-self-report", "RU", "2027-04-01", "to be safe, act by Wednesday, 14 April 2027."),
        ("eu-claim-after-return-decision", "PL", "2026-11-19", "to be safe, act by Friday, 27 November 2026."),
        ("lt-asylum-appeal", "LT", "2026-11-08", "If it does count, the time has ended: act at once."),
        # The day to act by is a Friday already, earlier than the Saturday that would be last.
        ("fi-leave-to-appeal", "FI", "2026-11-13", "it was left out, as is usual."),
    ],
)
def test_the_first_day_may_count_where_no_rule_says_that_it_does_not(
    decision: str, country: str, start: str, says: str, ask: Ask
) -> None:
    assert lines(ask(country=country, decision=decision, start=start))["first_day"].endswith(says)


def test_a_rule_about_the_first_day_is_not_doubted(ask: Ask) -> None:
    assert "first_day" not in lines(ask(country="FI", decision="eu-lodging", start="2026-11-17"))


def test_hours_end_earlier_by_the_clock_when_it_goes_back(full_content: Content) -> None:
    def hours(start: str) -> str:
        now = datetime.fromisoformat(f"{start}T20:00+00:00")
        asked = options(decision="fr-dublin-appeal-detained", start=start, now=now)
        return lines(answer(asked, AGeneration(full_content)))["hours"]  # type: ignore[arg-type]

    assert hours("2026-10-24").endswith("it ends one hour earlier than the clock shows.")
    assert "earlier" not in hours("2027-03-27")
    assert "earlier" not in hours("2026-11-20")


def test_an_earlier_day_to_act_by_is_the_earliest_of_a_list(ask: Ask, full_content: Content) -> None:
    only = {each: full_content.deadlines[each] for each in ("fi-dublin-appeal", "fi-leave-to-appeal")}
    found = answer(
        options(country="FI", start="2026-11-21"),
        AGeneration(replace(full_content, deadlines=only)),  # type: ignore[arg-type]
    )
    assert isinstance(found, Listing)
    assert str(found.earliest).endswith("keep the earliest: Friday, 27 November 2026."), "28 November is a Saturday"
