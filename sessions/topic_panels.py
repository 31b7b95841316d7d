"""What this room shows on a topic's page: the open clinics ahead."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from coaches.library.panels import topic_panel
from organisation.people import reader_of
from sessions.selectors import clinics_ahead
from topics.models import Topic

SHOWN = 3


@topic_panel
def clinics(request: HttpRequest, topic: Topic) -> str:
    ahead = list(clinics_ahead(reader_of(request)).filter(topic=topic)[: SHOWN + 1])
    if not ahead:
        return ""
    context = {"clinics": ahead[:SHOWN], "topic": topic, "more": len(ahead) > SHOWN}
    return render_to_string("sessions/_topic_clinics.html", context, request)
