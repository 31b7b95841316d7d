"""Founding an institution touches two rooms: the institution itself, and the topics it starts with."""

from typing import Any

from django.db import transaction

from followup.services import create_default_questions
from organisation.models import Institution
from organisation.services import create_institution
from topics.services import create_default_topics


@transaction.atomic
def found_institution(**fields: Any) -> Institution:
    """A new institution with the default topics. Raises ValidationError when a field is not as it should be."""
    institution = create_institution(**fields)
    create_default_topics(institution)
    create_default_questions(institution)
    return institution
