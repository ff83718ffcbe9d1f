"""What each section of a report holds: whole results on small worlds."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.choices import Constituency
from dwcp.toolkit.documents.blocks import Callout, Paragraph, Table, words
from dwcp.toolkit.documents.outline import parts_of, tables_of
from outcomes.models import CountryProgrammeOutcome
from reviews.choices import (
    ActionStatus,
    Adequacy,
    Control,
    Finding,
    NarrativeHeading,
    ResponseVerdict,
    ReviewState,
    SectionKey,
    Stance,
    TeamCapacity,
)
from reviews.models import Citation, CriterionMatch, Dissent, Endorsement, ReportSection, ReportText, Review, TeamMember
from reviews.report import Edition, document_of, figures_of
from reviews.report.numbering import roman
from reviews.selectors import basis_of, budget_table_of, fixed_facts_of
from reviews.services import fix_facts
from tests.factories import (
    AreaRatingFactory,
    BudgetLineFactory,
    CountryProgrammeOutcomeFactory,
    CriterionFactory,
    CriterionScoreFactory,
    DwcpOutcomeFactory,
    FollowUpActionFactory,
    IndicatorFactory,
    IndicatorFindingFactory,
    ManagementResponseFactory,
    OrganisationFactory,
    OutcomeNarrativeFactory,
    PerformanceAreaFactory,
    RatingLabelFactory,
    RecommendationFactory,
    ReviewFactory,
    SubCriterionFactory,
    SubCriterionFindingFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(db):
    """A review by a method with three steps, two criteria and two areas; nothing is scored yet."""
    review = ReviewFactory(slug="2013", title="Review 2013", state=ReviewState.DRAFT_REPORT)
    for step, label in ((1, "Poor"), (2, "Fair"), (3, "Good")):
        RatingLabelFactory(template=review.template, score=step, label=label)
    CriterionFactory(template=review.template, number=1, title="Relevance")
    CriterionFactory(template=review.template, number=2, title="Results")
    PerformanceAreaFactory(template=review.template, letter="A", title="Resources", control=Control.EXTERNAL)
    PerformanceAreaFactory(template=review.template, letter="B", title="Delivery", control=Control.ILO)
    return Review.objects.select_related("programme__country", "template").get(pk=review.pk)


@pytest.fixture
def scored(small):
    """Both criteria scored: 3 and not at all."""
    first, second = small.template.criteria.all()
    CriterionScoreFactory(review=small, criterion=first, score=3, rationale="It fits.\nIn all respects.")
    CriterionScoreFactory(review=small, criterion=second, score=None)
    return small


def rated(review, code="KHM 104", ratings=(2, 3), number=1):
    """An outcome of the programme's outcome `number`, rated in both areas."""
    outcome = CountryProgrammeOutcomeFactory(programme=review.programme, code=code, title=f"Title of {code}")
    served = review.programme.outcomes.filter(number=number).first() or DwcpOutcomeFactory(
        programme=review.programme, number=number, title="Jobs", priority__letter="A", priority__title="Work"
    )
    outcome.dwcp_outcomes.add(served)
    review.country_programme_outcomes.add(outcome)
    for area, rating in zip(review.template.areas.all(), ratings, strict=True):
        AreaRatingFactory(review=review, country_programme_outcome=outcome, area=area, rating=rating)
    return outcome


def part(document, key):
    """The part of a key, wherever it stands."""
    return next(one for _level, one in parts_of(document) if one.key == key)


def table(document, key):
    """(head, rows) of a table, as words."""
    found = next(one for one in tables_of(document) if one.key == key)
    rows = [[words(cell.text) for cell in row.cells] for row in found.rows]
    return [column.title for column in found.columns], rows


def said(blocks):
    """The words of paragraphs and of what is set apart."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(words(block.text))
        elif isinstance(block, Callout):
            lines.append(f"[{block.title}] {' '.join(said(block.blocks))}")
    return lines


# The whole


def test_a_template_without_sections_has_all_of_them_in_order(scored):
    keys = [one.key.replace("-", "_") for one in document_of(scored).parts]
    assert keys == [key.value for key in SectionKey if key.value in keys]
    assert keys == [
        "preface",
        "contents",
        "list_of_tables",
        "executive_summary",
        "introduction",
        "context",
        "criteria",
        "progress",
        "suggestions",
        "conclusions",
        "annex_figures",
    ]


def test_the_template_says_which_sections_in_which_order_under_which_title(scored):
    for position, (key, title, wording) in enumerate(
        [
            (SectionKey.CONCLUSIONS, "What we conclude", "Always said: {criteria.average}."),
            (SectionKey.ANNEX_TERMS, "", "By the *book*."),
            (SectionKey.VALIDATION, "Left out, since nothing stands in it", ""),
            (SectionKey.CRITERIA, "", ""),
        ]
    ):
        ReportSection.objects.create(
            template=scored.template, position=position, section=key, title=title, wording=wording
        )
    ReportText.objects.create(review=scored, section=SectionKey.CONCLUSIONS, text="Our words.")
    document = document_of(scored)
    assert [(one.number, one.title) for one in document.parts] == [
        ("1", "What we conclude"),
        ("Annex I", "Terms of reference and timetable"),
        ("2", "Performance by criterion"),
    ]
    assert said(document.parts[0].blocks)[:2] == ["Always said: 3.", "Our words."]
    assert isinstance(document.parts[0].blocks[2], Table)
    assert [one.number for one in tables_of(document)] == ["1.1"]


def test_a_draft_says_so_and_a_version_says_which_it_is(scored):
    TeamMember.objects.create(
        review=scored,
        person=UserFactory(name="Ann"),
        capacity=TeamCapacity.LEAD,
        constituency=Constituency.WORKERS,
    )
    draft = document_of(scored).cover
    as_at = f"Figures as at {date.today():%-d %B %Y}"
    assert (draft.title, draft.mark) == ("Review 2013", "Draft")
    assert draft.lines == (scored.programme.title, "Ann – Leads the review, Workers", as_at)
    edition = Edition(2, date(2014, 3, 9), erratum="Table 6.1 was wrong.", signed_by="Bo")
    version = document_of(scored, edition=edition)
    assert version.cover.mark == ""
    assert version.cover.lines[-1] == "Version 2, signed on 9 March 2014 by Bo"
    assert said(version.parts[0].blocks) == ["[Version 2 of 9 March 2014 corrects:] Table 6.1 was wrong."]
    assert document_of(scored, mark="For comments").cover.mark == "For comments"
    scored.state = ReviewState.FINAL
    assert document_of(scored).cover.mark == ""


def test_the_report_is_in_the_language_of_its_reader(scored):
    with override("km"):
        assert document_of(scored).language == "km"


def test_a_review_with_nothing_in_it_still_gives_a_report():
    review = ReviewFactory(slug="2013", title="Review 2013")
    RatingLabelFactory(template=review.template, score=1)
    document = document_of(review)
    assert said(part(document, "criteria").blocks) == ["No criterion has been scored yet."]
    assert said(part(document, "progress").blocks) == ["No outcome has been rated yet."]
    assert said(part(document, "conclusions").blocks) == ["Nothing has been scored and nothing is recommended yet."]
    assert said(part(document, "suggestions").blocks) == ["No suggestions for the next programme are recorded."]
    for _level, one in parts_of(document):
        assert one.blocks or one.parts


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "I"), (4, "IV"), (8, "VIII"), (9, "IX"), (14, "XIV"), (23, "XXIII")]
)
def test_annexes_have_roman_numbers(number, letters):
    assert roman(number) == letters


def test_it_takes_as_many_queries_for_any_number_of_outcomes(scored):
    def queries():
        review = Review.objects.select_related("programme__country", "template").get(pk=scored.pk)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            document_of(review)
        return len(captured)

    def fill(number):
        outcome = rated(scored, code=f"KHM 10{number}", number=number)
        indicator = IndicatorFactory(outcome=outcome.dwcp_outcomes.get())
        IndicatorFindingFactory(
            review=scored,
            country_programme_outcome=outcome,
            dwcp_outcome=outcome.dwcp_outcomes.get(),
            indicator=indicator,
        )
        OutcomeNarrativeFactory(review=scored, country_programme_outcome=outcome)
        recommendation = RecommendationFactory(review=scored)
        FollowUpActionFactory(recommendation=recommendation)
        ManagementResponseFactory(recommendation=recommendation)
        rating = scored.area_ratings.filter(country_programme_outcome=outcome).first()
        Citation.objects.create(area_rating=rating, indicator=indicator)
        Dissent.objects.create(area_rating=rating, by=UserFactory(), text="No.")

    fill(1)
    fix_facts(review=scored, by=None)
    one = queries()
    fill(2)
    fill(3)
    assert queries() == one
    assert one < 70


# Figures


def test_the_live_figures_are_those_of_the_overview(scored):
    outcome = rated(scored)
    IndicatorFindingFactory(
        review=scored,
        country_programme_outcome=outcome,
        dwcp_outcome=outcome.dwcp_outcomes.get(),
        finding=Finding.EXCEEDED,
    )
    BudgetLineFactory(
        programme=scored.programme, outcome=outcome.dwcp_outcomes.get(), funding_source="RB", allocated=Decimal("1200")
    )
    figures = {one.name: (one.printed, one.value) for one in figures_of(basis_of(scored))}
    for name, expected in {
        "criteria.1.score": ("3", 3),
        "criteria.2.label": ("not assessed", None),
        "criteria.average": ("3", Decimal("3.0")),
        "criteria.label": ("Good", None),
        "outcomes.KHM104.total": ("5", 5),
        "outcomes.KHM104.average": ("2.5", Decimal("2.5")),
        "outcomes.KHM104.ilo": ("3", Decimal("3.0")),
        "outcomes.KHM104.mixed": ("–", None),
        "outcomes.rated.3": ("1", 1),
        "control.external": ("2", Decimal("2.0")),
        "findings.exceeded": ("1", 1),
        "findings.achieved_or_exceeded.percent": ("100%", 100),
        "findings.outcome1.total": ("1", 1),
        "budget.total": ("US$\N{NO-BREAK SPACE}1,200", Decimal("1200")),
        "budget.RB": ("US$\N{NO-BREAK SPACE}1,200", Decimal("1200")),
        "programme.outcomes": ("1", 1),
        "recommendations.count": ("0", 0),
    }.items():
        assert figures[name] == expected, name
    assert all(one.rule for one in figures_of(basis_of(scored)))
    assert document_of(scored).figures == figures_of(basis_of(scored))


def test_resources_are_those_of_the_day_the_facts_were_fixed(scored):
    outcome = rated(scored).dwcp_outcomes.get()
    line = BudgetLineFactory(programme=scored.programme, outcome=outcome, funding_source="XBTC", allocated=1000)
    fix_facts(review=scored, by=None)
    line.allocated = 5000
    line.save()
    head, rows = table(document_of(scored), "resources")
    assert head == ["Outcome", "XBTC", "Total"]
    assert rows == [[str(outcome), "1,000", "1,000"], ["All outcomes", "1,000", "1,000"]]
    assert budget_table_of(scored.programme).total == 5000
    assert [line.allocated for line in fixed_facts_of(scored).budget] == [Decimal("1000.00")]


def test_an_outcome_that_is_gone_keeps_its_row_of_resources(scored):
    outcome = rated(scored).dwcp_outcomes.get()
    BudgetLineFactory(programme=scored.programme, outcome=outcome, funding_source="RB", allocated=1000)
    fix_facts(review=scored, by=None)
    outcome.number = 7
    outcome.save()
    assert [row[0] for row in table(document_of(scored), "resources")[1]] == [
        "1 no longer in the programme",
        "All outcomes",
    ]


# Sections


def test_a_criterion_has_its_rating_reasons_and_other_views(scored):
    score = scored.criterion_scores.get(score=3)
    CriterionScoreFactory.reset_sequence()
    Dissent.objects.create(
        criterion_score=score, by=UserFactory(name="Bo"), constituency=Constituency.WORKERS, score=1, text="Too kind."
    )
    Dissent.objects.create(criterion_score=score, by=UserFactory(name="Cy"), text="Not so.")
    Citation.objects.create(criterion_score=score, document="Labour force survey, 2012", position=1)
    Citation.objects.create(
        criterion_score=score,
        indicator=IndicatorFactory(outcome__programme=scored.programme, outcome__number=3, code="3.1"),
        position=2,
    )
    finding = SubCriterionFindingFactory(review=scored, criterion=score.criterion, heading="Need", finding="There is.")
    finding.sub_criteria.add(SubCriterionFactory(criterion=score.criterion, number=4))
    document = document_of(scored)
    first = part(document, "criterion-1")
    assert (first.number, first.title) == ("3.1", "Relevance")
    assert said(first.blocks) == [
        "Rating: 3 – Good",
        "It fits.",
        "In all respects.",
        "Rests on: Labour force survey, 2012; indicator 3.1.",
        "[Another view: Workers, 1 – Poor] Too kind.",
        "[Another view: Cy] Not so.",
    ]
    assert [(one.title, said(one.blocks)) for one in first.parts] == [("Need (1.4)", ["There is."])]
    assert said(part(document, "criterion-2").blocks) == ["Rating: Not assessed"]
    references = part(document, "references")
    assert [[said(item)[0] for item in one.blocks[0].items] for one in references.parts] == [
        ["Labour force survey, 2012"],
        ["Indicator 3.1"],
    ]


def test_scores_stand_by_review_with_average_and_name(scored):
    earlier = ReviewFactory(programme=scored.programme, template=scored.template, slug="2010")
    for criterion, score in zip(scored.template.criteria.all(), (1, 2), strict=True):
        CriterionScoreFactory(review=earlier, criterion=criterion, score=score)
    head, rows = table(document_of(scored), "criteria-by-review")
    assert head == ["No.", "Criterion", "Rating, 2013", "2013", "2010"]
    assert rows == [
        ["1", "Relevance", "Good", "3", "1"],
        ["2", "Results", "Not assessed", "–", "2"],
        ["Average", "3", "1.5"],
        ["Final rating", "3", "2"],
        ["In words", "Good", "Fair"],
    ]


def test_a_review_by_another_method_stands_beside_and_says_why_it_is_not_strictly_comparable(scored):
    other = ReviewFactory(programme=scored.programme, slug="2009")
    for step in (1, 2, 3, 4):
        RatingLabelFactory(template=other.template, score=step, label=f"Step {step}")
    asked = CriterionFactory(template=other.template, number=1, title="Pertinence")
    CriterionScoreFactory(review=other, criterion=asked, score=4)
    CriterionMatch.objects.create(
        criterion=scored.template.criteria.get(number=1), other=asked, note="Asked of donors."
    )
    document = document_of(scored)
    assert table(document, "criteria-by-review")[0] == ["No.", "Criterion", "Rating, 2013", "2013"]
    assert table(document, "earlier-reviews") == (
        ["Criterion", "2013 (1–3)", "2009 (1–4)"],
        [
            ["1 Relevance", "3 – Good", "4 – Step 4\n1 Pertinence Asked of donors."],
            ["2 Results", "not assessed", "–"],
            ["Average", "3 – Good", "4 – Step 4"],
        ],
    )
    (note,) = next(one for one in tables_of(document) if one.key == "earlier-reviews").notes
    assert words(note).startswith("2009 is not strictly comparable. By another method: ")


def test_an_outcome_has_its_rating_narratives_and_findings(scored):
    outcome = rated(scored, ratings=(2, None))
    served = outcome.dwcp_outcomes.get()
    OutcomeNarrativeFactory(
        review=scored,
        country_programme_outcome=outcome,
        heading=NarrativeHeading.PROGRESS,
        text="It reached {outcomes.KHM104.average}.\n\n- one",
    )
    OutcomeNarrativeFactory(
        review=scored, country_programme_outcome=outcome, heading=NarrativeHeading.CONTEXT, text="Little money."
    )
    IndicatorFindingFactory(
        review=scored,
        country_programme_outcome=outcome,
        dwcp_outcome=served,
        statement="People trained",
        target_value=Decimal("1500"),
        unit="people",
        actual_value=Decimal("1200"),
        finding=Finding.PARTIALLY_ACHIEVED,
        finding_basis="by the register",
        attribution="shared",
        shared_with="the ministry",
    )
    document = document_of(scored)
    key = f"KHM104-{outcome.biennium.start_year}"
    one = part(document, key)
    assert said(one.blocks) == [
        "Average 2 – Fair; not rated: B",
        "Context and resources. Little money.",
        "Progress. It reached 2.",
    ]
    assert table(document, f"findings-{key}") == (
        ["Indicator", "Target", "Actual", "Finding"],
        [
            [
                "People trained",
                "1,500 people",
                "1,200",
                "Partially achieved\nby the register\nShared with others: the ministry",
            ]
        ],
    )
    assert table(document, f"ratings-{key}") == (
        ["Area", "Score", "In words"],
        [
            ["A Resources\nControl: External", "2", "Fair"],
            ["B Delivery\nControl: Within the ILO's control", "–", "Not rated"],
            ["Total", "2", "Average 2 – Fair"],
        ],
    )
    assert table(document, "findings-by-outcome")[1] == [
        ["1 Jobs", "1", "0", "0", "0", "1", "0", "0"],
        ["All outcomes", "1", "0", "0", "0", "1", "0", "0"],
    ]


def test_indicators_without_a_finding_are_listed_by_outcome(scored):
    outcome = rated(scored).dwcp_outcomes.get()
    judged, missed = IndicatorFactory.create_batch(2, outcome=outcome)
    IndicatorFindingFactory(
        review=scored,
        country_programme_outcome=CountryProgrammeOutcome.objects.get(dwcp_outcomes=outcome),
        dwcp_outcome=outcome,
        indicator=judged,
    )
    if judged.statement == missed.statement:
        missed.statement = "Another"
        missed.save()
    TargetFactory(indicator=missed, value=100)
    document = document_of(scored)
    assert table(document, "not-judged") == (
        ["Code", "Indicator", "Target"],
        [["1 Jobs: 1 of 2 indicators"], [missed.code, missed.statement, "100 people"]],
    )


def test_control_stands_apart_with_what_is_counted_otherwise(scored):
    outcome = rated(scored)
    rating = scored.area_ratings.get(country_programme_outcome=outcome, area__letter="A")
    rating.control, rating.control_reason = Control.MIXED, "Costs were shared."
    rating.save()
    document = document_of(scored)
    assert table(document, "control") == (
        ["Outcome", "Within the ILO's control", "External", "Mixed", "Overall"],
        [
            ["KHM 104 Title of KHM 104", "3", "–", "2", "2.5"],
            ["All rated areas of all outcomes", "3", "–", "2", "2.5"],
        ],
    )
    overrides = part(document, "control").blocks[-1]
    assert [said(item) for item in overrides.items] == [
        ["KHM 104, A Resources: Mixed instead of External. Costs were shared."]
    ]


def test_answers_and_actions_follow_the_recommendations(scored):
    first = RecommendationFactory(review=scored, number=1, text="Do it.", addressed_to="ILO")
    RecommendationFactory(review=scored, number=2, text="Do more.")
    ManagementResponseFactory(
        recommendation=first, verdict=ResponseVerdict.PARTIALLY_ACCEPTED, reason="Money is short.", resources="10,000"
    )
    FollowUpActionFactory(
        recommendation=first,
        number=1,
        text="Begin.",
        owner=UserFactory(name="Ann"),
        status=ActionStatus.COMPLETED,
        completed_on=date(2014, 1, 5),
        progress="Begun.",
        adequacy=Adequacy.ADEQUATE,
        adequacy_note="It does.",
        checked_by=UserFactory(),
    )
    FollowUpActionFactory(recommendation=first, number=2, text="Go on.", owner=None, due_on=date(2014, 2, 1))
    head, rows = table(document_of(scored, on=date(2014, 3, 1)), "follow-up")
    assert head == ["No.", "State", "Answer", "Actions"]
    assert rows == [
        [
            "1",
            "Under way",
            "Partially accepted\nMoney is short.\nResources: 10,000",
            "1) Begin. (Ann)\nCompleted, on 5 January 2014\nBegun.\nAdequate: It does.\n"
            "2) Go on. (nobody named)\nOutstanding, overdue since 1 February 2014",
        ]
    ]
    recommendations = table(document_of(scored), "recommendations")[1]
    assert recommendations == [["1", "Do it.", "ILO"], ["2", "Do more.", "–"]]


def test_the_matrix_has_all_three_groups_and_the_latest_round_alone(scored):
    scored.consultation_round = 2
    scored.save()
    union = OrganisationFactory(acronym="TLC", name="Labour confederation", constituency=Constituency.WORKERS)
    for number, stance, text in ((1, Stance.ENDORSES, ""), (2, Stance.RESERVES, "Wages are missing.")):
        Endorsement.objects.create(
            review=scored,
            consultation_round=number,
            organisation=union,
            constituency=Constituency.WORKERS,
            stance=stance,
            text=text,
            given_by=UserFactory(),
            given_at=datetime(2014, 5, number, tzinfo=UTC),
        )
    assert table(document_of(scored), "validation")[1] == [
        ["Government"],
        ["No answer"],
        ["Employers"],
        ["No answer"],
        ["Workers"],
        ["TLC\nLabour confederation", "Has a reservation\n2 May 2014", "Wages are missing."],
    ]


def test_words_of_a_reviewer_cannot_become_markup(scored):
    ReportText.objects.create(
        review=scored,
        section=SectionKey.PREFACE,
        text="<script>alert(1)</script> {nothing.known} ![x](http://a.b/c.png)",
    )
    assert said(part(document_of(scored), "preface").blocks)[0] == "<script>alert(1)</script> {nothing.known} x"
