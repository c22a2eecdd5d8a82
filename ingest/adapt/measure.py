"""Does the adapter win? Retrieval of unseen articles, and of XQuAD paragraphs as a check that nothing else was lost."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.adapt.pairs import held_out
from knowledge.passage import Passage

Vectors = npt.NDArray[np.float32]
#: Texts and their prefix -> unit vectors.
Encoder = Callable[[Sequence[str], str], Vectors]
#: Ways of asking an unseen article that are tried, evenly over all.
TRIED = 600
#: What is searched: one text an article and language, so that measuring takes minutes, not half an hour.
POOL = "short"
#: Questions of XQuAD that are tried, evenly over all 1,190.
XQUAD_TRIED = 400


def unseen_articles(passages: Sequence[Passage], encode: Encoder) -> dict[str, float]:
    """R@1 and R@5 of ways of asking held-out articles, over the short answers of all articles, by question's language.

    Ways of asking are not in the pool: this measures whether the model finds an answer that nobody pointed it to.
    """
    read = [passage for passage in passages if passage.article and passage.kind == POOL]
    asked = [passage for passage in passages if passage.kind == "question" and held_out(str(passage.article))]
    asked = asked[:: max(1, len(asked) // TRIED)]
    owner = np.array([str(passage.article) for passage in read])
    cosine = encode([p.text for p in asked], "query: ") @ encode([p.text for p in read], "passage: ").T
    ranks = np.array([_rank(row, owner, str(passage.article)) for row, passage in zip(cosine, asked, strict=True)])
    figures = {"unseen_r1": float((ranks < 1).mean()), "unseen_r5": float((ranks < 5).mean())}
    for language in sorted({passage.language for passage in asked}):
        mine = np.array([passage.language == language for passage in asked])
        figures[f"unseen_r5_{language}"] = float((ranks[mine] < 5).mean())
    return {name: round(value, 4) for name, value in figures.items()}


def xquad(path: Path, encode: Encoder) -> dict[str, float]:
    """R@1 over the paragraphs in four directions, from the file that tests/bench/xquad/README.md describes."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        data: dict[str, Any] = json.load(stream)
    paragraphs = {language: encode(texts, "passage: ") for language, texts in data["paragraphs"].items()}
    step = max(1, len(data["of"]) // XQUAD_TRIED)
    right = np.array(data["of"][::step])
    figures = {}
    for language, questions in data["questions"].items():
        vectors = encode(questions[::step], "query: ")
        for other, texts in paragraphs.items():
            best = (vectors @ texts.T).argmax(axis=1)
            figures[f"xquad_{language}_{other}"] = round(float((best == right).mean()), 4)
    return figures


def _rank(cosine: Vectors, owner: npt.NDArray[np.str_], article: str) -> int:
    """How many other articles have a passage nearer than the article's best one."""
    best = cosine[owner == article].max()
    return len(set(owner[cosine > best]) - {article})
