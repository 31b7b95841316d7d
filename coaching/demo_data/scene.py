"""What the makers of one institution share: who is there, the calendar, and reproducible chance."""

import random
from dataclasses import dataclass, field

from coaches.models import Coach, OpeningHours
from coaching.demo_data.calendar import Calendar
from coaching.demo_data.houses import House
from organisation.models import Institution, Sector, Site, User
from topics.models import Topic


@dataclass(frozen=True)
class Size:
    """How much there is in one institution. `staff` counts everybody, coaches included.

    With `academic_years` the sessions reach back so many of them and are written in bulk, by the database itself.
    """

    coaches: int
    staff: int
    sessions: int
    academic_years: int = 0


@dataclass
class Scene:
    house: House
    size: Size
    calendar: Calendar
    seed: int
    institution: Institution
    sites: list[Site]
    sectors: list[Sector]
    topics: list[Topic]
    people: list[User] = field(default_factory=list)
    coaches: list[Coach] = field(default_factory=list)
    spans: dict[int, list[OpeningHours]] = field(default_factory=dict)
    """Opening hours by the coach's key."""
    topics_of: dict[int, list[Topic]] = field(default_factory=dict)
    """Topics by the coach's key."""

    def chance(self, part: str) -> random.Random:
        """A stream of its own for each part, so that a change in one leaves the others as they were."""
        return random.Random(f"{self.seed}/{self.house.slug}/{part}")

    def login(self, name: str) -> User:
        """The account `name`@ of this institution."""
        return next(person for person in self.people if person.email == f"{name}@{self.house.domain}")
