"""Text to vectors, as LangChain `Embeddings`: the built-in int8 engine, or any sentence-transformers model.

The built-in engine serves multilingual-e5-small with onnxruntime and tokenizers alone (no torch). Its model is
prepared once by `ingest.model.prepare`. e5 models want the prefixes "query: " and "passage: "
(Wang et al., Multilingual E5, arXiv 2402.05672).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from knowledge.errors import NotIngestedError, SettingsError

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "card.json"
BUILT_IN = "built-in"
SENTENCE_TRANSFORMERS = "sentence-transformers:"
QUERY_PREFIX, PASSAGE_PREFIX = "query: ", "passage: "

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ModelCard:
    """What a prepared model folder says of itself; `fingerprint` changes whenever its vectors would."""

    name: str
    recipe: str
    fingerprint: str
    dimensions: int
    max_tokens: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class FingerprintedEmbeddings(Protocol):
    """LangChain embeddings that can say which model made a vector."""

    fingerprint: str

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...
    def embed_query(self, text: str) -> list[float]: ...


class OnnxEmbeddings(Embeddings):
    """The prepared model, run by onnxruntime. Vectors have unit length."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        card = folder / CARD_FILE
        if not card.is_file():
            raise NotIngestedError("The embedding model is not prepared yet: run `otkaz ingest` (or `make setup`).")
        self.card = ModelCard(**json.loads(card.read_text(encoding="utf-8")))
        self.fingerprint = self.card.fingerprint
        self._session = _session(folder / MODEL_FILE, threads)
        self._tokenizer = _tokenizer(folder / TOKENIZER_FILE, self.card.max_tokens)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.encode([PASSAGE_PREFIX + text for text in texts]).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self.encode([QUERY_PREFIX + text])[0].tolist()
        return vector

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Several questions at once; shape (n, dimensions)."""
        return self.encode([QUERY_PREFIX + text for text in texts])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts` as they are (no prefix added), in their order; shape (n, dimensions), float32."""
        # One text a run: int8 activations share one scale a run, so in a batch every text would shift the others' vectors
        # (cosine down to .99). Alone, each text has one vector for ever; without padding it is as fast.
        out = np.zeros((len(texts), self.card.dimensions), dtype=np.float32)
        for row, encoded in enumerate(self._tokenizer.encode_batch_fast(list(texts))):
            ids = np.array([encoded.ids], dtype=np.int64)
            (out[row],) = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
        return out


class SentenceTransformersEmbeddings(Embeddings):
    """Any sentence-transformers model, by hub name or folder; e5 models get their prefixes."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")
        e5 = "e5" in Path(model).name.lower()
        self._query, self._passage = (QUERY_PREFIX, PASSAGE_PREFIX) if e5 else ("", "")
        self.fingerprint = f"{SENTENCE_TRANSFORMERS}{model}:{self._model.get_embedding_dimension()}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._encode([self._passage + text for text in texts])

    def embed_query(self, text: str) -> list[float]:
        return self._encode([self._query + text])[0]

    def _encode(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._model.encode(texts, normalize_embeddings=True).tolist()
        return vectors


def prepared_model(home: Path) -> Path:
    """The newest prepared model folder under `home`. Raises NotIngestedError when there is none."""
    folders = sorted((home / "models").glob(f"*/{CARD_FILE}"), key=lambda card: card.stat().st_mtime)
    if not folders:
        raise NotIngestedError("The embedding model is not prepared yet: run `otkaz ingest` (or `make setup`).")
    return folders[-1].parent


def load_embeddings(choice: str, home: Path) -> FingerprintedEmbeddings:
    """The embeddings named by the setting OTKAZ_EMBEDDINGS ("built-in" or "sentence-transformers:<model>")."""
    if choice == BUILT_IN:
        return _built_in(prepared_model(home))
    if choice.startswith(SENTENCE_TRANSFORMERS) and len(choice) > len(SENTENCE_TRANSFORMERS):
        return SentenceTransformersEmbeddings(choice.removeprefix(SENTENCE_TRANSFORMERS))
    raise SettingsError(f"OTKAZ_EMBEDDINGS: {choice!r} is neither '{BUILT_IN}' nor '{SENTENCE_TRANSFORMERS}<model or folder>'.")


@lru_cache(maxsize=2)
def _built_in(folder: Path) -> OnnxEmbeddings:
    return OnnxEmbeddings(folder)


def _session(path: Path, threads: int | None) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Its threads would go on spinning after each question and take the processors from the rest of the answer: stopped at
    # once, two processors give 55 answers a second instead of 45, and a question is embedded as fast.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    if threads:
        options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(path: Path, max_tokens: int) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer
