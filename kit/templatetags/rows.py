"""Rows of which a page has dozens: a template for each of them would be most of what the page costs."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kit import times
from kit.icons import icon
from kit.templatetags.ui import avatar

register = template.Library()
NOTHING = mark_safe("")


@register.simple_tag
def time_row(
    start: datetime, end: datetime, person: Any, url: str, *, channel: str, channel_icon: str, **more: Any
) -> SafeString:
    """A free time in `<ul class="kp-times">`: the whole row is the act's target. See `ui/_time.html`."""
    return format_html(
        '<li class="kp-time"><span class="kp-when">{}{}<span>–{}</span></span>'
        '<span class="kp-who">{}<span><b>{}</b>{}</span></span>'
        '<span class="kp-where"><span>{}{}{}</span>{}</span>{}</li>',
        *(_small(times.day_words(start) if more.get("show_day") else ""), times.clock(start), times.clock(end)),
        *(avatar(person), person.get_full_name(), _small(more.get("good_at"))),
        *(icon(channel_icon), channel, format_html(", {}", more["place"]) if more.get("place") else NOTHING),
        *(_small(more.get("languages")), _act(start, person, url, channel, more)),
    )


def _small(words: str | None) -> SafeString:
    return format_html("<small>{}</small>", words) if words else NOTHING


def _act(start: datetime, person: Any, url: str, channel: str, more: dict[str, Any]) -> SafeString:
    """A link, or a button of a form, with its full name, such as "Book ti 24.11. klo 9.30, Liisa Lahti, Online"."""
    name = format_html(
        '{}<span class="visually-hidden"> {}, {}, {}</span>',
        *(more.get("act") or _("Book"), times.time_range(start), person.get_full_name(), channel),
    )
    if more.get("post"):
        return format_html(
            '<button class="btn btn-soft btn-sm" type="submit" name="time" value="{}">{}</button>', url, name
        )
    return format_html('<a class="btn btn-soft btn-sm" href="{}">{}</a>', url, name)
