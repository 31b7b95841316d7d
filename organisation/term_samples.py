"""Sentences of the product with a term that is being chosen, so that one sees how its forms read."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from organisation.terms import say, trying

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "activity": (
        gettext_noop(
            "{Activity} is help from colleague to colleague, not evaluation. What you talk about stays between you."
        ),
        gettext_noop("The home base of {activity}"),
    ),
    "coach": (
        gettext_noop("The {coach} is away then."),
        gettext_noop("The {coach} has another engagement then."),
        gettext_noop("No {coach} yet"),
        gettext_noop("Handed over to another {coach}"),
        gettext_noop("When the coordinator has named {coach.plural}, they are shown here with their next free times."),
    ),
    "lead_coach": (gettext_noop("{Lead_coach}"), gettext_noop("{Lead_coach.plural} of your team")),
    "site": (
        gettext_noop("Own {site}"),
        gettext_noop("all {site.plural}"),
        gettext_noop("No {site}"),
        gettext_noop("Coordinator of one {site}"),
    ),
    "sector": (
        gettext_noop("Own {sector}"),
        gettext_noop("{Sector.plural}"),
        gettext_noop("Manager of one {sector}"),
    ),
}
"""By kind of term: between them they use the forms that the product uses."""


def samples(kind: str, language: str, forms: Mapping[str, str]) -> list[str]:
    """The sentences in `language`, with `forms` for `kind` and the institution's words for the rest."""
    with trying(language, kind, forms):
        return [say(_(sentence)) for sentence in SENTENCES[kind]]
