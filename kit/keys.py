"""Primary keys as the indexes of exclusion constraints know them."""

from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast


def bigint(key: int | None) -> Cast:
    """`key` with its type said.

    A bare number is an integer to PostgreSQL, and a GiST index on a bigint and a range is of no use with an integer:
    it would be read from end to end for the range alone, a hundred times slower with a million rows.
    """
    return Cast(Value(key), BigIntegerField())
