"""The web door: the contract over HTTP, and clear errors for every kind of bad input."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from bot.answering.assistant import Assistant
from bot.contract import AnswerModel
from bot.web.application import MAX_BODY, create_app
from knowledge.embedding import OnnxEmbeddings
from knowledge.errors import NotIngestedError


@pytest.fixture(scope="module")
def client(tiny_assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(tiny_assistant)) as client:
        yield client


@pytest.mark.parametrize(
    "question", ["Can I be sent back under Dublin?", "Пришла повестка, что делать?", "quantum chess recipes"]
)
def test_every_answer_is_a_contract_object_whose_sentences_are_cited(client: TestClient, question: str) -> None:
    answer = AnswerModel.model_validate(client.post("/v1/ask", json={"question": question}).raise_for_status().json())
    numbers = {citation.n for citation in answer.citations}
    assert all(sentence.citations and numbers.issuperset(sentence.citations) for sentence in answer.sentences)
    assert answer.text
    assert answer.disclaimer


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": "😀😀"}, "question"),
        ({"question": "a" * 20_000}, "question"),
        ({}, "question"),
        ({"question": "x", "colour": "red"}, "colour"),
        ({"question": "x", "language": "fr"}, "language"),
        ({"question": "x", "situation": {"country": "Finland"}}, "situation.country"),
        ({"question": "x", "situation": {"application_registered": "soon"}}, "situation.application_registered"),
    ],
)
def test_bad_fields_are_named(client: TestClient, body: dict[str, object], field: str) -> None:
    reply = client.post("/v1/ask", json=body)
    assert reply.status_code in (400, 422)
    assert reply.json()["error"]["field"] == field


@pytest.mark.parametrize("content", [b"{broken", b"\xff\xfe\x00", b""])
def test_what_is_not_json_gets_a_clear_error(client: TestClient, content: bytes) -> None:
    reply = client.post("/v1/ask", content=content, headers={"content-type": "application/json"})
    assert reply.status_code in (400, 422)
    assert set(reply.json()["error"]) == {"field", "message", "retryable"}


def test_an_error_never_repeats_what_was_written(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "x", "language": "marked phrase zx81"})
    assert "zx81" not in reply.text


def test_large_and_chunked_bodies_are_refused(client: TestClient) -> None:
    assert client.post("/v1/ask", content=b" " * (MAX_BODY + 1)).status_code == 413
    assert client.post("/v1/ask", content=iter([b"{}"])).status_code == 413


def test_a_month_comes_back_as_the_month_it_is(client: TestClient) -> None:
    body = {"question": "Can I be sent back under Dublin?", "situation": {"application_registered": "2026-07"}}
    assert client.post("/v1/ask", json=body).json()["situation"]["application_registered"] == "2026-07"


def test_rules_articles_and_sources_can_be_read(client: TestClient) -> None:
    articles = client.get("/v1/articles").json()
    article = client.get(f"/v1/articles/{articles[0]['id']}?language=ru").json()
    rule_id = article["sections"][0]["sentences"][0]["rules"][0]
    rule = client.get(f"/v1/rules/{rule_id}").json()
    assert article["id"] in rule["articles"]
    assert rule["source"]["id"] in {source["id"] for source in client.get("/v1/sources").json()}


@pytest.mark.parametrize("path", ["/v1/rules/nothing", "/v1/articles/nothing", "/nowhere"])
def test_what_is_not_there_is_said_so(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.json()["error"]["message"]


def test_health_readiness_and_documentation(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"
    assert "Can Finland send me back" in client.get("/openapi.json").text


def test_without_an_index_it_says_what_to_do(model: OnnxEmbeddings) -> None:
    class Empty(Assistant):
        def __init__(self) -> None:
            pass

        @property
        def engine(self) -> None:  # type: ignore[override]
            raise NotIngestedError("Nothing is ingested yet: run `otkaz ingest`.")

        def warm_up(self) -> None:
            raise NotIngestedError("Nothing is ingested yet: run `otkaz ingest`.")

        def ask(self, question: object) -> None:  # type: ignore[override]
            raise NotIngestedError("Nothing is ingested yet: run `otkaz ingest`.")

    with TestClient(create_app(Empty())) as client:
        assert client.get("/readyz").status_code == 503
        assert "otkaz ingest" in client.post("/v1/ask", json={"question": "What now?"}).json()["error"]["message"]


def test_a_fault_inside_is_a_plain_500(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_question: object) -> None:
        raise RuntimeError("marked phrase zx81")

    app = create_app(tiny_assistant)
    monkeypatch.setattr(app.state, "assistant", type("Broken", (), {"ask": staticmethod(broken)})())
    with TestClient(app, raise_server_exceptions=False) as client:
        reply = client.post("/v1/ask", json={"question": "What now?"})
    assert reply.status_code == 500
    assert "zx81" not in reply.text
