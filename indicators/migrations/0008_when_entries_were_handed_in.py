"""Entries that were handed in already say when: otherwise mending one of them would make it late."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def take_from_the_moves(apps, schema_editor):
    """The time of the latest hand-in, for each entry that has one."""
    moves = apps.get_model("indicators", "EntryMove").objects.filter(entry=OuterRef("pk"), to_state="submitted")
    entries = apps.get_model("indicators", "ProgressEntry").objects.filter(submitted_at=None, moves__to_state="submitted")
    handed_in = Subquery(moves.order_by("-at", "-pk").values("at")[:1])
    keys = list(entries.order_by().values_list("pk", flat=True).distinct())
    for start in range(0, len(keys), 500):
        apps.get_model("indicators", "ProgressEntry").objects.filter(pk__in=keys[start : start + 500]).update(
            submitted_at=handed_in
        )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_recording_and_verifying")]

    operations = [migrations.RunPython(take_from_the_moves, migrations.RunPython.noop)]
