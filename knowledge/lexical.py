"""The lexical index: BM25 over lemmas (bm25s), one for all passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.lemmas import Lemmas
from knowledge.passage import Passage

LEMMAS_FILE = "lemmas.json"
Scores = npt.NDArray[np.float32]


class LexicalIndex:
    """Scores every passage for a question by the words they share."""

    def __init__(self, bm25: bm25s.BM25, lemmas: Lemmas, size: int) -> None:
        self.lemmas = lemmas
        self._bm25 = bm25
        self._size = size

    def scores(self, text: str, languages: Sequence[str], more: Iterable[str] = ()) -> Scores:
        """BM25 scores of all passages; the words are read in each of `languages`, and `more` lemmas count beside them.

        Shape (passages,).
        """
        tokens = dict.fromkeys(token for language in languages for token in self.lemmas.of(text, language))
        tokens |= dict.fromkeys(more)
        known = [token for token in tokens if token in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: Scores = self._bm25.get_scores(known)
        return scores

    def save(self, folder: Path) -> None:
        """Write the index as a new folder."""
        folder.mkdir(parents=True)
        self._bm25.save(str(folder))
        self.lemmas.save(folder / LEMMAS_FILE)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        return cls(bm25s.BM25.load(str(folder)), Lemmas.load(folder / LEMMAS_FILE), size)

    @classmethod
    def build(cls, passages: Sequence[Passage], lemmas: Lemmas) -> LexicalIndex:
        """Index the passages in their order (BM25, Lucene's variant, k1 = 1.5, b = 0.75: the library's defaults)."""
        bm25 = bm25s.BM25()
        bm25.index([lemmas.of(passage.text, passage.language) or ["∅"] for passage in passages], show_progress=False)
        return cls(bm25, lemmas, len(passages))
