"""Where the time of an answer goes: its stages are timed from outside, so that they need know nothing of it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from bot.answering import assistant as door
from bot.answering.compose import Composer
from knowledge.language import LanguageReader
from knowledge.search import Searcher

#: Stage -> what is called for it.
STAGES: dict[str, tuple[Any, str]] = {
    "redact": (door, "redact"),
    "read": (LanguageReader, "read"),
    "search": (Searcher, "search"),
    "triage": (door, "triage"),
    "compose": (Composer, "compose"),
}


class Spent:
    """Milliseconds by stage since the last reset; a stage called within another counts for itself alone."""

    def __init__(self) -> None:
        self.by_stage: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call with its own time counted."""

        def run(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            started = time.perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                took = (time.perf_counter() - started) * 1000
                self.by_stage[stage] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return run

    def reset(self) -> dict[str, float]:
        """The times since the last reset."""
        found = dict(self.by_stage)
        self.by_stage.clear()
        return found


@contextmanager
def spying(embeddings: Any) -> Iterator[Spent]:
    """Time every stage while this lasts."""
    spent = Spent()
    with ExitStack() as stack:
        for stage, (owner, name) in STAGES.items():
            stack.enter_context(patch.object(owner, name, spent.timed(stage, getattr(owner, name))))
        stack.enter_context(patch.object(embeddings, "embed_query", spent.timed("embed", embeddings.embed_query)))
        yield spent
