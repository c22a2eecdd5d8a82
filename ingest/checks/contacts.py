"""Can a person reach the contacts?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks import Finding
from knowledge.content import Content


def unreachable(content: Content) -> Iterator[Finding]:
    """Contacts with neither website nor telephone."""
    for contact in content.contacts.values():
        if contact.website is None and contact.phone is None:
            place = content.places["contact", contact.id]
            yield place.path, place.line, f"contact '{contact.id}' has neither website nor phone: find one, or drop the contact"
