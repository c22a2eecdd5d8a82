from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from ingest import build
from ingest.build import Ingestion
from knowledge.embedding import OnnxEmbeddings
from knowledge.errors import ServiceUnavailableError
from knowledge.index import Library
from knowledge.lemmas import Lemmas
from tests.conftest import CHECKOUT
from tests.making import TODAY, replace

CHROMA_COMMAND = Path(sys.executable).with_name("chroma")
Environment = Callable[..., dict[str, str]]


def storing(environment: dict[str, str], *arguments: object) -> None:
    """Write or read the passages in a process of its own."""
    command = [sys.executable, "-m", "tests.ingest.storing", *map(str, arguments)]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "done"


class Server:
    """A Chroma server on a free port of this machine."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [str(CHROMA_COMMAND), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            assert self._process.poll() is None, "the Chroma server ended by itself"
            if self._answers():
                return
            time.sleep(0.1)
        raise AssertionError("the Chroma server does not answer")

    def stop(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=60)
            self._process = None

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/api/v2/heartbeat")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop(signal.SIGKILL)


@pytest.fixture
def server(tmp_path: Path, command_environment: Environment) -> Iterator[Server]:
    with running(Server(tmp_path / "server", command_environment())) as found:
        yield found


def test_1500_passages_in_a_folder_survive_their_process(tmp_path: Path, command_environment: Environment) -> None:
    storing(command_environment(), "write", tmp_path)
    storing(command_environment(), "read", tmp_path)


@pytest.mark.e2e
def test_1500_passages_on_a_server_survive_its_restart_and_its_death(
    server: Server, tmp_path: Path, command_environment: Environment
) -> None:
    storing(command_environment(), "write", tmp_path, server.url)
    for how in (signal.SIGTERM, signal.SIGKILL):
        server.stop(how)
        server.start()
        storing(command_environment(), "read", tmp_path, server.url)


@pytest.mark.e2e
def test_a_generation_lives_on_a_server(
    server: Server, content_folder: Path, tmp_path: Path, model: OnnxEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import chromadb

    monkeypatch.setattr(build, "build_lemmas", lambda _texts: Lemmas({}))
    library = Library(tmp_path / "home", server.url)
    ingestion = Ingestion(content_folder, library, model)
    ingestion.run()
    assistant = Assistant(Library(tmp_path / "home", server.url), lambda: model)
    question = Question("how many weeks do I have to appeal", TODAY)
    assert assistant.ask(question).outcome == "answered"
    assert not (library.current().folder / "chroma").exists()

    # Old generations leave the server too, and so does one that failed.
    for number in range(3):
        replace(content_folder / "contacts.yaml", "phone: ", f"phone: 'x{number}' #")
        ingestion.run()
    replace(content_folder / "contacts.yaml", "phone: ", "phone: 'y' #")
    with monkeypatch.context() as patch:
        patch.setattr(build, "fit_heads", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ingestion.run()
    client = chromadb.HttpClient("127.0.0.1", server.port)
    assert {collection.name for collection in client.list_collections()} == {f"otkaz-{name}" for name in library.ids()}

    # What is loaded goes on answering when the server is gone; what must be loaded says what is wrong.
    assert assistant.ask(question).outcome == "answered"
    server.stop(signal.SIGTERM)
    assert assistant.ask(question).outcome == "answered"
    with pytest.raises(ServiceUnavailableError, match="does not answer"):
        Assistant(Library(tmp_path / "home", server.url), lambda: model).ask(question)
    replace(content_folder / "contacts.yaml", "phone: ", "phone: 'z' #")
    current = library.current_id()
    with pytest.raises(ServiceUnavailableError, match="does not answer"):
        ingestion.run()
    assert library.current_id() == current

    server.start()
    ingestion.run()
    assert Assistant(library, lambda: model).ask(question).outcome == "answered"
