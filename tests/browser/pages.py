"""Every page there is, as somebody of the demo sees it; with what makes it show its errors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.urls import get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Page as Tab

from coaches.models import TimeOff, WorkLog
from coaching.home import first_free
from coordination.imports.saving import start_import
from coordination.models import Change, HelpRequest
from coordination.services import save_change
from followup.models import Note
from followup.services import save_note
from kit.tables import Row
from kit.tokens import new_token, token_hash
from notifications.unsubscribing import unsubscribe_url
from organisation.models import Invitation, User
from sessions.free_times import time_token
from sessions.models import Kind, Session, State, Suggestion
from sessions.services import book_session
from tests.coaching.test_permissions import names_of
from topics.models import ThemeArea, Topic

NOBODY = ""
Act = Callable[[Tab], Any]


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


def none() -> list:
    return []


@dataclass(frozen=True)
class Page:
    """`name` of the address, who looks, and what is in the address.

    `act` is done on the page after it came; `status` is the answer to that, or to the first request without an act.
    """

    name: str
    actor: str = NOBODY
    args: Callable[[], list] = none
    query: Callable[[], str] = str
    act: Act | None = None
    status: int = 200
    words: str = ""

    @property
    def path(self) -> str:
        place = self.name if self.name.startswith("/") else reverse(self.name, args=self.args())
        return place + self.query()

    def __str__(self) -> str:
        return "-".join(part for part in (self.name, self.actor, self.words) if part)


def press(selector: str) -> Act:
    """Press the first that `selector` finds, and wait for what comes."""

    def act(tab: Tab) -> None:
        with tab.expect_navigation():
            tab.locator(selector).first.click()

    return act


def send(**fields: str) -> Act:
    """Fill the fields of these names and send their form."""

    def act(tab: Tab) -> None:
        for name, value in fields.items():
            tab.locator(f"[name={name}]").last.fill(value)
        with tab.expect_navigation():
            tab.locator(f"form:has([name={next(iter(fields))}]) [type=submit], main form .btn-primary").first.click()

    return act


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


SEND = press("main form[method=post] .btn-primary, main form[method=post] .btn-danger")
PAGES = [
    # for everybody
    Page("home"),
    Page("account_login"),
    Page("account_login", act=SEND, words="errors"),
    Page("account_signup"),
    Page("account_signup", act=SEND, status=400, words="errors"),
    Page("account_signup", act=lambda tab: send(email=address())(tab), words="sent"),
    Page("account_inactive"),
    Page("account_reset_password"),
    Page("account_reset_password", act=SEND, words="errors"),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key", args=lambda: ["1", "a-b"]),
    Page("account_reset_password_from_key_done"),
    Page("account_request_login_code"),
    Page("account_request_login_code", act=SEND, words="errors"),
    Page("account_request_login_code", act=lambda tab: send(email=address())(tab), words="code"),
    Page("invited", args=lambda: [invitation()]),
    Page("invited", args=lambda: [invitation()], act=SEND, status=400, words="errors"),
    Page("invited", args=lambda: ["gone"], status=404, words="gone"),
    Page("accessibility"),
    Page("accessibility", act=SEND, status=400, words="errors"),
    # one's own account
    Page("me", "teacher"),
    Page("me", "teacher", act=send(first_name=""), status=400, words="errors"),
    Page("me", "coach", act=press("#make-held"), words="calendar_address"),
    Page("notifications:list", "teacher"),
    Page("notifications:list", "manager", words="some"),
    Page("notifications:choices", "teacher"),
    Page("notifications:choices", "coach", words="digest"),
    Page("notifications:choices", "coach", act=send(quiet_from="21:00"), status=400, words="errors"),
    Page("notifications:unsubscribe", args=lambda: [unsubscribing()]),
    Page("notifications:unsubscribe", args=lambda: [unsubscribing()], act=SEND, words="done"),
    Page("more", "teacher"),
    Page("signed_in_again", "teacher"),
    Page("account_logout", "teacher"),
    Page("account_reauthenticate", "teacher"),
    Page("account_email", "teacher"),
    Page("account_change_password", "teacher"),
    Page("account_change_password", "teacher", act=SEND, words="errors"),
    Page("account_set_password", "pirjo.harju", query=lambda: without_password("pirjo.harju")),
    # a teacher
    Page("home", "teacher"),
    Page("home", "newteacher"),
    Page("coaches:topics", "teacher"),
    Page("sessions:book", "teacher", words="topics"),
    Page("sessions:book", "teacher", query=lambda: f"?topic={topic()}"),
    Page("sessions:book", "teacher", query=lambda: "?topic=0", status=400, words="errors"),
    Page("sessions:coach", "teacher", args=lambda: [person("coach").coach.pk]),
    Page("sessions:confirm", "newteacher", query=free_time),
    Page("sessions:confirm", "newteacher", query=taken_time, status=409, words="refused"),
    Page("sessions:list", "teacher"),
    Page("sessions:list", "teacher", query=lambda: "?past=1", words="past"),
    Page("sessions:list", "newteacher", words="empty"),
    Page("sessions:detail", "teacher", args=lambda: [ahead().pk]),
    Page("sessions:detail", "teacher", args=lambda: [proposed().pk], words="proposal"),
    Page("sessions:move", "teacher", args=lambda: [ahead().pk]),
    Page("sessions:move", "teacher", args=lambda: [ahead().pk], act=press(".kp-time .btn"), words="confirm"),
    Page("sessions:cancel", "teacher", args=lambda: [ahead().pk]),
    Page("sessions:detail", "teacher", args=lambda: [together().pk], words="suggestion"),
    Page("sessions:leave", "teacher", args=lambda: [together().pk]),
    Page("followup:notes", "teacher", args=lambda: [noted().pk]),
    Page(
        "followup:notes",
        "teacher",
        args=lambda: [noted().pk],
        act=write_note("131052-308T"),
        status=400,
        words="errors",
    ),
    Page("followup:notes", "coach", args=lambda: [noted().pk], act=write_note("Myöhässä"), status=409, words="late"),
    Page("sessions:clinics", "newteacher"),
    Page("sessions:clinics", "teacher@other.example", words="empty"),
    Page("sessions:detail", "newteacher", args=lambda: [clinic().pk], words="clinic"),
    Page("sessions:detail", "newteacher", args=lambda: [full_clinic().pk], words="full"),
    Page("sessions:detail", "coordinator", args=lambda: [in_series().pk], words="series"),
    Page("sessions:invite", "coach", args=lambda: [clinic().pk]),
    Page("sessions:invite", "coach", args=lambda: [clinic().pk], act=SEND, status=400, words="errors"),
    Page("sessions:edit", "coach", args=lambda: [clinic().pk]),
    Page("sessions:edit", "coach", args=lambda: [clinic().pk], act=send(seats="0"), status=400, words="errors"),
    Page("sessions:series_move", "coordinator", args=lambda: [in_series().pk]),
    Page(
        *("sessions:series_move", "coordinator", lambda: [in_series().pk]),
        act=send(day="2020-01-01"),
        status=409,
        words="refused",
    ),
    Page("sessions:plan", "coordinator"),
    Page("sessions:plan", "coach", act=SEND, status=400, words="errors"),
    Page("sessions:plan", "coach", act=lambda tab: plan_at(tab, taken=False), words="dates"),
    Page("sessions:plan", "coach", act=lambda tab: plan_at(tab, taken=True), words="clash"),
    Page("sessions:decline", "teacher", args=lambda: [proposed().pk]),
    Page("coordination:requests", "teacher"),
    Page("coordination:ask", "teacher"),
    Page("coordination:ask", "teacher", act=SEND, status=400, words="errors"),
    Page("coordination:edit_request", "teacher", args=lambda: [asked_by("teacher").pk]),
    Page("coordination:requests", "newteacher", words="empty"),
    Page("coordination:requests", "coordinator"),
    Page("coordination:requests", "coordinator", query=lambda: "?view=scope&state=", words="all"),
    Page("coordination:requests", "coordinator", query=lambda: "?view=scope&state=withdrawn", words="none"),
    Page("coordination:requests", "coordinator", query=lambda: "?view=scope&site=0", status=400, words="errors"),
    Page("coordination:requests", "coach", query=lambda: "?view=fitting"),
    Page("coordination:assign", "coordinator", args=lambda: [waiting().pk]),
    Page("coordination:assign", "coordinator", args=lambda: [asked_by("teacher", state="answered").pk], words="done"),
    Page("coordination:take_request", "coach", args=lambda: [fitting().pk]),
    Page("coordination:take_request", "coach", args=lambda: [taken().pk], status=409, words="closed"),
    # a coach
    Page("home", "coach"),
    Page("sessions:coach_desk", "coach"),
    Page("sessions:coach_desk", "coach", query=lambda: "?view=list", words="list"),
    Page("sessions:detail", "coach", args=lambda: [unclosed().pk], words="unclosed"),
    Page("sessions:detail", "coach", args=lambda: [together().pk], words="ahead"),
    Page("sessions:detail", "coach", args=lambda: [declined().pk], words="declined"),
    Page(
        "sessions:move", "coach", args=lambda: [together().pk], query=lambda: "?on=&at=", status=400, words="own_time"
    ),
    Page("sessions:suggest", "coach", args=lambda: [together().pk]),
    Page(
        *("sessions:suggest", "coach", lambda: [together().pk], lambda: f"?from={days_on(14)}"),
        act=press(".kp-time .btn"),
        words="confirm",
    ),
    Page("sessions:hand_over", "coach", args=lambda: [together().pk], words="nobody"),
    Page("sessions:hand_over", "coordinator", args=lambda: [ahead().pk]),
    Page("sessions:follow_ups", "coach", args=lambda: [unclosed().pk]),
    Page(
        "sessions:book", "coach", query=lambda: f"?topic={topic()}&for={person('newteacher').pk}", words="for_another"
    ),
    Page("sessions:colleague", "coach", query=lambda: "?q=a"),
    Page("sessions:time_off_add", "coach"),
    Page("sessions:time_off_add", "coach", act=SEND, status=400, words="errors"),
    Page("sessions:time_off_delete", "coach", args=lambda: [person("coach").coach.time_off.first().pk]),
    Page("coaches:profile", "coach"),
    Page("coaches:profile", "coach", act=send(phone="x", daily_cap="0"), status=400, words="errors"),
    Page("coaches:opening_hours", "coach"),
    Page("coaches:opening_hours_add", "coach"),
    Page("coaches:opening_hours_add", "coach", act=SEND, status=400, words="errors"),
    Page("coaches:opening_hours_edit", "coach", args=lambda: [person("coach").coach.opening_hours.first().pk]),
    Page("coaches:opening_hours_delete", "coach", args=lambda: [person("coach").coach.opening_hours.first().pk]),
    Page("coaches:calendars", "coach"),
    Page("coaches:calendars", "leadcoach", words="failing"),
    Page("coaches:calendar_add", "coach"),
    Page("coaches:calendar_add", "coach", act=SEND, status=400, words="errors"),
    Page("coaches:calendar_remove", "coach", args=lambda: [person("coach").coach.calendar_sources.first().pk]),
    # a coordinator
    Page("coordination:desk", "coordinator"),
    Page("coordination:desk", "coordinator", query=lambda: "?all=coaches", words="section"),
    Page("coordination:desk", "teacher@other.example", status=403, words="not_yours"),
    Page("coordination:write", "coordinator", args=lambda: [person("teacher").pk]),
    Page("coordination:write", "coordinator", args=lambda: [person("teacher").pk], act=SEND, status=400, words="bad"),
    Page("coordination:away", "coordinator"),
    Page("coordination:away", "coach", act=send(first_day=""), status=400, words="errors"),
    Page("coordination:away_plan", "coordinator", args=lambda: [absence().pk]),
    Page("coordination:messages", "coordinator"),
    Page("coordination:messages", "coordinator", query=lambda: "?state=refused", words="refused"),
    Page("coordination:letters", "coordinator"),
    Page("coordination:announce", "coordinator"),
    Page("coordination:announce", "sitecoordinator", act=SEND, status=400, words="errors"),
    Page("coordination:announce", "coordinator", act=preview, words="preview"),
    Page("coordination:changes", "coordinator"),
    Page("coordination:change_add", "coordinator", act=SEND, status=400, words="errors"),
    Page("coordination:change_add", "coordinator"),
    Page("coordination:change_edit", "coordinator", args=lambda: [change_ahead().pk]),
    # others
    Page("home", "coordinator"),
    Page("coordination:board", "coordinator"),
    Page("coordination:board", "coordinator", query=lambda: "?view=list", words="list"),
    Page("coordination:board", "coordinator", query=lambda: "?view=day", words="day"),
    Page("coordination:board", "coordinator", query=lambda: f"?site={a_site()}", words="narrowed"),
    Page("coordination:board", "coordinator", query=lambda: "?site=0", status=400, words="errors"),
    Page("coordination:board", "admin", words="read_only"),
    Page("coordination:board_session", "coordinator", args=lambda: [ahead().pk]),
    Page("coordination:board_session", "coordinator", args=lambda: [unclosed().pk], words="past"),
    Page("home", "manager"),
    Page("home", "operator"),
    Page("home", "teacher@other.example"),
    Page("accessibility", "admin"),
    Page("coordination:accessibility_feedback", "admin"),
    Page("coordination:accessibility_feedback", "operator", words="empty"),
    Page("home", "admin"),
    Page("coordination:home_base", "admin"),
    Page("coordination:home_base", "admin", act=send(contact_email="x"), status=400, words="errors"),
    # a programme admin
    Page("coordination:settings", "admin"),
    Page("coordination:sites", "admin"),
    Page("coordination:sites_add", "admin"),
    Page("coordination:sites_add", "admin", act=SEND, status=400, words="errors"),
    Page("coordination:sites_edit", "admin", args=lambda: [person("teacher").home_site_id]),
    Page("coordination:sectors", "admin"),
    Page("coordination:sectors_add", "admin"),
    Page("coordination:sectors_edit", "admin", args=lambda: [person("teacher").home_sector_id]),
    Page("coordination:topics_settings", "admin"),
    Page("coordination:topics_add", "admin"),
    Page("coordination:topics_add", "admin", act=SEND, status=400, words="errors"),
    Page("coordination:topics_edit", "admin", args=lambda: [topic()]),
    Page("coordination:areas_add", "admin"),
    Page("coordination:areas_edit", "admin", args=lambda: [theme_area()]),
    Page("coordination:policy", "admin"),
    Page("coordination:policy", "admin", act=send(daily_cap="0", horizon_days_0="9999"), status=400, words="errors"),
    Page("coordination:mail", "admin"),
    Page("coordination:mail", "admin", act=send(contact_email="x"), status=400, words="errors"),
    Page("coordination:institution", "admin"),
    Page("coordination:institution", "admin", act=send(signup_domains="gmail.com"), status=400, words="errors"),
    Page("coordination:roles", "admin"),
    Page("coordination:roles_give", "admin"),
    Page("coordination:roles_give", "admin", act=SEND, status=400, words="errors"),
    Page("coordination:roles_end", "admin", args=lambda: [person("manager").roles.get().pk]),
    Page("coordination:roles_end", "admin", args=lambda: [person("admin").roles.get().pk], status=409, words="last"),
    Page("coordination:closed_days", "admin"),
    Page("coordination:closed_days", "admin", act=SEND, status=400, words="errors"),
    Page("coordination:terms", "admin"),
    Page("coordination:terms_edit", "admin", args=lambda: ["coach", "fi"]),
    Page("coordination:terms_edit", "admin", args=lambda: ["coach", "sv"], query=lambda: "?preset=tutoropettaja"),
    Page("coordination:terms_edit", "admin", args=lambda: ["site", "fi"], act=SEND, status=400, words="errors"),
    # whoever looks after people
    Page("coordination:people", "coordinator"),
    Page("coordination:people", "coordinator", query=lambda: "?role=coach&q=a", words="narrow"),
    Page("coordination:people", "coordinator", query=lambda: "?q=xyzxyz", words="nobody"),
    Page("coordination:person", "coordinator", args=lambda: [person("coach").pk], words="coach"),
    Page("coordination:person", "admin", args=lambda: [someone(last_login=None).pk], words="not_signed_in"),
    Page("coordination:person", "admin", args=lambda: [someone(is_active=False).pk], words="left"),
    Page("coordination:person_add", "coordinator"),
    Page("coordination:person_add", "coordinator", act=SEND, status=400, words="errors"),
    Page("coordination:person_edit", "sitecoordinator", args=lambda: [person("coach").pk]),
    Page("coordination:person_close", "coordinator", args=lambda: [person("coach").pk]),
    Page("coordination:person_coach", "coordinator", args=lambda: [person("teacher").pk]),
    Page("coordination:person_coach_end", "coordinator", args=lambda: [person("coach").pk]),
    Page("coordination:import_start", "coordinator"),
    Page("coordination:import_start", "coordinator", act=SEND, status=400, words="errors"),
    Page("coordination:import", "coordinator", args=lambda: [table_import(bad=True)], words="to_mend"),
    Page("coordination:import", "coordinator", args=lambda: [table_import(bad=False)], words="to_save"),
    Page("coordination:hours", "coordinator"),
    Page("coordination:hours", "leadcoach", words="of_a_team"),
    Page("coordination:person_hours", "coordinator", args=lambda: [person("coach").pk]),
    Page("coordination:person_hours_print", "coordinator", args=lambda: [person("coach").pk]),
    Page("coordination:mandate_add", "coordinator", args=lambda: [person("coach").pk]),
    Page(
        "coordination:mandate_add", "coordinator", args=lambda: [person("coach").pk], act=SEND, status=400, words="bad"
    ),
    Page("coordination:mandate", "coordinator", args=lambda: [person("coach").mandates.first().pk]),
    Page("coordination:mandate_delete", "coordinator", args=lambda: [person("coach").mandates.first().pk]),
    Page("coordination:mandates", "manager"),
    # the log
    Page("coaches:log", "coach"),
    Page("coaches:log", "coach", act=send(other_minutes="9999", head_count=""), status=400, words="errors"),
    Page("coaches:log", "coordinator", words="of_a_coordinator"),
    Page("coaches:log_edit", "coach", args=lambda: [row_of_log().pk]),
    Page("coaches:log_edit", "coach", args=lambda: [row_of_log(closed=True).pk], words="closed"),
    Page("coaches:log_delete", "coach", args=lambda: [row_of_log().pk]),
    Page("coaches:log_about_me", "teacher"),
    Page("coaches:log_object", "teacher", args=lambda: [row_of_log().pk]),
    Page(
        "coaches:log_object", "teacher", args=lambda: [row_of_log().pk], act=send(text=""), status=400, words="errors"
    ),
    Page("coaches:hours", "coach"),
    Page("coaches:hours_print", "coach"),
    Page("coordination:log_import", "coach"),
    Page("coordination:log_import", "coach", act=SEND, status=400, words="errors"),
    Page("coordination:teams", "coordinator"),
    Page("coordination:team", "coordinator", args=lambda: [person("leadcoach").coach.led_teams.first().pk]),
    Page("coordination:team_add", "coordinator"),
    Page("coordination:team_add", "coordinator", act=SEND, status=400, words="errors"),
    # when something is wrong
    Page("/book/?topic=%00", "teacher", status=400),
    Page("sessions:coach_desk", "teacher", status=403, words="not_yours"),
    Page("/nothing/here/", status=404),
    Page("/nothing/here/", "teacher", status=404),
    # the demo's own
    Page("/ui/"),
]
SEEN_OTHERWISE = {
    "account_email_verification_sent": "sends on to signing in",
    "demo_mail": "in a test of its own",
    "demo_mail_one": "in a test of its own",
    "demo_mail_html": "in a test of its own",
    "account_confirm_login_code": "reached by asking for a code",
}
NO_PAGE = {"livez", "readyz", "stay", "logo", "sessions:calendar_file", "sessions:times", "coordination:board_rows"}
NO_PAGE |= {"coordination:people_export", "coordination:requests_export", "coordination:board_export"}
NO_PAGE |= {"sessions:feed", "metrics", "notifications:read"}
NO_PAGE |= {"coaches:log_people", "coaches:hours_export", "coordination:hours_export"}
NO_PAGE |= {"coordination:person_hours_export"}
"""Answers that nobody reads as a page: words for machines, a file, a fragment."""
POST_ONLY = {
    *("coaches:log_again", "coaches:log_object_withdraw", "coordination:mandate_confirm"),
    *("hint_hide", "hints_show", "set_language", "theme", "sessions:accept", "sessions:close"),
    "notifications:read_all",
    *(
        "coordination:withdraw",
        "coordination:reopen",
        "coordination:accessibility_answered",
        "coordination:board_place",
    ),
    *("coordination:board_call_off", "coordination:sites_delete", "coordination:sectors_delete"),
    *("coordination:areas_delete", "coordination:topics_move", "coordination:topics_retire", "coordination:areas_move"),
    *("coordination:test_mail", "coordination:holidays", "coordination:answer_request", "coordination:close"),
    *("coordination:cancel", "coordination:propose_first", "coordination:send_again", "coordination:change_remove"),
    *(
        "sessions:sign_up",
        "sessions:wait",
        "sessions:stop_waiting",
        "sessions:wait_topic",
        "sessions:stop_waiting_topic",
    ),
    *("sessions:plan_again", "sessions:plan_dates", "sessions:plan_save", "coordination:person_welcome"),
    *("coordination:person_open", "sessions:suggestion_accept", "sessions:suggestion_decline"),
    *("hint_hide", "hints_show"),
    *("set_language", "theme", "sessions:accept", "sessions:close", "coaches:calendar_read"),
    *("coordination:withdraw", "coordination:reopen", "coordination:accessibility_answered"),
    *("coordination:withdraw", "coordination:reopen"),
    *("coordination:person_welcome", "coordination:person_open"),
    *("coordination:import_mend", "coordination:import_save", "coordination:import_drop"),
    *("sessions:suggestion_accept", "sessions:suggestion_decline"),
    *("sessions:feed_make", "sessions:feed_end"),
}


def addresses() -> set[str]:
    """The names of all addresses of ours that answer GET with a page."""
    names = {name for name in names_of(get_resolver().url_patterns) if not name.startswith("admin:")}
    return names - NO_PAGE - POST_ONLY
