"""Which wrong premises a message rests on: by words near each other, and lengths of time that no rule gives.

Words and not vectors: for an embedding "12 months" and "4 months", "is automatic" and "is not automatic" are nearly the
same. Where anything is unclear (a "not" in between, the right figure also in the message, a rule that may not hold for the
person), no premise is recognised: a missing correction costs less than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import islice, product

from knowledge.premise import Correction, Pattern, Premise
from knowledge.quantity import Quantity, Sense, quantities, span_of, word_set, words_of
from knowledge.rule import Rule
from knowledge.timeline import Situation, Verdict, judge

#: The words of a premise stand within this many words of each other.
WINDOW = 14
#: In two sentences read together, more.
JOINED_WINDOW = 20
#: A "not" this many words before or after them still speaks against it.
BESIDE = 2
#: So many first letters of a word rule out most premises.
BEGINNING = 3
#: Of a word that occurs often, the first few places are enough.
PLACES, COMBINATIONS = 6, 400

_SENTENCE = re.compile(r"(?:[^.!?;\n…]|\.(?=\d))+[.!?;\n…]*")
_CLAUSE = re.compile(r"(?<!\d),|,(?!\d)|[:()«»\"“”—–]")
_NOT = word_set(
    "not no never cannot without nothing dont doesnt isnt wont cant "
    "не нет ни никогда нельзя без немає няма ані ні нельга ніколи "
    "ніколі ei en et emme ette eivät ilman ne nėra niekada negali negalima"
)
_EXCEPTION = word_set("exception исключения исключений винятку выключэння")
_PRONOUNS = word_set("i you he she it we they")
#: How questions begin, or what they hold, when the question mark is missing.
_ASKS = word_set(
    "is are am was can could does do did may must will should how what which when where why who "
    "можно могу могут можем правда как когда сколько кто почему зачем надо нужно чи ці voiko onko ar"
)
_ASKED = word_set("ли чи ці eikö")
#: A question with one of these states its premise all the same.
_STATES = word_set("since because given know раз поскольку ведь знаю значит говорит сказал сказали said says told якщо")
#: A sentence that begins with one of these draws a conclusion from the one before it.
_CONCLUDES = word_set(
    "so then therefore thus hence значит выходит получается следовательно поэтому тогда итого значить отже виходить тож тому "
    "значыць выходзіць атрымліваецца таму тады siis joten eli vadinasi taigi tad reiškia"
)
_AND = word_set("а и ну and та і ja ir")


@dataclass(frozen=True)
class Recognised:
    """A premise found in a message, and the sentences of its correction that hold for the person.

    `asked`: the message asks whether it is so rather than says it.
    """

    premise: Premise
    corrects: tuple[Correction, ...]
    asked: bool


@dataclass(frozen=True)
class _Sentence:
    """Its words, the clause (between commas) each belongs to, its lengths of time, and whether it only asks."""

    words: tuple[str, ...]
    clauses: tuple[int, ...]
    figures: tuple[Quantity, ...]
    question: bool
    window: int = WINDOW
    found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # places of groups looked for already


def recognise(
    text: str, premises: Iterable[Premise], rules: Mapping[str, Rule], situation: Situation, today: date
) -> tuple[Recognised, ...]:
    """The wrong premises that `text` rests on, in the order of `premises`."""
    sentences = list(_sentences(text))
    begun = frozenset(word[:length] for each in sentences for word in each.words for length in range(1, BEGINNING + 1))
    found = []
    for premise in premises:
        patterns = [pattern for pattern in premise.patterns if _possible(pattern, begun, situation.country)]
        if situation.country in premise.not_in or not patterns:
            continue
        sentence = _stated(premise, patterns, sentences, rules, situation, today)
        if sentence is None:
            continue
        holding = tuple(each for each in premise.corrects if _hold(each.rules, rules, situation, today))
        if holding:
            found.append(Recognised(premise, holding, sentence.question))
    return tuple(found)


def _possible(pattern: Pattern, begun: frozenset[str], country: str | None) -> bool:
    """Whether the message has a word for each group, by the first letters: most premises are ruled out here, quickly."""
    for group in pattern.near:  # noqa: SIM110 - a generator costs twice the time, some hundred times a message
        if begun.isdisjoint(_beginnings(group)) and not _is_there(group, country):
            return False
    return True


def _stated(
    premise: Premise,
    patterns: Sequence[Pattern],
    sentences: Sequence[_Sentence],
    rules: Mapping[str, Rule],
    situation: Situation,
    today: date,
) -> _Sentence | None:
    """The first sentence that states the premise in one of the patterns."""
    right = [span_of(each.span) for each in premise.right if _hold(each.rules, rules, situation, today)]

    def is_right(figure: Quantity) -> bool:
        return any(span.holds(figure.days) for span in right)

    def may_be_right(figure: Quantity) -> bool:
        return is_right(figure) or (figure.left and any(figure.days < span.most for span in right))

    for pattern in patterns:
        if pattern.figure and not right:
            continue  # nobody can say what is wrong

        least = Sense[(pattern.figure or "any").upper()]

        def counts(figure: Quantity, least: Sense = least) -> bool:
            return figure.sense >= least

        if pattern.figure and any(
            counts(figure) and not figure.left and is_right(figure) for each in sentences for figure in each.figures
        ):
            continue  # who names the right figure has it
        for sentence in sentences:
            wrong = [figure for figure in sentence.figures if counts(figure) and not may_be_right(figure)]
            if _matches(pattern, sentence, wrong, situation.country):
                return sentence
    return None


def _matches(pattern: Pattern, sentence: _Sentence, wrong: Sequence[Quantity], country: str | None) -> bool:
    if pattern.figure and not wrong:
        return False
    needed = [[(figure.start, figure.end) for figure in wrong]] if pattern.figure else []
    for group in pattern.near:
        if _is_there(group, country):
            continue
        places = _first_places(group, sentence)
        if not places:
            return False
        needed.append(places)
    if pattern.without and _first_places(pattern.without, sentence):
        return False
    for chosen in islice(product(*needed), COMBINATIONS):
        start, end = min(place[0] for place in chosen), max(place[1] for place in chosen)
        if end - start <= (pattern.within or sentence.window) and (pattern.negated or not _denied(sentence, start, end)):
            return True
    return False


def _is_there(group: str, country: str | None) -> bool:
    """Whether being in the country fulfils the group."""
    return country is not None and country in _countries(group)


@cache
def _countries(group: str) -> frozenset[str]:
    """The countries of which being there fulfils the group."""
    return frozenset(word[1:] for word in group.split() if word.startswith("@"))


def _denied(sentence: _Sentence, start: int, end: int) -> bool:
    """Whether a "not" stands among the words from `start` to `end`, or beside them in the same clause."""
    first, last = sentence.clauses[start], sentence.clauses[end - 1]
    for place in range(max(start - BESIDE, 0), min(end + BESIDE, len(sentence.words))):
        word, clause = sentence.words[place], sentence.clauses[place]
        if not first <= clause <= last or not (word in _NOT or word.endswith(("n't", "n’t"))):
            continue
        rest = sentence.words[place + 1 : place + 3]
        if not _EXCEPTION.isdisjoint(rest[:1]) or _tag(word, rest):
            continue  # "without exception", "isn't it?"
        return True
    return False


def _tag(word: str, rest: Sequence[str]) -> bool:
    """Whether the "not" only asks for agreement: "…, don't they?", "…, не так ли?"."""
    if word == "не":
        return rest in (("так", "ли"), ("правда", "ли"))
    return word.endswith("t") and len(rest) == 1 and rest[0] in _PRONOUNS


def _first_places(group: str, sentence: _Sentence) -> list[tuple[int, int]]:
    """The first places of the group in the sentence; looked for only once."""
    if group not in sentence.found:
        sentence.found[group] = list(islice(_places(group, sentence.words), PLACES))
    return sentence.found[group]


def _places(group: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a word or phrase of the group stands: start and end (exclusive)."""
    singles, stems, heads, phrases = _group(group)
    for place, word in enumerate(words):
        if word in singles or word.startswith(stems):
            yield place, place + 1
        if not word.startswith(heads):
            continue
        for phrase in phrases:
            if len(phrase) <= len(words) - place and all(
                words[place + i].startswith(part[:-1]) if part.endswith("*") else words[place + i] == part
                for i, part in enumerate(phrase)
            ):
                yield place, place + len(phrase)


@cache
def _beginnings(group: str) -> frozenset[str]:
    """The first letters of every alternative."""
    singles, stems, heads, _phrases = _group(group)
    return frozenset(word[:BEGINNING] for word in (*singles, *stems, *heads))


@cache
def _group(group: str) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Whole words, stems, beginnings of phrases and phrases of a group."""
    alternatives = [each for each in group.lower().replace("ё", "е").replace("-", "_").split() if not each.startswith("@")]
    phrases = tuple(tuple(each.split("_")) for each in alternatives if "_" in each)
    single = [each for each in alternatives if "_" not in each]
    stems = tuple(each[:-1] for each in single if each.endswith("*"))
    heads = tuple({phrase[0].removesuffix("*") for phrase in phrases})
    return frozenset(each for each in single if not each.endswith("*")), stems, heads, phrases


def _hold(named: Iterable[str], rules: Mapping[str, Rule], situation: Situation, today: date) -> bool:
    """Whether all the rules hold for the person, or may as long as a date is unknown; never when the law leaves it open."""
    for name in named:
        if name not in rules:
            return False
        finding = judge(rules[name], situation, today)
        if finding.verdict is not Verdict.APPLIES and not (finding.verdict is Verdict.DEPENDS and finding.needs):
            return False
    return True


def _sentences(text: str) -> Iterator[_Sentence]:
    before = ""
    for match in _SENTENCE.finditer(text):
        words = tuple(words_of(match[0]))
        if not words:
            continue
        yield _sentence(match[0], words)
        first, second = (*words, "", "")[int(words[0] in _AND) :][:2]
        if first in _CONCLUDES and second not in _ASKED and before and "?" not in before:
            both = f"{before}, {match[0]}"
            asks = _sentence(match[0], words).question
            yield replace(_sentence(both, tuple(words_of(both))), question=asks, window=JOINED_WINDOW)
        before = match[0].rstrip(" .!;…\n")


def _sentence(text: str, words: tuple[str, ...]) -> _Sentence:
    clauses = [n for n, clause in enumerate(_CLAUSE.split(text)) for _ in words_of(clause)]
    asks = "?" in text or words[0] in _ASKS or not _ASKED.isdisjoint(words)
    question = asks and words[0] != "as" and _STATES.isdisjoint(words)
    return _Sentence(words, tuple(clauses), tuple(quantities(words)), question)
