"""Does a person write that they are in Russia or Belarus? Patterns, for the reader's safety only: in doubt, yes.

Nothing is answered by it (whose law applies is another question), so a "yes" too many only hides a link behind a button.
"""

from __future__ import annotations

import re

from knowledge.folding import folded

#: Places by the case in which one is there, in the languages people write in, and Russian in Latin letters.
_RUSSIAN = (
    r"россии|рф|российской федерации|раш(?:к?е|ки)|беларуси|белоруссии|рб|москв[еы]|мск|подмосковь[ея]|"
    r"московской (?:области|обл)|питер[еа]|спб|(?:санкт-?\s?)?петербург[еа]|ленобласти|ленинградской (?:области|обл)|"
    r"(?:новосибирск|екатеринбург|челябинск|красноярск|волгоград|саратов|краснодар|омск|томск|воронеж|барнаул|ижевск|"
    r"хабаровск|иркутск|владивосток|оренбург|калининград|мурманск|псков|белгород|курск|брянск|смоленск|якутск|"
    r"ростов|ульяновск|ставропол|севастопол|симферопол|донецк|луганск|мариупол|архангельск|петрозаводск|сургут|липецк|"
    r"кировск|киров|магнитогорск|нижневартовск|норильск|братск|череповц|вологд|дагестан|татарстан|башкортостан|"
    r"минск|брест|витебск|гомел|могил[её]в|бобруйск|пинск|лид|полоцк)(?:е|а|и|ы)|барановичах|"
    r"екб|нижнем|нижнем новгороде|великом новгороде|казани|самаре|уфе|перми|тюмени|тольятти|махачкале|ярославле|кемерово|"
    r"рязани|туле|твери|чите|улан-удэ|грозном|чечне|башкирии|карелии|крыму|сочи|пензе|чебоксарах|астрахани|сибири|"
    r"калуге|костроме|иваново|абакане|майкопе|нальчике|владикавказе|гродно"
)
_OTHERS = (
    r"росії|білорусі|москві|мінську|пітері|петербурзі|криму|"
    r"расіі|расеі|беларусі|маскве|мінску|гродне|віцебску|магілёве|гомелі|брэсце|"
    r"rossii|rf|moskve|pitere|spb|minske|belarusi|belarussii|peterburge|"
    r"venäjällä|valko-venäjällä|moskovassa|pietarissa|minskissä|rusijoje|baltarusijoje|maskvoje|minske|peterburge"
)
_ENGLISH = (
    r"russia|belarus|belorussia|the russian federation|moscow|minsk|st\.? ?petersburg|saint petersburg|grodno|hrodna|brest|"
    r"gomel|vitebsk|mogilev|kazan|novosibirsk|yekaterinburg|kaliningrad|murmansk|pskov|rostov|krasnodar|samara|chechnya|"
    r"dagestan|crimea|siberia|vladivostok|voronezh|omsk|tomsk|perm|ufa|tver|smolensk|belgorod|kursk"
)
_PLACE_RU = rf"(?:(?:г|городе|районе|области)\.?\s+)?(?:{_RUSSIAN}|{_OTHERS})(?!\w)"
_PLACE_EN = rf"(?:the\s+)?(?:{_ENGLISH})(?!\w)"

#: Being somewhere, said by the person: not "я служил в", "I was in", "я не в".
_AM_RU = (
    r"я|мы|сижу|сидим|живу|жив[её]м|проживаю|проживаем|нахожусь|находимся|остаюсь|оста[её]мся|остал(?:ся|ась|ись)|"
    r"застрял[аи]?|прячусь|прячемся|скрываюсь|скрываемся|служу|работаю|учусь|прописаны?|оказал(?:ся|ась|ись)|вернул(?:ся|ась|ись)|"
    r"живемо|перебуваю|сиджу|жыву|знаходжуся|сяджу|ya|my|sizhu|sidim|zhivu|zhivem|nahozhus|zastryal|olen|olemme|asun|esu|esame|"
    r"gyvenu"
)
_STILL_RU = (
    r"сейчас|щас|пока|ещ[её]|до сих пор|сама?|сами|тоже|уже|тут|здесь|дома|вс[её]|оба|обе|временно|вместе|постоянно|теперь|"
    r"(?:с|со) \w+|зараз|ще|досі|цяпер|яшчэ|seychas|poka|esche|eshe|nyt|vielä|dar|dabar|"
    r"сижу|живу|нахожусь|живемо|сиджу|жыву|sizhu|zhivu"
)
_AM_EN = r"i am|i'm|i’m|im|we are|we're|we’re|i live|we live|i stay|we stay|i'm living|stuck|hiding|still|currently|trapped"
_STILL_EN = (
    r"still|now|right now|currently|already|here|back|stuck|trapped|living|hiding|staying|home|at home|also|both|just|"
    r"located|based|with (?:my )?\w+|alone"
)
_THERE = re.compile(
    rf"(?<!\w)(?:{_AM_RU})(?:,?\s+(?:{_STILL_RU}))*\s+(?:(?:в|во|на|у|ў|под|v|vo)\s+)?{_PLACE_RU}"
    rf"|(?<!\w)(?:{_AM_EN})(?:,?\s+(?:{_STILL_EN}))*\s+(?:in|inside|near)\s+{_PLACE_EN}"
    rf"|(?<!\w)(?:пишу|пишем|pishu)\s+(?:(?:вам|сейчас)\s+)*(?:из|iz)\s+{_PLACE_RU}"
    rf"|(?<!\w)(?:writing|write|asking)\s+(?:to you\s+)?from\s+(?:inside\s+)?{_PLACE_EN}"
)
#: Any word of being in, coming from or leaving there; not "back to Russia", which is said from elsewhere.
_FROM_THERE = re.compile(
    rf"(?<!\w)(?:(?:в|во|на|у|ў|под|из|з|із|v|iz)\s+)?{_PLACE_RU}|(?<!\w)(?:in|inside|from|of|leave|leaving|left|flee|fleeing)\s+{_PLACE_EN}"
)


def says_there(text: str) -> bool:
    """Whether the person says that they themselves are there now."""
    return _THERE.search(folded(text)) is not None


def says_from_there(text: str) -> bool:
    """Whether the text speaks of being there, or of coming from there."""
    return _FROM_THERE.search(folded(text)) is not None
