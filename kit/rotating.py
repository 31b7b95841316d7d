"""Writing encrypted texts anew under the first of NOTE_KEYS, wherever they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models, transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from kit.encrypted import EncryptedTextField, is_current, rotate

BATCH = 500


@dataclass
class Tally:
    """How many texts were rotated, and how many no key opens: those stay as they are."""

    rotated: int = 0
    unreadable: int = 0


def encrypted_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of every table that holds encrypted text."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field.attname


def rotate_column(model: type[models.Model], column: str) -> Tally:
    """Rotate what is not under the first key yet, batch by batch; what is done stays done when it is broken off."""
    tally, after = Tally(), 0
    while keys := _next_keys(model, column, after):
        _rotate_batch(model, column, keys, tally)
        after = keys[-1]
    return tally


def _next_keys(model: Any, column: str, after: int) -> list[int]:
    rows = model._base_manager.filter(pk__gt=after).exclude(**{column: ""}).exclude(**{f"{column}__isnull": True})
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _rotate_batch(model: Any, column: str, keys: list[int], tally: Tally) -> None:
    rows = model._base_manager.filter(pk__in=keys).annotate(token=Cast(F(column), TextField()))
    with pgtrigger.ignore():  # no word of it changes, so no history does
        for pk, token in rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "token"):
            if is_current(token):
                continue
            if (fresh := rotate(token)) == token:
                tally.unreadable += 1
                continue
            model._base_manager.filter(pk=pk).update(**{column: Value(fresh, TextField())})
            tally.rotated += 1
