"""Sessions in the database, as Django keeps them, that also know when they end."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    ends_at: datetime | None = None
    """When the session that was loaded ends, unless it is prolonged. None before it was read."""

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]  # stubs lack it
        self.ends_at = row.expire_date if row else None
        return row
