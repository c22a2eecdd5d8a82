"""An example question from which a classifier learns: of what Otkaz does not cover, of emergencies, of boundaries."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import STRICT, Text
from knowledge.yamlfile import Located


@dataclass(frozen=True, config=STRICT)
class Example:
    """One entry of scope.yaml (`kind`) or triage.yaml (`label`)."""

    language: Literal["en", "ru", "uk", "be", "fi", "lt"]
    label: Text = Field(validation_alias=AliasChoices("label", "kind"))
    text: Text = Field()

    @property
    def id(self) -> str:
        return self.text


_ADAPTER = TypeAdapter(Example)


def parse_example(entry: Located) -> Example:
    """One example. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "example")
