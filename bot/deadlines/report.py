"""Counted deadlines with numbered sources: what every door shows of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.answering.answer import Answer, AnswerSentence, Block, Citation
from bot.answering.citing import Bibliography
from bot.deadlines.wording import Line, Wording, capital
from bot.texts import Texts
from knowledge.content import Content
from knowledge.counting import Counted
from knowledge.deadline import Deadline
from knowledge.reckoning import Reckoning
from knowledge.states import EUROPE, INTERNATIONAL, MEMBERS
from knowledge.timeline import Situation

#: No report cites more rules than a deadline has.
NO_LIMIT = 1000
CONTACTS = 4


@dataclass(frozen=True)
class NumberedLine:
    """One thing to say, and the numbers of its sources."""

    kind: str
    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True)
class Report:
    """One deadline in full, for a reader whose country may be known."""

    situation: Situation
    reckoning: Reckoning
    lines: tuple[NumberedLine, ...]
    citations: tuple[Citation, ...]
    contacts: tuple[str, ...]

    def text(self, kind: str) -> str | None:
        """The line of a kind, if there is one."""
        return next((line.text for line in self.lines if line.kind == kind), None)


@dataclass(frozen=True)
class Listing:
    """All deadlines of a country: counted from `start` where it is given and they run forward.

    `not_held` says which time limits there Otkaz does not know.
    """

    country: str
    start: date | None
    intro: str
    entries: tuple[tuple[Deadline, Reckoning | None, str], ...]
    earliest: str | None
    not_held: tuple[str, ...] = ()

    def of(self, who: str) -> list[tuple[Deadline, Reckoning | None, str]]:
        """The entries that bind a person, or an authority."""
        return [entry for entry in self.entries if entry[0].who == who]

    @property
    def first(self) -> Reckoning | None:
        """The first day on which a person may have to act."""
        counted = [reckoning for _, reckoning, _ in self.of("person") if reckoning]
        return min(counted, key=lambda each: each.counted.last_day, default=None)


def report(reckoning: Reckoning, situation: Situation, content: Content, texts: Texts) -> Report:
    """The deadline in full, in the language of `texts`."""
    bibliography = Bibliography(content, texts, NO_LIMIT)
    lines = tuple(_numbered(line, bibliography) for line in Wording(content, texts).lines(reckoning))
    return Report(situation, reckoning, lines, bibliography.citations(), _contacts(reckoning.country, content))


def listing(
    country: str, start: date | None, entries: list[tuple[Deadline, Reckoning | None]], content: Content, texts: Texts
) -> Listing:
    """The deadlines as a list, those of the person and the earliest first."""
    said, wording = texts.deadlines, Wording(content, texts)
    name = said.countries[country]
    dated = said.list_dated.format(country=name, date=texts.day(start)) if start else said.list_intro.format(country=name)
    counted: list[tuple[Deadline, Reckoning | None, Counted | None]] = [
        (deadline, reckoning, reckoning.counted if reckoning else None) for deadline, reckoning in entries
    ]
    counted.sort(key=lambda entry: (entry[0].who != "person", entry[2].last_day if entry[2] else date.max))
    shown = tuple((deadline, reckoning, wording.item(deadline, result)) for deadline, reckoning, result in counted)
    own = [reckoning for deadline, reckoning, _ in counted if reckoning and deadline.who == "person" and not reckoning.passed]
    binds_people = any(deadline.who == "person" for deadline, _, _ in shown)
    intro = capital(dated if binds_people else said.list_nothing.format(country=name))
    return Listing(country, start, intro, shown, wording.earliest(own) if own else None, not_held(country, content, texts))


def not_held(country: str, content: Content, texts: Texts) -> tuple[str, ...]:
    """Which time limits of the country Otkaz does not hold, so that nobody takes a list for all there is."""
    said, deadlines = texts.deadlines, content.deadlines.values()
    found = []
    if country in said.not_held:
        found.append(said.not_held[country])
    elif country not in (EUROPE, INTERNATIONAL, *MEMBERS) and not any(each.country == country for each in deadlines):
        found.append(said.no_national)
    if any(each.country == INTERNATIONAL and country in each.not_in for each in deadlines):
        found.append(said.no_strasbourg)
    return tuple(capital(text.format(country=said.countries[country])) for text in found)


def report_answer(report: Report, texts: Texts, knowledge: str) -> Answer:
    """The report in the form that every door can show."""
    sentences = tuple(AnswerSentence(line.text, line.citations) for line in report.lines)
    return replace(
        _empty_answer(report.situation, texts, knowledge),
        blocks=(Block(None, sentences),),
        citations=report.citations,
        contacts=report.contacts,
    )


def listing_answer(listing: Listing, situation: Situation, content: Content, texts: Texts, knowledge: str) -> Answer:
    """What a person must do in time, as a numbered list, in the form that every door can show."""
    said = texts.deadlines
    items = [f"{place}. {item}" for place, (_, _, item) in enumerate(listing.of("person"), start=1)]
    blocks = [Block(said.list_who["person"], tuple(AnswerSentence(item, ()) for item in items))] if items else []
    closing = [text for text in (listing.earliest, said.list_choose if items else None, said.lawyer) if text]
    blocks.append(Block(None, tuple(AnswerSentence(text, ()) for text in closing)))
    return replace(
        _empty_answer(situation, texts, knowledge),
        message=" ".join([listing.intro, *listing.not_held]),
        blocks=tuple(blocks),
        contacts=_contacts(listing.country, content),
    )


def _empty_answer(situation: Situation, texts: Texts, knowledge: str) -> Answer:
    return Answer(
        outcome="answered",
        language=texts.language,
        question_language=texts.language,
        situation=situation,
        disclaimer=f"{texts.machine_notice} {texts.disclaimer}",
        knowledge=knowledge,
    )


def _contacts(country: str, content: Content) -> tuple[str, ...]:
    """Who helps in the country; without anybody known there, who helps everywhere."""
    known = content.contacts.values()
    near = [contact.id for contact in known if contact.country == country]
    return tuple(near or [contact.id for contact in known if contact.country == INTERNATIONAL])[:CONTACTS]


def _numbered(line: Line, bibliography: Bibliography) -> NumberedLine:
    return NumberedLine(line.kind, line.text, tuple(sorted({bibliography.cite(rule) for rule in line.rules})))
