"""A kind of message of the tests' own, about a person: what it loads and writes is told by the test."""

from notifications.registry import Mail, message_kind
from organisation.models import User


@message_kind("greeting")
class Greeting:
    """Greets the person that it is about; `raising` holds ids of those whom it fails to greet."""

    raising: set[int] = set()

    def load(self, thing_id, revision):
        return User.objects.filter(pk=thing_id).first() if revision == 0 else None

    def render(self, kind, thing, recipient):
        if thing.pk in self.raising:
            raise ValueError("can't be written")
        return Mail(subject=f"Päivää {thing.first_name}", text=f"Päivää {thing.first_name}, hyvää työpäivää.\n")
