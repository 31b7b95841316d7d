from django.urls import path

from followup import views

app_name = "followup"
urlpatterns = [
    path("sessions/<int:pk>/notes/", views.notes, name="notes"),
]
