"""How long the files of a report take, on the real review and on one ten times its size: `script/benchmark -k reports`.

Each figure is taken in a process of its own, so that the peak of memory is that file's.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dwcp.toolkit.documents.storing import to_json
from reviews.models import Review
from reviews.report import document_of
from tests.benchmarks.big_review import ten_times

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
HOME = Path(__file__).resolve().parent.parent.parent
# "pdf" from the document on, HTML included; "plain" is WeasyPrint on that HTML with nothing of ours around it.
WORKS = ("pdf", "plain", "docx", "xlsx", "html")


def measured(work, folder):
    """What one work took: seconds, pages where there are pages, megabytes at most, bytes."""
    command = [sys.executable, "-m", "tests.benchmarks.report_files", work, str(folder / "document.json")]
    done = subprocess.run(command, cwd=HOME, env=os.environ, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("times", [1, 10])
def test_files_of_a_report(times, review, tmp_path):
    with transaction.atomic():
        if times > 1:
            review = ten_times(review)
        fresh = Review.objects.select_related("programme__country", "template").get(pk=review.pk)
        with CaptureQueriesContext(connection) as asked:
            document = document_of(fresh)
        begun = process_time()
        document_of(Review.objects.select_related("programme__country", "template").get(pk=review.pk))
        gathering = process_time() - begun
    (tmp_path / "document.json").write_text(to_json(document), encoding="utf-8")
    print(f"\n{connection.vendor}, {times} × the review of 2010: {len(asked)} queries, gathered in {gathering:.2f} s")
    print(f"  {'':6}{'seconds':>9}{'of CPU':>8}{'pages':>7}{'pages/s':>9}{'MB peak':>9}{'MB file':>9}")
    taken = {work: measured(work, tmp_path) for work in WORKS}
    for work, one in taken.items():
        speed = f"{one['pages'] / one['processor']:.1f}" if one["pages"] else ""
        times_taken = f"{one['seconds']:>9.2f}{one['processor']:>8.2f}{one['pages'] or '':>7}{speed:>9}"
        print(f"  {work:6}{times_taken}{one['peak'] / 1024:>9.0f}{one['bytes'] / 1e6:>9.2f}")
    # Of the processor, so that what else runs on the machine does not count.
    plain, own = taken["plain"]["processor"], taken["pdf"]["processor"]
    print(f"  own time over plain WeasyPrint of the same HTML: {own / plain - 1:.0%}")
    print(f"  with gathering: {(own + gathering) / plain - 1:.0%}")
