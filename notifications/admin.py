"""The operator's window on messages that did not get through: which kind, and why. Not what they say, nor to whom."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from notifications.models import Message, MessageQuerySet
from notifications.outbox import try_again

SHOWN = ("kind", "state", "error", "attempts", "due_at", "latest_at")


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = SHOWN
    list_filter = ["state", "kind"]
    ordering = ["-due_at"]
    fields = readonly_fields = (*SHOWN, "mail_id", "created_at")
    actions = ["send_again"]

    def get_queryset(self, request: HttpRequest) -> MessageQuerySet:
        return Message.objects.in_trouble()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    @admin.action(description=_("Try again"), permissions=["change"])
    def send_again(self, request: HttpRequest, queryset: MessageQuerySet) -> None:
        count = try_again(queryset)
        said = ngettext("%(count)d message is tried again.", "%(count)d messages are tried again.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
