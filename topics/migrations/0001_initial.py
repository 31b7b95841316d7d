from django.contrib.postgres.operations import TrigramExtension
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Word forms are found by likeness too.
        TrigramExtension(),
        migrations.CreateModel(
            name='Guideline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('legislation', 'Legislation'), ('quality', 'Quality criterion'), ('instruction', "The institution's own instruction"), ('material', 'Material')], max_length=11, verbose_name='kind')),
                ('title_fi', models.CharField(max_length=160, verbose_name='title in Finnish')),
                ('title_sv', models.CharField(blank=True, max_length=160, verbose_name='title in Swedish')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='title in English')),
                ('text_fi', models.TextField(blank=True, max_length=600, verbose_name='text in Finnish')),
                ('text_sv', models.TextField(blank=True, max_length=600, verbose_name='text in Swedish')),
                ('text_en', models.TextField(blank=True, max_length=600, verbose_name='text in English')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('file_name', models.CharField(blank=True, editable=False, max_length=120)),
                ('file_type', models.CharField(blank=True, editable=False, max_length=100)),
                ('file_bytes', models.PositiveIntegerField(default=0, editable=False)),
                ('reviewed_on', models.DateField(verbose_name='last reviewed')),
                ('review_months', models.PositiveSmallIntegerField(default=12, verbose_name='months between reviews')),
                ('due_on', models.DateField(editable=False, verbose_name='due for review')),
                ('reminded_of', models.DateField(blank=True, editable=False, null=True)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title_fi', 'text_fi', config='finnish'), '||', django.contrib.postgres.search.SearchVector('title_sv', 'text_sv', config='swedish'), django.contrib.postgres.search.SearchConfig('finnish')), '||', django.contrib.postgres.search.SearchVector('title_en', 'text_en', config='english'), django.contrib.postgres.search.SearchConfig('finnish')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='guidelines', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_fi', models.CharField(max_length=60, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=60, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_retired', models.BooleanField(default=False, verbose_name='retired')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='organisation.institution')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ThemeArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='theme_areas', to='organisation.institution')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ThemeAreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='topics.themearea')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('description_fi', models.TextField(blank=True, verbose_name='description in Finnish')),
                ('description_sv', models.TextField(blank=True, verbose_name='description in Swedish')),
                ('description_en', models.TextField(blank=True, verbose_name='description in English')),
                ('length_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='usual length in minutes')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_retired', models.BooleanField(default=False, verbose_name='retired')),
                ('for_new_teachers', models.BooleanField(default=False, verbose_name='for new teachers')),
                ('is_open', models.BooleanField(default=False, verbose_name='something else, or not sure')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='organisation.institution')),
                ('theme_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='topics', to='topics.themearea', verbose_name='theme area')),
            ],
        ),
        migrations.CreateModel(
            name='ThemeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_fi', models.CharField(max_length=60, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=60, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('is_retired', models.BooleanField(default=False, verbose_name='retired')),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='topics.theme')),
                ('topic', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='topics.topic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='theme',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='topics.topic'),
        ),
        migrations.CreateModel(
            name='GuidelineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('legislation', 'Legislation'), ('quality', 'Quality criterion'), ('instruction', "The institution's own instruction"), ('material', 'Material')], max_length=11, verbose_name='kind')),
                ('title_fi', models.CharField(max_length=160, verbose_name='title in Finnish')),
                ('title_sv', models.CharField(blank=True, max_length=160, verbose_name='title in Swedish')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='title in English')),
                ('text_fi', models.TextField(blank=True, max_length=600, verbose_name='text in Finnish')),
                ('text_sv', models.TextField(blank=True, max_length=600, verbose_name='text in Swedish')),
                ('text_en', models.TextField(blank=True, max_length=600, verbose_name='text in English')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('file_name', models.CharField(blank=True, editable=False, max_length=120)),
                ('reviewed_on', models.DateField(verbose_name='last reviewed')),
                ('review_months', models.PositiveSmallIntegerField(default=12, verbose_name='months between reviews')),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='topics.guideline')),
                ('topic', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='topics.topic', verbose_name='topic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='guideline',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guidelines', to='topics.topic', verbose_name='topic'),
        ),
        migrations.CreateModel(
            name='TopicEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('description_fi', models.TextField(blank=True, verbose_name='description in Finnish')),
                ('description_sv', models.TextField(blank=True, verbose_name='description in Swedish')),
                ('description_en', models.TextField(blank=True, verbose_name='description in English')),
                ('length_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='usual length in minutes')),
                ('is_retired', models.BooleanField(default=False, verbose_name='retired')),
                ('for_new_teachers', models.BooleanField(default=False, verbose_name='for new teachers')),
                ('is_open', models.BooleanField(default=False, verbose_name='something else, or not sure')),
                ('institution', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.institution')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='topics.topic')),
                ('theme_area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='topics.themearea', verbose_name='theme area')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GuidelineFile',
            fields=[
                ('guideline', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file', serialize=False, to='topics.guideline')),
                ('content', models.BinaryField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='themearea',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "topics_themeareaevent" ("id", "institution_id", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."institution_id", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='b9d2c8f8249f8ceb6f4027fcb10d04e8a9997f73', operation='INSERT', pgid='pgtrigger_insert_insert_d6dec', table='topics_themearea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='themearea',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_fi" IS DISTINCT FROM (NEW."name_fi") OR OLD."name_sv" IS DISTINCT FROM (NEW."name_sv"))', func='INSERT INTO "topics_themeareaevent" ("id", "institution_id", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."institution_id", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='9aaf6334721fb1d3d9c69bbc2cb48ed821d2440f', operation='UPDATE', pgid='pgtrigger_update_update_e184b', table='topics_themearea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='themearea',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "topics_themeareaevent" ("id", "institution_id", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."institution_id", OLD."name_en", OLD."name_fi", OLD."name_sv", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='b1618bed5ef3ff7bef8cd6198a41311f14d069fa', operation='DELETE', pgid='pgtrigger_delete_delete_103ff', table='topics_themearea', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('name_fi'), name='one_topic_of_a_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "topics_topicevent" ("description_en", "description_fi", "description_sv", "for_new_teachers", "id", "institution_id", "is_open", "is_retired", "length_minutes", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "theme_area_id") VALUES (NEW."description_en", NEW."description_fi", NEW."description_sv", NEW."for_new_teachers", NEW."id", NEW."institution_id", NEW."is_open", NEW."is_retired", NEW."length_minutes", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."theme_area_id"); RETURN NULL;', hash='8b055cb9061f01f064eb709200180b1ea7adfa6b', operation='INSERT', pgid='pgtrigger_insert_insert_f6a1a', table='topics_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."description_fi" IS DISTINCT FROM (NEW."description_fi") OR OLD."description_sv" IS DISTINCT FROM (NEW."description_sv") OR OLD."for_new_teachers" IS DISTINCT FROM (NEW."for_new_teachers") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."is_open" IS DISTINCT FROM (NEW."is_open") OR OLD."length_minutes" IS DISTINCT FROM (NEW."length_minutes") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_fi" IS DISTINCT FROM (NEW."name_fi") OR OLD."name_sv" IS DISTINCT FROM (NEW."name_sv") OR OLD."theme_area_id" IS DISTINCT FROM (NEW."theme_area_id"))', func='INSERT INTO "topics_topicevent" ("description_en", "description_fi", "description_sv", "for_new_teachers", "id", "institution_id", "is_open", "is_retired", "length_minutes", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "theme_area_id") VALUES (NEW."description_en", NEW."description_fi", NEW."description_sv", NEW."for_new_teachers", NEW."id", NEW."institution_id", NEW."is_open", NEW."is_retired", NEW."length_minutes", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."theme_area_id"); RETURN NULL;', hash='c9d7e87424f8ab207f961fc55d40bb065b3721ff', operation='UPDATE', pgid='pgtrigger_update_update_7ffd0', table='topics_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='retire_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."is_retired" IS DISTINCT FROM (NEW."is_retired"))', func='INSERT INTO "topics_topicevent" ("description_en", "description_fi", "description_sv", "for_new_teachers", "id", "institution_id", "is_open", "is_retired", "length_minutes", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "theme_area_id") VALUES (NEW."description_en", NEW."description_fi", NEW."description_sv", NEW."for_new_teachers", NEW."id", NEW."institution_id", NEW."is_open", NEW."is_retired", NEW."length_minutes", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'retire\', NEW."id", NEW."theme_area_id"); RETURN NULL;', hash='8cd4f3ad38a7e78a720d79c2eb31aae232a04507', operation='UPDATE', pgid='pgtrigger_retire_update_30e5a', table='topics_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "topics_topicevent" ("description_en", "description_fi", "description_sv", "for_new_teachers", "id", "institution_id", "is_open", "is_retired", "length_minutes", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "theme_area_id") VALUES (OLD."description_en", OLD."description_fi", OLD."description_sv", OLD."for_new_teachers", OLD."id", OLD."institution_id", OLD."is_open", OLD."is_retired", OLD."length_minutes", OLD."name_en", OLD."name_fi", OLD."name_sv", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."theme_area_id"); RETURN NULL;', hash='f8f311e97511e39992b24414c4eeaa8f7b6ada6f', operation='DELETE', pgid='pgtrigger_delete_delete_57590', table='topics_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "topics_themeevent" ("id", "institution_id", "is_retired", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") VALUES (NEW."id", NEW."institution_id", NEW."is_retired", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."topic_id"); RETURN NULL;', hash='85209a3fa03469216d71c999c07326669936ee36', operation='INSERT', pgid='pgtrigger_insert_insert_9fe1c', table='topics_theme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."is_retired" IS DISTINCT FROM (NEW."is_retired") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_fi" IS DISTINCT FROM (NEW."name_fi") OR OLD."name_sv" IS DISTINCT FROM (NEW."name_sv") OR OLD."topic_id" IS DISTINCT FROM (NEW."topic_id"))', func='INSERT INTO "topics_themeevent" ("id", "institution_id", "is_retired", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") VALUES (NEW."id", NEW."institution_id", NEW."is_retired", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."topic_id"); RETURN NULL;', hash='fe5bfdb728f89292bdba0dfdd9217be9a833607e', operation='UPDATE', pgid='pgtrigger_update_update_d0e4d', table='topics_theme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "topics_themeevent" ("id", "institution_id", "is_retired", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") VALUES (OLD."id", OLD."institution_id", OLD."is_retired", OLD."name_en", OLD."name_fi", OLD."name_sv", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."topic_id"); RETURN NULL;', hash='dc7040c780a38e9c8731ea49a87f4417320af491', operation='DELETE', pgid='pgtrigger_delete_delete_e471d', table='topics_theme', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='guideline',
            index=models.Index(fields=['institution', 'due_on'], name='guidelines_by_due_day'),
        ),
        migrations.AddConstraint(
            model_name='guideline',
            constraint=models.CheckConstraint(condition=models.Q(('file_name', ''), ('link', ''), _negated=True), name='guideline_has_a_link_or_a_file'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "topics_guidelineevent" ("file_name", "id", "institution_id", "kind", "link", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_months", "reviewed_on", "text_en", "text_fi", "text_sv", "title_en", "title_fi", "title_sv", "topic_id") VALUES (NEW."file_name", NEW."id", NEW."institution_id", NEW."kind", NEW."link", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."review_months", NEW."reviewed_on", NEW."text_en", NEW."text_fi", NEW."text_sv", NEW."title_en", NEW."title_fi", NEW."title_sv", NEW."topic_id"); RETURN NULL;', hash='3b8ca72b6a3a5a54f0bcb76f923b5dcce70cc885', operation='INSERT', pgid='pgtrigger_insert_insert_80bec', table='topics_guideline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."link" IS DISTINCT FROM (NEW."link") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."review_months" IS DISTINCT FROM (NEW."review_months") OR OLD."reviewed_on" IS DISTINCT FROM (NEW."reviewed_on") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."text_fi" IS DISTINCT FROM (NEW."text_fi") OR OLD."text_sv" IS DISTINCT FROM (NEW."text_sv") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_fi" IS DISTINCT FROM (NEW."title_fi") OR OLD."title_sv" IS DISTINCT FROM (NEW."title_sv") OR OLD."topic_id" IS DISTINCT FROM (NEW."topic_id"))', func='INSERT INTO "topics_guidelineevent" ("file_name", "id", "institution_id", "kind", "link", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_months", "reviewed_on", "text_en", "text_fi", "text_sv", "title_en", "title_fi", "title_sv", "topic_id") VALUES (NEW."file_name", NEW."id", NEW."institution_id", NEW."kind", NEW."link", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."review_months", NEW."reviewed_on", NEW."text_en", NEW."text_fi", NEW."text_sv", NEW."title_en", NEW."title_fi", NEW."title_sv", NEW."topic_id"); RETURN NULL;', hash='09a43645b19ad3e863315b322707f5d01dc19884', operation='UPDATE', pgid='pgtrigger_update_update_75dfa', table='topics_guideline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "topics_guidelineevent" ("file_name", "id", "institution_id", "kind", "link", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_months", "reviewed_on", "text_en", "text_fi", "text_sv", "title_en", "title_fi", "title_sv", "topic_id") VALUES (OLD."file_name", OLD."id", OLD."institution_id", OLD."kind", OLD."link", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."review_months", OLD."reviewed_on", OLD."text_en", OLD."text_fi", OLD."text_sv", OLD."title_en", OLD."title_fi", OLD."title_sv", OLD."topic_id"); RETURN NULL;', hash='be0786195ce0daa21653a5d4efed8a65ae2223b0', operation='DELETE', pgid='pgtrigger_delete_delete_98462', table='topics_guideline', when='AFTER')),
        ),
    ]
