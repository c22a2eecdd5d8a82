"""Reads a message as Telegram's servers do: strict about markup, counting what remains of it in UTF-16 units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

LIMIT = 4096
_TAG = re.compile(r'</?(?:b|i|a(?: href="[^"<>]*")?)>')
ALLOWED = {"b": set(), "i": set(), "a": {"href"}}


class RefusedError(Exception):
    """Telegram would answer 400."""


@dataclass
class Shown:
    """What a reader sees, and where the links lead."""

    text: str = ""
    links: dict[str, str] = field(default_factory=dict)
    bold: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = Shown()
        self.open: list[tuple[str, str | None, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED or {name for name, _ in attrs} != ALLOWED[tag]:
            raise RefusedError(f"can't parse entities: unsupported tag {tag}")
        self.open.append((tag, dict(attrs).get("href"), len(self.shown.text)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise RefusedError(f"can't parse entities: unexpected end tag {tag}")
        _, href, start = self.open.pop()
        inside = self.shown.text[start:]
        if href is not None:
            self.shown.links[inside] = href
        if tag == "b":
            self.shown.bold.append(inside)

    def handle_data(self, data: str) -> None:
        self.shown.text += data

    def handle_comment(self, data: str) -> None:
        raise RefusedError("can't parse entities: comment")

    def handle_decl(self, decl: str) -> None:
        raise RefusedError("can't parse entities: declaration")

    def handle_pi(self, data: str) -> None:
        raise RefusedError("can't parse entities: instruction")

    def unknown_decl(self, data: str) -> None:
        raise RefusedError("can't parse entities: declaration")


def read(html: str) -> Shown:
    """The message as shown. Raises RefusedError where Telegram would refuse it."""
    # To Telegram every "<" begins a tag; Python's parser would take "<1" for text.
    if "<" in _TAG.sub("", html):
        raise RefusedError("can't parse entities: unsupported start tag")
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise RefusedError(f"can't parse entities: no end tag for {reader.open[-1][0]}")
    check_length(reader.shown.text)
    return reader.shown


def check_length(text: str) -> None:
    """Raise RefusedError when a text is empty or too long to send."""
    if not text.strip():
        raise RefusedError("message text is empty")
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LIMIT:
        raise RefusedError("message is too long")
