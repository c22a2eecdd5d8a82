"""A Bot API on this machine, for bots that run in a process of their own; it keeps what they sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.telegram.faking import BOT


@dataclass
class BotApi:
    """Its address, the updates that a bot can fetch, and the bodies of the requests that it made, by method."""

    address: str = ""
    updates: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, bytes]] = field(default_factory=list)

    def sent(self) -> list[bytes]:
        """The messages and files that the bot sent."""
        return [body for method, body in self.calls if method in ("sendMessage", "sendDocument")]

    def called(self, method: str) -> bool:
        return any(name == method for name, _ in self.calls)

    def result(self, method: str, body: bytes) -> Any:
        """What the Bot API answers."""
        self.calls.append((method, body))
        if method == "getMe":
            return BOT
        if method == "getUpdates":
            fresh, self.updates = self.updates, []
            if not fresh:
                time.sleep(0.05)
            return fresh
        if method in ("sendMessage", "sendDocument"):
            return {"message_id": len(self.calls), "date": 1, "chat": {"id": 7, "type": "private"}, "text": "…"}
        return True


@contextmanager
def bot_api() -> Iterator[BotApi]:
    """A Bot API that listens until left."""
    api = BotApi()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            answer = json.dumps({"ok": True, "result": api.result(self.path.rpartition("/")[2], body)}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
