"""Everything Otkaz says itself, by language, from data files beside this one."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from bot.texts.deadline import DeadlineTexts
from bot.texts.privacy import PrivacyTexts
from knowledge.designation import Designation
from knowledge.yamlfile import load

FOLDER = Path(__file__).parent


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Texts:
    """All messages of one language."""

    language: str
    language_name: str
    machine_notice: str
    disclaimer: str
    not_covered: str
    covered_topics: str
    guard_failed: str
    declined: str
    ask_in_words: str
    too_long: str
    failed: str
    also_asked: str
    nearest_rules: str
    corrected: dict[str, str]
    asks: dict[str, str]
    sources: str
    who_helps: str
    suggestions: str
    in_force_until: str
    in_force_from: str
    checked: str
    hidden_link: str
    warnings: dict[str, str]
    start: str
    help: str
    choose_language: str
    language_set: str
    sources_intro: str
    unknown_language: str
    text_only: str
    slow_down: str
    private_only: str
    commands: dict[str, str]
    cli: dict[str, str]
    months: tuple[str, ...]
    month_names: tuple[str, ...]
    noted: dict[str, str]
    deadlines: DeadlineTexts
    privacy: PrivacyTexts

    def day(self, value: date) -> str:
        """A date as people write it."""
        return f"{value.day} {self.months[value.month - 1]} {value.year}"

    def year_day(self, value: str) -> str:
        """A day of every year ("04-01") as people write it."""
        month, day = map(int, value.split("-"))
        return f"{day} {self.months[month - 1]}"

    def reader_warning(self, designation: Designation) -> str:
        """What a reader who may be in Russia must know before opening a link of this organisation."""
        return self.warnings[designation.status].format(name=designation.name)


_ADAPTER = TypeAdapter(Texts)


@cache
def texts(language: str) -> Texts:
    """The texts of a content language. Raises ContentError when the file is wrong."""
    return load(FOLDER / f"{language}.yaml").into(_ADAPTER, "texts")
