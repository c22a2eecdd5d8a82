"""What no sentence of ours may say, whatever rule it cites: ways to reach strangers, and advice to do what harms people.

Patterns, by which a poisoned article is refused at ingestion and, should it come past, not said. They know the usual words
of both languages, not every wording: what they miss is written in SECURITY.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from knowledge.content import Content
from knowledge.folding import folded

#: Without one of these there is nothing to look for.
_REACH = re.compile(r"[@+]|\w\.\w|8[ (-]|[A-Za-z0-9]{20}")
_DIGITS = re.compile(r"\D")
_LINK = re.compile(r"(?:https?://|www\.)[^\s)\]»\"]+|(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s)\]»\"]+", re.I)
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:org|com|net|info|ru|eu|fi|lt|lv|ee|pl|de|int|me|io|by|ua|cc|top|xyz|onion|"
    r"app|link|site|online)"
    r"(?![\w-])",
    re.I,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w.@/\[])@[a-z]\w{2,31}", re.I)
_PHONE = re.compile(
    r"(?<![\w.])\+ ?\d(?:[ ().-]{0,2}\d){7,14}(?!\d)|(?<![\w.])8[ (-]{1,2}\d{3}[ )-]{1,2}\d{3}[ -]?\d\d[ -]?\d\d(?!\d)"
)
_PURSE = re.compile(r"\b(?:bc1[a-z0-9]{20,}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})\b")

_WORDS = r"(?:[\w'’-]+ ){0,4}?"
_SECRETLY_EN = (
    r"(?:at night|by night|in the dark|unnoticed|unseen|secretly|quietly|illegally|without being seen|"
    r"without documents|"
    r"through the (?:forest|woods|swamps?|river|field)|between the (?:posts|patrols)|away from the (?:posts?|"
    r"checkpoints?)|"
    r"where (?:nobody|no one)|off the road|with a smuggler)"
)
_SECRETLY_RU = (
    r"(?:ночью|по ночам|в темноте|тайно|тайком|незаметно|скрытно|лесом|лесами|через (?:лес|болото|реку|поле|"
    r"забор)|между постами|"
    r"в обход|мимо постов|пока никто|без документов|с проводником|нелегально)"
)
_BORDER_EN, _BORDER_RU = r"(?:border|frontier|fence|forest|river)", r"(?:границ\w+|рубеж\w*|забор\w*|лес\w*|рек[уи]|болот\w+)"
_OFFICIAL_EN = (
    r"(?:officers?|guards?|officials?|doctors?|policem[ae]n|police|judges?|inspectors?|commissars?|clerks?|smugglers?)"
)
_OFFICIAL_RU = (
    r"(?:офицер|пограничник|погранц|военком|врач|чиновник|полицейск|судь|инспектор|следовател|проводник|"
    r"контрабандист|сотрудник)\w*"
)
_PAPER_EN = (
    r"(?:passports?|visas?|certificates?|documents?|papers|stamps?|ids?|id cards?|diagnos[ie]s|medical records?|"
    r"summons)"
)
_PAPER_RU = r"(?:паспорт|виз|справк|документ|диагноз|печат|штамп|удостоверени|бумаг|военник|военн\w+ билет)\w*"
_MODAL_EN = (
    r"(?:you (?:can|could|should|may|must|need to|have to|had better|might)|it is (?:best|better|safe|enough|"
    r"easy) to|better|"
    r"try to|simply|just|quietly|then|please|our advice is to|we advise (?:you )?to|the best way is to|the trick is to)"
)
_MODAL_RU = (
    r"(?:можно|можете|лучше|надо|нужно|стоит|следует|попробуйте|постарайтесь|советуем|достаточно|проще|"
    r"вам придется|рекомендуем|"
    r"попытайтесь|просто|тогда|пожалуйста)"
)

#: What is advised, in the form of an order ("cross …", "переходите …") or after "you can", "можно" (then as an infinitive).
_ACTS_EN = (
    rf"(?:cross|sneak|slip|walk|go|run|swim|climb|get) {_WORDS}(?:over |across |through )?(?:the |"
    rf"a )?(?:\w+ )?{_BORDER_EN} {_WORDS}{_SECRETLY_EN}"
    rf"|(?:cross|sneak|slip|walk|go|run|get) {_WORDS}{_SECRETLY_EN} {_WORDS}{_BORDER_EN}"
    rf"|(?:bribe|pay off|buy off) {_WORDS}\w+|pay (?:the |a |an |your |some |off )*{_OFFICIAL_EN}"
    rf"|(?:give|offer|slip|hand|pay|bring) {_WORDS}{_OFFICIAL_EN} {_WORDS}(?:money|cash|a bribe|dollars|euros?|"
    rf"rubles|roubles|\d+)"
    rf"|(?:give|offer|slip|hand|pay|bring) {_WORDS}(?:money|cash|a bribe|dollars|euros?|rubles|roubles)"
    rf" to {_WORDS}{_OFFICIAL_EN}"
    rf"|(?:buy|order|get|make|use|show|carry|print|submit) {_WORDS}(?:fake|forged|false|counterfeit|"
    rf"someone else's|somebody else's|bought) "
    rf"(?:\w+ )?{_PAPER_EN}|(?:forge|falsify|counterfeit) {_WORDS}(?:{_PAPER_EN}|signature)"
    rf"|buy {_WORDS}(?:diagnosis|medical certificate|military id|visa|citizenship)"
    rf"|hide {_WORDS}(?:from|underground|in the (?:forest|woods)|with friends|at a friend)|go (?:into hiding|"
    rf"underground)"
    rf"|(?:jump|leap|get|step|climb) (?:off|out of|from|down from) {_WORDS}(?:train|carriage|bus|truck)|"
    rf"pull the emergency (?:brake|cord)"
    rf"|(?:fake|simulate|feign|pretend|invent|exaggerate) {_WORDS}(?:ill\w*|sick\w*|disease|diagnosis|depress\w+|"
    rf"mad\w*|insan\w+|injur\w+)"
    rf"|(?:break|cut|shoot|injure) your(?: own)? (?:arm|leg|hand|finger|foot)"
    rf"|(?:send|give|text|upload|forward|message|show|post) {_WORDS}(?:passports?|id cards?|card number|"
    rf"bank (?:card|details)|selfie|"
    rf"password|pin|code|document numbers?|photos?|scans?) {_WORDS}(?:to (?:me|us|@\w+|this (?:bot|chat|number|"
    rf"address)|the (?:bot|number))|@\w+)"
    rf"|(?:send|transfer|pay) {_WORDS}(?:bitcoins?|usdt|crypto\w*|ethereum|btc)"
    rf"|(?:burn|destroy|tear up|throw away|flush|eat) {_WORDS}(?:passport|papers|documents|id)"
    rf"|(?:lie (?:to|about|in|that)|make up a story|invent (?:a|your) story|say (?:that )?you are gay)"
)
_ORDERS_RU = (
    rf"(?:переходите?|перейдите?|перебегите|перебегайте|проходите|пройдите|проберитесь|пробирайтесь|идите?|"
    rf"перелезьте|перелезайте|"
    rf"переплывите|проползите|бегите|беги) "
    rf"{_WORDS}(?:{_BORDER_RU} {_WORDS}{_SECRETLY_RU}|{_SECRETLY_RU} {_WORDS}{_BORDER_RU})"
    rf"|(?:заплатите|подкупите|дайте взятку|договоритесь с|занесите|суньте|предложите деньги) {_WORDS}{_OFFICIAL_RU}"
    rf"|(?:дайте|предложите|заплатите|суньте|занесите|положите) {_WORDS}(?:взятк\w*|деньги|денег|\w+ долларов|"
    rf"\w+ евро|\w+ рублей)"
    rf"|(?:купите|закажите|сделайте|используйте|оформите|распечатайте|покажите|подайте|предъявите) {_WORDS}"
    rf"(?:поддельн|фальшив|липов|чуж|купленн)\w+ (?:\w+ )?{_PAPER_RU}|(?:подделайте|сфальсифицируйте) {_WORDS}\w+"
    rf"|купите {_WORDS}(?:диагноз|справку|военник|военный билет|визу)"
    rf"|(?:прячьтесь|спрячьтесь|скрывайтесь|скройтесь|укройтесь|залягте|уйдите в подполье) ?{_WORDS}(?:от|у|в|на)?"
    rf"|(?:спрыгните|прыгайте|выпрыгните|соскочите|сойдите|выйдите) {_WORDS}(?:поезд\w*|вагон\w*|автобус\w*)|"
    rf"(?:дерните|сорвите) стоп-кран"
    rf"|(?:симулируйте|изобразите|притворитесь|прикиньтесь|выдумайте|придумайте|сыграйте|преувеличьте) {_WORDS}"
    rf"(?:болезн|больн|болезни|псих|депресс|диагноз|травм|безум|истори)\w*|(?:сломайте|порежьте|прострелите|"
    rf"пораньте) себ[ея]"
    rf"|(?:пришлите|отправьте|скиньте|вышлите|отошлите|перешлите|напишите) {_WORDS}(?:паспорт|документ|карт|"
    rf"селфи|код|парол|фото|скан|номер)\w* "
    rf"{_WORDS}(?:@\w+|мне(?!\w)|нам(?!\w)|боту|в личку|на (?:номер|карту|адрес|@\w+))"
    rf"|(?:пришлите|отправьте|скиньте|вышлите|перешлите) (?:мне|нам|боту) {_WORDS}"
    r"(?:паспорт|документ|карт|селфи|код|парол|фото|скан)\w*"
    rf"|(?:переведите|перечислите|отправьте|заплатите) {_WORDS}(?:биткоин|биткойн|usdt|крипт|на карту|на кошел)\w*"
    rf"|(?:сожгите|порвите|выбросьте|уничтожьте|выкиньте) {_WORDS}(?:паспорт|документ|бумаг)\w*"
    rf"|(?:солгите|соврите|врите|обманите|скажите,? что вы гей)"
)
_INFINITIVES_RU = (
    rf"{_SECRETLY_RU} {_WORDS}(?:перейти|пройти|перебежать|пробраться|перелезть|переплыть) {_WORDS}{_BORDER_RU}|"
    rf"(?:перейти|пройти|перебежать|пробраться|перелезть|переплыть|уйти|бежать)"
    rf" {_WORDS}(?:{_BORDER_RU} {_WORDS}{_SECRETLY_RU}|"
    rf"{_SECRETLY_RU} {_WORDS}{_BORDER_RU})"
    rf"|(?:заплатить|подкупить|дать взятку|договориться с|занести|предложить деньги) {_WORDS}{_OFFICIAL_RU}|"
    rf"дать {_WORDS}взятк\w+"
    rf"|(?:купить|заказать|сделать|использовать|оформить|показать|подать) {_WORDS}(?:поддельн|фальшив|липов|чуж|"
    rf"купленн)\w+ (?:\w+ )?{_PAPER_RU}"
    rf"|подделать {_WORDS}\w+|купить {_WORDS}(?:диагноз|справку|военник|военный билет)"
    rf"|(?:спрятаться|скрыться|прятаться|скрываться|отсидеться) {_WORDS}(?:от|у|в|на) |(?:спрыгнуть|выпрыгнуть|"
    rf"соскочить|сойти) {_WORDS}"
    rf"(?:поезд\w*|вагон\w*)|сорвать стоп-кран|(?:симулировать|изобразить|выдумать|разыграть) {_WORDS}(?:болезн|"
    rf"псих|депресс|диагноз|травм)\w*"
    rf"|притвориться {_WORDS}(?:больн|псих)\w*|(?:сжечь|порвать|выбросить|уничтожить) {_WORDS}(?:паспорт|"
    rf"документ)\w*|(?:солгать|соврать)"
)
#: Where an order can begin: with the sentence, a part of it, or a list item.
_BEGIN = (
    r"(?:^|(?<=[.!?;:,(–—]) ?|(?<=\band )|(?<=\bthen )|(?<=\bor )|(?<=\bи )|(?<=\bили )|(?<=\bпотом )|(?<=\bзатем )|"
    r"(?<=\bbut )|(?<=\bjust )|(?<=\bsimply )|(?<=\bа )|(?<=\bно )|(?<=\bлучше )|(?<=\bпросто ))"
)
_ADVICE = re.compile(
    rf"{_BEGIN}(?P<order>{_ACTS_EN}|{_ORDERS_RU})|(?<!\w){_MODAL_EN} {_WORDS}(?P<can>{_ACTS_EN})"
    rf"|(?<!\w){_MODAL_RU} {_WORDS}(?P<mozhno>{_INFINITIVES_RU})"
)
_PROMISE = re.compile(
    r"\b(?:you will (?:certainly|definitely|surely|always) (?:get|win|be granted|receive|be accepted)|"
    r"guaranteed (?:asylum|status|success)|"
    r"we guarantee)|(?:вам (?:точно|гарантированно|наверняка|обязательно) (?:дадут|предоставят|одобрят)|мы гарантируем)"
)
#: A warning speaks of the same things: "do not hide, bribe or forge", "не прячьтесь".
_NEGATION = re.compile(
    r"(?:\b(?:not|never|nobody|no one|nor|without|avoid|cannot)\b|n['’]t\b|(?<!\w)(?:не|ни|нельзя|никогда|вместо|"
    r"без|незачем)(?!\w))"
)
#: Every act names one of these; looking for them first spares most sentences the long patterns.
_HINT = re.compile(
    r"night|dark|unnotic|unseen|secret|quiet|illegal|without|through|between|away|where|road|smuggl|bribe|pay |"
    r"buy |money|cash|dollar|"
    r"euro|rubles|roubles|bribe|fake|forge|false|falsif|counterfeit|else's|hid(?:e|ing)|underground|train|"
    r"carriage|bus|truck|"
    r"emergency|feign|simulat|pretend|invent|exaggerat|your |send|give|text|upload|forward|message|show|post|"
    r"bitcoin|usdt|crypto|burn|"
    r"destroy|tear|throw|flush|lie|story|gay|certainly|definitely|surely|always|guarante|"
    r"ноч|темнот|тай|незамет|скрыт|лес|болот|рек|забор|пост|обход|пока|документ|проводник|нелегальн|заплат|"
    r"подкуп|взятк|договорит|"
    r"занес|суньте|деньг|денег|доллар|евро|рубл|положите|поддел|фальш|липов|чуж|купл|купит|диагноз|справк|"
    r"военник|прят|прячьт|скры|"
    r"скро|укройт|заляг|подполь|отсид|поезд|вагон|автобус|кран|симул|изобраз|притвор|прикинь|выдум|придум|сыгра|"
    r"преувелич|слома|"
    r"порежь|прострел|пришлит|отправьт|скиньт|вышлит|отошлит|перешлит|напишит|перевед|перечисл|биткои|биткой|"
    r"крипт|сожг|порв|выброс|"
    r"уничтож|выкин|солг|соврать|соврит|врите|обман|гей|точно|гарант|наверняка|обязательно|разыгра|сжечь"
)
_NOT = re.compile(r"\bnot\b|(?<!\w)не(?!\w)")
_FRESH = re.compile(r"[.!?;:]|\bbut\b|\binstead\b|\brather\b|(?<!\w)(?:а|но|лучше|зато)(?!\w)")


def advice(text: str) -> str | None:
    """The words with which a text advises what harms people, or promises success; None when there are none."""
    read = folded(text)
    if not _HINT.search(read):
        return None
    for found in _ADVICE.finditer(read):
        before = _FRESH.split(read[: found.start()])[-1]
        after = read[found.end() :][:10]
        if not (_NEGATION.search(before) or _NEGATION.search(after) or _NOT.search(found.group())):
            return found.group().strip()
    promise = _PROMISE.search(read)
    return promise.group() if promise and not _NEGATION.search(read[: promise.start()]) else None


@dataclass(frozen=True)
class Reaches:
    """The addresses and numbers that the content itself vouches for: those of its sources and contacts."""

    content: Content

    def strangers(self, text: str, citations: tuple[str, ...] = ()) -> Iterator[str]:
        """Links, names and numbers in a text that lead to nobody known; what stands in a cited rule was checked there."""
        if not _REACH.search(text):
            return
        stated = " ".join(words for rule in citations for words in self._rule_texts(rule))
        for link in _LINK.findall(text):
            if not self._known(urlsplit(link if "://" in link else f"//{link}").hostname or ""):
                yield link
        rest = _LINK.sub(" ", text)
        for email in _EMAIL.findall(rest):
            if email not in stated and not self._known(email.rpartition("@")[2]):
                yield email
        rest = _EMAIL.sub(" ", rest)
        yield from (domain for domain in _DOMAIN.findall(rest) if domain not in stated and not self._known(domain))
        yield from _HANDLE.findall(rest)
        yield from _PURSE.findall(rest)
        for phone in _PHONE.findall(rest):
            number = _DIGITS.sub("", phone)
            if number not in self._phones and number not in _DIGITS.sub("", stated):
                yield phone

    def _rule_texts(self, rule_id: str) -> tuple[str, ...]:
        rule = self.content.rules.get(rule_id)
        return tuple(rule.text.values()) if rule else ()

    def _known(self, host: str) -> bool:
        """Whether the host is one of ours, or lies above or below one ("un.org", "r39.echr.coe.int")."""
        host = host.lower().removeprefix("www.").rstrip(".")
        return host.count(".") > 0 and any(
            host == known or host.endswith(f".{known}") or known.endswith(f".{host}") for known in self._hosts
        )

    @cached_property
    def _hosts(self) -> frozenset[str]:
        content = self.content
        addresses = [source.url for source in content.sources.values()]
        addresses += [rule.url for rule in content.rules.values() if rule.url]
        addresses += [contact.website for contact in content.contacts.values() if contact.website]
        hosts = {(urlsplit(address).hostname or "").lower().removeprefix("www.") for address in addresses}
        emails = {contact.email.rpartition("@")[2].lower() for contact in content.contacts.values() if contact.email}
        return frozenset(hosts | emails) - {""}

    @cached_property
    def _phones(self) -> frozenset[str]:
        return frozenset(_DIGITS.sub("", contact.phone) for contact in self.content.contacts.values() if contact.phone)
