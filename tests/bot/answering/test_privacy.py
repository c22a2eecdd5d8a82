"""Personal data is noticed, and nothing else is: what an answer needs stays as it was written."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.privacy import redact
from knowledge.content import Content

PERSONAL = {
    "name": [
        "Меня зовут Иван Тайный, что делать?",
        "меня зовут иван петров, мне отказали",
        "МЕНЯ ЗОВУТ ИВАН ПЕТРОВ. ЧТО ДЕЛАТЬ?",
        "зовут меня Иван Тайный",
        "Моего сына зовут Пётр Сидоров-Бык, его забрали",
        "Мене звати Олександр Коваленко, що робити?",
        "Мяне завуць Алесь Тайны",
        "Я Иванов Иван Иванович, отказник",
        "ФИО: Иванов И. И.",
        "Моя фамилия Тайный",
        "Я Иван Тайный. Могут ли меня вернуть?",
        "С уважением, Иван Петров",
        "Menya zovut Ivan Petrov, chto delat?",
        "My name is John Secret and I refused to serve",
        "my name is ivan petrov, can they send me back?",
        "I'm Ivan Petrov, from Moscow",
        "Nimeni on Matti Salainen",
        "Mano vardas Jonas Slaptas",
    ],
    "email": ["пишите на ivan.tajnyj+1@mail.example.org", "ivan_t@example.ru, ответьте"],
    "phone": [
        "+7 912 345-67-89",
        "мой телефон 8 (912) 345-67-89",
        "89123456789",
        "+358 40 123 4567",
        "040 123 4567",
        "0451234567",
        "+370 612 34567",
        "8 612 34567",
        "00375 29 123 45 67",
        "+44 20 7946 0958",
        "call me at 123 456 789",
        "тел. 212-34-56",
    ],
    "document": [
        "паспорт 4510 123456",
        "45 10 123456",
        "паспорт серия 4510 номер 123456",
        "4510123456",
        "загранпаспорт 75 1234567",
        "751234567",
        "военный билет АБ 1234567",
        "АБ1234567",
        "паспорт MP1234567",
        "client number 1234567",
        "asiakasnumero 1234567",
        "UMA 12345678",
        "asmens kodas 38512345678",
        "38512345678",
        "131052-308T",
        "FI126012345X7",
        "СНИЛС 123-456-789 00",
        "BAMF 1234567-160",
        "3140585A001PB6",
    ],
    "card": ["карта 4276 3800 1234 5679", "5555-5555-5555-4444", "4111111111111111"],
    "account": ["FI21 1234 5600 0007 85", "lt121000011101001000", "my IBAN DE89 3704 0044 0532 0130 00 thanks"],
    "handle": ["напишите @ivan_tajnyj", "https://t.me/ivan_tajnyj", "t.me/+AbCdEf123", "vk.com/id123456789"],
    "address": [
        "живу на ул. Ленина, д. 5, кв. 12",
        "улица Академика Королёва 12",
        "Невский проспект, 28",
        "дом 5, кв. 12",
        "45 Baker Street",
        "Mannerheimintie 5 A 12",
        "Vilniaus g. 12-3",
        "Karl-Marx-Straße 7",
        "ul. Marszałkowska 10/12",
    ],
}
HARMLESS = [
    "Меня зовут в армию, что делать?",
    "меня зовут воевать",
    "Нас зовут в военкомат",
    "I am Russian and I am Orthodox",
    "Я россиянин, я отказался",
    "моё имя внесли в реестр",
    "my name is on the list",
    "штраф от 10 000 до 30 000 рублей",
    "за контракт дают 1 200 000 рублей и 5 000 000 рублей сразу",
    "нас было 100000 человек, 1000000000 рублей",
    "ст. 328 и 337 УК РФ, часть 5 статьи 338",
    "Art. 46(1), Arts 18-25 of Regulation (EU) 2024/1351 and (EU) No 604/2013",
    "дела C-185/24 и C-189/24, жалобы № 47287/15, 23459/03 и 1234/22",
    "дело Баярян против Армении, Tarakhel v. Switzerland, Иванов против России",
    "закон № 53-ФЗ от 28.03.1998, номер опубликования 0001202304140050, 32024R1351",
    "решение от 16.11.2026, получил 2026-11-16, срок до 16 11 2026, 16/11/26",
    "в 2019 2020 2021 2022 годах, 2019-2026",
    "6 months, 18 months, 3 years, 72 hours, 24 часа",
    "https://www.rferl.org/a/33581198.html https://www.consultant.ru/document/cons_doc_LAW_18260/1234567890/",
    "паспорт до 31.12.2030, военный билет выдали в 2019 году, загранпаспорт за 6000 рублей",
    "позвоните 112, телефон доверия 116 123",
    "пункт 5, дом, школа, улица",
    "+ 5 лет, -20%, 3.5",
]
PERSONAL_TEXTS = [(kind, text) for kind, texts in PERSONAL.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), PERSONAL_TEXTS)
def test_personal_data_is_noticed_and_taken_out(kind: str, text: str) -> None:
    redacted = redact(text)
    assert kind in redacted.kinds
    for gone in ("Тайн", "тайн", "Петров", "ПЕТРОВ", "петров", "Petrov", "tajnyj", "Secret", "Ленина", "Salainen", "Slaptas"):
        assert gone not in redacted.text
    assert not any(sum(map(str.isdigit, word)) > 2 for word in redacted.text.split())


@pytest.mark.parametrize("text", HARMLESS)
def test_what_an_answer_needs_is_left_alone(text: str) -> None:
    assert redact(text) == redact(redact(text).text)
    assert (redact(text).text, redact(text).kinds) == (text, ())


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Мне пришла повестка, зовут меня Иван Тайный, что делать?", "Мне пришла повестка, что делать?"),
        ("Меня зовут Иван Тайный, мне пришла повестка. Что делать?", "Мне пришла повестка. Что делать?"),
        ("Меня зовут Иван Тайный. Мне пришла повестка.", "Мне пришла повестка."),
        ("Мне пришла повестка (меня зовут Иван Тайный)", "Мне пришла повестка"),
        ("Мне пришла повестка.\nМеня зовут Иван Тайный\nЧто делать?", "Мне пришла повестка.\n\nЧто делать?"),
        ("Can Finland send me back? My name is Ivan Secret.", "Can Finland send me back?"),
        ("Мой номер +7 912 345-67-89, что делать?", "Мой номер, что делать?"),
        ("меня зовут иван петров, мне пришла повестка", "мне пришла повестка"),
        ("My name is Ivan Secret. do I get asylum", "do I get asylum"),
        ("Меня зовут Иван Тайный", ""),
    ],
)
def test_the_question_reads_as_if_nothing_had_been_there(text: str, without: str) -> None:
    assert redact(text).text == without


def test_no_rule_article_or_way_of_asking_is_taken_for_personal(full_content: Content) -> None:
    """Only the published numbers of courts and helpers look like somebody's; nothing in the laws and questions does."""
    flagged = [
        text
        for article in full_content.articles.values()
        for texts in (article.meta.asked or {}).values()
        for text in texts
        if redact(text).kinds
    ]
    assert flagged == []
    kinds = {kind for rule in full_content.rules.values() for text in rule.text.values() for kind in redact(text).kinds}
    assert kinds <= {"email", "phone"}


# Both ways, for any values

DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
SMALL = st.integers(1, 400)
SENTENCES = st.one_of(
    st.builds(lambda day: f"Решение я получил {day:%d.%m.%Y}.", DAYS),
    st.builds(lambda day, more: f"From {day} to {day + timedelta(more)}", DAYS, SMALL),
    st.builds(lambda day: f"в {day.year} году, {day.day} {day.month} {day.year}", DAYS),
    st.builds(lambda n: f"штраф {n:,} рублей".replace(",", " "), st.integers(1, 99_999_999)),
    st.builds(lambda n: f"a fine of €{n}, or {n} euros", st.integers(1, 9_999_999)),
    st.builds(lambda n, m: f"ст. {n} ч. {m}, статьи {n}-{n + m}", SMALL, SMALL),
    st.builds(lambda n, m, y: f"Art. {n}({m}) of Regulation (EU) {y}/{n}", SMALL, SMALL, st.integers(1990, 2030)),
    st.builds(lambda n, y: f"жалоба № {n}/{y:02d}, дело C-{n}/{y:02d}", st.integers(1, 99_999), st.integers(0, 30)),
    st.builds(lambda n, m: f"срок {n} дней или {m} месяцев, within {n} days", SMALL, SMALL),
    st.builds(lambda n: f"нас было {n} человек", st.integers(1, 10**7)),
)
WORDS = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=8).filter(
    lambda word: word not in ("имя", "тел", "фио", "ул", "пер", "пл", "наб", "инн", "внж", "моб", "дом", "д")
)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def luhn(number: str) -> str:
    doubled = [sum(divmod(2 * int(digit), 10)) if place % 2 == 0 else int(digit) for place, digit in enumerate(number[::-1])]
    return number + str(-sum(doubled) % 10)


def iban(country: str, account: str) -> str:
    value = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    return f"{country}{98 - int(value) % 97:02d}{account}"


def grouped(number: str) -> str:
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


NUMBERS = st.one_of(
    st.builds(lambda n: ("phone", f"+7 9{n[:2]} {n[2:5]}-{n[5:7]}-{n[7:]}"), digits(9)),
    st.builds(lambda n: ("phone", f"8(9{n[:2]}){n[2:5]}{n[5:]}"), digits(9)),
    st.builds(lambda n: ("phone", f"+358 4{n[0]} {n[1:4]} {n[4:]}"), digits(8)),
    st.builds(lambda n: ("phone", f"+3706{n}"), digits(7)),
    st.builds(lambda n: ("document", f"{n[:4]} {n[4:]}"), digits(10)),
    st.builds(lambda n: ("document", f"{n[:2]} {n[2:]}"), digits(9)),
    st.builds(lambda a, n: ("document", f"{a} {n}"), st.sampled_from(["АБ", "ВГ", "МР", "MP", "KH"]), digits(7)),
    st.builds(lambda n: ("document", f"asmens kodas {n}"), digits(10).map(lambda n: "3" + n)),
    st.builds(lambda n: ("card", grouped(luhn("4" + n))), digits(14)),
    st.builds(lambda n: ("account", grouped(iban("FI", n))), digits(14)),
    st.builds(lambda n: ("account", iban("LT", n)), digits(16)),
)


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.lists(WORDS, max_size=6))
def test_dates_amounts_articles_cases_and_limits_are_never_touched(sentences: list[str], words: list[str]) -> None:
    text = " ".join([*sentences, *words]) + "."
    assert (redact(text).kinds, redact(text).text) == ((), text)


@given(NUMBERS, SENTENCES)
def test_a_number_of_a_person_is_taken_out_and_the_rest_stays(number: tuple[str, str], sentence: str) -> None:
    kind, written = number
    redacted = redact(f"{sentence} Мой: {written}. Что делать?")
    assert redacted.kinds, kind
    assert written not in redacted.text
    assert sentence in redacted.text
    assert redacted.text.endswith("Что делать?")
    if kind in ("card", "account"):
        assert kind in redacted.kinds


@given(st.integers(0, 10**9), digits(14))
def test_a_wrong_check_digit_is_no_card(seed: int, number: str) -> None:
    right = luhn("4" + number)
    wrong = right[:-1] + str((int(right[-1]) + random.Random(seed).randint(1, 9)) % 10)
    assert "card" not in redact(f"номер {wrong}").kinds


@given(st.text(max_size=300))
def test_any_text_is_read_and_what_is_left_is_clean(text: str) -> None:
    redacted = redact(text)
    assert redacted.kinds or redacted.text == text


PIECES = st.lists(
    st.one_of(NUMBERS.map(lambda number: number[1]), st.sampled_from([text for _, text in PERSONAL_TEXTS]), SENTENCES)
)


@given(PIECES, st.sampled_from(["", " ", ". ", ", ", "\n"]))
def test_taking_out_adds_nothing(pieces: list[str], between: str) -> None:
    """What is left was there before, in the same order; only a first letter may be large now, and a space made good.

    So whatever stands in the redacted text the person wrote, and no piece is moved or doubled by overlapping patterns.
    """
    text = between.join(pieces)
    redacted = redact(text).text
    assert len(redacted) <= len(text), "every piece taken out is longer than the one space that may take its place"
    rest = iter(_letters(text))
    assert all(sign in rest for sign in _letters(redacted)), "the same signs in the same order"


def _letters(text: str) -> list[str]:
    return [sign for sign in text.upper().casefold() if not sign.isspace()]
