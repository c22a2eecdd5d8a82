"""Citation recall and precision as ALCE defines them (Gao et al. 2023, "Enabling LLMs to Generate Text with Citations").

Recall: the share of an answer's sentences that all their cited passages together support. Precision: the share of its
citations that are needed: the sentence is supported, and the citation alone supports it or the others do not without it.
Both are taken per answer, then averaged, as in ALCE's own `eval.py`.

ALCE asks a large entailment model whether a passage supports a sentence. There is none here, so the judge is plain: every
number and date of the sentence stands in the cited rules, and their words, weighed by how rare they are, cover enough of
the sentence's. It cannot see a negation or who does what to whom. How often it accepts wrong citations is measured beside
it: those of another answer, and the other citations of the same answer (some of which do support the sentence).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answering.answer import Answer, AnswerSentence
from knowledge.content import Content
from knowledge.fields import LANGUAGES
from knowledge.lemmas import Lemmas
from knowledge.support import rule_numbers, statement_numbers, unsupported_numbers

#: The share of a sentence's words, by weight, that the cited rules must hold. Chosen on the articles: .91 of their
#: sentences then pass with their own rules, .01 with a random rule, .06 with another rule on the same topic.
ENOUGH = 0.35


@dataclass(frozen=True)
class Cited:
    """Citation recall and precision of one answer."""

    recall: float
    precision: float


class Judge:
    """Does this sentence follow from these rules? By numbers and words, see above."""

    def __init__(self, content: Content, lemmas: Lemmas) -> None:
        self._content = content
        self._lemmas = lemmas
        self._words: dict[tuple[str, str], frozenset[str]] = {}
        self._judged: dict[tuple[str, str, tuple[str, ...]], bool] = {}
        self._sentences: dict[tuple[str, str], frozenset[str]] = {}
        self._carried: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def supports(self, sentence: str, language: str, rules: Sequence[str]) -> bool:
        """Whether the rules together support the sentence."""
        key = sentence, language, tuple(rules)
        if key not in self._judged:  # answers share many sentences
            self._judged[key] = self._supports(sentence, language, rules)
        return self._judged[key]

    def _supports(self, sentence: str, language: str, rules: Sequence[str]) -> bool:
        if not rules or self.overlap(sentence, language, rules) < ENOUGH:
            return False
        stated, known = (frozenset[str]().union(*part) for part in zip(*map(self._numbers, rules), strict=True))
        return not unsupported_numbers(sentence, stated, known)

    def overlap(self, sentence: str, language: str, rules: Iterable[str]) -> float:
        """The share of the sentence's lemmas, by inverse document frequency, that stand in the rules' texts."""
        wanted = self._words_of(sentence, language)
        held = frozenset[str]().union(*(self._lemmas_of(rule, language) for rule in rules))
        whole = sum(self._weight(word, language) for word in wanted)
        return sum(self._weight(word, language) for word in wanted & held) / whole if whole else 0.0

    def _numbers(self, rule_id: str) -> tuple[frozenset[str], frozenset[str]]:
        if rule_id not in self._carried:
            rule, sources = self._content.rules[rule_id], self._content.sources
            self._carried[rule_id] = statement_numbers(rule, sources), rule_numbers(rule, sources)
        return self._carried[rule_id]

    def _lemmas_of(self, rule_id: str, language: str) -> frozenset[str]:
        key = rule_id, language
        if key not in self._words:
            self._words[key] = frozenset(self._lemmas.of(self._content.rules[rule_id].text[language], language))
        return self._words[key]

    def _words_of(self, sentence: str, language: str) -> frozenset[str]:
        key = sentence, language
        if key not in self._sentences:
            self._sentences[key] = frozenset(self._lemmas.of(sentence, language))
        return self._sentences[key]

    def _weight(self, word: str, language: str) -> float:
        return math.log(1 + len(self._content.rules) / (1 + self._frequency[language, word]))

    @cached_property
    def _frequency(self) -> Counter[tuple[str, str]]:
        rules = self._content.rules
        return Counter((language, word) for language in LANGUAGES for rule in rules for word in self._lemmas_of(rule, language))


def score(answer: Answer, judge: Judge) -> Cited | None:
    """Recall and precision of an answer's citations; None when it has no sentences."""
    sentences = list(answer.sentences)
    if not sentences:
        return None
    supported = needed = given = 0
    for sentence, rules in zip(sentences, _rules_of(answer, sentences), strict=True):
        given += len(rules)
        if judge.supports(sentence.text, answer.language, rules):
            supported += 1
            needed += sum(_is_needed(rule, rules, sentence.text, answer.language, judge) for rule in rules)
    return Cited(supported / len(sentences), needed / given if given else 0.0)


def accepted_wrongly(answers: Sequence[Answer], judge: Judge) -> tuple[float, float]:
    """The shares of wrong citations that the judge accepts: another answer's, and others of the same answer."""
    far: list[bool] = []
    near: list[bool] = []
    for answer, other in zip(answers, [*answers[1:], *answers[:1]], strict=True):
        sentences = list(answer.sentences)
        strangers = {citation.rule for citation in other.citations} - {citation.rule for citation in answer.citations}
        for sentence, rules in zip(sentences, _rules_of(answer, sentences), strict=True):
            far += [judge.supports(sentence.text, answer.language, [rule]) for rule in sorted(strangers)]
            beside = [citation.rule for citation in answer.citations if citation.rule not in rules]
            near += [judge.supports(sentence.text, answer.language, [rule]) for rule in beside]
    return _share(far), _share(near)


def _is_needed(rule: str, rules: Sequence[str], sentence: str, language: str, judge: Judge) -> bool:
    others = [other for other in rules if other != rule]
    return judge.supports(sentence, language, [rule]) or not judge.supports(sentence, language, others)


def _rules_of(answer: Answer, sentences: Iterable[AnswerSentence]) -> list[list[str]]:
    by_number = {citation.n: citation.rule for citation in answer.citations}
    return [[by_number[n] for n in sentence.citations] for sentence in sentences]


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
