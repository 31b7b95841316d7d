"""The people and things of the demo that pages are about."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page as Tab

from coaches.models import TimeOff, WorkLog
from coaching.home import first_free
from coordination.imports.saving import start_import
from coordination.models import Change, HelpRequest
from coordination.services import save_change
from followup.models import Agreement, Note
from followup.services import save_note
from kit.tables import Row
from kit.tokens import new_token, token_hash
from notifications.unsubscribing import unsubscribe_url
from organisation.models import Invitation, User
from sessions.free_times import time_token
from sessions.models import Kind, Session, State, Suggestion
from sessions.services import book_session
from tests.browser.pages.page import SEND, Act, press
from topics.models import Guideline, ThemeArea, Topic


def person(login: str) -> User:
    """The account of the demo that stands before the @; `login` may name another institution too."""
    return User.objects.get(email=login if "@" in login else f"{login}@demo.example")


def someone(**about: Any) -> User:
    """The first of the demo's institution of whom that is so."""
    return User.objects.filter(institution=person("teacher").institution, **about).order_by("pk").first()


def table_import(*, bad: bool) -> int:
    """A table of staff with somebody new, one who changes and one who leaves; or with rows that must be mended."""
    coach, teacher = person("coach"), person("teacher")
    rows = [
        ["uusi.opettaja@demo.example", "Uusi Opettaja", "Rantakampus", ""],
        [teacher.email, "Sanna Korpela-Virtanen", "", ""],
        [coach.email, "", "", "1.9.2026"],
        *([["ei osoite", "Aino Aalto", "Kuu", "eilen"], ["", "", "Metsola", ""]] if bad else []),
    ]
    heads = ["Sähköposti", "Nimi", "Toimipaikka", "Viimeinen päivä", "Palkka"]
    read = [Row(1, heads), *(Row(number, cells) for number, cells in enumerate(rows, 2))]
    return start_import(by=person("coordinator"), kind="staff", file_name="henkilosto.xlsx", rows=read).pk


def unsubscribing() -> str:
    """What stands in a mail's link that ends mails of its sort."""
    return unsubscribe_url(someone(is_active=True), "monthly").rstrip("/").rpartition("/")[2]


def session_of(login: str, **about: Any) -> Session:
    return Session.objects.of(person(login)).filter(**about).order_by("-starts_at").first()


def ahead() -> Session:
    soon = timezone.now() + timedelta(hours=1)
    return session_of("teacher", state=State.BOOKED, kind=Kind.ONE_TO_ONE, starts_at__gt=soon)


def proposed() -> Session:
    return session_of("teacher", state=State.PROPOSED)


def unclosed() -> Session:
    return session_of("coach", state=State.BOOKED, ends_at__lt=timezone.now())


def row_of_log(*, closed: bool = False) -> WorkLog:
    """A row of help that the demo's coach gave to its teacher lately, or to anybody long ago."""
    rows = WorkLog.objects.filter(user=person("coach"), kind="help", corrects=None).order_by("-starts_at")
    long_ago = timezone.now() - timedelta(days=60)
    return (rows.filter(starts_at__lt=long_ago) if closed else rows.filter(persons=person("teacher"))).first()


def own_guideline() -> Guideline:
    """One with a file for which the demo's coach answers."""
    return Guideline.objects.filter(owner=person("coach")).exclude(file_name="").order_by("pk").first()


def clinic() -> Session:
    """An open clinic with free seats, which the demo's own coach holds."""
    return session_of("coach", kind=Kind.CLINIC)


def full_clinic() -> Session:
    return Session.objects.filter(waitings__isnull=False).first()


def in_series() -> Session:
    return Session.objects.filter(series__isnull=False, kind=Kind.CLINIC).first()


def declined() -> Session:
    """One that somebody has declined in their calendar."""
    return Session.objects.filter(state=State.BOOKED, participations__reply="declined").first()


def days_on(count: int) -> str:
    """A day so far ahead that others have not taken all of its week's times."""
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def together() -> Session:
    """A session of two who are helped, to whom another time is suggested."""
    day = timezone.localdate() + timedelta(days=42)
    day += timedelta(days=(2 - day.weekday()) % 7)  # a Wednesday: its week has times within the horizon
    starts_at = datetime.combine(day, time(12), tzinfo=person("teacher").institution.tz)
    coach = person("coach").coach
    session = book_session(
        coach=coach,
        topic=coach.topics.first(),
        person=person("teacher"),
        together=[person("newteacher")],
        starts_at=starts_at,
        length=timedelta(minutes=45),
        by=coach.user,
        pass_rules=True,
    )
    about = {"institution": session.institution, "by": coach.user, "starts_at": starts_at + timedelta(hours=2)}
    about |= {"expires_at": timezone.now() + timedelta(days=1)}
    Suggestion.objects.get_or_create(session=session, defaults=about)
    return session


def asked_by(login: str, **about: Any) -> HelpRequest:
    return HelpRequest.objects.filter(person=person(login), **about or {"state": "open"}).order_by("pk").first()


def waiting() -> HelpRequest:
    """One that a coordinator answers."""
    return HelpRequest.objects.in_scope(person("coordinator")).open().filter(people=1).first()


def fitting() -> HelpRequest:
    """One that the coach may take."""
    return _of_the_coach(waiting().person, "open")


def taken() -> HelpRequest:
    """One that fitted the coach and is withdrawn."""
    return _of_the_coach(waiting().person, "withdrawn")


def _of_the_coach(asker: User, state: str) -> HelpRequest:
    about = {"institution": asker.institution, "person": asker, "topic": person("coach").coach.topics.first()}
    found, _made = HelpRequest.objects.get_or_create(
        **about, state=state, soon="by_date", defaults={"promised_on": timezone.localdate()}
    )
    return found


def topic() -> int:
    return ahead().coach.topics.first().pk


def theme_area() -> int:
    return ThemeArea.objects.filter(institution=person("admin").institution).first().pk


def taken_time() -> str:
    """The query that confirms a time which somebody has already."""
    session = ahead()
    return f"?topic={session.topic_id}&minutes=45&time={time_token(session.coach_id, session.starts_at)}"


def free_time() -> str:
    """The query that confirms the first time which anybody has free."""
    someone = person("newteacher")
    found, about = first_free(someone), Topic.objects.get(institution=someone.institution, is_open=True)
    assert found is not None
    return f"?topic={about.pk}&minutes={someone.institution.length_minutes}&time={found.free.token}"


def address() -> str:
    """One that nobody has, and another each time: mails to the same address are limited."""
    return f"{uuid4().hex[:12]}@demo.example"


def without_password(login: str) -> str:
    """Whoever comes in by codes alone. Adds nothing to the address."""
    someone = person(login)
    someone.set_unusable_password()
    someone.save(update_fields=["password"])
    return ""


def invitation() -> str:
    token = new_token()
    Invitation.objects.create(
        institution=person("teacher").institution,
        email=f"{token[:12]}@invited.example".lower(),
        token_hash=token_hash(token),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return token


def a_site() -> int:
    return person("coordinator").institution.sites.first().pk


def absence() -> TimeOff:
    """The coach is away for the time of a session ahead."""
    session = ahead()
    during = (session.starts_at, session.ends_at)
    return TimeOff.objects.get_or_create(institution=session.institution, coach=session.coach, during=during)[0]


def noted() -> Session:
    """The session of the teacher with the coach that has a shared note."""
    return Note.objects.filter(owner=None, session__in=Session.objects.of(person("teacher"))).latest("pk").session


def write_note(text: str) -> Act:
    """Write to the shared note, while somebody else does."""

    def act(tab: Tab) -> None:
        field = tab.locator("[name=shared-text]")
        field.fill(text)
        note = Note.objects.get(owner=None, session=noted())
        words = {"text": f"{note.text}\nLisäys", "revision": note.revision, "by": note.saved_by}
        save_note(session=note.session, owner=None, **words)
        press("[name=save][value=shared]")(tab)

    return act


def change_ahead() -> Change:
    """One that the coordinator may mend."""
    day = timezone.localdate() + timedelta(days=40)
    return save_change(by=person("coordinator"), day=day, text_fi="Arviointi muuttuu.", text_en="Grading changes.")


def preview(tab: Tab) -> None:
    """Write an announcement to everyone and look at it before it is sent."""
    tab.locator("[name=audience][value=everyone]").check()
    tab.locator("[name=subject]").fill("Hei")
    tab.locator("[name=text]").fill("Uusi ohje on valmis.")
    SEND(tab)


def plan_at(tab: Tab, *, taken: bool) -> None:
    """A weekly clinic of the demo's own coach; its first date `taken` by another session, or a year ahead."""
    other = session_of("coach", state=State.BOOKED, starts_at__gt=timezone.now() + timedelta(hours=1))
    starts_at = other.starts_at if taken else other.starts_at.replace(hour=3) + timedelta(days=364)
    here = starts_at.astimezone(other.institution.tz)
    tab.locator("[name=topic]").select_option(str(other.topic_id))
    for name, value in {
        "seats": "5",
        "title_fi": "Wilma-tunti",
        "day": here.date().isoformat(),
        "clock": f"{here:%H:%M}",
        "times": "4",
    }.items():
        if name == "times":
            tab.locator("label:has([name=pattern][value=weekly])").click()
        tab.locator(f"[name={name}]").fill(value)
    with tab.expect_navigation():
        tab.locator("main form .btn-primary").click()


def agreed() -> Agreement:
    """Something that was agreed on in a session of the teacher's."""
    return Agreement.objects.filter(session__in=Session.objects.of(person("teacher"))).latest("pk")


def to_answer() -> Session:
    """One that was held lately, of which the teacher has not said yet how it was."""
    lately = timezone.now() - timedelta(days=30)
    mine = Session.objects.of(person("teacher")).filter(state=State.HELD, kind=Kind.ONE_TO_ONE, ends_at__gt=lately)
    return mine.exclude(feedback__person=person("teacher")).exclude(coach__user=person("teacher")).latest("starts_at")
