"""Deadlines on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from bot.console import WIDTH
from bot.console import show as show_answer
from bot.deadlines.report import Listing, Report, report_answer
from bot.texts import Texts, texts
from knowledge.content import Content


def show(found: Report | Listing, language: str, content: Content, console: Console) -> None:
    """Print what was counted."""
    said = texts(language)
    if isinstance(found, Report):
        show_answer(report_answer(found, said, ""), content, console)
    else:
        _show_listing(found, said, console)


def _show_listing(listing: Listing, said: Texts, console: Console) -> None:
    """The deadlines of a country with their ids."""
    width = min(console.width, WIDTH)
    for sentence in (listing.intro, *listing.not_held):
        console.print(Text(sentence), width=width)
    for who, heading in said.deadlines.list_who.items():
        entries = listing.of(who)
        if entries:
            console.print()
            console.print(Text(heading, style="bold"), width=width)
        for deadline, _reckoning, item in entries:
            text = Text(f"{deadline.id}  ", style="cyan")
            text.append(item, style="default")
            console.print(text, width=width)
    if listing.earliest:
        console.print()
        console.print(Text(listing.earliest, style="bold"), width=width)
    console.print()
    console.print(Text(f"{said.deadlines.lawyer} {said.machine_notice} {said.disclaimer}", style="dim italic"), width=width)
