"""A kind of message of the tests' own, about a person: what it loads and writes is told by the test."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from notifications.registry import Family, Mail, message_kind
from organisation.models import User

NOT_FOR = "Uutiseton"
NEWS = Family(
    "test_news", _("Messages"), may_be_off=True, may_be_gathered=True, is_for=lambda user: user.first_name != NOT_FOR
)


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


@message_kind("news", family=NEWS)
class News(Greeting):
    """Greets too, where people may choose. `needed` holds by when each has to be read, by id."""

    needed: dict[int, datetime] = {}

    def render(self, kind, thing, recipient):
        mail = super().render(kind, thing, recipient)
        return replace(mail, url="http://localhost/topics/")

    def needed_by(self, thing):
        return self.needed.get(thing.pk)
