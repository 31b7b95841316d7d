"""What the made-up people write, by language, then by the topic's place among the defaults."""

HEADLINES = {
    "fi": (
        "HOKSin arki", "erityisen tuen päätökset", "Wilman pääkäyttäjä", "yhteiset pelisäännöt", "uuden opettajan alku",
        "mitä ensi vuonna muuttuu", "työpaikkojen palaute", "asiat eteenpäin esihenkilön kanssa",
    ),
    "sv": (
        "PUK i vardagen", "beslut om särskilt stöd", "Wilma i lärarens vardag", "gemensamma spelregler",
        "den första terminen", "vad som ändras nästa år", "respons från arbetsplatser", "samtal med chefen",
    ),
    "en": (
        "study plans step by step", "support in the classroom", "Wilma and Primus", "how we do things here",
        "your first term", "what changes next year", "feedback from workplaces", "working with your manager",
    ),
}  # fmt: skip

ABOUT_COACH = {
    "fi": (
        "Olen opettanut täällä pitkään. Kysy mitä vain, katsotaan yhdessä.",
        "Autan mielelläni pienissäkin asioissa. Tulen myös tunnille, jos siitä on apua.",
        "Teen opintohallinnon kanssa töitä viikoittain ja tiedän, keneltä kysyä, jos en itse osaa.",
    ),
    "sv": (
        "Jag har undervisat här länge. Fråga vad som helst, så ser vi på det tillsammans.",
        "Jag hjälper gärna också med små saker, på svenska och finska.",
    ),
    "en": ("Ask me anything about everyday work here. I also visit classes.",),
}

QUESTIONS = {
    "fi": (
        ("Miten päivitän HOKSin kesken opintojen?", "Mitä työpaikan kanssa pitää sopia ennen jaksoa?"),
        ("Kuka kirjaa erityisen tuen päätöksen?", "Miten mukautan arviointia?"),
        ("Miten korjaan arvioinnin, joka on jo siirtynyt Koskeen?", "Poissaolojen kirjaaminen Wilmaan"),
        ("Miten toimimme, kun opiskelija ei tule paikalle?", "Ryhmänohjaajan tehtävät"),
        ("Ensimmäiset viikot, mistä aloitan?", "Mistä löydän lukujärjestyksen pohjat?"),
        ("Uudet tutkinnon perusteet, mitä ne muuttavat?", "Miten suunnittelen ensi syksyä?"),
        ("Mihin kirjaan työpaikan palautteen?", "Miten palaute saadaan näkyviin opetukseen?"),
        ("Miten vien kehitysehdotuksen eteenpäin?", "Valmistautuminen kehityskeskusteluun"),
        ("En tiedä, kenelle tämä kuuluu.", "Pari sekalaista kysymystä"),
    ),
    "sv": (
        ("Hur uppdaterar jag PUK mitt i studierna?",), ("Vem antecknar beslutet om särskilt stöd?",),
        ("Hur rättar jag en bedömning som redan gått till Koski?",), ("Grupphandledarens uppgifter",),
        ("De första veckorna, var börjar jag?",), ("Vad ändras i grunderna för examen?",),
        ("Var antecknar jag arbetsplatsens respons?",), ("Hur för jag ett förslag vidare?",),
        ("Några blandade frågor",),
    ),
    "en": (
        ("How do I update a study plan half-way?",), ("Who records a decision on special support?",),
        ("Correcting a grade that has gone to Koski",), ("The tasks of a group tutor",), ("Where do I start?",),
        ("The new qualification requirements",), ("Where does workplace feedback go?",),
        ("Taking a proposal forward",), ("A few mixed questions",),
    ),
}  # fmt: skip

REASONS = {
    "fi": (
        "Oppitunti siirtyi samaan aikaan.",
        "Asia ratkesi jo.",
        "Tulee toinen kokous päälle.",
        "Sovitaan uusi aika.",
    ),
    "sv": ("En lektion flyttades till samma tid.", "Saken löste sig redan.", "Vi söker en ny tid."),
    "en": ("A lesson was moved to the same time.", "It is solved already."),
}

LOG_LINES = {
    "fi": ("Kysymys käytävällä", "Pikaviesti arvioinnista", "Katsottiin yhdessä Wilmaa", "Soitto oppitunnin jälkeen"),
    "sv": ("Fråga i korridoren", "Kort samtal om bedömning", "Vi såg på Wilma tillsammans"),
    "en": ("A question in the corridor", "A short call"),
}

OWN_NOTES = {
    "fi": (
        "Kysy myös, miten korotus näkyy tutkintorekisterissä.",
        "Katso ohje läpi ennen seuraavaa kertaa.",
        "Ota puheeksi tiimipalaverissa.",
        "Hyvä vinkki: tallenna luonnos ensin, lähetä vasta sitten.",
    ),
    "sv": ("Läs anvisningen före nästa gång.", "Ta upp det här på teammötet."),
    "en": ("Read the instruction before next time.", "Bring this up with the team."),
}

SHARED_NOTES = {
    "fi": (
        "Katsomme ensin arvioinnin korjauksen, sitten Kosken virheilmoituksen.",
        "Kokeillaan ja palataan asiaan. Ohje: https://www.oph.fi/fi/koulutus-ja-tutkinnot/ammatillinen-koulutus",
        "Sovittiin yhteinen tapa kirjata poissaolot.",
        "Pohja on valmis. Seuraavaksi kokeillaan yhdellä ryhmällä.",
    ),
    "sv": (
        "Vi ser först på bedömningen, sedan på felmeddelandet från Koski.",
        "Anvisningen: https://www.oph.fi/sv/utbildning-och-examina/yrkesutbildning",
    ),
    "en": ("First the grade, then the error message from Koski.", "We agreed on one way to record absences."),
}

WORKING_GROUPS = {
    "fi": "Laatutyöryhmä\nHOKS-kehittäjät",
    "sv": "Kvalitetsgruppen\nSpråkgruppen",
    "en": "Quality group",
}
"""One a line."""

TEAMS = (
    ("Opintohallinnon luotsit", "Teamet för studieadministration", "Student administration team"),
    ("Tuen ja ohjauksen luotsit", "Teamet för stöd och handledning", "Support and guidance team"),
    ("Työelämän luotsit", "Teamet för arbetslivet", "Working life team"),
)

ROLES = {
    "fi": {
        "coach": "Auttaa kollegoja sovituissa aiheissa, kirjaa antamansa avun ja osallistuu tiimin palavereihin.",
        "lead_coach": "Johtaa tiimiä, auttaa kollegoja ja vie esiin nousevat teemat laatutyöhön.",
        "coordinator": "Sovittaa pyynnöt ja ajat yhteen ja pitää toiminnan käynnissä.",
    },
    "sv": {
        "coach": "Hjälper kolleger i de avtalade temana, antecknar hjälpen och deltar i teamets möten.",
        "lead_coach": "Leder teamet, hjälper kolleger och för återkommande teman till kvalitetsarbetet.",
        "coordinator": "Passar ihop önskemål och tider och håller verksamheten i gång.",
    },
    "en": {
        "coach": "Helps colleagues with the agreed topics, logs the help given and takes part in team meetings.",
        "lead_coach": "Leads the team, helps colleagues and carries recurring themes into quality work.",
        "coordinator": "Matches requests and times, and keeps the activity running.",
    },
}
"""Role descriptions, by language and role."""
OBJECTION = "Puhuimme tästä vain hetken, ja aihe oli toinen."

AGREEMENTS = {
    "fi": (
        "Kokeilen arviointipohjaa seuraavalla ryhmällä.",
        "Lähetän linkin ohjeeseen.",
        "Tarkistan ryhmän oikeudet Wilmasta.",
        "Sovin ajan työpaikkaohjaajan kanssa.",
        "Vien asian tiimipalaveriin.",
    ),
    "sv": (
        "Jag prövar bedömningsmallen med nästa grupp.",
        "Jag skickar länken till anvisningen.",
        "Jag tar upp saken på teammötet.",
    ),
    "en": (
        "I try the grading template with the next group.",
        "I send the link to the instruction.",
        "I bring it up in the team meeting.",
    ),
}
SENTENCES = {
    "fi": (
        "Sain heti käyttöön sen, mitä tarvitsin.",
        "Oli hyvä jutella ilman kiirettä.",
        "Ensi kerralla voisi katsoa yhdessä ruutua.",
    ),
    "sv": ("Jag kunde använda det genast.", "Bra att få prata i lugn och ro."),
    "en": ("I could use it at once.", "Good to talk without a hurry."),
}
