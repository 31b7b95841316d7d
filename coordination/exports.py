"""Lists as tables to be saved: heads, and rows of typed cells."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.mail_words import mail_about
from coordination.models import Change, HelpRequest, Letter, PartOfDay
from coordination.selectors.people_list import TeamRow
from kit import times
from notifications.models import Message
from organisation.models import User
from organisation.terms import say
from sessions.models import Session
from sessions.people import helped
from sessions.places import where


def people_table(people: Iterable[User]) -> dict[str, Any]:
    """The columns that an import reads, so that what is saved here can be mended and brought in again; and more."""
    heads = [_("E-mail"), _("First name"), _("Last name"), _("Language"), say("{Site}"), say("{Sector}")]
    heads += [_("Started on"), _("Last day"), say("{Coach}"), _("Roles"), _("Signed in last")]
    return {"heads": heads, "rows": _people(people)}


def _people(people: Iterable[User]) -> Iterator[list[Any]]:
    for person in people:
        coach = getattr(person, "coach", None)
        yield [
            *(person.email, person.first_name, person.last_name, person.language),
            *(person.home_site and person.home_site.name, person.home_sector and person.home_sector.name),
            *(person.started_on, person.left_on, _("yes") if coach and coach.is_active else ""),
            ", ".join(role.get_kind_display() for role in person.held),  # type: ignore[attr-defined]  # prefetched
            person.last_login,
        ]


def requests_table(requests: Iterable[HelpRequest]) -> dict[str, Any]:
    """Who asks for what and what became of it; what it is about stays in the product."""
    heads = [_("Asked on"), _("Name"), _("E-mail"), say("{Site}"), say("{Sector}"), _("Topic"), _("How many people")]
    heads += [_("Days that suit"), _("Times of day"), _("How soon"), _("At the latest"), _("How"), _("Where")]
    heads += [_("Language of the session"), _("State"), _("Answer by"), say("{Coach}"), _("Time of the session")]
    return {"heads": heads, "rows": map(_request, requests)}


def _request(asked: HelpRequest) -> list[Any]:
    days = times.words().short_weekdays
    session = asked.session if not asked.is_open else None
    return [
        *(timezone.localdate(asked.created_at), asked.person.get_full_name(), asked.person.email),
        *(asked.site and asked.site.name, asked.sector and asked.sector.name, asked.topic.name, asked.people),
        ", ".join(days[day - 1] for day in asked.weekdays),
        "; ".join(str(PartOfDay(part).label) for part in asked.parts),
        *(asked.get_soon_display(), asked.wanted_by, asked.get_channel_display()),
        *(asked.meeting_site and asked.meeting_site.name, asked.get_language_display()),
        *(asked.get_state_display(), asked.promised_on),
        *(session and str(session.coach), session and session.starts_at),
    ]


def sessions_table(sessions: Iterable[Session]) -> dict[str, Any]:
    """When, who helps whom with what, where; what was said or written there is not in it."""
    heads = [_("Begins"), _("Ends"), _("Minutes"), say("{Coach}"), _("Helped"), _("How many people"), _("Topic")]
    heads += [_("Group"), _("State"), _("How"), _("Where"), say("{Site}"), say("{Sector}")]
    return {"heads": heads, "rows": map(_session, sessions)}


def _session(session: Session) -> list[Any]:
    people = helped(session)
    return [
        *(session.starts_at, session.ends_at, session.minutes, str(session.coach)),
        *(", ".join(person.get_full_name() for person in people), len(people), session.topic.name),
        *(session.title, session.get_state_display(), session.get_channel_display(), where(session).text),
        *(session.site and session.site.name, session.sector and session.sector.name),
    ]


def teams_table(teams: Iterable[TeamRow]) -> dict[str, Any]:
    """Each team with the names that the reader may see, and how many there are beside them."""
    heads = [_("Team"), _("Led by"), _("Members"), _("From elsewhere")]
    rows = ([row.team.name, ", ".join(row.leads), ", ".join(row.members), row.others] for row in teams)
    return {"heads": heads, "rows": rows}


def letters_table(letters: Iterable[Letter]) -> dict[str, Any]:
    """What was written to whom and how far it has come, as `selectors.letters.sent_letters` has it; not its text."""
    heads = [_("Written on"), _("By"), _("Subject"), _("To whom"), _("Topic"), say("{Site}"), say("{Sector}")]
    heads += [_("Sent"), _("Waiting"), _("Not delivered")]
    return {"heads": heads, "rows": map(_letter, letters)}


def _letter(letter: Letter) -> list[Any]:
    return [
        *(letter.created_at, letter.author and letter.author.get_full_name(), letter.subject),
        letter.person.get_full_name() if letter.person else letter.get_audience_display(),
        *(letter.topic and letter.topic.name, letter.site and letter.site.name, letter.sector and letter.sector.name),
        *(letter.sent, letter.waiting, letter.lost),  # type: ignore[attr-defined]  # annotated
    ]


def changes_table(changes: Iterable[Change]) -> dict[str, Any]:
    """What will be done in another way, from when, where, and on which topics."""
    heads = [_("From"), _("Change"), say("{Site}"), say("{Sector}"), _("Topics")]
    rows = (
        [
            *(change.day, change.text, change.site and change.site.name, change.sector and change.sector.name),
            ", ".join(topic.name for topic in change.topics.all()),
        ]
        for change in changes
    )
    return {"heads": heads, "rows": rows}


def messages_table(messages: Iterable[Message]) -> dict[str, Any]:
    """How far each mail has come, and what a server said; not what is in it."""
    heads = [_("Message"), _("Name"), _("E-mail"), _("State"), _("Due"), _("Sent"), _("What the server answered")]
    rows = (
        [
            *(mail_about(mail), mail.recipient.get_full_name(), mail.recipient.email, mail.get_state_display()),
            *(mail.due_at, mail.sent_at, mail.error),
        ]
        for mail in messages
    )
    return {"heads": heads, "rows": rows}
