"""In which country a message says the person is, or whose authority decides, by the words beside the country's name.

Strongest first: "I am in"; being sent from one country to another; the last of arriving, applying and being refused. The
patterns read text in which `marked` has put «in:FI», «from:FI», «to:LT», «at:FI» (named only) and «office:FI».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.countries import Named, marked
from knowledge.states import ZONES

#: A text that names more countries than this is no person's story, and reading it would take long.
MOST = 20
#: Somebody else than the person: what follows in the sentence is not about them.
OTHERS = re.compile(
    r"\b(?:(?:мой|моя|моего|мои|его|ее|мій|моя|мае) (?:\w+ )?(?=\w)(?:брат|сестр|друг|друз|парень|знаком|подруг|сосед)\w*|"
    r"брат\w*|сестр\w*|сын\w{0,3}|муж(?:а|у)?|жен[ауые]|мам[ауые]|отец|отца|друг(?:а|у)?|друзья|парень|подруг\w|знаком\w*|"
    r"он|она|ему|ей|его|he|she|him|his|her|чоловік\w*|син|сина|сину|вона|він|йому|яна|сябар|"
    r"my (?:\w+ )?(?:brother|sister|son|husband|wife|friend|boyfriend|girlfriend|cousin|father|mother|partner)|"
    r"brother|veljeni|ystäväni|poikani|hän|brolis|sūnus|draugas|jis|ji)\b",
    re.I,
)
#: A condition or a wish: what follows in the clause need not be so.
WISHED = re.compile(
    r"\b(?:если|якщо|калі б|калі я|if|when i (?:get|go|come)|jos|jei|хочу|хотим|хотел\w*|хочем|думаю|планиру\w*|собира\w*|"
    r"want to|plan to|thinking of|going to|would like|можно ли|лучше|can i|could i|should i|may i|чи можна|ці можна|voinko|"
    r"ar galiu|буду|will be)\b",
    re.I,
)
#: Words that may stand between "I am" and the place.
_GAP = (
    r"(?:\s+(?:в (?:лагере|центре|сизо|приемнике|общежитии|тюрьме)(?: (?:временного )?(?:содержания|приема|для беженцев))?|"
    r"сейчас|уже|пока|теперь|тут|здесь|сам|сама|один|одна|все еще|еще|живу|нахожусь|сижу|под стражей|"
    r"зараз|вже|тут|перебуваю|поки|ще|цяпер|ужо|знаходжуся|жыву|россиянин|россиянка|беларус|белорус|беженец|"
    r"now|currently|already|still|here|living|staying|stuck|detained|a russian|russian|an asylum seeker|in a camp|in detention|"
    r"with my family|alone|nyt|jo|turvapaikanhakija(?:na)?|vastaanottokeskuksessa|dabar|jau|stovykloje))"
)
_I = (
    r"(?:i am|i'm|im|iam|we are|we're|i live|we live|i stay|currently|now|still|been|я|"
    r"мы(?: с (?:женой|мужем|детьми|сыном|дочкой|семьей|другом|братом|мамой))?|ми|живу|живем|проживаю|"
    r"нахожусь|находимся|застрял\w*|сижу|сидим|здесь|тут|сейчас|теперь|уже|тепер|цяпер|зараз|перебуваю|перебуваємо|живемо|знаходжуся|жыву|olen|olemme|"
    r"asun|asumme|oleskelen|nyt|esu|esame|gyvenu|gyvename|dabar)"
)
_AND_NOW = r"(?:\s+(?:#|сейчас|уже|с #|since|с|сижу|живу|нахожусь|второй|третий|полгода|год|месяц\w*|недел\w*|\d+))"
_HERE = (
    re.compile(rf"(?<![\w'])(?:{_I}){_GAP}{{0,4}}[\s,:–—-]+(?:in )?«in:(\w\w)»"),
    re.compile(rf"(?:^|[.!?;,\n]\s*)«in:(\w\w)»{_AND_NOW}"),
    re.compile(r"«in:(\w\w)»\s+(?:я|нахожусь|живу|сижу|жыву|перебуваю|olen|asun)\b(?! (?:не|хочу|подал|могу))"),
)
SEND = (
    r"(?:верн(?:уть|ут|ет|ете)|возвра(?:щают|щать|т\w*)|передать|передадут|передач\w*|передают|передаст|отправ(?:ить|ят|ляют|ит|ке|ку)|"
    r"высылк\w*|выслать|вышлют|высылают|вышлет|депортир(?:овать|уют|ует)|депортаци\w*|трансфер\w*|"
    r"поверн(?:ути|уть|е)|поверта(?:ють|ти|ння)|передати|передадуть|передають|переда(?:чу|ча|чі|ння)|депортувати|депорт(?:ують|ація|ацію)|"
    r"видворити|видворення|відправ(?:ити|лять|ляють|ка|ку)|"
    r"вярн(?:уць|уць мяне)|вярта(?:юць|ць|нне|ньне)|перада(?:ць|дуць|юць|ча|чу|чы)|"
    r"дэпарт(?:аваць|уюць|ацыя|ацыю)|адправ(?:іць|яць|ляюць)|высыла(?:юць|ць)|"
    r"(?:send|sending|be sent|return(?:ing)?|be returned|transfer(?:ring)?|be transferred|deport(?:ing)?|be deported|"
    r"remov(?:e|ing|al)|"
    r"deportation|being transferred|being sent|hand(?:ing)? over|take me)|"
    r"palaut\w*|siirt\w*|siirr\w*|lähett\w*|karkot\w*|käännyt\w*|grąžin\w*|perduo\w*|išsiųs\w*|perkel\w*)"
)
_SENT_OFF = re.compile(
    r"\b(?:вернули|передали|выслали|депортировали|отправили|was sent|was deported|was returned|was transferred|were sent|"
    r"sent me|deported me|повернули|вислали|выслалі|вярнулі|palautettiin|siirrettiin|grąžino)\b"
)
_TRANSFER = (
    re.compile(rf"\b{SEND}\b[^.!?;\n]{{0,40}}?«from:(\w\w)»[^.!?;\n]{{0,25}}?«(?:to|at|in):\w\w»"),
    re.compile(rf"«from:(\w\w)»[^.!?;\n]{{0,30}}?«(?:to|at|in):\w\w»[^.!?;\n]{{0,40}}?\b{SEND}\b"),
    re.compile(rf"\b{SEND}\b[^.!?;\n]{{0,20}}?«to:\w\w»[^.!?;\n]{{0,25}}?«from:(\w\w)»"),
    re.compile(rf"«(?:at|office):(\w\w)»(?:\s+[\w']+){{0,3}}?\s+{SEND}\b[^.!?;\n]{{0,40}}?«(?:to|at):\w\w»"),
    re.compile(rf"\b{SEND}\b[^.!?;\n]{{0,30}}?«(?:at):(\w\w)»\s+(?:minut|meid[äa]t)?\s*«to:\w\w»"),
    re.compile(r"«(?:at|from|in):(\w\w)»\s*(?:→|->|=>|—>|–>|>)\s*«(?:at|to|in):\w\w»"),
)
_APPLIED = (
    r"(?:под(?:ал|ала|али|ался|алась|ались|авал|авала|авался|авалась)|подав(?:ся)?|падал(?:а|і|ася)?|падаў(?:ся)?|"
    r"(?:по|за)?прос(?:ил|ила|или|ив)|сдал(?:ся|ась|ись)|applied|filed|lodged|asked for asylum|requested asylum|claimed asylum|"
    r"sought asylum|hain|haimme|jätin|pateikiau|pateikėme|paprašiau|registered|зарегистрир\w+)"
)
_REFUSED = (
    r"(?:отказ(?:а|али|ала|ало|е|ом|у)?|решени\w+|отклонил\w*|refused|refusal|rejected|rejection|rejects|refuses|negative|decision|denied|відмов\w*|рішення|адмов\w*|рашэнн\w*|kielteis\w*|"
    r"päätö\w*|sprendim\w*|neigiam\w*|интервью|interview)"
)
_ARRIVED = (
    r"(?:приехал\w*|прибыл\w*|перебрал\w*|переехал\w*|уехал\w*|сбежал\w*|бежал\w*|добрал\w*|попал\w*|прилетел\w*|вылетел\w*|"
    r"приїха\w*|переїха\w*|виїха\w*|прыеха\w*|з'еха\w*|came|arrived|moved|fled|went|got|travel\w+|flew|tulin|saavuin|muutin|atvykau|"
    r"persikėliau)"
)
_DECIDES = (
    ("applied", re.compile(rf"\b{_APPLIED}\b[^.!?;,\n]{{0,45}}?«(?:in|from):(\w\w)»")),
    ("applied", re.compile(rf"«(?:in|from):(\w\w)»[^.!?;,\n]{{0,30}}?\b{_APPLIED}\b")),
    ("refused", re.compile(rf"\b{_REFUSED}\b[^.!?;,\n]{{0,30}}?«(?:in|office):(\w\w)»")),
    ("refused", re.compile(rf"«(?:in|office|at):(\w\w)»[^.!?;,\n]{{0,25}}?\b{_REFUSED}\b")),
    ("arrived", re.compile(rf"\b{_ARRIVED}\b[^.!?;,\n]{{0,30}}?«(?:to|in):(\w\w)»")),
    ("arrived", re.compile(rf"«to:(\w\w)»[^.!?;,\n]{{0,20}}?\b{_ARRIVED}\b")),
)
#: Words of the past beside a place or an authority; those of _ABSENT only deny being there.
_PAST = re.compile(
    r"\b(?:used to|never|раньше|сначала|до этого|ранее|before|previously|earlier|first|спершу|раней|спачатку)\b",
)
_ABSENT = re.compile(r"\b(?:не|was|were|not|isn't|aren't|был|была|были|ні|ня|бул[аи]|быў|была|olin|buvau)\b")
_MYSELF = re.compile(r"(?:i am|i'm|im|we are|we're|я|мы|ми|olen|esu)\b")
_WENT_BACK = re.compile(
    r"\b(?:вернул(?:ся|ась|ись)|went back|returned|came back|повернувся|вярнуўся|palasin|grįžau)\b"
    r"[^.!?;\n]{0,20}(?:«|домой|home|$)|\bи вернул(?:ся|ась|ись)\b"
)
_SENTENCE = re.compile(r"[.!?\n]+")
#: What parts clauses.
_PARTS = (*".!?;,\n", " а ", " но ", " but ", " then ", " потом ", " але ")


def country_said(text: str, named: Sequence[Named]) -> str | None:
    """The country the person is in or whose authority decides; None when the message does not say, or says two."""
    if len(named) > MOST or not any(each.where != "of" for each in named):
        return None
    shown = marked(text, list(named))
    for found in (_here(shown), _sent_from(shown), _deciding(shown)):
        if found:
            return next(iter(found)) if len(found) == 1 and found <= ZONES.keys() else None
    return None


def _here(text: str) -> set[str]:
    found = set()
    for pattern in _HERE:
        for match in pattern.finditer(text):
            myself = bool(_MYSELF.match(match[0]))
            if not _unsaid(text, match.start(), match.end(), myself) and not _ABSENT.search(_clause(text, *match.span())):
                found.add(match[1])
    return found


def _sent_from(text: str) -> set[str]:
    found = set()
    for pattern in _TRANSFER:
        for match in pattern.finditer(text):
            sentence = _sentence_of(text, match.start())
            if not _SENT_OFF.search(sentence):
                found.add(match[1])
    return found


def _deciding(text: str) -> set[str]:
    """The last of what decides: whoever came somewhere after applying elsewhere is there now."""
    found: list[tuple[int, str, str]] = []
    for kind, pattern in _DECIDES:
        for match in pattern.finditer(text):
            if not _unsaid(text, match.start(), match.end()):
                found.append((match.start(), kind, match[1]))
    if not found or _WENT_BACK.search(text):
        return set()
    found.sort()
    countries = {country for _, _, country in found}
    if len(countries) == 1 or found[-1][1] == "arrived":
        return {found[-1][2]}
    decided = {country for _, kind, country in found if kind != "arrived"}
    return decided if found[-1][1] != "arrived" and len(decided) == 1 else countries


def _unsaid(text: str, start: int, end: int, myself: bool = False) -> bool:
    """Whether the sentence speaks of somebody else before this, or its clause of a condition, a wish or what is past."""
    sentence_start = max(text.rfind(mark, 0, start) + 1 for mark in ".!?\n")
    clause = _clause(text, start, end)
    others = OTHERS.search(clause if myself else text[sentence_start:end])
    return bool(others or WISHED.search(clause) or _PAST.search(clause))


def _clause(text: str, start: int, end: int) -> str:
    """The clause from its beginning up to `end`."""
    return text[max(at + len(mark) if (at := text.rfind(mark, 0, start)) >= 0 else 0 for mark in _PARTS) : end]


def _sentence_of(text: str, position: int) -> str:
    start = max(text.rfind(mark, 0, position) + 1 for mark in ".!?\n")
    after = _SENTENCE.search(text, position)
    return text[start : after.start() if after else len(text)]
