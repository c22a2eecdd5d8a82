from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.deadlines.command import answer, found_json, write_calendar
from bot.deadlines.contract import CountedModel, DeadlineModel, LimitModel, ListingModel
from bot.deadlines.report import Listing, Report
from knowledge.content import Content
from knowledge.errors import NotIngestedError, UsageError
from tests.bot.conftest import Run
from tests.bot.deadlines.conftest import AGeneration, Ask, options
from tests.deadlines import day

CHOSEN = {"country": "FI", "decision": "fi-dublin-appeal", "start": "2026-11-16", "registered": "2026-08-01"}


def test_one_deadline_as_json(ask: Ask) -> None:
    found = found_json(ask(**CHOSEN), options(), "20261122")
    DeadlineModel.model_validate(found, strict=False)
    assert set(found) == set(DeadlineModel.model_fields)
    assert (found["id"], found["law"], found["counted_in"], found["time_zone"]) == (
        "fi-dublin-appeal",
        "FI",
        "FI",
        "Europe/Helsinki",
    )
    assert (found["length"], found["longest"], found["unit"]) == (1, 3, "weeks")
    assert (found["start"], found["last_day"], found["weekday"], found["days_left"]) == (
        "2026-11-16",
        "2026-11-23",
        "Monday",
        1,
    )
    assert (found["passed"], found["longest_last_day"], found["applies"]) == (False, "2026-12-07", "applies")
    assert found["suspends"]["effect"] == "on_request"
    assert found["citations"][0]["rule"] == "fi-dublin-ammr-appeal-corridor"
    assert found["citations"][0]["source"]["id"] == "eu-2024-1351"
    assert found["citations"][0]["pinpoint"] == "Art. 43(2)"
    assert [citation["n"] for citation in found["citations"]] == list(range(1, len(found["citations"]) + 1))
    used = {n for line in found["lines"] for n in line["citations"]}
    assert used == {citation["n"] for citation in found["citations"]}
    assert found["contacts"]
    assert found["advice"] == "Check this with a lawyer today."
    assert found["knowledge"] == "20261122"


def test_every_deadline_keeps_to_the_contract(ask: Ask, full_content: Content) -> None:
    for deadline in full_content.deadlines.values():
        start = f"2027-{deadline.window.start}" if deadline.window else "2027-04-01" if deadline.before else "2026-11-16"
        for language in ("en", "ru"):
            found = found_json(ask(decision=deadline.id, start=start), options(language=language), "")
            DeadlineModel.model_validate(found)


def test_a_list_without_and_with_a_day(ask: Ask) -> None:
    plain = found_json(ask(country="FI"), options(), "20261122")
    ListingModel.model_validate(plain)
    assert set(plain["deadlines"][0]) == set(LimitModel.model_fields)
    assert plain["start"] is None
    dated = found_json(ask(country="FI", start="2026-11-16"), options(), "20261122")
    ListingModel.model_validate(dated)
    first = dated["deadlines"][0]
    assert set(first) == set(CountedModel.model_fields)
    assert first["last_day"] == "2026-11-21"
    backward = next(each for each in dated["deadlines"] if each["id"] == "int-rule39-request")
    assert "last_day" not in backward, "it is counted back from another day"
    own = [each["last_day"] for each in dated["deadlines"] if each["who"] == "person" and "last_day" in each]
    assert own == sorted(own)
    whose = [each["who"] for each in dated["deadlines"]]
    assert whose == sorted(whose, reverse=True), "what a person must keep comes first"


def test_a_list_leaves_out_law_of_another_time(ask: Ask) -> None:
    ids = {deadline.id for deadline, _, _ in ask(country="FI", registered="2026-08-01").entries}
    assert "eu-transfer" in ids
    assert not any("dublin3" in each or "before-pact" in each for each in ids)
    both = {deadline.id for deadline, _, _ in ask(country="FI").entries}
    assert {"eu-transfer", "eu-dublin3-transfer"} <= both


def test_the_earliest_day_is_named_and_passed_ones_do_not_count(ask: Ask) -> None:
    found = ask(country="FI", start="2026-11-16")
    assert isinstance(found, Listing)
    assert found.earliest == (
        "As long as you do not know which of them is yours, keep the earliest: Monday, 23 November 2026."
    ), "21 November has passed"
    assert ask(country="FI").earliest is None


def test_words_instead_of_an_id(ask: Ask) -> None:
    found = ask(country="FI", decision="leave to appeal", start="2026-11-16")
    assert isinstance(found, Report)
    assert found.reckoning.deadline.id == "fi-leave-to-appeal"


def test_the_day_is_that_of_the_authority(full_content: Content) -> None:
    late = options(**{**CHOSEN, "now": datetime(2026, 11, 22, 22, 30, tzinfo=UTC)})
    found = answer(late, AGeneration(full_content))  # type: ignore[arg-type]
    assert isinstance(found, Report)
    assert found.reckoning.days_left == 0, "in Helsinki it is the 23rd already"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "--country is missing"),
        ({"decision": "transfer"}, "--country is missing"),
        ({"country": "XX"}, "--country: 'XX' is not a country"),
        ({"country": "FI", "start": "2026-02-30"}, "--date: '2026-02-30' is not a date"),
        ({"country": "FI", "start": "tomorrow"}, "--date: 'tomorrow' is not a date"),
        ({"country": "FI", "registered": "2026-7-1"}, "--registered: '2026-7-1' is not a date"),
        ({"country": "FI", "registered": "2026-11-24"}, "--registered: 2026-11-24 has not come yet"),
        ({"country": "FI", "decision": "fi-dublin-appeal"}, "give the day the decision reached you"),
        ({"country": "FI", "decision": "fi-dublin-appeal", "start": "2026-11-24"}, "--date: 2026-11-24 has not come yet"),
        ({"country": "FI", "decision": "fi-dublin-appeal", "start": "1026-11-16"}, "1026-11-16 cannot be meant"),
        ({"country": "FI", "start": "1026-11-16"}, "1026-11-16 cannot be meant"),
        ({"country": "FI", "decision": "appeal", "start": "2026-11-16"}, "fits several deadlines: fi-dublin-appeal, "),
        ({"country": "FI", "decision": "zzz", "start": "2026-11-16"}, "nothing in FI fits 'zzz'"),
        ({"country": "FI", "decision": "de-dublin-appeal", "start": "2026-11-16"}, "de-dublin-appeal does not exist in FI"),
        ({"country": "RU", "decision": "int-strasbourg-application", "start": "2026-11-16"}, "does not exist in RU"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(given: dict[str, str], says: str, ask: Ask) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        ask(**given)
    assert caught.value.exit_code == 2


def test_a_future_day_is_taken_where_it_is_planned_for(ask: Ask) -> None:
    assert ask(decision="int-rule39-request", start="2026-12-01").reckoning.counted.last_day == day("2026-11-30")
    assert ask(country="RU", decision="ru-self-report", start="2027-04-01").reckoning.counted.last_day == day("2027-04-15")


def test_an_index_without_deadlines_asks_for_ingestion(full_content: Content) -> None:
    with pytest.raises(NotIngestedError, match="run `otkaz ingest`"):
        answer(options(country="FI"), AGeneration(replace(full_content, deadlines={})))  # type: ignore[arg-type]


def test_a_calendar_needs_one_deadline_and_a_place(ask: Ask, tmp_path: Path) -> None:
    write_calendar(ask(**CHOSEN), options(), tmp_path / "day.ics")
    assert (tmp_path / "day.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    with pytest.raises(UsageError, match="choose it with --decision"):
        write_calendar(ask(country="FI"), options(), tmp_path / "day.ics")
    with pytest.raises(UsageError, match="cannot be written"):
        write_calendar(ask(**CHOSEN), options(), tmp_path / "nowhere" / "day.ics")


def test_on_the_command_line(otkaz: Run, tmp_path: Path) -> None:
    listed = otkaz("deadline", "--country", "FI")
    assert listed.code == 0
    assert "fi-appeal  Migri decided to transfer you. 1 week – 3 weeks." in " ".join(listed.out.split(" "))
    assert "eu-appeal" not in listed.out
    one = otkaz(
        "deadline", "--country", "FI", "--decision", "fi-appeal", "--date", "2026-11-16", "--ics", str(tmp_path / "d.ics")
    )
    assert one.code == 0
    assert "Last day to act: Monday, 23 November 2026." in one.out
    assert "[1] Regulation (EU) 2024/1351, Art. 43(2)" in one.out
    assert "Finnish Refugee Advice Centre" in one.out
    assert (tmp_path / "d.ics").is_file()
    as_json = otkaz(
        "deadline", "--country", "FI", "--decision", "fi-appeal", "--date", "2026-11-16", "--json", "--language", "ru"
    )
    DeadlineModel.model_validate(as_json.json)
    assert as_json.json["weekday"] == "понедельник"
    assert otkaz("deadline", "--country", "FI", "--json").json["deadlines"]


def test_a_mistake_on_the_command_line_ends_with_2(otkaz: Run) -> None:
    done = otkaz("deadline", "--country", "FI", "--decision", "fi-appeal", "--date", "16 November")
    assert (done.code, done.out) == (2, "")
    assert "--date: '16 November' is not a date of the form 2026-11-16." in done.err


def test_the_status_counts_them(otkaz: Run) -> None:
    assert otkaz("status", "--json").json["knowledge"]["deadlines"] == 3
