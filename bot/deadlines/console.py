"""Deadlines on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from bot.console import WIDTH, period
from bot.deadlines.report import Listing, Report
from bot.texts import Texts, texts

#: The lines that a glance must catch.
STRONG = ("last_day", "longest_open", "lawyer")


def show(found: Report | Listing, language: str, console: Console) -> None:
    """Print what was counted."""
    said = texts(language)
    if isinstance(found, Report):
        _show_report(found, said, console)
    else:
        _show_listing(found, said, console)


def _show_report(report: Report, said: Texts, console: Console) -> None:
    """Print one deadline: its lines, then its sources."""
    width = min(console.width, WIDTH)
    for line in report.lines:
        text = Text(line.text, style="bold" if line.kind in STRONG else "")
        text.append("".join(f" [{n}]" for n in line.citations), style="cyan")
        console.print(text, width=width)
    console.print()
    console.print(Text(said.sources, style="bold"))
    for citation in report.citations:
        text = Text(f"[{citation.n}] ", style="cyan")
        text.append(f"{citation.source.label}, {citation.pinpoint_label}", style="default")
        if note := period(citation, said):
            text.append(f" ({note})", style="dim")
        text.append(f"\n{citation.url}", style="blue")
        if citation.reader_warning:
            text.append(f"\n⚠ {citation.reader_warning}", style="yellow")
        console.print(text, width=width)
    console.print()
    console.print(Text(report.disclaimer, style="dim italic"), width=width)


def _show_listing(listing: Listing, said: Texts, console: Console) -> None:
    """Print the deadlines of a country with their ids."""
    width = min(console.width, WIDTH)
    console.print(Text(listing.intro), width=width)
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
    console.print(Text(f"{said.deadlines.lawyer} {said.disclaimer}", style="dim italic"), width=width)
