"""Sessions say since when they are and when they were last used, for their owners to see."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0032_passes_asked'),
    ]

    operations = [
        migrations.AddField(
            model_name='staffsession',
            name='began',
            field=models.DateTimeField(help_text='Empty: the second factor is still asked for.', null=True),
        ),
        migrations.AddField(
            model_name='staffsession',
            name='seen',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='accountevent',
            name='what',
            field=models.CharField(choices=[('signed in', 'Logged in'), ('failed', 'A try to log in failed'), ('code failed', 'A second factor was not accepted'), ('locked', 'Too many tries; locked for a while'), ('lifted', 'The limit on tries was lifted'), ('factor added', 'A second factor was added'), ('factor removed', 'A second factor was removed'), ('codes made', 'New recovery codes were made'), ('code spent', 'A recovery code was used'), ('password', 'The password was changed'), ('created', 'The account was made'), ('roles', 'Roles were changed'), ('suspended', 'Suspended'), ('restored', 'Brought back'), ('recovered', 'A one-time link was made by command'), ('handed over', 'Their work was given to a colleague'), ('ended', 'Ended sessions of their own'), ('exported', 'Took the whole desk away in one file')], max_length=20),
        ),
    ]
