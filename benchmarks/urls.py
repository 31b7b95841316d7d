"""The product's addresses, and the least that a page of it can be: all middleware, a signed-in reader, one query."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.views.decorators.http import require_POST

from topics.models import Topic


@login_required
def floor(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Topic.objects.visible_to(request.user).first().name)


@login_required
@require_POST
def floor_post(request: HttpRequest) -> HttpResponse:
    Topic.objects.visible_to(request.user).first()
    return redirect("floor")


urlpatterns = [
    path("floor/", floor, name="floor"),
    path("floor/post/", floor_post, name="floor_post"),
    path("", include("coaching.urls")),
]
handler400 = "coaching.errors.bad_request"
handler403 = "coaching.errors.forbidden"
handler404 = "coaching.errors.not_found"
handler500 = "coaching.errors.failed"
