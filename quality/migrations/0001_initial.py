import django.db.models.deletion
import django.utils.timezone
import kit.encrypted
import pgtrigger.compiler
import pgtrigger.migrations
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
            name='CoreProcess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_fi', models.CharField(max_length=80, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=80, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                ('is_retired', models.BooleanField(default=False)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('academic_year', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200)),
                ('indicator', models.CharField(choices=[('new_met', 'New teachers met in time, per cent'), ('reached', 'Share of staff reached, per cent'), ('persons', 'People reached'), ('helps', 'Help given, times'), ('hours', 'Hours of help')], max_length=8)),
                ('target', models.PositiveIntegerField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='GoalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('academic_year', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200)),
                ('indicator', models.CharField(choices=[('new_met', 'New teachers met in time, per cent'), ('reached', 'Share of staff reached, per cent'), ('persons', 'People reached'), ('helps', 'Help given, times'), ('hours', 'Hours of help')], max_length=8)),
                ('target', models.PositiveIntegerField()),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quality.goal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ImprovementAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.TextField(max_length=500)),
                ('due', models.DateField()),
                ('state', models.CharField(choices=[('proposed', 'Waits for a decision'), ('accepted', 'Under way'), ('declined', 'Declined'), ('done', 'Done')], default='proposed', max_length=10)),
                ('step', models.CharField(choices=[('plan', 'Plan'), ('do', 'Do'), ('check', 'Check'), ('act', 'Act')], default='plan', max_length=5)),
                ('reason', models.TextField(blank=True, max_length=500)),
                ('evidence', models.URLField(blank=True, max_length=500)),
                ('outcome', models.TextField(blank=True, max_length=500)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('process', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='quality.coreprocess')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.sector')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site')),
            ],
        ),
        migrations.CreateModel(
            name='ImprovementActionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('what', models.TextField(max_length=500)),
                ('due', models.DateField()),
                ('state', models.CharField(choices=[('proposed', 'Waits for a decision'), ('accepted', 'Under way'), ('declined', 'Declined'), ('done', 'Done')], default='proposed', max_length=10)),
                ('step', models.CharField(choices=[('plan', 'Plan'), ('do', 'Do'), ('check', 'Check'), ('act', 'Act')], default='plan', max_length=5)),
                ('reason', models.TextField(blank=True, max_length=500)),
                ('evidence', models.URLField(blank=True, max_length=500)),
                ('outcome', models.TextField(blank=True, max_length=500)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='what_owner_due_state_step_reason_evidence_outcome_done_on_events', to='quality.improvementaction')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('place', models.CharField(blank=True, max_length=120)),
                ('agenda', models.TextField(blank=True, max_length=2000)),
                ('notes', models.TextField(blank=True, max_length=5000)),
                ('decisions', models.TextField(blank=True, max_length=2000)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='coaches.team')),
            ],
        ),
        migrations.CreateModel(
            name='MeetingAttendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='quality.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_log', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='meeting_attendance', to='coaches.worklog')),
            ],
        ),
        migrations.CreateModel(
            name='MeetingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('place', models.CharField(blank=True, max_length=120)),
                ('agenda', models.TextField(blank=True, max_length=2000)),
                ('notes', models.TextField(blank=True, max_length=5000)),
                ('decisions', models.TextField(blank=True, max_length=2000)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quality.meeting')),
                ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='coaches.team')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_team', models.BooleanField(default=False)),
                ('text', models.TextField(max_length=1000)),
                ('first_day', models.DateField(blank=True, null=True)),
                ('last_day', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='quality.observation')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='topics.topic')),
            ],
        ),
        migrations.AddField(
            model_name='improvementaction',
            name='observation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='quality.observation'),
        ),
        migrations.CreateModel(
            name='ObservationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('by_team', models.BooleanField(default=False)),
                ('text', models.TextField(max_length=1000)),
                ('first_day', models.DateField(blank=True, null=True)),
                ('last_day', models.DateField(blank=True, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='by_team_text_first_day_last_day_events', to='quality.observation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reflection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', kit.encrypted.EncryptedTextField()),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reflections', to='coaches.team')),
            ],
        ),
        migrations.CreateModel(
            name='SelfEvaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('academic_year', models.PositiveSmallIntegerField()),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closes_on', models.DateField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.sector')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.site')),
            ],
            options={
                'ordering': ['-academic_year', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FactorAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('factor', models.CharField(choices=[('time', 'Time is set aside for coordinating and upkeep.'), ('team', '{Coach.plural} can work together as a team.'), ('together', 'There is co-operation inside the house, and with management and supervisors.'), ('everyday', 'The activity is a permanent part of everyday quality management.'), ('role', 'Role and tasks are part of the job description.'), ('means', 'Resources and tools fit the aims.'), ('need', 'It is organised by need: for the whole institution, a {site} or a {sector}.'), ('home', 'It has a home base, clear leadership and coordination.')], max_length=8)),
                ('step', models.PositiveSmallIntegerField(choices=[(1, 'Not yet'), (2, 'In part'), (3, 'Mostly'), (4, 'Fully')])),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='quality.selfevaluation')),
            ],
        ),
        migrations.CreateModel(
            name='TeamAim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('academic_year', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aims', to='coaches.team')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TeamAimEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('academic_year', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quality.teamaim')),
                ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='coaches.team')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='YearTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('academic_year', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('hours', 'Publish the hours given'), ('train', 'Train those who begin'), ('review', 'Look at the figures of the period'), ('recruit', 'Recruit for the next year'), ('evaluate', 'Evaluate ourselves'), ('report', 'Write the yearly report'), ('plan', 'Plan the next year'), ('other', 'Something else')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=160)),
                ('due', models.DateField()),
                ('evidence', models.URLField(blank=True, max_length=500)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='YearTaskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('academic_year', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('hours', 'Publish the hours given'), ('train', 'Train those who begin'), ('review', 'Look at the figures of the period'), ('recruit', 'Recruit for the next year'), ('evaluate', 'Evaluate ourselves'), ('report', 'Write the yearly report'), ('plan', 'Plan the next year'), ('other', 'Something else')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=160)),
                ('due', models.DateField()),
                ('evidence', models.URLField(blank=True, max_length=500)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quality.yeartask')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='coreprocess',
            constraint=models.UniqueConstraint(fields=('institution', 'name_fi'), name='one_core_process_of_a_name'),
        ),
        migrations.AddIndex(
            model_name='goal',
            index=models.Index(fields=['institution', 'academic_year'], name='goals_of_a_year'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(('target__gt', 0)), name='goal_has_a_target'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_goalevent" ("academic_year", "id", "indicator", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "text") VALUES (NEW."academic_year", NEW."id", NEW."indicator", NEW."institution_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."target", NEW."text"); RETURN NULL;', hash='3d00364e7cca6ea9fab5b0236654e8fb4b2f92cb', operation='INSERT', pgid='pgtrigger_insert_insert_328af', table='quality_goal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quality_goalevent" ("academic_year", "id", "indicator", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "text") VALUES (NEW."academic_year", NEW."id", NEW."indicator", NEW."institution_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."target", NEW."text"); RETURN NULL;', hash='b42921759528ef9315fa0636aa0bd96e2a522243', operation='UPDATE', pgid='pgtrigger_update_update_93f7e', table='quality_goal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='goal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_goalevent" ("academic_year", "id", "indicator", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "text") VALUES (OLD."academic_year", OLD."id", OLD."indicator", OLD."institution_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."target", OLD."text"); RETURN NULL;', hash='cb0f03eeb8e972b8da7c699703d881b823b57433', operation='DELETE', pgid='pgtrigger_delete_delete_47454', table='quality_goal', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('team', 'starts_at'), name='one_meeting_of_a_team_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_meetingevent" ("agenda", "decisions", "id", "institution_id", "minutes", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "revision", "starts_at", "team_id") VALUES (NEW."agenda", NEW."decisions", NEW."id", NEW."institution_id", NEW."minutes", NEW."notes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."revision", NEW."starts_at", NEW."team_id"); RETURN NULL;', hash='982f18bb8af01fe4f9374bcb68791667b68e0088', operation='INSERT', pgid='pgtrigger_insert_insert_f7bfe', table='quality_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quality_meetingevent" ("agenda", "decisions", "id", "institution_id", "minutes", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "revision", "starts_at", "team_id") VALUES (NEW."agenda", NEW."decisions", NEW."id", NEW."institution_id", NEW."minutes", NEW."notes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."revision", NEW."starts_at", NEW."team_id"); RETURN NULL;', hash='c74957051e59795a32e4fa046663a95265d3ca33', operation='UPDATE', pgid='pgtrigger_update_update_820bc', table='quality_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_meetingevent" ("agenda", "decisions", "id", "institution_id", "minutes", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "revision", "starts_at", "team_id") VALUES (OLD."agenda", OLD."decisions", OLD."id", OLD."institution_id", OLD."minutes", OLD."notes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."revision", OLD."starts_at", OLD."team_id"); RETURN NULL;', hash='4a43e9e06e2182feb72975c73aa7364bcd788e5c', operation='DELETE', pgid='pgtrigger_delete_delete_57511', table='quality_meeting', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='meetingattendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'person'), name='once_in_a_meeting'),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(fields=['institution', '-created_at'], name='observations_of_a_house'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_observationevent" ("by_team", "first_day", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."by_team", NEW."first_day", NEW."last_day", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='8f61a90f11304438cc1580987c403aa28c2bd953', operation='INSERT', pgid='pgtrigger_insert_insert_db354', table='quality_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_team" IS DISTINCT FROM (NEW."by_team") OR OLD."first_day" IS DISTINCT FROM (NEW."first_day") OR OLD."last_day" IS DISTINCT FROM (NEW."last_day") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "quality_observationevent" ("by_team", "first_day", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."by_team", NEW."first_day", NEW."last_day", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='e927c38c22c2fb07deb56622137ea5a9558389da', operation='UPDATE', pgid='pgtrigger_update_update_0b0f9', table='quality_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_observationevent" ("by_team", "first_day", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."by_team", OLD."first_day", OLD."last_day", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='4966a8613d9c9fbeade510c6b1ad5607f02ea01e', operation='DELETE', pgid='pgtrigger_delete_delete_d4125', table='quality_observation', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='improvementaction',
            index=models.Index(fields=['institution', 'state'], name='actions_of_an_institution'),
        ),
        migrations.AddConstraint(
            model_name='improvementaction',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), ('state', 'declined'), _negated=True), name='no_to_an_action_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='improvementaction',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('state', 'done'), _negated=True), name='done_action_has_an_outcome'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='improvementaction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_improvementactionevent" ("done_on", "due", "evidence", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "step", "what") VALUES (NEW."done_on", NEW."due", NEW."evidence", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."state", NEW."step", NEW."what"); RETURN NULL;', hash='dbb579b0ac0509663648ec9c9903adae54c65a3a', operation='INSERT', pgid='pgtrigger_insert_insert_52c92', table='quality_improvementaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='improvementaction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."done_on" IS DISTINCT FROM (NEW."done_on") OR OLD."due" IS DISTINCT FROM (NEW."due") OR OLD."evidence" IS DISTINCT FROM (NEW."evidence") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."step" IS DISTINCT FROM (NEW."step") OR OLD."what" IS DISTINCT FROM (NEW."what"))', func='INSERT INTO "quality_improvementactionevent" ("done_on", "due", "evidence", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "step", "what") VALUES (NEW."done_on", NEW."due", NEW."evidence", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."state", NEW."step", NEW."what"); RETURN NULL;', hash='c7dc0315000ce76e3ce2d1789a191ac86b052c24', operation='UPDATE', pgid='pgtrigger_update_update_2cc50', table='quality_improvementaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='improvementaction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_improvementactionevent" ("done_on", "due", "evidence", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "step", "what") VALUES (OLD."done_on", OLD."due", OLD."evidence", OLD."outcome", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."state", OLD."step", OLD."what"); RETURN NULL;', hash='f6c2307880f9ac9fd611d02458b06dab25032045', operation='DELETE', pgid='pgtrigger_delete_delete_80208', table='quality_improvementaction', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='reflection',
            index=models.Index(fields=['team', '-written_at'], name='reflections_of_a_team'),
        ),
        migrations.AddConstraint(
            model_name='selfevaluation',
            constraint=models.UniqueConstraint(fields=('institution', 'academic_year', 'site', 'sector'), name='one_self_evaluation_a_year', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='selfevaluation',
            constraint=models.CheckConstraint(condition=models.Q(('site', None), ('sector', None), _connector='OR'), name='self_evaluation_of_one_breakdown'),
        ),
        migrations.AddConstraint(
            model_name='factoranswer',
            constraint=models.UniqueConstraint(fields=('evaluation', 'person', 'factor'), name='one_answer_to_a_factor'),
        ),
        migrations.AddConstraint(
            model_name='factoranswer',
            constraint=models.CheckConstraint(condition=models.Q(('step__gte', 1), ('step__lte', 4)), name='step_from_one_to_four'),
        ),
        migrations.AddIndex(
            model_name='teamaim',
            index=models.Index(fields=['team', 'academic_year'], name='aims_of_a_team'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamaim',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_teamaimevent" ("academic_year", "id", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_at", "team_id", "text") VALUES (NEW."academic_year", NEW."id", NEW."institution_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reached_at", NEW."team_id", NEW."text"); RETURN NULL;', hash='17d895566697c1a56dfe08597ae805acd43bb773', operation='INSERT', pgid='pgtrigger_insert_insert_deace', table='quality_teamaim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamaim',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quality_teamaimevent" ("academic_year", "id", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_at", "team_id", "text") VALUES (NEW."academic_year", NEW."id", NEW."institution_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reached_at", NEW."team_id", NEW."text"); RETURN NULL;', hash='6b0346dc82afe425253e0770fb0591555fd7ca81', operation='UPDATE', pgid='pgtrigger_update_update_ec4f6', table='quality_teamaim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamaim',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_teamaimevent" ("academic_year", "id", "institution_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_at", "team_id", "text") VALUES (OLD."academic_year", OLD."id", OLD."institution_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reached_at", OLD."team_id", OLD."text"); RETURN NULL;', hash='cccaa3674252ada3c1297ea3c5d5291b91015f7b', operation='DELETE', pgid='pgtrigger_delete_delete_b0c56', table='quality_teamaim', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='yeartask',
            index=models.Index(fields=['institution', 'academic_year'], name='tasks_of_a_year'),
        ),
        migrations.AddConstraint(
            model_name='yeartask',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'other'), ('words', ''), _negated=True), name='task_of_its_own_kind_has_words'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yeartask',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_yeartaskevent" ("academic_year", "done_on", "due", "evidence", "id", "institution_id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "words") VALUES (NEW."academic_year", NEW."done_on", NEW."due", NEW."evidence", NEW."id", NEW."institution_id", NEW."kind", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision", NEW."words"); RETURN NULL;', hash='fc275cfc49683a275378901d09bc61c28e1329f2', operation='INSERT', pgid='pgtrigger_insert_insert_dfbf3', table='quality_yeartask', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yeartask',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quality_yeartaskevent" ("academic_year", "done_on", "due", "evidence", "id", "institution_id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "words") VALUES (NEW."academic_year", NEW."done_on", NEW."due", NEW."evidence", NEW."id", NEW."institution_id", NEW."kind", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."words"); RETURN NULL;', hash='047eaad518af71e3a41ee518e24b20351161d188', operation='UPDATE', pgid='pgtrigger_update_update_2bbdc', table='quality_yeartask', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yeartask',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quality_yeartaskevent" ("academic_year", "done_on", "due", "evidence", "id", "institution_id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "words") VALUES (OLD."academic_year", OLD."done_on", OLD."due", OLD."evidence", OLD."id", OLD."institution_id", OLD."kind", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision", OLD."words"); RETURN NULL;', hash='e5069780f2fc326aaf41595f05c69b6cff5af6dd', operation='DELETE', pgid='pgtrigger_delete_delete_22b4f', table='quality_yeartask', when='AFTER')),
        ),
    ]
