"""Government, employers and workers answer a draft, each for themselves."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.choices import AuditVerb, Constituency, Role
from accounts.models import AuditEvent, Organisation
from indicators.notifications import digest_of
from reviews.choices import ReviewState, Stance
from reviews.models import Endorsement, Review
from reviews.selectors import validation_of
from reviews.selectors.waiting_sources import numbers_waiting_for, waiting_for
from reviews.services import (
    ReviewRefused,
    StaleReview,
    move_review,
    put_back_validation,
    validate_draft,
    withdraw_validation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(review):
    """The review of 2010, its draft with the constituents."""
    Review.objects.filter(pk=review.pk).update(state=ReviewState.CONSULTATION, consultation_round=1)
    review.refresh_from_db()
    return review


def answer(review, by, stance=Stance.ENDORSES, text="", revision=0):
    return validate_draft(review=review, stance=stance, text=text, revision=revision, by=by)


def matrix(review):
    """Of each round, latest first: what each group said, and who may still speak."""
    found = validation_of(Review.objects.get(pk=review.pk))
    rounds = [one for one in (found.current, *found.earlier) if one]
    return [
        {
            group.constituency: (
                [(str(said.organisation), said.stance, said.text) for said in group.said],
                [str(organisation) for organisation in group.awaited],
            )
            for group in one.groups
        }
        for one in rounds
    ]


class TestAnswering:
    def test_each_speaks_for_their_own_organisation(self, draft, government_member, employers_member, workers_member):
        answer(draft, government_member)
        answer(draft, workers_member, Stance.RESERVES, "Criterion 2 is scored too high.")
        assert matrix(draft) == [
            {
                "government": ([("TEST-government", "endorses", "")], []),
                "employers": ([], ["TEST-employers"]),
                "workers": ([("TEST-workers", "reserves", "Criterion 2 is scored too high.")], []),
            }
        ]
        assert validation_of(draft).missing == ("Employers",)
        event = AuditEvent.objects.filter(verb=AuditVerb.DRAFT_VALIDATED, by=workers_member).get()
        assert event.changes == {
            "stance": [None, "reserves"],
            "text": [None, "Criterion 2 is scored too high."],
        }

    @pytest.mark.parametrize("stance", [Stance.COMMENTS, Stance.RESERVES])
    def test_a_comment_or_reservation_is_in_words(self, stance, draft, workers_member):
        with pytest.raises(ReviewRefused) as refused:
            answer(draft, workers_member, stance)
        assert refused.value.problems == {"text": "Say in words what you comment on or reserve."}
        assert not Endorsement.objects.exists()

    def test_it_is_changed_until_the_round_ends(self, draft, workers_member, officer):
        given = answer(draft, workers_member)
        answer(draft, workers_member, Stance.COMMENTS, "Add a table.", given.revision)
        assert matrix(draft)[0]["workers"] == ([("TEST-workers", "comments", "Add a table.")], [])
        move_review(
            review=draft, to=ReviewState.DRAFT_REPORT, reason="A table is added.", revision=draft.revision, by=officer
        )
        with pytest.raises(ReviewRefused) as refused:
            answer(draft, workers_member, Stance.ENDORSES, "", 2)
        assert refused.value.problems == {"": "The review is “Draft report”: no draft is with the constituents now."}

    def test_the_next_draft_is_answered_anew(self, draft, workers_member, officer):
        answer(draft, workers_member, Stance.COMMENTS, "Add a table.")
        for state in (ReviewState.DRAFT_REPORT, ReviewState.CONSULTATION):
            draft.refresh_from_db()
            move_review(review=draft, to=state, reason="A table.", revision=draft.revision, by=officer)
        assert matrix(draft) == [
            {"government": ([], []), "employers": ([], []), "workers": ([], ["TEST-workers"])},
            {
                "government": ([], []),
                "employers": ([], []),
                "workers": ([("TEST-workers", "comments", "Add a table.")], []),
            },
        ]
        answer(draft, workers_member)
        assert [one["workers"][0][0][1] for one in matrix(draft)] == ["endorses", "comments"]

    def test_a_colleague_who_was_quicker_is_not_overwritten(self, draft, workers_member, make_person, programme):
        colleague = make_person(
            "Colleague", role=Role.CONSTITUENT, programme=programme, constituency=Constituency.WORKERS
        )
        given = answer(draft, colleague, Stance.COMMENTS, "Add a table.")
        with pytest.raises(StaleReview) as stale:
            answer(draft, workers_member)
        assert stale.value.current == given
        assert matrix(draft)[0]["workers"][0] == [("TEST-workers", "comments", "Add a table.")]

    def test_what_is_withdrawn_does_not_count_and_can_be_put_back(self, draft, workers_member):
        given = answer(draft, workers_member, Stance.COMMENTS, "Add a table.")
        withdrawn = withdraw_validation(review=draft, revision=given.revision, by=workers_member)
        assert matrix(draft)[0]["workers"] == ([], ["TEST-workers"])
        put_back_validation(review=draft, revision=withdrawn.revision, by=workers_member)
        assert matrix(draft)[0]["workers"] == ([("TEST-workers", "comments", "Add a table.")], [])
        verbs = AuditEvent.objects.about(given).order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == [AuditVerb.DRAFT_VALIDATED, AuditVerb.REMOVED, AuditVerb.PUT_BACK]

    def test_there_is_something_to_withdraw(self, draft, workers_member):
        with pytest.raises(ReviewRefused) as refused:
            withdraw_validation(review=draft, revision=0, by=workers_member)
        assert refused.value.problems == {"": "Your organisation has said nothing about this draft yet."}


class TestWhoMay:
    @pytest.mark.parametrize("who", ["officer", "reviewer", "verifier", "observer", "outcome_manager", "administrator"])
    def test_nobody_but_constituents(self, who, draft, request):
        person = request.getfixturevalue(who)
        with pytest.raises(PermissionDenied):
            answer(draft, person)
        assert not Endorsement.objects.exists()

    def test_an_outsider_neither(self, draft, outsider):
        with pytest.raises(PermissionDenied):
            answer(draft, outsider)

    def test_an_organisation_of_no_group_is_told_why(self, draft, make_person, programme):
        donor = make_person("Donor", role=Role.CONSTITUENT, programme=programme, constituency=Constituency.DONOR)
        with pytest.raises(ReviewRefused) as refused:
            answer(draft, donor)
        sentence = (
            "TEST-donor is listed as “Donor”. Only organisations of government, employers and workers "
            "answer a draft, each for itself."
        )
        assert refused.value.problems == {"": sentence}

    def test_who_belongs_to_no_organisation_is_told_why(self, draft, workers_member):
        workers_member.organisation = None
        workers_member.save()
        with pytest.raises(ReviewRefused, match="You belong to no organisation here"):
            answer(draft, workers_member)

    @pytest.mark.parametrize("state", [state for state in ReviewState if state != ReviewState.CONSULTATION])
    def test_only_while_the_draft_is_with_them(self, state, draft, workers_member):
        Review.objects.filter(pk=draft.pk).update(state=state)
        with pytest.raises(ReviewRefused, match="no draft is with the constituents now"):
            answer(draft, workers_member)


class TestMatrix:
    def test_before_the_first_draft_all_are_missing(self, review):
        found = validation_of(review)
        assert (bool(found), found.is_open, found.earlier) == (False, False, ())
        assert found.missing == ("Government", "Employers", "Workers")

    def test_it_takes_the_same_queries_for_many(self, draft, programme, make_person, django_assert_num_queries):
        for number in range(3):
            organisation = Organisation.objects.create(acronym=f"UNION {number}", constituency=Constituency.WORKERS)
            person = make_person(f"Speaker {number}", role=Role.CONSTITUENT, programme=programme)
            person.organisation = organisation
            person.save()
            answer(draft, person)
            with django_assert_num_queries(2):
                assert len(validation_of(draft).current.groups[2].said) == number + 1


class TestWaiting:
    def test_a_draft_waits_for_who_has_not_answered(self, draft, workers_member, government_member, officer):
        answer(draft, government_member)
        (group,) = waiting_for(workers_member)
        (item,) = group.items
        address = reverse("reviews:validation", kwargs={"programme": draft.programme.code, "review": "2010"})
        assert (item.kind, item.what, item.address) == ("drafts", draft.title, address)
        assert waiting_for(government_member) == ()
        assert numbers_waiting_for(officer) == {}

    def test_it_waits_again_when_it_is_withdrawn(self, draft, workers_member):
        given = answer(draft, workers_member)
        assert numbers_waiting_for(workers_member) == {}
        withdraw_validation(review=draft, revision=given.revision, by=workers_member)
        assert numbers_waiting_for(workers_member) == {"drafts": 1}

    def test_scores_wait_while_each_scores_alone(self, review, reviewer):
        assert numbers_waiting_for(reviewer) == {}
        Review.objects.filter(pk=review.pk).update(state=ReviewState.SCORING)
        (group,) = waiting_for(reviewer)
        assert (str(group.title), len(group)) == ("Scores to hand in", 1)

    def test_the_mail_and_my_work_say_so(self, draft, workers_member, sign_in):
        digest = digest_of(workers_member, today=timezone.localdate())
        (section,) = digest.sections
        assert (section.title, section.number) == ("A draft report waits for your word", 1)
        assert digest.subject == "1 draft report for your word – DWCP results"
        page = sign_in(workers_member).get("/my-work/")
        assert (page.status_code, page.context["work_waiting"]) == (200, 1)
        assert "A draft report waits for your word" in page.content.decode()
        dashboard = sign_in(workers_member).get(f"/{draft.programme.code}/")
        assert [len(group) for group in dashboard.context["asked"]] == [1]


class TestPage:
    @pytest.fixture
    def page(self, draft):
        return f"/{draft.programme.code}/reviews/2010/validation/"

    def test_one_answers_changes_and_withdraws(self, page, draft, sign_in, workers_member):
        client = sign_in(workers_member)
        seen = client.get(page)
        assert seen.status_code == 200
        refused = client.post(page, {"stance": "comments", "text": "", "revision": 0})
        assert refused.status_code == 422
        assert "Say in words what you comment on or reserve." in refused.content.decode()
        assert client.post(page, {"stance": "comments", "text": "Add.", "revision": 0}).status_code == 302
        stale = client.post(page, {"stance": "endorses", "text": "", "revision": 0})
        assert stale.status_code == 409
        assert stale.context["form"]["revision"].value() == 1
        assert client.post(page, {"stance": "endorses", "text": "", "revision": 1}).status_code == 302
        assert matrix(draft)[0]["workers"][0] == [("TEST-workers", "endorses", "")]
        # No number of a revision is so long.
        assert client.post(f"{page}withdraw/", {"revision": "9" * 5000}).status_code == 302
        client.post(f"{page}withdraw/", {"revision": 2})
        assert matrix(draft)[0]["workers"][0] == []
        client.post(f"{page}put-back/", {"revision": 3})
        assert matrix(draft)[0]["workers"][0] == [("TEST-workers", "endorses", "")]

    def test_others_read_and_cannot_answer(self, page, sign_in, officer, make_person, programme):
        client = sign_in(officer)
        answered = client.get(page)
        assert answered.status_code == 200
        assert "Answer for your organisation" not in answered.content.decode()
        assert client.post(page, {"stance": "endorses", "revision": 0}).status_code == 403
        donor = make_person("Donor", role=Role.CONSTITUENT, programme=programme, constituency=Constituency.DONOR)
        assert "TEST-donor is listed as “Donor”." in sign_in(donor).get(page).content.decode()

    def test_it_takes_the_same_queries_for_one_and_for_three(
        self, page, draft, sign_in, make_person, programme, django_assert_max_num_queries
    ):
        speakers = []
        for number in range(3):
            person = make_person(f"Speaker {number}", role=Role.CONSTITUENT, programme=programme)
            person.organisation = Organisation.objects.create(acronym=f"UNION {number}", constituency="workers")
            person.save()
            speakers.append(person)
        client, taken = sign_in(speakers[0]), []
        for speaker in speakers:
            answer(draft, speaker)
            with django_assert_max_num_queries(15) as queries:
                assert client.get(page).status_code == 200
            taken.append(len(queries))
        assert taken[0] == taken[2]


def test_the_api_shows_the_same_matrix(draft, workers_member, sign_in, observer, make_person, programme):
    make_person("Speaker", role=Role.CONSTITUENT, programme=programme, constituency=Constituency.EMPLOYERS)
    given = answer(draft, workers_member, Stance.COMMENTS, "Add a table.")
    shown = sign_in(observer).get(f"/api/v1/programmes/{programme.code}/reviews/2010/validation/").json()
    moment = shown["current"]["groups"][2]["said"][0].pop("given_at")
    assert parse_datetime(moment) == given.given_at
    said = {"organisation": "TEST-workers", "stance": "comments", "text": "Add a table.", "given_by": "Workers member"}
    assert shown == {
        "is_open": True,
        "missing": ["Government", "Employers"],
        "current": {
            "number": 1,
            "groups": [
                {"constituency": "government", "said": [], "awaited": []},
                {"constituency": "employers", "said": [], "awaited": ["TEST-employers"]},
                {"constituency": "workers", "said": [said], "awaited": []},
            ],
        },
        "earlier": [],
    }
