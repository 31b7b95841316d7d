import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('free_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mailbox', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('off', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('reminder_offsets', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), blank=True, null=True, size=None)),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_until', models.TimeField(blank=True, null=True)),
                ('digest', models.CharField(choices=[('single', 'each at once, as a mail of its own'), ('daily', 'together, in the morning of each working day'), ('weekly', 'together, on Monday morning'), ('never', 'not by mail: I read them here')], default='single', max_length=6)),
                ('refused_address', models.CharField(blank=True, default='', max_length=254)),
                ('refused_words', models.TextField(blank=True, default='')),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False), models.Q(('quiet_from', models.F('quiet_until')), _negated=True)), _connector='OR'), name='quiet_hours_begin_and_end')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('thing_id', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('offset', models.DurationField(default=datetime.timedelta(0))),
                ('due_at', models.DateTimeField()),
                ('latest_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sent', 'sent'), ('stale', 'no longer true'), ('expired', 'too late'), ('refused', 'refused by the mail server'), ('held', 'waits for the summary'), ('off', 'not mailed, as its recipient chose')], default='waiting', max_length=10)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('lease', models.UUIDField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('mail_id', models.CharField(max_length=200, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('late_since', models.DateTimeField(blank=True, null=True)),
                ('subject', models.TextField(blank=True, default='')),
                ('path', models.CharField(blank=True, default='', max_length=200)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('carried_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried', to='notifications.message')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='waiting_messages'), models.Index(condition=models.Q(('read_at__isnull', True), ('state__in', ['sent', 'refused', 'held', 'off']), models.Q(('subject', ''), _negated=True)), fields=['recipient'], name='unread_messages'), models.Index(condition=models.Q(('carried_by__isnull', False)), fields=['carried_by'], name='messages_in_a_summary')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'thing_id', 'revision', 'recipient', 'offset'), name='one_message_of_a_kind'), models.CheckConstraint(condition=models.Q(('latest_at__gte', models.F('due_at'))), name='message_is_due_before_its_latest')],
            },
        ),
        # Each message is updated three times: with room on its page, two of these touch no index.
        migrations.RunSQL(
            "ALTER TABLE notifications_message SET (fillfactor = 50)",
            "ALTER TABLE notifications_message RESET (fillfactor)",
        ),
    ]
