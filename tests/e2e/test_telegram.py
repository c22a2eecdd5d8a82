"""The bot against a Bot API server: python-telegram-bot's real network code, polling, and a real person's messages."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answering.answer import AnswerSentence, Block
from bot.answering.assistant import Assistant
from bot.settings import Settings
from bot.telegram.application import build_application, running
from bot.texts import texts
from knowledge.content import Content
from tests.e2e.emulator import Front, Person, emulator, front
from tests.telegram.answers import FakeAssistant, a_citation, an_answer, slow
from tests.telegram.markup import read

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not (shutil.which("node") and shutil.which("npm")), reason="node and npm are not installed"),
]
RU, EN = texts("ru"), texts("en")
_tokens = (f"{n}:token-of-a-test" for n in itertools.count(1000))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with emulator() as address:
        yield address


@pytest.fixture
async def api(server: str) -> AsyncIterator[Front]:
    async with front(server) as served:
        yield served


@pytest.fixture
def settings(api: Front, tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    token = SecretStr(next(_tokens))
    return Settings(home=home, database_url=None, telegram_token=token, telegram_api_url=api.address, telegram_webhook_url=None)


@pytest.fixture
def fake(full_content: Content) -> FakeAssistant:
    return FakeAssistant(full_content)


@pytest.fixture
def own_home(tmp_path: Path, home: Path) -> Path:
    """A home of its own with the full content, since a running bot keeps choices in it."""
    own = tmp_path / "own"
    own.mkdir()
    for name in ("models", "index"):
        (own / name).symlink_to((home / name).resolve(), target_is_directory=True)
    return own


@pytest.fixture
async def person(settings: Settings, server: str, fake: FakeAssistant) -> AsyncIterator[Person]:
    """Somebody writing to a running bot whose answers are fixed."""
    async with running(build_application(settings, fake), settings):  # type: ignore[arg-type]
        yield writer(settings, server)


def writer(settings: Settings, server: str) -> Person:
    assert settings.telegram_token is not None
    return Person(server, settings.telegram_token.get_secret_value())


async def test_start_and_help(person: Person) -> None:
    await person.say("/start")
    (greeting,) = await person.hears()
    assert greeting["text"] == RU.start
    await person.say("/help")
    (helped,) = await person.hears()
    assert helped["text"] == RU.help


async def test_language(person: Person, fake: FakeAssistant) -> None:
    await person.say("/language")
    (offer,) = await person.hears()
    english = offer["reply_markup"]["inline_keyboard"][0][0]
    assert english["text"] == "English"
    await person.press(english["callback_data"])
    (confirmed,) = await person.hears()
    assert confirmed["text"] == EN.language_set
    await person.say("Могут ли меня вернуть?")
    await person.hears()
    assert fake.asked[0].language == "en"


async def test_sources(person: Person) -> None:
    await person.say("/sources")
    (message,) = await person.hears()
    assert "2024/1351" in read(message["text"]).text


async def test_a_question_and_a_pressed_suggestion(person: Person, fake: FakeAssistant, api: Front) -> None:
    title = fake.content.articles["ru", "summons"].meta.title
    fake.answer = an_answer(suggestions=(title,), contacts=("fi-refugee-advice-centre",))
    await person.say("Могут ли меня вернуть из Финляндии в Литву?")
    (message,) = await person.hears()
    shown = read(message["text"])
    assert "Передать должны за 6 месяцев. [1][2]" in shown.text
    assert shown.links["Regulation (EU) No 604/2013"] == "https://law.example/?a=1&b=2"
    assert "не ждите <суда>. [2]" in shown.text
    await person.press(message["reply_markup"]["inline_keyboard"][-1][0]["callback_data"])
    await person.hears()
    assert fake.asked[1].text == title
    assert api.refusals == []


async def test_a_long_answer_arrives_in_messages_that_telegram_takes(person: Person, fake: FakeAssistant, api: Front) -> None:
    sentences = tuple(AnswerSentence(f"Предложение {n}: <&> 👍 " + "слово " * 70, (n,)) for n in range(1, 31))
    fake.answer = an_answer(blocks=(Block(None, sentences),), citations=tuple(a_citation(n) for n in range(1, 31)))
    await person.say("Расскажите всё")
    messages = await person.hears()
    while fake.answer.disclaimer not in messages[-1]["text"]:
        messages += await person.hears()
    assert len(messages) > 3
    together = "\n".join(read(message["text"]).text for message in messages)
    assert [n for n in range(1, 31) if f"слово [{n}]" in together and f"\n{n}. Regulation" in together] == list(range(1, 31))
    assert together.endswith(fake.answer.disclaimer)
    assert api.refusals == []


async def test_failing_methods_do_not_cost_the_answer(person: Person, fake: FakeAssistant, api: Front) -> None:
    fake.before = slow(0.3)  # time for the typing sign to fail
    await person.say("Могут ли меня вернуть?")
    await person.hears()
    assert ("sendChatAction", 500) in api.calls
    assert ("setMyCommands", 500) in api.calls
    assert ("sendMessage", 200) in api.calls


async def test_refused_markup_arrives_as_plain_text(
    person: Person, fake: FakeAssistant, api: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.richtext.escape", lambda text, quote=True: text)  # a fault in our markup
    await person.say("Могут ли меня вернуть?")
    (message,) = await person.hears()
    assert len(api.refusals) == 1
    assert "parse_mode" not in message
    assert "не ждите <суда>. [2]" in message["text"]


@pytest.mark.parametrize("text", ["👍👍👍", "\x00\x01", "…"])
async def test_what_is_no_question_gets_a_kind_reply(text: str, person: Person) -> None:
    await person.say(text)
    (message,) = await person.hears()
    assert message["text"] == RU.ask_in_words


async def test_the_real_assistant_answers(settings: Settings, server: str, api: Front, assistant: Assistant) -> None:
    async with running(build_application(settings, assistant), settings):
        person = writer(settings, server)
        await person.say("Могут ли меня вернуть из Финляндии в Литву?")
        (message,) = await person.hears()
    shown = read(message["text"])
    assert "[1]" in shown.text
    assert any("eur-lex.europa.eu" in url for url in shown.links.values())
    assert RU.sources in shown.bold
    assert RU.machine_notice in shown.text
    pressed = [button["callback_data"] for row in message["reply_markup"]["inline_keyboard"] for button in row]
    assert sum(data.startswith("ask:") for data in pressed) == 3, "three suggestions"
    assert any(data.startswith("registered:") for data in pressed), "the date decides, so it is asked for"
    assert api.refusals == []


async def test_the_command_answers_and_leaves_no_trace(
    settings: Settings, server: str, own_home: Path, command_environment: Callable[..., dict[str, str]]
) -> None:
    person = writer(settings, server)
    environment = command_environment(
        OTKAZ_HOME=str(own_home),
        OTKAZ_TELEGRAM_TOKEN=person.token,
        OTKAZ_TELEGRAM_API_URL=settings.telegram_api_url,
        OTKAZ_LOG_LEVEL="DEBUG",
    )
    program = "from bot.cli import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        program,
        "telegram",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        await person.say("Я Иван Тайный. Могут ли меня вернуть из Финляндии в Литву?")
        messages = await person.hears(seconds=60)
    finally:
        process.send_signal(signal.SIGTERM)
        output, _ = await asyncio.wait_for(process.communicate(), 30)
    assert "[1]" in read(messages[0]["text"]).text
    assert process.returncode == 0
    logged = output.decode()
    assert (own_home / "otkaz.db").exists()
    written = b"".join(path.read_bytes() for path in own_home.iterdir() if path.is_file())
    assert not any(secret.encode() in written for secret in ("Тайный", "вернуть", person.token))
    assert "the Telegram bot is running" in logged
    for secret in (person.token, "token-of", "Тайный", "вернуть"):
        assert secret not in logged


async def test_a_command_that_cannot_reach_telegram_says_so(
    own_home: Path, command_environment: Callable[..., dict[str, str]]
) -> None:
    environment: dict[str, Any] = command_environment(
        OTKAZ_HOME=str(own_home), OTKAZ_TELEGRAM_TOKEN="1:token-of-a-test", OTKAZ_TELEGRAM_API_URL="http://127.0.0.1:9"
    )
    program = "import bot.telegram.application as a; a.ATTEMPTS = (0.0,); from bot.cli import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        program,
        "telegram",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 3
    assert "Telegram cannot be used at http://127.0.0.1:9" in output.decode()
    assert "Traceback" not in output.decode()
    assert "token-of" not in output.decode()
