"""The life of the coordinator's desk: a coach on a break, hours that run out, what was written, what changes."""

from datetime import date, time, timedelta
from uuid import uuid4

from django.conf import settings

from coaches.hours.accounts import ALL_MINUTES
from coaches.models import Coach, Mandate, WorkLog
from coaching.demo_data.scene import Scene
from coordination.models import Change, Letter
from notifications.mailboxes import flag_address
from notifications.models import Message
from organisation.models import User

ON_A_BREAK, OUT_OF_HOURS = 5, 4
"""The places of two coaches in the list."""
USED = 0.92
FULL = "552 5.2.2 Mailbox full"
SUBJECT = "Uudet ohjeet kotipesässä"
TEXT = (
    "Erityisen tuen ohjeet on päivitetty. Linkki on kotipesässä kohdassa Aiheet.\n\n"
    "Käymme ne läpi ensi viikon tiimipalaverissa. Kysy, jos jokin jää auki."
)
CHANGES = (
    (
        20,
        "Wilman arviointikirja uudistuu. Vanhat arvioinnit siirtyvät itsestään.",
        "Bedömningsboken i Wilma förnyas. Gamla bedömningar flyttas över av sig själva.",
        "The grade book of Wilma is renewed. Old grades move over by themselves.",
    ),
    (
        -3,
        "Poissaolot kirjataan samana päivänä.",
        "Frånvaro antecknas samma dag.",
        "Absences are marked on the same day.",
    ),
)


def make_desk(scene: Scene) -> None:
    """All of it for a house with enough coaches; the changes for each."""
    _say_changes(scene)
    if len(scene.coaches) > ON_A_BREAK:
        Coach.objects.filter(pk=scene.coaches[ON_A_BREAK].pk).update(
            paused_until=scene.calendar.today + timedelta(days=12)
        )
        _use_up_hours(scene, scene.coaches[OUT_OF_HOURS].user)
        _write_to_coaches(scene)


def _use_up_hours(scene: Scene, user: User) -> None:
    """The mandate of this academic year is as large as makes what was used so far nearly all of it."""
    began = scene.calendar.at(date(scene.calendar.academic_year, 8, 1), time())
    used = WorkLog.objects.filter(user=user, starts_at__gte=began).aggregate(minutes=ALL_MINUTES)["minutes"]
    if used:
        mandates = Mandate.objects.filter(user=user, academic_year=scene.calendar.academic_year)
        mandates.update(quarter_hours=int(used / 15 / USED))


def _write_to_coaches(scene: Scene) -> None:
    """An announcement of two days ago that one coach has not got."""
    letter = Letter.objects.create(
        institution=scene.institution,
        author=scene.login("coordinator"),
        audience=Letter.Audience.COACHES,
        subject=SUBJECT,
        text=TEXT,
        created_at=scene.calendar.now - timedelta(days=2),
    )
    Message.objects.bulk_create(
        _mail(scene, letter, coach.user, is_lost=number == OUT_OF_HOURS) for number, coach in enumerate(scene.coaches)
    )
    flag_address(scene.coaches[OUT_OF_HOURS].user, FULL)


def _mail(scene: Scene, letter: Letter, recipient: User, *, is_lost: bool) -> Message:
    due_at = scene.calendar.now - timedelta(days=2)
    return Message(
        kind="letter",
        thing_id=letter.pk,
        recipient=recipient,
        due_at=due_at,
        latest_at=due_at + timedelta(days=3),
        state=Message.State.REFUSED if is_lost else Message.State.SENT,
        error=FULL if is_lost else "",
        subject=letter.subject,
        attempts=1,
        mail_id=f"<{uuid4().hex}@{settings.UID_HOST}>",
        sent_at=None if is_lost else due_at,
    )


def _say_changes(scene: Scene) -> None:
    for days, text_fi, text_sv, text_en in CHANGES:
        change = Change.objects.create(
            institution=scene.institution,
            day=scene.calendar.today + timedelta(days=days),
            text_fi=text_fi,
            text_sv=text_sv,
            text_en=text_en,
        )
        change.topics.set(scene.topics[2:3])
