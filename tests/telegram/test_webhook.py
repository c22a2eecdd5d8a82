"""Only Telegram can post, and each update is handled once."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.telegram.seen import SeenUpdates
from bot.telegram.webhook import SECRET_HEADER, webhook_router, webhook_url
from knowledge.errors import SettingsError
from tests.telegram.answers import FakeAssistant, slow
from tests.telegram.conftest import SECRET
from tests.telegram.faking import OfflineRequest, message


@pytest.fixture
async def client(application: Any) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(webhook_router(application, SECRET))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


def headers(secret: str = SECRET) -> dict[str, str]:
    return {SECRET_HEADER: secret}


@pytest.mark.parametrize("secret", [None, "", "short", "with spaces in its middle", "x" * 257])
def test_no_start_without_a_good_secret(secret: str | None, application: Any) -> None:
    with pytest.raises(SettingsError, match="OTKAZ_TELEGRAM_WEBHOOK_SECRET"):
        webhook_router(application, secret)


@pytest.mark.parametrize(
    "given", [{}, headers(""), headers("wrong"), headers(SECRET[:-1]), headers(SECRET + "x"), headers(SECRET.upper())]
)
async def test_without_the_secret_nothing_is_read(
    given: dict[str, str], client: httpx.AsyncClient, request_: OfflineRequest, assistant: FakeAssistant
) -> None:
    answer = await client.post("/telegram", json=message(), headers=given)
    assert answer.status_code == 403
    assert assistant.asked == []
    assert request_.sent == []


async def test_a_secret_of_strange_bytes_is_only_wrong(client: httpx.AsyncClient) -> None:
    answer = await client.post("/telegram", json=message(), headers=[(SECRET_HEADER.encode(), b"\xff\xfe\xd1")])
    assert answer.status_code == 403


async def test_the_comparison_takes_constant_time(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def spy(given: bytes, expected: bytes) -> bool:
        compared.append((given, expected))
        return False

    monkeypatch.setattr(hmac, "compare_digest", spy)
    assert (await client.post("/telegram", json=message(), headers=headers())).status_code == 403
    assert compared == [(SECRET.encode(), SECRET.encode())]


async def test_an_update_is_confirmed_when_it_has_been_answered(client: httpx.AsyncClient, request_: OfflineRequest) -> None:
    answer = await client.post("/telegram", json=message(), headers=headers())
    assert answer.status_code == 200
    assert len(request_.sent) == 1


async def test_the_same_update_is_handled_once(client: httpx.AsyncClient, assistant: FakeAssistant) -> None:
    assistant.before = slow(0.05)
    update = message()
    posts = (client.post("/telegram", json=update, headers=headers()) for _ in range(3))
    # What is in work is asked for again: whoever works on it may die before the answer.
    assert sorted(answer.status_code for answer in await asyncio.gather(*posts)) == [200, 503, 503]
    assert (await client.post("/telegram", json=update, headers=headers())).status_code == 200
    assert len(assistant.asked) == 1


async def test_an_update_whose_handling_breaks_off_may_come_again(
    client: httpx.AsyncClient, application: Any, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_update: object) -> None:
        raise RuntimeError("stopped in the middle")

    update = message()
    with monkeypatch.context() as patch:
        patch.setattr(type(application), "process_update", lambda self, update: broken(update))
        assert (await client.post("/telegram", json=update, headers=headers())).status_code == 500
    assert (await client.post("/telegram", json=update, headers=headers())).status_code == 200
    assert len(assistant.asked) == 1


@pytest.mark.parametrize("body", [b"", b"not json", b"\xff\xfe", b"[]", b"null", b'{"update_id": "x"}', b"{}"])
async def test_what_is_no_update_is_refused(body: bytes, client: httpx.AsyncClient) -> None:
    assert (await client.post("/telegram", content=body, headers=headers())).status_code == 400


async def test_an_unreadable_update_is_not_sent_forever(client: httpx.AsyncClient, request_: OfflineRequest) -> None:
    broken = {"update_id": 5, "message": {"message_id": "x", "text": ["тайна"]}}
    assert (await client.post("/telegram", json=broken, headers=headers())).status_code == 200
    assert request_.sent == []


def test_claims_are_bounded() -> None:
    seen = SeenUpdates(limit=3)
    assert [seen.claim(n) for n in (1, 2, 3, 1)] == [True, True, True, False]
    assert seen.claim(4)
    assert seen.claim(1), "the oldest was dropped"
    seen.release(4)
    assert seen.claim(4)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://bot.example", "https://bot.example/telegram"),
        ("https://bot.example/", "https://bot.example/telegram"),
        ("https://bot.example/hook/1", "https://bot.example/hook/1"),
    ],
)
def test_webhook_url(address: str, url: str) -> None:
    assert webhook_url(address) == url
