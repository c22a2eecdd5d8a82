"""What the web says of privacy, and of personal data in a question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from bot.answering.assistant import Assistant
from bot.texts import texts
from bot.web.application import create_app
from knowledge.fields import LANGUAGES


@pytest.fixture(scope="module")
def client(tiny_assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(tiny_assistant)) as client:
        yield client


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_in_one_language(client: TestClient, language: str) -> None:
    reply = client.get("/privacy", params={"language": language})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.text == texts(language).privacy.notice_of(None) + "\n"


def test_the_notice_in_all_languages(client: TestClient) -> None:
    assert all(texts(language).privacy.notice_of(None) in client.get("/privacy").text for language in LANGUAGES)
    assert client.get("/privacy", params={"language": "xx"}).status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_says_what_a_notice_must(language: str) -> None:
    said = texts(language).privacy
    for must in ("Telegram", "GDPR", "/forget", "/privacy", "90", "24", "30"):
        assert must in said.notice
    for operator in (None, "x" * 300):
        assert len(f"{said.notice_of(operator)}\n\n{said.kept}") < 3900, "one Telegram message, with what is kept"


OPERATOR = "Helpers {of} deserters, post@helpers.example"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_names_who_runs_this_copy_or_says_that_nobody_is_named(language: str, tiny_assistant: Assistant) -> None:
    said = texts(language).privacy
    with TestClient(create_app(tiny_assistant, OPERATOR)) as named, TestClient(create_app(tiny_assistant)) as unnamed:
        named_notice = named.get("/privacy", params={"language": language}).text
        unnamed_notice = unnamed.get("/privacy", params={"language": language}).text
    assert OPERATOR in named_notice
    assert said.no_operator not in named_notice
    assert said.no_operator in unnamed_notice
    assert "{operator}" not in named_notice + unnamed_notice


def test_personal_data_is_said_and_not_repeated(client: TestClient) -> None:
    question = "My name is Ivan Secret, +7 912 345-67-89. How many weeks do I have to appeal?"
    answer = client.post("/v1/ask", json={"question": question}).json()
    assert answer["notices"] == ["personal_data"]
    assert answer["notice_texts"] == [texts("en").privacy.notices["personal_data"]]
    assert "Secret" not in str(answer)
    assert "345-67-89" not in str(answer)
    without = client.post("/v1/ask", json={"question": "How many weeks do I have to appeal?"}).json()
    assert without["notices"] == without["notice_texts"] == []
    assert without["text"] == answer["text"]


def test_a_message_of_nothing_but_a_name_gets_a_kind_reply(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "Меня зовут Иван Тайный"}).json()
    assert (answer["outcome"], answer["sentences"]) == ("not_covered", [])
    assert answer["text"] == texts("ru").ask_in_words
    assert answer["notices"] == ["personal_data"]


@pytest.mark.parametrize(("language", "careful"), [("ru", True), ("en", False)])
def test_a_rule_s_link_is_marked_for_whoever_may_be_in_russia(client: TestClient, language: str, careful: bool) -> None:
    rule = client.get("/v1/rules/undesirable-links", params={"language": language}).json()
    assert rule["reader_warning"]
    assert rule["link_withheld"] is careful
    assert rule["url"].startswith("https://")
