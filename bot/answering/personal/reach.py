"""Ways to reach a person: e-mail, telephone, Telegram names and profile pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.personal.span import Span, spans

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PROFILE = re.compile(
    r"(?<![\w.])(?:https?://)?(?:www\.|m\.)?"
    r"(?:t\.me|telegram\.me|vk\.com|vk\.ru|ok\.ru|wa\.me|instagram\.com|facebook\.com|fb\.com)/[\w.@+/?=&%-]*[\w/]",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w.@/\[])@[a-z]\w{3,31}(?![\w-])", re.I)

#: Written with + or 00 and the country: 9 to 15 digits in all, in groups; 00 is no end of a number such as 5 001 000.
_ABROAD = re.compile(
    r"(?<![\w+])(?:\+ ?|(?<!\d[ \u00a0])00)(?=[1-9](?:[ .()‑-]{0,2}\d){8})"
    r"\d{1,3}(?:\d{8,12}(?!\d)|(?:[ .‑-]?\(?\d{1,4}\)?){2,6}(?!\d))"
)
_RUSSIAN = re.compile(
    r"(?<![\d+])(?:[78][ -]?)(?:\([3-9]\d\d\)|[3-9]\d\d)[ -]?\d{3}[ -]?\d\d[ -]?\d\d(?!\d)"
    r"|(?<![\d+])(?:\(9\d\d\)|9\d\d)[ -]\d{3}[ -]\d\d[ -]?\d\d(?!\d)"
)
_FINNISH = re.compile(r"(?<![\d+])(?:04\d|050)[ -]?\d{3}[ -]?\d{2,4}(?:[ -]?\d{2})?(?!\d)")
_LITHUANIAN = re.compile(
    r"(?<![\d+])(?:\(?[08][ -]?6\)?|\([08]-6\))\d\d[ -]?\d{5}(?!\d)"
    r"|(?<![\d+])[08][ -]6\d\d[ -]\d{2,3}[ -]?\d{2,3}(?!\d)"
)
#: A number somebody calls a telephone number, whatever its form.
_CALLED = re.compile(
    r"(?<!\w)(?:тел(?:ефон\w{0,3})?|моб(?:ильн\w{2,3})?|звоните|позвоните|phone|mobile|call me(?: (?:at|on))?|whatsapp|"
    r"viber|signal|ватсап\w?|вотсап\w?|puh(?:elin)?|puhelinnumero\w{0,3})[.:]?(?: (?:номер\w?|number|is|мне|по|на))*[ :№-]{0,3}"
    r"(?P<it>\(?\d(?:[ ()-]{0,2}\d){5,12})(?!\d)",
    re.I,
)


def certain(text: str) -> Iterator[Span]:
    """What is a way to reach somebody whatever stands around it; profile pages come first, since they look like pages."""
    yield from spans(_PROFILE, text, "handle")
    yield from spans(_EMAIL, text, "email")
    yield from spans(_HANDLE, text, "handle")
    yield from spans(_ABROAD, text, "phone")


def likely(text: str) -> Iterator[Span]:
    """National telephone numbers; to be asked when dates and amounts are hidden."""
    for pattern in (_RUSSIAN, _FINNISH, _LITHUANIAN, _CALLED):
        yield from spans(pattern, text, "phone")
