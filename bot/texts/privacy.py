"""What Otkaz says about personal data and about what a person chooses, in one language."""

from __future__ import annotations

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class PrivacyTexts:
    """Messages with gaps; `notices` are by the names in Answer.notices, `facts` by those of Choices, countries by ISO code."""

    notices: dict[str, str]
    notice: str
    operator: str
    no_operator: str
    kept: str
    kept_nothing: str
    facts: dict[str, str]
    forgotten: str
    choose_country: str
    country_set: str
    country_unknown: str
    not_said: str
    countries: dict[str, str]
    registered_before: str
    registered_between: str
    registered_from: str
    registered_unknown: str
    registered_set: str
    registered_not_set: str
    show_links: str

    def notice_of(self, operator: str | None) -> str:
        """The notice of a copy that `operator` runs (name and how to reach them); it says so when nobody is named."""
        who = self.operator.replace("{operator}", operator) if operator else self.no_operator
        return self.notice.replace("{operator}", who)
