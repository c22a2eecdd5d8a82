"""Numbering the rules an answer cites, in order of first use."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.answer import Citation, CitedSource
from bot.texts import Texts
from knowledge.content import Content
from knowledge.rule import Rule


class Bibliography:
    """Gives each cited rule its number and refuses more than `limit` of them; `known` ones keep theirs."""

    def __init__(self, content: Content, texts: Texts, limit: int, known: Iterable[Citation] = ()) -> None:
        self._content = content
        self._texts = texts
        self._limit = limit
        self._numbers: dict[str, int] = {citation.rule: citation.n for citation in known}

    def room(self) -> int:
        """How many more rules can be cited."""
        return self._limit - len(self._numbers)

    def holds(self, rule_id: str) -> bool:
        return rule_id in self._numbers

    def cite(self, rule_id: str) -> int:
        """The number of the rule, new or known."""
        return self._numbers.setdefault(rule_id, len(self._numbers) + 1)

    def renumbered(self, order: list[int]) -> dict[int, int]:
        """Old number -> new number so that numbers rise in the order of use; unused ones are dropped."""
        mapping = {old: new for new, old in enumerate(dict.fromkeys(order), start=1)}
        by_number = {number: rule for rule, number in self._numbers.items()}
        self._numbers = {by_number[old]: new for old, new in mapping.items()}
        return mapping

    def citations(self) -> tuple[Citation, ...]:
        """Every cited rule, by number."""
        rules = self._content.rules
        return tuple(citation(rules[rule], n, self._content, self._texts) for rule, n in self._numbers.items())


def citation(rule: Rule, n: int, content: Content, texts: Texts) -> Citation:
    """The rule as a citation in the language of `texts`."""
    source = content.sources[rule.source]
    language = texts.language
    pinpoints = [rule.pinpoint["en"]]
    labels = [rule.pinpoint[language]]
    for locus in rule.also:
        other = content.sources[locus.source]
        pinpoints.append(f"{other.title['en']}, {locus.pinpoint['en']}")
        labels.append(f"{other.title[language]}, {locus.pinpoint[language]}")
    url = content.rule_url(rule)
    designation = content.designation_of(url)
    return Citation(
        n=n,
        rule=rule.id,
        source=CitedSource(source.id, source.title["en"], source.title[language], source.kind, source.publisher, source.celex),
        pinpoint="; ".join(pinpoints),
        pinpoint_label="; ".join(labels),
        url=url,
        in_force_from=rule.holds.start,
        in_force_to=rule.holds.end,
        checked=rule.checked,
        reader_warning=texts.reader_warning(designation) if designation else None,
        excerpt=rule.text[language],
    )
