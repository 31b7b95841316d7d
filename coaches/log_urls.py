"""The log and one's own hours, in the namespace of the room."""

from django.urls import path

from coaches.hours import views as hours
from coaches.log import about_me, views

urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/people/", views.people, name="log_people"),
    path("log/<int:pk>/", views.edit, name="log_edit"),
    path("log/<int:pk>/again/", views.again, name="log_again"),
    path("log/<int:pk>/delete/", views.delete, name="log_delete"),
    path("log/hours/", hours.hours, name="hours"),
    path("log/hours/export/", hours.export, name="hours_export"),
    path("log/hours/print/", hours.printed, name="hours_print"),
    path("me/log/", about_me.rows, name="log_about_me"),
    path("me/log/<int:pk>/", about_me.object_, name="log_object"),
    path("me/log/<int:pk>/withdraw/", about_me.withdraw, name="log_object_withdraw"),
]
