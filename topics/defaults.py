"""The topics that a new institution starts from; it edits, adds, groups and retires them as its own."""

from dataclasses import dataclass, field

Text = tuple[str, str, str]
"""The same text in Finnish, Swedish and English."""


@dataclass(frozen=True)
class DefaultTopic:
    name: Text
    description: Text
    for_new_teachers: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class DefaultArea:
    """A theme area with its topics in order; without a name its topics stand outside every area."""

    topics: tuple[DefaultTopic, ...]
    name: Text = field(default=("", "", ""))


STUDENTS_PATH = DefaultArea(
    name=("Opiskelijan polku", "Den studerandes väg", "The student's path"),
    topics=(
        DefaultTopic(
            ("HOKS ja työelämäyhteistyö", "PUK och samarbete med arbetslivet", "Study plans and working life"),
            (
                "Henkilökohtaistaminen ja yhteistyö työpaikkojen kanssa: mitä käytännöt ovat ja miksi.",
                "Personlig tillämpning och samarbete med arbetsplatserna: hur vi gör och varför.",
                "Personalisation of studies and co-operation with workplaces: the practices and why we have them.",
            ),
            for_new_teachers=True,
        ),
        DefaultTopic(
            ("Erityinen tuki", "Särskilt stöd", "Special support"),
            (
                "Tuen tarpeen tunnistaminen, päätökset, mukauttaminen ja tuki opetuksen arjessa.",
                "Att upptäcka behovet av stöd, besluten, anpassningar och stödet i undervisningens vardag.",
                "Seeing the need for support, the decisions, adaptations, and support in everyday teaching.",
            ),
        ),
    ),
)

EVERYDAY = DefaultArea(
    name=("Työn arki", "Vardagen i arbetet", "Everyday work"),
    topics=(
        DefaultTopic(
            ("Wilma, Primus ja muut järjestelmät", "Wilma, Primus och andra system", "Wilma, Primus and other systems"),
            (
                "Opintohallinnon järjestelmät käytännössä: Wilma, Primus, StudentaPlus, Peppi ja Koski.",
                "De studieadministrativa systemen i praktiken: Wilma, Primus, StudentaPlus, Peppi och Koski.",
                "The student-administration systems in practice: Wilma, Primus, StudentaPlus, Peppi and Koski.",
            ),
            for_new_teachers=True,
        ),
        DefaultTopic(
            ("Yhteiset toimintatavat", "Gemensamma arbetssätt", "Shared ways of working"),
            (
                "Käydään läpi, miten meillä toimitaan ja mistä ohjeet löytyvät.",
                "Vi går igenom hur vi gör hos oss och var anvisningarna finns.",
                "How things are done here, and where the instructions are.",
            ),
        ),
        DefaultTopic(
            ("Uuden opettajan perehdytys", "Introduktion av nya lärare", "Induction of new teachers"),
            (
                "Tukea ensimmäisiin viikkoihin: kysymys saa olla pieni.",
                "Stöd under de första veckorna: ingen fråga är för liten.",
                "Support for the first weeks: no question is too small.",
            ),
            for_new_teachers=True,
        ),
    ),
)

DEVELOPMENT = DefaultArea(
    name=("Kehittäminen ja yhteistyö", "Utveckling och samarbete", "Development and co-operation"),
    topics=(
        DefaultTopic(
            ("Muutosten ennakointi", "Beredskap för förändringar", "Anticipating changes"),
            (
                "Mitä on tulossa, mitä se muuttaa omassa työssä ja miten siihen voi valmistautua.",
                "Vad som är på väg, vad det ändrar i det egna arbetet och hur man kan förbereda sig.",
                "What is coming, what it changes in your own work, and how to prepare for it.",
            ),
        ),
        DefaultTopic(
            ("Työelämäpalaute", "Respons från arbetslivet", "Feedback from working life"),
            (
                "Työpaikoilta saadun palautteen käsittely ja hyödyntäminen opetuksessa.",
                "Att behandla responsen från arbetsplatserna och använda den i undervisningen.",
                "Going through the feedback from workplaces and using it in teaching.",
            ),
        ),
        DefaultTopic(
            ("Yhteistyö esihenkilöiden kanssa", "Samarbete med cheferna", "Working together with managers"),
            (
                "Miten asioita viedään eteenpäin yhdessä oman esihenkilön ja johdon kanssa.",
                "Hur vi för frågor vidare tillsammans med den egna chefen och ledningen.",
                "How to take things forward together with your own manager and the leadership.",
            ),
        ),
    ),
)

OUTSIDE = DefaultArea(
    topics=(
        DefaultTopic(
            ("Jokin muu tai en ole varma", "Något annat eller jag är osäker", "Something else or not sure"),
            (
                "Valitse tämä, jos aihetta ei ole listalla tai et tiedä, mihin se kuuluu.",
                "Välj det här om ämnet inte finns på listan eller om du inte vet vart det hör.",
                "Pick this when your question is not on the list or you do not know where it belongs.",
            ),
            is_open=True,
        ),
    ),
)

DEFAULTS = (STUDENTS_PATH, EVERYDAY, DEVELOPMENT, OUTSIDE)
