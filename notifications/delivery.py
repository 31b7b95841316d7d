"""One batch from claim to mark: what is still true is written and sent, and each row is told how it went."""

import logging
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from notifications import claims
from notifications.mime import as_bytes, ascii_address
from notifications.models import Message
from notifications.registry import Key, kind_of, load_many
from notifications.smtp import Later, MailServer, Refused, Trouble
from organisation.models import User
from organisation.terms import speaking_for

logger = logging.getLogger(__name__)

FRESH = 1.0
"""Seconds for which what was loaded for a batch is taken to be true. What a room withdraws is seen at once."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after `attempts` that failed: twice as long each time, up to ten minutes."""
    return min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)


class Delivery:
    """The delivery of one claimed batch, over one connection."""

    def __init__(self, rows: Iterable[Message]) -> None:
        self._rows = deque(rows)
        self._loaded_at = -FRESH
        self._things: dict[str, Mapping[Key, Any]] = {}
        self._active: set[int] = set()

    def run(self) -> None:
        with MailServer() as server:
            while self._rows:
                row = self._rows[0]
                try:
                    self._deliver(row, server)
                except Trouble as trouble:
                    logger.warning("The mail server is in trouble, %d messages wait: %s", len(self._rows), trouble)
                    return claims.release(self._rows, str(trouble), pause_after(row.attempts), count=1)
                self._rows.popleft()

    def _deliver(self, row: Message, server: MailServer) -> None:
        """Raises Trouble. Whatever else goes wrong with a row doesn't reach the others."""
        server.open()
        content = self._written(row)
        if content is None or not claims.renew(row):
            return
        try:
            server.send(ascii_address(row.recipient.email), content)
        except Refused as refused:
            claims.mark(row, Message.State.REFUSED, str(refused))
        except Later as later:
            claims.release([row], str(later), pause_after(row.attempts))
        else:
            claims.mark_sent(row)

    def _written(self, row: Message) -> bytes | None:
        """The mail as it should read now. None: there is none, or it could not be written, and the row says so."""
        try:
            content = self._write(row)
        except Exception as error:
            logger.exception("Message %s (%s) could not be written", row.pk, row.kind)
            claims.release([row], f"Could not be written: {type(error).__name__}", pause_after(row.attempts), count=1)
            return None
        if content is None:
            claims.mark(row, Message.State.STALE)
        return content

    def _write(self, row: Message) -> bytes | None:
        thing, recipient = self._thing(row), row.recipient
        if thing is None or recipient.pk not in self._active:
            return None
        zone = recipient.institution.tz if recipient.institution else settings.TIME_ZONE
        with translation.override(recipient.language), timezone.override(zone), speaking_for(recipient.institution):
            mail = kind_of(row.kind).render(row.kind, thing, recipient)
        return as_bytes(mail, recipient=recipient, mail_id=row.mail_id) if mail else None

    def _thing(self, row: Message) -> Any | None:
        if monotonic() - self._loaded_at >= FRESH:
            self._load()
        key = row.thing_id, row.revision
        if row.kind not in self._things:
            return kind_of(row.kind).load(*key)
        return self._things[row.kind].get(key)

    def _load(self) -> None:
        """Read what the rest of the batch is about, in few queries."""
        self._loaded_at = monotonic()
        keys: dict[str, set[Key]] = defaultdict(set)
        for row in self._rows:
            keys[row.kind].add((row.thing_id, row.revision))
        self._things = {}
        for kind, wanted in keys.items():
            try:
                self._things[kind] = load_many(kind, wanted)
            except Exception:
                logger.exception("Loading %d things for %s failed", len(wanted), kind)
        people = {row.recipient_id for row in self._rows}
        self._active = set(User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
