"""The institution's own words in templates."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from organisation.terms import say_html, terms

register = template.Library()


@register.simple_tag
def say(text: Any, **values: Any) -> SafeString:
    """`{% say _("Choose a {coach}") %}`: a sentence with terms, and other values by name."""
    return say_html(text, **values)


@register.simple_tag
def term(name: str, form: str = "singular") -> str:
    """`{% term "Coach" "plural" %}`: a term alone, such as in a heading; a capital letter asks for one."""
    return str(getattr(terms()[name], form))
