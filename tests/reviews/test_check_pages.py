"""The consistency check of the real review, its answers, and the pages of findings, comparison and checks."""

from collections import Counter

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import AuditVerb, Constituency
from accounts.models import AuditEvent, Organisation
from accounts.services import record_event
from indicators.models import ProgressEntry
from reviews.choices import CheckKind, Finding, ReviewState, SectionKey, Stance
from reviews.models import (
    AreaRating,
    CheckAnswer,
    Citation,
    CriterionScore,
    Endorsement,
    IndicatorFinding,
    IndividualScore,
    ReportText,
    Review,
    TeamMember,
)
from reviews.report.figures import figures_of
from reviews.selectors import basis_of
from reviews.selectors.checks import checks_of, open_checks_of, seen_together
from reviews.selectors.checks.material import material_of
from reviews.selectors.checks.prose import topics_of
from reviews.services import (
    ReviewRefused,
    answer_check,
    answer_checks_alike,
    remove_finding,
    withdraw_check_answer,
)

pytestmark = pytest.mark.django_db

ENOUGH = 15


@pytest.fixture(autouse=True)
def nothing_cached():
    cache.clear()


def by_kind(checks):
    return {kind: number for kind, number in Counter(check.kind.value for check in checks).items() if number}


def of_kind(review, kind):
    return [check.sentence for check in checks_of(review) if check.kind == kind]


def the_check(review, key):
    return next(check for check in checks_of(review) if check.key == key)


def address(review, name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"programme": review.programme.code, "review": review.slug, **kwargs})


def test_what_stands_against_the_review_of_2010(review):
    checks = checks_of(review)
    assert by_kind(checks) == {
        "typed": 4,
        "no_words": 2,
        "coverage": 1,
        "no_basis": 18,
        "to_nobody": 9,
        "other_numbers": 1,
    }
    assert open_checks_of(review) == checks
    assert len({check.key for check in checks}) == len({check.anchor for check in checks}) == len(checks)
    assert [check.sentence for check in checks if check.kind in (CheckKind.NO_WORDS, CheckKind.COVERAGE)] == [
        "KHM 105 is rated without a comment in areas A, B, C, D and E.",
        "KHM 826 is rated without a comment in area C.",
        "14 of the 26 indicators of outcome 1 were never assessed: 1.2; 1.6; 1.7; 1.9; 1.11; 1.12; 1.13; 1.14; 1.15; "
        "1.16; 1.20; 1.21; 1.22; 1.23.",
    ]


def test_figures_the_prose_of_2010_has_otherwise_than_its_tables(review):
    found = [sentence.split(" Use the live figure")[0] for sentence in of_kind(review, CheckKind.TYPED)]
    assert found == [
        "“11” stands in no table; closest is 14, outcomes reviewed.",
        "“11” stands in no table; closest is 14, outcomes reviewed.",
        "“142,727” stands in no table; closest is US$\N{NO-BREAK SPACE}135,727, resources from RB.",
        "“13,195,534” stands in no table; closest is US$\N{NO-BREAK SPACE}13,213,475, resources of the outcomes.",
    ]


def test_the_live_fields_it_names_exist_and_say_the_same(review):
    live = {figure.name: figure.value for figure in figures_of(basis_of(review))}
    named = {figure.name: figure.value for _wording, figures in topics_of(material_of(review)) for figure in figures}
    del named[""]  # counts of coverage, which no live field has
    assert len(named) > 40
    assert named == {name: live.get(name) for name in named}


def test_every_check_leads_where_it_can_be_mended(review, sign_in, reviewer):
    client = sign_in(reviewer)
    links = {check.link.split("#")[0] for check in checks_of(review)}
    assert {client.get(link).status_code for link in links} == {200}


def test_a_review_nobody_scored_yet_is_only_short_of_what_it_needs(review, programme):
    fresh = Review.objects.create(programme=programme, template=review.template, slug="2012", title="Next")
    assert by_kind(checks_of(fresh)) == {"coverage": 4}


def test_typed_averages_of_the_report_are_held_against_the_live_ones(review):
    text = ReportText.objects.create(
        review=review,
        section=SectionKey.CONCLUSIONS,
        text="The average of 3.9 is moderate; {criteria.average} it is. An average of 3.8 is right. 13 outcomes stood.",
    )
    found = {check.key: check for check in checks_of(review) if f"text-{text.pk}" in check.key}
    assert found.keys() == {f"typed:text-{text.pk}:3.9", f"typed:text-{text.pk}:13"}
    assert found[f"typed:text-{text.pk}:3.9"].sentence == (
        "“3.9” stands in no table; closest is 3.8, average of the criteria. Use the live figure {criteria.average}, or "
        "say why the text may differ. It stands in: “The average of 3.9 is moderate; {criteria.average} it is.”"
    )


def test_a_high_score_over_weak_figures_is_pointed_out(review):
    outcome = review.country_programme_outcomes.get(code="KHM 826")
    AreaRating.objects.filter(review=review, country_programme_outcome=outcome, area__letter="D").update(rating=5)
    outcome.indicator_findings.filter(number__in=(1, 2)).update(finding=Finding.NOT_ACHIEVED)
    assert of_kind(review, CheckKind.SCORES) == [
        "The rating of KHM 826 in area D is 5 of 6, yet 3 of the 4 indicators that could be assessed were not achieved "
        "or stand below half of the way to their target."
    ]


def test_a_low_score_over_strong_figures_is_pointed_out(review):
    CriterionScore.objects.filter(review=review).update(score=2)
    assert of_kind(review, CheckKind.SCORES) == [
        "The average of the criteria is only 2.0 of 6, yet 25 of the 37 indicators that could be assessed were "
        "achieved."
    ]


def test_scores_need_words_and_evidence(review):
    scores = CriterionScore.objects.filter(review=review)
    scores.filter(criterion__number=1).update(rationale="")
    scores.filter(criterion__number=2).update(rationale="", score=None)
    review.sub_criterion_findings.filter(criterion__number__in=(3, 4)).delete()
    Citation.objects.create(criterion_score=scores.get(criterion__number=4), document="Mid-term report")
    AreaRating.objects.filter(
        review=review, country_programme_outcome__code="KHM 105", area__letter__in=("D", "E")
    ).update(rating=None)
    assert of_kind(review, CheckKind.NOT_SCORED) == [
        "Criterion 2 has no score, and nothing says why.",
        "KHM 105 is not rated in areas D and E, and nothing says why.",
    ]
    assert of_kind(review, CheckKind.NO_WORDS)[0] == "Criterion 1 is scored without a rationale."
    assert of_kind(review, CheckKind.NO_EVIDENCE) == [
        "Criterion 3 cites nothing, and no finding on its sub-criteria stands beneath it."
    ]


def test_views_far_apart_are_said_unless_somebody_explains(review, reviewer, make_person, programme):
    other = make_person("Second reviewer", role="reviewer", programme=programme)
    TeamMember.objects.create(review=review, person=other)
    score = CriterionScore.objects.get(review=review, criterion__number=2)
    for person, given in ((reviewer, 2), (other, 4)):
        IndividualScore.objects.create(review=review, reviewer=person, criterion=score.criterion, score=given)
    assert of_kind(review, CheckKind.SPREAD) == []
    CriterionScore.objects.filter(pk=score.pk).update(rationale="")
    assert of_kind(review, CheckKind.SPREAD) == [
        "The team gave criterion 2 scores from 2 to 4; nobody dissents, and nothing says how the team came together."
    ]
    # As long as everybody scores alone the check gives nothing away.
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SCORING)
    assert of_kind(Review.objects.get(pk=review.pk), CheckKind.SPREAD) == []
    # Dissent is no problem: it is the answer.
    score.dissents.create(by=other, score=4, text="A committee meets.")
    assert of_kind(review, CheckKind.SPREAD) == []


def test_findings_against_the_figures(review):
    finding = review.indicator_findings.get(country_programme_outcome__code="KHM 104", number=7)
    IndicatorFinding.objects.filter(pk=finding.pk).update(finding=Finding.ACHIEVED)
    other = review.indicator_findings.filter(country_programme_outcome__code="KHM 158", number=6)
    other.update(finding_basis="", basis="measured")
    assert of_kind(review, CheckKind.CONTRADICTIONS) == [
        "KHM 104, indicator 7 was found “Achieved”; the figures say the opposite. The verified figure went 0% of the "
        "way to the target, less than half of it.",
        "KHM 158, indicator 6 was found “Achieved”, the figures suggest “Exceeded”; nothing says why. The verified "
        "figure passed the target.",
    ]


def test_facts_that_changed_since_the_review_was_opened(review, officer):
    assert of_kind(review, CheckKind.FACTS) == []
    entry = ProgressEntry.objects.get(indicator__code="1.26", indicator__outcome__programme=review.programme)
    ProgressEntry.objects.filter(pk=entry.pk).update(value=90_000)
    record_event(AuditVerb.CHANGED, entry, by=officer)
    assert of_kind(review, CheckKind.FACTS) == ["1 fact is different today from what the review judges: 1.26."]


def test_who_began_earlier_and_is_done_later_changes_facts_too(review, officer):
    entry = ProgressEntry.objects.get(indicator__code="1.26", indicator__outcome__programme=review.programme)
    record_event(AuditVerb.CHANGED, entry, by=officer)
    # The trace of somebody who began after the one below, and was done before.
    later = AuditEvent.objects.latest("pk")
    AuditEvent.objects.filter(pk=later.pk).update(id=later.pk + 100)
    assert of_kind(review, CheckKind.FACTS) == []
    ProgressEntry.objects.filter(pk=entry.pk).update(value=90_000)
    later.save(force_insert=True)
    assert of_kind(review, CheckKind.FACTS) == ["1 fact is different today from what the review judges: 1.26."]


def test_constituents_who_said_nothing_to_the_draft(review, government_member):
    Review.objects.filter(pk=review.pk).update(state=ReviewState.CONSULTATION, consultation_round=1)
    review = Review.objects.select_related("programme", "template").get(pk=review.pk)
    Endorsement.objects.create(
        review=review,
        consultation_round=1,
        organisation=Organisation.objects.filter(constituency=Constituency.GOVERNMENT).first(),
        constituency=Constituency.GOVERNMENT,
        stance=Stance.ENDORSES,
        given_by=government_member,
        given_at=timezone.now(),
    )
    assert of_kind(review, CheckKind.SILENCE) == [
        "Employers: nobody has said anything to draft 1 yet.",
        "Workers: nobody has said anything to draft 1 yet.",
    ]


def answer(review, key, by, text="The printed report has it so."):
    return answer_check(review=review, key=key, seen=the_check(review, key).sentence, answer=text, by=by)


def coverage_key(review):
    return f"coverage:outcome-{review.programme.outcomes.get(number=1).pk}"


def test_what_is_answered_is_open_no_more_until_it_changes(review, reviewer):
    key, before = coverage_key(review), len(open_checks_of(review))
    answer(review, key, reviewer)
    assert len(open_checks_of(review)) == before - 1
    assert the_check(review, key).is_answered
    remove_finding(finding=review.indicator_findings.get(indicator__code="1.1"), by=reviewer)
    changed = the_check(review, key)
    assert changed.sentence.startswith("15 of the 26 indicators of outcome 1 were never assessed: 1.1; 1.2;")
    assert (changed.is_answered, changed.answer.answer) == (False, "The printed report has it so.")


def test_an_answer_leaves_a_trace_and_can_be_changed_and_withdrawn(review, reviewer, officer):
    key = coverage_key(review)
    seen = the_check(review, key).sentence
    answer(review, key, reviewer)
    answer(review, key, reviewer)  # the same again: nothing happened
    answer(review, key, officer, "Dropped by agreement.")
    withdraw_check_answer(review=review, key=key, by=reviewer)
    events = AuditEvent.objects.filter(verb=AuditVerb.CHECK_ANSWERED).order_by("pk")
    assert [(event.by, event.changes) for event in events] == [
        (reviewer, {"seen": [None, seen], "answer": [None, "The printed report has it so."]}),
        (officer, {"seen": [seen, seen], "answer": ["The printed report has it so.", "Dropped by agreement."]}),
        (reviewer, {"seen": [seen, None], "answer": ["Dropped by agreement.", None]}),
    ]
    assert not CheckAnswer.objects.exists()


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"answer": " "}, {"answer": "Say why it may stand."}),
        ({"key": "solved"}, {"": "This is solved already: it stands in the list no more."}),
        (
            {"seen": "Something else."},
            {"": "What you answered has changed meanwhile: read it again below, and answer what stands there now."},
        ),
    ],
)
def test_answers_that_cannot_stand(given, problems, review, reviewer):
    key = coverage_key(review)
    typed = {"key": key, "seen": the_check(review, key).sentence, "answer": "So be it."} | given
    with pytest.raises(ReviewRefused) as refusal:
        answer_check(review=review, by=reviewer, **typed)
    assert refusal.value.problems == problems


def open_of(review, kind):
    return [check for check in open_checks_of(review) if check.kind == kind]


def test_all_that_is_open_of_a_kind_is_answered_in_the_same_words(review, reviewer, officer):
    first, *others = open_of(review, CheckKind.TO_NOBODY)
    answer_check(review=review, key=first.key, seen=first.sentence, answer="Meant for all.", by=officer)
    answers = answer_checks_alike(
        review=review, kind=CheckKind.TO_NOBODY, seen=seen_together(others), answer=" As printed in 2011. ", by=reviewer
    )
    assert [(one.check_key, one.seen, one.answer, one.answered_by) for one in answers] == [
        (check.key, check.sentence, "As printed in 2011.", reviewer) for check in others
    ]
    assert open_of(review, CheckKind.TO_NOBODY) == []
    assert the_check(review, first.key).answer.answer == "Meant for all."
    assert AuditEvent.objects.filter(verb=AuditVerb.CHECK_ANSWERED, by=reviewer).count() == len(others) == 8


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"answer": " "}, {"answer": "Say why it may stand."}),
        ({"kind": CheckKind.TYPED}, {"": "Of this kind each has its own reason: answer them one by one."}),
        ({"kind": CheckKind.NOT_SCORED}, {"": "Of this kind nothing is open any more."}),
        (
            {"seen": "yesterday"},
            {"": "What you answered has changed meanwhile: read it again below, and answer what stands there now."},
        ),
    ],
)
def test_answers_to_a_whole_kind_that_cannot_stand(given, problems, review, reviewer):
    seen = seen_together(open_of(review, CheckKind.NO_BASIS))
    said = {"kind": CheckKind.NO_BASIS, "seen": seen, "answer": "So be it."} | given
    with pytest.raises(ReviewRefused) as refusal:
        answer_checks_alike(review=review, by=reviewer, **said)
    assert (refusal.value.problems, CheckAnswer.objects.count()) == (problems, 0)


def test_a_final_report_is_answered_for_no_more(review, reviewer):
    Review.objects.filter(pk=review.pk).update(state=ReviewState.FINAL)
    for act in (
        lambda: answer(review, coverage_key(review), reviewer),
        lambda: withdraw_check_answer(review=review, key="any", by=reviewer),
    ):
        with pytest.raises(ReviewRefused) as refusal:
            act()
        assert refusal.value.problems == {"": "The report is final: its checks stay as they were answered."}


def test_only_who_writes_the_report_answers(review, observer, verifier, employers_member):
    for person in (observer, verifier, employers_member):
        with pytest.raises(PermissionDenied):
            answer(review, coverage_key(review), person)


def test_the_list_quotes_the_draft_and_is_for_who_writes_it(sign_in, observer, officer, review):
    place = {"programme": review.programme.code, "review": review.slug}
    for path in (address(review, "checks"), reverse("api:review-checks", kwargs=place)):
        assert [sign_in(person).get(path).status_code for person in (officer, observer)] == [200, 403]


def read(client, review, what):
    place = {"programme": review.programme.code, "review": review.slug}
    return client.get(reverse(f"api:review-{what}", kwargs=place)).json()


def test_programs_read_the_same(sign_in, observer, officer, review):
    assert [(one["key"], one["sentence"], one["is_answered"]) for one in read(sign_in(officer), review, "checks")] == [
        (check.key, check.sentence, False) for check in checks_of(review)
    ]
    client = sign_in(observer)
    coverage = read(client, review, "coverage")
    assert [(one["outcome"], one["total"], one["assessed"], len(one["never"])) for one in coverage["outcomes"]] == [
        (1, 26, 12, 14),
        (2, 9, 9, 0),
        (3, 7, 7, 0),
        (4, 9, 9, 0),
    ]
    assert [(one["outcome"], one["number"]) for one in coverage["findings"] if one["differs"]] == [
        ("KHM 158", 6),
        ("KHM 802", 2),
    ]
    comparison = read(client, review, "comparison")
    assert [(one["review"], one["average"], one["is_strict"]) for one in comparison["reviews"]] == [
        ("2010", "3.8", True),
        ("2007", "4.4", True),
    ]
    assert [[score["score"] for score in cell] for cell in comparison["criteria"][2]["scores"]] == [[4], [None]]


@pytest.fixture
def page(sign_in, reviewer, review):
    """Opens and sends pages of the review as the reviewer."""

    class Page:
        client = sign_in(reviewer)

        def get(self, name, **kwargs):
            return self.client.get(address(review, name, **kwargs))

        def post(self, name, typed, **kwargs):
            return self.client.post(address(review, name, **kwargs), typed)

    return Page()


def test_the_list_is_worked_through(page, review):
    before = page.get("checks")
    assert (before.context["number"], before.context["open_number"]) == (35, 35)
    key = coverage_key(review)
    typed = {"key": key, "seen": the_check(review, key).sentence, "answer": "Dropped by agreement."}
    assert page.post("answer-check", typed).url == address(review, "checks")
    after = page.get("checks")
    assert (after.context["open_number"], [check.key for check, _form in after.context["answered"]]) == (34, [key])
    assert "Dropped by agreement." in after.content.decode()
    assert page.post("withdraw-answer", {"key": key}).url == address(review, "checks")
    # A key that was made up is none, whatever it holds.
    assert page.post("withdraw-answer", {"key": "a\x00b"}).url == address(review, "checks")
    assert page.get("checks").context["open_number"] == 35


@pytest.mark.parametrize(
    ("changed", "status"), [({"answer": ""}, 422), ({"seen": "As it was yesterday."}, 409), ({"key": "solved"}, 409)]
)
def test_nothing_typed_into_an_answer_is_lost(changed, status, page, review):
    key = coverage_key(review)
    typed = {"key": key, "seen": the_check(review, key).sentence, "answer": "Dropped by agreement."} | changed
    response = page.post("answer-check", typed)
    assert response.status_code == status
    if typed["answer"]:
        assert "Dropped by agreement." in response.content.decode()
    if status == 409 and typed["key"] == key:
        # Sent again, it answers what stands there now.
        assert response.context["form"]["seen"].value() == the_check(review, key).sentence


def test_a_whole_kind_is_answered_from_the_list(page, review):
    groups = page.get("checks").context["groups"]
    assert [(group.kind.value, len(group.rows)) for group in groups if group.alike] == [
        ("no_words", 2),
        ("no_basis", 18),
        ("to_nobody", 9),
    ]
    form = next(group.alike for group in groups if group.kind == CheckKind.NO_BASIS)
    typed = {**form.initial, "answer": "The report of 2011 does not say."}
    assert page.post("answer-check", typed).url == address(review, "checks")
    assert page.get("checks").context["open_number"] == 35 - 18
    again = page.post("answer-check", typed)
    assert (again.status_code, again.context["is_gone"]) == (409, True)
    assert "The report of 2011 does not say." in again.content.decode()


def test_an_answer_to_a_kind_that_changed_meanwhile_comes_back(page, review):
    remaining = open_of(review, CheckKind.NO_BASIS)[1:]
    typed = {"key": "no_basis", "seen": seen_together(remaining), "answer": "The report of 2011 does not say."}
    response = page.post("answer-check", typed)
    assert (response.status_code, response.context["is_gone"], CheckAnswer.objects.count()) == (409, False, 0)
    assert typed["answer"] in response.content.decode()
    # Sent again, it answers all that stands there now.
    assert page.post("answer-check", typed | {"seen": response.context["form"]["seen"].value()}).status_code == 302
    assert open_of(review, CheckKind.NO_BASIS) == []


FINDING = {
    "decision": "achieved",
    "basis": "measured",
    "words": "It was printed.",
    "attribution": "shared",
    "shared_with": "NIS",
    "revision": 1,
}


def test_a_finding_is_decided_beside_what_its_figures_suggest(page, review):
    finding = review.indicator_findings.first()
    shown = page.get("decide-finding", record=finding.pk)
    assert (shown.context["suggestion"].finding, shown.context["form"].initial["basis"]) == ("achieved", "stated")
    response = page.post("decide-finding", FINDING, record=finding.pk)
    assert response.url == f"{address(review, 'indicators')}#finding-{finding.pk}"
    finding.refresh_from_db()
    assert (finding.basis, finding.attribution, finding.shared_with) == ("measured", "shared", "NIS")
    stale = page.post("decide-finding", FINDING | {"words": "Mine."}, record=finding.pk)
    assert (stale.status_code, stale.context["form"]["revision"].value()) == (409, "2")
    assert "Mine." in stale.content.decode()
    refused = page.post("decide-finding", FINDING | {"shared_with": "", "revision": 2}, record=finding.pk)
    assert (refused.status_code, refused.context["form"].errors) == (
        422,
        {"shared_with": ["Say with whom the result is shared."]},
    )


def test_an_indicator_never_assessed_is_assessed_removed_and_put_back(page, review):
    outcome = review.country_programme_outcomes.get(code="KHM 106")
    shown = page.get("assess-indicator", indicator="1.6")
    codes = [one.code for one in shown.context["form"].fields["country_programme_outcome"].queryset]
    assert codes == ["KHM 104", "KHM 105", "KHM 106", "KHM 801", "KHM 802", "KHM 826"]
    typed = {"decision": "not_assessed", "words": "Dropped.", "country_programme_outcome": outcome.pk}
    assert page.post("assess-indicator", typed, indicator="1.6").status_code == 302
    finding = review.indicator_findings.get(indicator__code="1.6")
    assert page.get("remove-finding", record=finding.pk).status_code == 200
    page.post("remove-finding", {}, record=finding.pk)
    assert not review.indicator_findings.filter(indicator__code="1.6").exists()
    (removal,) = page.get("indicators").context["removed"]
    page.post("put-back", {"back": address(review, "indicators")}, removal=removal.pk)
    assert review.indicator_findings.get(indicator__code="1.6").pk == finding.pk


def test_an_outcome_that_is_not_under_review_is_refused_in_words(page, review):
    typed = {"decision": "not_assessed", "country_programme_outcome": 999_999}
    response = page.post("assess-indicator", typed, indicator="1.6")
    assert (response.status_code, response.context["form"].errors["country_programme_outcome"]) == (
        422,
        ["This outcome is not under review. Choose one from the list."],
    )


def test_who_only_reads_finds_no_way_to_decide(sign_in, observer, review):
    shown = sign_in(observer).get(address(review, "indicators")).content.decode()
    assert "15 of them are as the figures suggest" in shown
    assert address(review, "assess-indicator", indicator="1.6") not in shown
    first = review.indicator_findings.first()
    assert address(review, "decide-finding", record=first.pk) not in shown


@pytest.mark.parametrize("name", ["indicators", "comparison", "checks"])
def test_pages_ask_the_database_no_more_for_a_large_review_than_for_a_small_one(name, page, review):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert page.get(name).status_code == 200
        return len(asked)

    page.get(name)
    large = queries()
    review.indicator_findings.exclude(pk=review.indicator_findings.first().pk).delete()
    review.recommendations.exclude(number=1).delete()
    review.narratives.all()[0].delete()
    review.area_ratings.exclude(country_programme_outcome__code="KHM 104").delete()
    assert queries() == large <= ENOUGH
