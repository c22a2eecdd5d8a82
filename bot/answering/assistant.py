"""The one door: `Assistant.ask(Question) -> Answer`. Telegram, web, command line and evaluation are skins over it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bot.answering.answer import Answer, ScoredArticle
from bot.answering.compose import Composer
from bot.answering.conversation import search_text
from bot.answering.question import LongQuestionError, Question, clean
from bot.texts import Texts, texts
from knowledge.content import Content
from knowledge.embedding import FingerprintedEmbeddings
from knowledge.errors import NotIngestedError, UsageError
from knowledge.fields import LANGUAGES
from knowledge.index import Generation, Library
from knowledge.search import Found, Searcher

#: Below this probability of being inside what Otkaz covers, or this article score, nothing is answered.
INSIDE_THRESHOLD = 0.5
ARTICLE_THRESHOLD = 3.0
#: Roughly the score of a perfect match, to show scores as shares.
PERFECT_SCORE = 10.0
SUGGESTIONS = 3
CONTACTS = 4
#: Who can be named when nothing else fits.
DEFAULT_CONTACTS = ("intl-unhcr-nordic-baltic", "fi-refugee-advice-centre", "lt-red-cross", "intl-idite-lesom")


@dataclass(frozen=True)
class Engine:
    """One loaded generation with what answering needs of it."""

    generation: Generation
    searcher: Searcher
    composer: Composer

    @property
    def content(self) -> Content:
        return self.generation.content


class Assistant:
    """Answers questions from the current generation; notices when another one takes over."""

    def __init__(self, library: Library, load: Callable[[], FingerprintedEmbeddings]) -> None:
        self._library = library
        self._load = load
        self._engine: Engine | None = None

    @cached_property
    def _embeddings(self) -> FingerprintedEmbeddings:
        return self._load()

    @property
    def engine(self) -> Engine:
        """The current generation, loaded. Raises NotIngestedError when there is none or its model is another."""
        current = self._library.current_id()
        if self._engine is None or current != self._engine.generation.id:
            self._engine = self._open()
        return self._engine

    def warm_up(self) -> None:
        """Load everything, so that the first person does not wait."""
        self.engine.searcher.reader.read("warm up")
        self._embeddings.embed_query("warm up")

    def ask(self, question: Question) -> Answer:
        """Answer one question. Raises UsageError when it is empty, too long, or in an unknown answer language."""
        started = time.perf_counter()
        if question.language is not None and question.language not in LANGUAGES:
            raise UsageError(f"language: {question.language!r} is not one of {', '.join(LANGUAGES)}.")
        engine = self.engine
        text = search_text(clean(question.text), question.history)
        found = engine.searcher.search(text, question.situation, question.today)
        said = texts(question.language or found.reading.answered_in)
        answer = self._answered(engine, question, found, said) or self._not_covered(engine, question, found, said)
        return answer.timed((time.perf_counter() - started) * 1000)

    def unanswerable(self, question: Question, error: UsageError) -> Answer:
        """A kind reply, in the form of an answer, to a message that `ask` refuses."""
        language = question.language or (self.engine.searcher.reader.read(question.text[:200]).answered_in)
        said = texts(language)
        return Answer(
            outcome="not_covered",
            language=language,
            question_language=language,
            blocks=(),
            citations=(),
            articles=(),
            situation=question.situation,
            disclaimer=f"{said.machine_notice} {said.disclaimer}",
            knowledge=self.engine.generation.id,
            message=said.too_long if isinstance(error, LongQuestionError) else said.ask_in_words,
        )

    def _answered(self, engine: Engine, question: Question, found: Found, said: Texts) -> Answer | None:
        if found.inside < INSIDE_THRESHOLD or not found.articles or found.articles[0].score < ARTICLE_THRESHOLD:
            return None
        composed = engine.composer.compose(found.articles, question.situation, question.today, said)
        if not composed.blocks:
            return None
        first = found.articles[0].id
        article = engine.content.article(first, said.language)
        related = (*(article.meta.related if article else ()), *(hit.id for hit in found.articles[1:]))
        return Answer(
            outcome="answered",
            language=said.language,
            question_language=found.reading.language,
            blocks=composed.blocks,
            citations=composed.citations,
            articles=_scored(engine.content, found, said.language),
            situation=question.situation,
            disclaimer=f"{said.machine_notice} {said.disclaimer}",
            knowledge=engine.generation.id,
            asks=composed.asks,
            suggestions=_titles(engine.content, (other for other in related if other != first), said.language),
            contacts=_contacts(engine.content, article.meta.contacts if article else (), question.situation.country),
        )

    def _not_covered(self, engine: Engine, question: Question, found: Found, said: Texts) -> Answer:
        near = (hit.id for hit in found.articles)
        return Answer(
            outcome="not_covered",
            language=said.language,
            question_language=found.reading.language,
            blocks=(),
            citations=(),
            articles=(),
            situation=question.situation,
            disclaimer=f"{said.machine_notice} {said.disclaimer}",
            knowledge=engine.generation.id,
            message=f"{said.not_covered} {said.covered_topics}",
            suggestions=_titles(engine.content, near, said.language) if found.inside >= INSIDE_THRESHOLD else (),
            contacts=_contacts(engine.content, DEFAULT_CONTACTS, question.situation.country),
        )

    def _open(self) -> Engine:
        generation = self._library.current()
        if generation.manifest.fingerprint != self._embeddings.fingerprint:
            raise NotIngestedError(
                f"The index was made with the embedding model {generation.manifest.fingerprint}, "
                f"but {self._embeddings.fingerprint} is set: run `otkaz ingest`."
            )
        return Engine(generation, Searcher(generation, self._embeddings), Composer(generation.content))


def _scored(content: Content, found: Found, language: str) -> tuple[ScoredArticle, ...]:
    scored = []
    for hit in found.articles[:5]:
        article = content.article(hit.id, language)
        if article and hit.score > 0:
            scored.append(ScoredArticle(hit.id, article.meta.title, round(min(hit.score / PERFECT_SCORE, 1.0), 3)))
    return tuple(scored)


def _titles(content: Content, ids: object, language: str) -> tuple[str, ...]:
    found = (content.article(article, language) for article in dict.fromkeys(ids))  # type: ignore[call-overload]
    return tuple(article.meta.title for article in found if article)[:SUGGESTIONS]


def _contacts(content: Content, ids: tuple[str, ...], country: str | None) -> tuple[str, ...]:
    known = [content.contacts[contact] for contact in ids if contact in content.contacts]
    if country is not None:
        known.sort(key=lambda contact: (contact.country != country, contact.country != "INT"))
    return tuple(contact.id for contact in known[:CONTACTS])
