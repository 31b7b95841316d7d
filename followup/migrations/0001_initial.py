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
        ('coaching_sessions', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('topics', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sentence', kit.encrypted.EncryptedTextField(blank=True, verbose_name='in your own words')),
                ('given_at', models.DateTimeField()),
                ('block', models.PositiveIntegerField(blank=True, null=True)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='coaches.coach')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='coaching_sessions.session')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_fi', models.CharField(max_length=160, verbose_name='in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=160, verbose_name='in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='in English')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_retired', models.BooleanField(default=False)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback_questions', to='organisation.institution')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FeedbackAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveSmallIntegerField()),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='followup.feedback')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.feedbackquestion')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackQuestionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_fi', models.CharField(max_length=160, verbose_name='in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=160, verbose_name='in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='in English')),
                ('is_retired', models.BooleanField(default=False)),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='followup.feedbackquestion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', kit.encrypted.EncryptedTextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('warned_at', models.DateTimeField(blank=True, null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='coaching_sessions.session')),
            ],
        ),
        migrations.CreateModel(
            name='SessionTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='session_themes', to='coaching_sessions.session')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='session_themes', to='topics.theme')),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', kit.encrypted.EncryptedTextField(verbose_name='what')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='coaching_sessions.session')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['person'], name='agreements_to_do')],
            },
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('block', None)), fields=['coach'], name='feedback_outside_a_block'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.UniqueConstraint(fields=('session', 'person'), name='one_feedback_of_a_person'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackquestion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_feedbackquestionevent" ("id", "institution_id", "is_retired", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."institution_id", NEW."is_retired", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='450586603f65a5d75e65cf66397f2d8bcdba13f4', operation='INSERT', pgid='pgtrigger_insert_insert_20d0d', table='followup_feedbackquestion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackquestion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."is_retired" IS DISTINCT FROM (NEW."is_retired") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_fi" IS DISTINCT FROM (NEW."name_fi") OR OLD."name_sv" IS DISTINCT FROM (NEW."name_sv"))', func='INSERT INTO "followup_feedbackquestionevent" ("id", "institution_id", "is_retired", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."institution_id", NEW."is_retired", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='cef5e0ec7af804cf2959ee72fc709f5e728c9dfb', operation='UPDATE', pgid='pgtrigger_update_update_88fc0', table='followup_feedbackquestion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackquestion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_feedbackquestionevent" ("id", "institution_id", "is_retired", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."institution_id", OLD."is_retired", OLD."name_en", OLD."name_fi", OLD."name_sv", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='732c7d6e0b011d1fc331a0a9f7f7ac00248e0b99', operation='DELETE', pgid='pgtrigger_delete_delete_80d14', table='followup_feedbackquestion', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.UniqueConstraint(fields=('feedback', 'question'), name='one_answer_to_a_question'),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.CheckConstraint(condition=models.Q(('value__range', (1, 4))), name='answer_is_on_the_scale'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.UniqueConstraint(fields=('session', 'owner'), name='one_own_note_of_a_session'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.UniqueConstraint(condition=models.Q(('owner__isnull', True)), fields=('session',), name='one_shared_note_of_a_session'),
        ),
        migrations.AddConstraint(
            model_name='sessiontheme',
            constraint=models.UniqueConstraint(fields=('session', 'theme'), name='theme_once_a_session'),
        ),
    ]
