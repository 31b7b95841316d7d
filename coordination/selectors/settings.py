"""What the settings are at present, in a few words each."""

from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.rule_words import reminder_words
from kit.amounts import days_words, length_words
from organisation.models import ClosedDay, Institution, Language, Role, Sector, Site
from topics.models import Topic


def state_of(institution: Institution, today: date) -> dict[str, str]:
    """By the page's name: its present state, on the local date `today`."""
    found = _counts(institution, today)
    return {
        "sites": _in_use(found["sites"], found["sites_over"]),
        "sectors": _in_use(found["sectors"], found["sectors_over"]),
        "topics_settings": _topics(found["topics"], found["topics_retired"]),
        "policy": _policy(institution),
        "mail": _messages(institution),
        "closed_days": _closed(institution, found["closed_days"]),
        "institution": _languages(institution),
        "roles": _roles(institution, today),
    }


def _counts(institution: Institution, today: date) -> dict[str, int]:
    """How many there are of each, by one query."""
    over = Q(valid_until__lt=today)
    rows: dict[str, QuerySet] = {
        "sites": Site.objects.exclude(over),
        "sites_over": Site.objects.filter(over),
        "sectors": Sector.objects.exclude(over),
        "sectors_over": Sector.objects.filter(over),
        "topics": Topic.objects.filter(is_retired=False),
        "topics_retired": Topic.objects.filter(is_retired=True),
        "closed_days": ClosedDay.objects.filter(day__gte=today),
    }
    counted = {f"n_{name}": _count(found.filter(institution=OuterRef("pk"))) for name, found in rows.items()}
    found = Institution.objects.filter(pk=institution.pk).annotate(**counted).values(*counted).get()
    return {name: found[f"n_{name}"] for name in rows}


def _count(rows: QuerySet) -> Coalesce:
    """The number of `rows` as a column: none is 0."""
    return Coalesce(Subquery(rows.order_by().values("institution").annotate(n=Count("pk")).values("n")), 0)


def _in_use(used: int, over: int) -> str:
    told = [ngettext("%(n)d in use", "%(n)d in use", used) % {"n": used}]
    if over:
        told.append(ngettext("%(n)d no longer", "%(n)d no longer", over) % {"n": over})
    return ", ".join(told)


def _topics(offered: int, retired: int) -> str:
    told = [ngettext("%(n)d topic offered", "%(n)d topics offered", offered) % {"n": offered}]
    if retired:
        told.append(ngettext("%(n)d retired", "%(n)d retired", retired) % {"n": retired})
    return ", ".join(told)


def _policy(institution: Institution) -> str:
    return _("%(length)s, every %(step)s, up to %(ahead)s ahead") % {
        "length": length_words(institution.length_minutes),
        "step": length_words(institution.step_minutes),
        "ahead": days_words(institution.horizon_days),
    }


def _messages(institution: Institution) -> str:
    told = reminder_words(institution)
    return _("Reminders before the start: %(when)s") % {"when": told} if told else _("No reminders")


def _closed(institution: Institution, ahead: int) -> str:
    holidays = _("Closed on public holidays") if institution.closes_on_holidays else _("Open on public holidays")
    own = ngettext("%(n)d closed day of your own ahead", "%(n)d closed days of your own ahead", ahead) % {"n": ahead}
    return f"{holidays}, {own}" if ahead else holidays


def _languages(institution: Institution) -> str:
    names = [str(Language(code).label) for code in institution.languages]
    return " · ".join([", ".join(names), *institution.signup_domains])


def _roles(institution: Institution, today: date) -> str:
    held = Role.objects.filter(institution=institution, user__is_active=True).valid_on(today)
    found = dict(held.values(role=F("kind")).annotate(n=Count("user", distinct=True)).values_list("role", "n"))
    n, m, k = (found.get(kind, 0) for kind in (Role.Kind.COORDINATOR, Role.Kind.MANAGER, Role.Kind.PROGRAMME_ADMIN))
    return ", ".join(
        (
            ngettext("%(n)d coordinator", "%(n)d coordinators", n) % {"n": n},
            ngettext("%(n)d manager", "%(n)d managers", m) % {"n": m},
            ngettext("%(n)d programme admin", "%(n)d programme admins", k) % {"n": k},
        )
    )
