from django.urls import path

from sessions.views import desk

urlpatterns = [
    path("", desk.desk, name="coach_desk"),
    path("away/", desk.add_time_off, name="time_off_add"),
    path("away/<int:pk>/delete/", desk.delete_time_off, name="time_off_delete"),
]
