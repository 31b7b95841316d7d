"""What a coach says of each topic."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import pgettext_lazy

from coaches.models import Coach, Competence
from topics.models import Topic

NOTHING = ("nothing", pgettext_lazy("competence", "not said"))


class CompetencesForm(forms.Form):
    """A choice for each topic in use: learning, can help, can train others, or nothing said."""

    def __init__(self, data: Any = None, *, coach: Coach) -> None:
        super().__init__(data)
        self.coach = coach
        said = dict(Competence.objects.filter(coach=coach).values_list("topic_id", "level"))
        self.topics = list(Topic.objects.filter(institution=coach.institution_id, is_open=False).offered())
        for topic in self.topics:
            self.fields[f"topic-{topic.pk}"] = forms.ChoiceField(
                label=topic.name,
                choices=[NOTHING, *Competence.Level.choices],
                initial=said.get(topic.pk, NOTHING[0]),
                widget=forms.RadioSelect,
            )

    @transaction.atomic
    def save(self) -> None:
        """What is said of the topics on the form; of retired ones it stays."""
        Coach.objects.select_for_update(no_key=True).get(pk=self.coach.pk)  # two tabs one after the other
        Competence.objects.filter(coach=self.coach, topic__in=self.topics).delete()
        chosen = {topic: self.cleaned_data[f"topic-{topic.pk}"] for topic in self.topics}
        house = self.coach.institution_id
        Competence.objects.bulk_create(
            Competence(institution_id=house, coach=self.coach, topic=topic, level=level)
            for topic, level in chosen.items()
            if level in Competence.Level.values
        )
