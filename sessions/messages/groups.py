"""The mails about groups, their seats, and series: which of them are still true, and for whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from notifications import clock
from notifications.registry import Attachment, Mail, message_kind
from organisation.models import User
from sessions.calendar_file import calendar_file, calendar_of, last_changes
from sessions.calendar_people import Method
from sessions.families import INVITES
from sessions.group_mail import (
    invite_context,
    joined_context,
    left_context,
    series_context,
    topic_context,
    waiting_context,
)
from sessions.messages.session import invitation_of, mail_of
from sessions.models import Invite, Participation, Series, Session, State, Waiting

RELATED = tuple(f"session__{name}" for name in ("coach__user", "topic", "meeting_site", "institution"))


class AboutSeat:
    """What the two kinds about one person's seat have in common: each is true of one revision of it."""

    def load(self, thing_id: int, revision: int) -> Participation | None:
        rows = Participation.objects.filter(pk=thing_id, revision=revision).select_related(*RELATED)
        return rows.prefetch_related("session__participations__person").first()

    def needed_by(self, row: Participation) -> datetime:
        return row.session.starts_at


@message_kind("group_joined")
class Joined(AboutSeat):
    def render(self, kind: str, row: Participation, recipient: User) -> Mail | None:
        session = row.session
        if row.left_at or session.state != State.BOOKED or session.ends_at <= clock.now():
            return None
        return mail_of(joined_context(session, recipient), invitation_of(session, recipient, "REQUEST"))


@message_kind("group_left")
class Left(AboutSeat):
    def render(self, kind: str, row: Participation, recipient: User) -> Mail | None:
        if row.left_at is None:
            return None
        return mail_of(left_context(row.session, recipient), invitation_of(row.session, recipient, "CANCEL"))


@message_kind("group_invited", family=INVITES)
class Invited:
    def load(self, thing_id: int, revision: int) -> Invite | None:
        return Invite.objects.filter(pk=thing_id, revision=revision).select_related("by", *RELATED).first()

    def needed_by(self, invite: Invite) -> datetime:
        return invite.session.starts_at

    def render(self, kind: str, invite: Invite, recipient: User) -> Mail | None:
        session = invite.session
        is_in = session.participations.staying().filter(person=recipient).exists()
        if is_in or session.state != State.BOOKED or session.starts_at <= clock.now():
            return None
        return mail_of(invite_context(invite, recipient))


@message_kind("seat_offered", "seat_lapsed", "seat_gone", "topic_times")
class AboutWaiting:
    STATES: ClassVar = {
        "seat_offered": Waiting.State.OFFERED,
        "topic_times": Waiting.State.OFFERED,
        "seat_lapsed": Waiting.State.LAPSED,
        "seat_gone": Waiting.State.ENDED,
    }

    def load(self, thing_id: int, revision: int) -> Waiting | None:
        rows = Waiting.objects.filter(pk=thing_id, revision=revision)
        return rows.select_related("topic", "person__institution", *RELATED).first()

    def render(self, kind: str, waiting: Waiting, recipient: User) -> Mail | None:
        if waiting.state != self.STATES[kind]:
            return None
        if waiting.session is None:
            return mail_of(topic_context(waiting, recipient))
        return mail_of(waiting_context(kind, waiting, waiting.session, recipient))


@message_kind("series_booked", "series_moved", "series_cancelled")
class AboutSeries:
    """One mail for all that was done to several sessions at once; a session that has changed since tells its own."""

    STATES: ClassVar = {"series_cancelled": State.CANCELLED}

    def load(self, thing_id: int, revision: int) -> list[Session] | None:
        series = Series.objects.filter(pk=thing_id)
        found = Session.objects.filter(series__in=series, series_revision=revision).order_by("starts_at")
        return list(found.for_list().prefetch_related("participations__person")) or None

    def needed_by(self, sessions: list[Session]) -> datetime:
        return sessions[0].starts_at

    def render(self, kind: str, sessions: list[Session], recipient: User) -> Mail | None:
        state = self.STATES.get(kind, State.BOOKED)
        theirs = [each for each in sessions if each.state == state and _is_in(each, recipient)]
        if not theirs or theirs[-1].ends_at <= clock.now():
            return None
        mail = mail_of(series_context(kind, theirs, recipient))
        return replace(mail, attachments=tuple(_files(kind, theirs, recipient)))


def _files(kind: str, sessions: list[Session], recipient: User) -> Iterator[Attachment]:
    """All of them to put into a calendar at once, and each as an invitation (or taken away) of its own: an invitation
    may hold one event only.
    """
    method: Method = "CANCEL" if kind == "series_cancelled" else "REQUEST"
    if method == "REQUEST":
        yield Attachment("kotipesa.ics", calendar_of(sessions, recipient), "text/calendar; charset=utf-8")
    changes = last_changes(sessions)
    for number, session in enumerate(sessions, 1):
        content = calendar_file(session, recipient, method=method, changed_at=changes[session.pk])
        yield Attachment(f"kotipesa-{number}.ics", content, f"text/calendar; charset=utf-8; method={method}")


def _is_in(session: Session, person: User) -> bool:
    return any(row.person_id == person.pk and row.left_at is None for row in session.participations.all())
