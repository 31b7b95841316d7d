"""What the database's triggers write down of the tables of this room."""

from typing import Any

import pghistory


def changes() -> tuple[Any, ...]:
    """What the database's triggers write down of a setting, with whoever is signed in. Each model needs its own."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
