"""What a message itself says of the case, read without a language model: where the person is, and the dates that matter.

Reading fails closed: what could be meant otherwise is not read. Only a cue beside a country or date gives it a meaning
("я в", "applied", «вручили»); a clause about somebody else, a condition or a wish gives none, and two readings that
disagree give none either.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from knowledge.countries import known_countries
from knowledge.dates import Span, find_dates
from knowledge.placing import OTHERS, WISHED, country_said
from knowledge.timeline import PROCEDURE_CHANGES, Situation

#: The laws for an application changed from the first of these days to the second (Regulations 2024/1348 and 2024/1351).
CHANGES = (PROCEDURE_CHANGES, date(2026, 7, 1))
#: A person says when they applied; authorities register within 15 days at most (Directive 2013/32, Art. 6; 2024/1348, Art. 27).
REGISTERED_WITHIN = timedelta(days=15)

Meaning = Literal["application_registered", "decision_notified"]

_REGISTERED = re.compile(r"зарегистрир\w*|зареєстр\w*|зарэгістр\w*|\bregistered\b|\brekisteröi\w*|\bužregistr\w*", re.I)
_APPLIED = re.compile(
    r"\b(?:под(?:ал|ала|али|ался|алась|ались|авал|авала|авался|авалась|ано|ана)|подав(?:ся)?|падал(?:а|і|ася)?|падаў(?:ся)?|"
    r"(?:по|за)?прос(?:ил|ила|или|ив)|сдал(?:ся|ась|ись)|applied|filed|lodged|(?:asked|applied) for (?:asylum|protection)|"
    r"requested (?:asylum|protection)|claimed asylum|application (?:is |was )?(?:from|dated)|"
    r"(?:заявлени[ея]|ходатайство|заява|заяўка)(?: мое| моя| у меня)? (?:от|від|ад)|"
    r"hain|haimme|jätin|pateikiau|pateikėme|p(?:a|ra)šiau|paprašiau)\b",
    re.I,
)
#: What else people apply for, and what else reaches them: then the date is of neither.
_NOT_ASYLUM = re.compile(
    r"жалоб|апелл?яц|скарг|обжал|оскарж|абскар|\bappeal|complain|valit|skund|apeliac|\bвиз[уыа]|\bviza|\bvisa|віз[уи]|внж|впж|"
    r"гражданств|паспорт|passport|residence permit|work permit|oleskelulup|\bагс\b|альтернативн|рапорт|\bиск\b|\bв суд\b|"
    r"to court|court case|еспч|strasbourg|страсбург|rule 39|резюме|работ[уы]|\bjob\b|divorce|развод|воссоединен|reunification|"
    r"прокуратур|военкомат|повест|мобилиз|призыв|комисси[ияюе]|summons|draft|conscript|mobili[sz]|military|штраф|протокол|"
    r"повістк|позв",
    re.I,
)
#: Their decisions are others than those on asylum, wherever in the sentence they stand.
_DRAFT_BOARD = re.compile(r"призывн\w* комисси|военкомат|\bагс\b|альтернативн|draft board|enlistment office", re.I)
_DECISION = (
    r"(?:отказ|решени|негатив|отриц|decision|refusal|rejection|negative|рішенн|відмов|рашэнн|адмов|päätö|kielteis|"
    r"sprendim|neigiam)"
)
_REACHED = (
    r"(?:получ\w*|вручил\w*|вручен\w*|пришел|пришло|принесли|отдали|выдали|дали|прислал\w*|уведомил\w*|узнал\w*|got|received|"
    r"was given|gave me|handed|notified|served|came|arrived|отрима\w*|прийшл\w*|прийшов|вручили|атрыма\w*|прыйшл\w*|прыйшоў|"
    r"уручы\w*|sain|saimme|tuli|gavau|gavome|įteik\w*)"
)
_NOTIFIED = re.compile(
    rf"\b{_REACHED}\b[^.!?;]{{0,40}}?{_DECISION}|{_DECISION}[^.!?;]{{0,40}}?\b{_REACHED}\b|\bnotified of\b", re.I
)
_NEGATED = re.compile(
    r"\b(?:не|ще не|еще не|not|never|haven't|didn't|hasn't|no|yet|ні|ня|en|ei|ne)\s+(?:\w+\s+)?$|\byet\b|until now", re.I
)
#: Between clauses; a date is masked first, so that its own dots and commas do not part anything.
_CLAUSE = re.compile(
    r"[.!?;\n()]+|,|\s[-–—]\s|\s(?:and|but|then|а|и|но|потом|затем|і|й|та|але|ale|потім|ja|mutta|ir|bet)\s", re.I
)
_SENTENCE = re.compile(r"[.!?\n]+")


@dataclass(frozen=True)
class Dated:
    """A day or period named in the message, and what it is of; None: of neither."""

    meaning: Meaning | None
    first: date
    last: date
    applied: bool = False

    @property
    def exact(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class Mentions:
    """What a message says: the country the person is in, those merely named, and dates with their meaning."""

    country: str | None = None
    named: tuple[str, ...] = ()
    dates: tuple[Dated, ...] = ()

    @property
    def registered(self) -> Dated | None:
        """When the application was registered or made, where that tells one law; a registration counts first."""
        found = [dated for dated in self.dates if dated.meaning == "application_registered"]
        found = [dated for dated in found if not dated.applied] or found
        return found[0] if len({(each.first, each.last) for each in found}) == 1 and _one_law(found[0]) else None

    @property
    def notified(self) -> date | None:
        """The day the decision reached the person, if it is one day."""
        found = {(dated.first, dated.last) for dated in self.dates if dated.meaning == "decision_notified"}
        if len(found) != 1:
            return None
        first, last = found.pop()
        return first if first == last else None


@dataclass(frozen=True)
class Noted:
    """What was taken from the message into the situation, to be shown to the person: None where nothing was."""

    country: str | None = None
    registered: Dated | None = None
    notified: date | None = None

    def __bool__(self) -> bool:
        return any((self.country, self.registered, self.notified))


def read_mentions(text: str, today: date) -> Mentions:
    """What `text` says, in any of the six languages; Latin-letter Russian must come in Cyrillic."""
    text = text.replace("ё", "е").replace("Ё", "Е")
    spans = find_dates(text, today)
    for span in spans:  # their dots and commas part no clauses
        text = text[: span.start] + "#" * (span.end - span.start) + text[span.end :]
    named = known_countries().find(text)
    return Mentions(
        country=country_said(text, named),
        named=tuple(dict.fromkeys(each.country for each in named)),
        dates=tuple(_dated(text, spans)),
    )


def completed(given: Situation, mentions: Mentions) -> tuple[Situation, Noted]:
    """The situation with what it lacks taken from the message; what was given always stays."""
    country = mentions.country if given.country is None else None
    registered = mentions.registered if given.application_registered is None else None
    notified = mentions.notified if given.decision_notified is None else None
    filled = replace(given, country=given.country or country, decision_notified=given.decision_notified or notified)
    if registered:
        filled = replace(
            filled, application_registered=_standing_for(registered), registered_exact=_registered_exactly(registered)
        )
    start, end = filled.application_registered, filled.decision_notified
    if notified and start and end and end < start:  # nobody is told before they apply: one of the two was misread
        return given, Noted()
    return filled, Noted(country, registered, notified)


def _registered_exactly(dated: Dated) -> bool:
    return dated.exact and not dated.applied


def _standing_for(dated: Dated) -> date:
    """The day of the period that is nearest to the change of the law, so that what is unsure there stays unsure."""
    return dated.last if dated.last < CHANGES[0] else dated.first


def _one_law(dated: Dated) -> bool:
    """Whether the application surely fell on one side of both changes, or is a day that tells its side of each."""
    if dated.first >= CHANGES[1]:
        return True
    latest = dated.last + (REGISTERED_WITHIN if dated.applied else timedelta(0))
    return latest < CHANGES[1] and (dated.exact or dated.last < CHANGES[0])


def _dated(masked: str, spans: Sequence[Span]) -> Iterator[Dated]:
    clauses, sentences = _bounds(masked, _CLAUSE), _bounds(masked, _SENTENCE)
    for span in spans:
        meaning, applied = None, False
        sentence = sentences[_holding(sentences, span)]
        for place in _candidates(masked, clauses, _holding(clauses, span)):
            if cue := _cue(masked[slice(*place)], masked[slice(*sentence)]):
                meaning, applied = cue
                break
        yield Dated(meaning, span.first, span.last, applied)


def _holding(bounds: Sequence[tuple[int, int]], span: Span) -> int:
    """The number of the piece in which the span begins."""
    return max(0, bisect_right(bounds, (span.start, len(bounds) and bounds[-1][1])) - 1)


def _candidates(masked: str, clauses: Sequence[tuple[int, int]], number: int) -> Iterator[tuple[int, int]]:
    """The clause of a date; when that holds little more than the date, the one before with it."""
    start, end = clauses[number]
    yield start, end
    if number and len(re.findall(r"[^\W\d_]{3,}", masked[start:end])) <= 1:
        yield clauses[number - 1][0], end


def _cue(clause: str, sentence: str) -> tuple[Meaning | None, bool] | None:
    """What a date in this clause is of, and whether it is of applying only; None when nothing there says."""
    if WISHED.search(clause) or OTHERS.search(sentence.partition("#")[0]):
        return None
    told = _NOTIFIED.search(clause)
    registered, applied = _REGISTERED.search(clause), _APPLIED.search(clause)
    found = [match for match in (told, registered or applied) if match]
    if not found:
        return None
    if (
        _DRAFT_BOARD.search(sentence)
        or _NOT_ASYLUM.search(clause)
        or any(_NEGATED.search(clause[: match.start()]) for match in found)
    ):
        return None, False
    if (
        told
        and applied
        and not registered
        and "#" in clause[min(told.end(), applied.end()) : max(told.start(), applied.start())]
    ):
        return None  # between the two: of either
    if told and (registered or applied):
        return None
    return ("decision_notified", False) if told else ("application_registered", registered is None)


def _bounds(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    found, start = [], 0
    for match in pattern.finditer(text):
        found.append((start, match.start()))
        start = match.end()
    return [*found, (start, len(text))]
