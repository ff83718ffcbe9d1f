"""Pages of a review that are read: their figures are the published ones, and outsiders see none of them."""

import csv
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.choices import Role
from reviews.choices import Control, Finding, ReviewState
from reviews.models import AreaRating, ControlTotal, PublishedDiscrepancy, Review, TeamMember
from reviews.recomputed import reconciliation_of
from reviews.selectors import budget_table_of, findings_table_of, profiles_of, scale_of
from reviews.services import fix_facts
from tests.factories import (
    AreaRatingFactory,
    BienniumFactory,
    BudgetLineFactory,
    ControlTotalFactory,
    CountryProgrammeOutcomeFactory,
    CriterionFactory,
    CriterionScoreFactory,
    IndicatorFactory,
    IndicatorFindingFactory,
    OutcomeNarrativeFactory,
    PerformanceAreaFactory,
    RatingLabelFactory,
    RecommendationFactory,
    ReviewFactory,
    SubCriterionFindingFactory,
)

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).parents[2] / "fixtures" / "khm-dwcp-2008-2010"

PAGES = [
    "reviews",
    "review",
    "criteria",
    "score-criterion",
    "outcomes",
    "outcome",
    "rate-area",
    "indicators",
    "recommendations",
    "reconciliation",
    "report-texts",
    "read-report",
]
FORMS = {"score-criterion", "rate-area"}
# What is said of the report is in tests/reviews/test_report_writing.py: drafts are not for every reader.
READ = [page for page in PAGES if page not in FORMS and page not in ("report-texts", "read-report")]


def address(name, review, slug=None, **kwargs):
    kwargs = {"programme": review.programme.code, "review": slug or review.slug} | kwargs
    if name == "reviews":
        del kwargs["review"]
    elif name == "score-criterion":
        kwargs.setdefault("criterion", 2)
    elif name in ("outcome", "rate-area"):
        kwargs.setdefault("outcome", "KHM 104")
    if name == "rate-area":
        kwargs.setdefault("area", "A")
    return reverse(f"reviews:{name}", kwargs=kwargs)


def rows(name):
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(what):
    return {row["key"]: row["published_value"] for row in rows("control_totals") if row["what"] == what}


class Page(HTMLParser):
    """A page as a reader sees it: its text, its links, and the rows of its tables by their caption."""

    def __init__(self, response):
        super().__init__()
        self.tables, self.links, self.words = {}, [], []
        self._table, self._caption, self._row, self._cell, self._inside = [], [], [], [], ""
        self.feed(response.content.decode())
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append(dict(attrs).get("href"))
        if tag == "table":
            self._table, self._caption = [], []
        elif tag == "tr":
            self._row = []
        elif tag in ("th", "td", "caption"):
            self._cell, self._inside = [], tag

    def handle_endtag(self, tag):
        words = " ".join(" ".join(self._cell).split())
        if tag in ("th", "td"):
            self._row.append(words)
        elif tag == "caption":
            self._caption = words
        elif tag == "tr":
            self._table.append(self._row)
        elif tag == "table":
            self.tables[self._caption] = self._table
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data):
        self.words.append(data)
        if self._inside:
            self._cell.append(data)


@pytest.fixture
def show(sign_in, observer):
    """Opens a page as somebody who only reads."""
    client = sign_in(observer)

    def show(name, review, query="", **kwargs):
        response = client.get(address(name, review, **kwargs) + query)
        assert response.status_code == 200
        return Page(response)

    return show


@pytest.fixture
def review_2007(programme):
    return Review.objects.select_related("programme", "template").get(programme=programme, slug="2007")


# Who sees what


@pytest.mark.parametrize("page", PAGES)
def test_a_review_of_somebody_elses_programme_does_not_exist(page, sign_in, reviewer, outsider, review):
    assert sign_in(reviewer).get(address(page, review)).status_code == 200
    assert sign_in(outsider).get(address(page, review)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_a_review_without_signing_in(page, client, sign_in, reviewer, review):
    response = client.get(address(page, review))
    assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("page", READ)
@pytest.mark.parametrize("person", ["officer", "outcome_manager", "verifier", "workers_member", "observer"])
def test_every_member_reads(page, person, sign_in, review, request):
    assert sign_in(request.getfixturevalue(person)).get(address(page, review)).status_code == 200


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("review", {"slug": "1999"}),
        ("score-criterion", {"criterion": 7}),
        ("outcome", {"outcome": "KHM 999"}),
        ("outcome", {"outcome": "KHM 803"}),
        ("rate-area", {"area": "Z"}),
        ("rate-area", {"outcome": "KHM 999"}),
    ],
)
def test_what_is_unknown_is_not_found(name, kwargs, sign_in, reviewer, review):
    client = sign_in(reviewer)
    assert client.get(address(name, review)).status_code == 200
    assert client.get(address(name, review, **kwargs)).status_code == 404


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("criteria", "/KHM-DWCP-2008-2010/reviews/2010/criteria/2/"),
        ("outcome", "/KHM-DWCP-2008-2010/reviews/2010/outcomes/KHM104/A/"),
    ],
)
def test_the_way_to_a_form_is_shown_to_whom_may_score(page, form, sign_in, reviewer, observer, review):
    assert form in Page(sign_in(reviewer).get(address(page, review))).links
    assert form not in Page(sign_in(observer).get(address(page, review))).links
    Review.objects.filter(pk=review.pk).update(state=ReviewState.FINAL)
    assert form not in Page(sign_in(reviewer).get(address(page, review))).links


# The list


def test_the_list_has_the_latest_review_first(show, review):
    words = show("reviews", review).text
    later = "State Consolidation Average of the criteria 3.8 Moderately satisfactory Outcomes rated 14"
    earlier = "State Final Average of the criteria 4.4 Moderately satisfactory Outcomes rated 0"
    assert 0 < words.index("Review 2010") < words.index(later) < words.index("Review 2007") < words.index(earlier)


def test_a_programme_without_reviews_says_so(sign_in, make_person):
    review = ReviewFactory()
    client = sign_in(make_person("New reader", role=Role.OBSERVER, programme=review.programme))
    address_of_list = address("reviews", review)
    review.delete()
    assert "No reviews yet" in Page(client.get(address_of_list)).text


# The overview


def test_the_overview_in_one_line_each(show, review):
    words = show("review", review).text
    assert "Average of the criteria 3.8 Moderately satisfactory Outcomes rated 14" in words
    assert "Indicators exceeded or achieved 22 of 33 67 per cent" in words
    assert "Done: Scoring Now: Consolidation Later: Draft report" in words


def test_outcomes_by_rating(show, review):
    assert show("review", review).tables["Number of outcomes by rating"] == [
        ["Rating", "Outcomes"],
        ["6 Very satisfactory", "0"],
        ["5 Satisfactory", "2"],
        ["4 Moderately satisfactory", "11"],
        ["3 Moderately unsatisfactory", "1"],
        ["2 Unsatisfactory", "0"],
        ["1 Very unsatisfactory", "0"],
        ["Total", "14"],
    ]


def test_ratings_stand_apart_by_who_controls_what_was_rated(show, review):
    ratings = {}
    for row in rows("outcome_ratings"):
        ratings.setdefault(row["area"], []).append(int(row["rating"]))
    ilo, external = ratings["B"], ratings["A"]
    mixed = ratings["C"] + ratings["D"] + ratings["E"]
    assert show("review", review).tables["Mean rating by who controls what was rated"] == [
        ["Control", "Areas", "Ratings", "Mean"],
        ["Within the ILO's control", "B", "14", f"{sum(ilo) / 14:.1f}"],
        ["External", "A", "14", f"{sum(external) / 14:.1f}"],
        ["Mixed", "C, D, E", "42", f"{sum(mixed) / 42:.1f}"],
        ["Overall", f"{sum(ilo + external + mixed) / 70:.1f}"],
    ]


def test_an_override_moves_a_rating_to_another_control(show, review):
    rating = AreaRating.objects.get(review=review, country_programme_outcome__code="KHM 104", area__letter="B")
    rating.control, rating.control_reason = Control.EXTERNAL, "The ministry ran it."
    rating.save()
    table = show("review", review).tables["Mean rating by who controls what was rated"]
    assert [row[:3] for row in table[1:4]] == [
        ["Within the ILO's control", "B", "13"],
        ["External", "A, B", "15"],
        ["Mixed", "C, D, E", "42"],
    ]


def test_table_6_1_has_the_published_scores(show, review):
    scores = {(row["review"], row["criterion"]): row["score"] or "not assessed" for row in rows("criterion_scores")}
    averages = printed("criterion_average")
    labels = printed("criterion_average_label")
    assert show("review", review).tables["Table 6.1: Scores by criterion and review"] == [
        ["Criterion", "2010", "2007"],
        *(
            [f"{row['number']} {row['title']}", scores["2010", row["number"]], scores["2007", row["number"]]]
            for row in rows("criteria")
        ),
        ["Average", f"{averages['2010']} {labels['2010']}", f"{averages['2007']} {labels['2007']}"],
    ]
    assert scores["2007", "3"] == "not assessed"


def test_table_3_1_has_the_published_amounts(show, review):
    amounts = {(row["dwcp_outcome"], row["funding_source"]): int(row["amount_usd"]) for row in rows("budgets")}
    row_totals = printed("table_3_1_row_total")
    totals = printed("table_3_1_total")

    def dollars(amount):
        return f"US$ {int(amount):,}"

    assert show("review", review).tables["Table 3.1: Budget by outcome and funding source"] == [
        ["Outcome", "RB Regular budget", "XBTC Extra-budgetary technical cooperation", "Total"],
        *(
            [
                f"{row['number']} {row['short_title']}",
                dollars(amounts[row["number"], "RB"]),
                dollars(amounts[row["number"], "XBTC"]),
                dollars(row_totals[row["number"]]),
            ]
            for row in rows("dwcp_outcomes")
        ),
        ["Total", dollars(totals["RB"]), dollars(totals["XBTC"]), dollars(totals["total"])],
        [
            "Left out of this table: predefined outcomes together",
            dollars(printed("text_budget_total")["predefined outcomes"]),
        ],
    ]


def test_table_4_1_has_the_published_counts(show, review):
    together = ["total", "achieved_or_exceeded", "partially_achieved", "not_achieved", "not_assessed"]
    published = printed("table_4_1")
    *outcomes, total = show("review", review).tables["Table 4.1: Findings on indicators by outcome"][1:]
    assert {row[0][0]: [row[1], row[2], *row[5:]] for row in outcomes} == {
        number: [published.get(f"{number}/{name}", "0") for name in together] for number in "1234"
    }
    # Apart, exceeded and achieved make what the review printed together.
    assert all(int(row[3]) + int(row[4]) == int(row[2]) for row in [*outcomes, total])
    assert [total[1], total[2], *total[5:]] == [printed("table_6_2")[name] for name in together]


def test_table_6_2_has_the_published_counts_and_percentages(show, review):
    numbers, percentages = printed("table_6_2"), printed("table_6_2_percent")
    table = {row[0]: row[1:] for row in show("review", review).tables["Table 6.2: Findings on all indicators"]}
    assert list(table) == ["Finding", "Exceeded or achieved", *(str(finding.label) for finding in Finding), "Total"]
    assert table["Exceeded or achieved"] == [numbers["achieved_or_exceeded"], percentages["achieved_or_exceeded"]]
    assert table["Partially achieved"] == [numbers["partially_achieved"], percentages["partially_achieved"]]
    assert table["Not achieved"] == [numbers["not_achieved"], percentages["not_achieved"]]
    # Printed without its percentage; computed all the same.
    assert table["Could not be assessed"] == [numbers["not_assessed"], "9"]
    assert table["Total"] == [numbers["total"], "100"]


def test_the_overview_of_a_review_without_ratings_and_findings(show, review_2007):
    page = show("review", review_2007)
    assert "Average of the criteria 4.4 Moderately satisfactory Outcomes rated 0 none yet" in page.text
    assert "The review has no findings on indicators yet." in page.text
    # It looked at an earlier programme: the money of this one is not its own.
    assert list(page.tables) == ["Table 6.1: Scores by criterion and review"]


# The parts


def test_criteria_say_why_and_what_was_found(show, review):
    page = show("criteria", review)
    scores = [row for row in rows("criterion_scores") if row["review"] == "2010"]
    assert page.tables["Scores of this review"] == [
        ["Criterion", "Score"],
        *(
            [f"{criterion['number']} {criterion['title']}", f"{row['score']} {row['published_label']}"]
            for criterion, row in zip(rows("criteria"), scores, strict=True)
        ),
        ["Average", "3.8 Moderately satisfactory"],
    ]
    told = [row["rationale"] for row in scores] + [row["finding"] for row in rows("sub_criterion_findings")]
    told += [row["report_heading"] for row in rows("sub_criterion_findings")]
    told += [row["text"] for row in rows("recommendations") if row["criterion"]]
    missing = [text for text in told if " ".join(text.split()) not in page.text]
    assert (len(told), missing) == (6 + 2 * 31 + 13, [])


def test_the_average_says_which_criteria_it_leaves_out(show, review_2007):
    assert "Not assessed, so not counted in the average: criterion 3." in show("criteria", review_2007).text


def test_outcomes_stand_under_those_of_the_programme_with_the_published_figures(show, review):
    totals, averages = printed("outcome_total"), printed("outcome_average")
    ratings = {}
    for row in rows("outcome_ratings"):
        ratings.setdefault(row["outcome_code"], []).append(row["rating"])
    table = show("outcomes", review).tables["Ratings of 14 outcomes by performance area"]
    groups = [row[0] for row in table if len(row) == 1]
    outcomes = {row[0][:7]: row[1:] for row in table if row[0].startswith("KHM")}
    assert groups == [f"{row['number']} {row['short_title']}" for row in rows("dwcp_outcomes")] + [
        "Predefined outcomes"
    ]
    assert list(outcomes)[-3:] == ["KHM 801", "KHM 802", "KHM 826"]
    assert {code: row[:5] for code, row in outcomes.items()} == ratings
    assert {code: row[5] for code, row in outcomes.items()} == totals
    assert {code: row[6].split()[0] for code, row in outcomes.items()} == averages
    # B is the ILO's, A is not, C to E are mixed.
    assert outcomes["KHM 104"][6:] == ["4.4 Moderately satisfactory", "5", "3", "4.7"]


def test_an_outcome_tells_all_that_the_review_says_of_it(show, review):
    page = show("outcome", review, outcome="KHM 158")
    told = [row["comment"] for row in rows("outcome_ratings") if row["outcome_code"] == "KHM 158"]
    told += [row["text"] for row in rows("outcome_narratives") if row["outcome_code"] == "KHM 158"]
    found = [row for row in rows("indicators_reviewed") if row["outcome_code"] == "KHM 158"]
    told += [row["statement"] for row in found] + [row["actual_text"] for row in found]
    assert [text for text in told if " ".join(text.split()) not in page.text] == []
    assert "Average 3.6 Moderately satisfactory Total 18 of 5 rated areas" in page.text
    assert "D Progress made (against outcome indicators/milestones) 4 Moderately satisfactory" in page.text
    links = [
        f"/KHM-DWCP-2008-2010/indicators/{row['programme_dwcp_outcome']}.{row['programme_indicator_seq']}/"
        for row in found
    ]
    assert [link for link in page.links if "/indicators/" in link and "/reviews/" not in link] == links


def test_an_outcome_names_its_predecessors(show, review):
    assert "Predecessors KHM 156 (2008-2009) – " in show("outcome", review, outcome="KHM 160").text
    assert "Outcomes of the programme None: a predefined outcome" in show("outcome", review, outcome="KHM 801").text


def test_an_override_is_shown_with_its_reason(show, review):
    rating = AreaRating.objects.get(review=review, country_programme_outcome__code="KHM 104", area__letter="B")
    rating.control, rating.control_reason = Control.EXTERNAL, "The ministry ran it."
    rating.save()
    words = show("outcome", review).text
    assert "Control: External (the method says: Within the ILO's control)" in words
    assert "Why the control differs: The ministry ran it." in words


def test_all_findings_on_indicators(show, review):
    page = show("indicators", review)
    table = page.tables["Findings on indicators by outcome"]
    found = rows("indicators_reviewed")
    names = {finding.value: str(finding.label) for finding in Finding}
    shown = [row[3] for row in table[1:] if len(row) == 4]
    found.sort(key=lambda row: (row["outcome_code"], int(row["seq"])))
    expected = [(names[row["finding"]], " ".join(row["finding_basis"].split())) for row in found]
    assert [
        (name if cell.startswith(name) else cell, words if words in cell else cell)
        for cell, (name, words) in zip(shown, expected, strict=True)
    ] == expected
    assert len(shown) == 40
    assert "Exceeded 4 Achieved 21 Partially achieved 9 Not achieved 3 Could not be assessed 3 Total 40" in page.text
    assert "7 of them belong to predefined outcomes" in page.text


def test_recommendations(show, review):
    table = show("recommendations", review).tables["14 recommendations"]
    criteria = {row["number"]: f"Criterion {row['number']} {row['title']}" for row in rows("criteria")}
    assert table[1:] == [
        [
            row["number"],
            f"{row['text']} {criteria.get(row['criterion'], 'Of the review as a whole')} · Source: {row['source']}",
            row["addressed_to"],
            "Not answered",
        ]
        for row in rows("recommendations")
    ]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("outcomes", "No outcomes rated"),
        ("indicators", "No findings"),
        ("recommendations", "No recommendations"),
        ("reconciliation", "No published figures"),
    ],
)
def test_pages_with_nothing_on_them_say_so(page, words, show, review_2007):
    assert words in show(page, review_2007).text


# Ratings that are not all there


def test_an_area_without_a_rating_is_said_and_moves_no_other(show, review):
    AreaRating.objects.filter(review=review, country_programme_outcome__code="KHM 104", area__letter="B").delete()
    table = show("outcomes", review).tables["Ratings of 14 outcomes by performance area"]
    (row,) = (row for row in table if row[0].startswith("KHM 104"))
    assert row[1:] == ["3", "Not agreed yet", "6", "4", "4", "17", "4.3 Moderately satisfactory", "–", "3", "4.7"]
    profile = profiles_of(review, scale_of(review.template), "KHM 104")[0]
    assert [(area.rating.area.letter, area.rating.rating, area.label) for area in profile.areas] == [
        ("A", 3, "Moderately unsatisfactory"),
        ("B", None, None),
        ("C", 6, "Very satisfactory"),
        ("D", 4, "Moderately satisfactory"),
        ("E", 4, "Moderately satisfactory"),
    ]
    assert profile.score.unrated == ("B",)
    assert "B Delivery of outputs – Not agreed yet Control: Within the ILO's control" in show("outcome", review).text


def test_an_area_without_a_rating_can_be_rated(sign_in, reviewer, review):
    form = "/KHM-DWCP-2008-2010/reviews/2010/outcomes/KHM104/B/"
    client = sign_in(reviewer)
    assert form in Page(client.get(address("outcome", review))).links
    assert form in Page(client.get(address("rate-area", review))).links
    AreaRating.objects.filter(review=review, country_programme_outcome__code="KHM 104", area__letter="B").delete()
    assert form in Page(client.get(address("outcome", review))).links
    assert form in Page(client.get(address("rate-area", review))).links
    # Reading makes none.
    assert client.get(form).status_code == 200
    ratings = AreaRating.objects.filter(review=review, country_programme_outcome__code="KHM 104", area__letter="B")
    assert not ratings.exists()
    typed = {"rating": "5", "comment": "It was delivered.", "control": "", "control_reason": "", "revision": "0"}
    assert client.post(form, typed).status_code == 302
    assert [(one.rating, one.comment, one.revision) for one in ratings] == [(5, "It was delivered.", 2)]
    # Somebody who began before it was there does not write over it.
    assert client.post(form, typed | {"rating": "1"}).status_code == 409


# A code that is rated in two biennia


@pytest.fixture
def twice(small_review):
    """Rates LAO 101 with 5 in 2014-15 and with 2 in 2012-13; the later one is made first."""
    area = small_review.template.areas.get()
    for start_year, rating in [(2014, 5), (2012, 2)]:
        outcome = CountryProgrammeOutcomeFactory(
            programme=small_review.programme, biennium=BienniumFactory(start_year=start_year), code="LAO 101"
        )
        AreaRatingFactory(review=small_review, country_programme_outcome=outcome, area=area, rating=rating)
    ControlTotalFactory(review=small_review, what="outcome_total", key="LAO 101", published_value="5")
    return small_review


def test_a_code_means_the_later_biennium_everywhere(twice, sign_in, make_person):
    rater = make_person("Rater", role=Role.REVIEWER, programme=twice.programme)
    TeamMember.objects.create(review=twice, person=rater)
    client = sign_in(rater)
    assert "Biennium 2014-15" in Page(client.get(address("outcome", twice, outcome="LAO 101"))).text
    form = client.get(address("rate-area", twice, outcome="LAO 101"))
    assert (form.status_code, form.context["score"].rating) == (200, 5)
    (found,) = reconciliation_of(twice).comparisons
    assert (found.verdict, found.computed) == ("equal", "5")


def test_both_biennia_stand_in_the_list_in_their_order(twice):
    profiles = profiles_of(twice, scale_of(twice.template))
    assert [(profile.outcome.biennium.label, profile.score.total) for profile in profiles] == [
        ("2012-13", 2),
        ("2014-15", 5),
    ]


# Money in several currencies


def test_the_budget_is_in_the_currency_of_most_money_and_names_the_others(review):
    programme = review.programme
    outcome = programme.outcomes.get(number=1)
    assert budget_table_of(programme).in_other_currencies == ()
    BudgetLineFactory(programme=programme, outcome=outcome, funding_source="RB", currency="EUR", allocated=500)
    # More than all dollars together, but for no outcome of the table.
    BudgetLineFactory(programme=programme, outcome=None, funding_source="", currency="KHR", allocated=90_000_000)
    table = budget_table_of(programme)
    assert (table.currency, table.in_other_currencies) == ("USD", (("EUR", 500), ("KHR", 90_000_000)))
    BudgetLineFactory(programme=programme, outcome=outcome, funding_source="XBTC", currency="EUR", allocated=90_000_000)
    table = budget_table_of(programme)
    assert (table.currency, table.total, table.predefined) == ("EUR", 90_000_500, 0)
    assert [currency for currency, _amount in table.in_other_currencies] == ["KHR", "USD"]


def test_the_tables_keep_the_order_of_the_outcomes(review):
    programme = review.programme
    numbers = [row.outcome.number for row in budget_table_of(programme).rows]
    assert numbers == [outcome.number for outcome, _counts in findings_table_of(review).rows] == [1, 2, 3, 4]
    for outcome in programme.outcomes.all():
        outcome.position = 5 - outcome.number
        outcome.save()
    assert [row.outcome.number for row in budget_table_of(programme).rows] == [4, 3, 2, 1]
    assert [outcome.number for outcome, _counts in findings_table_of(review).rows] == [4, 3, 2, 1]


def test_the_overview_names_money_in_other_currencies(show, review):
    words = "In other currencies and not in the table:"
    assert words not in show("review", review).text
    outcome = review.programme.outcomes.get(number=1)
    BudgetLineFactory(programme=review.programme, outcome=outcome, currency="EUR", allocated=1500)
    BudgetLineFactory(programme=review.programme, outcome=outcome, currency="KHR", allocated=4000)
    # The review judges the budget as it stood when its facts were fixed.
    assert words not in show("review", review).text
    fix_facts(review=review, reason="Two lines were forgotten.", by=None)
    assert f"{words} EUR 1,500, KHR 4,000." in show("review", review).text


# Published figures


def test_every_printed_figure_stands_beside_the_computed_one(show, review):
    page = show("reconciliation", review)
    table = page.tables["Printed figures and computed figures"]
    reconciliation = reconciliation_of(review)
    figures = [row for row in table[1:] if len(row) == 5]
    assert len(figures) == ControlTotal.objects.filter(review=review).count() == 108
    counts = [(name, reconciliation.count(verdict)) for name, verdict in VERDICTS]
    assert " ".join(f"{name} {number}" for name, number in [("All", 108), *counts]) in page.text
    assert len(page.tables["Discrepancies of the published documents"]) - 1 == 84
    assert PublishedDiscrepancy.objects.filter(review=review).count() == 84


VERDICTS = [("Equal", "equal"), ("Different", "different"), ("Not computed", "not_computed")]


@pytest.mark.parametrize(("name", "verdict"), VERDICTS)
def test_figures_by_verdict(name, verdict, show, review):
    table = show("reconciliation", review, f"?show={verdict}").tables["Printed figures and computed figures"]
    figures = [row for row in table[1:] if len(row) == 5]
    assert len(figures) == reconciliation_of(review).count(verdict) > 0
    assert all(row[3].startswith(name) for row in figures)


def test_a_difference_is_named_and_not_corrected(show, review):
    table = show("reconciliation", review, "?show=different").tables["Printed figures and computed figures"]
    (label,) = (row for row in table if row[0] == "KHM 826")
    assert label == [
        "KHM 826",
        "Unsatisfactory",
        "Moderately unsatisfactory",
        'Different 001 4.4, KHM 826: Average 3.4 labelled "Unsatisfactory"'
        " – 3.4 rounds to 3 = Moderately unsatisfactory",
        "001 4.4",
    ]


def test_an_unknown_verdict_shows_all(show, review):
    assert "108 of 108 figures shown." in show("reconciliation", review, "?show=nonsense").text


def test_htmx_is_answered_with_the_figures_alone(sign_in, observer, review):
    response = sign_in(observer).get(
        address("reconciliation", review) + "?show=different", headers={"HX-Request": "true"}
    )
    assert response.content.decode().strip().startswith('<div id="figures">')
    assert "<html" not in response.content.decode()


# Speed


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("reconciliation", "read-report")])
def test_pages_of_the_real_review_need_few_queries(page, sign_in, reviewer, review, django_assert_max_num_queries):
    client = sign_in(reviewer)
    with django_assert_max_num_queries(15):
        client.get(address(page, review))


def test_recomputing_every_printed_figure_needs_few_queries(sign_in, reviewer, review, django_assert_max_num_queries):
    client = sign_in(reviewer)
    # All tables of the review, the printed figures, whom the review met, and what the text counts besides.
    with django_assert_max_num_queries(15):
        client.get(address("reconciliation", review))


@pytest.fixture
def small_review(make_person):
    """A review with a scale and one area and criterion; `grow` adds an outcome with all that belongs to it."""
    review = ReviewFactory(state=ReviewState.SCORING)
    for score in range(1, 7):
        RatingLabelFactory(template=review.template, score=score)
    area = PerformanceAreaFactory(template=review.template)

    def grow():
        outcome = CountryProgrammeOutcomeFactory(programme=review.programme)
        indicator = IndicatorFactory(outcome__programme=review.programme)
        outcome.dwcp_outcomes.add(indicator.outcome)
        AreaRatingFactory(review=review, country_programme_outcome=outcome, area=area, rating=4)
        OutcomeNarrativeFactory(review=review, country_programme_outcome=outcome)
        IndicatorFindingFactory(
            review=review, country_programme_outcome=outcome, dwcp_outcome=indicator.outcome, indicator=indicator
        )
        criterion = CriterionFactory(template=review.template)
        CriterionScoreFactory(review=review, criterion=criterion, score=5)
        SubCriterionFindingFactory(review=review, criterion=criterion)
        RecommendationFactory(review=review, criterion=criterion)

    review.grow = grow
    review.reader = make_person("Reader", role=Role.OBSERVER, programme=review.programme)
    return review


@pytest.mark.parametrize("page", ["reviews", "review", "criteria", "outcomes", "indicators", "recommendations"])
def test_lists_do_not_need_more_queries_for_more_rows(page, sign_in, small_review, django_assert_num_queries):
    client = sign_in(small_review.reader)
    small_review.grow()
    with django_assert_num_queries(QUERIES[page]):
        client.get(address(page, small_review))
    small_review.grow()
    small_review.grow()
    with django_assert_num_queries(QUERIES[page]):
        client.get(address(page, small_review))


QUERIES = {"reviews": 6, "review": 11, "criteria": 11, "outcomes": 8, "indicators": 14, "recommendations": 8}
