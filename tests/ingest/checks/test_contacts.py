from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.contacts import unreachable
from knowledge.content import Content, load_content
from tests.making import replace

WEBSITE = "website: https://www.pakolaisneuvonta.fi/"


def test_a_contact_with_a_website_can_be_reached(tiny_content: Content) -> None:
    assert list(unreachable(tiny_content)) == []


def test_a_contact_with_a_telephone_can_be_reached(content_folder: Path) -> None:
    replace(content_folder / "contacts.yaml", WEBSITE, "website: null")
    replace(content_folder / "contacts.yaml", "phone: null", 'phone: "+358 1"')
    assert list(unreachable(load_content(content_folder))) == []


@pytest.mark.parametrize("email", ["null", "help@example.org"])
def test_one_with_neither_is_named(content_folder: Path, email: str) -> None:
    path = content_folder / "contacts.yaml"
    replace(path, WEBSITE, "website: null")
    replace(path, "email: null", f"email: {email}")
    ((where, line, message),) = unreachable(load_content(content_folder))
    assert (where, line) == (path, 1)
    assert "'fi-refugee-advice-centre' has neither website nor phone" in message
