"""Guidelines of the demo, for each default topic by its place. Legislation and public criteria are real ones."""

from typing import NamedTuple

FINLEX = "https://www.finlex.fi/fi/lainsaadanto/"


class Paper(NamedTuple):
    """A guideline: its kind, its title and text in three languages, a link, and the kind of its file."""

    kind: str
    title: tuple[str, str, str]
    text: tuple[str, str, str]
    link: str = ""
    file: str = ""


VOCATIONAL_ACT = Paper(
    "legislation",
    (
        "Laki ammatillisesta koulutuksesta 531/2017",
        "Lagen om yrkesutbildning 531/2017",
        "Act on vocational education and training 531/2017",
    ),
    (
        "Henkilökohtaistaminen 44–49 §, työpaikalla järjestettävä koulutus 70–78 §.",
        "Personlig tillämpning 44–49 §, utbildning på en arbetsplats 70–78 §.",
        "Personalisation sections 44–49, training at a workplace sections 70–78.",
    ),
    FINLEX + "2017/531",
)
PAPERS: tuple[tuple[Paper, ...], ...] = (
    (
        VOCATIONAL_ACT,
        Paper(
            "quality",
            ("Tutkinnon perusteet ePerusteissa", "Examensgrunderna i eGrunder", "Qualification requirements"),
            (
                "Tutkintojen perusteet ja ammattitaitovaatimukset sekä osaamisen arvioinnin kriteerit.",
                "Examensgrunderna, kraven på yrkesskicklighet och kriterierna för bedömning av kunnande.",
                "Requirements and criteria for the assessment of competence.",
            ),
            "https://eperusteet.opintopolku.fi/",
        ),
        Paper(
            "instruction",
            ("HOKS vaihe vaiheelta", "PUK steg för steg", "The study plan step by step"),
            (
                "Kuka tekee, milloin ja mihin kirjataan. Työpaikan kanssa sovitaan ennen jakson alkua.",
                "Vem gör vad, när och var det antecknas. Med arbetsplatsen avtalas före perioden.",
                "Who does what, when and where it is recorded.",
            ),
            file="docx",
        ),
    ),
    (
        Paper(
            "legislation",
            (
                "Erityinen tuki, laki 531/2017, 64–67 §",
                "Särskilt stöd, lagen 531/2017, 64–67 §",
                "Special support, Act 531/2017, sections 64–67",
            ),
            (
                "Oikeus erityiseen tukeen, mukauttaminen ja poikkeaminen arvioinnissa.",
                "Rätten till särskilt stöd, anpassning och undantag vid bedömningen.",
                "The right to special support, adaptation and exceptions in assessment.",
            ),
            FINLEX + "2017/531",
        ),
        Paper(
            "instruction",
            ("Erityisen tuen päätös meillä", "Beslut om särskilt stöd hos oss", "Deciding on special support here"),
            (
                "Miten tuen tarve tunnistetaan, kuka päättää ja mihin päätös kirjataan.",
                "Hur behovet av stöd upptäcks, vem som beslutar och var beslutet antecknas.",
                "How the need is seen, who decides and where it is recorded.",
            ),
            file="pdf",
        ),
        Paper(
            "material",
            ("Muistilista mukauttamisesta", "Minneslista om anpassning", "A checklist on adaptation"),
            (
                "Yhden sivun lista keskustelun pohjaksi.",
                "En sida som underlag för samtalet.",
                "One page to start the talk from.",
            ),
            file="docx",
        ),
    ),
    (
        Paper(
            "legislation",
            (
                "Laki valtakunnallisista opinto- ja tutkintorekistereistä 884/2017",
                "Lagen om nationella studie- och examensregister 884/2017",
                "Act on national study and degree registers 884/2017",
            ),
            (
                "Mitä Koski-tietovarantoon tallennetaan ja milloin.",
                "Vad som lagras i informationsresursen Koski och när.",
                "What is stored in Koski, and when.",
            ),
            FINLEX + "2017/884",
        ),
        Paper(
            "instruction",
            ("Arvioinnin korjaaminen Wilmassa", "Att rätta en bedömning i Wilma", "Correcting a grade in Wilma"),
            (
                "Korjaus ennen siirtoa ja sen jälkeen, kuvin.",
                "Rättelse före och efter överföringen, med bilder.",
                "Before and after the transfer, with pictures.",
            ),
            file="pdf",
        ),
    ),
    (
        Paper(
            "instruction",
            ("Yhteiset pelisäännöt", "Gemensamma spelregler", "How we do things"),
            (
                "Poissaolot, viestintä ja ryhmänohjaajan tehtävät.",
                "Frånvaro, kommunikation och grupphandledarens uppgifter.",
                "Absences, communication and the tasks of a group tutor.",
            ),
            file="pdf",
        ),
        Paper(
            "legislation",
            (
                "Laki viranomaisten toiminnan julkisuudesta 621/1999",
                "Lagen om offentlighet i myndigheternas verksamhet 621/1999",
                "Act on the openness of government activities 621/1999",
            ),
            (
                "Mitä saa kertoa ja mikä on salassa pidettävää.",
                "Vad man får berätta och vad som är sekretessbelagt.",
                "What may be told and what is secret.",
            ),
            FINLEX + "1999/621",
        ),
    ),
    (
        Paper(
            "legislation",
            (
                "Työturvallisuuslaki 738/2002",
                "Arbetarskyddslagen 738/2002",
                "Occupational safety and health act 738/2002",
            ),
            (
                "Työntekijän perehdyttäminen ja opastus, 14 §.",
                "Introduktion och handledning av arbetstagaren, 14 §.",
                "Induction and guidance of a worker, section 14.",
            ),
            FINLEX + "2002/738",
        ),
        Paper(
            "material",
            ("Ensimmäisen viikon lista", "Listan för den första veckan", "A list for the first week"),
            (
                "Avaimet, tunnukset, työtilat ja kenelle soittaa.",
                "Nycklar, koder, arbetsrum och vem man ringer.",
                "Keys, accounts, rooms and whom to call.",
            ),
            file="docx",
        ),
    ),
    (
        Paper(
            "quality",
            (
                "Ammatillinen koulutus, Opetushallitus",
                "Yrkesutbildning, Utbildningsstyrelsen",
                "Vocational education, the National Agency",
            ),
            (
                "Mitä on valmistelussa ja milloin uudet perusteet tulevat voimaan.",
                "Vad som bereds och när nya grunder träder i kraft.",
                "What is being prepared and when it comes into force.",
            ),
            "https://www.oph.fi/fi/koulutus-ja-tutkinnot/ammatillinen-koulutus",
        ),
    ),
    (
        Paper(
            "quality",
            (
                "Laadunhallinta ja arviointi, laki 531/2017, 126 §",
                "Kvalitetsledning och utvärdering, lagen 531/2017, 126 §",
                "Quality management and evaluation, Act 531/2017, section 126",
            ),
            (
                "Palautetta kerätään ja käytetään: arviointi on osa laadunhallintaa.",
                "Respons samlas in och används: utvärdering är en del av kvalitetsledningen.",
                "Feedback is collected and used: evaluation is part of quality management.",
            ),
            FINLEX + "2017/531",
        ),
        Paper(
            "material",
            ("Palautekeskustelun runko", "Stomme för responssamtalet", "An outline for talking feedback through"),
            (
                "Kysymykset, joilla työpaikan palaute käydään läpi tiimissä.",
                "Frågor med vilka teamet går igenom arbetsplatsens respons.",
                "Questions for going through a workplace's feedback.",
            ),
            file="docx",
        ),
    ),
    (
        Paper(
            "instruction",
            ("Aloitteesta päätökseen", "Från förslag till beslut", "From a proposal to a decision"),
            (
                "Miten ehdotus etenee: tiimi, esihenkilö, johtoryhmä.",
                "Hur ett förslag går vidare: teamet, chefen, ledningsgruppen.",
                "How a proposal goes on: team, manager, leadership.",
            ),
            file="pdf",
        ),
    ),
)
