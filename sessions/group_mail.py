"""What mails about groups, their seats and series say, in the language that is active."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from coaches.models import Channel
from kit import times
from notifications.registry import Fact
from organisation.models import User
from organisation.people import institution_of
from sessions.mail_words import link
from sessions.models import Invite, Session, Waiting
from sessions.people import said_with
from sessions.places import where

SERIES_SUBJECTS = {
    "series_booked": gettext_noop("Booked: %(n)d times, %(who)s"),
    "series_moved": gettext_noop("Moved: %(n)d times, %(who)s"),
    "series_cancelled": gettext_noop("Cancelled: %(n)d times, %(who)s"),
}
SERIES_GREETINGS = {
    "series_booked": gettext_noop("Hello %(name)s, these times are booked."),
    "series_moved": gettext_noop("Hello %(name)s, these times were moved. Here are the new ones."),
    "series_cancelled": gettext_noop("Hello %(name)s, these times were cancelled."),
}


def joined_context(session: Session, reader: User) -> dict[str, Any]:
    """To whoever has signed up or was put in."""
    return _group(
        session,
        subject=_("You are in: %(when)s, %(who)s"),
        greeting=_("Hello %(name)s, you have a seat."),
        reader=reader,
        after=[
            _("The calendar invitation is attached."),
            _("If you cannot come, give the seat back on the page."),
        ],
        button=_("Open the session"),
    )


def left_context(session: Session, reader: User) -> dict[str, Any]:
    return _group(
        session,
        subject=_("You left: %(when)s, %(who)s"),
        greeting=_("Hello %(name)s, you left the session. It stays for the others."),
        reader=reader,
        after=[_("The attached file takes it out of your calendar.")],
        button=_("Open clinics"),
        button_url=link("sessions:clinics"),
    )


def invite_context(invite: Invite, reader: User) -> dict[str, Any]:
    by = invite.by.get_full_name() if invite.by else str(invite.session.coach)
    return _group(
        invite.session,
        subject=_("Invitation: %(when)s, %(who)s"),
        greeting=_("Hello %(name)s, %(by)s invites you."),
        reader=reader,
        by=by,
        after=[_("You have a seat once you sign up. You need not answer if you cannot come.")],
        button=_("Look and sign up"),
    )


def waiting_context(kind: str, waiting: Waiting, session: Session, reader: User) -> dict[str, Any]:
    """A seat is offered, was not taken in time, or will not come."""
    if kind == "seat_offered" and waiting.expires_at:
        until = {"until": times.near(waiting.expires_at)}
        return _group(
            session,
            subject=_("A seat is free: %(when)s, %(who)s"),
            greeting=_("Hello %(name)s, a seat is free, and it is yours if you want it."),
            reader=reader,
            after=[_("It is kept for you until %(until)s. After that it goes to the next in line.") % until],
            button=_("Take the seat"),
        )
    if kind == "seat_lapsed":
        return _group(
            session,
            subject=_("The seat went on: %(when)s, %(who)s"),
            greeting=_("Hello %(name)s, the seat was kept for you and you did not take it, so it goes to the next."),
            reader=reader,
            after=[_("You can join the line again on the page.")],
            button=_("Open the session"),
        )
    return _group(
        session,
        subject=_("Not taking place: %(when)s, %(who)s"),
        greeting=_("Hello %(name)s, the session for which you waited was called off."),
        reader=reader,
        after=[],
        button=_("Open clinics"),
        button_url=link("sessions:clinics"),
    )


def topic_context(waiting: Waiting, reader: User) -> dict[str, Any]:
    """There are free times on a topic."""
    topic = waiting.topic
    assert topic is not None  # who waits for no session waits for a topic
    return {
        "subject": _("Free times: %(topic)s") % {"topic": topic.name},
        "greeting": _("Hello %(name)s, you asked us to tell you: there are free times on %(topic)s.")
        % {"name": reader.get_short_name(), "topic": topic.name},
        "institution": institution_of(reader).name,
        "after": [_("The times are kept for nobody. The next in line hears of them a day later.")],
        "button": _("Look at the times"),
        "button_url": f"{link('sessions:book')}?topic={topic.pk}",
        "why": _("You get this because you asked to be told."),
    }


def _group(
    session: Session,
    *,
    subject: str,
    greeting: str,
    reader: User,
    after: list[str],
    button: str,
    button_url: str = "",
    by: str = "",
) -> dict[str, Any]:
    words = {"when": times.time_range(session.starts_at), "who": session.title, "by": by}
    words["name"] = reader.get_short_name()
    return {
        "subject": subject % words,
        "greeting": greeting % words,
        "institution": session.institution.name,
        "leaf": times.leaf(session.starts_at),
        "when": times.long_range(session.starts_at, session.ends_at),
        "who": f"{session.title}, {session.coach}, {Channel(session.channel).label}",
        "facts": list(_facts(session)),
        "after": after,
        "button": button,
        "button_url": button_url or link("sessions:detail", session.pk),
        "why": _("You get this because of a group that you are in, are invited to or wait for."),
    }


def _facts(session: Session) -> Iterator[Fact]:
    place = where(session)
    yield Fact(_("Topic"), session.topic.name)
    if session.text:
        yield Fact(_("About"), session.text)
    yield Fact(_("Where"), place.text, place.link)


def series_context(kind: str, sessions: list[Session], reader: User) -> dict[str, Any]:
    """All dates of what was done at once, soonest first."""
    first, n = sessions[0], len(sessions)
    words = {"n": n, "who": said_with(first, reader), "name": reader.get_short_name()}
    called_off = kind == "series_cancelled"
    return {
        "subject": _(SERIES_SUBJECTS[kind]) % words,
        "greeting": _(SERIES_GREETINGS[kind]) % words,
        "institution": first.institution.name,
        "leaf": times.leaf(first.starts_at),
        "when": ngettext("%(n)d time", "%(n)d times", n) % {"n": n},
        "who": f"{words['who']}, {Channel(first.channel).label}",
        "facts": list(_series_facts(kind, sessions)),
        "after": [
            _("The attached files take them out of your calendar.")
            if called_off
            else _("The attached file kotipesa.ics has them all for your calendar; the others have one each.")
        ],
        "button": _("Open the first of them"),
        "button_url": link("sessions:detail", first.pk),
        "why": _("You get this because you take part in these sessions."),
    }


def _series_facts(kind: str, sessions: list[Session]) -> Iterator[Fact]:
    first = sessions[0]
    yield Fact(_("Topic"), first.topic.name)
    if first.text:
        yield Fact(_("About"), first.text)
    for number, session in enumerate(sessions, 1):
        yield Fact(
            f"{number}.", times.time_range(session.starts_at, session.ends_at), link("sessions:detail", session.pk)
        )
    if kind == "series_cancelled":
        if first.cancel_reason:
            yield Fact(_("Reason"), first.cancel_reason)
    else:
        yield Fact(_("Where"), where(first).text, where(first).link)
