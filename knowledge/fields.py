"""Field types that all content shares: ids, languages, texts by language, country codes."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints

#: The languages content is written in; others exist only as ways of asking.
LANGUAGES = ("en", "ru")
#: The languages a question is understood in.
ASKED_LANGUAGES = ("en", "ru", "uk", "be", "fi", "lt")

STRICT = ConfigDict(extra="forbid")

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]


def _country(value: object) -> object:
    # YAML 1.1 reads the bare code NO as false.
    return "NO" if value is False else value


#: ISO 3166 code, or EU (every state bound by the act), or INT (everywhere).
Country = Annotated[str, BeforeValidator(_country), StringConstraints(pattern=r"^(INT|[A-Z]{2})$")]


def _both(value: dict[str, str]) -> dict[str, str]:
    if missing := [language for language in LANGUAGES if not value.get(language, "").strip()]:
        raise ValueError(f"no text in {' and '.join(missing)}: add the translation")
    if unknown := set(value) - set(LANGUAGES):
        raise ValueError(f"unknown language {', '.join(sorted(unknown))}: use {' and '.join(LANGUAGES)}")
    return {language: " ".join(text.split()) for language, text in value.items()}


#: A text in every content language.
Bilingual = Annotated[dict[str, str], AfterValidator(_both)]


def _not_future(value: date) -> date:
    if value.year < 2000:
        raise ValueError("a check date before 2000 cannot be right")
    return value


CheckDate = Annotated[date, AfterValidator(_not_future)]
