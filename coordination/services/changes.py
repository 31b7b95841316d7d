"""Changes ahead: said, mended, taken away. What was said at each time is kept by triggers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from coordination.models import Change
from organisation.models import Sector, Site, User
from organisation.people import institution_of
from topics.models import Topic


@transaction.atomic
def save_change(
    *,
    by: User,
    day: date,
    text_fi: str,
    text_sv: str = "",
    text_en: str = "",
    topics: Iterable[Topic] = (),
    site: Site | None = None,
    sector: Sector | None = None,
    change: Change | None = None,
) -> Change:
    """Say that something will be done in another way from the local date `day`, or mend what was said in `change`.

    The same said twice (a double click) is one change.
    """
    said: dict[str, Any] = {
        "day": day,
        "text_fi": text_fi,
        "text_sv": text_sv,
        "text_en": text_en,
        "site": site,
        "sector": sector,
    }
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if change is None:
        change, _is_new = Change.objects.get_or_create(institution=institution_of(by), **said)
    else:
        for name, value in said.items():
            setattr(change, name, value)
        change.save(update_fields=list(said))
    change.topics.set(topics)
    return change
