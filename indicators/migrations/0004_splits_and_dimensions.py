from django.db import migrations

# Offered to every programme; a programme adds its own, and its own provinces.
SHARED = {
    ("age", "Age"): [("under-15", "Under 15"), ("15-24", "15–24"), ("25-64", "25–64"), ("65-over", "65 and over")],
    ("disability", "Disability"): [("with", "With disability"), ("without", "Without disability")],
    ("location", "Location"): [("urban", "Urban"), ("rural", "Rural")],
    ("sector", "Sector"): [("agriculture", "Agriculture"), ("industry", "Industry"), ("services", "Services")],
}


def add_dimensions(apps, schema_editor):
    Dimension = apps.get_model("indicators", "Dimension")
    for (code, name), categories in SHARED.items():
        dimension, _created = Dimension.objects.get_or_create(code=code, programme=None, defaults={"name": name})
        for position, (category, label) in enumerate(categories, start=1):
            dimension.categories.get_or_create(code=category, defaults={"name": label, "position": position})


def carry_over(apps, schema_editor):
    """Splits get rows of their own; what was kept before measures had their rules is made to fit them.

    There is no way back: the table that held the splits is gone afterwards.
    """
    Indicator = apps.get_model("indicators", "Indicator")
    Disaggregation = apps.get_model("indicators", "Disaggregation")
    for indicator in Indicator.objects.prefetch_related("dimensions"):
        for dimension in indicator.dimensions.all():
            Disaggregation.objects.create(indicator=indicator, dimension=dimension)
    Indicator.objects.filter(measure__in=["yes_no", "scale", "narrative"]).update(accumulation="level")
    # What is done or not done is judged by its being done, whichever way was noted.
    Indicator.objects.filter(measure="yes_no", direction="decrease").update(direction="increase")
    # Amounts were in US dollars throughout.
    Indicator.objects.filter(measure="money", currency="").update(currency="USD")


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_measurement_in_full"),
    ]

    operations = [
        migrations.RunPython(add_dimensions, migrations.RunPython.noop),
        migrations.RunPython(carry_over),
    ]
