from django.db import migrations, models


class Migration(migrations.Migration):
    """After 0004 every row fits."""

    dependencies = [
        ("indicators", "0004_splits_and_dimensions"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='indicator',
            name='dimensions',
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure__in', ('yes_no', 'scale', 'narrative')), _negated=True), ('accumulation', 'level'), _connector='OR'), name='steps_and_words_do_not_add_up', violation_error_message='What is done or not done, a step on a scale and words do not add up: each entry is the level at its date.'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('measure', 'money'), ('currency', ''), _connector='XOR'), name='money_and_only_money_has_a_currency', violation_error_message='Money needs its currency, and nothing else has one.'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('direction', 'decrease'), ('measure', 'yes_no'), _negated=True), name='a_thing_to_be_done_does_not_decrease', violation_error_message='What is done or not done cannot decrease: say what is to be done.'),
        ),
    ]
