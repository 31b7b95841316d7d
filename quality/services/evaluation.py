"""Opening a self-evaluation and answering it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from organisation.models import Institution, Sector, Site, User
from quality.exceptions import EvaluationClosed
from quality.models import FactorAnswer, SelfEvaluation


def open_evaluation(
    *,
    institution: Institution,
    academic_year: int,
    closes_on: date,
    site: Site | None = None,
    sector: Sector | None = None,
) -> SelfEvaluation:
    """One of the year for the institution, a site or a sector; where there is one, that comes back as it is."""
    place = {"institution": institution, "academic_year": academic_year, "site": site, "sector": sector}
    return SelfEvaluation.objects.get_or_create(**place, defaults={"closes_on": closes_on})[0]


@transaction.atomic
def answer_evaluation(*, evaluation: SelfEvaluation, person: User, steps: Mapping[str, int]) -> None:
    """Keep what `person` says of each factor, in place of what they said before. Raises EvaluationClosed."""
    found = SelfEvaluation.objects.select_for_update(no_key=True, of=("self",)).select_related("institution")
    if not found.get(pk=evaluation.pk).is_open:
        raise EvaluationClosed
    FactorAnswer.objects.filter(evaluation=evaluation, person=person).delete()
    FactorAnswer.objects.bulk_create(
        FactorAnswer(evaluation=evaluation, person=person, factor=factor, step=step) for factor, step in steps.items()
    )
