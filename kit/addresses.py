"""Addresses of pages that may not be there."""

from django.urls import NoReverseMatch, reverse


def address_of(page: str) -> str:
    """The address of the page of that name; empty when this installation has no such page."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
