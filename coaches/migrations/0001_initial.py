import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import kit.encrypted
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('topics', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Coach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(blank=True, max_length=80, verbose_name='what you are good at, in a few words')),
                ('about', models.TextField(blank=True, max_length=1000, verbose_name='about you')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('fi', 'suomi'), ('sv', 'svenska'), ('en', 'English')], max_length=2), blank=True, default=list, size=None, verbose_name='languages')),
                ('meeting_link', models.URLField(blank=True, max_length=500, verbose_name='link for online sessions')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone for quick questions')),
                ('chat', models.CharField(blank=True, max_length=120, verbose_name='chat for quick questions')),
                ('buffer_before_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes kept free before')),
                ('buffer_after_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes kept free after')),
                ('daily_cap', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sessions a day at most')),
                ('weekly_cap', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sessions a week at most')),
                ('working_groups', models.TextField(blank=True, max_length=600, verbose_name='working groups')),
                ('paused_until', models.DateField(blank=True, null=True, verbose_name='takes bookings again from')),
                ('is_active', models.BooleanField(default=True, verbose_name='takes bookings')),
                ('last_booked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('guidelines', models.ManyToManyField(blank=True, related_name='coaches', to='topics.guideline', verbose_name='guidelines used')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coaches', to='organisation.institution')),
                ('sectors', models.ManyToManyField(blank=True, related_name='coaches', to='organisation.sector', verbose_name='sectors')),
                ('sites', models.ManyToManyField(blank=True, related_name='coaches', to='organisation.site', verbose_name='sites')),
                ('topics', models.ManyToManyField(blank=True, related_name='coaches', to='topics.topic', verbose_name='topics')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='coach', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'coach',
                'verbose_name_plural': 'coaches',
            },
        ),
        migrations.CreateModel(
            name='CalendarSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ics', 'published address'), ('caldav', 'CalDAV account')], default='ics', max_length=6, verbose_name='kind')),
                ('address', kit.encrypted.EncryptedTextField(verbose_name='address')),
                ('user_name', kit.encrypted.EncryptedTextField(blank=True, verbose_name='user name')),
                ('password', kit.encrypted.EncryptedTextField(blank=True, verbose_name='password')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('is_anonymous', models.BooleanField(default=False)),
                ('error', models.CharField(blank=True, max_length=20)),
                ('error_status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('lease', models.UUIDField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_sources', to='coaches.coach')),
            ],
        ),
        migrations.CreateModel(
            name='BusyTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='busy_times', to='coaches.calendarsource')),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='busy_times', to='coaches.coach')),
            ],
        ),
        migrations.CreateModel(
            name='CoachEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('headline', models.CharField(blank=True, max_length=80, verbose_name='what you are good at, in a few words')),
                ('about', models.TextField(blank=True, max_length=1000, verbose_name='about you')),
                ('working_groups', models.TextField(blank=True, max_length=600, verbose_name='working groups')),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='coaches.coach')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Competence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('learning', 'learning'), ('helps', 'can help'), ('trains', 'can train others')], max_length=8, verbose_name='level')),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competences', to='coaches.coach')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competences', to='topics.topic')),
            ],
        ),
        migrations.CreateModel(
            name='HoursWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('academic_year', models.PositiveSmallIntegerField()),
                ('percent', models.PositiveSmallIntegerField()),
                ('told_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('academic_year', models.PositiveSmallIntegerField(verbose_name='academic year, by the autumn it starts in')),
                ('role', models.CharField(choices=[('coach', 'Coach'), ('lead_coach', 'Lead coach'), ('coordinator', 'Coordinator')], default='coach', max_length=12, verbose_name='role')),
                ('kind', models.CharField(choices=[('plan', 'In the plan of working time'), ('extra', 'Added during the year'), ('project', 'From a project')], default='plan', max_length=8, verbose_name='kind')),
                ('quarter_hours', models.PositiveIntegerField(verbose_name='quarter hours')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('description', models.TextField(blank=True, max_length=2000, verbose_name='role description')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='MandateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('academic_year', models.PositiveSmallIntegerField(verbose_name='academic year, by the autumn it starts in')),
                ('role', models.CharField(choices=[('coach', 'Coach'), ('lead_coach', 'Lead coach'), ('coordinator', 'Coordinator')], default='coach', max_length=12, verbose_name='role')),
                ('kind', models.CharField(choices=[('plan', 'In the plan of working time'), ('extra', 'Added during the year'), ('project', 'From a project')], default='plan', max_length=8, verbose_name='kind')),
                ('quarter_hours', models.PositiveIntegerField(verbose_name='quarter hours')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('description', models.TextField(blank=True, max_length=2000, verbose_name='role description')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='coaches.mandate')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(help_text='ISO: Monday is 1', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)], verbose_name='weekday')),
                ('starts', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='until')),
                ('channel', models.CharField(choices=[('in_person', 'in person'), ('online', 'online'), ('phone', 'phone'), ('chat', 'chat'), ('class_visit', 'class visit')], default='in_person', max_length=12, verbose_name='how')),
                ('room', models.CharField(blank=True, max_length=60, verbose_name='room')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='in use from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in use until')),
                ('weeks', models.CharField(choices=[('every', 'every week'), ('even', 'even weeks'), ('odd', 'odd weeks')], default='every', max_length=5, verbose_name='weeks')),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='coaches.coach')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site', verbose_name='site')),
            ],
            options={
                'ordering': ['weekday', 'starts', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='organisation.institution')),
                ('leads', models.ManyToManyField(blank=True, related_name='led_teams', to='coaches.coach')),
                ('members', models.ManyToManyField(blank=True, related_name='teams', to='coaches.coach')),
            ],
        ),
        migrations.CreateModel(
            name='TimeOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_off', to='coaches.coach')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
        ),
        migrations.CreateModel(
            name='WorkLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('session', 'session'), ('help', 'logged help'), ('preparation', 'preparation'), ('coordination', 'coordination'), ('meeting', 'team meeting'), ('training', 'training'), ('material', 'material'), ('opening', 'hours brought along')], max_length=12, verbose_name='kind')),
                ('channel', models.CharField(blank=True, choices=[('in_person', 'in person'), ('online', 'online'), ('phone', 'phone'), ('chat', 'chat'), ('class_visit', 'class visit')], max_length=12, verbose_name='how')),
                ('starts_at', models.DateTimeField(verbose_name='when')),
                ('minutes', models.SmallIntegerField(verbose_name='minutes')),
                ('preparation_minutes', models.SmallIntegerField(default=0, verbose_name='minutes of preparation')),
                ('head_count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of people')),
                ('line', kit.encrypted.EncryptedTextField(blank=True, verbose_name='one line')),
                ('late_for', models.DateField(blank=True, null=True)),
                ('press', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='coaches.worklog')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('persons', models.ManyToManyField(blank=True, related_name='help_received', to=settings.AUTH_USER_MODEL)),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.sector')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.topic')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_log', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', kit.encrypted.EncryptedTextField(verbose_name='objection')),
                ('written_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_log', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='coaches.worklog')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coach',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "coaches_coachevent" ("about", "headline", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "working_groups") VALUES (NEW."about", NEW."headline", NEW."institution_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id", NEW."working_groups"); RETURN NULL;', hash='dbae609bcae1daf88c7990bb58d69b500b58c8e2', operation='INSERT', pgid='pgtrigger_insert_insert_e3f61', table='coaches_coach', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coach',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."working_groups" IS DISTINCT FROM (NEW."working_groups"))', func='INSERT INTO "coaches_coachevent" ("about", "headline", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "working_groups") VALUES (NEW."about", NEW."headline", NEW."institution_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id", NEW."working_groups"); RETURN NULL;', hash='da275f97a30ba7c5c5547cb0c47dc57c10b1b008', operation='UPDATE', pgid='pgtrigger_update_update_e7405', table='coaches_coach', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coach',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "coaches_coachevent" ("about", "headline", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "working_groups") VALUES (OLD."about", OLD."headline", OLD."institution_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id", OLD."working_groups"); RETURN NULL;', hash='1ae78c85d0b39fd02c5645dd2fe2e04289331589', operation='DELETE', pgid='pgtrigger_delete_delete_fc30f', table='coaches_coach', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='calendarsource',
            index=models.Index(fields=['due_at'], name='calendars_to_read'),
        ),
        migrations.AddIndex(
            model_name='busytime',
            index=django.contrib.postgres.indexes.GistIndex(fields=['coach', 'during'], name='busy_times_of_a_coach'),
        ),
        migrations.AddConstraint(
            model_name='busytime',
            constraint=models.CheckConstraint(condition=models.Q(('during__endswith__isnull', False), ('during__isempty', False), ('during__startswith__isnull', False)), name='busy_time_has_a_start_and_an_end'),
        ),
        migrations.AddConstraint(
            model_name='competence',
            constraint=models.UniqueConstraint(fields=('coach', 'topic'), name='one_competence_of_a_coach_per_topic'),
        ),
        migrations.AddConstraint(
            model_name='hourswarning',
            constraint=models.UniqueConstraint(fields=('user', 'academic_year', 'percent'), name='warned_of_hours_once'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='mandate_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__gte', models.Func('academic_year', template='make_date(%(expressions)s, 8, 1)')), ('ends_on__lte', models.Func('academic_year', template='make_date(%(expressions)s + 1, 7, 31)'))), name='mandate_within_its_academic_year'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('role', '='), ('kind', '='), (models.Func(output_field=django.contrib.postgres.fields.ranges.DateRangeField(), template="daterange(starts_on, ends_on, '[]')"), '&&')], name='mandates_do_not_overlap'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "coaches_mandateevent" ("academic_year", "confirmed_at", "confirmed_by_id", "description", "ends_on", "id", "institution_id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter_hours", "role", "starts_on", "user_id") VALUES (NEW."academic_year", NEW."confirmed_at", NEW."confirmed_by_id", NEW."description", NEW."ends_on", NEW."id", NEW."institution_id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quarter_hours", NEW."role", NEW."starts_on", NEW."user_id"); RETURN NULL;', hash='4c2112c7168987df694846acf20f6a638a848340', operation='INSERT', pgid='pgtrigger_insert_insert_f4d07', table='coaches_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "coaches_mandateevent" ("academic_year", "confirmed_at", "confirmed_by_id", "description", "ends_on", "id", "institution_id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter_hours", "role", "starts_on", "user_id") VALUES (NEW."academic_year", NEW."confirmed_at", NEW."confirmed_by_id", NEW."description", NEW."ends_on", NEW."id", NEW."institution_id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quarter_hours", NEW."role", NEW."starts_on", NEW."user_id"); RETURN NULL;', hash='e057ebec229be89c49f270f4da8f9c4f23e46469', operation='UPDATE', pgid='pgtrigger_update_update_b1331', table='coaches_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "coaches_mandateevent" ("academic_year", "confirmed_at", "confirmed_by_id", "description", "ends_on", "id", "institution_id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter_hours", "role", "starts_on", "user_id") VALUES (OLD."academic_year", OLD."confirmed_at", OLD."confirmed_by_id", OLD."description", OLD."ends_on", OLD."id", OLD."institution_id", OLD."kind", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quarter_hours", OLD."role", OLD."starts_on", OLD."user_id"); RETURN NULL;', hash='a9e37993d6313a20ecbdb8cf8c36d6a9d2539872', operation='DELETE', pgid='pgtrigger_delete_delete_8a479', table='coaches_mandate', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='opening_hours_end_after_they_start'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__range', (1, 7))), name='opening_hours_on_an_iso_weekday'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='opening_hours_valid_until_after_from'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('coach', '='), ('weekday', '='), (models.Func(output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), template="tsrange(DATE '2000-01-01' + starts, DATE '2000-01-01' + ends)"), '&&'), (models.Func(output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), template="daterange(valid_from, valid_until, '[]')"), '&&'), (models.Func(output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), template="(CASE weeks WHEN 'even' THEN int4range(0, 1) WHEN 'odd' THEN int4range(1, 2) ELSE int4range(0, 2) END)"), '&&')], name='opening_hours_do_not_overlap'),
        ),
        migrations.AddIndex(
            model_name='timeoff',
            index=django.contrib.postgres.indexes.GistIndex(fields=['coach', 'during'], name='time_off_of_a_coach'),
        ),
        migrations.AddConstraint(
            model_name='timeoff',
            constraint=models.CheckConstraint(condition=models.Q(('during__endswith__isnull', False), ('during__isempty', False), ('during__startswith__isnull', False)), name='time_off_has_a_start_and_an_end'),
        ),
        migrations.AddIndex(
            model_name='worklog',
            index=models.Index(fields=['user', 'starts_at'], name='work_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='worklog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('minutes__gt', 0)), ('corrects__isnull', False), _connector='OR'), name='logged_work_takes_time'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.UniqueConstraint(fields=('work_log', 'person'), name='one_objection_of_a_person_to_a_row'),
        ),
    ]
