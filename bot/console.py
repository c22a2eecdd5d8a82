"""Answers on a terminal: readable, in colour where the terminal has it."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.text import Text

from bot.answering.answer import Answer, AnswerSentence, Citation
from bot.texts import Texts, texts
from knowledge.contact import Contact
from knowledge.content import Content

WIDTH = 100


def show(answer: Answer, content: Content, console: Console, *, links: bool = False) -> None:
    """Print an answer: its sentences, what it rests on, who can help, what to ask next, the disclaimer.

    `links`: the reader asked for links that are withheld from people who may be in Russia.
    """
    careful = not links and answer.careful
    said = texts(answer.language)
    width = min(console.width, WIDTH)
    if answer.message:
        console.print(Text(answer.message), width=width)
    if note := answer.note(first=True):
        console.print(Text(note, style="yellow"), width=width)
        if answer.blocks and not answer.blocks[0].heading:
            console.print()  # a heading brings its own
    _blocks(answer, console, width)
    if note := answer.note(first=False):
        console.print()
        console.print(Text(note, style="yellow"), width=width)
    for ask in answer.asks:
        console.print()
        console.print(Text(said.asks[ask], style="yellow"), width=width)
    if answer.citations:
        _heading(said.sources, console, width)
        for citation in answer.citations:
            console.print(_source(citation, said, careful), width=width)
    contacts = [content.contacts[contact] for contact in answer.contacts if contact in content.contacts]
    if contacts:
        _heading(said.who_helps, console, width)
        for contact in contacts:
            console.print(_contact(contact, content, said, careful), width=width)
    if answer.suggestions:
        _heading(said.suggestions, console, width)
        for suggestion in answer.suggestions:
            console.print(Text(f"· {suggestion}"), width=width)
    for notice in answer.notices:
        console.print()
        console.print(Text(said.privacy.notices[notice], style="yellow"), width=width)
    console.print()
    console.print(Text(answer.disclaimer, style="dim italic"), width=width)


def _blocks(answer: Answer, console: Console, width: int) -> None:
    for block in answer.blocks:
        if block.heading:
            console.print()
            console.print(Text(block.heading, style="bold"), width=width)
        for sentence in block.sentences:
            console.print(_sentence(sentence), width=width)


def period(citation: Citation, said: Texts) -> str:
    """A note on when the cited rule held or begins, where that matters; else nothing."""
    if not citation.dates_matter:
        return ""
    if citation.in_force_to:
        return said.in_force_until.format(date=said.day(citation.in_force_to))
    if citation.in_force_from:
        return said.in_force_from.format(date=said.day(citation.in_force_from))
    return ""


def _sentence(sentence: AnswerSentence) -> Text:
    text = Text(f"{'• ' if sentence.bullet else ''}{sentence.text} ")
    text.append("".join(f"[{n}]" for n in sentence.citations), style="cyan")
    return text


def _source(citation: Citation, said: Texts, careful: bool) -> Padding:
    text = Text(f"[{citation.n}] ", style="cyan")
    text.append(f"{citation.source.label}, {citation.pinpoint_label}", style="default")
    if note := period(citation, said):
        text.append(f" ({note})", style="dim")
    text.append(f"\n{said.hidden_link if careful and citation.reader_warning else citation.url}", style="blue")
    if citation.reader_warning:
        text.append(f"\n⚠ {citation.reader_warning}", style="yellow")
    return Padding(text, (0, 0, 0, 0))


def _contact(contact: Contact, content: Content, said: Texts, careful: bool) -> Text:
    text = Text(f"· {contact.name[said.language]}")
    designation = content.designation_of(contact.website)
    website = said.hidden_link if careful and designation else contact.website
    for detail in (website, contact.phone, contact.email):
        if detail:
            text.append(f", {detail}")
    if designation:
        text.append(f"\n  ⚠ {said.reader_warning(designation)}", style="yellow")
    return text


def _heading(title: str, console: Console, width: int) -> None:
    console.print()
    console.print(Line(title, style="dim", align="left"), width=width)
