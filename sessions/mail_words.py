"""What mails about sessions say, in the language that is active. Never what the session is about."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coaches.models import Channel
from kit import times
from notifications import clock
from notifications.choices import mailbox_of, offsets_of
from notifications.registry import Fact
from organisation.models import User
from organisation.terms import say
from sessions.families import REMINDERS
from sessions.models import Awaits, Session
from sessions.people import said_with
from sessions.places import where
from sessions.stories import BOOKED, Story

SUBJECTS = {
    "session_booked": gettext_noop("Booked: {when}, {who}"),
    "session_moved": gettext_noop("Moved: {when}, {who}"),
    "session_cancelled": gettext_noop("Cancelled: {when}, {who}"),
    "session_reminder": gettext_noop("Reminder: {when}, {who}"),
    "session_proposed": gettext_noop("Proposed: {when}, {who}"),
    "session_declined": gettext_noop("Declined: {when}, {who}"),
    "session_lapsed": gettext_noop("Lapsed: {when}, {who}"),
    "session_left": gettext_noop("Changed: {when}, {who}"),
    "session_handed_over": gettext_noop("Another {coach}: {when}, {who}"),
    "session_reassigned": gettext_noop("Another {coach} and time: {when}, {who}"),
    "session_handed_on": gettext_noop("Handed over: {when}, {who}"),
    "session_out": gettext_noop("You left: {when}, {who}"),
}
GREETINGS = {
    "session_booked": gettext_noop("Hello {name}, your session is booked."),
    "session_moved": gettext_noop("Hello {name}, your session was moved to another time."),
    "session_cancelled": gettext_noop("Hello {name}, your session was cancelled."),
    "session_reminder": gettext_noop("Hello {name}, this is a reminder of your session."),
    "session_proposed": gettext_noop("Hello {name}, a time is proposed for a session."),
    "session_declined": gettext_noop("Hello {name}, the proposed time was declined. It is free again."),
    "session_lapsed": gettext_noop("Hello {name}, no answer came to the proposed time, so it is free again."),
    "session_left": gettext_noop("Hello {name}, one of the colleagues left the session. It stays for you."),
    "session_handed_over": gettext_noop("Hello {name}, another {coach} takes your session. The time stays the same."),
    "session_reassigned": gettext_noop("Hello {name}, another {coach} takes your session, at another time."),
    "session_handed_on": gettext_noop("Hello {name}, your session was handed over to another {coach}."),
    "session_out": gettext_noop("Hello {name}, you left the session. It stays for the others."),
}
CHANGED = ("session_booked", "session_moved", "session_left", "session_handed_over", "session_reassigned")
AHEAD = (*CHANGED, "session_reminder")
LEFT = ("session_out", "session_handed_on")


def mail_context(kind: str, story: Story, reader: User) -> dict[str, Any]:
    """What `templates/email/base.html` shows, and the subject, for a message of `kind` to `reader`."""
    session = story.session
    people = said_with(session, reader)
    return {
        "subject": say(_(SUBJECTS[kind]), when=times.time_range(session.starts_at), who=people),
        "greeting": say(_(GREETINGS[kind]), name=reader.get_short_name()),
        "institution": session.institution.name,
        "leaf": times.leaf(session.starts_at),
        "when": times.long_range(session.starts_at, session.ends_at),
        "who": ", ".join(_who(people, session)),
        "facts": list(_facts(kind, story, reader)),
        "after": list(_after(kind, story, reader)),
        "why": why(),
        **_buttons(kind, story, reader),
    }


def _who(people: str, session: Session) -> Iterator[str]:
    yield people
    if session.is_group:
        yield str(session.coach)
    yield str(Channel(session.channel).label)


def why() -> str:
    """Why one gets a mail about a session."""
    return _(
        "You get this because you take part in the session. "
        "The mail has no notes in it and nothing of what you talk about."
    )


def _facts(kind: str, story: Story, reader: User) -> Iterator[Fact]:
    session, place = story.session, where(story.session)
    yield Fact(_("Topic"), session.topic.name)
    if session.text:
        yield Fact(_("About"), session.text)
    if kind in ("session_moved", "session_reassigned") and story.earlier:
        yield Fact(_("Earlier time"), times.time_range(story.earlier.starts_at, story.earlier.ends_at))
    if kind == "session_cancelled":
        if session.cancel_reason:
            yield Fact(_("Reason"), session.cancel_reason)
        return
    if kind in AHEAD or kind == "session_proposed":
        text = place.text + ", " + _("join the session") if place.link else place.text
        yield Fact(_("Where"), text, place.link)
    if kind in CHANGED and (reminders := _reminders(session, reader)):
        yield Fact(_("Reminders"), reminders)


def _reminders(session: Session, reader: User) -> str:
    """When reminders come to `reader`, soonest first; empty when none is still ahead, or wanted."""
    if REMINDERS.code in mailbox_of(reader).off:
        return ""
    offsets = offsets_of(reader, session.institution.reminder_offsets)
    moments = [session.starts_at - timedelta(minutes=offset) for offset in offsets]
    said = [times.time_range(moment) for moment in moments if moment > clock.now()]
    if len(said) < 2:
        return "".join(said)
    return _("%(list)s and %(last)s") % {"list": ", ".join(said[:-1]), "last": said[-1]}


def _after(kind: str, story: Story, reader: User) -> Iterator[str]:
    session = story.session
    if kind in AHEAD:
        yield _("The calendar invitation is attached.")
        if settings.CALENDAR_REPLIES:
            yield _("What you answer to it in your calendar is shown to the others. It is called off on the page only.")
        if _may_move(session, reader) and (until := _free_until(session)) > clock.now():
            yield _("You can move or cancel it freely until %(until)s.") % {"until": times.time_range(until)}
    if kind in ("session_cancelled", *LEFT) and story.was_told(reader, BOOKED):
        yield _("The attached file takes it out of your calendar.")
    if kind == "session_proposed" and session.expires_at:
        yield _("The time is held until %(until)s.") % {"until": times.time_range(session.expires_at)}


def _may_move(session: Session, reader: User) -> bool:
    """Whoever signed up for a group leaves it instead."""
    return not session.is_group or reader.pk == session.coach.user_id


def _free_until(session: Session) -> datetime:
    return session.starts_at - timedelta(minutes=session.institution.cancellation_deadline_minutes)


def _buttons(kind: str, story: Story, reader: User) -> dict[str, str]:
    """The one act, and at most one other beside it."""
    session = story.session
    open_it = {"button": _("Open the session"), "button_url": link("sessions:detail", session.pk)}
    if kind in AHEAD and _may_move(session, reader):
        return open_it | {"other": _("Move to another time"), "other_url": link("sessions:move", session.pk)}
    if kind == "session_proposed" and _is_asked(session, reader):
        return open_it | {"button": _("Accept or decline")}
    if kind == "session_handed_on":
        return {"button": _("My desk"), "button_url": link("sessions:coach_desk")}
    if kind in ("session_cancelled", "session_out") and reader.pk != session.coach.user_id:
        return {"button": _("Book a time"), "button_url": link("sessions:book")}
    return open_it


def _is_asked(session: Session, reader: User) -> bool:
    is_coach = reader.pk == session.coach.user_id
    return is_coach if session.awaits == Awaits.COACH else not is_coach


def link(name: str, *args: object) -> str:
    """The whole address of a page, as mails need it."""
    return settings.BASE_URL + reverse(name, args=args)


@cache
def choosing() -> str:
    """Where people choose which messages they get."""
    return link("notifications:choices")
