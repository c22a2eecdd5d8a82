"""The vector store: Chroma through LangChain, embedded in a folder or on a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from knowledge.errors import ServiceUnavailableError

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

Vectors = npt.NDArray[np.float32]

COSINE = {"hnsw:space": "cosine"}
#: How many vectors one read fetches: SQLite and HTTP bodies have limits.
PAGE = 5000


def open_store(collection: str, embeddings: Embeddings | None, folder: Path, url: str | None = None) -> Chroma:
    """The collection in the embedded database of `folder`, or on the Chroma server at `url`; made when new."""
    from langchain_chroma import Chroma

    client = _client(folder, url)
    return Chroma(collection, embeddings, client=client, collection_metadata=dict(COSINE))


def drop_collection(collection: str, folder: Path, url: str | None = None) -> None:
    """Remove a collection; nothing happens when it is not there."""
    client = _client(folder, url)
    if collection in {str(getattr(known, "name", known)) for known in client.list_collections()}:
        client.delete_collection(collection)


def read_vectors(store: Chroma, passage_ids: Sequence[str]) -> Vectors:
    """The vectors of the passages, in their order; shape (passages, dimensions), unit length.

    Raises ServiceUnavailableError when the store does not hold them all: it is then not the one of this generation.
    """
    found: dict[str, Any] = {}
    offset = 0
    while True:
        page = store.get(include=["embeddings", "metadatas"], limit=PAGE, offset=offset)
        for metadata, vector in zip(page["metadatas"], page["embeddings"], strict=True):
            found[metadata["passage"]] = vector
        offset += len(page["ids"])
        if len(page["ids"]) < PAGE:
            break
    missing = [passage for passage in passage_ids if passage not in found]
    if missing:
        raise ServiceUnavailableError(
            f"The vector store lacks {len(missing)} of {len(passage_ids)} passages: run `otkaz ingest --rebuild`."
        )
    matrix = np.asarray([found[passage] for passage in passage_ids], dtype=np.float32)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: Vectors = (matrix / np.maximum(norms, 1e-9)).astype(np.float32)
    return unit


def _client(folder: Path, url: str | None) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url is None:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(folder), settings=settings)
    parts = urlsplit(url)
    try:
        return chromadb.HttpClient(
            host=parts.hostname or "localhost", port=parts.port or 8000, ssl=parts.scheme == "https", settings=settings
        )
    except Exception as error:  # chromadb raises ValueError or its own kinds, all meaning the same to us
        raise ServiceUnavailableError(f"The Chroma server at {parts.hostname}:{parts.port} does not answer.") from error
