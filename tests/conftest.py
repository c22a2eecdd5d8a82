"""Fixtures that all tests share: the model, a tiny content, homes with it and with the full content, assistants."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from ingest.build import Ingestion
from ingest.model.prepare import prepare, unpack
from knowledge.content import CONTENT_FOLDER, Content, load_content
from knowledge.embedding import OnnxEmbeddings
from knowledge.errors import NotIngestedError
from knowledge.index import Library
from tests.offline import guard

CHECKOUT = Path(__file__).parent.parent
TINY_CONTENT = Path(__file__).parent / "content"
OFFLINE = Path(__file__).parent / "offline"


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Connections to anything but this machine fail, here and in the commands that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        guard.install(patch.setattr)
        yield


@pytest.fixture(scope="session")
def real_home() -> Path:
    """The home that `make setup` fills; it may still be empty."""
    return Path(os.environ.get("OTKAZ_HOME") or CHECKOUT / "var")


@pytest.fixture(scope="session")
def model(real_home: Path) -> OnnxEmbeddings:
    """The built-in embedding model, prepared when it is not there yet."""
    return OnnxEmbeddings(prepare(real_home))


@pytest.fixture(scope="session")
def unpacked_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed weights as a sentence-transformers folder in float32."""
    folder = tmp_path_factory.mktemp("unpacked") / "e5-small"
    folder.mkdir()
    unpack(folder)
    return folder


@pytest.fixture
def content_folder(tmp_path: Path) -> Path:
    """A copy of the tiny content, to be broken or changed."""
    return Path(shutil.copytree(TINY_CONTENT, tmp_path / "content"))


@pytest.fixture(scope="session")
def tiny_content() -> Content:
    return load_content(TINY_CONTENT)


@pytest.fixture(scope="session")
def full_content() -> Content:
    """The project's own content as its files are now."""
    return load_content(CONTENT_FOLDER)


@pytest.fixture
def empty_home(tmp_path: Path, real_home: Path, model: OnnxEmbeddings) -> Path:
    """A home with the model and no index."""
    return _with_model(tmp_path / "home", real_home)


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory, real_home: Path, model: OnnxEmbeddings) -> Path:
    """A home in which the tiny content is ingested. Shared: change nothing in it."""
    home = _with_model(tmp_path_factory.mktemp("tiny") / "home", real_home)
    Ingestion(TINY_CONTENT, Library(home), model).run()
    return home


@pytest.fixture(scope="session")
def home(real_home: Path, model: OnnxEmbeddings) -> Path:
    """The home with the full content. Shared: change nothing in it."""
    library = Library(real_home)
    try:
        library.current()
    except NotIngestedError:
        Ingestion(CONTENT_FOLDER, library, model).run()
    return real_home


@pytest.fixture(scope="session")
def assistant(home: Path, model: OnnxEmbeddings) -> Assistant:
    return Assistant(Library(home), lambda: model)


@pytest.fixture(scope="session")
def tiny_assistant(tiny_home: Path, model: OnnxEmbeddings) -> Assistant:
    return Assistant(Library(tiny_home), lambda: model)


@pytest.fixture
def command_environment() -> Callable[..., dict[str, str]]:
    """The environment for a command: no settings but the given ones, and no network."""

    def make(**settings: str) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("OTKAZ_")}
        path = os.pathsep.join([str(OFFLINE), *filter(None, [clean.get("PYTHONPATH")])])
        return {**clean, "PYTHONPATH": path, **settings}

    return make


def _with_model(home: Path, real_home: Path) -> Path:
    home.mkdir(parents=True)
    (home / "models").symlink_to((real_home / "models").resolve(), target_is_directory=True)
    return home
