"""Who may be in Russia, where following or sharing some links can bring a fine or prison: one rule for every door.

Designations are Russian ones (knowledge/designations.yaml), so they bear on readers there and on nobody elsewhere.
"""

from __future__ import annotations

from knowledge.timeline import Situation

RUSSIA, RUSSIAN = "RU", "ru"


def may_be_in_russia(language: str, situation: Situation) -> bool:
    """Whether the reader is in Russia, or reads Russian and has not said where they are."""
    if situation.country is None:
        return language == RUSSIAN
    return situation.country == RUSSIA


def withheld(warning: str | None, language: str, situation: Situation) -> bool:
    """Whether a link with this reader warning (None: there is none) is kept from the reader until they ask for it."""
    return warning is not None and may_be_in_russia(language, situation)
