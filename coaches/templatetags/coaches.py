"""Weekdays and times by the clock on the wall, which belong to no date."""

from datetime import time

from django import template
from django.utils.dates import WEEKDAYS

from kit.times import words

register = template.Library()


@register.filter
def wall(clock: time) -> str:
    """Such as "9.00" or "9:00": a time of day in the reader's language."""
    return f"{clock.hour}{words().clock_dot}{clock.minute:02}"


@register.filter
def weekday_name(number: int) -> str:
    """Such as "maanantai" for 1, by ISO."""
    return str(WEEKDAYS[number - 1])
