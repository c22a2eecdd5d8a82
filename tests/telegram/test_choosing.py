"""What a person chooses in Telegram, sees kept, and has deleted."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.settings import Settings
from bot.store import Choices
from bot.telegram.application import build_application, running
from bot.telegram.keeping import Keeper
from bot.telegram.webhook import SECRET_HEADER, webhook_router
from bot.texts import texts
from knowledge.errors import ServiceUnavailableError
from knowledge.timeline import Situation
from tests.telegram.answers import FakeAssistant, a_citation, an_answer, slow
from tests.telegram.conftest import SECRET
from tests.telegram.faking import OfflineRequest, deliver, message, press
from tests.telegram.markup import read

RU, EN = texts("ru"), texts("en")
UNKNOWN = Choices().situation
RFERL = "https://www.rferl.org/a/33581198.html"


def home_of(settings: Settings) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(settings.home.rglob("*")) if path.is_file())


async def test_the_last_question_is_answered_again_with_the_date(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    await deliver(application, message("Первый вопрос о законе"), message("Могут ли меня вернуть?"))
    buttons = {button["text"]: button["callback_data"] for button in request_.sent[-1].buttons}
    assert buttons == {
        "До 12 июня 2026": "registered:2026-06-11",
        "С 12 июня 2026 по 30 июня 2026": "registered:2026-06-12",
        "С 1 июля 2026": "registered:2026-07-01",
        RU.privacy.registered_unknown: "registered:-",
    }
    await deliver(application, press(buttons["С 1 июля 2026"]))
    assert request_.sent[-2].text == RU.privacy.registered_set
    assert "Передать должны" in request_.sent[-1].text
    again = assistant.asked[-1]
    assert again.text == "Могут ли меня вернуть?"
    assert again.situation == Situation(application_registered=date(2026, 7, 1), registered_exact=False)
    assert [turn.user for turn in again.history] == ["Первый вопрос о законе"], "not its own follow-up"
    await deliver(application, message("И что дальше?"), message("Вопрос", chat=8))
    assert assistant.asked[-2].situation.application_registered == date(2026, 7, 1)
    assert assistant.asked[-1].situation == UNKNOWN, "another chat has its own choices"


async def test_no_date_buttons_when_the_law_is_clear(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    assistant.answer = an_answer(asks=())
    await deliver(application, message())
    assert request_.sent[-1].buttons == []


@pytest.mark.parametrize("data", ["registered:-", "registered:2020-01-01", "registered:", "registered:nonsense"])
async def test_who_does_not_know_the_date_goes_on_seeing_both(
    data: str, application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    await deliver(application, message(), press(data))
    assert request_.sent[-1].text == RU.privacy.registered_not_set
    assert len(assistant.asked) == 1
    await deliver(application, message())
    assert assistant.asked[-1].situation == UNKNOWN


async def test_a_date_without_a_question_is_only_kept(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    await deliver(application, press("registered:2026-07-01"))
    assert [sent.text for sent in request_.sent] == [RU.privacy.registered_set]
    assert assistant.asked == []


async def test_country_by_button_and_in_writing(application: Any, request_: OfflineRequest, assistant: FakeAssistant) -> None:
    await deliver(application, message("/country"))
    (offer,) = request_.sent
    assert offer.text == RU.privacy.choose_country
    assert {button["callback_data"] for button in offer.buttons} >= {"country:FI", "country:NO", "country:RU", "country:-"}
    await deliver(application, press("country:FI"), message())
    assert request_.sent[1].text == RU.privacy.country_set.format(country="Финляндия")
    assert assistant.asked[-1].situation.country == "FI"
    await deliver(application, message("/country it"))
    assert request_.sent[-2].text == RU.privacy.country_set.format(country="IT")
    assert assistant.asked[-1].situation.country == "IT", "the last question again"
    await deliver(application, press("country:-"))
    assert assistant.asked[-1].situation.country is None


@pytest.mark.parametrize("text", ["/country Италия", "/country ITA", "/country 12", "/country F I"])
async def test_a_country_that_is_none_is_not_kept(
    text: str, application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    await deliver(application, message(text), message())
    assert request_.sent[0].text == RU.privacy.country_unknown
    assert assistant.asked[-1].situation == UNKNOWN


async def test_privacy_says_what_is_kept(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/privacy"))
    assert request_.sent[-1].text == f"{RU.privacy.notice_of(None)}\n\n{RU.privacy.kept_nothing}"
    await deliver(application, press("language:en"), press("country:FI"), press("registered:2026-06-12"), message("/privacy"))
    kept = "language – English; country – Finland; day or period of the application – From 12 June 2026 to 30 June 2026"
    assert request_.sent[-1].text == f"{EN.privacy.notice_of(None)}\n\n{EN.privacy.kept.format(facts=kept)}"


async def test_privacy_names_who_runs_this_copy(settings: Settings, assistant: FakeAssistant, request_: OfflineRequest) -> None:
    named = settings.model_copy(update={"operator": "Some group, post@group.example"})
    async with build_application(named, assistant, request_) as application:  # type: ignore[arg-type]
        await deliver(application, message("/privacy"))
    assert "Some group, post@group.example" in request_.sent[-1].text
    assert RU.privacy.no_operator not in request_.sent[-1].text


async def test_choices_outlive_the_bot_and_forgetting_ends_them(
    settings: Settings, assistant: FakeAssistant, request_: OfflineRequest
) -> None:
    async with build_application(settings, assistant, request_) as application:  # type: ignore[arg-type]
        await deliver(application, press("language:en"), press("country:FI"))
    async with build_application(settings, assistant, request_) as application:  # type: ignore[arg-type]
        await deliver(application, message("Могут ли меня вернуть?"))
        assert (assistant.asked[-1].language, assistant.asked[-1].situation.country) == ("en", "FI")
        key = Keeper.of(application)._store._hashed("telegram", 7).encode()
        assert key in home_of(settings)
        await deliver(application, message("/forget"))
        assert request_.sent[-1].text == EN.privacy.forgotten
        assert "Telegram still has this chat" in request_.sent[-1].text
        assert key not in home_of(settings)
        await deliver(application, message("Вопрос"), message("/privacy"))
        assert assistant.asked[-1].history == ()
        assert assistant.asked[-1].situation == UNKNOWN
        assert RU.privacy.kept_nothing in request_.sent[-1].text
    async with build_application(settings, assistant, request_) as application:  # type: ignore[arg-type]
        await deliver(application, message("Вопрос"))
        assert (assistant.asked[-1].language, assistant.asked[-1].situation) == (None, UNKNOWN)


async def test_forgetting_waits_for_what_is_being_answered(application: Any, assistant: FakeAssistant) -> None:
    assistant.before = slow(0.05)
    await asyncio.gather(*(deliver(application, message(text)) for text in ("Вопрос", "Ещё", "И ещё", "/forget")))
    assistant.before = lambda question: None
    await deliver(application, message("Новый вопрос"))
    assert assistant.asked[-1].history == ()


async def test_when_deleting_fails_nobody_is_told_that_it_worked(
    application: Any, request_: OfflineRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ServiceUnavailableError("The database cannot be used (OperationalError).")

    keeper = Keeper.of(application)
    monkeypatch.setattr(keeper._store, "forget", fail)
    await deliver(application, message("/forget"))
    assert [sent.text for sent in request_.sent] == [RU.failed]
    monkeypatch.setattr(keeper._store, "choose", fail)
    await deliver(application, press("language:en"))
    assert request_.sent[-1].text == RU.failed


async def test_answers_arrive_without_the_database(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ServiceUnavailableError("The database cannot be used (OperationalError).")

    for name in ("choices", "claim", "finish", "release"):
        monkeypatch.setattr(Keeper.of(application)._store, name, fail)
    update = message()
    async with client_of(application) as client:
        for _ in range(2):
            assert (await client.post("/telegram", json=update, headers={SECRET_HEADER: SECRET})).status_code == 200
    assert len(request_.sent) == 1


async def test_names_are_not_even_remembered(application: Any, assistant: FakeAssistant) -> None:
    await deliver(application, message("Меня зовут Иван Тайный, +7 912 345-67-89. Что делать?"), message("А потом?"))
    assert [turn.user for turn in assistant.asked[-1].history] == ["Что делать?"]


async def test_a_notice_is_shown_and_repeats_nothing(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    assistant.answer = an_answer(notices=("personal_data",))
    await deliver(application, message("Меня зовут Иван Тайный. Что делать?"))
    shown = read(request_.sent[-1].text).text
    assert RU.privacy.notices["personal_data"] in shown
    assert "Тайный" not in shown


async def test_withheld_links_come_when_asked_for(application: Any, request_: OfflineRequest, assistant: FakeAssistant) -> None:
    assistant.answer = an_answer(citations=(a_citation(1, "RFE/RL", url=RFERL, reader_warning="Осторожно."), a_citation(2)))
    await deliver(application, press("links:show"))
    assert request_.sent[-1].text == RU.ask_in_words, "there is no last answer"
    await deliver(application, message())
    assert RFERL not in request_.sent[-1].text
    (button,) = [button for button in request_.sent[-1].buttons if button["text"] == RU.privacy.show_links]
    await deliver(application, press(button["callback_data"]))
    shown = read(request_.sent[-1].text)
    assert RFERL in shown.links.values()
    assert "Осторожно." in shown.text
    assert len(assistant.asked) == 2


async def test_buttons_and_commands_in_groups_change_nothing(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    for data in ("country:FI", "registered:2026-07-01", "links:show", "language:en"):
        await deliver(application, press(data, chat=-5, kind="group"))
    await deliver(application, *(message(text, chat=-5, kind="group") for text in ("/forget", "/privacy", "/country")))
    assert request_.sent == []


def client_of(application: Any) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(webhook_router(application, SECRET))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://bot")


async def test_replicas_handle_an_update_once(settings: Settings, assistant: FakeAssistant, request_: OfflineRequest) -> None:
    first = build_application(settings, assistant, request_)  # type: ignore[arg-type]
    second = build_application(settings, assistant, request_)  # type: ignore[arg-type]
    assistant.before = slow(0.05)
    async with first, second, client_of(first) as one, client_of(second) as two:
        update, given = message(), {SECRET_HEADER: SECRET}
        posts = [client.post("/telegram", json=update, headers=given) for client in (one, two)]
        assert sorted(answer.status_code for answer in await asyncio.gather(*posts)) == [200, 503]
        assert [(await client.post("/telegram", json=update, headers=given)).status_code for client in (one, two)] == [200, 200]
    assert len(assistant.asked) == 1


async def test_what_has_ended_is_purged_at_the_start(
    settings: Settings, assistant: FakeAssistant, request_: OfflineRequest
) -> None:
    application = build_application(settings, assistant, request_)  # type: ignore[arg-type]
    store = Keeper.of(application)._store
    store.choose("telegram", 7, date(2020, 1, 1), "language", "en")
    key = store._hashed("telegram", 7).encode()
    assert key in home_of(settings)
    async with running(application, settings), asyncio.timeout(5):
        while key in home_of(settings):
            await asyncio.sleep(0.01)
