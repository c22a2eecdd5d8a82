"""Writes 1,500 random vectors to Chroma, or reads them back in a new process and queries one of them.

python -m tests.ingest.storing write|read <folder> [<url>]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from knowledge.vectors import Vectors, open_store, read_vectors

#: More than the thousand above which a restart was reported to lose the index (chroma-core/chroma #7090).
COUNT = 1500
NAMES = [f"passage/{number}" for number in range(COUNT)]
ASKED = 1234


def vectors() -> Vectors:
    """The same random unit vectors in every process."""
    found = np.random.default_rng(7).normal(size=(COUNT, 384)).astype(np.float32)
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


class Numbered(Embeddings):
    """The vector of a text is the one of its number."""

    def __init__(self) -> None:
        self._vectors = vectors()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        found: list[float] = self._vectors[int(text.rsplit("/", 1)[1])].tolist()
        return found


def write(folder: Path, url: str | None) -> None:
    store = open_store("many-passages", Numbered(), folder, url)
    for start in range(0, COUNT, 250):
        names = NAMES[start : start + 250]
        store.add_documents([Document(page_content=name, metadata={"passage": name}) for name in names], ids=names)


def read(folder: Path, url: str | None) -> None:
    """Raises when a vector is missing or differs, or the query finds another passage."""
    store = open_store("many-passages", Numbered(), folder, url)
    found = read_vectors(store, NAMES)
    np.testing.assert_allclose(found, vectors(), atol=1e-5)
    near = store.similarity_search(NAMES[ASKED], k=3)
    assert near[0].metadata["passage"] == NAMES[ASKED]
    assert len(near) == 3


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
    print("done")
