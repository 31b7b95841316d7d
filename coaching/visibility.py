"""What others see about a person, worked out from the rules that open those pages, never from a written list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.log.selectors import logs_work
from organisation.models import Role, User
from organisation.people import institution_of
from organisation.scope import covers_person
from organisation.terms import say_lazy


@dataclass(frozen=True)
class Readers:
    """Who sees something of a person: a group in words, the people in it where they can be named, and what they see."""

    who: Any
    sees: Any
    people: tuple[User, ...] = ()


def readers_of(person: User) -> list[Readers]:
    """Everyone who sees something of `person`, from the nearest to the farthest."""
    if person.institution_id is None:
        return [Readers(_("Other operators"), _("your name and address"))]
    return [*_always(person), *_hours(person), *_leads(person), *_role_holders(person), *_figures(person)]


def _always(person: User) -> Iterator[Readers]:
    yield Readers(
        _("Colleagues of your institution"),
        say_lazy(_("your name and e-mail address, your own {site} and {sector}")),
    )
    if hasattr(person, "coach"):
        yield Readers(
            say_lazy(_("Colleagues of your institution, because you are a {coach}")),
            say_lazy(_("your profile, topics, {site.plural} and languages, and the times at which you can be booked")),
        )
        yield Readers(
            _("Those who are in a team with you"),
            _(
                "on which topics you are learning, can help or can train others, the working groups you sit in, "
                "at which meetings of the team you were, and the cases you thought over, without your name"
            ),
        )
    yield Readers(
        _("Whoever takes part in a session with you"),
        _(
            "its time, place and topic, what you wrote that it is about, the note that you share there, "
            "what you agreed to do, and what you answer to it in your own calendar; never your own note"
        ),
    )
    yield Readers(
        say_lazy(_("The {coach} whose session you gave feedback on")),
        _("your answers and your sentence without your name, once five people have answered, in no order"),
    )
    yield Readers(
        _("Whoever logs help given to you, and the others named on that row"),
        _("its time, length, topic and one line; you see the row too, and may object to it"),
    )
    yield Readers(
        _("Colleagues of your institution, without your name"),
        _("what you propose as a theme, and what the team observes and suggests because of it"),
    )
    if institution_of(person).coaches_pick_requests:
        yield Readers(
            say_lazy(_("Whoever may take a request of yours as a {coach} of its topic")),
            _("the request with what you wrote in it, until somebody takes it or you withdraw it"),
        )


def _hours(person: User) -> Iterator[Readers]:
    """Managers confirm hours person by person; all they read of those used are sums."""
    if logs_work(person):
        yield Readers(
            say_lazy(_("Coordinators of your area, programme admins, and the {lead_coach.plural} of your team")),
            _("the hours given to you, the hours you used by month and kind, and their forecast; no row of your log"),
        )
        yield Readers(
            _("Managers in whose area you are"),
            _("the hours given to you and your role description, which they confirm; not what you used"),
        )


def _leads(person: User) -> Iterator[Readers]:
    """Lead coaches see a team's sessions, without the names of those who were helped."""
    coach = getattr(person, "coach", None)
    led = User.objects.filter(coach__led_teams__members=coach).exclude(pk=person.pk) if coach else User.objects.none()
    leads = set(led)
    if leads:
        sees = _("the sessions in which you help: time, topic and state, without the names of those you help")
        yield Readers(say_lazy(_("{Lead_coach.plural} of your team")), sees, _in_order(leads))


def _role_holders(person: User) -> Iterator[Readers]:
    holders = _holders(person)
    for kind, who, sees in (
        (
            Role.Kind.COORDINATOR,
            _("Coordinators whose area you belong to"),
            _(
                "your sessions: with whom, when, on which topic and in which way, what you answer to one in your own "
                "calendar, and why one was called off; "
                "a request that waits, with what you wrote in it; never what a session is about or what was said in it"
            ),
        ),
        (
            Role.Kind.PROGRAMME_ADMIN,
            _("Programme admins"),
            _("your sessions: with whom, when, on which topic and in which way; never what you wrote or said"),
        ),
    ):
        people = _in_order(holder for holder in holders if covers_person(holder, person, kind))
        if people:
            yield Readers(who, sees, people)


def _holders(person: User) -> list[User]:
    """Everyone with a role at the institution today, each with `current_roles` filled by one query."""
    today = Role.objects.valid_on(timezone.localdate())
    people = User.objects.visible_to(person).filter(roles__in=today).exclude(pk=person.pk).distinct()
    holders = list(people.prefetch_related(Prefetch("roles", queryset=today, to_attr="held_today")))
    for holder in holders:
        holder.current_roles = holder.held_today
    return holders


def _figures(person: User) -> Iterator[Readers]:
    assert person.institution is not None  # an operator has no managers
    minimum = person.institution.suppression_persons
    yield Readers(
        _("Managers"),
        _("figures only, and none with fewer than %(minimum)d people behind it; never your name as one who was helped")
        % {"minimum": minimum},
    )
    yield Readers(
        _("Those who run the installation"),
        _("your name, address and role, to keep accounts in order; no session and no text"),
    )


def _in_order(people: Any) -> tuple[User, ...]:
    return tuple(sorted(people, key=lambda user: (user.last_name.casefold(), user.first_name.casefold(), user.pk)))
