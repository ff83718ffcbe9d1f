from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_what_people_are_told'),
        ('outcomes', '0003_jumps_to_ask_about'),
    ]

    operations = [
        migrations.AddField(
            model_name='programme',
            name='organisations',
            field=models.ManyToManyField(blank=True, related_name='programmes', to='accounts.organisation', verbose_name='organisations concerned'),
        ),
    ]
