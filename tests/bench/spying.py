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

#: Stage -> what is called for it. Reading and embedding are parts of the search; they are taken off it afterwards.
STAGES: dict[str, tuple[Any, str]] = {
    "redact": (door, "redact"),
    "read": (LanguageReader, "read"),
    "search": (Searcher, "search"),
    "triage": (door, "triage"),
    "compose": (Composer, "compose"),
}
EMBED = "embed"
INSIDE_SEARCH = ("read", EMBED)


class Spent:
    """Milliseconds by stage since the last reset."""

    def __init__(self) -> None:
        self.by_stage: dict[str, float] = defaultdict(float)
        self._depth: dict[str, int] = defaultdict(int)

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call with its time counted; calls inside calls of the same stage count once."""

        def run(*args: Any, **kwargs: Any) -> Any:
            self._depth[stage] += 1
            started = time.perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                self._depth[stage] -= 1
                if not self._depth[stage]:
                    self.by_stage[stage] += (time.perf_counter() - started) * 1000

        return run

    def reset(self) -> dict[str, float]:
        """The times since the last reset; what reading and embedding took is no part of "search"."""
        found = dict(self.by_stage)
        if "search" in found:
            found["search"] -= sum(found.get(stage, 0.0) for stage in INSIDE_SEARCH)
        self.by_stage.clear()
        return found


@contextmanager
def spying(embeddings: Any) -> Iterator[Spent]:
    """Time every stage while this lasts."""
    spent = Spent()
    with ExitStack() as stack:
        for stage, (owner, name) in STAGES.items():
            stack.enter_context(patch.object(owner, name, spent.timed(stage, getattr(owner, name))))
        stack.enter_context(patch.object(embeddings, "embed_query", spent.timed(EMBED, embeddings.embed_query)))
        yield spent
