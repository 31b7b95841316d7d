import django.contrib.postgres.fields
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
        ('coaching_sessions', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('topics', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessibilityFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='what does not work for you')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('fi', 'suomi'), ('sv', 'svenska'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='from which day')),
                ('text_fi', models.TextField(max_length=500, verbose_name='text in Finnish')),
                ('text_sv', models.TextField(blank=True, max_length=500, verbose_name='text in Swedish')),
                ('text_en', models.TextField(blank=True, max_length=500, verbose_name='text in English')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.sector', verbose_name='sector')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site', verbose_name='site')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='topics.topic', verbose_name='topics')),
            ],
        ),
        migrations.CreateModel(
            name='ChangeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('day', models.DateField(verbose_name='from which day')),
                ('text_fi', models.TextField(max_length=500, verbose_name='text in Finnish')),
                ('text_sv', models.TextField(blank=True, max_length=500, verbose_name='text in Swedish')),
                ('text_en', models.TextField(blank=True, max_length=500, verbose_name='text in English')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='day_text_fi_text_sv_text_en_site_sector_events', to='coordination.change')),
                ('sector', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.sector', verbose_name='sector')),
                ('site', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.site', verbose_name='site')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HelpRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', kit.encrypted.EncryptedTextField(blank=True, verbose_name='what would you like to talk about')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='days that suit')),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('morning', 'morning, before 10'), ('day', 'day, 10 to 14'), ('afternoon', 'afternoon, after 14')], max_length=10), blank=True, default=list, size=None, verbose_name='times of day')),
                ('channel', models.CharField(blank=True, choices=[('in_person', 'in person'), ('online', 'online'), ('phone', 'phone'), ('chat', 'chat'), ('class_visit', 'class visit')], max_length=12, verbose_name='how')),
                ('language', models.CharField(blank=True, choices=[('fi', 'suomi'), ('sv', 'svenska'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('soon', models.CharField(choices=[('this_week', 'this week'), ('two_weeks', 'within two weeks'), ('no_hurry', 'no hurry'), ('by_date', 'by a date')], default='no_hurry', max_length=10, verbose_name='how soon')),
                ('wanted_by', models.DateField(blank=True, null=True, verbose_name='at the latest')),
                ('people', models.PositiveSmallIntegerField(default=1, verbose_name='number of people')),
                ('group', kit.encrypted.EncryptedTextField(blank=True, verbose_name='team or group')),
                ('state', models.CharField(choices=[('open', 'waiting'), ('proposed', 'time proposed'), ('answered', 'answered'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('waits_since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('promised_on', models.DateField(verbose_name='answered by')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('meeting_site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='help_requests', to=settings.AUTH_USER_MODEL)),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.sector')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='coaching_sessions.session')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.topic', verbose_name='topic')),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('person', 'one person'), ('everyone', 'everyone'), ('coaches', 'those who help colleagues'), ('booked', 'those who booked a topic'), ('newcomers', 'those who started within a year')], max_length=10, verbose_name='to whom')),
                ('subject', models.CharField(max_length=120, verbose_name='subject')),
                ('text', models.TextField(max_length=4000, verbose_name='text')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.sector', verbose_name='sector')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.site', verbose_name='site')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='topics.topic', verbose_name='topic')),
            ],
        ),
        migrations.CreateModel(
            name='TableImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('staff', 'staff'), ('bookings', 'bookings'), ('hours', 'hours'), ('log', 'rows of the log')], max_length=10)),
                ('file_name', models.CharField(max_length=200)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('unread', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None)),
                ('rows', models.JSONField()),
                ('missing_left', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('expires_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Welcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('sent_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='welcome', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['institution', 'day'], name='changes_of_an_institution'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='change',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "coordination_changeevent" ("day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "site_id", "text_en", "text_fi", "text_sv") VALUES (NEW."day", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sector_id", NEW."site_id", NEW."text_en", NEW."text_fi", NEW."text_sv"); RETURN NULL;', hash='8e8adc928f1f432f096d767e758c791157d55f46', operation='INSERT', pgid='pgtrigger_insert_insert_f698c', table='coordination_change', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='change',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."sector_id" IS DISTINCT FROM (NEW."sector_id") OR OLD."site_id" IS DISTINCT FROM (NEW."site_id") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."text_fi" IS DISTINCT FROM (NEW."text_fi") OR OLD."text_sv" IS DISTINCT FROM (NEW."text_sv"))', func='INSERT INTO "coordination_changeevent" ("day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "site_id", "text_en", "text_fi", "text_sv") VALUES (NEW."day", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sector_id", NEW."site_id", NEW."text_en", NEW."text_fi", NEW."text_sv"); RETURN NULL;', hash='4d60e0ec03fd1d8b900f2f021c38c99859bccfc2', operation='UPDATE', pgid='pgtrigger_update_update_25979', table='coordination_change', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='change',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "coordination_changeevent" ("day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "site_id", "text_en", "text_fi", "text_sv") VALUES (OLD."day", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sector_id", OLD."site_id", OLD."text_en", OLD."text_fi", OLD."text_sv"); RETURN NULL;', hash='c19d88963bdbc00362c9c4128dc828f87490370a', operation='DELETE', pgid='pgtrigger_delete_delete_47054', table='coordination_change', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='helprequest',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['institution', 'waits_since'], name='open_requests'),
        ),
        migrations.AddConstraint(
            model_name='helprequest',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='a_request_is_for_someone'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['institution', '-created_at'], name='letters_of_an_institution'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience', 'person'), ('person__isnull', False)), models.Q(models.Q(('audience', 'person'), _negated=True), ('person__isnull', True)), _connector='OR'), name='a_letter_to_a_person_has_one'),
        ),
    ]
