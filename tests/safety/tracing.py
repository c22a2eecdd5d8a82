"""Looking for a marked phrase on a disk, in every form in which a program could have written it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.conftest import CHECKOUT

#: Words that nothing else contains: one that patterns notice as a name, one that they do not.
MARK, NAME = "zqxjktrace", "Тайнописов"
QUESTION = f"Меня зовут Иван {NAME}, {MARK}, телефон +7 912 345-67-89. How many weeks do I have to appeal a Dublin decision?"
SECRETS = (MARK, NAME, "+7 912 345-67-89", "79123456789", "912 345")
#: What a running command does instead of answering when the question says so: break, or be in the middle of it.
DRIVER = """
import sys, time
import knowledge.search as search
real = search.Searcher.search
def searched(self, text, *args, **more):
    if "please-break" in text:
        raise ValueError(text)
    if "please-hang" in text:
        print("in the middle", flush=True)
        time.sleep(600)
    return real(self, text, *args, **more)
search.Searcher.search = searched
from bot.cli import main
"""


@dataclass(frozen=True)
class World:
    """A machine of its own: the home of Otkaz, a person's home, a folder for temporary files, a working folder."""

    folder: Path
    environment: dict[str, str]

    @property
    def home(self) -> Path:
        return self.folder / "otkaz"

    def traces(self) -> list[tuple[str, str]]:
        """Every file in this world that holds a secret, with the secret."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink()]
        assert len(files) > 5, "the home with the index is there"
        found = [(str(path), secret) for path in files for secret in secrets_in(path.read_bytes())]
        return found + [(str(path), secret) for path in files for secret in secrets_in(os.fsencode(path.name))]

    def start(self, script: str, *arguments: str, log: Path) -> subprocess.Popen[bytes]:
        """Start Python with what it prints going to `log`, outside this world."""
        with log.open("wb") as stream:
            return subprocess.Popen(
                [sys.executable, "-c", script, *arguments],
                env=self.environment,
                cwd=self.folder / "cwd",
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )


def make_world(folder: Path, tiny_home: Path, environment: Callable[..., dict[str, str]], level: str) -> World:
    """A world whose home has the tiny content ingested."""
    for name in ("tmp", "person", "cwd"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(tiny_home, folder / "otkaz", symlinks=True)
    own = environment(
        OTKAZ_HOME=str(folder / "otkaz"),
        OTKAZ_LOG_LEVEL=level,
        TMPDIR=str(folder / "tmp"),
        HOME=str(folder / "person"),
        XDG_DATA_HOME=str(folder / "person" / "data"),
        XDG_CACHE_HOME=str(folder / "person" / "cache"),
    )
    own["PYTHONPATH"] = os.pathsep.join([own["PYTHONPATH"], str(CHECKOUT)])
    return World(folder, own)


def secrets_in(data: bytes) -> list[str]:
    """The secrets that the bytes hold, written in any of the usual ways."""
    return [secret for secret in SECRETS if any(form in data for form in _forms(secret))]


def _forms(secret: str) -> Iterator[bytes]:
    for text in (secret, secret.lower(), secret.upper()):
        yield text.encode()
        yield text.encode("utf-16-le")
        yield text.encode("cp1251", "ignore")
        yield json.dumps(text)[1:-1].encode()
        yield repr(text.encode())[2:-1].encode()
        yield quote(text).encode()
    for shift in range(3):  # base64 of a text depends on where it begins
        whole = base64.b64encode(b" " * shift + secret.encode())
        yield whole[4:-4]


@contextmanager
def serving(world: World, log: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    """`otkaz serve` in a process of its own, ready to answer; killed at the end if it still runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = world.start(DRIVER + "main()", "serve", "--port", str(port), log=log)
    try:
        # Each request on a connection of its own: after a fault in a request the server closes it.
        own = httpx.Limits(max_keepalive_connections=0)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, limits=own) as client:
            wait_for(lambda: _ready(client), process, log)
            yield client, process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()


def wait_for(done: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, seconds: float = 120) -> None:
    """Wait until it is done. Fails when the process ends before, or it takes too long."""
    end = time.monotonic() + seconds
    while not done():
        assert process.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < end, log.read_text(errors="replace")
        time.sleep(0.05)


def kill_in_the_middle(client: httpx.Client, process: subprocess.Popen[bytes], log: Path, question: str) -> None:
    """Kill the server while it works on the question."""
    request = threading.Thread(target=_ask_in_vain, args=(client, question))
    request.start()
    wait_for(lambda: b"in the middle" in log.read_bytes(), process, log)
    process.send_signal(signal.SIGKILL)
    process.wait()
    request.join()


def _ask_in_vain(client: httpx.Client, question: str) -> None:
    try:
        client.post("/v1/ask", json={"question": question})
    except httpx.HTTPError:
        return
    raise AssertionError("answered by a killed server")


def _ready(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False
