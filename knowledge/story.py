"""Long messages: the questions in them, each with enough around it to be searched for alone. Pure.

A question is rarely the whole of a story, and the vector of the whole drowns it. So the asking sentences are searched for
apart (see `knowledge.search` for how the findings are merged): the last ones, since people tell first and ask at the end.
"""

from __future__ import annotations

import re

from knowledge.lemmas import words

#: A message of more words than this is a story, and so is a shorter one with several questions in it.
LONG, SHORT_STORY = 60, 12
#: Questions of a story that are searched for; sentences of fewer words than this are too bare to be searched for alone.
MOST, BARE = 4, 4
#: From so many words on, each sentence is judged for danger too, up to so many of them: one line of ten may be the urgent one.
TOLD, TOLD_MOST = 25, 16
#: A story without punctuation is cut into pieces of so many words.
PIECE = 25

_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…\n]+|$)")
#: Dots that end no sentence: dates, abbreviations, numbers of articles.
_NO_END = re.compile(r"(?<=\d)\.(?=\d)|[?!](?=\s?[),»\"])|\b(?:г|ст|ч|п|руб|тыс|др|т\.\s?[дпе]|art|no|nr|mr|e\.g|i\.e)\.", re.I)
_SHIELD, _SHOW = str.maketrans(".?!", "\1\2\3"), str.maketrans("\1\2\3", ".?!")
_ASKS = re.compile(
    r"\?|^\W*(?:а\s+|и\s+|но\s+|and\s+|but\s+|so\s+)?(?:что|как|какой|какая|какие|каков|куда|где|когда|сколько|кто|почему|зачем|"
    r"могут|могу|можно|может|есть ли|имеют|имеет|нужно ли|надо ли|стоит ли|подскажите|посоветуйте|"
    r"what|how|which|where|when|who|why|can|could|"
    r"do|does|is|are|will|would|should|may|що|як|який|яка|які|куди|де|коли|скільки|хто|чому|чи|можуть|можна|што|якая|якія|дзе|"
    r"калі|колькі|хто|чаму|ці|могуць|mitä|miten|missä|milloin|kuinka|voiko|voinko|saako|onko|kuka|kas|kaip|kur|kada|kiek|ar)\b"
    r"|\b(?:\w+ ли|вопрос|the question|want to know|хочу понять|не понимаю|скажите)\b",
    re.I,
)


def sentences(text: str) -> list[str]:
    """The sentences of a text; lines end one too."""
    shielded = _NO_END.sub(lambda match: match[0].translate(_SHIELD), text)
    return [found.translate(_SHOW).strip() for found in _SENTENCE.findall(shielded) if found.strip()]


def told(text: str) -> tuple[str, ...]:
    """The sentences of a longer message, the last ones first and at most `TOLD_MOST`; empty for a short one."""
    said = [sentence for sentence in sentences(text) if len(words(sentence)) >= BARE]
    return tuple(said[::-1][:TOLD_MOST]) if len(said) > 1 and len(words(text)) >= TOLD else ()


def asks(sentence: str) -> bool:
    """Whether the sentence asks something."""
    return _ASKS.search(sentence) is not None


def questions(text: str) -> tuple[str, ...]:
    """The questions of a story, in their order; empty when the text is no story and is best searched for as it is."""
    length = len(words(text))
    if length <= SHORT_STORY:
        return ()
    said = sentences(text)
    if len(said) == 1 and length > LONG:
        said = _pieces(text)
    asking = _grown([(place, sentence) for place, sentence in enumerate(said) if asks(sentence)], said)
    if length <= LONG:
        marked = [sentence for sentence in asking if "?" in sentence]
        return tuple(marked[-MOST:]) if len(marked) > 1 else ()
    return tuple(asking[-MOST:]) or tuple(said[-2:])


def _grown(asking: list[tuple[int, str]], said: list[str]) -> list[str]:
    """The asking sentences; a bare one takes the sentence before it along."""
    found: list[str] = []
    for place, sentence in asking:
        if len(words(sentence)) >= BARE:
            found.append(sentence)
        elif place and found and found[-1].endswith(said[place - 1]):
            found[-1] = f"{found[-1]} {sentence}"
        elif place:
            found.append(f"{said[place - 1]} {sentence}")
    return list(dict.fromkeys(found))


def _pieces(text: str) -> list[str]:
    parts = text.split()
    return [" ".join(parts[start : start + PIECE]) for start in range(0, len(parts), PIECE)]
