"""Countries as the counting of days needs them: whose clock ends a day there, and which European law binds them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

#: Everywhere: the Strasbourg Court and the UN. Its clock is Strasbourg's, which Geneva shares.
INTERNATIONAL = "INT"
#: What holds in every state bound by an act of the European Union.
EUROPE = "EU"

#: Where the authorities of a country sit; of several zones, the capital's.
ZONES = {
    INTERNATIONAL: "Europe/Paris",
    "AM": "Asia/Yerevan",
    "AT": "Europe/Vienna",
    "BE": "Europe/Brussels",
    "BG": "Europe/Sofia",
    "BY": "Europe/Minsk",
    "CH": "Europe/Zurich",
    "CY": "Asia/Nicosia",
    "CZ": "Europe/Prague",
    "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen",
    "EE": "Europe/Tallinn",
    "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki",
    "FR": "Europe/Paris",
    "GE": "Asia/Tbilisi",
    "GR": "Europe/Athens",
    "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest",
    "IE": "Europe/Dublin",
    "IS": "Atlantic/Reykjavik",
    "IT": "Europe/Rome",
    "KG": "Asia/Bishkek",
    "KZ": "Asia/Almaty",
    "LI": "Europe/Vaduz",
    "LT": "Europe/Vilnius",
    "LU": "Europe/Luxembourg",
    "LV": "Europe/Riga",
    "MD": "Europe/Chisinau",
    "ME": "Europe/Podgorica",
    "MT": "Europe/Malta",
    "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo",
    "PL": "Europe/Warsaw",
    "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest",
    "RS": "Europe/Belgrade",
    "RU": "Europe/Moscow",
    "SE": "Europe/Stockholm",
    "SI": "Europe/Ljubljana",
    "SK": "Europe/Bratislava",
    "TR": "Europe/Istanbul",
}

#: Regulation (EU) 2024/1351, recitals 90-94: Denmark and these four take part in the Dublin system only, by agreements of
#: their own; whether they apply the new rules already was not verified (rule territorial-scope-ammr).
DUBLIN_ONLY = frozenset({"DK", "CH", "IS", "LI", "NO"})
#: The members of the European Union except Denmark.
MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL",
    "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


def zone_of(country: str) -> str:
    """The time zone whose midnight ends a day for the authorities of `country`."""
    return ZONES.get(country, ZONES[INTERNATIONAL])


def today_in(country: str, now: datetime) -> date:
    """The day it is for the authorities of `country` at the moment `now` (which knows its own zone)."""
    return now.astimezone(ZoneInfo(zone_of(country))).date()
