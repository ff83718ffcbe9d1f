"""A review beside earlier ones: the real one, other methods, other programmes, and outcomes rated before."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from reviews.models import CriterionMatch, Review
from reviews.selectors import comparison_of, criteria_table_of, scale_of
from tests.factories import (
    AreaRatingFactory,
    BienniumFactory,
    CountryProgrammeOutcomeFactory,
    CriterionFactory,
    CriterionScoreFactory,
    PerformanceAreaFactory,
    ProgrammeFactory,
    RatingLabelFactory,
    ReviewFactory,
    ReviewTemplateFactory,
)

pytestmark = pytest.mark.django_db


def a_template(highest=6, criteria=(), **kwargs):
    template = ReviewTemplateFactory(**kwargs)
    for step in range(1, highest + 1):
        RatingLabelFactory(template=template, score=step)
    for number, title in enumerate(criteria, start=1):
        CriterionFactory(template=template, number=number, title=title)
    return template


def scored(programme, slug, template, *scores):
    review = ReviewFactory(programme=programme, slug=slug, template=template)
    for criterion, score in zip(template.criteria.all(), scores, strict=True):
        CriterionScoreFactory(review=review, criterion=criterion, score=score)
    return review


def criterion(template, number):
    return template.criteria.get(number=number)


def grid(comparison):
    """Each row as its title and, per column, (score, whether it is strictly comparable) of all that stands there."""
    return [
        (
            row.criterion.title,
            *([(one.score.score, one.is_strict) for one in cell.scores] for cell in row.cells),
        )
        for row in comparison.rows
    ]


@pytest.fixture
def programme_of_two(db):
    """A programme, and the template of its earlier review: two criteria on six steps."""
    programme = ProgrammeFactory()
    return programme, a_template(criteria=["Relevance", "Efficiency"], name="Method of 2007")


def test_the_real_review_stands_beside_that_of_2007_as_table_6_1_has_them(review):
    comparison = comparison_of(review)
    assert [
        (column.name, column.is_own, column.is_strict, column.note, column.span, column.result.average)
        for column in comparison.columns
    ] == [("2010", True, True, "", "1–6", Decimal("3.8")), ("2007", False, True, "", "1–6", Decimal("4.4"))]
    table = criteria_table_of(review, scale_of(review.template))
    assert [
        tuple(cell.scores[0].score.score if cell.scores else None for cell in row.cells) for row in comparison.rows
    ] == [row.scores for row in table.rows]
    assert [column.result for column in comparison.columns] == list(table.averages)
    assert (comparison.is_strict, comparison.unmatched, comparison.outcomes) == (True, (), ())


def test_the_first_review_has_nothing_to_stand_beside(programme):
    first = programme.reviews.get(slug="2007")
    assert not comparison_of(first)


def test_another_method_on_another_scale_is_said_and_nothing_is_rescaled(programme_of_two):
    programme, before = programme_of_two
    scored(programme, "2007", before, 6, 3)
    now = a_template(highest=4, criteria=["Coherence", "Relevance today"], name="OECD-DAC")
    CriterionMatch.objects.create(
        criterion=criterion(now, 2), other=criterion(before, 1), note="Asks also whether now."
    )
    comparison = comparison_of(scored(programme, "2010", now, 2, 4))
    assert grid(comparison) == [
        ("Coherence", [(2, True)], []),
        ("Relevance today", [(4, True)], [(6, False)]),
        ("Efficiency", [], [(3, False)]),
    ]
    earlier = comparison.columns[1]
    assert earlier.note == (
        "By another method: Method of 2007. Its scale goes from 1 to 6, this review's from 1 to 4. "
        "1 criterion asks nearly the same. 2 criteria have no counterpart."
    )
    matched = comparison.rows[1].cells[1].scores[0]
    assert (matched.note, matched.criterion.title, matched.share) == ("Asks also whether now.", "Relevance", 1)
    assert (earlier.result.average, earlier.share) == (Decimal("4.5"), Decimal("0.7"))
    assert [row.criterion.title for row in comparison.unmatched] == ["Efficiency"]


def test_the_page_shows_both_scales_and_says_what_is_not_comparable(review, sign_in, observer):
    before = a_template(highest=4, criteria=["Relevance", "Sustainability"], name="Four steps")
    scored(review.programme, "2005", before, 3, 2)
    match = CriterionMatch.objects.create(
        criterion=criterion(review.template, 1), other=criterion(before, 1), note="Without partnership."
    )
    place = {"programme": review.programme.code, "review": review.slug}
    shown = " ".join(
        strip_tags(sign_in(observer).get(reverse("reviews:comparison", kwargs=place)).content.decode()).split()
    )
    assert "Not strictly comparable 2005: By another method: Four steps." in shown
    assert f"3 Step 3, 67% 1 Relevance not strictly comparable: {match.note}" in shown
    assert "Asked only by another method Sustainability not asked not asked 2 Step 2, 33%" in shown


@pytest.mark.parametrize("reverse", [False, True])
def test_criteria_matched_strictly_from_either_side_are_strictly_comparable(reverse, programme_of_two):
    programme, before = programme_of_two
    scored(programme, "2007", before, 6, 3)
    now = a_template(criteria=["Efficiency", "Relevance"], name="Method of 2010")
    for own, theirs in ((1, 2), (2, 1)):
        pair = criterion(now, own), criterion(before, theirs)
        one, other = reversed(pair) if reverse else pair
        CriterionMatch.objects.create(criterion=one, other=other, is_strict=True)
    comparison = comparison_of(scored(programme, "2010", now, 2, 4))
    assert grid(comparison) == [("Efficiency", [(2, True)], [(3, True)]), ("Relevance", [(4, True)], [(6, True)])]
    assert comparison.is_strict


def test_a_criterion_may_match_several(programme_of_two):
    programme, before = programme_of_two
    scored(programme, "2007", before, 6, 3)
    now = a_template(criteria=["All"], name="Method of 2010")
    for theirs in (1, 2):
        CriterionMatch.objects.create(criterion=criterion(now, 1), other=criterion(before, theirs), note="A half.")
    assert grid(comparison_of(scored(programme, "2010", now, 2))) == [("All", [(2, True)], [(6, False), (3, False)])]


def test_steps_with_other_names_are_another_scale(programme_of_two):
    programme, before = programme_of_two
    scored(programme, "2007", before, 6, 3)
    now = a_template(criteria=["Relevance"], name="Method of 2010")
    now.labels.filter(score=1).update(label="Bad")
    note = comparison_of(scored(programme, "2010", now, 2)).columns[1].note
    assert note.startswith("By another method: Method of 2007. The steps of its scale have other names. ")


def test_reviews_of_the_programmes_it_follows_stand_last_and_later_ones_not_at_all(programme_of_two):
    programme, template = programme_of_two
    before = ProgrammeFactory(country=programme.country)
    programme.follows = before
    programme.save()
    scored(before, "2005", template, 1, 1)
    scored(programme, "2007", template, 2, 2)
    scored(programme, "2011", template, 6, 6)
    scored(ProgrammeFactory(country=programme.country), "2006", template, 5, 5)
    review = scored(programme, "2010", template, 3, 3)
    comparison = comparison_of(review)
    assert [column.name for column in comparison.columns] == ["2010", "2007", f"2005 ({before.code})"]
    seen = comparison_of(review, Review.objects.filter(programme=programme))
    assert [column.name for column in seen.columns] == ["2010", "2007"]


def test_outcomes_stand_beside_what_they_came_from(programme_of_two):
    programme, template = programme_of_two
    areas = [PerformanceAreaFactory(template=template, letter=letter) for letter in "AB"]
    old, new = (BienniumFactory(start_year=year) for year in (2006, 2008))

    def outcome(code, biennium):
        return CountryProgrammeOutcomeFactory(programme=programme, code=code, biennium=biennium)

    def rate(review, rated, *ratings):
        for area, rating in zip(areas, ratings, strict=True):
            AreaRatingFactory(review=review, country_programme_outcome=rated, area=area, rating=rating)

    before, now = scored(programme, "2007", template, 6, 3), scored(programme, "2010", template, 6, 3)
    linked, from_one, from_other = outcome("KHM 101", new), outcome("KHM 90", old), outcome("KHM 91", old)
    linked.predecessors.set([from_one, from_other])
    alike, namesake, fresh = outcome("KHM 102", new), outcome("KHM 102", old), outcome("KHM 103", new)
    for review, rated, ratings in [
        (now, linked, (4, 5)),
        (now, alike, (3, 3)),
        (now, fresh, (2, 2)),
        (before, from_one, (6, 5)),
        (before, from_other, (1, None)),
        (before, namesake, (2, 2)),
    ]:
        rate(review, rated, *ratings)
    rows = [
        (
            row.outcome.code,
            *([(one.outcome.code, one.score.average, one.note) for one in cell.rated] for cell in row.cells),
        )
        for row in comparison_of(now).outcomes
    ]
    assert rows == [
        (
            "KHM 101",
            [("KHM 101", Decimal("4.5"), "")],
            [("KHM 90", Decimal("5.5"), ""), ("KHM 91", Decimal("1.0"), "")],
        ),
        (
            "KHM 102",
            [("KHM 102", Decimal("3.0"), "")],
            [("KHM 102", Decimal("2.0"), "Same code; not its predecessor.")],
        ),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_three_earlier_reviews_ask_no_more_than_one(number, programme_of_two, django_assert_num_queries):
    programme, template = programme_of_two
    area = PerformanceAreaFactory(template=template)
    outcome = CountryProgrammeOutcomeFactory(programme=programme)
    for year in range(2007, 2008 + number):
        review = scored(programme, str(year), template, 6, 3)
        AreaRatingFactory(review=review, country_programme_outcome=outcome, area=area, rating=4)
    review = Review.objects.select_related("programme", "template").get(pk=review.pk)
    with django_assert_num_queries(7):
        comparison = comparison_of(review)
    assert (len(comparison.earlier), len(comparison.outcomes)) == (number, 1)
