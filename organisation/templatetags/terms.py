"""The institution's own words in templates."""

from typing import Any

from django import template

from organisation import terms

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, text: Any, **values: Any) -> str:
    """`{% say _("Choose a {coach}") %}`: a sentence with terms, and other values by name."""
    return terms.say_html(text, **values) if context.autoescape else terms.say(text, **values)


@register.simple_tag
def term(name: str, form: str = "singular") -> str:
    """`{% term "Coach" "plural" %}`: a term alone, such as in a heading; a capital letter asks for one."""
    return str(getattr(terms.terms()[name], form))
