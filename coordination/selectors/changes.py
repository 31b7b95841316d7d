"""Who changed what in the settings lately, out of the rows that the database's triggers wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db.models import F, Value
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.rule_words import rules
from kit.names import in_language
from organisation.models import RULES, Institution, Role, Sector, Site, User
from organisation.scope import reach_words
from topics.models import ThemeArea, Topic

OTHER_WORDS = {
    **dict.fromkeys(("name_fi", "name_sv", "name_en"), gettext_lazy("Name")),
    "oid": "OID",
    "zone": gettext_lazy("Time zone"),
    "languages": gettext_lazy("Languages"),
    "host": gettext_lazy("Host name"),
    "signup_domains": gettext_lazy("Domains that may sign up"),
    "closes_on_holidays": gettext_lazy("Public holidays"),
    "reminder_offsets": gettext_lazy("Reminders"),
}
NAMED = {
    "insert": gettext_lazy("%(name)s: added"),
    "update": gettext_lazy("%(name)s: changed"),
    "delete": gettext_lazy("%(name)s: removed"),
    "retire": gettext_lazy("%(name)s: retired"),
    "bring_back": gettext_lazy("%(name)s: brought back"),
}
GIVEN = {
    "insert": gettext_lazy("%(role)s: given to %(who)s"),
    "update": gettext_lazy("%(role)s: changed for %(who)s"),
    "ended": gettext_lazy("%(role)s: ended for %(who)s"),
    "delete": gettext_lazy("%(role)s: taken back from %(who)s"),
}


@dataclass(frozen=True)
class Change:
    """A line of the list: what, when (a UTC instant), and the name of who did it."""

    text: str
    at: datetime
    by: str


class Line(NamedTuple):
    """A change before its author has a name: when, what, and who by number."""

    at: datetime
    text: str
    who: int


WHO = F("pgh_context__metadata__user")
NAMES = ("name_fi", "name_sv", "name_en")


def latest_changes(institution: Institution, most: int) -> list[Change]:
    """The last `most` things that people changed on the pages, newest first. What commands did is left out."""
    lines = [*_rules(institution, most), *_things(institution, most), *_roles(institution, most)]
    newest = sorted(lines, key=lambda line: line.at, reverse=True)[:most]
    people = {user.pk: user.get_full_name() for user in User.objects.filter(pk__in={line.who for line in newest})}
    return [Change(line.text, line.at, people.get(line.who, "")) for line in newest]


def _latest(model: Any, most: int, **about: Any) -> Any:
    return model.pgh_event_model.objects.filter(**about).annotate(who=WHO).order_by("-pgh_id")[:most]


def _rules(institution: Institution, most: int) -> Iterator[Line]:
    """An event holds what was before; what came of it stands in the next one, or in the institution as it is."""
    after: Any = institution
    for event in _latest(Institution, most, pgh_obj=institution):
        changed = [name for name in RULES if getattr(event, name) != getattr(after, name)]
        if event.who:
            text = "; ".join(dict.fromkeys(_rule(name, event, after) for name in changed))
            yield Line(event.pgh_created_at, text, event.who)
        after = event


def _rule(name: str, before: Any, after: Any) -> str:
    rule = next((rule for rule in rules() if rule.name == name), None)
    if rule is None:
        return _("%(what)s: changed") % {"what": OTHER_WORDS.get(name, name)}
    values = {"before": rule.words(getattr(before, name)), "after": rule.words(getattr(after, name))}
    return _("%(what)s: %(before)s, now %(after)s") % {"what": rule.label, **values}


def _things(institution: Institution, most: int) -> Iterator[Line]:
    """Sites, sectors, areas and topics, by one query."""
    found = [_named(model, institution, most) for model in (Site, Sector, ThemeArea, Topic)]
    for row in found[0].union(*found[1:], all=True):
        names = SimpleNamespace(**{name: row[name] for name in NAMES})
        act = "bring_back" if row["pgh_label"] == "retire" and not row["off"] else row["pgh_label"]
        text = str(NAMED[act]) % {"name": in_language(names, "name")}
        yield Line(row["pgh_created_at"], text, row["who"])


def _named(model: Any, institution: Institution, most: int) -> Any:
    off = F("is_retired") if model is Topic else Value(False)
    found = _latest(model, most, institution=institution, pgh_context__metadata__user__gt=0).annotate(off=off)
    return found.values("pgh_created_at", "who", "pgh_label", "off", *NAMES)


def _roles(institution: Institution, most: int) -> Iterator[Line]:
    found = _latest(Role, most, institution=institution, pgh_context__metadata__user__gt=0)
    for event in found.select_related("user", "site", "sector"):
        role = capfirst(f"{Role.Kind(event.kind).label}, {reach_words(event)}")
        text = str(GIVEN[_role_act(event)]) % {"role": role, "who": event.user.get_full_name()}
        yield Line(event.pgh_created_at, text, event.who)


def _role_act(event: Any) -> str:
    """Ending a role sets its last day to the day before."""
    ended = event.valid_until and event.valid_until < timezone.localdate(event.pgh_created_at)
    return "ended" if event.pgh_label == "update" and ended else event.pgh_label
