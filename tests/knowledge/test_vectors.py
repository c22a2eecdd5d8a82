from __future__ import annotations

import socket
from pathlib import Path

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from knowledge import vectors
from knowledge.errors import ServiceUnavailableError
from knowledge.vectors import drop_collection, open_store, read_copy, read_vectors

TEXTS = {"one": [3.0, 4.0], "two": [0.0, 1.0], "three": [-1.0, 0.0]}


class Fixed(Embeddings):
    """Vectors from a table."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [TEXTS[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return TEXTS[text]


def fill(folder: Path, name: str = "some-collection") -> None:
    store = open_store(name, Fixed(), folder)
    store.add_documents([Document(page_content=text, metadata={"passage": text}) for text in TEXTS], ids=list(TEXTS))


def test_vectors_come_back_in_the_order_asked_for_and_of_unit_length(tmp_path: Path) -> None:
    fill(tmp_path)
    found = read_vectors(open_store("some-collection", None, tmp_path), ["three", "one", "two"])
    np.testing.assert_allclose(found, [[-1.0, 0.0], [0.6, 0.8], [0.0, 1.0]], atol=1e-6)
    assert found.dtype == np.float32


def test_a_store_is_read_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    for page in (1, 2, 3):
        monkeypatch.setattr(vectors, "PAGE", page)
        found = read_vectors(open_store("some-collection", None, tmp_path), list(TEXTS))
        np.testing.assert_allclose(found, [[0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]], atol=1e-6)


def test_vectors_nobody_asked_for_do_no_harm(tmp_path: Path) -> None:
    fill(tmp_path)
    found = read_vectors(open_store("some-collection", None, tmp_path), ["two"])
    np.testing.assert_allclose(found, [[0.0, 1.0]], atol=1e-6)


@pytest.mark.parametrize("wanted", [["one", "four"], ["four"]])
def test_a_store_that_lacks_a_passage_is_not_ours(tmp_path: Path, wanted: list[str]) -> None:
    fill(tmp_path)
    with pytest.raises(ServiceUnavailableError, match="lacks 1 of"):
        read_vectors(open_store("some-collection", None, tmp_path), wanted)


def test_an_empty_store_is_not_ours(tmp_path: Path) -> None:
    with pytest.raises(ServiceUnavailableError, match="--rebuild"):
        read_vectors(open_store("some-collection", None, tmp_path), ["one"])


def test_dropping_a_collection_leaves_the_others(tmp_path: Path) -> None:
    fill(tmp_path, "collection-a")
    fill(tmp_path, "collection-b")
    drop_collection("collection-a", tmp_path)
    drop_collection("collection-a", tmp_path)
    drop_collection("never-there", tmp_path)
    with pytest.raises(ServiceUnavailableError):
        read_vectors(open_store("collection-a", None, tmp_path), ["one"])
    assert read_vectors(open_store("collection-b", None, tmp_path), ["one"]).shape == (1, 2)


def test_distance_is_that_of_cosines(tmp_path: Path) -> None:
    fill(tmp_path)
    store = open_store("some-collection", Fixed(), tmp_path)
    (best, distance), *_ = store.similarity_search_with_score("two", k=1)
    assert best.page_content == "two"
    assert distance == pytest.approx(0.0, abs=1e-6)
    assert store._collection.metadata["hnsw:space"] == "cosine"  # the library has no public way to ask


def test_a_damaged_database_is_an_error_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "never-opened"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"not a database " * 100)
    with pytest.raises(ServiceUnavailableError, match="--rebuild"):
        open_store("some-collection", None, folder)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ServiceUnavailableError, match=f"127.0.0.1:{port} does not answer"):
        open_store("some-collection", None, tmp_path, f"http://127.0.0.1:{port}")
    assert ServiceUnavailableError("").retryable


def test_a_copy_gives_what_was_saved(tmp_path: Path) -> None:
    saved = np.eye(3, dtype=np.float32)
    np.save(tmp_path / "vectors.npy", saved)
    np.testing.assert_array_equal(read_copy(tmp_path / "vectors.npy", 3), saved)


@pytest.mark.parametrize("damage", ["empty", "cut short", "another number of passages", "not a matrix"])
def test_a_copy_that_does_not_fit_says_what_to_run(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "vectors.npy"
    np.save(path, np.zeros(3 if damage == "not a matrix" else (3, 4), dtype=np.float32))
    if damage == "empty":
        path.write_bytes(b"")
    if damage == "cut short":
        path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(ServiceUnavailableError, match="rebuild"):
        read_copy(path, 4 if damage == "another number of passages" else 3)
