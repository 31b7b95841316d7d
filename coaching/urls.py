from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from coaching import demo_mail, hints, me, preferences, staying, ui, views
from coordination.views import accessibility, home_base

urlpatterns = [
    path("", views.home, name="home"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("accounts/", include("coaching.joining")),
    path("me/", me.me, name="me"),
    path("more/", me.more, name="more"),
    path("accessibility/", accessibility.statement, name="accessibility"),
    path("hints/hide/", hints.hide, name="hint_hide"),
    path("hints/show/", hints.show, name="hints_show"),
    path("stay/", staying.stay, name="stay"),
    path("stay/again/", staying.signed_in_again, name="signed_in_again"),
    path("logo/<int:pk>/<slug:version>/", home_base.logo, name="logo"),
    path("language/", preferences.set_language, name="set_language"),
    path("theme/", preferences.set_theme, name="theme"),
    path("demo/mail/", demo_mail.mails, name="demo_mail"),
    path("demo/mail/<str:name>/", demo_mail.mail, name="demo_mail_one"),
    path("demo/mail/<str:name>/html/", demo_mail.mail_html, name="demo_mail_html"),
    path("admin/", admin.site.urls),
    path("", include("notifications.urls")),
    path("", include("coaches.urls")),
    path("", include("sessions.urls")),
    path("", include("followup.urls")),
    path("", include("insights.urls")),
    path("", include("coordination.urls")),
    path("", include("quality.urls")),
    path("team/", include("quality.team_urls")),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("ui/", ui.index, name="ui"))
handler400 = "coaching.errors.bad_request"
handler403 = "coaching.errors.forbidden"
handler404 = "coaching.errors.not_found"
handler500 = "coaching.errors.failed"
