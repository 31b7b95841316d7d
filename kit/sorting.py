"""Names in the order in which people look for them: å, ä and ö after z, other letters beside their plain ones.

The database has no Finnish order of its own, so names are sorted by a key.
"""

from typing import Any

from django.db.models import CharField, Func, Value
from django.db.models.functions import Lower

_LETTERS = "åäæöøáàâãçčďéèêëěíìîïñńňóòôõřśšťúùûüýÿźžż"
_PLACES = "{||}}aaaaccdeeeeeiiiinnnoooorsstuuuyyyzzz"  # what follows z in the order of characters: { | }
_TABLE = str.maketrans(_LETTERS, _PLACES)


def sort_key(name: str) -> str:
    """What to sort `name` by."""
    return name.lower().translate(_TABLE)


class SortKey(Func):
    """The same in a query: `.order_by(SortKey("user__last_name"))`."""

    function = "translate"
    output_field = CharField()

    def __init__(self, name: Any) -> None:
        super().__init__(Lower(name), Value(_LETTERS), Value(_PLACES))
