"""What no sentence may say is recognised in its usual words; what warns of it, or states the law on it, is not."""

from __future__ import annotations

import pytest

from knowledge.content import Content
from knowledge.poison import Reaches, advice

HARMFUL = [
    "Cross the border at night.",
    "CROSS THE BORDER AT NIGHT!!!",
    "Then walk quietly across the fence where nobody stands.",
    "It is best to swim across the river at night.",
    "Pay the officer.",
    "You can bribe the guard.",
    "Offer the guard some money.",
    "Give money to the doctor.",
    "Use a forged visa.",
    "You could falsify the certificate.",
    "Do not wait, but hide from the police.",
    "Jump off the train in Kybartai.",
    "Pull the emergency brake.",
    "Simulate depression before the medical board.",
    "Send your passport photo to @someone.",
    "Send a scan of your id card to this bot.",
    "Transfer 100 USDT first.",
    "Burn your passport before you apply.",
    "Tell them nothing, lie about your route.",
    "You will definitely get asylum.",
    "Перейдите границу тайно.",
    "Попробуйте ночью перейти границу.",
    "Заплатите пограничнику.",
    "Предложите врачу деньги.",
    "Можно купить липовую справку.",
    "Подделайте подпись.",
    "Прячьтесь у друзей.",
    "Не ждите, лучше прячьтесь на даче.",
    "Выпрыгните из вагона.",
    "Сорвите стоп-кран.",
    "Выдумайте диагноз.",
    "Пришлите фото паспорта на @helper.",
    "Отправьте мне скан документа.",
    "Сожгите паспорт.",
    "Вам точно дадут убежище.",
]
LAWFUL = [
    "Do not cross the border at night: people die there.",
    "Never pay an officer, bribe a guard or hide from the police.",
    "Crossing the border without documents is punished with a fine.",
    "Whoever pays an officer commits a crime.",
    "Cross the border at an official crossing point and ask for asylum there.",
    "If you use a forged visa, the country that issued it is not responsible.",
    "You can ask for asylum even if you crossed the border unseen.",
    "Give the officer your documents and ask for a receipt.",
    "Send your appeal to the court by e-mail.",
    "Pay the fee at the court.",
    "Get on the train with your papers.",
    "You cannot be punished for hiding from war.",
    "Nobody will certainly get asylum.",
    "Не переходите границу ночью через лес.",
    "Чтобы просить убежище, переходить границу тайком не нужно.",
    "За подкуп пограничника наказывают.",
    "Не прячьтесь и не подделывайте бумаги.",
    "Тот, кто скрывается от полиции, теряет срок.",
    "Отправьте жалобу в суд.",
    "Покажите документы офицеру.",
    "Переходите границу только в пункте пропуска.",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_advice(text: str) -> None:
    assert advice(text)


@pytest.mark.parametrize("text", LAWFUL)
def test_law_and_warnings(text: str) -> None:
    assert advice(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "see https://evil.example/x",
        "www.evil.example",
        "evil-helper.org",
        "t.me/evil",
        "write to a@evil-helper.org",
        "ask @evil",
        "call +7 912 345-67-89",
        "звоните 8 (912) 345-67-89",
        "0x52908400098527886E0F7030069857D2E4169EE7",
    ],
)
def test_strangers(text: str, tiny_content: Content) -> None:
    assert list(Reaches(tiny_content).strangers(text))


def test_who_is_vouched_for_may_be_named(full_content: Content) -> None:
    reaches = Reaches(full_content)
    contact = next(contact for contact in full_content.contacts.values() if contact.phone and contact.website)
    for text in (str(contact.phone), str(contact.website), "https://eur-lex.europa.eu/eli/reg/2024/1351/oj", "112", "116 123"):
        assert list(reaches.strangers(f"Ask there: {text}")) == []
    assert list(reaches.strangers("Art. 46(1), Regulation (EU) 2024/1351, 47287/15, 30 000 roubles, 1.5 years, i.e. now")) == []


def test_what_stands_in_a_cited_rule_may_be_repeated(full_content: Content) -> None:
    rule = next(rule for rule in full_content.rules.values() if "hrc-wg-ad@un.org" in rule.text["en"])
    assert list(Reaches(full_content).strangers("Write to hrc-wg-ad@un.org", (rule.id,))) == []
