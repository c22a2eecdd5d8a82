"""A contact: an organisation or office that can help, or an authority one has to deal with."""

from __future__ import annotations

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import STRICT, Bilingual, CheckDate, Country, Id, Text, WebAddress
from knowledge.yamlfile import Located


@dataclass(frozen=True, config=STRICT)
class Contact:
    """Who helps where; phone and e-mail only where somebody saw them on a page."""

    id: Id
    name: Bilingual
    country: Country
    languages: tuple[Text, ...]
    what: Bilingual
    website: WebAddress | None
    phone: Text | None
    email: Text | None
    checked: CheckDate


_ADAPTER = TypeAdapter(Contact)


def parse_contact(entry: Located) -> Contact:
    """One entry of contacts.yaml. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "contact")
