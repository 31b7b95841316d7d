from django.db import migrations


class Migration(migrations.Migration):
    """Each message is updated three times. With room on its page, two of these touch no index."""

    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE notifications_message SET (fillfactor = 50)",
            "ALTER TABLE notifications_message RESET (fillfactor)",
        )
    ]
