"""Two institutions with everyone in them, for the tests that look at all pages as everybody."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from coaches.calendar_source import CalendarSource
from coaches.hours.services import save_mandate
from coaches.log.services import Work, log_work
from coaches.models import Coach, Team, TimeOff
from coordination.forms.hours import new_slice
from coordination.imports.saving import start_import
from coordination.services import ask_for_help, give_accessibility_feedback, save_change
from followup.services import Promise, add_agreements
from kit.documents import read_document
from kit.pictures import read_picture
from kit.tables import Row
from notifications.models import Message
from notifications.unsubscribing import unsubscribe_url
from organisation.calendar import academic_year_of
from organisation.models import ClosedDay, Institution, Role, User
from organisation.services import invite_person, set_logo
from quality.models import CoreProcess, Goal, SelfEvaluation, YearTask
from quality.services.actions import accept, propose, propose_action
from quality.services.team import add_aim, plan_meetings, reflect
from sessions.models import Kind, Session, Suggestion
from sessions.services import (
    Outline,
    add_people,
    book_session,
    close_session,
    make_feed,
    plan_sessions,
    propose_session,
    suggest_time,
)
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)
from tests.pictures import png
from topics.library import add_guideline
from topics.models import Guideline, ThemeArea, Topic

SECRET = "Salainen aihe"


class House:
    """One institution: `people` by what they are, and the things that belong to its teacher and coach."""

    def __init__(self, domain: str) -> None:
        self.institution: Institution = make_institution(host=domain)
        self.domain = domain
        self.site, self.far_site = make_site(self.institution), make_site(self.institution)
        self.sector = make_sector(self.institution)
        self.topic: Topic = make_topic(self.institution)
        self.people: dict[str, User] = {}
        self._teachers()
        self._coaches()
        self._roles()

    def _person(self, name: str, **fields) -> User:
        here = {"home_site": self.site, "home_sector": self.sector}
        words = {"email": f"{name}@{self.domain}", "first_name": name, "last_name": "Sukunimi"}
        self.people[name] = make_user(self.institution, **{**words, **here, **fields})
        return self.people[name]

    def _teachers(self) -> None:
        self._person("teacher")
        self._person("other_teacher", home_site=self.far_site)
        self._person("deactivated", is_active=False)

    def _coaches(self) -> None:
        self.coach, self.other_coach, self.lead_coach = [
            self._coach(name) for name in ("coach", "other_coach", "lead_coach")
        ]
        self.team = Team.objects.create(institution=self.institution, name_fi="Tiimi")
        self.team.members.add(self.coach, self.lead_coach)
        self.team.leads.add(self.lead_coach)

    def _coach(self, name: str) -> Coach:
        coach = make_coach(self.institution, self.topic, user=self._person(name))
        coach.sites.add(self.site)
        open_all_week(coach)
        return coach

    def _roles(self) -> None:
        kind = Role.Kind
        make_role(self._person("coordinator"), kind.COORDINATOR)
        make_role(self._person("site_coordinator"), kind.COORDINATOR, site=self.site)
        make_role(self._person("far_coordinator"), kind.COORDINATOR, site=self.far_site)
        make_role(self._person("manager"), kind.MANAGER)
        make_role(self._person("programme_admin"), kind.PROGRAMME_ADMIN)

    def book(self, days_ahead: int) -> Session:
        """A session of the teacher with the coach, at noon so many days ahead."""
        return book_session(**self._wish(days_ahead), by=self.coach.user, about=SECRET, pass_rules=True)

    def book_shared(self, days_ahead: int) -> Session:
        """A session of both teachers with the coach."""
        wish = self._wish(days_ahead) | {"together": [self.people["other_teacher"]]}
        return book_session(**wish, by=self.coach.user, pass_rules=True)

    def suggest(self, session: Session) -> Suggestion:
        """The coach suggests an hour later."""
        starts_at = session.starts_at + timedelta(hours=1)
        return suggest_time(session=session, starts_at=starts_at, by=self.coach.user)

    def propose(self, days_ahead: int) -> Session:
        """Proposed by the coach; the teacher is to answer."""
        return propose_session(**self._wish(days_ahead), by=self.coach.user, about=SECRET, awaits="teacher")

    def _wish(self, days_ahead: int) -> dict:
        day = timezone.localdate() + timedelta(days=days_ahead)
        starts_at = datetime.combine(day, time(12), tzinfo=self.institution.tz)
        return {
            "coach": self.coach,
            "topic": self.topic,
            "person": self.people["teacher"],
            "starts_at": starts_at,
            "length": timedelta(minutes=45),
        }

    def hold(self, kind: Kind, *days_ahead: int) -> list[Session]:
        """Sessions of the coach for a group of six, at three in the afternoon so many days ahead."""
        days = (timezone.localdate() + timedelta(days=days) for days in days_ahead)
        outline = Outline(
            coach=self.coach,
            topic=self.topic,
            length=timedelta(minutes=45),
            by=self.coach.user,
            kind=kind,
            seats=6,
            words={"title_fi": "Wilma-tunti", "text_fi": "Tule ja kysy."},
            site_id=self.site.pk,
            pass_rules=True,
        )
        return plan_sessions(
            outline=outline, starts=[datetime.combine(day, time(15), tzinfo=self.institution.tz) for day in days]
        )

    def connect(self) -> CalendarSource:
        """A calendar of the coach that nobody reads in a while."""
        return CalendarSource.objects.create(
            institution=self.institution,
            coach=self.coach,
            address="https://calendar.example/secret.ics",
            due_at=timezone.now() + timedelta(days=1),
        )

    def take_off(self) -> TimeOff:
        starts = timezone.now() + timedelta(days=20)
        return TimeOff.objects.create(
            institution=self.institution, coach=self.coach, during=(starts, starts + timedelta(hours=3))
        )


def workday(at_least: int) -> int:
    """Days from today to the first Monday-to-Friday day that is so many days ahead."""
    today = timezone.localdate()
    return next(n for n in range(at_least, at_least + 4) if (today + timedelta(days=n)).isoweekday() <= 5)


def ended(session: Session, days_ago: int = 1) -> Session:
    """Put `session` into the past, as if the days had gone by."""
    shift = session.starts_at - timezone.now() + timedelta(days=days_ago)
    during = (session.starts_at - shift, session.ends_at - shift)
    Session.objects.filter(pk=session.pk).update(starts_at=during[0], ends_at=during[1])
    session.participations.update(during=during)
    session.refresh_from_db()
    return session


def year_of_mandates() -> int:
    return academic_year_of(timezone.localdate())


class Scene:
    """The house that is looked at, another one, an operator, and one thing of each kind of the first house."""

    def __init__(self) -> None:
        self.house, self.elsewhere = House("koti.example"), House("muualla.example")
        self.actors = {
            "anonymous": None,
            **self.house.people,
            "operator": make_user(None, email="operator@talo.example", is_operator=True),
            **{f"stranger_{name}": person for name, person in self.elsewhere.people.items() if name != "deactivated"},
        }
        for room in (
            *(self._organisation, self._topics, self._coaches, self._sessions, self._messages, self._followup),
            *(self._coordination, self._quality, self._programme, self._team),
        ):
            room()

    def _organisation(self) -> None:
        institution = self.house.institution
        self.topic, self.team = self.house.topic, self.house.team
        self.area = ThemeArea.objects.create(institution=institution, name_fi="Teema")
        self.unused_site, self.unused_sector = make_site(institution), make_sector(institution)
        self.closed_day = ClosedDay.objects.create(
            institution=institution, day=timezone.localdate() + timedelta(days=100)
        )
        self.role = self.house.people["manager"].roles.get()
        self.invitation = self._token(invite_person(institution=institution, email="uusi@x.example", by=None))
        set_logo(institution=institution, picture=read_picture(png()))

    def _topics(self) -> None:
        """A guideline for which the coach answers."""
        new = Guideline(institution=self.house.institution, topic=self.topic, kind="material", title_fi="Muistilista")
        new.owner = self.house.coach.user
        self.guideline = add_guideline(new, read_document(png(), "kuva.png"))

    def _coaches(self) -> None:
        self.hours = self.house.coach.opening_hours.first()
        self.time_off = self.house.take_off()
        self.calendar = self.house.connect()
        self.log_row = log_work(
            user=self.house.coach.user,
            work=Work("help", 15, timezone.now(), self.topic, "phone", [self.house.people["teacher"]], line=SECRET),
        )
        self.mandate = new_slice(self.house.coach.user, year_of_mandates())
        self.mandate.quarter_hours = 480
        save_mandate(self.mandate)

    def _sessions(self) -> None:
        self.session = self.house.book(workday(3))
        self.proposal = self.house.propose(workday(8))
        self.past = ended(self.house.book(workday(12)))
        self.shared = self.house.book_shared(workday(16))
        self.suggestion = self.house.suggest(self.shared)
        [self.clinic] = self.house.hold(Kind.CLINIC, workday(3))
        self.group = self.house.hold(Kind.GROUP, workday(8), workday(30))[0]
        add_people(sessions=[self.group], people=[self.house.people["teacher"]])
        self.unmarked = ended(self.house.book(workday(21)), days_ago=5)
        self.feed = make_feed(person=self.house.people["teacher"], scope="mine")

    def _messages(self) -> None:
        self.undelivered = Message.objects.create(
            kind="session_moved",
            thing_id=self.session.pk,
            recipient=self.house.people["teacher"],
            due_at=timezone.now() - timedelta(hours=2),
            latest_at=timezone.now() - timedelta(hours=1),
            state=Message.State.REFUSED,
            subject="Siirretty: ma 23.11. klo 12.00",
            path="/sessions/",
            mail_id="<refused@koti.example>",
        )
        self.unsubscribing = self._token(unsubscribe_url(self.house.people["teacher"], "monthly"))

    def _coordination(self) -> None:
        self.table_import = start_import(
            by=self.house.people["coordinator"],
            kind="staff",
            file_name="henkilosto.csv",
            rows=[Row(1, ["email", "name"]), Row(2, ["uusi@x.example", "Uusi Sukunimi"]), Row(3, ["x", ""])],
        )
        self.feedback = give_accessibility_feedback(
            institution=self.house.institution, text="Lomake ei toimi näppäimistöllä", language="fi"
        )
        self.change = save_change(
            by=self.house.people["site_coordinator"],
            day=timezone.localdate() + timedelta(days=30),
            text_fi="Arviointi muuttuu",
            site=self.house.site,
        )
        # After the sessions: one that is booked on its topic would answer it.
        self.request = ask_for_help(person=self.house.people["teacher"], topic=self.house.topic, about=SECRET)

    def _followup(self) -> None:
        self.held = ended(self.house.book(workday(24)), days_ago=2)
        close_session(session=self.held, held=True, by=self.house.coach.user)
        promise = Promise("Kokeilen arviointipohjaa", self.house.people["teacher"])
        [self.agreement] = add_agreements(session=self.held, promises=[promise], by=self.house.coach.user)

    def _quality(self) -> None:
        people = self.house.people
        self.process = CoreProcess.objects.create(institution=self.house.institution, name_fi="Perehdytys")
        self.observation = propose(by=people["teacher"], text="Poissaolot kirjataan eri tavoin")
        due = timezone.localdate() + timedelta(days=30)
        self.action, self.action_under_way = [
            propose_action(by=people["coach"], observation=self.observation, what=what, due=due, process=self.process)
            for what in ("Tehdään ohje", "Käydään ohje läpi")
        ]
        accept(action=self.action_under_way, by=people["manager"], owner=people["manager"], due=due)

    def _programme(self) -> None:
        common = {"institution": self.house.institution, "academic_year": academic_year_of(timezone.localdate())}
        owner = self.house.people["coach"]
        self.task = YearTask.objects.create(**common, kind="train", due=timezone.localdate(), owner=owner)
        self.goal = Goal.objects.create(**common, text="Uudet tavataan", indicator="new_met", target=90)
        in_a_month = timezone.localdate() + timedelta(days=30)
        self.evaluation = SelfEvaluation.objects.create(**common, closes_on=in_a_month)

    def _team(self) -> None:
        team, author, now = self.team, self.house.coach.user, timezone.now()
        self.aim = add_aim(team=team, academic_year=academic_year_of(timezone.localdate()), text="Klinikka kuussa")
        self.reflection = reflect(team=team, author=author, text="Kysyin ensin, mitä oli kokeiltu.")
        starts = [now - timedelta(days=1), now + timedelta(days=14)]
        self.meeting_past, self.meeting = plan_meetings(team=team, starts=starts, minutes=45)

    def _token(self, link: str) -> str:
        return link.rstrip("/").rpartition("/")[2]
