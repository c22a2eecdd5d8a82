"""Names a person introduces themselves or somebody else by («меня зовут Иван Петров», "my name is …"), and patronymics.

A name is only looked for behind such words: a bare pair of capitalised words may as well be a judgment or a politician.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.personal.given import GIVEN, ORDINARY
from bot.answering.personal.span import Span

#: A name has no more words than these.
WORDS = 3
_WHOM_RU = r"(?:меня|мене|мяне|его|её|ее|их|сына|мужа|брата|отца|друга|парня|племянника|внука|дочь|жену|сестру|маму|подругу)"
_WHOSE_RU = r"(?:(?:моего|мою|нашего|нашу|твоего) )?"
_INTRODUCED = re.compile(
    rf"(?<!\w)(?:а |и )?(?:{_WHOSE_RU}{_WHOM_RU} )?(?:полностью )?(?:зовут|звать|звати|завуць)"
    r"(?: (?:меня|мене|мяне|его|её|ее))?(?!\w)"
    r"|(?<!\w)(?:мо[её] |ім['’]я |моє |маё )?(?:полное )?(?:имя(?: и фамилия)?|ім['’]я|імя)(?!\w)"
    r"|(?<!\w)(?:моя |его |её )?фамили[яю](?: и имя)?(?!\w)"
    r"|(?<!\w)ф\.? ?и\.? ?о\.?(?!\w)"
    r"|(?<!\w)с уважением(?!\w)"
    r"|(?<!\w)(?:menya zovut|zovut menya|moyo imya|moe imya|moya familiya)(?!\w)"
    r"|(?<!\w)(?:my|his|her)(?: full)? (?:name is|name['’]s|surname is|last name is)(?!\w)"
    r"|(?<!\w)(?:i am|i['’]m|he is|my (?:son|husband|brother|friend)(?: is)?) (?:called|named)(?!\w)"
    r"|(?<!\w)(?:full name|first name|last name|surname|name|name of (?:the )?applicant)(?=:)"
    r"|(?<!\w)(?:best |kind )?regards(?=,)"
    r"|(?<!\w)(?:minun |mun )?(?:nimeni|nimi) on(?!\w)"
    r"|(?<!\w)mano vardas(?: yra)?(?: ir pavardė)?(?!\w)",
    re.I,
)
#: "I am …": only a given name may follow, since nearly everything else can too.
_PRESENTED = re.compile(r"(?<!\w)(?:я|меня|это|пишет вам|i am|i['’]m|this is|olen|aš esu|es esu)(?: the)?(?=[ ,])", re.I)
_GAP = re.compile(r"[ ,]{0,2}[:—–-]{0,1}[ ]{0,2}[«\"]?")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_PATRONYMIC = re.compile(
    r"(?<!\w)(?:[А-ЯЁ][а-яё-]+(?:ов|ев|ёв|ин|ын|ский|цкий|ова|ева|ёва|ина|ына|ская|цкая|енко|ко|ук|юк|ян|дзе|швили) )?"
    r"[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]*(?:ович|евич|ьич|мич|кич|овна|евна|ична)"
    r"(?: [А-ЯЁ][а-яё-]+(?:ов|ев|ёв|ин|ын|ий|ой|ва|на|ая|ко|ук|юк|ян|дзе))?(?!\w)"
)
_SURNAME = re.compile(
    r"[а-яё]{3,}(?:ов|ев|ёв|ин|ова|ева|ёва|ина|енко|чук|дзе|швили|ович|евич|овна|евна)"
    r"|[a-z]{3,}(?:ov|ev|in|ova|eva|ina|enko|ovich)"
)
#: Words with which the next sentence may begin, or that stand in the place of a name.
_NO_NAME = frozenset(
    """
    в во на к ко и а но с со у из от до за по о об для что как где когда кто почему можно могу мне меня мой моя моё мои я он она
    они мы вы вам вас нас его её ее их пришла пришло пришёл пришел получил получила сейчас сегодня вчера завтра это этот если
    хочу нужно надо есть был была живу нахожусь служу служил здравствуйте добрый помогите подскажите спасибо пожалуйста военком
    военкомат армию армия россия россию беларусь финляндия финляндии литва литве не так ещё уже воевать служить
    один гражданин грузин русский русская готов здоров против через внесли указано указана записано
    i in on at to of the a an my me he she it is not and or but what how when where why can could do does they we you please
    hello help from under was am are have has got received unknown
    """.split()  # noqa: SIM905
)


def names(text: str) -> Iterator[Span]:
    """Every name together with the words that introduce it: nothing of the question is lost with them."""
    for match in _INTRODUCED.finditer(text):
        if end := _name_end(text, match.end()):
            yield Span(match.start(), end, "name")
    for match in _PRESENTED.finditer(text):
        if end := _name_end(text, match.end(), only_given=True):
            yield Span(match.start(), end, "name")
    for match in _PATRONYMIC.finditer(text):
        yield Span(*match.span(), "name")


def _name_end(text: str, place: int, *, only_given: bool = False) -> int | None:
    """Where the name ends that begins at `place`; None when there is none."""
    gap = _GAP.match(text, place)
    place = gap.end() if gap else place
    end, known = None, False
    for _ in range(WORDS):
        match = _WORD.match(text, place)
        if match is None:
            break
        word = match.group()
        initial = len(word) == 2 and word.endswith(".") and word[0].isupper()
        bare, lowered = word.rstrip("."), word.rstrip(".").lower()
        given = lowered in GIVEN and (bare[0].isupper() or lowered not in ORDINARY)
        capital = bare[0].isupper() and bare[1:].islower() and len(bare) > 1 and lowered not in _NO_NAME
        surname = known and lowered not in _NO_NAME and _SURNAME.fullmatch(lowered) is not None
        if not (given or surname or ((capital or initial) and (known or not only_given))):
            break
        known = known or given
        end = match.end() if initial else match.start() + len(bare)
        spaced = text[end : end + 1] == " "
        place = end + spaced
        if not (spaced or initial) or (only_given and not known):
            break
    return end
