"""Rows of which a page has dozens: a template for each of them would be most of what the page costs."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kit import times
from kit.icons import icon
from kit.templatetags.ui import avatar

register = template.Library()


@register.simple_tag
def time_row(
    start: datetime, end: datetime, person: Any, url: str, *, channel: str, channel_icon: str, **more: Any
) -> SafeString:
    """A free time in `<ul class="kp-times">`: the whole row is the act's target. See `ui/_time.html`."""
    name = escape(person.get_full_name())
    day = _small(times.day_words(start)) if more.get("show_day") else ""
    way = escape(channel)
    place = f", {escape(more['place'])}" if more.get("place") else ""
    below = _small(more.get("languages")) + _small(more.get("mark"))
    # Safe: what people have typed is escaped one by one, the rest is our own.
    return mark_safe(
        f'<li class="kp-time"><span class="kp-when">{day}{times.clock(start)}<span>–{times.clock(end)}</span></span>'
        f'<span class="kp-who">{avatar(person)}<span><b>{name}</b>{_small(more.get("good_at"))}</span></span>'
        f'<span class="kp-where"><span>{icon(channel_icon)}{way}{place}</span>{below}</span>'
        f"{_act(start, name, url, way, more)}</li>"
    )


def _small(words: str | None) -> str:
    return f"<small>{escape(words)}</small>" if words else ""


def _act(start: datetime, name: str, url: str, way: str, more: dict[str, Any]) -> str:
    """A link, or a button of a form, with its full name, such as "Book ti 24.11. klo 9.30, Liisa Lahti, Online"."""
    act = escape(more.get("act") or _("Book"))
    words = f'{act}<span class="visually-hidden"> {times.time_range(start)}, {name}, {way}</span>'
    if more.get("post"):
        button = f'<button class="btn btn-soft btn-sm" type="submit" name="time" value="{escape(url)}">'
        return f"{button}{words}</button>"
    return f'<a class="btn btn-soft btn-sm" href="{escape(url)}">{words}</a>'
