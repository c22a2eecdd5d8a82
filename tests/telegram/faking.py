"""A Telegram that is only in memory: takes requests, keeps them, and lets tests make updates."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

TOKEN = "123456789:a-token-that-must-not-be-logged"
BOT = {"id": 1, "is_bot": True, "first_name": "Otkaz", "username": "OtkazBot"}
_numbers = itertools.count(1000)


@dataclass
class Call:
    """One request to the Bot API."""

    method: str
    parameters: dict[str, Any]
    files: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return str(self.parameters.get("text", ""))

    @property
    def document(self) -> str:
        """The file that was sent with it."""
        return next((value[1].decode() for value in self.files.values()), "")

    @property
    def buttons(self) -> list[dict[str, Any]]:
        rows = self.parameters.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]


@dataclass
class Failure:
    """What the Bot API answers instead of a result; used up after `times`."""

    status: int
    description: str = "no"
    times: int = 1_000_000
    parameters: dict[str, Any] | None = None


@dataclass
class OfflineRequest(BaseRequest):
    """Answers every request from memory; `failures` by method, `updates` for polling (raw, so they may be broken)."""

    calls: list[Call] = field(default_factory=list)
    failures: dict[str, Failure] = field(default_factory=dict)
    updates: list[Any] = field(default_factory=list)

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: Any, **_more: Any
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        files = dict(request_data.multipart_data) if request_data and request_data.multipart_data else {}
        call = Call(name, request_data.parameters if request_data else {}, files)
        self.calls.append(call)
        failure = self.failures.get(name)
        if failure and failure.times:
            failure.times -= 1
            body = {"ok": False, "description": failure.description, "parameters": failure.parameters or {}}
            return failure.status, json.dumps(body).encode()
        return 200, json.dumps({"ok": True, "result": self._result(call)}).encode()

    @property
    def sent(self) -> list[Call]:
        """The messages that were sent."""
        return [call for call in self.calls if call.method == "sendMessage"]

    def _result(self, call: Call) -> Any:
        if call.method == "getMe":
            return BOT
        if call.method in ("sendMessage", "sendDocument"):
            chat = {"id": call.parameters["chat_id"], "type": "private"}
            return {"message_id": next(_numbers), "date": 1, "chat": chat, "text": call.text}
        if call.method == "getUpdates":
            updates, self.updates = self.updates, []
            return updates
        return True


def message(
    text: str | None = "Могут ли меня вернуть?", *, chat: int = 7, kind: str = "private", **more: Any
) -> dict[str, Any]:
    """An update with a message; `code` is the sender's Telegram language."""
    sender = {"id": chat, "is_bot": False, "first_name": "Имя", "language_code": more.pop("code", "ru")}
    content: dict[str, Any] = {} if text is None else {"text": text}
    if text and text.startswith("/"):
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    body = {"message_id": next(_numbers), "date": 1, "chat": {"id": chat, "type": kind}, "from": sender, **content, **more}
    return {"update_id": next(_numbers), "message": body}


def edited(text: str) -> dict[str, Any]:
    update = message(text)
    return {"update_id": update["update_id"], "edited_message": {**update["message"], "edit_date": 2}}


def press(data: str, *, chat: int = 7, kind: str = "private", code: str = "ru") -> dict[str, Any]:
    """An update with a pressed inline button."""
    asked = message("…", chat=chat, kind=kind, code=code)["message"]
    return {
        "update_id": next(_numbers),
        "callback_query": {"id": "1", "from": asked["from"], "message": asked, "chat_instance": "1", "data": data},
    }


async def deliver(application: Application[Any, Any, Any, Any, Any, Any], *updates: dict[str, Any]) -> None:
    """Let the application handle updates, one after the other."""
    from telegram import Update

    for update in updates:
        await application.process_update(Update.de_json(update, application.bot))
