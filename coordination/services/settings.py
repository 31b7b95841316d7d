"""What programme admins decide. Every change holds the institution's row, so that one comes after the other."""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

import pghistory.models
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from organisation.exceptions import ChangedMeanwhile, SettingRefused
from organisation.models import Institution
from topics.models import ThemeArea, Topic
from topics.services import arrange_topics

LAST = 32_767
"""A place in an order behind every other: the largest that the column holds."""

REFUSALS = {
    "one_site_of_a_name": ("name_fi", _("There is one of this name already.")),
    "one_sector_of_a_name": ("name_fi", _("There is one of this name already.")),
    "one_topic_of_a_name": ("name_fi", _("There is one of this name already.")),
    "one_institution_per_host": ("host", _("Another institution has this host name.")),
}
"""What the database's own rules say, by the name of the constraint: field to mend, and the sentence."""


def value_of(thing: models.Model, column: str) -> Any:
    """What the column of `thing` holds, a foreign key as its number."""
    meta: Any = thing._meta
    return meta.get_field(column).value_from_object(thing)


def stamp_of(thing: models.Model, columns: Collection[str]) -> str:
    """A short mark of what `columns` of `thing` hold: two pages that show the same have the same."""
    values = [value_of(thing, name) for name in sorted(columns)]
    return sha256(repr(values).encode()).hexdigest()[:16]


def hold(institution_id: int) -> Institution:
    """The institution's row, locked until the transaction ends. Bookings do not wait for it."""
    return Institution.objects.select_for_update(no_key=True).get(pk=institution_id)


@transaction.atomic
def save_setting(*, thing: models.Model, columns: Collection[str], stamp: str) -> None:
    """Write `columns` of `thing`, an institution or something that it has set up; a new thing is written whole.

    `stamp` is what `stamp_of` gave when the page was opened. Raises ChangedMeanwhile when the columns have been saved
    since, and SettingRefused when a rule of the database says no. The same press twice is refused the second time.
    """
    hold(_institution_id(thing))
    if thing.pk is None:
        _write(thing, None)
        return
    current = type(thing)._default_manager.get(pk=thing.pk)
    if stamp_of(current, columns) != stamp:
        raise ChangedMeanwhile(current)
    _write(thing, list(columns))


def _institution_id(thing: Any) -> int:
    return thing.pk if isinstance(thing, Institution) else thing.institution_id


def _write(thing: models.Model, columns: list[str] | None) -> None:
    try:
        with transaction.atomic():
            thing.save(update_fields=columns)
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = REFUSALS.get(getattr(diagnosis, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise SettingRefused(refusal[1], refusal[0]) from error


@transaction.atomic
def save_topic(*, thing: Topic | ThemeArea, columns: Collection[str], stamp: str) -> None:
    """`save_setting` for what has an order: a new one comes last, and a topic stands with those of its area."""
    if thing.pk is None:
        thing.position = LAST
    save_setting(thing=thing, columns=columns, stamp=stamp)
    arrange_topics(thing.institution)


@transaction.atomic
def set_holidays(*, institution: Institution, closed: bool) -> None:
    """Close on Finnish public holidays, or be open on them. What is booked stays; twice changes nothing."""
    hold(institution.pk)
    Institution.objects.filter(pk=institution.pk).exclude(closes_on_holidays=closed).update(closes_on_holidays=closed)


@transaction.atomic
def remove_setting(*, thing: models.Model) -> None:
    """Delete `thing` of an institution. Raises SettingRefused when anything refers to it; twice changes nothing."""
    hold(_institution_id(thing))
    found = with_use(type(thing)._default_manager.filter(pk=thing.pk)).first()
    if found is None:
        return
    if found.is_used:
        raise SettingRefused(_("Something refers to it, so it stays. Give it a last day instead."))
    found.delete()


def with_use(things: models.QuerySet) -> models.QuerySet:
    """`things`, each with `is_used`: whether any row of any other table refers to it."""
    leaning = [models.Exists(rows) for rows in _leaning_on(things.model)]
    return things.annotate(is_used=models.ExpressionWrapper(_any(leaning), models.BooleanField()))


def _any(conditions: list[models.Exists]) -> models.Q:
    found = models.Q(pk__in=())
    for condition in conditions:
        found |= models.Q(condition)
    return found


def _leaning_on(model: type[models.Model]) -> list[models.QuerySet]:
    """For each foreign key and list that may name a row of `model`, the rows that name this one. History is none."""
    relations = [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel) and not issubclass(field.related_model, pghistory.models.Event)
    ]
    return [
        relation.related_model._base_manager.filter(**{relation.field.name: models.OuterRef("pk")})
        for relation in relations
    ]
