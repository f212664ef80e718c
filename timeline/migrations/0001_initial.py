import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record', models.UUIDField(help_text="The record's id; the same in every edition of it.")),
                ('kind', models.CharField(choices=[('case', 'Case'), ('agreement', 'Agreement'), ('event', 'Event'), ('source', 'Source'), ('figure', 'Figure'), ('person', 'Person'), ('court', 'Court'), ('provision', 'Provision'), ('event-kind', 'Event kind'), ('source-kind', 'Source kind'), ('topic', 'Topic')], max_length=12)),
                ('reference', models.CharField(max_length=80)),
                ('number', models.PositiveIntegerField()),
                ('sequence', models.BigIntegerField(help_text='The place of this edition in the order of all publications.', unique=True)),
                ('document', models.JSONField()),
                ('digest', models.CharField(help_text='SHA-256 of the document in canonical JSON.', max_length=64)),
                ('public_note', models.TextField(blank=True)),
                ('published', models.DateTimeField()),
                ('superseded', models.DateTimeField(null=True)),
                ('earliest', models.DateField(null=True)),
                ('latest', models.DateField(null=True)),
                ('order_key', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'ordering': ('sequence',),
                'indexes': [models.Index(condition=models.Q(('superseded__isnull', True)), fields=['kind', 'order_key'], name='timeline_current_in_order'), models.Index(fields=['kind', 'reference'], name='timeline_by_reference'), models.Index(fields=['published'], name='timeline_by_moment')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded__isnull', True)), fields=('record',), name='timeline_one_current_edition'), models.UniqueConstraint(condition=models.Q(('superseded__isnull', True)), fields=('kind', 'reference'), name='timeline_one_record_per_reference'), models.UniqueConstraint(fields=('record', 'number'), name='timeline_numbered_once'), models.CheckConstraint(condition=models.Q(('superseded__isnull', True), ('superseded__gt', models.F('published')), _connector='OR'), name='timeline_superseded_after_published'), models.CheckConstraint(condition=models.Q(('kind__in', ['case', 'agreement', 'event', 'source', 'figure', 'person', 'court', 'provision', 'event-kind', 'source-kind', 'topic'])), name='timeline_known_kind')],
            },
        ),
        migrations.CreateModel(
            name='RecordHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField(default=0)),
                ('changed', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='timeline_one_head')],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record', models.UUIDField(db_index=True)),
                ('kind', models.CharField(choices=[('case', 'Case'), ('agreement', 'Agreement'), ('event', 'Event'), ('source', 'Source'), ('figure', 'Figure'), ('person', 'Person'), ('court', 'Court'), ('provision', 'Provision'), ('event-kind', 'Event kind'), ('source-kind', 'Source kind'), ('topic', 'Topic')], max_length=12)),
                ('reference', models.CharField(max_length=80)),
                ('last', models.PositiveIntegerField()),
                ('sequence', models.BigIntegerField(unique=True)),
                ('first_published', models.DateTimeField()),
                ('withdrawn', models.DateTimeField()),
                ('public_note', models.TextField()),
            ],
            options={
                'ordering': ('-sequence',),
                'indexes': [models.Index(fields=['kind', 'reference'], name='timeline_tombstone_address')],
            },
        ),
        migrations.CreateModel(
            name='EditionFacet',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=200)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='timeline.edition')),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'value', 'edition'], name='timeline_facet_values')],
                'constraints': [models.UniqueConstraint(fields=('edition', 'name', 'value'), name='timeline_facet_once')],
            },
        ),
        migrations.CreateModel(
            name='EditionLink',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=20)),
                ('target', models.UUIDField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='timeline.edition')),
            ],
            options={
                'indexes': [models.Index(fields=['target', 'role', 'edition'], name='timeline_links_to')],
                'constraints': [models.UniqueConstraint(fields=('edition', 'role', 'target'), name='timeline_link_once')],
            },
        ),
    ]
