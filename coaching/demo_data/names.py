"""Made-up people: believable Finnish and Finland-Swedish names, and how one becomes an address."""

import random
import unicodedata
from collections.abc import Iterator


def _several(names: str) -> tuple[str, ...]:
    return tuple(names.split())


FINNISH_FIRST = _several(
    "Aino Aleksi Anna Anne Anni Antti Anu Ari Arto Eero Eeva Eija Elina Ella Emilia Emmi Esa Hanna Hannu Harri Heidi "
    "Heikki Heli Henna Henri Iida Ilkka Inka Irina Jaana Jani Janne Jari Jenni Joonas Jouni Juha Jukka Kaisa Kari "
    "Katri Kirsi Lasse Laura Lauri Leena Liisa Maarit Maija Marja Marko Matti Mervi Mika Mikko Minna Noora Olli Outi "
    "Paula Pekka Petri Pirjo Päivi Riikka Riku Saara Sami Sanna Sari Satu Seppo Sini Susanna Tarja Teemu Terhi Tiina "
    "Timo Tommi Tuomas Tuula Veera Vesa Ville"
)
FINNISH_LAST = _several(
    "Aalto Ahola Anttila Eskola Haapala Hakala Halonen Harju Hautala Heikkinen Heinonen Hietala Hiltunen Honkanen "
    "Huttunen Hyvärinen Jokinen Jokela Järvinen Kallio Kangas Karhu Karjalainen Kauppinen Keskinen Ketola Kettunen "
    "Kinnunen Kivelä Kivinen Koivisto Kokkonen Korhonen Korpela Koskela Kujala Kuusisto Laakso Laaksonen Lahti Laine "
    "Laitinen Lampinen Lehtinen Lehtonen Leppänen Lindroos Luoma Luukkonen Manninen Mattila Mikkola Miettinen Moilanen "
    "Mustonen Mäenpää Mäkelä Mäkinen Nieminen Niemi Nurmi Ojala Oksanen Paananen Peltola Peltonen Pitkänen Rajala "
    "Rantala Rantanen Rautio Räsänen Saari Saarinen Sallinen Salmi Salo Savolainen Seppälä Sihvonen Suominen Tamminen "
    "Tanskanen Toivonen Tuominen Turunen Vainio Väisänen Virtanen Vuori Ylönen"
)
SWEDISH_FIRST = _several(
    "Anders Anna-Lena Annika Björn Camilla Carina Christian Emma Erik Eva Fredrik Gunilla Göran Henrik Ida Ingrid "
    "Jan-Erik Johan Johanna Karin Kristina Lars Linda Magnus Maria Mikael Monica Nina Oskar Pernilla Peter Sofia "
    "Stefan Susanne Tomas Ulrika Åsa"
)
SWEDISH_LAST = _several(
    "Ahlskog Backman Berg Bergman Björklund Blomqvist Boström Dahl Ekholm Engblom Eriksson Forsman Fredriksson "
    "Granholm Grönroos Gustafsson Hagman Holm Häggblom Jansson Karlsson Lindberg Lindholm Lindqvist Lindström Nordman "
    "Nyberg Nylund Nyström Österberg Österholm Sjöberg Sjöblom Snellman Sundström Söderholm Westerlund Wikström"
)
ENGLISH_FIRST = _several("Amara Daniel Grace James Maya Olivia Samuel Zoe")
ENGLISH_LAST = _several("Adeyemi Bennett Carter Mensah Murphy Novak Silva Taylor")

NAMES = {
    "fi": (FINNISH_FIRST, FINNISH_LAST),
    "sv": (SWEDISH_FIRST, SWEDISH_LAST),
    "en": (ENGLISH_FIRST, ENGLISH_LAST),
}


def names_of(languages: dict[str, int], rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """First name, last name and language of one person after another, by the weights of `languages`."""
    while True:
        (language,) = rng.choices(list(languages), weights=list(languages.values()))
        first, last = NAMES[language]
        yield rng.choice(first), rng.choice(last), language


def plain(name: str) -> str:
    """`name` as addresses have it: å and ä are a, ö is o, blanks are dots."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return letters.replace(" ", ".")
