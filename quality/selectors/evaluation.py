"""What a self-evaluation says, once it is closed and enough people have answered."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count, Exists, OuterRef

from organisation.models import User
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
    """Per factor. Of one that is open nothing is shown: two readings of it would tell the last answer."""
    now = _means(evaluation)
    place = {name: getattr(evaluation, name) for name in ("institution", "site", "sector")}
    earlier = SelfEvaluation.objects.filter(**place, academic_year=evaluation.academic_year - 1).first()
    before = _means(earlier) if earlier else {}
    return [Result(factor, now.get(factor), before.get(factor)) for factor in Factor]


def _means(evaluation: SelfEvaluation) -> dict[str, Decimal]:
    """The means of the factors to which at least the institution's minimum of people have answered."""
    least = evaluation.institution.suppression_persons
    if evaluation.is_open:
        return {}
    rows = FactorAnswer.objects.filter(evaluation=evaluation).values("factor")
    counted = rows.annotate(mean=Avg("step"), people=Count("person", distinct=True)).filter(people__gte=least)
    return {row["factor"]: Decimal(row["mean"]).quantize(TENTH, ROUND_HALF_UP) for row in counted}
