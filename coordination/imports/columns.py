"""Which column of a table is what, by its head, in Finnish, Swedish or English and in the institution's own words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.models import TableImport
from organisation.models import Institution
from organisation.terms import own_terms, say_lazy

KIND = TableImport.Kind
FIELDS: Mapping[str, tuple[str, ...]] = {
    KIND.STAFF: (
        *("email", "name", "first_name", "last_name", "language"),
        *("site", "sector", "started_on", "left_on"),
    ),
    KIND.BOOKINGS: ("day", "time", "minutes", "coach", "person", "topic", "channel"),
    KIND.HOURS: ("person", "year", "used", "given"),
    KIND.LOG: ("day", "time", "minutes", "kind", "topic", "channel", "persons", "count"),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    KIND.STAFF: ("email",),
    KIND.BOOKINGS: ("day", "time", "coach", "person", "topic"),
    KIND.HOURS: ("person", "year"),
    KIND.LOG: ("day", "minutes"),
}
LABELS: Mapping[str, Any] = {
    "email": gettext_lazy("E-mail"),
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "language": gettext_lazy("Language"),
    "site": say_lazy("{Site}"),
    "sector": say_lazy("{Sector}"),
    "started_on": gettext_lazy("Started on"),
    "left_on": gettext_lazy("Last day"),
    "day": gettext_lazy("Date"),
    "time": gettext_lazy("Time"),
    "minutes": gettext_lazy("Length in minutes"),
    "coach": say_lazy(gettext_lazy("E-mail ({coach})")),
    "person": gettext_lazy("E-mail of the person"),
    "topic": gettext_lazy("Topic"),
    "channel": gettext_lazy("How"),
    "year": gettext_lazy("Academic year"),
    "used": gettext_lazy("Hours used"),
    "given": gettext_lazy("Hours given"),
    "kind": gettext_lazy("Kind of work"),
    "persons": gettext_lazy("E-mails of those helped"),
    "count": gettext_lazy("Number of people"),
}
HEADS: Mapping[str, tuple[str, ...]] = {
    "email": (
        *("email", "mail", "emailaddress", "workemail", "sähköposti", "sähköpostiosoite", "työsähköposti"),
        *("epost", "epostadress", "mejl"),
    ),
    "name": ("name", "fullname", "nimi", "kokonimi", "namn", "helanamnet"),
    "first_name": ("firstname", "givenname", "etunimi", "etunimet", "kutsumanimi", "förnamn", "tilltalsnamn"),
    "last_name": ("lastname", "surname", "familyname", "sukunimi", "efternamn"),
    "language": ("language", "kieli", "asiointikieli", "språk"),
    "site": ("site", "campus", "homesite", "toimipaikka", "toimipiste", "kampus", "verksamhetsställe", "enhet"),
    "sector": ("sector", "homesector", "field", "toimiala", "ala", "koulutusala", "bransch", "sektor"),
    "started_on": (
        *("startedon", "started", "startdate", "aloitti", "aloituspäivä", "alkoi", "alkupvm", "alkupäivä"),
        *("alkamispäivä", "började", "startdatum", "anställdfrån"),
    ),
    "left_on": (
        *("lefton", "left", "lastday", "enddate", "päättyi", "lopetti", "viimeinenpäivä", "päättymispäivä"),
        *("loppupvm", "loppupäivä", "slutade", "sistadag", "slutdatum"),
    ),
    "day": ("date", "day", "päivä", "päivämäärä", "pvm", "datum", "dag"),
    "time": ("time", "start", "starttime", "klo", "kellonaika", "aika", "alkaa", "tid", "klockslag", "kl"),
    "minutes": ("length", "minutes", "duration", "lengthinminutes", "kesto", "pituus", "minuutit", "längd", "minuter"),
    "coach": (
        *("coach", "coachemail", "emailcoach", "valmentaja", "vertaisvalmentaja", "valmentajansähköposti"),
        *("handledare", "kollegahandledare", "sähköpostivalmentaja", "eposthandledare"),
    ),
    "person": (
        *("person", "personemail", "teacher", "teacheremail", "emailoftheperson", "henkilö", "opettaja"),
        *("opettajansähköposti", "henkilönsähköposti", "lärare", "lärarensepost", "personensepost"),
    ),
    "topic": ("topic", "aihe", "kohde", "teema", "tema", "ämne"),
    "channel": ("how", "channel", "tapa", "tapaamistapa", "miten", "hur", "sätt", "kanal"),
    "year": ("year", "academicyear", "lukuvuosi", "läsår"),
    "used": ("used", "hoursused", "käytetyt", "käytetyttunnit", "tunnitkäytetty", "använda", "användatimmar"),
    "given": (
        *("given", "hoursgiven", "mandate", "resurssi", "annetuttunnit", "myönnetyttunnit", "resurs"),
        *("givnatimmar", "beviljadetimmar"),
    ),
    "kind": ("kind", "kindofwork", "type", "työnlaji", "laji", "tyyppi", "slag", "typ", "arbetetsslag"),
    "persons": (
        *("persons", "people", "emailsofthosehelped", "helped", "henkilöt", "keitä", "autetut", "kenelle"),
        *("personer", "vem", "hjälpta"),
    ),
    "count": ("count", "number", "numberofpeople", "määrä", "henkilömäärä", "lukumäärä", "antal", "antalpersoner"),
}
"""What a head may be, without spaces and signs; "E-mail" alone is the person's own in every kind."""


class HeadsRefused(Exception):
    """A table without what it needs; `str()` of it is a sentence for people."""


@dataclass(frozen=True)
class Columns:
    """The fields that a table has, the place of each among its cells, and heads that say nothing to us."""

    fields: list[str]
    places: list[int]
    unread: list[str]


def plain(head: str) -> str:
    return re.sub(r"[\W_]+", "", head.casefold())


def recognise(kind: str, heads: Sequence[str], institution: Institution) -> Columns:
    """Raises HeadsRefused when a needed column is not there, or one is there twice."""
    known = _known(kind, institution)
    found: dict[str, int] = {}
    unread: list[str] = []
    for place, head in enumerate(heads):
        field = known.get(plain(head))
        if field is None:
            unread += [head[:100]] if head else []
        elif field in found:
            raise HeadsRefused(_("Two columns are the same: %(head)s. Delete one of them.") % {"head": LABELS[field]})
        else:
            found[field] = place
    if missing := [str(LABELS[field]) for field in NEEDED[kind] if field not in found]:
        names = ", ".join(missing)
        raise HeadsRefused(
            _("Columns are missing: %(names)s. The first row of the table names them.") % {"names": names}
        )
    return Columns(list(found), list(found.values()), unread)


def _known(kind: str, institution: Institution) -> dict[str, str]:
    """Plain head → field, for the fields of `kind`."""
    known = {head: field for field in FIELDS[kind] for head in HEADS[field]}
    for field in FIELDS[kind]:
        known.update(dict.fromkeys(map(plain, _own_words(field, institution)), field))
    if "person" in FIELDS[kind]:
        known.update(dict.fromkeys(HEADS["email"], "person"))
    return known


def _own_words(field: str, institution: Institution) -> Iterable[str]:
    """The label of this language, and what the institution calls it."""
    yield str(LABELS[field])
    for words in own_terms(institution).values():
        yield from words.get(field, {}).values()
