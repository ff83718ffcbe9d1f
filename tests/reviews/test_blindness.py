"""While reviewers score alone nobody sees what another gave or wrote: not on pages, not through the API, nowhere."""

import json

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import AuditEvent, User
from outcomes.models import ProgrammeMembership
from reviews.choices import ReviewState
from reviews.models import IndividualScore
from reviews.services import Source, score_alone
from tests.conventions.urls import ADDRESSES
from tests.reviews.team_world import moved

pytestmark = pytest.mark.django_db

TELLTALE = "Zanzibarquark"
DOCUMENT = "Wolperdinger report"
# What a page of another person may say: that somebody scored, and how much.
READ = [
    name
    for name, address in ADDRESSES.items()
    if "GET" in address.methods and (name.startswith(("reviews:", "api:")) or name in ("dashboard", "my-work"))
]


@pytest.fixture
def scored(review, colleague):
    """The colleague gave criterion 1 and KHM 104 in area A a score that nobody knows, and wrote why."""
    moved(review, ReviewState.SCORING)
    outcome = review.country_programme_outcomes.get(code="KHM 104")
    for what in (
        {"criterion": review.template.criteria.get(number=1)},
        {"outcome": outcome, "area": review.template.areas.get(letter="A")},
    ):
        score_alone(
            review=review,
            score=6,
            rationale=TELLTALE,
            sources=[Source(document=DOCUMENT)],
            revision=0,
            by=colleague,
            **what,
        )
    return review


@pytest.fixture
def superuser(db, programme):
    person = User.objects.create_superuser("super@example.org", "a long enough password", name="Super")
    ProgrammeMembership.objects.create(user=person, programme=programme, role="administrator")
    return person


def told(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode(errors="replace")
    return TELLTALE in text or DOCUMENT in text


def path_of(name):
    return ADDRESSES[name].path()


def test_there_is_something_to_see(scored, sign_in, colleague):
    client = sign_in(colleague)
    assert told(client.get(path_of("reviews:my-score")))
    scores = client.get(path_of("api:individual-score-list")).json()["results"]
    assert [(one["criterion"], one["outcome"], one["score"], one["rationale"]) for one in scores] == [
        (1, None, 6, TELLTALE),
        (None, "KHM 104", 6, TELLTALE),
    ]


@pytest.mark.parametrize("who", ["reviewer", "officer", "administrator", "observer", "verifier", "superuser"])
def test_no_page_and_no_api_tells(who, scored, sign_in, request):
    client = sign_in(request.getfixturevalue(who))
    assert len(READ) > 40
    telling = []
    for name in READ:
        answer = client.get(path_of(name))
        assert answer.status_code < 500 or answer.status_code == 503, name
        if told(answer):
            telling.append(name)
    assert telling == []


def test_the_api_gives_one_s_own_until_the_team_comes_together(
    scored, sign_in, reviewer, colleague, observer, outsider
):
    score_alone(review=scored, criterion=scored.template.criteria.get(number=2), score=1, revision=0, by=reviewer)
    path = path_of("api:individual-score-list")
    client = sign_in(reviewer)

    def seen():
        return [(one["reviewer"], one["score"]) for one in client.get(path).json()["results"]]

    assert seen() == [("Reviewer", 1)]
    sign_in(observer)
    assert seen() == []
    moved(scored, ReviewState.CONSOLIDATION)
    assert seen() == [("Colleague", 6), ("Reviewer", 1), ("Colleague", 6)]
    sign_in(outsider)
    assert client.get(path).status_code == 404
    # Back to scoring, and nothing is seen again.
    sign_in(observer)
    moved(scored, ReviewState.SCORING)
    assert seen() == []


def test_the_administration_does_not_tell(scored, client, superuser):
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    telling = []
    for model in admin.site._registry:
        if model._meta.app_label not in ("reviews", "accounts", "outcomes"):
            continue
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths = [reverse(f"{base}_changelist"), reverse(f"{base}_changelist") + f"?q={TELLTALE[:5]}"]
        for record in model._default_manager.order_by("-pk")[:3]:
            paths += [reverse(f"{base}_{page}", args=[record.pk]) for page in ("change", "history", "delete")]
        for path in paths:
            if told(client.get(path)):
                telling.append(path)
    # What is deleted along with a review is listed by name.
    delete = reverse("admin:reviews_review_delete", args=[scored.pk])
    assert not told(client.get(delete))
    assert telling == []
    one = IndividualScore.objects.latest("pk")
    changelist, change = (
        reverse("admin:reviews_individualscore_changelist"),
        reverse("admin:reviews_individualscore_change", args=[one.pk]),
    )
    assert "0 scores of single reviewers" in client.get(changelist).content.decode()
    moved(scored, ReviewState.CONSOLIDATION)
    assert told(client.get(change))


def test_nobody_opens_the_scores_by_moving_the_review_on_the_administration_pages(scored, client, superuser):
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:reviews_review_change", args=[scored.pk])).content.decode()
    assert 'name="state"' not in page


def test_the_trail_does_not_tell(scored):
    for event in AuditEvent.objects.all():
        line = json.dumps([event.changes, event.reason, event.subject_label])
        assert TELLTALE not in line
        assert DOCUMENT not in line
    assert AuditEvent.objects.filter(subject_type__model="individualscore").exclude(changes={}).count() == 0


def test_the_others_see_how_far_somebody_is_and_no_more(scored, sign_in, reviewer):
    page = sign_in(reviewer).get(path_of("reviews:my-scores")).content.decode()
    assert "Colleague" in page
    assert "2 of 76 scored" in page
    # Nothing is chosen in the list of somebody who scored nothing.
    assert " checked" not in page
