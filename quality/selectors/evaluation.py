"""What a self-evaluation says, once it is closed and enough people have answered."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count, Exists, OuterRef
from django.utils import timezone

from organisation.models import Institution, User
from quality.models import Factor, FactorAnswer, SelfEvaluation
from quality.models.actions import OfTheHouse

FULL = 4
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Result:
    """A factor with its mean of this year and the year before, to a tenth; None where it is not shown."""

    factor: Factor
    now: Decimal | None
    before: Decimal | None

    @property
    def width(self) -> int:
        """Of a bar that is 268 at the full four."""
        return round((self.now or 0) / FULL * 268)

    @property
    def width_before(self) -> int:
        return round((self.before or 0) / FULL * 268)


def evaluations_for(user: User) -> OfTheHouse:
    """All of the house, the newest year first, with `answered`: whether `user` has."""
    mine = FactorAnswer.objects.filter(evaluation=OuterRef("pk"), person=user)
    rows = SelfEvaluation.objects.visible_to(user).select_related("institution", "site", "sector")
    return rows.annotate(answered=Exists(mine)).order_by("-academic_year", "site", "sector", "pk")


def results_of(evaluation: SelfEvaluation) -> list[Result]:
    """Per factor. Of one that is open nothing is shown: two readings of it would tell the last answer. One query."""
    institution, place = evaluation.institution, {"site": evaluation.site_id, "sector": evaluation.sector_id}
    return results_at(institution, evaluation.academic_year, **place)


def results_at(
    institution: Institution, academic_year: int, site: int | None = None, sector: int | None = None
) -> list[Result]:
    """Of the closed self-evaluations of that year and the one before, of a site, a sector or the whole institution.

    A mean stands for a factor to which at least the institution's minimum of people have answered. One query.
    """
    today = timezone.localdate(timezone=institution.tz)
    closed = SelfEvaluation.objects.filter(
        institution=institution, academic_year__in=(academic_year, academic_year - 1), closes_on__lt=today
    )
    closed = closed.filter(site=site, sector=sector)
    rows = FactorAnswer.objects.filter(evaluation__in=closed).values("evaluation__academic_year", "factor")
    counted = rows.annotate(mean=Avg("step"), people=Count("person", distinct=True))
    means = {
        (row["evaluation__academic_year"], row["factor"]): Decimal(row["mean"]).quantize(TENTH, ROUND_HALF_UP)
        for row in counted.filter(people__gte=institution.suppression_persons)
    }
    return [
        Result(factor, means.get((academic_year, factor)), means.get((academic_year - 1, factor))) for factor in Factor
    ]
