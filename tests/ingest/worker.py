"""What a process that tests kill runs: one ingestion. Heavy modules are imported before, so that kills hit the work."""

from __future__ import annotations

from pathlib import Path

import bm25s  # noqa: F401
import chromadb  # noqa: F401
import langchain_chroma  # noqa: F401
import onnxruntime  # noqa: F401
import sklearn.linear_model  # noqa: F401

import ingest.build
from knowledge.embedding import OnnxEmbeddings
from knowledge.index import Library
from knowledge.lemmas import Lemmas


def work(folder: Path, home: Path, model: Path) -> None:
    """Ingest once. Dictionaries take seconds to read and write nothing: most kills would land there, so they are left out."""
    ingest.build.build_lemmas = lambda _texts: Lemmas({})
    ingest.build.Ingestion(folder, Library(home), OnnxEmbeddings(model)).run()
