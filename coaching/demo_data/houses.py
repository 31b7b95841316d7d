"""The two institutions of the demo and the accounts that people sign in with. Neither exists."""

from dataclasses import dataclass

from organisation.models import Role
from topics.defaults import Text

PASSWORD = "kotipesa-demo"
"""Of every account of the demo. It is no secret: the sign-in page of the demo shows it."""

COORDINATOR, MANAGER, ADMIN = Role.Kind.COORDINATOR, Role.Kind.MANAGER, Role.Kind.PROGRAMME_ADMIN


@dataclass(frozen=True)
class Account:
    """Someone with a place of their own in the demo; `login` is what stands before the @, if it isn't the name."""

    first_name: str
    last_name: str
    login: str = ""
    language: str = "fi"
    site: int = 0
    sector: int = 0
    role: Role.Kind | None = None
    role_site: int | None = None
    role_sector: int | None = None
    is_coach: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class House:
    """`words` are the presets of the institution's terms: kind and key."""

    slug: str
    domain: str
    name: Text
    purpose: Text
    benefits: Text
    reach: Text
    sites: tuple[Text, ...]
    addresses: tuple[str, ...]
    sectors: tuple[Text, ...]
    languages: dict[str, int]
    words: tuple[tuple[str, str], ...]
    accounts: tuple[Account, ...]


JARVIMAA = House(
    slug="demo-jarvimaa",
    domain="demo.example",
    name=("Järvimaan ammattiopisto", "Järvimaa yrkesinstitut", "Järvimaa Vocational College"),
    purpose=(
        "Vertaisvalmennus on apua kollegalta kollegalle, ei arviointia. Se, mistä puhutte, jää teidän väliinne.",
        "Kollegahandledning är hjälp av en kollega, inte utvärdering. Det ni talar om stannar mellan er.",
        "Peer coaching is help from colleague to colleague, not evaluation. What you talk about stays between you.",
    ),
    benefits=(
        "Vastaus samalta päivältä, ei jonoa\nUusi opettaja pääsee alkuun ensimmäisenä kuukautena\n"
        "Käytännöt ovat samat joka toimipaikassa",
        "Svar samma dag, ingen kö\nEn ny lärare kommer i gång under den första månaden\n"
        "Samma praxis på alla verksamhetsställen",
        "An answer the same day, no queue\nA new teacher settles in during the first month\n"
        "The same practices at every site",
    ),
    reach=(
        "Hanna on tavattavissa Keskustassa, huone A204, ma–to klo\N{NO-BREAK SPACE}9–15.",
        "Hanna träffas i Centrum, rum A204, må–to kl.\N{NO-BREAK SPACE}9–15.",
        "You find Hanna at City Centre, room A204, Mon–Thu 9:00–15:00.",
    ),
    sites=(
        ("Rantakampus", "Campus Strand", "Shore Campus"),
        ("Keskusta", "Centrum", "City Centre"),
        ("Metsola", "Metsola", "Metsola"),
        ("Asema", "Stationen", "Station"),
    ),
    addresses=("Rantatie 4, Järvimaa", "Torikatu 12, Järvimaa", "Metsolantie 30, Järvimaa", "Asemakatu 1, Järvimaa"),
    sectors=(
        ("Tekniikka ja liikenne", "Teknik och trafik", "Technology and transport"),
        ("Sosiaali- ja terveysala", "Social- och hälsovård", "Health and social care"),
        ("Palvelualat", "Servicebranscherna", "Services"),
        ("Liiketoiminta ja kulttuuri", "Affärsverksamhet och kultur", "Business and culture"),
        ("Luonto ja ympäristö", "Natur och miljö", "Nature and environment"),
    ),
    languages={"fi": 84, "sv": 13, "en": 3},
    words=(("coach", "vertaisvalmentaja"), ("lead_coach", "vastaava-vertaisvalmentaja")),
    accounts=(
        Account("Sanna", "Korpela", "teacher", site=0, sector=1),
        Account("Noora", "Saari", "newteacher", site=1, sector=2, is_new=True),
        Account("Liisa", "Lahti", "coach", site=2, sector=0, is_coach=True),
        Account("Jari", "Peltonen", "leadcoach", site=1, sector=3, is_coach=True),
        Account("Hanna", "Mäkelä", "coordinator", site=1, sector=3, role=COORDINATOR),
        Account("Oskar", "Berg", "sitecoordinator", "sv", site=2, sector=0, role=COORDINATOR, role_site=2),
        Account("Kaisa", "Rautio", "manager", site=1, sector=3, role=MANAGER),
        Account("Risto", "Halonen", "sectormanager", site=0, sector=1, role=MANAGER, role_sector=1),
        Account("Outi", "Seppälä", "admin", site=1, sector=3, role=ADMIN),
        Account("Pirjo", "Harju", site=3, sector=4, role=COORDINATOR, role_site=3, role_sector=4),
        Account("Esa", "Luoma", site=3, sector=4, role=MANAGER, role_site=3),
        Account("Mikko", "Rantala", site=2, sector=0, is_coach=True),
        Account("Elina", "Vuori", site=0, sector=1, is_coach=True),
        Account("Johanna", "Sjöblom", language="sv", site=0, sector=1, is_coach=True),
        Account("Petri", "Kinnunen", site=0, sector=2, is_coach=True),
        Account("Riikka", "Salo", site=1, sector=3, is_coach=True),
        Account("Maria", "Nyström", language="sv", site=2, sector=1, is_coach=True),
        Account("Ville", "Hakala", site=3, sector=4, is_coach=True),
        Account("Tuomas", "Heikkinen", site=3, sector=0, is_coach=True),
    ),
)

SAARISTO = House(
    slug="demo-saaristo",
    domain="other.example",
    name=("Saariston ammattiopisto", "Skärgårdens yrkesinstitut", "Archipelago Vocational College"),
    purpose=(
        "Kollega auttaa kollegaa, matalalla kynnyksellä.",
        "En kollega hjälper en annan, med låg tröskel.",
        "One colleague helps another, whenever help is needed.",
    ),
    benefits=("", "", ""),
    reach=("Puhelin 050 000 0200", "Telefon 050 000 0200", "Telephone 050 000 0200"),
    sites=(("Satama", "Hamnen", "Harbour"), ("Kirkonkylä", "Kyrkbyn", "Church Village")),
    addresses=("Satamatie 2, Saaristo", "Kirkkotie 8, Saaristo"),
    sectors=(("Merenkulku", "Sjöfart", "Seafaring"), ("Palvelut", "Service", "Services")),
    languages={"sv": 70, "fi": 30},
    words=(
        *(("activity", "luotsitoiminta"), ("coach", "luotsi"), ("lead_coach", "paaluotsi")),
        *(("site", "toimipiste"), ("sector", "ala")),
    ),
    accounts=(
        Account("Åsa", "Lindqvist", "teacher", "sv", site=0, sector=0),
        Account("Anders", "Holm", "coach", "sv", site=0, sector=0, is_coach=True),
        Account("Carina", "Dahl", "coordinator", "sv", site=1, sector=1, role=COORDINATOR),
        Account("Göran", "Ekholm", "manager", "sv", site=0, sector=0, role=MANAGER),
    ),
)

OPERATOR = Account("Olli", "Ylläpitäjä", "operator")
SLUGS = (JARVIMAA.slug, SAARISTO.slug)
