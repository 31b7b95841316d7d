"""What an institution counts for preparing a session."""

from django.utils.translation import gettext as _

from organisation.models import Institution


def preparation_of(institution: Institution, minutes: int) -> int:
    """Minutes counted for preparing a session that took `minutes`: by the rule of today, and kept with its row."""
    return institution.preparation_minutes or (minutes * institution.preparation_percent + 50) // 100


def preparation_words(institution: Institution) -> str:
    """The rule as a sentence; empty where there is none."""
    if institution.preparation_minutes:
        return _("%(n)d minutes of preparation are counted for each session by themselves.") % {
            "n": institution.preparation_minutes
        }
    if institution.preparation_percent:
        return _("Preparation counts by itself: %(n)d %% of each session's length.") % {
            "n": institution.preparation_percent
        }
    return ""
