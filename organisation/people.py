"""Whoever is signed in, with the types that the framework leaves open."""

from django.http import HttpRequest

from organisation.models import Institution, User


def reader_of(request: HttpRequest) -> User:
    """The person who reads the page. Only for views behind `login_required`."""
    assert isinstance(request.user, User), "nobody is signed in"
    return request.user


def institution_of(person: User) -> Institution:
    """The institution of `person`. Only where operators, who stand outside all institutions, don't come."""
    assert person.institution is not None, "an operator has no institution"
    return person.institution
