"""The one door: `Assistant.ask(Question) -> Answer`. Telegram, web, command line and evaluation are skins over it."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.answering.answer import Answer, Outcome, ScoredArticle
from bot.answering.compose import Composer
from bot.answering.conversation import search_text
from bot.answering.deadlines import with_deadlines
from bot.answering.explaining import explain
from bot.answering.noting import with_mentions, with_note
from bot.answering.premises import Corrections, corrections
from bot.answering.privacy import PERSONAL_DATA, redact
from bot.answering.question import EmptyQuestionError, LongQuestionError, Question, Turn, clean
from bot.answering.reader import told_to_be_there
from bot.answering.triage import Verdict, triage
from bot.answering.within import ANSWER_SECONDS, LateError, within
from bot.texts import Texts, texts
from knowledge.content import Content
from knowledge.embedding import FingerprintedEmbeddings
from knowledge.errors import NotIngestedError, UsageError
from knowledge.fields import LANGUAGES
from knowledge.graph import CitationGraph
from knowledge.index import Generation, Library
from knowledge.reranker import CrossEncoderReranker
from knowledge.search import ArticleHit, Found, Searcher
from knowledge.timeline import PROCEDURE_CHANGES, Situation
from knowledge.triage import URGENT

log = logging.getLogger("otkaz")

#: Below this probability of being inside what Otkaz covers, or this article score, nothing is answered.
INSIDE_THRESHOLD = 0.5
ARTICLE_THRESHOLD = 3.0
#: Roughly the score of a perfect match, to show scores as shares.
PERFECT_SCORE = 10.0
SUGGESTIONS = 3
CONTACTS = 4
#: What the score of an article counts for the rules that carry it; more crowds out rules that no good article cites.
CARRIED = 0.15
_CYRILLIC = re.compile("[\u0400-\u04ff]")
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

    @property
    def graph(self) -> CitationGraph:
        return self.searcher.graph

    def nearest_rules(self, found: Found) -> list[str]:
        """The rules found, best first, those that carry a well-found article before equals that carry none.

        Steps along the citation graph: what a fitting article rests on bears on the question more than shared words do.
        """
        carried: dict[str, float] = {}
        for hit in found.articles:
            for rule in self.graph.carrying(hit.id):
                carried[rule] = max(carried.get(rule, 0.0), hit.score)
        ranked = sorted(found.rules, key=lambda hit: -(hit.score + CARRIED * carried.get(hit.passage.rules[0], 0.0)))
        return [hit.passage.rules[0] for hit in ranked]

    def beside(self, hits: Sequence[ArticleHit]) -> list[str]:
        """Articles to suggest beside the first hit: found ones that share its rules, others that do, the other found ones."""
        found = [hit.id for hit in hits[1:]]
        near = self.graph.neighbours(hits[0].id) if hits else ()
        return [*(article for article in found if article in near), *near, *found]


@dataclass(frozen=True)
class Case:
    """One question on its way: what answers it, what was found, and in whose words we speak."""

    engine: Engine
    question: Question
    found: Found
    said: Texts


class Assistant:
    """Answers questions from the current generation; notices when another one takes over."""

    def __init__(
        self,
        library: Library,
        load: Callable[[], FingerprintedEmbeddings],
        seconds: float = ANSWER_SECONDS,
        reranker: CrossEncoderReranker | None = None,
    ) -> None:
        self._library = library
        self._reranker = reranker
        self._load = load
        self._seconds = seconds
        self._engine: Engine | None = None
        self._warm: str | None = None

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
        if self._reranker:
            self._reranker.load()
        self.engine.searcher.reader.read("warm up")
        with_mentions(Situation(), "in Finland since May 2026", PROCEDURE_CHANGES)
        _ = (
            self.engine.content.deadline_rules,
            self.engine.graph,
            self.engine.generation.triage,
            self.engine.generation.coverage,
        )
        self._embeddings.embed_query("warm up")
        self._warm = self.engine.generation.id

    def ask(self, question: Question) -> Answer:
        """Answer one question. Raises UsageError when it is empty, too long, or in an unknown answer language.

        Every guard shares one limit of time: when a verdict is late, a calm notice with who can help is all that is said.
        """
        started = time.perf_counter()
        if question.language is not None and question.language not in LANGUAGES:
            raise UsageError(f"language: {question.language!r} is not one of {', '.join(LANGUAGES)}.")
        cleaned = replace(question, text=clean(question.text))
        if self.engine.generation.id != self._warm:
            self.warm_up()  # loading, once, may take longer than any answer
        try:
            answer = within(self._seconds, lambda: self._ask(cleaned))
        except LateError as late:
            log.error("no answer: %s", late.message)
            answer = self._late(question)
        return answer.timed((time.perf_counter() - started) * 1000)

    def _ask(self, question: Question) -> Answer:
        """Whatever gives a person away is taken out first; nothing after that line ever sees it."""
        redacted = redact(question.text)
        history = tuple(Turn(redact(turn.user).text, turn.bot) for turn in question.history)
        private = replace(question, text=redacted.text, history=history)
        if any(map(str.isalpha, redacted.text)):
            answer = self._read(private)
        else:  # nothing but a name or a number: there is no question yet
            answer = self.unanswerable(question, EmptyQuestionError("There are no words in the question."))
        notices = (PERSONAL_DATA,) if redacted.kinds else ()
        there = told_to_be_there([redacted.text, *(turn.user for turn in history)], answer.situation)
        return replace(answer, notices=notices, told_there=there)

    def _late(self, question: Question) -> Answer:
        """What is said when no guard's word can be waited for. Reads nothing but which letters the question is in."""
        language = question.language or ("ru" if _CYRILLIC.search(question.text) else "en")
        answer = self._bare(question, texts(language), language)
        contacts = _contacts(self.engine.content, DEFAULT_CONTACTS, question.situation.country)
        return replace(answer, message=texts(language).guard_failed, contacts=contacts, urgent=True, told_there=True)

    def _read(self, question: Question) -> Answer:
        engine = self.engine
        text = search_text(question.text, question.history)
        reading = engine.searcher.reader.read(text)
        situation, noted, named = with_mentions(question.situation, reading.text, question.today)
        found = engine.searcher.search(text, situation, question.today, named=named, reading=reading, explain=question.trace)
        said = texts(question.language or found.reading.answered_in)
        answer = self._decide(Case(engine, replace(question, situation=situation), found, said))
        if question.trace:
            needed = {"inside": INSIDE_THRESHOLD, "article": ARTICLE_THRESHOLD}
            answer = replace(answer, trace=explain(found, engine.generation, needed, answer.outcome))
        return with_note(answer, noted, said)

    def _decide(self, case: Case) -> Answer:
        try:
            verdict = triage(case.engine.generation.triage, case.found.vector, case.found.inside, case.found.sentences)
        except Exception as error:  # whatever is wrong with a guard, nothing is composed
            log.error("triage failed: %s", type(error).__name__)
            return self._plain(case, case.said.guard_failed, urgent=True)
        try:
            if verdict.boundary:
                return self._declined(case, verdict)
            return self._answered(case, verdict) or replace(self._not_covered(case), urgent=bool(verdict.urgent))
        except Exception as error:  # coverage, or the support of a sentence, was not judged
            log.error("composing failed: %s", type(error).__name__)
            return self._plain(case, case.said.guard_failed, urgent=True)

    def unanswerable(self, question: Question, error: UsageError) -> Answer:
        """A kind reply, in the form of an answer, to a message that `ask` refuses."""
        reading = self.engine.searcher.reader.read(question.text[:200])
        said = texts(question.language or reading.answered_in)
        message = said.too_long if isinstance(error, LongQuestionError) else said.ask_in_words
        return replace(self._bare(question, said, reading.language), message=message)

    def _bare(self, question: Question, said: Texts, language: str) -> Answer:
        """An answer to a question in `language` that says nothing yet."""
        return Answer(
            outcome="not_covered",
            language=said.language,
            question_language=language,
            situation=question.situation,
            disclaimer=f"{said.machine_notice} {said.disclaimer}",
            knowledge=self.engine.generation.id,
        )

    def _answered(self, case: Case, verdict: Verdict) -> Answer | None:
        """The curated answer, after the urgent block if there is one; None when there is nothing to say."""
        first = (verdict.urgent,) if verdict.urgent else ()
        # A person thinking of suicide gets that block alone: law comes later.
        hits = self._covered(case) if verdict.urgent != "urgent-suicide" else ()
        return self._composed(case, "answered", hits, first)

    def _covered(self, case: Case) -> Sequence[ArticleHit]:
        """The articles found, when the question is one that Otkaz covers; else none."""
        found = case.found
        inside = INSIDE_THRESHOLD <= found.inside <= 1.0  # more than certain is no verdict
        covered = inside and found.articles and found.articles[0].score >= ARTICLE_THRESHOLD
        return found.articles if covered else ()

    def _declined(self, case: Case, verdict: Verdict) -> Answer:
        first = tuple(filter(None, (verdict.urgent, verdict.boundary)))
        # The curated answer holds nothing but lawful ways, so whoever was taken wrongly still gets theirs.
        composed = self._composed(case, "declined", self._covered(case), first)
        message = case.said.declined
        if composed is None:
            return self._plain(case, f"{message} {case.said.covered_topics}", outcome="declined")
        return replace(composed, message=message)

    def _composed(self, case: Case, outcome: Outcome, hits: Sequence[ArticleHit], first: tuple[str, ...]) -> Answer | None:
        question, content, language = case.question, case.engine.content, case.said.language
        rules = case.engine.nearest_rules(case.found) if hits else []
        corrected = self._corrections(case, first)
        # Who is in danger or asks for what harms them gets one thing at a time.
        topics = [hit.id for hit in case.found.topics] if hits and not first else []
        composed = case.engine.composer.compose(
            hits, question.situation, question.today, case.said, first, rules, corrected.opening, topics
        )
        if not composed.blocks:
            return None
        for article_id in [*(hit.id for hit in hits[:1]), *topics]:
            blocks = len(composed.blocks)
            if main := content.article(article_id, language):
                composed = with_deadlines(composed, main, question.situation, question.today, content, case.said)
            if len(composed.blocks) > blocks:
                break  # one list of days is enough to keep
        shown = [*first, *(hit.id for hit in hits[:1]), *topics]
        articles = [article for article_id in shown if (article := content.article(article_id, language))]
        related = [*corrected.articles, *(other for article in articles for other in article.meta.related)]
        related += case.engine.beside(hits)
        contacts = [contact for article in articles for contact in article.meta.contacts]
        return replace(
            self._plain(case, None, outcome=outcome, urgent=any(name.startswith(URGENT) for name in first)),
            blocks=composed.blocks,
            citations=composed.citations,
            articles=_scored(content, case.found, language) if hits else (),
            asks=composed.asks,
            suggestions=_titles(content, case.engine.graph.diverse(related, shown), language),
            contacts=_contacts(content, contacts, question.situation.country),
        )

    def _corrections(self, case: Case, first: Sequence[str]) -> Corrections:
        """What the message takes wrongly for granted; nothing for a person thinking of suicide."""
        if "urgent-suicide" in first:
            return Corrections()
        reader, read = case.engine.searcher.reader, case.found.reading.text

        def in_own_script(text: str) -> str:
            return text if text == read else reader.read(text).text

        return corrections(case.question, in_own_script, case.engine.content, case.said)

    def _not_covered(self, case: Case) -> Answer:
        inside = case.found.inside >= INSIDE_THRESHOLD
        near = (hit.id for hit in case.found.articles) if inside else ()
        answer = self._plain(case, f"{case.said.not_covered} {case.said.covered_topics}")
        return replace(answer, suggestions=_titles(case.engine.content, near, case.said.language))

    def _plain(self, case: Case, message: str | None, *, outcome: Outcome = "not_covered", urgent: bool = False) -> Answer:
        """An answer with nothing but our own message and who can help."""
        bare = self._bare(case.question, case.said, case.found.reading.language)
        return replace(
            bare,
            outcome=outcome,
            knowledge=case.engine.generation.id,
            message=message,
            contacts=_contacts(case.engine.content, DEFAULT_CONTACTS, case.question.situation.country),
            urgent=urgent,
        )

    def _open(self) -> Engine:
        generation = self._library.current()
        if generation.manifest.fingerprint != self._embeddings.fingerprint:
            raise NotIngestedError(
                f"The index was made with the embedding model {generation.manifest.fingerprint}, "
                f"but {self._embeddings.fingerprint} is set: run `otkaz ingest`."
            )
        return Engine(generation, Searcher(generation, self._embeddings, reranker=self._reranker), Composer(generation.content))


def _scored(content: Content, found: Found, language: str) -> tuple[ScoredArticle, ...]:
    scored = []
    for hit in found.articles[:5]:
        article = content.article(hit.id, language)
        if article and hit.score > 0:
            scored.append(ScoredArticle(hit.id, article.meta.title, round(min(hit.score / PERFECT_SCORE, 1.0), 3)))
    return tuple(scored)


def _titles(content: Content, ids: Iterable[str], language: str) -> tuple[str, ...]:
    titles: dict[str, str] = {}
    for article_id in ids:  # stops early: the next one may be costly to find
        if article := content.article(article_id, language):
            titles.setdefault(article_id, article.meta.title)
        if len(titles) == SUGGESTIONS:
            break
    return tuple(titles.values())


def _contacts(content: Content, ids: Iterable[str], country: str | None) -> tuple[str, ...]:
    known = [content.contacts[contact] for contact in dict.fromkeys(ids) if contact in content.contacts]
    if country is not None:
        known.sort(key=lambda contact: (contact.country != country, contact.country != "INT"))
    return tuple(contact.id for contact in known[:CONTACTS])
