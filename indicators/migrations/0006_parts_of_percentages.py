from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_measures_hold_their_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="disaggregatedvalue",
            name="denominator",
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="out of"),
        ),
        migrations.AddConstraint(
            model_name="disaggregatedvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("denominator", None), ("denominator__gt", 0), _connector="OR"),
                name="the_whole_of_a_part_is_above_0",
                violation_error_message="The whole of a part must be above 0.",
            ),
        ),
    ]
