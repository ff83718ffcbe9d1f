"""Findings on sub-criteria: written, changed, taken out and put back; two writers lose nothing."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from outcomes.models import Removal
from reviews.choices import WRITABLE_STATES, ReviewState
from reviews.models import SubCriterionFinding
from reviews.services import ReviewRefused, StaleReview, remove_sub_criterion_finding, save_sub_criterion_finding
from tests.factories import SubCriterionFactory
from tests.reviews.team_world import at, moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def criterion(review):
    return review.template.criteria.get(number=2)


@pytest.fixture
def finding(review):
    return review.sub_criterion_findings.select_related("criterion").filter(criterion__number=2).first()


def write(review, criterion, by, /, **changes):
    typed = {"heading": "Who met", "text": "A committee.", "sub_criteria": [], "revision": 0, "by": by}
    return save_sub_criterion_finding(review=review, criterion=criterion, **typed | changes)


def stands(finding):
    finding.refresh_from_db()
    subs = [sub.number for sub in finding.sub_criteria.all()]
    return finding.heading, finding.finding, subs, finding.position, finding.revision


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def test_a_finding_is_added_behind_the_others_and_changed(review, criterion, reviewer):
    last = max(review.sub_criterion_findings.filter(criterion=criterion).values_list("position", flat=True))
    subs = list(criterion.sub_criteria.all()[:2])
    added = write(review, criterion, reviewer, sub_criteria=subs)
    assert stands(added) == ("Who met", "A committee.", [subs[0].number, subs[1].number], last + 1, 1)
    write(review, criterion, reviewer, finding=added, text="Two committees.", sub_criteria=subs[:1], revision=1)
    assert stands(added) == ("Who met", "Two committees.", [subs[0].number], last + 1, 2)
    events = AuditEvent.objects.filter(subject_type__model="subcriterionfinding", subject_id=added.pk).order_by("pk")
    assert [(event.verb, sorted(event.changes)) for event in events] == [
        (AuditVerb.ADDED, ["finding", "heading", "sub_criteria"]),
        (AuditVerb.CHANGED, ["finding", "sub_criteria"]),
    ]


def test_two_writers_lose_nothing(review, criterion, finding, reviewer, colleague):
    before = stands(finding)
    write(review, criterion, reviewer, finding=finding, text="Mine.", revision=1)
    with pytest.raises(StaleReview) as stale:
        write(review, criterion, colleague, finding=finding, text="Theirs.", revision=1)
    assert (stale.value.current.finding, stale.value.current.revision) == ("Mine.", 2)
    assert stands(finding)[1] == "Mine." != before[1]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"heading": " "}, "heading"), ({"text": ""}, "finding"), ({"text": "a" * 10_001}, "finding")],
)
def test_what_cannot_stand_is_refused(changes, field, review, criterion, reviewer):
    with pytest.raises(ReviewRefused) as refusal:
        write(review, criterion, reviewer, **changes)
    assert set(refusal.value.problems) == {field}


def test_a_heading_is_there_once(review, criterion, finding, reviewer):
    with pytest.raises(ReviewRefused) as refusal:
        write(review, criterion, reviewer, heading=finding.heading)
    assert refusal.value.problems == {"heading": "The criterion already has a finding under this heading."}


@pytest.mark.parametrize("state", ReviewState)
def test_findings_are_words_of_the_report(state, review, criterion, finding, reviewer, observer):
    moved(review, state)
    with pytest.raises(PermissionDenied):
        write(review, criterion, observer)
    if state in WRITABLE_STATES:
        assert write(review, criterion, reviewer).pk
        return
    for act in (
        lambda: write(review, criterion, reviewer),
        lambda: remove_sub_criterion_finding(finding=finding, by=reviewer),
    ):
        with pytest.raises(ReviewRefused) as refusal:
            act()
        assert refusal.value.problems == {"": f"The review is “{state.label}” and takes no words now."}


def test_the_whole_way_on_the_pages(review, criterion, finding, sign_in, reviewer):
    client = sign_in(reviewer)
    assert at(review, "add-sub-criterion-finding", criterion=2) in words_of(client.get(at(review, "criteria")))
    sub = criterion.sub_criteria.first()
    typed = {"heading": "Who met", "finding": "<b>All</b>", "sub_criteria": [sub.pk], "revision": "0"}
    answer = client.post(at(review, "add-sub-criterion-finding", criterion=2), typed)
    assert (answer.status_code, answer.url) == (302, at(review, "criteria") + "#criterion-2")
    assert "&lt;b&gt;All&lt;/b&gt;" in client.get(at(review, "criteria")).content.decode()
    added = SubCriterionFinding.objects.get(review=review, heading="Who met")
    remove = at(review, "remove-sub-criterion-finding", record=added.pk)
    assert client.get(remove).status_code == 302  # reading it removes nothing
    assert client.post(remove).status_code == 302
    assert not SubCriterionFinding.objects.filter(pk=added.pk).exists()
    removal = Removal.objects.latest("pk")
    assert f"/taken-out/{removal.pk}/put-back/" in words_of(client.get(at(review, "criteria")))
    client.post(at(review, "put-back", removal=removal.pk), {"back": at(review, "criteria")})
    assert stands(added)[:3] == ("Who met", "<b>All</b>", [sub.number])


def test_both_texts_are_shown_where_two_wrote(review, criterion, finding, sign_in, reviewer, colleague):
    write(review, criterion, colleague, finding=finding, heading=finding.heading, text="Theirs.", revision=1)
    form = at(review, "change-sub-criterion-finding", record=finding.pk)
    client = sign_in(reviewer)
    answer = client.post(form, {"heading": finding.heading, "finding": "Mine.", "revision": "1"})
    saved_now, typed = words_of(answer).rsplit("<form", 1)
    assert (answer.status_code, "Theirs." in saved_now, "Mine." in typed) == (409, True, True)
    assert 'name="revision" value="2"' in typed
    assert client.post(form, {"heading": finding.heading, "finding": "Mine.", "revision": "2"}).status_code == 302
    assert stands(finding)[1] == "Mine."


def test_a_sub_criterion_of_another_criterion_is_none_of_this(review, sign_in, reviewer):
    other = SubCriterionFactory()
    typed = {"heading": "Who met", "finding": "All", "sub_criteria": [other.pk], "revision": "0"}
    answer = sign_in(reviewer).post(at(review, "add-sub-criterion-finding", criterion=2), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["sub_criteria"])
