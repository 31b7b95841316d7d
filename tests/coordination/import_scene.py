"""A house into which tables are brought, the usual tables of its staff, and what a plan says."""

from datetime import date

from coordination.imports.kinds import plan_of
from coordination.imports.saving import save_import, start_import
from kit.tables import read_table
from organisation.models import Role, User
from tests.factories import make_institution, make_role, make_sector, make_site, make_user

HEADS = "Sähköposti;Nimi;Kieli;Toimipaikka;Toimiala;Aloitti;Viimeinen päivä"


class Place:
    """An institution with two sites, a sector, a programme admin and a coordinator of the first site."""

    def __init__(self):
        self.house = make_institution(name_fi="Opisto")
        self.site = make_site(self.house, name_fi="Metsola", name_sv="Skogsbo")
        self.far_site = make_site(self.house, name_fi="Asema")
        self.sector = make_sector(self.house, name_fi="Tekniikka", code="TEK")
        self.admin = make_user(self.house, email="admin@x.example", first_name="Outi", last_name="Aalto")
        make_role(self.admin, Role.Kind.PROGRAMME_ADMIN)
        make_role(self.admin, Role.Kind.COORDINATOR)
        self.coordinator = make_user(self.house, email="oskar@x.example", home_site=self.site)
        make_role(self.coordinator, Role.Kind.COORDINATOR, site=self.site)

    def person(self, name, **fields):
        return make_user(self.house, email=f"{name}@x.example", **{"home_site": self.site, **fields})

    def table(self, text, by=None, **more):
        data = text if isinstance(text, bytes) else text.encode()
        more = {"kind": "staff", **more}
        return start_import(by=by or self.admin, file_name="f.csv", rows=read_table(data), **more)

    def save(self, text, by=None, **more):
        table = self.table(text, by, **{key: more.pop(key) for key in ("kind", "missing_left") if key in more})
        return save_import(table=table, by=table.by, fingerprint=plan_of(table).fingerprint, **more)


def outcomes(plan):
    return {row.number: row.outcome.value for row in plan.rows}


def errors(plan):
    return {row.number: sorted(row.errors) for row in plan.rows if row.errors}


def staff(place, email="uusi@x.example"):
    person = User.objects.get(email=email)
    return (
        person.get_full_name(),
        person.language,
        person.home_site and person.home_site.name_fi,
        person.home_sector and person.home_sector.name_fi,
        person.started_on,
        person.left_on,
    )


ROWS = [
    ["UUSI@x.example", "Äijö Öst, Åsa", "ruotsi", "skogsbo", "tek", "1.8.2024", ""],
    ["toinen@x.example", "Aino Maria Aalto", "fi", "METSOLA", "Tekniikka", "2023-01-09", "31.12.2199"],
]
WANTED = ("Åsa Äijö Öst", "sv", "Metsola", "Tekniikka", date(2024, 8, 1), None)


def csv(mark, rows=ROWS, heads=HEADS):
    lines = [heads.replace(";", mark), *(mark.join(f'"{c}"' if mark in c or "\n" in c else c for c in r) for r in rows)]
    return "\r\n".join(lines) + "\r\n"


FILES = {
    "semicolons": csv(";").encode(),
    "commas": csv(",").encode(),
    "tabs": csv("\t").encode(),
    "a mark at the start": csv(";").encode("utf-8-sig"),
    "Windows": csv(";").encode("cp1252"),
    "Unicode text of Excel": csv("\t").encode("utf-16"),
    "Excel's hint": b"sep=;\r\n" + csv(";").encode(),
    "a line break in a cell": csv(";", [["UUSI@x.example", "Äijö Öst,\nÅsa", *ROWS[0][2:]], ROWS[1]]).encode(),
    "empty rows and columns": csv(";").replace("\r\n", ";;;\r\n\r\n").encode(),
}
