"""One batch from claim to mark: what is still true is written and sent, and each row is told how it went."""

import logging
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from notifications import claims, clock, tally
from notifications.choices import Gather, Off, Wait, way_of
from notifications.gathering import DIGEST, gather, settle
from notifications.mailboxes import flag_address, unflag_address
from notifications.mime import as_bytes, ascii_address, one_line
from notifications.models import Message
from notifications.pace import Pace
from notifications.registry import Key, Mail, kind_of, load_many, needed_by
from notifications.smtp import Later, MailServer, Refused, Trouble
from organisation.models import User
from organisation.terms import speaking_for

logger = logging.getLogger(__name__)

FRESH = 1.0
"""Seconds for which what was loaded for a batch is taken to be true. What a room withdraws is seen at once."""
PATH = 200
"""Characters of an address that a row keeps."""


class Delivery:
    """The delivery of one claimed batch, over one connection."""

    def __init__(self, rows: Iterable[Message], pace: Pace | None = None) -> None:
        self._rows = deque(rows)
        self._pace = pace or Pace(len(self._rows))
        self._loaded_at = -FRESH
        self._things: dict[str, Mapping[Key, Any]] = {}
        self._active: set[int] = set()
        self._count: Counter[str] = Counter()

    def run(self) -> None:
        """What came of it is counted for `/metrics`."""
        if self._rows:
            with clock.set_to(getattr(self._rows[0], "read_now", timezone.now())), MailServer() as server:
                self._run(server)
        tally.add(self._count)

    def _run(self, server: MailServer) -> None:
        while self._rows:
            row = self._rows[0]
            try:
                self._deliver(row, server)
            except Trouble as trouble:
                logger.warning("The mail server is in trouble, %d messages wait: %s", len(self._rows), trouble)
                self._count["troubled"] += 1
                return claims.release(self._rows, str(trouble), claims.pause_after(row.attempts), count=1)
            self._rows.popleft()

    def _deliver(self, row: Message, server: MailServer) -> None:
        """Raises Trouble. Whatever else goes wrong with a row doesn't reach the others."""
        server.open()
        written = self._written(row)
        if written is None:
            return
        mail, content = written
        self._pace.wait()
        if not claims.renew(row):
            return
        try:
            server.send(ascii_address(row.recipient.email), content)
        except Refused as refused:
            self._count["refused"] += 1
            claims.mark(row, Message.State.REFUSED, str(refused))
            if refused.is_of_the_address:
                flag_address(row.recipient, str(refused))
        except Later as later:
            self._count["later"] += 1
            claims.release([row], str(later), claims.pause_after(row.attempts))
        else:
            self._count["sent"] += 1
            claims.mark_sent(row)
            unflag_address(row)
            if row.kind == DIGEST:
                settle(row, mail.carries)

    def _written(self, row: Message) -> tuple[Mail, bytes] | None:
        """The mail as it should read now. None: there is none now, and the row says so."""
        try:
            return self._write(row)
        except Exception as error:
            logger.exception("Message %s (%s) could not be written", row.pk, row.kind)
            self._count["unwritten"] += 1
            claims.release(
                [row], f"Could not be written: {type(error).__name__}", claims.pause_after(row.attempts), count=1
            )
            return None

    def _write(self, row: Message) -> tuple[Mail, bytes] | None:
        thing = self._thing(row)
        if thing is None or row.recipient_id not in self._active:
            self._give_up(row)
            return None
        way = way_of(row, needed_by(row.kind, thing) or row.latest_at, clock.now())
        if isinstance(way, Wait):
            claims.postpone(row, way.until)
            return None
        mail = _rendered(row, thing)
        if mail is None:
            self._give_up(row)
            return None
        row.subject, row.path = one_line(mail.subject), mail.url.removeprefix(settings.BASE_URL)[:PATH]
        if isinstance(way, Off):
            claims.mark(row, Message.State.OFF)
            return None
        if isinstance(way, Gather) and gather(row, way.at):
            return None
        return mail, as_bytes(mail, recipient=row.recipient, mail_id=row.mail_id)

    def _give_up(self, row: Message) -> None:
        """It is no longer true, or its recipient has left."""
        self._count["stale"] += 1
        claims.mark(row, Message.State.STALE)
        if row.kind == DIGEST:
            settle(row, ())

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


def _rendered(row: Message, thing: Any) -> Mail | None:
    """The mail in its recipient's language, zone and terms."""
    recipient = row.recipient
    zone = recipient.institution.tz if recipient.institution else settings.TIME_ZONE
    with translation.override(recipient.language), timezone.override(zone), speaking_for(recipient.institution):
        return kind_of(row.kind).render(row.kind, thing, recipient)
