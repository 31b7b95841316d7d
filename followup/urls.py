from django.urls import path

from followup.views import closing, feedback, notes

app_name = "followup"
urlpatterns = [
    path("sessions/<int:pk>/notes/", notes.notes, name="notes"),
    path("sessions/<int:pk>/closing/", closing.closing, name="closing"),
    path("sessions/<int:pk>/feedback/", feedback.feedback, name="feedback"),
    path("agreements/", closing.agreements, name="agreements"),
    path("agreements/<int:pk>/done/", closing.tick, name="tick"),
    path("coach/feedback/", feedback.my_feedback, name="my_feedback"),
]
