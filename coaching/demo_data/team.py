"""What the teams of the demo have together: aims, a meeting every second week, and cases they thought over."""

from datetime import date, datetime, time, timedelta

from coaches.models import Team, WorkLog
from coaching.demo_data.calendar import is_holiday
from coaching.demo_data.scene import Scene
from quality.models import Meeting, MeetingAttendance, Reflection, TeamAim

AIMS = (
    ("Jokainen uusi opettaja tapaa luotsin ensimmäisen kuukauden aikana.", True),
    ("Jokaisella toimipaikalla on HOKS-kysymyksiin vähintään kaksi auttajaa.", False),
    ("Yhteinen ohje opintohallinnon kirjauksista on valmis kevääseen mennessä.", False),
)
AGENDA = "1. Mitä on kysytty\n2. Seuraavat klinikat\n3. Vuoden tavoitteet"
NOTES = (
    "Eniten kysyttiin HOKSin päivityksestä ennen näyttöjä. Sama kysymys tuli kolmelta toimialalta.",
    "Uusien opettajien ensitapaamiset on pidetty. Perehdytyksen muistilista todettiin hyväksi.",
    "Käytiin läpi työpaikkaohjaajien palaute. Sovittiin, missä sitä säilytetään.",
)
DECISIONS = (
    "Pidetään HOKS-klinikka joka toinen keskiviikko.",
    "Muistilista viedään kotipesään.",
    "Tehdään havainto palautteen säilyttämisestä.",
)
REFLECTIONS = (
    "Kysyjä tuli valmiin ratkaisun kanssa ja halusi vain vahvistuksen. Kysyin, mitä muuta hän oli harkinnut, ja "
    "lopulta ratkaisu oli toinen. Toisella kertaa varaan tähän enemmän aikaa.",
    "Annoin ohjeen liian nopeasti, ja se jäi käyttämättä. Ensi kerralla teemme ensimmäisen kirjauksen yhdessä.",
)
TIME, MINUTES, PLACE = time(14, 15), 45, "Opettajainhuone ja Teams"
AHEAD, NOTED = 6, 8


def make_team_work(scene: Scene) -> None:
    """Meetings of the past stand on the rows that the ledger has for them."""
    taken: set[int] = set()
    for number, team in enumerate(Team.objects.filter(institution=scene.institution).order_by("pk")):
        _aims(scene, team)
        _meetings_ahead(scene, team)
        _meetings_past(scene, team, number, taken)
        _reflections(scene, team)


def _aims(scene: Scene, team: Team) -> None:
    reached_at = scene.calendar.now - timedelta(days=9)
    for text, reached in AIMS:
        about = {"academic_year": scene.calendar.academic_year, "text": text}
        TeamAim.objects.create(
            institution=scene.institution, team=team, **about, reached_at=reached_at if reached else None
        )


def _meeting(scene: Scene, team: Team, starts_at: datetime) -> Meeting:
    about = {"minutes": MINUTES, "place": PLACE, "agenda": AGENDA}
    return Meeting(institution=scene.institution, team=team, starts_at=starts_at, **about)


def _meetings_ahead(scene: Scene, team: Team) -> None:
    today = scene.calendar.today
    days = (today + timedelta(days=n) for n in range(1, 14 * AHEAD))
    odd = (day for day in days if day.isoweekday() == 3 and day.isocalendar().week % 2 and not is_holiday(day))
    Meeting.objects.bulk_create(_meeting(scene, team, _at(scene, day)) for day in odd)


def _at(scene: Scene, day: date) -> datetime:
    return datetime.combine(day, TIME, scene.institution.tz)


def _meetings_past(scene: Scene, team: Team, number: int, taken: set[int]) -> None:
    people = list(team.members.values_list("user", flat=True))
    rows = WorkLog.objects.filter(user__in=people, kind=WorkLog.Kind.MEETING, starts_at__lt=scene.calendar.now)
    by_time: dict[datetime, list[WorkLog]] = {}
    for row in rows.exclude(pk__in=taken).order_by("-starts_at", "pk"):
        by_time.setdefault(row.starts_at, []).append(row)
    meetings = [_meeting(scene, team, starts_at) for starts_at in by_time]
    for n, meeting in enumerate(meetings[:NOTED]):
        meeting.notes, meeting.decisions = NOTES[(n + number) % len(NOTES)], DECISIONS[(n + number) % len(DECISIONS)]
        meeting.revision = 1
    Meeting.objects.bulk_create(meetings)
    MeetingAttendance.objects.bulk_create(
        MeetingAttendance(institution=scene.institution, meeting=meeting, person_id=row.user_id, work_log=row)
        for meeting in meetings
        for row in by_time[meeting.starts_at]
    )
    taken |= {row.pk for rows in by_time.values() for row in rows}


def _reflections(scene: Scene, team: Team) -> None:
    authors = [coach.user for coach in team.members.select_related("user").order_by("pk")[:2]]
    Reflection.objects.bulk_create(
        Reflection(
            institution=scene.institution,
            team=team,
            author=author,
            text=text,
            written_at=scene.calendar.now - timedelta(days=days),
        )
        for author, text, days in zip(authors, REFLECTIONS, (5, 26), strict=False)
    )
