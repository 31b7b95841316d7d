import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import kit.encrypted
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('coaches', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('topics', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pattern', models.CharField(choices=[('once', 'just once'), ('weekly', 'every week'), ('fortnightly', 'every second week'), ('monthly', 'every month, on the same weekday'), ('custom', 'on dates that I choose')], max_length=12)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
            options={
                'verbose_name_plural': 'series',
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('one_to_one', 'one to one'), ('group', 'group'), ('clinic', 'open clinic')], default='one_to_one', max_length=10)),
                ('title_fi', models.CharField(blank=True, max_length=120, verbose_name='title in Finnish')),
                ('title_sv', models.CharField(blank=True, max_length=120, verbose_name='title in Swedish')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='title in English')),
                ('text_fi', models.TextField(blank=True, verbose_name='text in Finnish')),
                ('text_sv', models.TextField(blank=True, verbose_name='text in Swedish')),
                ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                ('seats', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='seats')),
                ('position', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('series_revision', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('booked', 'confirmed'), ('held', 'held'), ('cancelled', 'cancelled'), ('not_held', 'not held'), ('lapsed', 'lapsed')], default='booked', max_length=10)),
                ('awaits', models.CharField(blank=True, choices=[('', 'nobody'), ('teacher', 'teacher'), ('coach', 'coach')], default='', max_length=8)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('buffer_before_minutes', models.PositiveSmallIntegerField(default=0)),
                ('buffer_after_minutes', models.PositiveSmallIntegerField(default=0)),
                ('during', models.GeneratedField(db_persist=True, expression=models.Func(models.F('starts_at'), models.F('ends_at'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField())),
                ('busy', models.GeneratedField(db_persist=True, expression=models.Func(output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), template="tstzrange((starts_at AT TIME ZONE 'UTC' - make_interval(mins => buffer_before_minutes)) AT TIME ZONE 'UTC', (ends_at AT TIME ZONE 'UTC' + make_interval(mins => buffer_after_minutes)) AT TIME ZONE 'UTC')"), output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField())),
                ('channel', models.CharField(choices=[('in_person', 'in person'), ('online', 'online'), ('phone', 'phone'), ('chat', 'chat'), ('class_visit', 'class visit')], max_length=12, verbose_name='how')),
                ('room', models.CharField(blank=True, max_length=60, verbose_name='room')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('about', kit.encrypted.EncryptedTextField(blank=True, verbose_name='what would you like to talk about')),
                ('cancel_reason', kit.encrypted.EncryptedTextField(blank=True, verbose_name='reason')),
                ('passes_rules', models.BooleanField(default=False, verbose_name='outside the rules')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='coaches.coach')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='organisation.institution')),
                ('meeting_site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.sector')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='coaching_sessions.series')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='topics.topic')),
                ('work_log', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='session', to='coaches.worklog')),
            ],
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('coach', 'coach'), ('helped', 'helped')], max_length=6)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('active', models.BooleanField(default=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('attendance', models.CharField(blank=True, choices=[('', 'not said'), ('came', 'came'), ('absent', 'did not come')], default='', max_length=6)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('reply', models.CharField(blank=True, choices=[('', 'no answer'), ('accepted', 'accepted'), ('tentative', 'maybe'), ('declined', 'declined')], default='', max_length=9)),
                ('reply_sequence', models.PositiveIntegerField(blank=True, null=True)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='coaching_sessions.session')),
            ],
        ),
        migrations.CreateModel(
            name='Invite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('revision', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invites', to='coaching_sessions.session')),
            ],
        ),
        migrations.CreateModel(
            name='SessionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('booked', 'confirmed'), ('held', 'held'), ('cancelled', 'cancelled'), ('not_held', 'not held'), ('lapsed', 'lapsed')], default='booked', max_length=10)),
                ('awaits', models.CharField(blank=True, choices=[('', 'nobody'), ('teacher', 'teacher'), ('coach', 'coach')], default='', max_length=8)),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('channel', models.CharField(choices=[('in_person', 'in person'), ('online', 'online'), ('phone', 'phone'), ('chat', 'chat'), ('class_visit', 'class visit')], max_length=12, verbose_name='how')),
                ('room', models.CharField(blank=True, max_length=60, verbose_name='room')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('kind', models.CharField(choices=[('one_to_one', 'one to one'), ('group', 'group'), ('clinic', 'open clinic')], default='one_to_one', max_length=10)),
                ('seats', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='seats')),
                ('title_fi', models.CharField(blank=True, max_length=120, verbose_name='title in Finnish')),
                ('title_sv', models.CharField(blank=True, max_length=120, verbose_name='title in Swedish')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='title in English')),
                ('text_fi', models.TextField(blank=True, verbose_name='text in Finnish')),
                ('text_sv', models.TextField(blank=True, verbose_name='text in Swedish')),
                ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                ('coach', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='coaches.coach')),
                ('meeting_site', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.site')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='coach_topic_state_awaits_starts_at_ends_at_channel_meeting_site_room_revision_kind_seats_title_fi_title_sv_title_en_text_fi_text_sv_text_en_events', to='coaching_sessions.session')),
                ('topic', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='topics.topic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='suggestion', to='coaching_sessions.session')),
            ],
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('offered', 'offered'), ('taken', 'taken'), ('lapsed', 'lapsed'), ('ended', 'ended')], default='waiting', max_length=8)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waitings', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='waitings', to='coaching_sessions.session')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='topics.topic')),
            ],
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('mine', 'My sessions'), ('held', 'Sessions that I hold'), ('clinics', 'Open clinics of my teams')], max_length=7)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'scope'), name='one_feed_of_a_scope')],
            },
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['coach', 'starts_at'], name='sessions_of_a_coach'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['expires_at'], name='open_proposals'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['institution', 'starts_at'], name='sessions_of_an_institution'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(condition=models.Q(('kind', 'clinic')), fields=['institution', 'starts_at'], name='open_clinics'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'one_to_one'), ('seats__isnull', True)), models.Q(models.Q(('kind', 'one_to_one'), _negated=True), ('seats__gte', 1), ('seats__isnull', False), models.Q(('title_en', ''), ('title_fi', ''), ('title_sv', ''), _negated=True)), _connector='OR'), name='a_group_has_a_title_and_seats'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(fields=('series', 'position'), name='one_session_at_a_place_of_a_series'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expires_at__isnull', False), ('state', 'proposed'), models.Q(('awaits', ''), _negated=True)), models.Q(models.Q(('state', 'proposed'), _negated=True), ('awaits', '')), _connector='OR'), name='a_proposed_session_awaits_someone'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ['proposed', 'booked', 'held'])), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('coach', '='), ('busy', '&&')], name='no_double_booking'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "coaching_sessions_sessionevent" ("awaits", "channel", "coach_id", "ends_at", "kind", "meeting_site_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "room", "seats", "starts_at", "state", "text_en", "text_fi", "text_sv", "title_en", "title_fi", "title_sv", "topic_id") VALUES (NEW."awaits", NEW."channel", NEW."coach_id", NEW."ends_at", NEW."kind", NEW."meeting_site_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision", NEW."room", NEW."seats", NEW."starts_at", NEW."state", NEW."text_en", NEW."text_fi", NEW."text_sv", NEW."title_en", NEW."title_fi", NEW."title_sv", NEW."topic_id"); RETURN NULL;', hash='16921d8f79a30339b0f69eda423b279fb7931ef4', operation='INSERT', pgid='pgtrigger_insert_insert_9e6a6', table='coaching_sessions_session', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."awaits" IS DISTINCT FROM (NEW."awaits") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."coach_id" IS DISTINCT FROM (NEW."coach_id") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."meeting_site_id" IS DISTINCT FROM (NEW."meeting_site_id") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."room" IS DISTINCT FROM (NEW."room") OR OLD."seats" IS DISTINCT FROM (NEW."seats") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."text_fi" IS DISTINCT FROM (NEW."text_fi") OR OLD."text_sv" IS DISTINCT FROM (NEW."text_sv") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_fi" IS DISTINCT FROM (NEW."title_fi") OR OLD."title_sv" IS DISTINCT FROM (NEW."title_sv") OR OLD."topic_id" IS DISTINCT FROM (NEW."topic_id"))', func='INSERT INTO "coaching_sessions_sessionevent" ("awaits", "channel", "coach_id", "ends_at", "kind", "meeting_site_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "room", "seats", "starts_at", "state", "text_en", "text_fi", "text_sv", "title_en", "title_fi", "title_sv", "topic_id") VALUES (NEW."awaits", NEW."channel", NEW."coach_id", NEW."ends_at", NEW."kind", NEW."meeting_site_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."room", NEW."seats", NEW."starts_at", NEW."state", NEW."text_en", NEW."text_fi", NEW."text_sv", NEW."title_en", NEW."title_fi", NEW."title_sv", NEW."topic_id"); RETURN NULL;', hash='e0ffee75212fb68a50cc36464907922380264fda', operation='UPDATE', pgid='pgtrigger_update_update_98ec4', table='coaching_sessions_session', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('session', 'person'), name='once_in_a_session'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('active', True), ('role', 'coach')), fields=('session',), name='one_coach_in_a_session'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('during__endswith__isnull', False), ('during__isempty', False), ('during__startswith__isnull', False)), name='participation_has_a_start_and_an_end'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('active', False), _connector='OR'), name='who_left_is_free_at_that_time'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('reply', ''), ('reply_sequence__isnull', True)), models.Q(models.Q(('reply', ''), _negated=True), ('replied_at__isnull', False), ('reply_sequence__isnull', False)), _connector='OR'), name='a_reply_says_to_what_and_when'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('active', True)), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('person', '='), ('during', '&&')], name='nobody_in_two_places'),
        ),
        migrations.AddConstraint(
            model_name='invite',
            constraint=models.UniqueConstraint(fields=('session', 'person'), name='invited_once'),
        ),
        migrations.AddIndex(
            model_name='waiting',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'offered'])), fields=['session'], name='line_for_a_session'),
        ),
        migrations.AddIndex(
            model_name='waiting',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'offered'])), fields=['topic'], name='line_for_a_topic'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.CheckConstraint(condition=models.Q(('session__isnull', False), ('topic__isnull', False), _connector='OR'), name='one_waits_for_something'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), ('expires_at__isnull', False), _connector='OR'), name='an_offer_comes_to_an_end'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'offered'])), fields=('person', 'session'), name='once_in_line_for_a_session'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'offered'])), fields=('person', 'topic'), name='once_in_line_for_a_topic'),
        ),
    ]
