from django.contrib.postgres.operations import BtreeGistExtension
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import kit.validators
import organisation.models.institution
import organisation.policy
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('first_name', models.CharField(max_length=80, verbose_name='first name')),
                ('last_name', models.CharField(max_length=80, verbose_name='last name')),
                ('language', models.CharField(choices=[('fi', 'suomi'), ('sv', 'svenska'), ('en', 'English')], default='fi', max_length=2, verbose_name='language')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='started on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_operator', models.BooleanField(default=False, verbose_name='runs the installation')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('hints_hidden', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, editable=False, size=None)),
            ],
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
            ],
        ),
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_minutes', models.PositiveSmallIntegerField(default=15, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(60)], verbose_name='a session can start every … minutes')),
                ('length_minutes', models.PositiveSmallIntegerField(default=45, validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(240)], verbose_name='usual length in minutes')),
                ('buffer_before_minutes', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes kept free before')),
                ('buffer_after_minutes', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes kept free after')),
                ('minimum_notice_minutes', models.PositiveIntegerField(default=240, validators=[django.core.validators.MaxValueValidator(20160)], verbose_name='minimum notice in minutes')),
                ('horizon_days', models.PositiveSmallIntegerField(default=56, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(400)], verbose_name='how many days ahead can be booked')),
                ('closes_on_holidays', models.BooleanField(default=True, verbose_name='closed on Finnish public holidays')),
                ('daily_cap', models.PositiveSmallIntegerField(default=4, verbose_name='sessions a day per coach')),
                ('weekly_cap', models.PositiveSmallIntegerField(default=12, verbose_name='sessions a week per coach')),
                ('cancellation_deadline_minutes', models.PositiveIntegerField(default=720, verbose_name='minutes before the start after which calling off needs a reason')),
                ('request_promise_days', models.PositiveSmallIntegerField(default=3, verbose_name='working days in which a request is answered')),
                ('proposes_requests', models.BooleanField(default=False, verbose_name='the best time is proposed by itself when someone asks')),
                ('coaches_pick_requests', models.BooleanField(default=True, verbose_name='those who help colleagues may pick from what is asked')),
                ('preparation_minutes', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(240)], verbose_name='minutes of preparation counted for a session')),
                ('preparation_percent', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(200)], verbose_name='preparation counted for a session, per cent of its length')),
                ('first_session_days', models.PositiveSmallIntegerField(default=30, verbose_name='days in which a new teacher is met')),
                ('suppression_persons', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(3)], verbose_name='persons behind a figure at least')),
                ('suppression_coaches', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(3)], verbose_name='coaches behind hours at least')),
                ('retention_months', models.PositiveSmallIntegerField(default=12, verbose_name='months for which free text is kept')),
                ('reminder_offsets', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=organisation.policy.default_reminder_offsets, size=None, verbose_name='reminders, minutes before')),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('slug', models.SlugField(unique=True)),
                ('oid', models.CharField(blank=True, max_length=50, validators=[django.core.validators.RegexValidator('^1\\.2\\.246\\.562\\.10\\.\\d{1,20}\\Z', 'An OID looks like 1.2.246.562.10. followed by digits.')], verbose_name='OID')),
                ('zone', models.CharField(default='Europe/Helsinki', max_length=50, validators=[kit.validators.validate_zone], verbose_name='time zone')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('fi', 'suomi'), ('sv', 'svenska'), ('en', 'English')], max_length=2), default=organisation.models.institution.all_languages, size=None, verbose_name='languages')),
                ('host', models.CharField(blank=True, max_length=253, verbose_name='host name')),
                ('signup_domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), blank=True, default=list, size=None, verbose_name='e-mail domains that may sign up')),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name="contact's name")),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name="contact's e-mail")),
                ('purpose_fi', models.TextField(blank=True, verbose_name='purpose in Finnish')),
                ('purpose_sv', models.TextField(blank=True, verbose_name='purpose in Swedish')),
                ('purpose_en', models.TextField(blank=True, verbose_name='purpose in English')),
                ('benefits_fi', models.TextField(blank=True, verbose_name='benefits in Finnish')),
                ('benefits_sv', models.TextField(blank=True, verbose_name='benefits in Swedish')),
                ('benefits_en', models.TextField(blank=True, verbose_name='benefits in English')),
                ('reach_fi', models.TextField(blank=True, verbose_name='how to reach you in Finnish')),
                ('reach_sv', models.TextField(blank=True, verbose_name='how to reach you in Swedish')),
                ('reach_en', models.TextField(blank=True, verbose_name='how to reach you in English')),
                ('logo_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('logo_width', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('logo_height', models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='InstitutionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('step_minutes', models.PositiveSmallIntegerField(default=15, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(60)], verbose_name='a session can start every … minutes')),
                ('length_minutes', models.PositiveSmallIntegerField(default=45, validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(240)], verbose_name='usual length in minutes')),
                ('buffer_before_minutes', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes kept free before')),
                ('buffer_after_minutes', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minutes kept free after')),
                ('minimum_notice_minutes', models.PositiveIntegerField(default=240, validators=[django.core.validators.MaxValueValidator(20160)], verbose_name='minimum notice in minutes')),
                ('horizon_days', models.PositiveSmallIntegerField(default=56, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(400)], verbose_name='how many days ahead can be booked')),
                ('closes_on_holidays', models.BooleanField(default=True, verbose_name='closed on Finnish public holidays')),
                ('daily_cap', models.PositiveSmallIntegerField(default=4, verbose_name='sessions a day per coach')),
                ('weekly_cap', models.PositiveSmallIntegerField(default=12, verbose_name='sessions a week per coach')),
                ('cancellation_deadline_minutes', models.PositiveIntegerField(default=720, verbose_name='minutes before the start after which calling off needs a reason')),
                ('request_promise_days', models.PositiveSmallIntegerField(default=3, verbose_name='working days in which a request is answered')),
                ('proposes_requests', models.BooleanField(default=False, verbose_name='the best time is proposed by itself when someone asks')),
                ('coaches_pick_requests', models.BooleanField(default=True, verbose_name='those who help colleagues may pick from what is asked')),
                ('preparation_minutes', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(240)], verbose_name='minutes of preparation counted for a session')),
                ('preparation_percent', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(200)], verbose_name='preparation counted for a session, per cent of its length')),
                ('first_session_days', models.PositiveSmallIntegerField(default=30, verbose_name='days in which a new teacher is met')),
                ('suppression_persons', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(3)], verbose_name='persons behind a figure at least')),
                ('suppression_coaches', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(3)], verbose_name='coaches behind hours at least')),
                ('retention_months', models.PositiveSmallIntegerField(default=12, verbose_name='months for which free text is kept')),
                ('reminder_offsets', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=organisation.policy.default_reminder_offsets, size=None, verbose_name='reminders, minutes before')),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('oid', models.CharField(blank=True, max_length=50, validators=[django.core.validators.RegexValidator('^1\\.2\\.246\\.562\\.10\\.\\d{1,20}\\Z', 'An OID looks like 1.2.246.562.10. followed by digits.')], verbose_name='OID')),
                ('zone', models.CharField(default='Europe/Helsinki', max_length=50, validators=[kit.validators.validate_zone], verbose_name='time zone')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('fi', 'suomi'), ('sv', 'svenska'), ('en', 'English')], max_length=2), default=organisation.models.institution.all_languages, size=None, verbose_name='languages')),
                ('host', models.CharField(blank=True, max_length=253, verbose_name='host name')),
                ('signup_domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), blank=True, default=list, size=None, verbose_name='e-mail domains that may sign up')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('language', models.CharField(choices=[('fi', 'suomi'), ('sv', 'svenska'), ('en', 'English')], default='fi', max_length=2, verbose_name='language')),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('coordinator', 'coordinator'), ('manager', 'manager'), ('programme_admin', 'programme admin')], max_length=20, verbose_name='role')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
        ),
        migrations.CreateModel(
            name='RoleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('coordinator', 'coordinator'), ('manager', 'manager'), ('programme_admin', 'programme admin')], max_length=20, verbose_name='role')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='in use from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in use until')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SectorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='in use from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in use until')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='in use from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in use until')),
                ('oid', models.CharField(blank=True, max_length=50, validators=[django.core.validators.RegexValidator('^1\\.2\\.246\\.562\\.10\\.\\d{1,20}\\Z', 'An OID looks like 1.2.246.562.10. followed by digits.')], verbose_name='OID')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SiteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='in use from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in use until')),
                ('oid', models.CharField(blank=True, max_length=50, validators=[django.core.validators.RegexValidator('^1\\.2\\.246\\.562\\.10\\.\\d{1,20}\\Z', 'An OID looks like 1.2.246.562.10. followed by digits.')], verbose_name='OID')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('activity', 'the activity'), ('coach', 'who coaches'), ('lead_coach', 'who leads a team'), ('site', 'a place'), ('sector', 'a field')], max_length=12)),
                ('language', models.CharField(choices=[('fi', 'suomi'), ('sv', 'svenska'), ('en', 'English')], max_length=2)),
                ('singular', models.CharField(max_length=60, verbose_name='singular')),
                ('plural', models.CharField(max_length=60, verbose_name='plural')),
                ('genitive', models.CharField(blank=True, max_length=60, verbose_name='genitive')),
                ('partitive', models.CharField(blank=True, max_length=60, verbose_name='partitive')),
                ('allative', models.CharField(blank=True, max_length=60, verbose_name='allative')),
                ('definite', models.CharField(blank=True, max_length=60, verbose_name='definite')),
                ('definite_plural', models.CharField(blank=True, max_length=60, verbose_name='definite plural')),
            ],
        ),
        migrations.CreateModel(
            name='Logo',
            fields=[
                ('institution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='organisation.institution')),
                ('content', models.BinaryField()),
                ('content_type', models.CharField(max_length=20)),
            ],
        ),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('host'), condition=models.Q(('host', ''), _negated=True), name='one_institution_per_host'),
        ),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.CheckConstraint(condition=models.Q(('suppression_coaches__gte', 3), ('suppression_persons__gte', 3)), name='suppression_at_least_three'),
        ),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.CheckConstraint(condition=models.Q(('step_minutes__gte', 5)), name='step_of_at_least_five_minutes'),
        ),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.CheckConstraint(condition=models.Q(('preparation_minutes', 0), ('preparation_percent', 0), _connector='OR'), name='preparation_by_one_rule'),
        ),
        migrations.AddField(
            model_name='closedday',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closed_days', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='user',
            name='institution',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='organisation.institution'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."buffer_after_minutes" IS DISTINCT FROM (NEW."buffer_after_minutes") OR OLD."buffer_before_minutes" IS DISTINCT FROM (NEW."buffer_before_minutes") OR OLD."cancellation_deadline_minutes" IS DISTINCT FROM (NEW."cancellation_deadline_minutes") OR OLD."closes_on_holidays" IS DISTINCT FROM (NEW."closes_on_holidays") OR OLD."coaches_pick_requests" IS DISTINCT FROM (NEW."coaches_pick_requests") OR OLD."daily_cap" IS DISTINCT FROM (NEW."daily_cap") OR OLD."first_session_days" IS DISTINCT FROM (NEW."first_session_days") OR OLD."horizon_days" IS DISTINCT FROM (NEW."horizon_days") OR OLD."host" IS DISTINCT FROM (NEW."host") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."length_minutes" IS DISTINCT FROM (NEW."length_minutes") OR OLD."minimum_notice_minutes" IS DISTINCT FROM (NEW."minimum_notice_minutes") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_fi" IS DISTINCT FROM (NEW."name_fi") OR OLD."name_sv" IS DISTINCT FROM (NEW."name_sv") OR OLD."oid" IS DISTINCT FROM (NEW."oid") OR OLD."preparation_minutes" IS DISTINCT FROM (NEW."preparation_minutes") OR OLD."preparation_percent" IS DISTINCT FROM (NEW."preparation_percent") OR OLD."proposes_requests" IS DISTINCT FROM (NEW."proposes_requests") OR OLD."reminder_offsets" IS DISTINCT FROM (NEW."reminder_offsets") OR OLD."request_promise_days" IS DISTINCT FROM (NEW."request_promise_days") OR OLD."retention_months" IS DISTINCT FROM (NEW."retention_months") OR OLD."signup_domains" IS DISTINCT FROM (NEW."signup_domains") OR OLD."step_minutes" IS DISTINCT FROM (NEW."step_minutes") OR OLD."suppression_coaches" IS DISTINCT FROM (NEW."suppression_coaches") OR OLD."suppression_persons" IS DISTINCT FROM (NEW."suppression_persons") OR OLD."weekly_cap" IS DISTINCT FROM (NEW."weekly_cap") OR OLD."zone" IS DISTINCT FROM (NEW."zone"))', func='INSERT INTO "organisation_institutionevent" ("buffer_after_minutes", "buffer_before_minutes", "cancellation_deadline_minutes", "closes_on_holidays", "coaches_pick_requests", "daily_cap", "first_session_days", "horizon_days", "host", "languages", "length_minutes", "minimum_notice_minutes", "name_en", "name_fi", "name_sv", "oid", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preparation_minutes", "preparation_percent", "proposes_requests", "reminder_offsets", "request_promise_days", "retention_months", "signup_domains", "step_minutes", "suppression_coaches", "suppression_persons", "weekly_cap", "zone") VALUES (OLD."buffer_after_minutes", OLD."buffer_before_minutes", OLD."cancellation_deadline_minutes", OLD."closes_on_holidays", OLD."coaches_pick_requests", OLD."daily_cap", OLD."first_session_days", OLD."horizon_days", OLD."host", OLD."languages", OLD."length_minutes", OLD."minimum_notice_minutes", OLD."name_en", OLD."name_fi", OLD."name_sv", OLD."oid", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."preparation_minutes", OLD."preparation_percent", OLD."proposes_requests", OLD."reminder_offsets", OLD."request_promise_days", OLD."retention_months", OLD."signup_domains", OLD."step_minutes", OLD."suppression_coaches", OLD."suppression_persons", OLD."weekly_cap", OLD."zone"); RETURN NULL;', hash='06c1559684c7351c904324b68cd6e878cd0b2de1', operation='UPDATE', pgid='pgtrigger_update_update_3cc88', table='organisation_institution', when='AFTER')),
        ),
        migrations.AddField(
            model_name='institutionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='institutionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='step_minutes_length_minutes_buffer_before_minutes_buffer_after_minutes_minimum_notice_minutes_horizon_days_closes_on_holidays_daily_cap_weekly_cap_cancellation_deadline_minutes_request_promise_days_proposes_requests_coaches_pick_requests_preparation_minutes_preparation_percent_first_session_days_suppression_persons_suppression_coaches_retention_months_reminder_offsets_name_fi_name_sv_name_en_oid_zone_languages_host_signup_domains_events', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='role',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='role',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roleevent',
            name='institution',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='roleevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='roleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.role'),
        ),
        migrations.AddField(
            model_name='roleevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sector',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='roleevent',
            name='sector',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='role',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organisation.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='home_sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='organisation.sector'),
        ),
        migrations.AddField(
            model_name='user',
            name='home_sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='organisation.sector', verbose_name='home sector'),
        ),
        migrations.AddField(
            model_name='sectorevent',
            name='institution',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='sectorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sectorevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.sector'),
        ),
        migrations.AddField(
            model_name='site',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='roleevent',
            name='site',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.site', verbose_name='site'),
        ),
        migrations.AddField(
            model_name='role',
            name='site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organisation.site', verbose_name='site'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='home_site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='organisation.site'),
        ),
        migrations.AddField(
            model_name='closedday',
            name='site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organisation.site', verbose_name='site'),
        ),
        migrations.AddField(
            model_name='user',
            name='home_site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='organisation.site', verbose_name='home site'),
        ),
        migrations.AddField(
            model_name='siteevent',
            name='institution',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution'),
        ),
        migrations.AddField(
            model_name='siteevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='siteevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.site'),
        ),
        migrations.AddField(
            model_name='term',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='organisation.institution'),
        ),
        migrations.AddConstraint(
            model_name='sector',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='sector_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='sector',
            constraint=models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('name_fi'), name='one_sector_of_a_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_sectorevent" ("code", "id", "institution_id", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (NEW."code", NEW."id", NEW."institution_id", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='a43f84da37c1a764e5e8e217598b293c2ef49a10', operation='INSERT', pgid='pgtrigger_insert_insert_8e8af', table='organisation_sector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_sectorevent" ("code", "id", "institution_id", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (NEW."code", NEW."id", NEW."institution_id", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='220b1c1b576436dd0f9b4fe792750dad2774a7cc', operation='UPDATE', pgid='pgtrigger_update_update_882d7', table='organisation_sector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_sectorevent" ("code", "id", "institution_id", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (OLD."code", OLD."id", OLD."institution_id", OLD."name_en", OLD."name_fi", OLD."name_sv", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='c7abacbb02cb4ed69a8b456eb7dc9de928d398b8', operation='DELETE', pgid='pgtrigger_delete_delete_f5d12', table='organisation_sector', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='site_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('name_fi'), name='one_site_of_a_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='site',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_siteevent" ("address", "id", "institution_id", "name_en", "name_fi", "name_sv", "oid", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (NEW."address", NEW."id", NEW."institution_id", NEW."name_en", NEW."name_fi", NEW."name_sv", NEW."oid", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='d5f0ecba98c11e51eb22affa65c15c7584406b76', operation='INSERT', pgid='pgtrigger_insert_insert_c1cd4', table='organisation_site', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='site',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_siteevent" ("address", "id", "institution_id", "name_en", "name_fi", "name_sv", "oid", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (NEW."address", NEW."id", NEW."institution_id", NEW."name_en", NEW."name_fi", NEW."name_sv", NEW."oid", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='39fa15be43ca723818b1f6cba4c628705e76b9b4', operation='UPDATE', pgid='pgtrigger_update_update_8b13d', table='organisation_site', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='site',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_siteevent" ("address", "id", "institution_id", "name_en", "name_fi", "name_sv", "oid", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (OLD."address", OLD."id", OLD."institution_id", OLD."name_en", OLD."name_fi", OLD."name_sv", OLD."oid", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='015880956d8841e544bb07f4e4091ff02502b529', operation='DELETE', pgid='pgtrigger_delete_delete_66e51', table='organisation_site', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='role_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'programme_admin'), _negated=True), models.Q(('sector__isnull', True), ('site__isnull', True)), _connector='OR'), name='programme_admin_has_the_whole_institution'),
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.UniqueConstraint(fields=('user', 'kind', 'site', 'sector', 'valid_from'), name='one_role_of_a_kind', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='role',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_roleevent" ("id", "institution_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "site_id", "user_id", "valid_from", "valid_until") VALUES (NEW."id", NEW."institution_id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sector_id", NEW."site_id", NEW."user_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='8d39bd49c23a64ff5dd5654a7b7b0c344af3d43b', operation='INSERT', pgid='pgtrigger_insert_insert_487c7', table='organisation_role', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='role',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_roleevent" ("id", "institution_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "site_id", "user_id", "valid_from", "valid_until") VALUES (NEW."id", NEW."institution_id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sector_id", NEW."site_id", NEW."user_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='782131db72ff198f40ec87c7d3a92715c221e64b', operation='UPDATE', pgid='pgtrigger_update_update_a9f6f', table='organisation_role', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='role',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_roleevent" ("id", "institution_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "site_id", "user_id", "valid_from", "valid_until") VALUES (OLD."id", OLD."institution_id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sector_id", OLD."site_id", OLD."user_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='b3c11917405144ef3d4d6a3353bb7c2cbaa86877', operation='DELETE', pgid='pgtrigger_delete_delete_d2c2b', table='organisation_role', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='closedday',
            constraint=models.UniqueConstraint(fields=('institution', 'site', 'day'), name='closed_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_per_address'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('institution__isnull', True), ('is_operator', True)), models.Q(('institution__isnull', False), ('is_operator', False)), _connector='OR'), name='operators_stand_outside_institutions'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('institution', 'kind', 'language'), name='one_term_of_a_kind'),
        ),
    ]
