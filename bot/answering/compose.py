"""Curated composition, without a language model: the best article's short answer, then what bears on the question.

Sentences are taken whole from checked articles, with the citations they were checked against. Nothing is joined,
shortened or rephrased, so a sentence cannot say what its rules do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import cycle, islice

from bot.answering.answer import AnswerSentence, Block, Citation
from bot.answering.citing import Bibliography
from bot.texts import Texts
from knowledge.article import BEFORE, FROM, OPEN, Article, Section, Sentence
from knowledge.content import Content
from knowledge.countryfit import EVERYWHERE
from knowledge.numbers import numbers, unsupported
from knowledge.poison import Reaches, advice
from knowledge.search import ArticleHit
from knowledge.support import rule_numbers
from knowledge.timeline import Situation, Verdict, judge, side_of, switch_day

#: More sources than this nobody checks at two in the morning.
MAX_CITATIONS = 8
MAX_SENTENCES = 14
#: With an emergency or boundary block in front there may be half as much again.
GUARDED = 1.5
#: Sentences taken from one section beside the short answer.
PER_SECTION = 4
#: How many of the rules nearest to the question are quoted beside the article.
DIRECT_RULES = 2
#: They must carry one of so many best articles, or one related to the first.
DIRECT_ARTICLES = 3
#: A second article is added when its score is at least this share of the first one's.
SECOND_ARTICLE = 0.8
#: Sentences for each further question of a story, and where they stand: after the first article's sections.
PER_TOPIC, TOPIC_PLACE = 3, 80
#: Sections whose sentences tell what to do; they follow whatever bears on the question.
ACTION_SECTIONS = ("do-now", "by-when")


@dataclass(frozen=True)
class Composition:
    """The blocks of an answer, its citations, and what would make it exact; the first `guards` blocks come before all else."""

    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    asks: tuple[str, ...]
    guards: int = 0


@dataclass(frozen=True)
class _Piece:
    """A run of sentences to be placed under a heading; `order` is its place in the finished answer."""

    heading: str | None
    sentences: tuple[Sentence, ...]
    order: int
    limit: int


@dataclass(frozen=True)
class Opening:
    """Sentences, each with the rules it rests on, that stand before the answer itself."""

    heading: str
    sentences: tuple[Sentence, ...]


#: A sentence and the numbers of its citations so far.
_Marked = tuple[Sentence, list[int]]


@dataclass(frozen=True)
class _Placed:
    """A piece with the sentences of it that go into the answer."""

    piece: _Piece
    sentences: list[_Marked]


class Composer:
    """Composes from one content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        # Read when first needed: reading the numbers of all content would take longer than an answer.
        self._carried = cache(lambda rule: rule_numbers(content.rules[rule], content.sources))
        self._numbers = cache(numbers)
        reaches = Reaches(content)
        self._poisoned = cache(lambda text, rules: bool(advice(text)) or any(reaches.strangers(text, rules)))

    def compose(
        self,
        hits: Sequence[ArticleHit],
        situation: Situation,
        today: date,
        texts: Texts,
        first: Sequence[str] = (),
        rules: Sequence[str] = (),
        opening: Opening | None = None,
        topics: Sequence[str] = (),
    ) -> Composition:
        """The answer from the ranked articles and rules, after the blocks of the articles `first` (emergency, boundary)
        and the `opening`. `topics` are the articles of a story's further questions, each under its own heading.

        Blocks are empty when no sentence holds for the situation.
        """
        extra = GUARDED if first or opening or topics else 1.0
        bibliography = Bibliography(self._content, texts, int(MAX_CITATIONS * extra))
        left = int(MAX_SENTENCES * extra)
        placed: list[_Placed] = []
        main_part = self._pieces(hits, rules, situation, texts, topics)
        corrected = [[_Piece(opening.heading, opening.sentences, -1, MAX_SENTENCES)]] if opening else []
        for group in (*self._guard_pieces(first, texts), *corrected, *main_part):
            drafts: list[Iterator[_Marked] | None] = [self._draft(piece, situation, today, bibliography) for piece in group]
            taken: list[list[_Marked]] = [[] for _ in group]
            # The pieces of a group take turns, so that neither branch of the law crowds out the other.
            for number in cycle(range(len(group))):
                if left == 0 or not any(drafts):
                    break
                draft = drafts[number]
                marked = next(draft, None) if draft else None
                if marked is None:
                    drafts[number] = None
                else:
                    taken[number].append(marked)
                    left -= 1
            placed += [_Placed(piece, marked) for piece, marked in zip(group, taken, strict=True) if marked]
        placed.sort(key=lambda part: part.piece.order)
        self._spend_room(placed, situation, today, bibliography)
        mapping = bibliography.renumbered([n for part in placed for _, marks in part.sentences for n in marks])
        blocks = tuple(
            Block(
                part.piece.heading,
                tuple(
                    AnswerSentence(sentence.text, tuple(sorted(mapping[n] for n in marks)), sentence.bullet)
                    for sentence, marks in part.sentences
                ),
            )
            for part in placed
        )
        main = self._content.article(hits[0].id, texts.language) if hits else None
        asks = self._asks(main, situation) if main else ()
        return Composition(blocks, bibliography.citations(), asks, sum(part.piece.order < 0 for part in placed))

    def _draft(self, piece: _Piece, situation: Situation, today: date, bibliography: Bibliography) -> Iterator[_Marked]:
        """The sentences of a piece that hold and whose citations find room, as long as there are any."""
        for sentence in piece.sentences[: piece.limit]:
            holding = self._holding(sentence, situation, today)
            if not holding:
                continue
            if self._poisoned(sentence.text, sentence.citations):
                return  # poisoned, and came past ingestion: nothing that follows it is believed either
            chosen = self._support(sentence, holding, bibliography)
            if chosen is None:
                return  # a later sentence may lean on this one
            yield sentence, [bibliography.cite(rule) for rule in chosen]

    def _guard_pieces(self, articles: Sequence[str], texts: Texts) -> Iterator[list[_Piece]]:
        """The blocks that come before all else, whole."""
        for rank, article_id in enumerate(articles):
            if article := self._content.article(article_id, texts.language):
                before_all = -100 + 10 * rank
                yield [_Piece(article.meta.title, article.short.sentences, before_all, MAX_SENTENCES)]
                for place, section in enumerate(article.sections, start=1):
                    yield [_Piece(section.heading, section.sentences, before_all + place, MAX_SENTENCES)]

    def _pieces(
        self,
        hits: Sequence[ArticleHit],
        rules: Sequence[str],
        situation: Situation,
        texts: Texts,
        topics: Sequence[str],
    ) -> Iterator[list[_Piece]]:
        """What could go into the answer, most important first; the pieces of one group share the room fairly."""
        for rank, hit in enumerate(hits[:2]):
            article = self._content.article(hit.id, texts.language)
            if article is None:
                continue
            if rank == 1:
                if hit.score >= SECOND_ARTICLE * hits[0].score and hit.id not in topics:
                    heading = f"{texts.also_asked}: {article.meta.title}"
                    yield [_Piece(heading, article.short.sentences, 100, 2)]
                return
            # The title says which question this answers: a "yes" to a question not quite theirs would mislead.
            yield [_Piece(article.meta.title, article.short.sentences, 0, PER_SECTION)]
            for place, topic in enumerate(topics):
                if other := self._content.article(topic, texts.language):
                    yield [_Piece(other.meta.title, other.short.sentences, TOPIC_PLACE + place, PER_TOPIC)]
            sections = {section.key: section for section in article.sections}
            branches = self._branches(sections, situation)
            told = [BEFORE, FROM, *ACTION_SECTIONS]
            if OPEN in sections and [branch.key for branch in branches] == [BEFORE]:
                # Whoever is under the old law has to hear what the change left open for them, whatever else finds no room.
                told.append(OPEN)
                yield [_section_piece(sections[OPEN], article, PER_SECTION - 1)]
            yield [self._direct(article, hits, rules, situation.country, texts)]
            if branches:
                yield [_section_piece(section, article, PER_SECTION) for section in branches]
            ranked = [section.passage.section for section in hit.sections]
            bearing = [key for key in ranked if key in sections and key not in told]
            for key in [*bearing[:1], *(key for key in ACTION_SECTIONS if key in sections)]:
                yield [_section_piece(sections[str(key)], article, PER_SECTION - 1)]

    def _direct(
        self, article: Article, hits: Sequence[ArticleHit], rules: Sequence[str], country: str | None, texts: Texts
    ) -> _Piece:
        """The rules nearest to the question itself, in their own words, unless the short answer rests on them already.

        Only rules that carry one of the best articles or a related one: others share words with the question, and little else.
        One country's law is quoted to a person there, or beside an article about that country.
        """
        known = {rule for sentence in article.short.sentences for rule in sentence.citations}
        about = [*(hit.id for hit in hits[:DIRECT_ARTICLES]), *article.meta.related]
        borne = {rule for name in about if (other := self._content.article(name, texts.language)) for rule in other.rules}
        here = EVERYWHERE | {country} | set(article.meta.countries)
        fitting = (rule for rule in rules if rule in borne - known and here & set(self._content.rules[rule].countries))
        nearest = list(islice(fitting, DIRECT_RULES))
        sentences = tuple(Sentence(self._content.rules[rule].text[texts.language], (rule,), 0) for rule in nearest)
        return _Piece(texts.nearest_rules, sentences, 90, DIRECT_RULES)

    def _branches(self, sections: dict[str, Section], situation: Situation) -> list[Section]:
        """The branch for the person's date, or both when it is unknown."""
        if BEFORE not in sections or FROM not in sections:
            return [sections[key] for key in (BEFORE, FROM) if key in sections]
        side = self._side(sections[FROM], situation)
        if side is Verdict.APPLIES:
            return [sections[FROM]]
        if side is Verdict.NOT_YET:
            return [sections[BEFORE]]
        return [sections[BEFORE], sections[FROM]]

    def _side(self, section: Section, situation: Situation) -> Verdict:
        rules = [self._content.rules[rule] for sentence in section.sentences for rule in sentence.citations]
        switch = switch_day(rules)
        return side_of(switch, situation) if switch else Verdict.DEPENDS

    def _asks(self, article: Article, situation: Situation) -> tuple[str, ...]:
        asks = []
        keys = {section.key for section in article.sections}
        if situation.application_registered is None and {BEFORE, FROM} <= keys:
            asks.append("application_registered")
        general = not article.meta.countries or {"EU", "INT"} & set(article.meta.countries)
        if situation.country is None and "varies" in keys and general:
            asks.append("country")
        return tuple(asks)

    def _support(self, sentence: Sentence, holding: list[str], bibliography: Bibliography) -> list[str] | None:
        """The rules to cite: enough for every number of the sentence. None when that is impossible or does not fit."""
        quoted = any(sentence.text in self._content.rules[rule].text.values() for rule in sentence.citations)
        wanted = frozenset() if quoted else self._numbers(sentence.text)  # a quoted rule carries its own numbers
        chosen: list[str] = []
        for rule in sorted(holding, key=lambda rule: not bibliography.holds(rule)):
            carried = frozenset().union(*(self._carried(known) for known in chosen)) if chosen else frozenset[str]()
            missing = unsupported(wanted, carried)
            if not chosen or (missing and unsupported(missing, self._carried(rule)) != missing):
                chosen.append(rule)
        carried = frozenset().union(*(self._carried(rule) for rule in chosen))
        if unsupported(wanted, carried):
            return None
        new = [rule for rule in chosen if not bibliography.holds(rule)]
        return chosen if len(new) <= bibliography.room() else None

    def _spend_room(
        self,
        placed: Sequence[_Placed],
        situation: Situation,
        today: date,
        bibliography: Bibliography,
    ) -> None:
        """Add the remaining citations of the sentences shown: known rules always, new ones while there is room."""
        for part in placed:
            for sentence, marks in part.sentences:
                for rule in self._holding(sentence, situation, today):
                    if bibliography.holds(rule) or bibliography.room():
                        number = bibliography.cite(rule)
                        if number not in marks:
                            marks.append(number)

    def _holding(self, sentence: Sentence, situation: Situation, today: date) -> list[str]:
        """The sentence's rules that hold, or may hold, for the situation."""
        found = []
        for rule_id in sentence.citations:
            rule = self._content.rules[rule_id]
            if judge(rule, situation, today).verdict in (Verdict.APPLIES, Verdict.DEPENDS):
                found.append(rule_id)
        return found


def _section_piece(section: Section, article: Article, limit: int) -> _Piece:
    order = 1 + [other.key for other in article.sections].index(section.key)
    return _Piece(section.heading, section.sentences, order, limit)
