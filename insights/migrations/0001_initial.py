import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Summary',
            fields=[
                ('institution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='summary', serialize=False, to='organisation.institution')),
                ('starts_on', models.DateField()),
                ('helps', models.IntegerField(null=True)),
                ('persons', models.IntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PublishedCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('month', 'month'), ('half', 'half-year'), ('year', 'academic year'), ('sofar', 'half-year so far')], max_length=5)),
                ('starts_on', models.DateField()),
                ('dimension', models.CharField(choices=[('total', 'all together'), ('site', 'Site'), ('sector', 'Sector'), ('topic', 'topic'), ('channel', 'how'), ('booked', 'booked or logged'), ('theme', 'theme')], max_length=7)),
                ('value', models.CharField(blank=True, max_length=20)),
                ('helps', models.IntegerField()),
                ('minutes', models.IntegerField()),
                ('persons', models.IntegerField()),
                ('coaches', models.IntegerField()),
                ('shows_helps', models.BooleanField()),
                ('shows_minutes', models.BooleanField()),
                ('published_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution', 'kind', 'starts_on', 'dimension', 'value'), name='one_cell_of_a_table'), models.CheckConstraint(condition=models.Q(('shows_minutes', False), ('shows_helps', True), _connector='OR'), name='minutes_only_with_helps')],
            },
        ),
        migrations.CreateModel(
            name='PublishedMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('month', 'month'), ('half', 'half-year'), ('year', 'academic year'), ('sofar', 'half-year so far')], max_length=5)),
                ('starts_on', models.DateField()),
                ('name', models.CharField(choices=[('staff', 'staff'), ('lead_days', 'days from asking to the session'), ('new', 'new teachers'), ('new_met', 'new teachers met in time'), ('given', 'minutes given'), ('used', 'minutes used'), ('feedback', 'feedback')], max_length=12)),
                ('number', models.DecimalField(decimal_places=1, max_digits=12, null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution', 'kind', 'starts_on', 'name'), name='one_measure_of_a_name')],
            },
        ),
    ]
