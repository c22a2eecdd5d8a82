"""The Bot API emulator `telegram-test-api` (npm), and a front before it that makes it answer as Telegram does.

The front corrects what python-telegram-bot refuses (getMe without is_bot, dates in milliseconds, button presses without
chat_instance, sent messages that echo every parameter), waits a little on empty polls, and refuses what Telegram refuses:
wrong markup and texts that are empty or too long.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram.markup import RefusedError, check_length, read

PACKAGE, VERSION = "telegram-test-api", "4.2.1"
FOLDER = Path(__file__).parents[2] / "build" / "emulator"
SCRIPT = """
const TelegramServer = require('telegram-test-api');
new TelegramServer({port: Number(process.argv[1]), host: '127.0.0.1', storage: 'RAM', storeTimeout: 3600}).start()
  .then(() => console.log('ready'));
"""
_ids = itertools.count(100)


def install() -> None:
    """Install the emulator below `build/`, once."""
    card = FOLDER / "node_modules" / PACKAGE / "package.json"
    if card.is_file() and json.loads(card.read_text())["version"] == VERSION:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "--ignore-scripts", f"{PACKAGE}@{VERSION}"]
    subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, timeout=300)


@contextmanager
def emulator() -> Iterator[str]:
    """Start the emulator; gives its address."""
    install()
    port = free_port()
    with subprocess.Popen(["node", "-e", SCRIPT, str(port)], cwd=FOLDER, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "ready"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@dataclass
class Front:
    """The address to give to the bot, and what the bot asked for: method and status of each answer."""

    behind: str
    address: str = ""
    calls: list[tuple[str, int]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    async def handle(self, request: Request) -> Response:
        method = request.path_params["method"]
        response = await self._answer(request, method)
        self.calls.append((method, response.status_code))
        return response

    async def _answer(self, request: Request, method: str) -> Response:
        body = await request.body()
        if method == "sendMessage":
            try:
                as_telegram(dict(parse_qsl(body.decode(), keep_blank_values=True)))
            except RefusedError as refused:
                self.refusals.append(str(refused))
                return JSONResponse({"ok": False, "error_code": 400, "description": f"Bad Request: {refused}"}, 400)
        async with httpx.AsyncClient(base_url=self.behind) as client:
            headers = {"content-type": request.headers.get("content-type", "application/json")}
            answer = await client.post(request.url.path, content=body, headers=headers)
        if answer.status_code != 200:
            return JSONResponse(answer.json(), answer.status_code)
        result = await corrected(method, answer.json()["result"])
        return JSONResponse({"ok": True, "result": result})


def as_telegram(parameters: dict[str, str]) -> None:
    """Raise RefusedError for a message that Telegram would refuse."""
    text = parameters.get("text", "")
    if parameters.get("parse_mode") == "HTML":
        read(text)
    else:
        check_length(text)
    for row in json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", []):
        for button in row:
            if len(button["callback_data"].encode()) > 64:
                raise RefusedError("BUTTON_DATA_INVALID")


async def corrected(method: str, result: Any) -> Any:
    """The emulator's result as Telegram would give it."""
    if method == "getMe":
        return {**result, "is_bot": True}
    if method == "sendMessage":
        known = {key: result[key] for key in ("message_id", "chat", "text")}
        return {**known, "date": result["date"] // 1000}
    if method == "getUpdates":
        if not result:
            await asyncio.sleep(0.05)
        for update in result:
            if "callback_query" in update:
                update["callback_query"]["chat_instance"] = "1"
    return True if result is None else result


@asynccontextmanager
async def front(behind: str) -> AsyncIterator[Front]:
    """Serve the front before the emulator."""
    served = Front(behind)
    app = Starlette(routes=[Route("/bot{token}/{method}", served.handle, methods=["GET", "POST"])])
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off"))
    served.address = f"http://127.0.0.1:{port}"
    # Not `serve`: it takes over this process's signals.
    task = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield served
    finally:
        server.should_exit = server.force_exit = True
        await task


@dataclass
class Person:
    """Somebody who writes to the bot through the emulator."""

    emulator: str
    token: str
    code: str = "ru"
    chat: int = field(default_factory=lambda: next(_ids))

    async def say(self, text: str) -> None:
        """Write a message or a command."""
        message = self._message(text)
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        await self._post("/sendCommand" if "entities" in message else "/sendMessage", message)

    async def press(self, data: str) -> None:
        """Press an inline button."""
        message = {**self._message("…"), "message_id": next(_ids)}
        await self._post("/sendCallback", {"botToken": self.token, "from": message["from"], "message": message, "data": data})

    async def hears(self, count: int = 1, seconds: float = 30.0) -> list[dict[str, Any]]:
        """The next `count` messages of the bot."""
        heard: list[dict[str, Any]] = []
        async with asyncio.timeout(seconds):
            while len(heard) < count:
                answer = await self._post("/getUpdates", {"token": self.token, "chatId": self.chat})
                heard += [entry["message"] for entry in answer["result"]]
                await asyncio.sleep(0.02)
        return heard

    def _message(self, text: str) -> dict[str, Any]:
        who = {"id": self.chat, "first_name": "Имя", "is_bot": False, "language_code": self.code}
        chat = {"id": self.chat, "first_name": "Имя", "type": "private"}
        return {"botToken": self.token, "from": who, "chat": chat, "date": int(time.time()), "text": text}

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        async with httpx.AsyncClient(base_url=self.emulator) as client:
            return (await client.post(path, json=body)).json()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
