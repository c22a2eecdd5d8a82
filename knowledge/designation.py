"""Publishers and groups designated in Russia: following or sharing their links can be punished there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import STRICT, Id, Text, WebAddress
from knowledge.yamlfile import Located

Status = Literal["undesirable", "extremist", "foreign-agent"]


@dataclass(frozen=True, config=STRICT)
class Designation:
    """One designated organisation; `domains` include subdomains; `certain` is false for second-hand reports."""

    id: Id
    name: Text
    status: Status
    certain: bool
    aliases: tuple[Text, ...] = ()
    domains: tuple[Text, ...] = ()
    date: Annotated[str | None, BeforeValidator(lambda value: None if value is None else str(value))] = None
    evidence: WebAddress | None = None


_ADAPTER = TypeAdapter(Designation)


def parse_designation(entry: Located) -> Designation:
    """One entry of designations.yaml. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "designation")
