"""A wrong premise that people start from ("since I have 12 months to appeal …"), and what the cited rules say instead."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import STRICT, Country, Id, Text
from knowledge.quantity import span_of
from knowledge.yamlfile import Located

Words = Annotated[Text, AfterValidator(lambda text: " ".join(text.split()))]
#: How people state it, by language.
Ways = dict[Literal["en", "ru", "uk", "be", "fi", "lt"], tuple[Words, ...]]


@dataclass(frozen=True, config=STRICT)
class Pattern:
    """How a premise is recognised: within one sentence, near each other, one word of each group. A sentence that starts with
    a conclusion ("Значит …", "So …") is read together with the one before it, too.

    A group is written "strasbourg* european_court": alternatives; `*` stands for any ending, `_` joins a phrase, `@FI` is
    fulfilled when the person is in that country. `without`: none of these may stand in the sentence. `figure`: a length of
    time that is not right must stand near, meant as a limit, or at least as a point in time, or in any sense. `negated`:
    "not" belongs to the premise; otherwise a "not" among the words speaks against it. `within`: so many words apart at most.
    """

    near: Annotated[tuple[Words, ...], Field(min_length=1)]
    without: Words | None = None
    figure: Literal["limit", "point", "any"] | None = None
    negated: bool = False
    within: Annotated[int, Field(gt=0)] | None = None


@dataclass(frozen=True, config=STRICT)
class Right:
    """A length that is right ("4 months", "1 to 3 weeks") and the rules that say so."""

    span: Words
    rules: Annotated[tuple[Id, ...], Field(min_length=1)]

    def __post_init__(self) -> None:
        span_of(self.span)


@dataclass(frozen=True, config=STRICT)
class Correction:
    """One sentence of what the rules say, with the rules it rests on."""

    en: Words
    ru: Words
    rules: Annotated[tuple[Id, ...], Field(min_length=1)]

    def text(self, language: str) -> str:
        """The sentence in a content language."""
        return {"en": self.en, "ru": self.ru}[language]


@dataclass(frozen=True, config=STRICT)
class Premise:
    """One wrong premise. `said` are ways of stating it, all of which `patterns` must recognise; `fine` are near ones that
    are right, none of which they may. `not_in`: countries where it is not wrong. `article`: where more can be read.
    """

    id: Id
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    said: Ways
    corrects: Annotated[tuple[Correction, ...], Field(min_length=1, max_length=3)]
    right: tuple[Right, ...] = ()
    fine: Ways = Field(default_factory=dict)
    not_in: tuple[Country, ...] = ()
    article: Id | None = None

    def __post_init__(self) -> None:
        if missing := [language for language in ("en", "ru") if not self.said.get(language)]:
            raise ValueError(f"'said' has no way of stating it in {' and '.join(missing)}: add one")
        if bool(self.right) != any(pattern.figure for pattern in self.patterns):
            raise ValueError("'right' and a pattern with 'figure' belong together: give both or neither")

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule it names."""
        named = [*(rule for text in self.corrects for rule in text.rules), *(rule for r in self.right for rule in r.rules)]
        return tuple(dict.fromkeys(named))


_ADAPTER = TypeAdapter(Premise)


def parse_premise(entry: Located) -> Premise:
    """One entry of premises.yaml. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "premise")
