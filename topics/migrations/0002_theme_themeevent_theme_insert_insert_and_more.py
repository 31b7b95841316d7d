import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('topics', '0001_initial'),
    ]

    operations = [
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
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='topics.topic')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
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
    ]
