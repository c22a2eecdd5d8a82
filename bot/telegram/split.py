"""Paragraphs into messages that Telegram takes: never longer than its limit, cut only where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.telegram.richtext import Paragraph, Run, joined, units

#: Telegram's limit for a message, after its markup is taken away.
LIMIT = 4096
#: The Bot API server refuses longer raw texts before it reads the markup (32 KiB); a margin is kept.
RAW_LIMIT = 30_000


@dataclass(frozen=True)
class Part:
    """One message."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def html(self) -> str:
        """The message with markup, for Telegram's HTML mode."""
        return self._joined([paragraph.html for paragraph in self.paragraphs])

    @property
    def text(self) -> str:
        """What the reader sees."""
        return self._joined([paragraph.text for paragraph in self.paragraphs])

    @property
    def plain(self) -> list[str]:
        """The same without markup: links written out, so it may take more than one message."""
        return [part.text for part in pack([paragraph.without_markup for paragraph in self.paragraphs])]

    def _joined(self, texts: list[str]) -> str:
        gaps = ["", *(paragraph.gap for paragraph in self.paragraphs[1:])]
        return "".join(gap + text for gap, text in zip(gaps, texts, strict=True))


def pack(paragraphs: Sequence[Paragraph], limit: int = LIMIT) -> list[Part]:
    """The paragraphs in as few messages as fit, in order; blank ones are left out."""
    parts: list[Part] = []
    current: list[Paragraph] = []

    def close() -> None:
        if current:
            parts.append(Part(tuple(current)))
            current.clear()

    for group in _groups([paragraph for paragraph in paragraphs if not paragraph.blank]):
        if not _fits([*current, *group], limit):
            close()
        if _fits(group, limit):
            current += group
            continue
        # Half a message at most, so that a heading and the beginning of what it heads still fit together.
        for piece in (piece for paragraph in group for piece in cut(paragraph, limit // 2 - 2)):
            if piece.blank:
                continue
            if not _fits([*current, piece], limit):
                close()
            current.append(piece)
    close()
    return parts


def cut(paragraph: Paragraph, limit: int) -> Iterator[Paragraph]:
    """The paragraph in pieces of at most `limit` units, cut between words; inside a word only when it alone is longer."""
    if units(paragraph.text) <= limit:
        yield paragraph
        return
    gap, piece, length = paragraph.gap, list[Run](), 0
    for token in _tokens(paragraph.runs, limit // 2):
        size = sum(units(run.text) for run in token)
        if piece and length + size > limit:
            yield Paragraph(joined(piece), gap)
            gap, piece, length = "", [], 0
        piece += token
        length += size
    if piece:
        yield Paragraph(joined(piece), gap, paragraph.with_next)


def _tokens(runs: Sequence[Run], limit: int) -> Iterator[list[Run]]:
    """Words with the white space after them, each with the whole runs that follow it while these fit."""
    token: list[Run] = []
    length = 0
    for run in runs:
        for text in [run.text] if run.whole and units(run.text) <= limit else _words(run.text, limit):
            size = units(text)
            if token and not (run.whole and length + size <= 2 * limit):
                yield token
                token, length = [], 0
            token.append(Run(text, run.bold, run.italic, run.href, run.whole))
            length += size
    if token:
        yield token


def _words(text: str, limit: int) -> Iterator[str]:
    for match in re.finditer(r"\s*\S+\s*|\s+", text):
        word, length = "", 0
        for character in match.group():
            size = units(character)
            if length + size > limit:
                yield word
                word, length = "", 0
            word += character
            length += size
        yield word


def _groups(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Each paragraph together with the headings right above it."""
    group: list[Paragraph] = []
    for paragraph in paragraphs:
        group.append(paragraph)
        if not paragraph.with_next:
            yield group
            group = []
    if group:
        yield group


def _fits(paragraphs: Sequence[Paragraph], limit: int) -> bool:
    part = Part(tuple(paragraphs))
    return units(part.text) <= limit and len(part.html.encode("utf-8", "surrogatepass")) <= RAW_LIMIT
