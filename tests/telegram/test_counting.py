"""/deadline, with a Telegram in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.telegram.counting import understood
from bot.texts import texts
from tests.deadlines import day
from tests.telegram.faking import Failure, OfflineRequest, deliver, message, press
from tests.telegram.markup import read

RU, EN = texts("ru").deadlines, texts("en").deadlines
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.counting.today_in", lambda _country, _now: day("2026-11-22"))


def documents(request: OfflineRequest) -> list[str]:
    """The calendar files that were sent."""
    return [call.document for call in request.calls if call.method == "sendDocument"]


def shown(request: OfflineRequest, place: int = -1) -> str:
    return read(request.sent[place].text).text


async def test_without_arguments_it_says_how_to_write_it(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/deadline"))
    assert [sent.text for sent in request_.sent] == [RU.how_to_write]
    assert documents(request_) == []


@pytest.mark.parametrize(
    "text", ["/deadline FI 2026-11-16", "/deadline Финляндия 16.11.2026", "/deadline 16.11.2026 финляндия"]
)
async def test_a_country_and_a_day_list_what_it_counts(text: str, application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message(text))
    said = shown(request_)
    assert "Финляндия: сроки, посчитанные так, будто каждый начался 16 ноября 2026 года" in said
    assert "Migri не стала рассматривать ходатайство и решила вас передать. 1 неделя – 3 недели: понедельник, 23 ноября" in said
    assert "держитесь самого раннего дня: понедельник, 23 ноября 2026 года" in said
    assert RU.lawyer in said
    buttons = request_.sent[-1].buttons
    assert [button["text"] for button in buttons] == [str(n) for n in range(1, len(buttons) + 1)]
    assert all(len(button["callback_data"].encode()) <= 64 for button in buttons)


async def test_the_list_comes_with_a_calendar_file_for_the_earliest_day_that_is_left(
    application: Any, request_: OfflineRequest
) -> None:
    await deliver(application, message("/deadline FI 2026-11-20"))
    (file,) = documents(request_)
    assert "DTSTART;VALUE=DATE:20261125\r\n" in file
    assert file.count("BEGIN:VEVENT") == 1


async def test_a_button_shows_one_in_full_with_sources_and_a_calendar_file(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, press("deadline:FI:2026-11-16:fi-dublin-appeal", code="en"))
    said = shown(request_)
    assert "Last day to act: Monday, 23 November 2026. Days left: 1. [1]" in said
    assert "Regulation (EU) 2024/1351, Art. 43(2)" in said
    assert EN.lawyer in said
    (file,) = documents(request_)
    assert "DTSTART;VALUE=DATE:20261123\r\n" in file
    assert [call.method for call in request_.calls].index("sendMessage") < [call.method for call in request_.calls].index(
        "sendDocument"
    )


async def test_a_word_about_the_decision_goes_straight_to_it(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/deadline FI 2026-11-16 дублин"))
    assert "Последний день: понедельник, 23 ноября 2026 года." in shown(request_)
    assert len(documents(request_)) == 1


async def test_words_that_fit_several_or_none_lead_to_a_list(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/deadline FI 2026-11-16 жалоба"), message("/deadline FI 2026-11-16 абракадабра"))
    assert request_.sent[0].text == RU.several_fit.format(given="жалоба")
    assert len(request_.sent[1].buttons) < len(request_.sent[3].buttons)
    assert request_.sent[2].text == RU.nothing_fits.format(given="абракадабра", country="Финляндия")


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("/deadline FI", RU.bad_date.format(given="FI")),
        ("/deadline FI 2026-02-30", RU.bad_date.format(given="FI 2026-02-30")),
        ("/deadline FI 1026-11-16", RU.bad_date.format(given="FI 1026-11-16")),
        ("/deadline 2026-11-16", RU.bad_country.format(given="2026-11-16")),
        ("/deadline Атлантида 2026-11-16", RU.bad_country.format(given="Атлантида")),
        ("/deadline FI 2026-11-23", RU.future_date.format(given="23 ноября 2026")),
    ],
)
async def test_what_cannot_be_counted_gets_a_kind_reply(
    text: str, reply: str, application: Any, request_: OfflineRequest
) -> None:
    await deliver(application, message(text))
    assert [sent.text for sent in request_.sent] == [reply]
    assert documents(request_) == []


async def test_a_day_to_come_is_counted_back_from(application: Any, request_: OfflineRequest) -> None:
    """The day of being sent to a unit lies ahead; which of the two limits is meant follows from it."""
    await deliver(application, message("/deadline RU 2027-11-05 АГС отправка"))
    assert "31 марта 2027" in shown(request_, 0)


async def test_a_day_outside_every_window_is_not_counted(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/deadline RU 2027-02-05 АГС отправка"))
    (sent,) = request_.sent
    assert sent.text.startswith(RU.outside_window.split("{")[0] + "5 февраля 2027")
    assert "1 октября" in sent.text
    assert documents(request_) == []


async def test_the_chosen_country_need_not_be_written(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, press("country:FI"), message("/deadline 2026-11-16 дублин"))
    assert "Последний день: понедельник, 23 ноября 2026 года." in shown(request_)


async def test_a_passed_day_says_what_remains_and_sends_no_file(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/deadline FI 2026-10-05 dublin", code="en"))
    assert "This day has passed." in shown(request_)
    assert "What remains:" in shown(request_)
    assert documents(request_) == []


@pytest.mark.parametrize("status", [400, 404, 500])
async def test_a_refused_file_does_not_cost_the_text(status: int, application: Any, request_: OfflineRequest) -> None:
    request_.failures["sendDocument"] = Failure(status)
    await deliver(application, message("/deadline FI 2026-11-16 дублин"), message("/deadline FI 2026-11-16"))
    assert len(request_.sent) == 2
    assert "Последний день" in shown(request_, 0)
    assert texts("ru").failed not in [sent.text for sent in request_.sent]


@pytest.mark.parametrize(
    "data",
    [
        "deadline:FI:2026-11-16:gone",
        "deadline:XX:2026-11-16:fi-dublin-appeal",
        "deadline:FI:soon:fi-dublin-appeal",
        "deadline:",
    ],
)
async def test_a_button_that_means_nothing_any_more(data: str, application: Any, request_: OfflineRequest) -> None:
    await deliver(application, press(data))
    assert [sent.text for sent in request_.sent] in ([], [RU.how_to_write])
    assert documents(request_) == []


async def test_groups_are_left_alone(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/deadline FI 2026-11-16", kind="group"))
    assert request_.sent == []


async def test_it_stands_in_the_help_and_in_the_menu(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/help"), message("/help", code="en", chat=8))
    assert all("/deadline" in sent.text for sent in request_.sent)
    assert all("deadline" in texts(language).commands for language in ("en", "ru"))


@pytest.mark.parametrize(
    ("given", "country", "expected"),
    [
        (["FI", "2026-11-16"], None, ("FI", "2026-11-16", "")),
        (["the", "Netherlands", "16.11.2026"], None, ("NL", "2026-11-16", "")),
        (["2026-11-16", "литва", "дублин", "отказ"], None, ("LT", "2026-11-16", "дублин отказ")),
        (["2026-11-16", "дублин"], "FI", ("FI", "2026-11-16", "дублин")),
        (["LT", "2026-11-16"], "FI", ("LT", "2026-11-16", "")),
        (["FI"], None, ("FI", None, "")),
    ],
)
def test_what_stands_behind_the_command(
    given: list[str], country: str | None, expected: tuple[str | None, str | None, str]
) -> None:
    wanted = understood(given, country)
    assert (wanted.country, wanted.day and wanted.day.isoformat(), wanted.words) == expected
