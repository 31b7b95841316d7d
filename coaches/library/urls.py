from django.urls import path

from coaches.library import views

urlpatterns = [
    path("", views.topics, name="topics"),
    path("<int:pk>/", views.topic, name="topic"),
    path("<int:pk>/guidelines/add/", views.add, name="guideline_add"),
    path("due/", views.due, name="guidelines_due"),
    path("guidelines/<int:pk>/edit/", views.edit, name="guideline_edit"),
    path("guidelines/<int:pk>/reviewed/", views.review, name="guideline_review"),
    path("guidelines/<int:pk>/remove/", views.remove, name="guideline_remove"),
    path("guidelines/<int:pk>/file/", views.file, name="guideline_file"),
]
