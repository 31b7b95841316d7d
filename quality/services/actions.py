"""Proposing, observing, deciding and working on actions. What was said at each time is kept by triggers."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from notifications.outbox import enqueue
from organisation.models import User
from organisation.people import institution_of
from quality.exceptions import AlreadyDecided, WrittenMeanwhile
from quality.models import ImprovementAction, Observation
from topics.models import Topic

DECIDED, DUE = "improvement_decided", "improvement_due"
REMINDED = (timedelta(days=14), timedelta(0))
"""So long before its day the owner is reminded of an action."""
AT = time(8)


@transaction.atomic
def propose(*, by: User, text: str, topic: Topic | None = None) -> Observation:
    """A theme or an observation of anybody of the house. The same said twice (a double click) is one."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    said: dict[str, Any] = {
        "institution": institution_of(by),
        "author": by,
        "by_team": False,
        "text": text,
        "topic": topic,
    }
    return Observation.objects.get_or_create(**said)[0]


@transaction.atomic
def observe(
    *, by: User, text: str, first_day: date, last_day: date, topic: Topic | None, proposal: Observation | None = None
) -> Observation:
    """What the team has seen from `first_day` to `last_day` (local dates), without persons; twice the same is one."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    said: dict[str, Any] = {
        "institution": institution_of(by),
        "author": by,
        "by_team": True,
        "text": text,
        "topic": topic,
    }
    days: dict[str, Any] = {"first_day": first_day, "last_day": last_day}
    return Observation.objects.get_or_create(**said, **days, proposal=proposal)[0]


@transaction.atomic
def propose_action(*, by: User, observation: Observation, **said: Any) -> ImprovementAction:
    """An action that waits for a manager. `said`: what, process, due, site, sector; twice the same is one."""
    Observation.objects.select_for_update(no_key=True).get(pk=observation.pk)
    about: dict[str, Any] = {
        "institution_id": observation.institution_id,
        "observation": observation,
        "proposed_by": by,
    }
    return ImprovementAction.objects.get_or_create(**about, **said)[0]


@transaction.atomic
def accept(*, action: ImprovementAction, by: User, owner: User, due: date) -> None:
    """A manager says yes: from now on `owner` answers for it. Raises AlreadyDecided."""
    _decide(action, state=ImprovementAction.State.ACCEPTED, owner=owner, due=due)
    _tell({owner, action.proposed_by} - {by, None}, action)
    _remind(action)


@transaction.atomic
def decline(*, action: ImprovementAction, by: User, reason: str) -> None:
    """A manager says no, and why. Raises AlreadyDecided."""
    _decide(action, state=ImprovementAction.State.DECLINED, reason=reason)
    _tell({action.proposed_by} - {by, None}, action)


@transaction.atomic
def work_on(*, action: ImprovementAction, revision: int, is_done: bool, **said: Any) -> None:
    """Write down how far it is. `said`: step, owner, due, evidence, outcome.

    Raises WrittenMeanwhile when it is not under way any more, or not as `revision` showed it.
    """
    now = _locked(action)
    if now.revision != revision or not now.is_under_way:
        raise WrittenMeanwhile
    if is_done:
        said |= {"state": ImprovementAction.State.DONE, "done_on": timezone.localdate()}
    _write(action, revision=now.revision + 1, **said)
    if not is_done:
        _remind(action)


def _decide(action: ImprovementAction, **said: Any) -> None:
    now = _locked(action)
    if not now.is_waiting:
        raise AlreadyDecided
    _write(action, revision=now.revision + 1, decided_at=timezone.now(), **said)


def _locked(action: ImprovementAction) -> ImprovementAction:
    return ImprovementAction.objects.select_for_update(no_key=True).get(pk=action.pk)


def _write(action: ImprovementAction, **said: Any) -> None:
    for name, value in said.items():
        setattr(action, name, value)
    action.save(update_fields=list(said))


def _tell(people: set[Any], action: ImprovementAction) -> None:
    for person in sorted(people, key=lambda person: person.pk):
        enqueue(kind=DECIDED, thing=action, recipient=person)


def _remind(action: ImprovementAction) -> None:
    """Reminders that are still ahead; those of an older revision die by themselves."""
    if action.owner is None:
        return
    day = datetime.combine(action.due, AT, tzinfo=action.institution.tz)
    for before in REMINDED:
        if (due_at := day - before) > timezone.now():
            enqueue(
                kind=DUE,
                thing=action,
                recipient=action.owner,
                due_at=due_at,
                latest_at=due_at + timedelta(days=3),
                offset=before,
            )
