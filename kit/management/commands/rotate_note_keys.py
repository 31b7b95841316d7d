"""manage.py rotate_note_keys: write all encrypted texts anew under the first of NOTE_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from kit.rotating import encrypted_columns, rotate_column


class Command(BaseCommand):
    help = "Write all encrypted texts anew under the first of NOTE_KEYS. May be broken off and started again."

    def handle(self, *args: Any, **options: Any) -> None:
        for model, column in encrypted_columns():
            tally = rotate_column(model, column)
            self.stdout.write(
                f"{model._meta.label}.{column}: {tally.rotated} rotated, {tally.unreadable} that no key opens"
            )
