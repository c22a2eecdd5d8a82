"""Ingestions of the tiny content into new homes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest import build
from ingest.build import Ingestion, verify
from knowledge.embedding import OnnxEmbeddings
from knowledge.index import CHROMA, Library
from knowledge.lemmas import Lemmas
from knowledge.search import Searcher
from tests.conftest import TINY_CONTENT
from tests.making import NOTHING_KNOWN, TODAY


class Counting:
    """The model, counting the passages that are embedded with it."""

    def __init__(self, model: OnnxEmbeddings, fingerprint: str | None = None) -> None:
        self._model = model
        self.fingerprint = fingerprint or model.fingerprint
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return self._model.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._model.embed_query(text)


@pytest.fixture
def no_dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading simplemma's dictionaries takes seconds; the tiny home of the other tests is built with them."""
    monkeypatch.setattr(build, "build_lemmas", lambda _texts: Lemmas({}))


@pytest.fixture
def model_used(model: OnnxEmbeddings) -> Counting:
    return Counting(model)


@pytest.fixture
def ingestion(content_folder: Path, tmp_path: Path, model_used: Counting) -> Ingestion:
    """An ingestion into a new home, not run yet."""
    return Ingestion(content_folder, Library(tmp_path / "home"), model_used)


@pytest.fixture(scope="module")
def built_home(model: OnnxEmbeddings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the tiny content, to be copied."""
    home = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "build_lemmas", lambda _texts: Lemmas({}))
        Ingestion(TINY_CONTENT, Library(home), model).run()
    return home


@pytest.fixture
def ingested(ingestion: Ingestion, built_home: Path) -> Ingestion:
    """The same, run once."""
    shutil.copytree(built_home, ingestion.library.folder.parent)
    return ingestion


def assert_answers(library: Library, model: Counting | OnnxEmbeddings) -> None:
    """The current generation is whole and finds the right article."""
    generation = library.current()
    verify(generation)
    found = Searcher(generation, model).search("how many weeks do I have to appeal", NOTHING_KNOWN, TODAY)
    assert found.articles[0].id == "appeal-transfer"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes, but those of Chroma, which rewrites its own when it is opened."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and CHROMA not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
