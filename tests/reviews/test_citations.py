"""What agreed scores rest on: indicators, verified entries, consultations, documents; and taking it away again."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from indicators.choices import EntryState
from reviews.choices import ReviewState
from reviews.models import AreaRating, Citation, CriterionScore
from reviews.services import ReviewRefused, Source, cite, put_back_into_review, remove_citation
from tests.factories import IndicatorFactory, ProgressEntryFactory
from tests.reviews.team_world import at, moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def score(review):
    return CriterionScore.objects.select_related("review__programme", "criterion").get(
        review=review, criterion__number=2
    )


@pytest.fixture
def indicator(programme):
    return programme.outcomes.get(number=1).indicators.get(code="1.26")


@pytest.fixture
def entry(indicator):
    return indicator.entries.get(period__label="2010")


@pytest.fixture
def event(programme):
    return programme.events.first()


def cited(score):
    return [str(citation) for citation in score.citations.all()]


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def test_a_score_rests_on_four_kinds_of_things_in_their_order(score, indicator, entry, event, reviewer):
    sources = [Source(document="Minutes"), Source(entry=entry), Source(event=event), Source(indicator=indicator)]
    cite(score=score, sources=sources, by=reviewer)
    assert cited(score) == ["Minutes", str(entry), str(event), str(indicator)]
    events = AuditEvent.objects.filter(verb=AuditVerb.EVIDENCE_CITED, subject_id=score.pk, by=reviewer)
    assert sorted(one.changes["citation"][1] for one in events) == sorted(cited(score))


def test_what_is_cited_twice_stands_once(score, indicator, reviewer):
    cite(score=score, sources=[Source(indicator=indicator)] * 2, by=reviewer)
    cite(score=score, sources=[Source(indicator=indicator), Source(document="Minutes")], by=reviewer)
    assert cited(score) == [str(indicator), "Minutes"]


@pytest.mark.parametrize("wrong", ["nothing", "two things", "another programme", "not verified", "a long name"])
def test_what_cannot_be_cited(wrong, score, indicator, entry, reviewer):
    unverified = ProgressEntryFactory(indicator=indicator, state=EntryState.SUBMITTED)
    source = {
        "nothing": Source(),
        "two things": Source(indicator=indicator, document="Minutes"),
        "another programme": Source(indicator=IndicatorFactory()),
        "not verified": Source(entry=unverified),
        "a long name": Source(document="a" * 301),
    }[wrong]
    with pytest.raises(ReviewRefused) as refusal:
        cite(score=score, sources=[Source(entry=entry), source], by=reviewer)
    assert set(refusal.value.problems) <= {"sources", "documents"}
    assert cited(score) == []


def test_only_the_team_cites_and_only_while_scores_are_agreed_on(review, score, reviewer, officer, observer):
    source = [Source(document="Minutes")]
    cite(score=score, sources=source, by=reviewer)
    citation = score.citations.get()
    for person in (officer, observer):
        with pytest.raises(PermissionDenied):
            cite(score=score, sources=source, by=person)
        with pytest.raises(PermissionDenied):
            remove_citation(citation=citation, by=person)
    moved(review, ReviewState.FINAL)
    with pytest.raises(ReviewRefused):
        cite(score=score, sources=[Source(document="More")], by=reviewer)
    with pytest.raises(ReviewRefused):
        remove_citation(citation=citation, by=reviewer)
    assert cited(score) == ["Minutes"]


def test_what_is_taken_away_can_be_put_back(review, score, indicator, reviewer):
    cite(score=score, sources=[Source(indicator=indicator), Source(document="Minutes")], by=reviewer)
    removal = remove_citation(citation=score.citations.first(), by=reviewer)
    assert cited(score) == ["Minutes"]
    put_back_into_review(review=review, removal=removal, by=reviewer)
    assert cited(score) == [str(indicator), "Minutes"]


def test_a_rating_that_is_not_kept_yet_can_be_cited_for(review, reviewer):
    ratings = AreaRating.objects.filter(review=review, country_programme_outcome__code="KHM 104", area__letter="B")
    rating = ratings.get()
    ratings.delete()
    unkept = AreaRating(review=review, country_programme_outcome=rating.country_programme_outcome, area=rating.area)
    cite(score=unkept, sources=[Source(document="Minutes")], by=reviewer)
    assert cited(ratings.get()) == ["Minutes"]


def test_the_whole_way_on_the_pages(review, score, indicator, entry, event, sign_in, reviewer, observer):
    client = sign_in(reviewer)
    form = at(review, "cite-criterion", criterion=2)
    page = words_of(client.get(form))
    for value in (f"indicator-{indicator.pk}", f"entry-{entry.pk}", f"event-{event.pk}"):
        assert f'value="{value}"' in page
    typed = {
        "sources": [f"indicator-{indicator.pk}", f"entry-{entry.pk}", f"event-{event.pk}"],
        "documents": "Minutes <2010>\r\n\r\n  Budget  ",
    }
    answer = client.post(form, typed)
    assert (answer.status_code, answer.url) == (302, at(review, "score-criterion", criterion=2))
    assert cited(score) == [str(indicator), str(entry), str(event), "Minutes <2010>", "Budget"]
    sign_in(observer)
    listed = client.get(at(review, "criteria")).content.decode()
    for link in (
        f"/indicators/{indicator.code}/",
        f"/indicators/{indicator.code}/entries/2010/",
        f"/events/{event.code}/",
    ):
        assert link in listed
    assert "Minutes &lt;2010&gt;" in listed
    sign_in(reviewer)
    first = score.citations.first()
    assert client.post(at(review, "remove-citation", record=first.pk)).status_code == 302
    assert cited(score)[0] == str(entry)
    assert "Put back" in words_of(client.get(answer.url))


@pytest.mark.parametrize(
    ("typed", "field"),
    [({}, "__all__"), ({"sources": ["indicator-0"]}, "sources"), ({"documents": "a" * 301}, "documents")],
)
def test_what_cannot_be_cited_comes_back(typed, field, review, score, sign_in, reviewer):
    answer = sign_in(reviewer).post(at(review, "cite-criterion", criterion=2), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert cited(score) == []


def test_a_citation_of_another_review_is_not_found(review, programme, sign_in, reviewer):
    other = CriterionScore.objects.filter(review__programme=programme, review__slug="2007").first()
    citation = Citation.objects.create(criterion_score=other, document="Minutes of 2007")
    assert sign_in(reviewer).post(at(review, "remove-citation", record=citation.pk)).status_code == 404
    assert cited(other) == ["Minutes of 2007"]
