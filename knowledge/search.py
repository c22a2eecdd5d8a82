"""A question -> ranked articles and rules: dense and lexical evidence, fused, with a trace. Pure but for the embedding.

Fusion is a weighted sum of normalised scores rather than of ranks: with the same candidates it beats reciprocal rank
fusion and needs fewer examples to tune (Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, ACM
TOIS 2023). An article's dense evidence is the soft maximum over all its passages in every language: since each article
has passages in each language, the embedding's preference for the question's own language cancels out. Rules, which
stand alone, are standardised within their language instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.coverage import Rows
from knowledge.fields import LANGUAGES
from knowledge.glossary import Expander
from knowledge.index import Generation
from knowledge.language import LanguageReader, Reading
from knowledge.passage import SEARCHED, Passage
from knowledge.timeline import Situation, Verdict, judge

Scores = npt.NDArray[np.float32]

#: Countries people come from: law there matters to them wherever they are.
ORIGINS = frozenset({"RU", "BY"})
#: Countries in whose passages a person elsewhere is still interested.
EVERYWHERE = ORIGINS | {"EU", "INT"}
#: Soft maximum over cosines: passages within about this distance of the best one count beside it.
TEMPERATURE = 0.02
#: The best lexical match of a question counts as this many standard deviations.
LEXICAL_TOP = 5.0
#: BM25 sums below this are chance matches: they are not scaled up to the top.
LEXICAL_FLOOR = 6.0


class QueryEmbeddings(Protocol):
    """What search needs of an embedding model."""

    fingerprint: str

    def embed_query(self, text: str) -> list[float]: ...


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts, in standard deviations. Tuned on held-out ways of asking only."""

    head: float = 0.8
    lexical: float = 0.25
    own_language: float = 0.15
    other_country: float = 1.0


@dataclass(frozen=True)
class Hit:
    """One passage with its scores: cosine, standardised cosine, scaled BM25, and their weighted sum."""

    passage: Passage
    cosine: float
    dense: float
    lexical: float
    score: float


@dataclass(frozen=True)
class ArticleHit:
    """One article, the evidence for it by kind, its best passage and its sections, best first."""

    id: str
    score: float
    dense: float
    head: float
    lexical: float
    best: Hit
    sections: tuple[Hit, ...]


@dataclass(frozen=True)
class Found:
    """What a search found, best first.

    `inside` is the probability that Otkaz covers the question at all.
    """

    reading: Reading
    articles: tuple[ArticleHit, ...]
    rules: tuple[Hit, ...]
    inside: float
    vector: Scores


class Searcher:
    """Searches one generation."""

    def __init__(self, generation: Generation, embeddings: QueryEmbeddings, weights: Weights | None = None) -> None:
        self.generation = generation
        self.weights = weights or Weights()
        self._embeddings = embeddings
        self._passages = generation.passages
        self._vectors = generation.vectors
        languages = np.array([passage.language for passage in self._passages])
        searched = np.array([passage.kind in SEARCHED for passage in self._passages])
        self._masks = {language: np.flatnonzero((languages == language) & searched) for language in LANGUAGES}
        self._unsearched = np.flatnonzero(~searched)
        self._coverage_rows = Rows(
            article=np.flatnonzero([passage.article is not None for passage in self._passages]),
            rule=np.flatnonzero([passage.kind == "rule" for passage in self._passages]),
            outside=np.flatnonzero([passage.kind == "outside" for passage in self._passages]),
        )
        self._rule_rows = np.flatnonzero([passage.kind == "rule" for passage in self._passages])
        of_article: dict[str, list[int]] = {}
        for row, passage in enumerate(self._passages):
            if passage.article:
                of_article.setdefault(passage.article, []).append(row)
        self._articles = tuple(of_article)
        self._order = np.array([row for rows in of_article.values() for row in rows], dtype=np.intp)
        self._starts = np.cumsum([0, *(len(rows) for rows in of_article.values())])[:-1]
        self._rows = {article: np.array(rows, dtype=np.intp) for article, rows in of_article.items()}
        self._head_columns = [generation.article_head.labels.index(article) for article in self._articles]
        self._fits: dict[str, Scores] = {}

    @cached_property
    def reader(self) -> LanguageReader:
        return LanguageReader(self.generation.lexical.lemmas)

    @cached_property
    def _expander(self) -> Expander:
        return Expander(self.generation.content.glossary.values(), self.generation.lexical.lemmas)

    def search(self, text: str, situation: Situation, today: date, *, limit: int = 10, exclude: Sequence[int] = ()) -> Found:
        """Rank articles and rules for `text`. `exclude` leaves out passages by position (for evaluation)."""
        reading = self.reader.read(text)
        vector = np.asarray(self._embeddings.embed_query(reading.text), dtype=np.float32)
        cosine: Scores = self._vectors @ vector
        lexical = self._lexical(reading)
        inside = self._inside(vector, cosine)
        cosine[self._unsearched] = lexical[self._unsearched] = 0.0
        if len(exclude):
            cosine[np.asarray(exclude)] = lexical[np.asarray(exclude)] = 0.0
        dense = self._standardise(cosine)
        score = dense + self.weights.lexical * lexical
        score[self._masks[reading.answered_in]] += self.weights.own_language
        fit = self._country_fit(situation.country)
        score += self.weights.other_country * fit

        def hit(row: int) -> Hit:
            return Hit(self._passages[row], float(cosine[row]), float(dense[row]), float(lexical[row]), float(score[row]))

        ranked = self._rank_articles(cosine, lexical, fit, vector)[:limit]
        return Found(
            reading=reading,
            articles=tuple(
                ArticleHit(
                    article,
                    *evidence,
                    best=hit(self._best(article, cosine)),
                    sections=tuple(hit(row) for row in self._sections(article, reading, score)),
                )
                for article, evidence in ranked
            ),
            rules=tuple(hit(row) for row in self._rules(score, situation, today, limit)),
            inside=inside,
            vector=vector,
        )

    def _rank_articles(
        self, cosine: Scores, lexical: Scores, fit: Scores, vector: Scores
    ) -> list[tuple[str, tuple[float, float, float, float]]]:
        powers = np.exp((cosine[self._order].astype(np.float64) - 1.0) / TEMPERATURE)
        dense = _standard(np.log(np.add.reduceat(powers, self._starts)))
        head = _standard(self.generation.article_head.scores(vector)[self._head_columns])
        words = np.maximum.reduceat(lexical[self._order], self._starts)
        country = fit[self._order][self._starts]
        weights = self.weights
        total = dense + weights.head * head + weights.lexical * words + weights.other_country * country
        return [
            (self._articles[i], (float(total[i]), float(dense[i]), float(head[i]), float(words[i]))) for i in np.argsort(-total)
        ]

    def _standardise(self, cosine: Scores) -> Scores:
        dense = np.zeros_like(cosine)
        for mask in self._masks.values():
            if mask.size:
                dense[mask] = _standard(cosine[mask])
        return dense

    def _lexical(self, reading: Reading) -> Scores:
        # Belarusian has no lemma table; many of its words share their form with Russian ones.
        languages = dict.fromkeys([reading.language, reading.answered_in])
        added = self._expander.added(reading.text, reading.language)
        lemmas = [lemma for term in added for lemma in term.lemmas]
        scores = self.generation.lexical.scores(reading.text, list(languages), lemmas)
        scaled: Scores = scores * np.float32(LEXICAL_TOP / max(float(scores.max(initial=0.0)), LEXICAL_FLOOR))
        return scaled

    def _country_fit(self, country: str | None) -> Scores:
        """0 where a passage may matter to a person in `country`, −1 where it is about another destination."""
        key = country or ""
        if key not in self._fits:
            wanted = EVERYWHERE | {key}
            self._fits[key] = np.array(
                [
                    -1.0 if key and passage.countries and not wanted & set(passage.countries) else 0.0
                    for passage in self._passages
                ],
                dtype=np.float32,
            )
        return self._fits[key]

    def _rules(self, score: Scores, situation: Situation, today: date, limit: int) -> list[int]:
        """Rows of the best rules that hold, or may hold, for the situation; each rule once."""
        found: dict[str, int] = {}
        for row in self._rule_rows[np.argsort(-score[self._rule_rows])]:
            rule = self.generation.content.rules[self._passages[row].rules[0]]
            if rule.id not in found and judge(rule, situation, today).verdict in (Verdict.APPLIES, Verdict.DEPENDS):
                found[rule.id] = int(row)
                if len(found) == limit:
                    break
        return list(found.values())

    def _best(self, article: str, cosine: Scores) -> int:
        rows = self._rows[article]
        return int(rows[np.argmax(cosine[rows])])

    def _sections(self, article: str, reading: Reading, score: Scores) -> list[int]:
        rows = [
            int(row)
            for row in self._rows[article]
            if self._passages[row].kind == "section" and self._passages[row].language == reading.answered_in
        ]
        return sorted(rows, key=lambda row: -float(score[row]))

    def _inside(self, vector: Scores, cosine: Scores) -> float:
        model = self.generation.coverage
        # Without a model nobody can say what is covered, so nothing is.
        return model.probability(vector, cosine, self._coverage_rows) if model else 0.0


def _standard(values: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    result: npt.NDArray[np.float32] = ((values - values.mean()) / max(float(values.std()), 1e-6)).astype(np.float32)
    return result
