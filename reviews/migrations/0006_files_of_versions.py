import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0005_scores_not_assessed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reportjob',
            name='one_job_per_document_and_format',
        ),
        migrations.AddField(
            model_name='reportjob',
            name='edition',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='version'),
        ),
        migrations.AlterField(
            model_name='reportjob',
            name='asked_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked for'),
        ),
        migrations.AlterField(
            model_name='reportjob',
            name='fingerprint',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='reportjob',
            name='step',
            field=models.CharField(blank=True, choices=[('gathering', 'Gathering figures'), ('laying_out', 'Laying out pages'), ('writing', 'Writing the file')], max_length=100),
        ),
        migrations.AddConstraint(
            model_name='reportjob',
            constraint=models.UniqueConstraint(fields=('review', 'format', 'edition', 'fingerprint'), name='one_job_per_document_and_format', violation_error_message='This file has been asked for already.'),
        ),
    ]
