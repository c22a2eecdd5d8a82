"""The deadlines that an answer's article speaks of, counted for the person's dates and added as a block of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.answering.answer import AnswerSentence, Block
from bot.answering.citing import Bibliography
from bot.answering.compose import Composition
from bot.deadlines.wording import Line, Wording
from bot.texts import Texts
from knowledge.article import SHORT, Article
from knowledge.content import Content
from knowledge.deadline import Deadline
from knowledge.reckoning import Reckoning, concerning, deadlines_for
from knowledge.timeline import Situation

#: More counted days than this make nobody find their own.
MAX_DEADLINES = 3
#: How many rules the block may cite beside those of the answer.
MORE_CITATIONS = 12
#: A last day so near, or passed, is the first thing to know; else the answer itself is.
PRESSING_DAYS = 7
#: What is said of each deadline, in this order; the first two make one sentence.
HEADLINE = ("case", "last_day")
SHOWN = (
    "counted",
    "first_day",
    "regions",
    "hours",
    "longest_open",
    "longest",
    "moved",
    "doubtful",
    "closed",
    "action",
    "condition",
    "suspends",
    "careful",
)
#: The sections whose time limits are worth a question about the date.
ASKING = (SHORT, "by-when")
ASK = "decision_notified"


def with_deadlines(
    composition: Composition, article: Article, situation: Situation, today: date, content: Content, texts: Texts
) -> Composition:
    """The composition with the article's deadlines counted, or asking for the date from which they count."""
    if situation.decision_notified is None and _counts_from_a_decision(article, situation.country, content):
        composition = replace(composition, asks=tuple(dict.fromkeys([*composition.asks, ASK])))
    found = _found(article, situation, today, content)
    if not found:
        return composition
    wording = Wording(content, texts)
    bibliography = Bibliography(content, texts, len(composition.citations) + MORE_CITATIONS, composition.citations)
    sentences = tuple(sentence for reckoning in found for sentence in _sentences(reckoning, wording, bibliography))
    block = Block(texts.deadlines.heading, sentences)
    if any(map(_pressing, found)):
        return _before_the_answer(composition, block, article.meta.title, bibliography)
    return replace(composition, blocks=(*composition.blocks, block), citations=bibliography.citations())


def _pressing(reckoning: Reckoning) -> bool:
    return reckoning.deadline.who == "person" and (reckoning.act_by - reckoning.today).days <= PRESSING_DAYS


def _before_the_answer(composition: Composition, block: Block, title: str, bibliography: Bibliography) -> Composition:
    """The composition with the block before all but emergency and boundary; citations are numbered anew, in order of use."""
    guards, rest = composition.blocks[: composition.guards], composition.blocks[composition.guards :]
    # What had no heading because it came first needs one now.
    rest = tuple(replace(each, heading=each.heading or title) for each in rest)
    blocks = (*guards, block, *rest)
    mapping = bibliography.renumbered([n for each in blocks for sentence in each.sentences for n in sentence.citations])
    return replace(composition, blocks=tuple(_renumbered(each, mapping) for each in blocks), citations=bibliography.citations())


def _renumbered(block: Block, mapping: Mapping[int, int]) -> Block:
    sentences = (replace(each, citations=tuple(sorted(mapping[n] for n in each.citations))) for each in block.sentences)
    return replace(block, sentences=tuple(sentences))


def _found(article: Article, situation: Situation, today: date, content: Content) -> list[Reckoning]:
    """The deadlines whose main rule the article cites; those of authorities only when the person has none to keep."""
    cited = set(article.rules)
    found = [
        reckoning
        for reckoning in concerning(situation.country, situation, today, content)
        if cited & _main_rules(reckoning.deadline, content)
    ]
    own = [reckoning for reckoning in found if reckoning.deadline.who == "person"]
    return (own or found)[:MAX_DEADLINES]


def _main_rules(deadline: Deadline, content: Content) -> set[str]:
    """The rule that carries the limit; for a national form also that of the EU deadline it stands for."""
    found = (content.deadline_rules.get(each or "") for each in (deadline.id, deadline.instead_of))
    return {rules[0] for rules in found if rules}


def _sentences(reckoning: Reckoning, wording: Wording, bibliography: Bibliography) -> Iterator[AnswerSentence]:
    lines = wording.lines(reckoning)
    main = wording.main_rules(reckoning.deadline)
    first = [line for kind in HEADLINE for line in lines if line.kind == kind]
    headline = Line("headline", " ".join(line.text for line in first), tuple(rule for line in first for rule in line.rules))
    shown = (*SHOWN, "passed", "remains") if reckoning.passed or reckoning.deadline.who == "authority" else SHOWN
    for line in (headline, *(line for kind in shown for line in lines if line.kind == kind)):
        numbers = {bibliography.cite(rule) for rule in line.rules or main if bibliography.holds(rule) or bibliography.room()}
        if numbers:
            yield AnswerSentence(line.text, tuple(sorted(numbers)), bullet=line is headline)


def _counts_from_a_decision(article: Article, country: str | None, content: Content) -> bool:
    """Whether the article's time limits run for the person from the day they were told of a decision."""
    cited = {
        rule
        for section in article.all_sections
        if section.key in ASKING
        for sentence in section.sentences
        for rule in sentence.citations
    }
    return any(
        deadline.who == "person" and deadline.starts == "notification" and cited & _main_rules(deadline, content)
        for deadline in deadlines_for(country, content)
    )
