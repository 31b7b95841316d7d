"""Django's admin as the operator's window, signed in to through the same door as everything else."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class OperatorAdminConfig(AdminConfig):
    default_site = "coaching.admin_site.OperatorAdminSite"


class OperatorAdminSite(admin.AdminSite):
    site_header = site_title = "Kotipesä"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and getattr(request.user, "is_operator", False)
