"""Ready words for an institution's terms, each with all its forms, in the order of `terms.FORMS`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from organisation.terms import FORMS, NEUTRAL


@dataclass(frozen=True)
class Preset:
    """A word in each language; `hint` warns of how it may be understood."""

    key: str
    words: Mapping[str, tuple[str, ...]]
    hint: Any = ""

    def forms(self, language: str) -> dict[str, str]:
        """Form → text."""
        return dict(zip(FORMS[language], self.words[language], strict=True))


def _preset(key: str, fi: str, sv: str, en: str, hint: Any = "") -> Preset:
    """The forms are written one after the other, with a comma between."""
    words = {"fi": fi, "sv": sv, "en": en}
    return Preset(key, {language: tuple(text.split(", ")) for language, text in words.items()}, hint)


def _product(key: str, kind: str) -> Preset:
    """The product's own word, to start from."""
    return Preset(key, {language: NEUTRAL[language][kind] for language in FORMS})


STUDENT_TUTOR = _("“Tutor” usually means a student tutor. Tell people that this one is a colleague.")

PRESETS: Mapping[str, tuple[Preset, ...]] = {
    "activity": (
        _product("vertaisvalmennus", "activity"),
        _preset(
            "luotsitoiminta",
            "luotsitoiminta, luotsitoiminnat, luotsitoiminnan, luotsitoimintaa, luotsitoiminnalle",
            "lotsverksamhet, lotsverksamheter, lotsverksamheten, lotsverksamheterna",
            "pilot teacher support, pilot teacher support",
        ),
        _preset(
            "tutoropettajatoiminta",
            "tutoropettajatoiminta, tutoropettajatoiminnat, tutoropettajatoiminnan, tutoropettajatoimintaa, "
            "tutoropettajatoiminnalle",
            "tutorlärarverksamhet, tutorlärarverksamheter, tutorlärarverksamheten, tutorlärarverksamheterna",
            "tutor teacher support, tutor teacher support",
            STUDENT_TUTOR,
        ),
        _preset(
            "digitutorointi",
            "digitutorointi, digitutoroinnit, digitutoroinnin, digitutorointia, digitutoroinnille",
            "digitutorskap, digitutorskap, digitutorskapet, digitutorskapen",
            "digital tutoring, digital tutoring",
        ),
        _preset(
            "mentorointi",
            "mentorointi, mentoroinnit, mentoroinnin, mentorointia, mentoroinnille",
            "mentorskap, mentorskap, mentorskapet, mentorskapen",
            "mentoring, mentoring",
        ),
    ),
    "coach": (
        _preset(
            "vertaisvalmentaja",
            "vertaisvalmentaja, vertaisvalmentajat, vertaisvalmentajan, vertaisvalmentajaa, vertaisvalmentajalle",
            "kollegahandledare, kollegahandledare, kollegahandledaren, kollegahandledarna",
            "peer coach, peer coaches",
        ),
        _preset(
            "luotsi",
            "luotsi, luotsit, luotsin, luotsia, luotsille",
            "lots, lotsar, lotsen, lotsarna",
            "pilot, pilots",
        ),
        _preset(
            "luotsiopettaja",
            "luotsiopettaja, luotsiopettajat, luotsiopettajan, luotsiopettajaa, luotsiopettajalle",
            "lotslärare, lotslärare, lotsläraren, lotslärarna",
            "pilot teacher, pilot teachers",
        ),
        _preset(
            "tutoropettaja",
            "tutoropettaja, tutoropettajat, tutoropettajan, tutoropettajaa, tutoropettajalle",
            "tutorlärare, tutorlärare, tutorläraren, tutorlärarna",
            "tutor teacher, tutor teachers",
            STUDENT_TUTOR,
        ),
        _preset(
            "digitutor",
            "digitutor, digitutorit, digitutorin, digitutoria, digitutorille",
            "digitutor, digitutorer, digitutorn, digitutorerna",
            "digital tutor, digital tutors",
            STUDENT_TUTOR,
        ),
        _preset(
            "mentori",
            "mentori, mentorit, mentorin, mentoria, mentorille",
            "mentor, mentorer, mentorn, mentorerna",
            "mentor, mentors",
        ),
    ),
    "lead_coach": (
        _preset(
            "vastaava-vertaisvalmentaja",
            "vastaava vertaisvalmentaja, vastaavat vertaisvalmentajat, vastaavan vertaisvalmentajan, "
            "vastaavaa vertaisvalmentajaa, vastaavalle vertaisvalmentajalle",
            "ansvarig kollegahandledare, ansvariga kollegahandledare, den ansvariga kollegahandledaren, "
            "de ansvariga kollegahandledarna",
            "lead peer coach, lead peer coaches",
        ),
        _preset(
            "paaluotsi",
            "pääluotsi, pääluotsit, pääluotsin, pääluotsia, pääluotsille",
            "huvudlots, huvudlotsar, huvudlotsen, huvudlotsarna",
            "lead pilot, lead pilots",
        ),
        _preset(
            "vastaava-tutoropettaja",
            "vastaava tutoropettaja, vastaavat tutoropettajat, vastaavan tutoropettajan, vastaavaa tutoropettajaa, "
            "vastaavalle tutoropettajalle",
            "ansvarig tutorlärare, ansvariga tutorlärare, den ansvariga tutorläraren, de ansvariga tutorlärarna",
            "lead tutor teacher, lead tutor teachers",
            STUDENT_TUTOR,
        ),
        _preset(
            "vastaava-digitutor",
            "vastaava digitutor, vastaavat digitutorit, vastaavan digitutorin, vastaavaa digitutoria, "
            "vastaavalle digitutorille",
            "ansvarig digitutor, ansvariga digitutorer, den ansvariga digitutorn, de ansvariga digitutorerna",
            "lead digital tutor, lead digital tutors",
            STUDENT_TUTOR,
        ),
        _preset(
            "vastaava-mentori",
            "vastaava mentori, vastaavat mentorit, vastaavan mentorin, vastaavaa mentoria, vastaavalle mentorille",
            "ansvarig mentor, ansvariga mentorer, den ansvariga mentorn, de ansvariga mentorerna",
            "lead mentor, lead mentors",
        ),
    ),
    "site": (
        _product("toimipaikka", "site"),
        _preset(
            "toimipiste",
            "toimipiste, toimipisteet, toimipisteen, toimipistettä, toimipisteelle",
            "verksamhetspunkt, verksamhetspunkter, verksamhetspunkten, verksamhetspunkterna",
            "location, locations",
        ),
        _preset(
            "kampus",
            "kampus, kampukset, kampuksen, kampusta, kampukselle",
            "campus, campus, campuset, campusen",
            "campus, campuses",
        ),
        _preset(
            "yksikko",
            "yksikkö, yksiköt, yksikön, yksikköä, yksikölle",
            "enhet, enheter, enheten, enheterna",
            "unit, units",
        ),
    ),
    "sector": (
        _product("toimiala", "sector"),
        _preset(
            "ala",
            "ala, alat, alan, alaa, alalle",
            "område, områden, området, områdena",
            "field, fields",
        ),
        _preset(
            "koulutusala",
            "koulutusala, koulutusalat, koulutusalan, koulutusalaa, koulutusalalle",
            "utbildningsområde, utbildningsområden, utbildningsområdet, utbildningsområdena",
            "field of education, fields of education",
        ),
    ),
}
"""By kind of term."""


def preset_of(kind: str, key: str) -> Preset | None:
    """The preset of that key; None when there is none."""
    return next((preset for preset in PRESETS[kind] if preset.key == key), None)
