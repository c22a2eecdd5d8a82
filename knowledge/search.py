"""A question -> ranked articles and rules: dense and lexical evidence, fused, with a trace. Pure but for the embedding.

Fusion is a weighted sum of normalised scores rather than of ranks: with the same candidates it beats reciprocal rank
fusion and needs fewer examples to tune (Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, ACM
TOIS 2023). An article's dense evidence is the soft maximum over all its passages in every language: since each article
has passages in each language, the embedding's preference for the question's own language cancels out. Rules, which
stand alone, are standardised within their language instead.

A story (see `knowledge.story`) is searched for as a whole and question by question, and the findings are merged by score
(CombMAX of Fox and Shaw: Combination of Multiple Searches, TREC-2, 1994): an article counts what it is worth to the
question it answers best, and a share of what it is worth to the whole. On 41 stories with two questions each, made from
the tuning half, the right instrument is cited for .93 of the questions instead of .74, the right article for .72
instead of .55. The shares of the whole were chosen on 80 such stories and on 739 of one topic. Of four
questions the right instrument is cited for .72 (searched for three of them: .62), in answers that are no longer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np

from knowledge.countryfit import CountryFit
from knowledge.coverage import Rows
from knowledge.destination import to_any_country
from knowledge.fields import LANGUAGES
from knowledge.folding import steady
from knowledge.glossary import Expander
from knowledge.graph import CitationGraph
from knowledge.index import Generation
from knowledge.language import LanguageReader, Reading
from knowledge.passage import SEARCHED, Passage
from knowledge.ranking import ArticleRanking, Evidence, Scores, Weights, standard
from knowledge.reranker import READ_AGAIN, Reranker, reread
from knowledge.story import questions, told
from knowledge.timeline import Situation, Verdict, judge
from knowledge.trace import Candidate, SearchTrace, explained

#: Of a question in a story, the share of the whole story in its vector: what "he" and "there" mean stands elsewhere.
CONTEXT = 0.4
#: Where somebody is to be sent to a country, the share of the question as it was asked; the rest asks about any country. On
#: 76 ways of asking with a destination, each left out of the index, the article came first for .67; for .57 without this.
OWN_DESTINATION = 0.5
#: Articles shown for further questions of a story.
TOPICS = 3
#: The share of the whole story's evidence in an article's; the rest is that of the question it answers best.
WHOLE = 0.4
#: The best lexical match of a question counts as this many standard deviations.
LEXICAL_TOP = 5.0
#: BM25 sums below this are chance matches: they are not scaled up to the top.
LEXICAL_FLOOR = 6.0


class QueryEmbeddings(Protocol):
    """What search needs of an embedding model."""

    fingerprint: str

    def embed_query(self, text: str) -> list[float]: ...


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

    `inside` is the probability that Otkaz covers the question at all. `topics` are, for a story with several questions,
    the best articles of its questions other than the first of `articles`; `sentences` the vectors of a longer message's.
    """

    reading: Reading
    articles: tuple[ArticleHit, ...]
    rules: tuple[Hit, ...]
    inside: float
    vector: Scores
    sentences: tuple[Scores, ...] = ()
    topics: tuple[ArticleHit, ...] = ()
    trace: SearchTrace | None = None


@dataclass(frozen=True)
class Sought:
    """What a text, or a question in it, is ranked by: a vector and words, of any destination where it tells of one."""

    vector: Scores
    reading: Reading
    any_destination: bool = False


class Searcher:
    """Searches one generation."""

    def __init__(
        self,
        generation: Generation,
        embeddings: QueryEmbeddings,
        weights: Weights | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self.generation = generation
        self.weights = weights or Weights()
        self._embeddings = embeddings
        self._reranker = reranker
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
        self._section_rows: dict[tuple[str, str], list[int]] = {}
        for row, passage in enumerate(self._passages):
            if passage.kind == "section" and passage.article:
                self._section_rows.setdefault((passage.article, passage.language), []).append(row)
        self._ranking = ArticleRanking(self._passages, generation.article_head, self.weights, self.graph)
        self._fit = CountryFit(self._passages)

    @cached_property
    def graph(self) -> CitationGraph:
        return CitationGraph(self.generation.content)

    @cached_property
    def reader(self) -> LanguageReader:
        return LanguageReader(self.generation.lexical.lemmas)

    @cached_property
    def _expander(self) -> Expander:
        return Expander(self.generation.content.glossary.values(), self.generation.lexical.lemmas)

    def search(
        self,
        text: str,
        situation: Situation,
        today: date,
        *,
        limit: int = 10,
        exclude: Sequence[int] = (),
        named: Collection[str] = (),
        reading: Reading | None = None,
        explain: bool = False,
    ) -> Found:
        """Rank articles and rules for `text`. `exclude` leaves out passages by position (for evaluation).

        `named`: countries that the text asks about beside the one where the person is. `reading`: how the text was read, when
        that is known. `explain`: trace it.
        """
        plain = steady(text)
        reading = reading if reading and plain == text else self.reader.read(plain)
        parts = [replace(reading, text=part) for part in questions(reading.text)]
        vector = self._embed(reading.text)
        whole = self._sought(reading, vector)
        asked_by = [self._sought(part, _mixed(self._embed(part.text), vector, CONTEXT)) for part in parts]
        fit = self._fit.scores(situation.country, named, reading.language)
        cosine, *cosines = self._cosines([whole.vector, *(each.vector for each in asked_by)])
        inside = self._inside(vector, cosine if whole.vector is vector else self._vectors @ vector)
        cosine, lexical = self._searched(cosine, exclude), self._searched(self._lexical(whole.reading), exclude)
        evidence = self._ranking.evidence(cosine, lexical, fit, whole.vector)
        asked = [self._asked(each, near, fit, exclude) for each, near in zip(asked_by, cosines, strict=True)]
        if asked:
            best = np.maximum.reduce([each.total for each in asked])
            evidence = evidence.with_total(WHOLE * evidence.total + (1 - WHOLE) * best)
        cross = self._reread(reading, cosine, evidence)
        if cross is not None:
            evidence = evidence.with_total(evidence.total + cross)
        dense = self._standardise(cosine)
        score = dense + self.weights.lexical * lexical
        score[self._masks[reading.answered_in]] += self.weights.own_language
        score += self.weights.other_country * fit

        def hit(row: int) -> Hit:
            return Hit(self._passages[row], float(cosine[row]), float(dense[row]), float(lexical[row]), float(score[row]))

        def article(number: int) -> ArticleHit:
            name = self._ranking.articles[number]
            return ArticleHit(
                name,
                score=float(evidence.total[number]),
                dense=float(evidence.dense[number]),
                head=float(evidence.head[number]),
                lexical=float(evidence.lexical[number]),
                best=hit(self._best(name, cosine)),
                sections=tuple(hit(row) for row in self._sections(name, reading, score)),
            )

        order = [int(number) for number in np.argsort(-evidence.total)]
        rules = [hit(row) for row in self._rules(score, situation, today, limit)]
        trace = None
        if explain:
            articles = [self._candidate(rank, number, cosine, evidence, cross, asked) for rank, number in enumerate(order, 1)]
            trace = SearchTrace(
                language=reading.language,
                answered_in=reading.answered_in,
                transliterated=reading.transliterated,
                added_terms=tuple(term.text for term in self._expander.added(reading.text, reading.language)),
                questions=tuple(part.text for part in parts),
                sought=whole.reading.text if whole.any_destination else None,
                inside=inside,
                articles=explained(articles),
                rules=explained([self._rule_candidate(rank, rule, reading) for rank, rule in enumerate(rules, 1)]),
            )
        return Found(
            reading=reading,
            articles=tuple(article(number) for number in order[:limit]),
            rules=tuple(rules),
            inside=inside,
            vector=vector,
            sentences=tuple(self._embed(each) for each in told(reading.text)),
            topics=tuple(article(number) for number in self._topics(asked, evidence, order[0])),
            trace=trace,
        )

    def _reread(self, reading: Reading, cosine: Scores, evidence: Evidence) -> Scores | None:
        """What the cross-encoder, where there is one, adds to the articles' scores."""
        if self._reranker is None:
            return None
        order = [int(number) for number in np.argsort(-evidence.total)[:READ_AGAIN]]
        texts = [self._passages[self._best(self._ranking.articles[number], cosine)].text for number in order]
        return reread(self._reranker, reading.text, order, texts, len(self._ranking.articles))

    def _candidate(
        self, rank: int, number: int, cosine: Scores, evidence: Evidence, cross: Scores | None, asked: Sequence[Evidence]
    ) -> Candidate:
        name = self._ranking.articles[number]
        row = self._best(name, cosine)
        weights = self.weights
        parts = {
            "dense": float(evidence.dense[number]),
            "head": weights.head * float(evidence.head[number]),
            "lexical": weights.lexical * float(evidence.lexical[number]),
            "country": weights.other_country * float(evidence.country[number]),
            "graph": weights.graph * float(evidence.graph[number]),
        }
        if cross is not None:
            parts["cross_encoder"] = float(cross[number])
        best = int(np.argmax([each.total[number] for each in asked])) + 1 if asked else None
        score = float(evidence.total[number])
        return Candidate(rank, name, score, float(cosine[row]), self._passages[row].id, parts, "", best)

    def _rule_candidate(self, rank: int, hit: Hit, reading: Reading) -> Candidate:
        parts = {"dense": hit.dense, "lexical": self.weights.lexical * hit.lexical}
        own = hit.passage.language == reading.answered_in
        parts["language"] = self.weights.own_language if own else 0.0
        parts["country"] = hit.score - sum(parts.values())
        return Candidate(rank, hit.passage.rules[0], hit.score, hit.cosine, hit.passage.id, parts, "")

    def _searched(self, scores: Scores, exclude: Sequence[int]) -> Scores:
        scores[self._unsearched] = 0.0
        if len(exclude):
            scores[np.asarray(exclude)] = 0.0
        return scores

    def _embed(self, text: str) -> Scores:
        return np.asarray(self._embeddings.embed_query(text), dtype=np.float32)

    def _sought(self, reading: Reading, vector: Scores) -> Sought:
        """What to rank by: where somebody is to be sent to a country, the same question about any country counts too."""
        there = to_any_country(reading.text, reading.language)
        if there is None:
            return Sought(vector, reading)
        mixed = _mixed(self._embed(there), vector, OWN_DESTINATION)
        return Sought(mixed, replace(reading, text=there), any_destination=True)

    def _cosines(self, vectors: Sequence[Scores]) -> list[Scores]:
        """Cosines of each vector to all passages, which are read once for all of them."""
        if len(vectors) == 1:
            return [self._vectors @ vectors[0]]
        return list(np.ascontiguousarray((self._vectors @ np.stack(vectors, axis=1)).T))

    def _asked(self, part: Sought, cosine: Scores, fit: Scores, exclude: Sequence[int]) -> Evidence:
        """The evidence for one question of a story."""
        lexical = self._lexical(part.reading)
        return self._ranking.evidence(self._searched(cosine, exclude), self._searched(lexical, exclude), fit, part.vector)

    def _topics(self, asked: Sequence[Evidence], whole: Evidence, first: int) -> list[int]:
        """The best article of each question of a story, last question first, without the one that answers it all."""
        shared = ((1 - WHOLE) * part.total + WHOLE * whole.total for part in reversed(asked))
        found = dict.fromkeys(int(np.argmax(total)) for total in shared)
        return [number for number in found if number != first][:TOPICS]

    def _standardise(self, cosine: Scores) -> Scores:
        dense = np.zeros_like(cosine)
        for mask in self._masks.values():
            if mask.size:
                dense[mask] = standard(cosine[mask])
        return dense

    def _lexical(self, reading: Reading) -> Scores:
        # Belarusian has no lemma table; many of its words share their form with Russian ones.
        languages = dict.fromkeys([reading.language, reading.answered_in])
        added = self._expander.added(reading.text, reading.language)
        lemmas = [lemma for term in added for lemma in term.lemmas]
        scores = self.generation.lexical.scores(reading.text, list(languages), lemmas)
        scaled: Scores = scores * np.float32(LEXICAL_TOP / max(float(scores.max(initial=0.0)), LEXICAL_FLOOR))
        return scaled

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
        rows = self._ranking.rows[article]
        return int(rows[np.argmax(cosine[rows])])

    def _sections(self, article: str, reading: Reading, score: Scores) -> list[int]:
        rows = self._section_rows.get((article, reading.answered_in), ())
        return sorted(rows, key=lambda row: -float(score[row]))

    def _inside(self, vector: Scores, cosine: Scores) -> float:
        model = self.generation.coverage
        # Without a model nobody can say what is covered, so nothing is.
        return model.probability(vector, cosine, self._coverage_rows) if model else 0.0


def _mixed(one: Scores, other: Scores, share: float) -> Scores:
    """The direction between two vectors; `share` is how much of the other counts."""
    vector: Scores = (1 - share) * one + share * other
    return (vector / np.linalg.norm(vector)).astype(np.float32, copy=False)
