"""An optional cross-encoder, which reads question and passage together: slower than vectors, for those who have one.

Off by default; any model or folder that sentence-transformers loads as a cross-encoder will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from knowledge.errors import SettingsError
from knowledge.ranking import Scores, standard

#: So many of the best candidates are read again; what lies further back stays behind them.
READ_AGAIN = 20
#: How much its word counts, in standard deviations: about as much as all other evidence beside the vectors.
WEIGHT = 1.0


class Reranker(Protocol):
    """Scores texts by how well they answer a question; higher is better, in any unit."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]: ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, by name or folder; loaded when first used, from this machine only."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import CrossEncoder

        try:
            return CrossEncoder(self._name, device="cpu", local_files_only=True)
        except Exception as error:  # whatever hides behind a missing or broken model, the setting is what to mend
            kind = "folder" if Path(self._name).exists() else "model on this machine"
            raise SettingsError(
                f"OTKAZ_RERANKER: {self._name!r} is no {kind} that sentence-transformers loads as a cross-encoder "
                f"({type(error).__name__}). Download it first and name its folder, or remove the setting."
            ) from error

    def load(self) -> None:
        """Load it now. Raises SettingsError when that is impossible."""
        _ = self._model

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        found = self._model.predict([(question, text) for text in texts], show_progress_bar=False, convert_to_numpy=True)
        return [float(value) for value in np.asarray(found).reshape(len(texts), -1)[:, -1]]


def reread(reranker: Reranker, question: str, order: Sequence[int], texts: Sequence[str], size: int) -> Scores:
    """What the reranker adds to the scores of `order`'s candidates (shape: size); the least of it to all others.

    Nothing to any when it gives no numbers.
    """
    given = np.asarray(reranker.scores(question, texts), dtype=np.float32)
    added = WEIGHT * standard(given) if np.isfinite(given).all() else np.zeros(len(order), dtype=np.float32)
    result: Scores = np.full(size, added.min(initial=0.0), dtype=np.float32)
    result[np.asarray(order, dtype=np.intp)] = added
    return result
