from django.contrib import admin
from django.urls import include, path

from coaching import views

urlpatterns = [
    path("", views.home, name="home"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("", include("sessions.urls")),
]
handler400 = "coaching.errors.bad_request"
handler403 = "coaching.errors.forbidden"
handler404 = "coaching.errors.not_found"
handler500 = "coaching.errors.failed"
