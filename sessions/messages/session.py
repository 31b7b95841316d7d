"""The mails about sessions: which of them are still true, for whom, and with which calendar file."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.template.loader import render_to_string

from notifications import clock
from notifications.registry import Invitation, Key, Mail, message_kind
from organisation.models import User
from sessions.calendar_file import calendar_file
from sessions.calendar_people import Method
from sessions.families import CHANGES, REMINDERS
from sessions.mail_words import choosing, mail_context
from sessions.models import Session, State, Suggestion
from sessions.people import helped
from sessions.stories import BOOKED, Story, stories, stories_as_left
from sessions.suggestion_mail import suggestion_context


class AboutSession:
    """What the kinds have in common: each is true of one state of a session, at one revision."""

    state: ClassVar[State]

    def load_many(self, keys: Collection[Key]) -> dict[Key, Story]:
        found = stories(keys, self.state)
        return {key: story for key, story in found.items() if self.in_time(story)}

    def load(self, thing_id: int, revision: int) -> Story | None:
        key = thing_id, revision
        return self.load_many({key}).get(key)

    def render(self, kind: str, story: Story, recipient: User) -> Mail | None:
        if not self.is_for(story, recipient):
            return None
        context = mail_context(self.told_as(kind, story, recipient), story, recipient)
        return mail_of(context, self.invitation(story, recipient))

    def needed_by(self, story: Story) -> datetime:
        """Before the session, and before the time at which people believe it to be."""
        known = story.earlier
        return min(story.session.starts_at, known.starts_at) if known else story.session.starts_at

    def in_time(self, story: Story) -> bool:
        """Whether telling it now still helps."""
        return True

    def is_for(self, story: Story, person: User) -> bool:
        return story.takes_part(person)

    def told_as(self, kind: str, story: Story, person: User) -> str:
        """The kind by whose words `person` understands it."""
        return kind

    def invitation(self, story: Story, person: User) -> Invitation | None:
        return None


def mail_of(context: dict[str, Any], invitation: Invitation | None = None) -> Mail:
    """The mail that `context` (see `templates/email/base.html`) says, with a calendar file."""
    context = {"settings_url": choosing(), **context}
    return Mail(
        subject=context["subject"],
        text=render_to_string("email/base.txt", context),
        html=render_to_string("email/base.html", context),
        invitation=invitation,
        url=context.get("button_url", ""),
    )


def invitation_of(session: Session, person: User, method: Method, changed_at: datetime | None = None) -> Invitation:
    """The session as an invitation (REQUEST) or as taken away (CANCEL)."""
    content = calendar_file(session, person, method=method, changed_at=changed_at)
    return Invitation(content=content, method=method)


def _invitation(story: Story, person: User, method: Method) -> Invitation:
    return invitation_of(story.session, person, method, story.changed_at)


@message_kind(
    *("session_booked", "session_moved", "session_left", "session_handed_over", "session_reassigned"), family=CHANGES
)
class Booked(AboutSession):
    state = State.BOOKED

    def in_time(self, story: Story) -> bool:
        return story.session.ends_at > clock.now()

    def told_as(self, kind: str, story: Story, person: User) -> str:
        # Moved before anyone heard of the booking: for them it is simply booked.
        return kind if story.knows(person) else "session_booked"

    def invitation(self, story: Story, person: User) -> Invitation | None:
        return _invitation(story, person, "REQUEST")


@message_kind("session_reminder", family=REMINDERS)
class Reminder(AboutSession):
    state = State.BOOKED

    def in_time(self, story: Story) -> bool:
        return story.session.starts_at > clock.now()

    def invitation(self, story: Story, person: User) -> Invitation | None:
        return _invitation(story, person, "REQUEST")


@message_kind("session_cancelled", family=CHANGES)
class Cancelled(AboutSession):
    state = State.CANCELLED

    def is_for(self, story: Story, person: User) -> bool:
        return story.takes_part(person) and story.knows(person)

    def invitation(self, story: Story, person: User) -> Invitation | None:
        """Only what was put into a calendar is taken out of it."""
        return _invitation(story, person, "CANCEL") if story.was_told(person, BOOKED) else None


@message_kind("session_out", family=CHANGES)
class Out(AboutSession):
    """Told to whoever left or handed it over, whatever became of the session since."""

    def load_many(self, keys: Collection[Key]) -> dict[Key, Story]:
        return stories_as_left(keys)

    def is_for(self, story: Story, person: User) -> bool:
        return story.has_left(person) and story.knows(person)

    def told_as(self, kind: str, story: Story, person: User) -> str:
        return "session_handed_on" if story.was_coach(person) else kind

    def invitation(self, story: Story, person: User) -> Invitation | None:
        return _invitation(story, person, "CANCEL") if story.was_told(person, BOOKED) else None


@message_kind("session_proposed")
class Proposed(AboutSession):
    state = State.PROPOSED

    def needed_by(self, story: Story) -> datetime:
        return story.session.expires_at or story.session.starts_at

    def in_time(self, story: Story) -> bool:
        return story.session.expires_at is not None and story.session.expires_at > clock.now()


class ProposalEnded(AboutSession):
    """Told to those who were asked, and to whoever proposed it."""

    def is_for(self, story: Story, person: User) -> bool:
        return story.takes_part(person) or person.pk == story.session.booked_by_id


@message_kind("session_declined")
class Declined(ProposalEnded):
    state = State.CANCELLED


@message_kind("session_lapsed")
class Lapsed(ProposalEnded):
    state = State.LAPSED


class AboutSuggestion(ABC):
    """Another time for a booked session; it is true as long as nothing else was suggested or changed."""

    def load(self, thing_id: int, revision: int) -> Suggestion | None:
        rows = Suggestion.objects.filter(pk=thing_id, revision=revision, session__state=State.BOOKED)
        related = rows.select_related("by", "session__coach__user", "session__topic", "session__institution")
        return related.prefetch_related("session__participations__person").first()

    def render(self, kind: str, suggestion: Suggestion, recipient: User) -> Mail | None:
        return mail_of(suggestion_context(kind, suggestion, recipient)) if self.is_for(suggestion, recipient) else None

    @abstractmethod
    def is_for(self, suggestion: Suggestion, person: User) -> bool:
        """Whether `person` is still to be told."""


@message_kind("session_suggested")
class Suggested(AboutSuggestion):
    def is_for(self, suggestion: Suggestion, person: User) -> bool:
        return suggestion.is_open and person in helped(suggestion.session)


@message_kind("session_suggestion_declined")
class SuggestionDeclined(AboutSuggestion):
    def is_for(self, suggestion: Suggestion, person: User) -> bool:
        return person.pk in (suggestion.by_id, suggestion.session.coach.user_id)
