"""Kinds of message: each room says in its `messages.py` how its own are loaded and rendered.

The outbox knows rows, addresses and mail servers; what a message is about it learns from here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from organisation.models import User

Key = tuple[int, int]
"""A thing's id and the revision of it that the message is about."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Invitation:
    """A calendar file that mail programs offer to put into the calendar (iTIP `method`)."""

    content: bytes
    method: str
    name: str = "invite.ics"


class Fact(NamedTuple):
    """A line of the table in a mail; with `url` the value is a link."""

    name: Any
    value: Any
    url: str = ""


@dataclass(frozen=True)
class Mail:
    """What one person is to read. `text` says all that `html` says; `url` leads to what it is about."""

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    invitation: Invitation | None = None
    url: str = ""
    unsubscribe: str = ""
    """Where one press ends mails of this sort (RFC 8058)."""
    carries: tuple[int, ...] = ()
    """Ids of the messages that this one tells, instead of a mail for each."""


@dataclass(frozen=True)
class Family:
    """Kinds of message between which people do not choose; `is_for` says whose choice it is at all."""

    code: str
    name: Any
    hint: Any = ""
    may_be_off: bool = False
    may_be_gathered: bool = False
    """Whether it may wait for a summary. One that has to be read before that is mailed at once all the same."""
    is_for: Callable[[User], bool] = lambda user: True


NEEDED = Family("", "")
"""Of kinds that always come, each as a mail of its own."""


class Kind(Protocol):
    """What a class under `message_kind` offers. It is made once and keeps nothing between messages."""

    def load(self, thing_id: int, revision: int) -> Any | None:
        """The thing as it is now, or None when it is gone or another revision: then nothing is sent."""

    def render(self, kind: str, thing: Any, recipient: User) -> Mail | None:
        """The mail, in the language and zone that are active; None when it is not for `recipient` (any more)."""


class UnknownKind(LookupError):
    """No room has registered this kind of message."""


_kinds: dict[str, Kind] = {}
_families: dict[str, Family] = {}


def message_kind(*kinds: str, family: Family = NEEDED) -> Callable[[type], type]:
    """Class decorator: messages of these kinds are loaded and rendered by an instance of the class.

    A class may also have `load_many(keys) -> dict`, to load the things of a whole batch at once, and
    `needed_by(thing) -> datetime`, by when it has to be read to be of use; else that is the row's `latest_at`.
    """

    def register(cls: type) -> type:
        for kind in kinds:
            _kinds[kind] = cls()
            _families[kind] = family
        return cls

    return register


def kind_of(name: str) -> Kind:
    """Raises UnknownKind, such as when a worker runs an older version than the one that wrote the row."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def family_of(name: str) -> Family:
    """The family of a kind; one that nobody knows is needed."""
    return _families.get(name, NEEDED)


def families_for(user: User) -> list[Family]:
    """Those between which `user` may choose, in the order in which the rooms stand."""
    return [family for family in dict.fromkeys(_families.values()) if family != NEEDED and family.is_for(user)]


def needed_by(name: str, thing: Any) -> datetime | None:
    """By when a message of the kind `name` about `thing` has to be read; None when the row says it."""
    kind = _kinds.get(name)
    return kind.needed_by(thing) if hasattr(kind, "needed_by") else None  # type: ignore[union-attr]


def load_many(name: str, keys: Iterable[Key]) -> Mapping[Key, Any]:
    """The things behind `keys` that are still worth a message; those that aren't are left out."""
    kind = kind_of(name)
    if hasattr(kind, "load_many"):
        return kind.load_many(set(keys))
    things = {key: kind.load(*key) for key in set(keys)}
    return {key: thing for key, thing in things.items() if thing is not None}
