"""What the bot does with each kind of update, with a Telegram in memory."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any

import pytest

from bot.answering.question import MAX_CHARACTERS, Question
from bot.texts import texts
from tests.telegram.answers import FakeAssistant, an_answer, slow
from tests.telegram.faking import Failure, OfflineRequest, deliver, edited, message, press
from tests.telegram.markup import read

RU, EN = texts("ru"), texts("en")


@pytest.mark.parametrize(
    ("code", "said"), [("ru", RU), ("uk", RU), ("be", RU), ("ru-RU", RU), ("en", EN), ("fi", EN), (None, EN)]
)
async def test_start_greets_in_the_language_of_the_persons_telegram(
    code: str | None, said: Any, application: Any, request_: OfflineRequest
) -> None:
    await deliver(application, message("/start", code=code))
    (sent,) = request_.sent
    assert sent.text == said.start
    assert said.machine_notice in sent.text
    assert [button["text"] for button in sent.buttons] == ["English", "Русский"]


async def test_help_and_unknown_commands_say_how_to_ask(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/help"), message("/nonsense at all"))
    assert [sent.text for sent in request_.sent] == [RU.help, RU.help]


async def test_sources(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/sources", code="en"))
    assert "(EU) 2024/1351" in read(request_.sent[0].text).text


async def test_a_question_is_answered_with_markup_and_without_preview(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    assistant.answer = an_answer(suggestions=(assistant.content.articles["ru", "summons"].meta.title,))
    await deliver(application, message("Могут ли меня вернуть?"))
    (sent,) = request_.sent
    assert sent.parameters["parse_mode"] == "HTML"
    assert sent.parameters["link_preview_options"]["is_disabled"] is True
    assert "Передать должны за 6 месяцев. [1][2]" in read(sent.text).text
    assert [button["callback_data"] for button in sent.buttons][-1] == "ask:ru:summons"
    assert [call.method for call in request_.calls].count("sendChatAction") == 1
    (asked,) = assistant.asked
    assert (asked.text, asked.language) == ("Могут ли меня вернуть?", None)


async def test_the_chosen_language_is_kept_and_asked_for(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    await deliver(application, message("/language"), press("language:en"), message("Могут ли меня вернуть?"), message("/help"))
    offered, confirmed, _answer, helped = request_.sent
    assert offered.text == RU.choose_language
    assert confirmed.text == EN.language_set
    assert assistant.asked[0].language == "en"
    assert helped.text == EN.help
    assert "answerCallbackQuery" in [call.method for call in request_.calls]
    await deliver(application, message("/help", chat=8))
    assert request_.sent[-1].text == RU.help, "another chat has its own language"


async def test_without_a_choice_we_speak_the_language_of_the_last_answer(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("Могут ли меня вернуть?", code="en"), message("/help", code="en"))
    assert request_.sent[-1].text == RU.help


async def test_a_pressed_suggestion_is_asked_in_its_language(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    await deliver(application, press("ask:ru:summons", code="en"))
    (asked,) = assistant.asked
    assert (asked.text, asked.language) == (assistant.content.articles["ru", "summons"].meta.title, "ru")
    assert len(request_.sent) == 1


async def test_a_suggestion_whose_article_is_gone(application: Any, request_: OfflineRequest, assistant: FakeAssistant) -> None:
    await deliver(application, press("ask:ru:no-such-article"), press("something:else"), press("language:xx"))
    assert [sent.text for sent in request_.sent] == [RU.ask_in_words]
    assert assistant.asked == []


@pytest.mark.parametrize(
    ("text", "reply"), [("👍👍", RU.ask_in_words), ("...", RU.ask_in_words), ("ж" * (MAX_CHARACTERS + 1), RU.too_long)]
)
async def test_what_cannot_be_a_question_gets_a_kind_reply(
    text: str, reply: str, application: Any, request_: OfflineRequest
) -> None:
    await deliver(application, message(text))
    assert [sent.text for sent in request_.sent] == [reply]


async def test_no_text_gets_a_kind_reply_and_an_album_only_one(application: Any, request_: OfflineRequest) -> None:
    voice = {"file_id": "1", "file_unique_id": "1", "duration": 1}
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    await deliver(
        application,
        message(None, voice=voice),
        message(None, photo=photo, media_group_id="a", caption="моя повестка"),
        message(None, photo=photo, media_group_id="a"),
        message(None, voice=voice),
    )
    assert [sent.text for sent in request_.sent] == [RU.text_only] * 3


async def test_edits_groups_and_service_messages_are_left_alone(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    await deliver(
        application,
        edited("Могут ли меня вернуть?"),
        message("Могут ли меня вернуть?", chat=-5, kind="group"),
        message("/help", chat=-5, kind="supergroup"),
        message(None, pinned_message=message("x")["message"]),
        press("ask:ru:summons", chat=-5, kind="group"),
    )
    assert request_.sent == []
    assert assistant.asked == []


async def test_start_in_a_group_points_to_the_private_chat(application: Any, request_: OfflineRequest) -> None:
    await deliver(application, message("/start@OtkazBot", chat=-5, kind="group"))
    assert [sent.text for sent in request_.sent] == [RU.private_only.format(link="https://t.me/OtkazBot")]


async def test_a_follow_up_comes_with_the_last_two_turns(application: Any, assistant: FakeAssistant) -> None:
    await deliver(application, *(message(f"Вопрос номер {n}") for n in ["один", "два", "три", "четыре"]))
    assert [turn.user for turn in assistant.asked[-1].history] == ["Вопрос номер два", "Вопрос номер три"]
    assert assistant.asked[-1].history[0].bot == assistant.answer.text
    await deliver(application, message("Вопрос", chat=8))
    assert assistant.asked[-1].history == ()


@pytest.mark.parametrize("method", ["sendChatAction", "answerCallbackQuery"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
async def test_a_failing_optional_method_never_costs_the_answer(
    method: str, status: int, application: Any, request_: OfflineRequest
) -> None:
    request_.failures[method] = Failure(status)
    await deliver(application, message("Могут ли меня вернуть?"), press("ask:ru:summons"))
    assert method in [call.method for call in request_.calls]
    assert ["Передать должны" in sent.text for sent in request_.sent] == [True, True]


async def test_a_typing_sign_that_hangs_does_not_hold_the_answer_up(
    application: Any, request_: OfflineRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = OfflineRequest.do_request

    async def hanging(self: OfflineRequest, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if url.endswith("sendChatAction"):
            await asyncio.sleep(60)
        return await original(self, url, *args, **kwargs)

    monkeypatch.setattr(OfflineRequest, "do_request", hanging)
    await asyncio.wait_for(deliver(application, message("Могут ли меня вернуть?")), 5)
    assert len(request_.sent) == 1


async def test_refused_markup_is_sent_once_without(application: Any, request_: OfflineRequest) -> None:
    request_.failures["sendMessage"] = Failure(400, "can't parse entities", times=1)
    await deliver(application, message("Могут ли меня вернуть?"))
    refused, plain = request_.sent
    assert refused.parameters["parse_mode"] == "HTML"
    assert "parse_mode" not in plain.parameters
    assert "reply_markup" not in plain.parameters
    assert "не ждите <суда>. [2]" in plain.text
    assert "(https://law.example/?a=1&b=2)" in plain.text


async def test_a_network_fault_is_tried_again(application: Any, request_: OfflineRequest) -> None:
    request_.failures["sendMessage"] = Failure(502, times=1)
    await deliver(application, message("Могут ли меня вернуть?"))
    assert request_.sent[0].parameters == request_.sent[1].parameters


async def test_a_flood_limit_is_waited_for(application: Any, request_: OfflineRequest) -> None:
    request_.failures["sendMessage"] = Failure(429, "Too Many Requests", times=1, parameters={"retry_after": 1})
    await deliver(application, message("Могут ли меня вернуть?"))
    assert len(request_.sent) == 2


async def test_an_error_is_told_and_logged_by_its_kind_only(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(question: Question) -> None:
        raise ValueError(f"cannot read {question.text}")

    assistant.before = fail
    with caplog.at_level(logging.DEBUG):
        await deliver(application, message("Моя тайна"))
    assert [sent.text for sent in request_.sent] == [RU.failed]
    assert [record.getMessage() for record in caplog.records if record.name == "otkaz.telegram"] == [
        "update failed: ValueError"
    ]
    assert "тайна" not in caplog.text


async def test_who_blocked_the_bot_is_not_written_to_again(application: Any, request_: OfflineRequest) -> None:
    request_.failures["sendMessage"] = Failure(403, "Forbidden: bot was blocked by the user")
    await deliver(application, message("Могут ли меня вернуть?"))
    assert len(request_.sent) == 1


async def test_only_two_questions_are_worked_on_at_once(application: Any, assistant: FakeAssistant) -> None:
    working, most, lock = 0, 0, threading.Lock()

    def work(question: Question) -> None:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        slow(0.05)(question)
        with lock:
            working -= 1

    assistant.before = work
    await asyncio.gather(*(deliver(application, message("Вопрос", chat=chat)) for chat in range(1, 7)))
    assert len(assistant.asked) == 6
    assert most == 2


async def test_one_chat_is_answered_in_order_and_asked_to_slow_down_once(
    application: Any, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    assistant.before = slow(0.02)
    await asyncio.gather(*(deliver(application, message(f"Вопрос {n}")) for n in range(9)))
    assert [asked.text for asked in assistant.asked] == [f"Вопрос {n}" for n in range(4)]
    assert [sent.text for sent in request_.sent].count(RU.slow_down) == 1
    await deliver(application, message("Ещё вопрос"))
    assert assistant.asked[-1].text == "Ещё вопрос"
