"""An answer as Telegram messages: what it says, its sources, who can help, what to ask next, the disclaimer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.answering.answer import Answer, AnswerSentence, Citation
from bot.answering.reader import may_be_in_russia
from bot.console import period
from bot.telegram.richtext import Paragraph, Run, tidy
from bot.telegram.split import Part, pack
from bot.texts import Texts, texts
from knowledge.contact import Contact
from knowledge.content import Content
from knowledge.timeline import Situation

#: How many sources `/sources` names: those that most rules rest on.
MAIN_SOURCES = 12

_DOMAIN = re.compile(r"\b(?:[\w-]+\.)+[^\W\d_]{2,}\b")
#: Telegram makes links of bare domains by itself; with this invisible sign after the dot it does not.
_WORD_JOINER = "\u2060"


def render(answer: Answer, content: Content, *, links: bool = False) -> list[Part]:
    """The answer as messages, ready to send one after the other.

    `links`: the reader asked for links that are withheld from people who may be in Russia.
    """
    careful = not links and answer.careful
    return pack(list(_Renderer(content, texts(answer.language), careful).answer(answer)))


def withholds(answer: Answer, content: Content) -> bool:
    """Whether a link of the answer is withheld from its reader."""
    contacts = (content.contacts[contact].website for contact in answer.contacts if contact in content.contacts)
    warned = any(citation.reader_warning for citation in answer.citations) or any(map(content.designation_of, contacts))
    return warned and answer.careful


def render_sources(content: Content, said: Texts) -> list[Part]:
    """What answers rest on: how many rules and sources, how fresh, and the sources most rules come from."""
    return pack(list(_Renderer(content, said, may_be_in_russia(said.language, Situation())).main_sources()))


class _Renderer:
    """Makes paragraphs for one reader."""

    def __init__(self, content: Content, said: Texts, careful: bool) -> None:
        self._content = content
        self._said = said
        self._careful = careful

    def answer(self, answer: Answer) -> Iterator[Paragraph]:
        if answer.message:
            yield Paragraph((self._run(answer.message),))
        if note := answer.note(first=True):
            yield Paragraph((self._run(note),), gap="\n\n")
        for block in answer.blocks:
            if block.heading:
                yield self._heading(block.heading)
            for place, sentence in enumerate(block.sentences):
                yield self._sentence(sentence, gap="\n" if place or block.heading else "\n\n")
        if note := answer.note(first=False):
            yield Paragraph((self._run(note),), gap="\n\n")
        if answer.citations:
            yield self._heading(self._said.sources)
            yield from (self._source(citation) for citation in answer.citations)
            yield from _warnings(citation.reader_warning for citation in answer.citations)
        contacts = [self._content.contacts[contact] for contact in answer.contacts if contact in self._content.contacts]
        if contacts:
            yield self._heading(self._said.who_helps)
            yield from (self._contact(contact) for contact in contacts)
            shown = {citation.reader_warning for citation in answer.citations}
            warnings = (self._warning(contact.website) for contact in contacts)
            yield from _warnings(warning for warning in warnings if warning not in shown)
        for ask in answer.asks:
            if ask in self._said.asks:
                yield Paragraph((self._run(self._said.asks[ask], bold=True),), gap="\n\n")
        if answer.suggestions:
            yield self._heading(self._said.suggestions)
            yield from (Paragraph((Run("• "), self._run(suggestion))) for suggestion in answer.suggestions)
        for notice in answer.notices:
            yield Paragraph((self._run(self._said.privacy.notices[notice], bold=True),), gap="\n\n")
        yield Paragraph((self._run(answer.disclaimer, italic=True),), gap="\n\n")

    def main_sources(self) -> Iterator[Paragraph]:
        content, said = self._content, self._said
        checked = max((rule.checked for rule in content.rules.values()), default=None)
        state = said.day(checked) if checked else "–"
        intro = said.sources_intro.format(rules=len(content.rules), sources=len(content.sources), date=state)
        yield Paragraph((self._run(intro),), with_next=True)
        cited = Counter(rule.source for rule in content.rules.values())
        ranked = (content.sources[source] for source, _count in cited.most_common())
        known = [source for source in ranked if source.kind != "press" and not content.designation_of(source.url)]
        for source in known[:MAIN_SOURCES]:
            yield Paragraph((Run("• "), self._link(source.title[said.language], source.url, None)))

    def _heading(self, title: str) -> Paragraph:
        return Paragraph((self._run(title, bold=True),), gap="\n\n", with_next=True)

    def _sentence(self, sentence: AnswerSentence, gap: str) -> Paragraph:
        marks = tuple(Run(f"[{n}]", whole=True) for n in sentence.citations)
        space = (Run(" "),) if marks else ()
        bullet = (Run("• "),) if sentence.bullet else ()
        return Paragraph((*bullet, self._run(sentence.text), *space, *marks), gap)

    def _source(self, citation: Citation) -> Paragraph:
        runs = [Run(f"{citation.n}. ", whole=True), self._link(citation.source.label, citation.url, citation.reader_warning)]
        if citation.pinpoint_label:
            runs.append(self._run(f", {citation.pinpoint_label}"))
        if note := period(citation, self._said):
            runs.append(self._run(f" ({note})"))
        return Paragraph((*runs, *self._mark(citation.reader_warning)))

    def _contact(self, contact: Contact) -> Paragraph:
        warning = self._warning(contact.website)
        runs = [Run("• "), self._link(contact.name[self._said.language], contact.website, warning)]
        if contact.phone:
            runs.append(self._run(f", {contact.phone}"))
        return Paragraph((*runs, *self._mark(warning)))

    def _link(self, label: str, url: str | None, warning: str | None) -> Run:
        """The label, as a link unless that could harm the reader."""
        hidden = warning is not None and self._careful
        return Run(self._run(label).text, href=None if hidden else url)

    def _mark(self, warning: str | None) -> tuple[Run, ...]:
        """What stands behind a link that has a warning: a sign, and that the link is withheld where it is."""
        if warning is None:
            return ()
        return (Run(" ⚠"), self._run(f" {self._said.hidden_link}")) if self._careful else (Run(" ⚠"),)

    def _warning(self, url: str | None) -> str | None:
        designation = self._content.designation_of(url)
        return self._said.reader_warning(designation) if designation else None

    def _run(self, text: str, *, bold: bool = False, italic: bool = False) -> Run:
        """A run of tidy text in which a careful reader's Telegram finds no designated domain to make a link of."""
        # Tidying drops white space at the ends, which separates this run from the one before it.
        space = " " if text.startswith(" ") else ""
        text = space + tidy(text)
        if self._careful:
            text = _DOMAIN.sub(self._unlinked, text)
        return Run(text, bold, italic)

    def _unlinked(self, match: re.Match[str]) -> str:
        domain = match.group()
        covered = self._content.designation_of(f"https://{domain}") is not None
        return domain.replace(".", f".{_WORD_JOINER}") if covered else domain


def _warnings(found: Iterator[str | None]) -> Iterator[Paragraph]:
    """Each warning once."""
    for place, warning in enumerate(dict.fromkeys(filter(None, found))):
        yield Paragraph((Run(f"⚠ {tidy(warning)}"),), gap="\n" if place else "\n\n")
