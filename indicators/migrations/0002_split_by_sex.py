from django.db import migrations


def add_sex(apps, schema_editor):
    """The one split that every programme reports by."""
    dimension = apps.get_model("indicators", "Dimension").objects.create(code="sex", name="Sex")
    category = apps.get_model("indicators", "Category")
    category.objects.create(dimension=dimension, code="women", name="Women", position=1)
    category.objects.create(dimension=dimension, code="men", name="Men", position=2)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunPython(add_sex, migrations.RunPython.noop)]
