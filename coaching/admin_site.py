"""Django's admin as the operator's window, signed in to through the same door as everything else."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class OperatorAdminConfig(AdminConfig):
    default_site = "coaching.admin_site.OperatorAdminSite"


class OperatorAdminSite(admin.AdminSite):
    site_header = site_title = "Kotipesä"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Signing in is done at one place only, with its limits; whoever is signed in and comes here may not enter."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        back = request.GET.get("next") or reverse("admin:index")
        return redirect(reverse("account_login", query={"next": back}))

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and getattr(request.user, "is_operator", False)
