"""What mails about another suggested time say, in the language that is active."""

from typing import Any

from django.utils.translation import gettext as _

from kit import times
from notifications.registry import Fact
from organisation.models import User
from sessions.mail_words import link, why
from sessions.models import Suggestion
from sessions.people import others


def suggestion_context(kind: str, suggestion: Suggestion, reader: User) -> dict[str, Any]:
    """What `templates/email/base.html` shows, and the subject, for "session_suggested" or "…_declined"."""
    session = suggestion.session
    people = ", ".join(person.get_full_name() for person in others(session, reader))
    specific = _suggested(suggestion) if kind == "session_suggested" else _declined(suggestion)
    words = {"name": reader.get_short_name(), "when": times.time_range(session.starts_at), "who": people}
    return {
        **specific,
        "subject": specific["subject"] % words,
        "greeting": specific["greeting"] % words,
        "institution": session.institution.name,
        "who": people,
        "button_url": link("sessions:detail", session.pk),
        "why": why(),
    }


def _suggested(suggestion: Suggestion) -> dict[str, Any]:
    session = suggestion.session
    until = {"until": times.time_range(suggestion.expires_at)}
    return {
        "subject": _("Another time suggested: %(when)s, %(who)s"),
        "greeting": _("Hello %(name)s, would another time suit you for your session?"),
        "leaf": times.leaf(suggestion.starts_at),
        "when": times.long_range(suggestion.starts_at, suggestion.ends_at),
        "facts": [
            Fact(_("Topic"), session.topic.name),
            Fact(_("Now"), times.time_range(session.starts_at, session.ends_at)),
        ],
        "button": _("Accept or keep as it is"),
        "after": [
            _("You can answer until %(until)s.") % until,
            _("The session stays where it is unless you accept. The suggested time is not held for you."),
        ],
    }


def _declined(suggestion: Suggestion) -> dict[str, Any]:
    session = suggestion.session
    return {
        "subject": _("Stays as it is: %(when)s, %(who)s"),
        "greeting": _("Hello %(name)s, the other time did not suit. The session stays where it is."),
        "leaf": times.leaf(session.starts_at),
        "when": times.long_range(session.starts_at, session.ends_at),
        "facts": [
            Fact(_("Topic"), session.topic.name),
            Fact(_("Suggested"), times.time_range(suggestion.starts_at, suggestion.ends_at)),
        ],
        "button": _("Open the session"),
    }
