"""The tags that the default topics start from, by the topic's Finnish name: matters of work, never people."""

from topics.defaults import Text

THEMES: dict[str, tuple[Text, ...]] = {
    "HOKS ja työelämäyhteistyö": (
        ("Osaamisen tunnistaminen", "Identifiering av kunnande", "Recognising skills"),
        ("HOKSin päivittäminen", "Uppdatering av PUK", "Keeping the study plan up to date"),
        ("Näytöt", "Yrkesprov", "Competence tests"),
        ("Työpaikkaohjaajat", "Arbetsplatshandledare", "Workplace instructors"),
    ),
    "Erityinen tuki": (
        ("Tuen tarpeen tunnistaminen", "Att upptäcka stödbehov", "Seeing the need for support"),
        ("Päätökset ja kirjaaminen", "Beslut och dokumentation", "Decisions and records"),
        ("Mukauttaminen", "Anpassning", "Adaptation"),
    ),
    "Wilma, Primus ja muut järjestelmät": (
        ("Arviointien kirjaaminen", "Registrering av bedömning", "Recording grades"),
        ("Poissaolot", "Frånvaro", "Absences"),
        ("Ryhmät ja lukujärjestykset", "Grupper och läsordningar", "Groups and timetables"),
        ("Tunnukset ja oikeudet", "Koder och rättigheter", "Accounts and rights"),
    ),
    "Yhteiset toimintatavat": (
        ("Arvioinnin linjat", "Riktlinjer för bedömning", "Lines of assessment"),
        ("Tiimityö", "Teamarbete", "Working in a team"),
        ("Viestintä", "Kommunikation", "Communication"),
    ),
    "Uuden opettajan perehdytys": (
        ("Ensimmäiset viikot", "De första veckorna", "The first weeks"),
        ("Lukuvuoden rytmi", "Läsårets rytm", "The rhythm of the year"),
        ("Keneltä kysyä", "Vem man frågar", "Whom to ask"),
    ),
    "Muutosten ennakointi": (
        ("Tutkinnon perusteet", "Examensgrunder", "Qualification requirements"),
        ("Lainsäädäntö", "Lagstiftning", "Legislation"),
        ("Uudet järjestelmät", "Nya system", "New systems"),
    ),
    "Työelämäpalaute": (
        ("Palautteen kerääminen", "Insamling av respons", "Collecting feedback"),
        ("Palautteen käyttäminen", "Användning av respons", "Using feedback"),
    ),
    "Yhteistyö esihenkilöiden kanssa": (
        ("Työaikasuunnitelma", "Arbetstidsplan", "Plan of working time"),
        ("Työnjako", "Arbetsfördelning", "Division of work"),
    ),
}
"""In Finnish, Swedish and English."""
