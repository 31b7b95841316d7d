"""Rows of the log, and hours, in templates."""

from django import template

from coaches.hours.forecast import hours_of
from coaches.log import words

register = template.Library()
register.filter("work_words", words.work_words)
register.filter("about_work", words.about)
register.filter("about_help", words.about_help)
register.filter("kind_words", words.kind_words)
register.filter("correction_words", words.correction_words)
register.filter("hours_of", hours_of)


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of work."""
    return words.KIND_ICONS[words.Kind(kind)]
