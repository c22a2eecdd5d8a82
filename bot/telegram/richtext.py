"""Text with markup as a value: the HTML, the plain form and Telegram's length all come from the same runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape


@dataclass(frozen=True)
class Run:
    """A piece of text in one style. A `whole` run is never cut and stays with the word before it (a citation mark)."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None
    whole: bool = False

    @property
    def html(self) -> str:
        text = escape(self.text, quote=False)
        if self.bold:
            text = f"<b>{text}</b>"
        if self.italic:
            text = f"<i>{text}</i>"
        return f'<a href="{escape(self.href)}">{text}</a>' if self.href else text


@dataclass(frozen=True)
class Paragraph:
    """Runs that belong together, the space before them, and whether they must stand above the next paragraph."""

    runs: tuple[Run, ...]
    gap: str = "\n"
    with_next: bool = False

    @property
    def html(self) -> str:
        return "".join(run.html for run in self.runs)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def without_markup(self) -> Paragraph:
        """The same paragraph with its links written out."""
        runs = (Run(f"{run.text} ({run.href})" if run.href else run.text, whole=run.whole) for run in self.runs)
        return replace(self, runs=tuple(runs))


def tidy(text: str) -> str:
    """The text without runs of white space; line ends stay."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def units(text: str) -> int:
    """The length as Telegram counts it: UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbouring runs of one style as one run."""
    merged: list[Run] = []
    for run in runs:
        if merged and not run.whole and replace(merged[-1], text="") == replace(run, text=""):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)
