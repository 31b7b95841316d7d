"""Rows of the log in words."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaches.hours.forecast import MINUS
from coaches.models import Channel, WorkLog
from kit.times import minutes_words

Kind = WorkLog.Kind
KIND_ICONS = {
    Kind.SESSION: "calendar-check",
    Kind.HELP: "hand-helping",
    Kind.PREPARATION: "notebook-pen",
    Kind.COORDINATION: "clipboard-list",
    Kind.MEETING: "users",
    Kind.TRAINING: "graduation-cap",
    Kind.MATERIAL: "file-text",
    Kind.OPENING: "history",
}
NAMED = 3
"""So many names stand in a line; of more, how many there are."""


def with_whom(row: WorkLog) -> str:
    """Such as "Sanna Korpela", "4 people"; empty where nobody is meant."""
    people = list(row.persons.all())
    count = len(people) or row.head_count or 0
    if people and len(people) <= NAMED:
        return ", ".join(person.get_full_name() for person in people)
    return ngettext("%(n)d person", "%(n)d people", count) % {"n": count} if count else ""


def about(row: WorkLog) -> str:
    """What a row is about without its length: "Wilma · Phone · Sanna Korpela"."""
    channel = capfirst(str(Channel(row.channel).label)) if row.channel else ""
    first = row.topic.name if row.topic else capfirst(str(Kind(row.kind).label))
    return " · ".join(part for part in (first, channel, with_whom(row)) if part)


def about_help(row: WorkLog) -> str:
    """The same for whoever is named on it, without the names of the others: "15 min · Wilma · Phone"."""
    channel = capfirst(str(Channel(row.channel).label)) if row.channel else ""
    first = row.topic.name if row.topic else kind_words(row.kind)
    return " · ".join(part for part in (minutes_words(row.minutes), first, channel) if part)


def work_words(row: WorkLog) -> str:
    """Such as "15 min · Wilma · Phone · Sanna Korpela"."""
    return f"{minutes_words(row.minutes)} · {about(row)}".replace("-", MINUS, 1 if row.minutes < 0 else 0)


def kind_words(kind: str) -> str:
    """The name of a kind, as a word of a table."""
    return capfirst(str(Kind(kind).label))


def correction_words(row: WorkLog) -> str:
    """What a row of another day's is: "Correction", "Logged later"."""
    return _("Correction") if row.corrects_id else _("Logged later")
