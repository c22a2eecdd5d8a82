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
#: How many vectors one read fetches: larger pages leave hundreds of megabytes of memory behind.
PAGE = 1000


def open_store(collection: str, embeddings: Embeddings | None, folder: Path, url: str | None = None) -> Chroma:
    """The collection in the embedded database of `folder`, or on the Chroma server at `url`; made when new."""
    from langchain_chroma import Chroma

    client = _client(folder, url)
    try:
        return Chroma(collection, embeddings, client=client, collection_metadata=dict(COSINE))
    except Exception as error:  # chromadb's errors have no common root
        raise _unreadable(error) from error


def drop_collection(collection: str, folder: Path, url: str | None = None) -> None:
    """Remove a collection; nothing happens when it is not there."""
    client = _client(folder, url)
    if collection in {str(getattr(known, "name", known)) for known in client.list_collections()}:
        client.delete_collection(collection)


def read_vectors(store: Chroma, passage_ids: Sequence[str]) -> Vectors:
    """The vectors of the passages, in their order; shape (passages, dimensions), unit length.

    Raises ServiceUnavailableError when the store does not hold them all: it is then not the one of this generation.
    """
    rows = {passage: row for row, passage in enumerate(passage_ids)}
    matrix: Vectors | None = None
    read = 0
    while True:
        try:
            page = store.get(include=["embeddings"], limit=PAGE, offset=read)
        except Exception as error:
            raise _unreadable(error) from error
        if not page["ids"]:
            break
        vectors = np.asarray(page["embeddings"], dtype=np.float32)
        if matrix is None:
            matrix = np.zeros((len(rows), vectors.shape[1]), dtype=np.float32)
        kept = [i for i, passage in enumerate(page["ids"]) if passage in rows]
        matrix[[rows.pop(page["ids"][i]) for i in kept]] = vectors[kept]
        read += len(page["ids"])
    if rows or matrix is None:
        raise ServiceUnavailableError(
            f"The vector store lacks {len(rows)} of {len(passage_ids)} passages: run `otkaz ingest --rebuild`."
        )
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: Vectors = (matrix / np.maximum(norms, 1e-9)).astype(np.float32)
    return unit


def read_copy(path: Path, passages: int) -> Vectors:
    """The copy of a store's vectors in `path`. Raises ServiceUnavailableError when it cannot be that of `passages` passages."""
    try:
        matrix: Vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise _unreadable(error) from error
    if matrix.ndim != 2 or matrix.shape[0] != passages:
        raise ServiceUnavailableError(f"{path.name} holds {len(matrix)} of {passages} vectors: run `otkaz ingest --rebuild`.")
    return matrix


def _client(folder: Path, url: str | None) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url is None:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return chromadb.PersistentClient(str(folder), settings=settings)
        except Exception as error:
            raise _unreadable(error) from error
    parts = urlsplit(url)
    try:
        return chromadb.HttpClient(
            host=parts.hostname or "localhost", port=parts.port or 8000, ssl=parts.scheme == "https", settings=settings
        )
    except Exception as error:  # chromadb raises ValueError or its own kinds, all meaning the same to us
        raise ServiceUnavailableError(f"The Chroma server at {parts.hostname}:{parts.port} does not answer.") from error


def _unreadable(error: Exception) -> ServiceUnavailableError:
    kind = type(error).__name__
    return ServiceUnavailableError(f"The vector store cannot be read ({kind}): run `otkaz ingest --rebuild`.")
