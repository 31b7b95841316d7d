"""Times in words, as filters: `{{ session.starts_at|time_range:session.ends_at }}`. See `kit.times`."""

from django import template

from kit import times

register = template.Library()

for tell in (
    times.day_words,
    times.long_day,
    times.date_words,
    times.full_date,
    times.span_words,
    times.near_day,
    times.clock,
    times.at_clock,
    times.clock_range,
    times.time_range,
    times.long_range,
    times.near,
    times.ahead,
    times.week_words,
    times.minutes_words,
    times.hours_words,
    times.short_parts,
    times.iso_day,
):
    register.filter(tell.__name__, tell, expects_localtime=False)


@register.filter
def at_day(rows: dict, day: object) -> list:
    """The rows that a mapping by day holds for `day`."""
    return rows.get(day, [])
