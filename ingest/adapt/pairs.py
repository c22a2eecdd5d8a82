"""Training pairs from the content: what people ask, and a text of the same article that answers or asks the same.

Articles are split by a hash of their id, so that the articles measured on are unseen in training. Batches hold one pair
an article and are built around articles that lie close together in the index: each pair's hard negatives are in its batch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.passage import Passage

#: One article in so many is held out.
HELD_OUT = 5
#: Of a batch, the share chosen because their articles lie close to its first one.
HARD = 0.5
READ = ("short", "section")


@dataclass(frozen=True)
class Pair:
    """A way of asking and a text that belongs to it, in any language."""

    article: str
    asked: str
    belongs: str


def held_out(article: str) -> bool:
    """Whether the article is kept out of training, by a hash of its id."""
    return int.from_bytes(hashlib.sha256(article.encode()).digest()[:4]) % HELD_OUT == 0


def training_pairs(passages: Sequence[Passage], rng: np.random.Generator) -> list[Pair]:
    """One pair for every way of asking of the training articles; half lead to a text to read, half to another language.

    Another way of asking in another language teaches that languages mean the same; a text to read, where the answer is.
    """
    pairs = []
    for article, own in _by_article(passages).items():
        if held_out(article):
            continue
        asked = [passage for passage in own if passage.kind == "question"]
        read = [passage for passage in own if passage.kind in READ]
        for passage in asked:
            abroad = [other for other in asked if other.language != passage.language]
            choice = read if rng.random() < 0.5 or not abroad else abroad
            if choice:
                pairs.append(Pair(article, passage.text, choice[rng.integers(len(choice))].text))
    return pairs


def batches(pairs: Sequence[Pair], near: dict[str, list[str]], size: int, rng: np.random.Generator) -> Iterator[list[Pair]]:
    """All pairs once, `size` to a batch with distinct articles; `near` lists for each article the others, nearest first.

    A last batch that would be smaller than half of `size` is left out.
    """
    left: dict[str, list[Pair]] = {}
    for pair in pairs:
        left.setdefault(pair.article, []).append(pair)
    for own in left.values():
        rng.shuffle(own)
    while len(left) >= size // 2:
        articles = sorted(left)
        first = articles[rng.integers(len(articles))]
        close = [other for other in near[first] if other in left][: int(size * HARD)]
        others = [other for other in articles if other != first and other not in set(close)]
        rng.shuffle(others)
        chosen = [first, *close, *others][:size]
        yield [left[article].pop() for article in chosen]
        left = {article: own for article, own in left.items() if own}


def neighbours(passages: Sequence[Passage], vectors: npt.NDArray[np.float32]) -> dict[str, list[str]]:
    """For each article the others, nearest first, by the mean of their passages' vectors."""
    groups: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        if passage.article:
            groups.setdefault(passage.article, []).append(row)
    names = list(groups)
    centres = np.stack([vectors[rows].mean(axis=0) for rows in groups.values()])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    order = np.argsort(-(centres @ centres.T), axis=1)
    return {name: [names[other] for other in order[row] if other != row] for row, name in enumerate(names)}


def _by_article(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.article:
            found.setdefault(passage.article, []).append(passage)
    return found
