"""XQuAD as retrieval: each of 1,190 questions must find its paragraph among 240, within and across two languages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.embedding import FingerprintedEmbeddings, SentenceTransformersEmbeddings
from tests.bench.contenders import minilm_folder

DATA = Path(__file__).parent / "xquad" / "xquad.json.gz"
#: Language of the questions, language of the paragraphs.
DIRECTIONS = (("en", "en"), ("ru", "ru"), ("en", "ru"), ("ru", "en"))

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class XQuad:
    """Paragraphs and questions by language, aligned; `of`: the paragraph of each question."""

    paragraphs: dict[str, list[str]]
    questions: dict[str, list[str]]
    of: list[int]

    def part(self, every: int) -> XQuad:
        """Only every so many-th paragraph, with its questions."""
        kept = [row for row, paragraph in enumerate(self.of) if paragraph % every == 0]
        return XQuad(
            {language: texts[::every] for language, texts in self.paragraphs.items()},
            {language: [texts[row] for row in kept] for language, texts in self.questions.items()},
            [self.of[row] // every for row in kept],
        )


def load(path: Path = DATA) -> XQuad:
    """The committed data, or another file of the same form."""
    return XQuad(**json.loads(gzip.decompress(path.read_bytes())))


def measure(embeddings: FingerprintedEmbeddings, *, quick: bool) -> list[dict[str, Any]]:
    """One row an engine and direction: R@1 and MRR."""
    data = load().part(6 if quick else 1)
    rows = list(of_embeddings("ours", embeddings, data))
    if model := minilm_folder():
        rows += of_embeddings("all-MiniLM-L6-v2", SentenceTransformersEmbeddings(str(model)), data)
    return [*rows, *of_bm25(data)]


def of_embeddings(name: str, embeddings: FingerprintedEmbeddings, data: XQuad) -> Iterator[dict[str, Any]]:
    """Paragraphs by cosine."""
    paragraphs = {language: _matrix(embeddings.embed_documents(texts)) for language, texts in data.paragraphs.items()}
    questions = {
        language: _matrix([embeddings.embed_query(text) for text in texts]) for language, texts in data.questions.items()
    }
    yield from _rows(name, DIRECTIONS, lambda asked, read: questions[asked] @ paragraphs[read].T, data.of)


def of_bm25(data: XQuad) -> Iterator[dict[str, Any]]:
    """Paragraphs by BM25 over lemmas; across languages words do not meet, so only within one."""
    import bm25s

    from knowledge.lemmas import build_lemmas

    lemmas = build_lemmas(
        (language, text) for texts in (data.paragraphs, data.questions) for language in texts for text in texts[language]
    )

    def scores(asked: str, read: str) -> Matrix:
        engine = bm25s.BM25()
        engine.index([lemmas.of(text, read) for text in data.paragraphs[read]], show_progress=False)
        known = ([word for word in lemmas.of(text, asked) if word in engine.vocab_dict] for text in data.questions[asked])
        empty = np.zeros(len(data.paragraphs[read]), dtype=np.float32)
        return np.stack([engine.get_scores(words) if words else empty for words in known])

    yield from _rows("BM25 over lemmas", DIRECTIONS[:2], scores, data.of)


def _rows(
    name: str, directions: Sequence[tuple[str, str]], scores: Callable[[str, str], Matrix], of: list[int]
) -> Iterator[dict[str, Any]]:
    for asked, read in directions:
        table = scores(asked, read)
        own = table[np.arange(len(of)), of]
        places = 1 + (table > own[:, None]).sum(axis=1)
        yield {
            "engine": name,
            "direction": f"{asked}→{read}",
            "r_at_1": round(float((places == 1).mean()), 4),
            "mrr": round(float((1 / places).mean()), 4),
        }


def _matrix(vectors: Sequence[Sequence[float]]) -> Matrix:
    found = np.asarray(vectors, dtype=np.float32)
    unit: Matrix = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit
