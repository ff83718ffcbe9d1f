"""The printed report: every figure of the review stands in it, in a file that can be navigated and read aloud."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from dwcp.toolkit.figures import figure
from dwcp.toolkit.pdf import render_pdf
from outcomes.models import Programme
from reviews.models import AreaRating, Review
from reviews.recomputed import reconciliation_of
from reviews.report import report_html
from reviews.selectors import report_of
from reviews.services import score_criterion
from reviews.views import report as report_views
from tests.factories import BudgetLineFactory

# Also those that only read what was printed: so they run before tests that empty the database.
pytestmark = pytest.mark.django_db


class Report:
    """A report as somebody reads it: page by page, or from end to end."""

    def __init__(self, pdf):
        self.reader = PdfReader(BytesIO(pdf))
        self.pages = [plain(page.extract_text()) for page in self.reader.pages]
        self.text = " ".join(self.pages)

    @property
    def outline(self):
        """(depth, title, page number) of every bookmark."""

        def walk(entries, depth):
            for entry in entries:
                if isinstance(entry, list):
                    yield from walk(entry, depth + 1)
                else:
                    yield depth, entry.title, self.reader.get_destination_page_number(entry) + 1

        return list(walk(self.reader.outline, 1))

    def chapter(self, title):
        """The text from a chapter's bookmark to the next one's page, that page included."""
        chapters = [(name, page) for depth, name, page in self.outline if depth == 1]
        place = [name for name, _page in chapters].index(title)
        first = chapters[place][1]
        last = chapters[place + 1][1] if place + 1 < len(chapters) else len(self.pages)
        return " ".join(self.pages[first - 1 : last])


def plain(text):
    """Without line ends, and without the words that only the running head and folio hold."""
    text = re.sub(r"Page \d+ of \d+", "", text)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def solid(text):
    """Without any space: a line that ends at a hyphen or slash gains one."""
    return "".join(text.split())


def report_on(review):
    return Report(render_pdf(report_html(review)))


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """The report of the real review, made once: it takes some seconds."""
    with django_db_blocker.unblock():
        review = Review.objects.select_related("programme__country", "template").get(
            programme__code="KHM-DWCP-2008-2010", slug="2010"
        )
        return report_on(review)


@pytest.fixture
def report(review):
    return report_of(review)


@pytest.fixture
def address(review):
    return reverse("reviews:report", kwargs={"programme": review.programme.code, "review": review.slug})


@pytest.fixture(autouse=True)
def nothing_drawn_before():
    cache.clear()


@pytest.fixture
def html_only(monkeypatch):
    """Answers with the HTML of the report, since drawing it takes some seconds."""
    monkeypatch.setattr(report_views, "render_pdf", lambda html: html.encode())


def computed_totals(review, kind):
    """(key, computed figure) of the control totals of one kind; a kind without any would prove nothing."""
    found = [
        (one.printed.key, one.computed) for one in reconciliation_of(review).comparisons if one.printed.what == kind
    ]
    assert found
    return found


def test_every_outcome_has_its_total_average_and_word(review, printed):
    annex = printed.chapter("Annex 1: Ratings of the outcomes")
    averages = dict(computed_totals(review, "outcome_average"))
    words = dict(computed_totals(review, "outcome_label"))
    titles = {outcome.code: outcome.short_title for outcome in review.country_programme_outcomes.all()}
    for code, total in computed_totals(review, "outcome_total"):
        table = annex[annex.index(f"{code} {titles[code]}") :]
        assert re.search(r"Total .*? Average [\d.]+ \w+ \w+", table)
        end = table[table.index("Total ") :]
        assert end.startswith(f"Total {total} Average {averages[code]} {words[code]}")


def test_every_outcome_stands_with_its_average_and_word_before_what_is_told_of_it(review, printed):
    results = printed.chapter("Results by outcome")
    averages = dict(computed_totals(review, "outcome_average"))
    words = dict(computed_totals(review, "outcome_label"))
    titles = {outcome.code: outcome.short_title for outcome in review.country_programme_outcomes.all()}
    for code, average in averages.items():
        assert f"{code} {titles[code]} {average} {words[code]} A " in results


def test_the_criteria_have_their_scores_words_and_averages(review, report, printed):
    table = printed.chapter("At a glance")
    for row in report.overview.criteria.rows:
        scores = " ".join(figure(score) for score in row.scores)
        assert f"{row.score.criterion.number} {row.score.criterion.title} {row.label} {scores} " in table
        assert f"{row.score.criterion.title} {row.score.score} {row.label} " in printed.chapter(
            "Performance of the programme"
        )
    averages = dict(computed_totals(review, "criterion_average"))
    assert f"Average {averages['2010']} {averages['2007']} Final rating Moderately satisfactory 4 4" in table
    assert "Review 2007 did not score: 3." in table


def test_table_3_1_has_rows_columns_and_total(review, report, printed):
    table = printed.chapter("Resources")
    totals = dict(computed_totals(review, "table_3_1_row_total"))
    for row in report.overview.budget.rows:
        assert figure(row.total) == f"{int(totals[str(row.outcome.number)]):,}"
        amounts = " ".join(figure(amount, 0) for amount in row.amounts)
        assert f"{row.outcome} {amounts} {figure(row.total)} " in table
    columns = {key: f"{int(value):,}" for key, value in computed_totals(review, "table_3_1_total")}
    assert f"All outcomes {columns['RB']} {columns['XBTC']} {columns['total']} " in table
    assert "2,514,426" in table
    assert "Not in the table: US$ 157,000 for the predefined outcomes." in table


def test_tables_4_1_and_6_2_have_every_count(review, report, printed):
    table = printed.chapter("Results by outcome")
    findings = report.overview.findings
    computed = dict(computed_totals(review, "table_4_1"))
    for outcome, counts in findings.rows:
        assert computed[f"{outcome.number}/total"] == str(counts.total)
        assert computed[f"{outcome.number}/achieved_or_exceeded"] == str(counts.achieved_or_exceeded)
        assert f"{outcome} {counts_in_words(counts)} " in table
    assert f"All outcomes {counts_in_words(findings.total)} " in table
    assert f"Predefined outcomes, counted apart {counts_in_words(findings.predefined)} " in table

    glance = printed.chapter("At a glance")
    counts, shares = dict(computed_totals(review, "table_6_2")), dict(computed_totals(review, "table_6_2_percent"))
    together = f"{counts['achieved_or_exceeded']} {shares['achieved_or_exceeded']}"
    assert f"Achieved or exceeded {together} Exceeded 4 12 Achieved 18 55 Partially achieved " in glance
    assert f"Partially achieved {counts['partially_achieved']} {shares['partially_achieved']} " in glance
    assert f"Not achieved {counts['not_achieved']} {shares['not_achieved']} " in glance
    assert f"Could not be assessed {counts['not_assessed']} 9 All indicators {counts['total']} " in glance


def counts_in_words(counts):
    return (
        f"{counts.total} {counts.exceeded} {counts.achieved} {counts.achieved_or_exceeded} "
        f"{counts.partially_achieved} {counts.not_achieved} {counts.not_assessed}"
    )


def test_means_stand_apart_by_who_controls_what_was_rated(report, printed):
    chapter = printed.chapter("What the ILO controls and what it does not")
    split = report.overview.split
    means = " ".join(figure(mean, 1) for mean in (split.ilo, split.external, split.mixed, split.overall))
    assert f"All rated areas of all outcomes {means}" in chapter
    assert means == "4.3 3.6 4.1 4.1"


def test_every_text_of_the_review_is_in_it(report, printed):
    recommendations, text = solid(printed.chapter("Recommendations")), solid(printed.text)
    assert len(report.recommendations) == 14
    for recommendation in report.recommendations:
        assert solid(f"{recommendation.number} {recommendation.text}") in recommendations
    for story in report.stories:
        assert story.narratives
        for narrative in story.narratives:
            # A text may run over a page's end, where running head and folio come between.
            assert solid(f"{narrative.get_heading_display()}.{narrative.text[:40]}") in text
        for area in story.profile.areas:
            assert solid(area.rating.comment[:40]) in text


def test_outcomes_without_comments_have_no_empty_boxes(printed):
    annex = printed.chapter("Annex 1: Ratings of the outcomes")
    assert (
        "KHM 105 Skills development – without comments Area Rating In words Control A Resource adequacy 3 "
        "Moderately unsatisfactory External B Delivery of outputs 4 Moderately satisfactory Within the ILO's control"
    ) in annex
    assert annex.count("no comment") == 1


def test_printed_figures_that_differ_stand_beside_the_computed_ones(review, printed):
    annex = printed.chapter("Annex 2: Printed figures that differ")
    differing = [one for one in reconciliation_of(review).comparisons if one.verdict == "different"]
    assert len(differing) == 8
    for one in differing:
        assert solid(one.printed.key) in solid(annex)
        for found in one.named_by:
            assert solid(f"{found.where}. {found.note}") in solid(annex)
    assert "001 3.4 142,727 135,727 001 3.4 against Table 3.1, regular budget. Difference 7,000." in annex
    assert "97 are equal, 8 differ, and for 3 the data are not kept here" in annex


def test_it_can_be_navigated(report, printed):
    outline = printed.outline
    assert [title for depth, title, _page in outline if depth == 1] == [
        "At a glance",
        "Performance of the programme",
        "Resources",
        "Results by outcome",
        "What the ILO controls and what it does not",
        "Recommendations",
        "Annex 1: Ratings of the outcomes",
        "Annex 2: Printed figures that differ",
        "Annex 3: How the figures are computed",
    ]
    titles = {title: page for _depth, title, page in outline}
    for story in report.stories:
        outcome = story.profile.outcome
        assert f"{outcome.code} {outcome.short_title}" in titles
    assert [page for _depth, _title, page in outline] == sorted(page for _depth, _title, page in outline)
    # The contents name the same pages.
    contents = printed.pages[1]
    for title in ("Resources", "Recommendations", "Annex 3: How the figures are computed"):
        assert re.search(rf"{re.escape(title)}[ .]+{titles[title]}\b", contents)


def test_it_says_what_it_is_and_in_which_language(review, printed):
    assert printed.reader.metadata.title == review.title
    root = printed.reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert printed.pages[0].startswith(f"Decent Work Country Programme {review.title} Cambodia, 2008–2010")
    assert "Consolidation: figures as at" in printed.pages[0]


def test_heads_are_repeated_where_a_table_runs_over_the_page(printed):
    head = "No. Recommendation Addressed to"
    pages = [number for number, page in enumerate(printed.pages) if head in page]
    assert len(pages) >= 2
    assert pages == list(range(pages[0], pages[0] + len(pages)))


def test_no_page_is_empty(printed):
    assert min(len(page) for page in printed.pages[1:]) > 300


def test_a_new_score_moves_the_average_and_leaves_no_old_one(review, reviewer, printed):
    before, after = "Average 3.8 4.4", "Average 4.2 4.4"
    assert before in printed.text
    assert after not in printed.text
    current = review.criterion_scores.get(criterion__number=2)
    score_criterion(
        criterion_score=current, score=5, rationale=current.rationale, revision=current.revision, by=reviewer
    )
    # Awkward texts on the way: they must neither break the table nor get lost.
    word = "Verwaltungsvereinfachungsmassnahmen" * 6
    current.review.area_ratings.filter(country_programme_outcome__code="KHM 106", area__letter="B").update(
        comment=f"{word} end-of-word " + "A long comment. " * 600 + "end-of-comment"
    )
    moved = report_on(review)
    glance = moved.chapter("At a glance")
    assert after in glance
    assert before not in moved.text
    assert "Average of the criteria 4.2" in glance
    assert "Average 3.8" not in glance
    # What the published review printed stays, now as a figure that differs.
    assert "2010 001 Table 6.1; 001 6 3.8 4.2" in moved.chapter("Annex 2: Printed figures that differ")
    assert word in solid(moved.text)
    assert "end-of-comment" in moved.text


@pytest.mark.parametrize("person", ["officer", "observer", "workers_member"])
def test_everybody_in_the_programme_gets_the_file(person, request, sign_in, address, html_only):
    response = sign_in(request.getfixturevalue(person)).get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="KHM-DWCP-2008-2010-review-2010.pdf"'
    assert (
        b"<title>Review 2010 of the Decent Work Country Programme of Cambodia (2008-2010)</title>" in response.content
    )


def test_for_an_outsider_there_is_no_report(sign_in, outsider, address, html_only):
    assert sign_in(outsider).get(address).status_code == 404


def test_a_review_of_another_programme_is_not_found(sign_in, officer, programme, address, html_only):
    other = Programme.objects.create(
        code="KHM-DWCP-2011-2015", country=programme.country, title="Next", start_year=2011, end_year=2015
    )
    Review.objects.create(
        programme=other, template=programme.reviews.get(slug="2010").template, slug="2014", title="Review 2014"
    )
    client = sign_in(officer)
    assert client.get(address).status_code == 200
    assert client.get(address.replace("/2010/", "/2014/")).status_code == 404


@pytest.mark.parametrize(
    "error", [OSError("cannot load library 'libgobject-2.0-0'"), ImportError("No module named 'weasyprint'")]
)
def test_without_its_libraries_the_page_says_what_to_install(sign_in, officer, address, monkeypatch, error, caplog):
    def fail(html):
        raise error

    monkeypatch.setattr(report_views, "render_pdf", fail)
    response = sign_in(officer).get(address)
    assert response.status_code == 503
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in response.text
    assert str(error) not in response.text
    assert "cannot be made" in caplog.text


def test_making_it_takes_few_queries(review, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        report_html(review)


def test_a_final_review_carries_no_date_of_its_figures(review):
    assert "figures as at" in report_html(review)
    review.state = "final"
    assert "figures as at" not in report_html(review)


def test_a_review_with_nothing_in_it_still_gives_a_report(programme, review):
    empty = Review.objects.create(programme=programme, template=review.template, slug="2012", title="Review 2012")
    report = report_on(empty)
    assert "No printed figures are recorded for this review." in report.text
    assert "No criterion has been scored yet." in report.chapter("At a glance")
    assert "No outcome has been rated yet." in report.chapter("Results by outcome")
    assert "None" not in report.text


def test_the_language_is_the_readers(review):
    with override("km"):
        assert '<html lang="km">' in report_html(review)


@pytest.fixture
def drawn(monkeypatch):
    """The HTML of every report that was drawn, in order."""
    drawn = []

    def draw(html):
        drawn.append(html)
        return f"report {len(drawn)}".encode()

    monkeypatch.setattr(report_views, "render_pdf", draw)
    return drawn


def test_the_second_reader_gets_the_file_of_the_first(sign_in, officer, observer, address, drawn):
    assert sign_in(officer).get(address).content == b"report 1"
    again = sign_in(observer).get(address)
    assert (again.content, again["Content-Type"], len(drawn)) == (b"report 1", "application/pdf", 1)


def test_a_changed_score_is_drawn_anew(sign_in, officer, reviewer, review, address, drawn):
    client = sign_in(officer)
    assert client.get(address).content == b"report 1"
    score = review.criterion_scores.get(criterion__number=2)
    change = {"score": 5, "rationale": score.rationale, "by": reviewer}
    score_criterion(criterion_score=score, revision=1, **change)
    assert client.get(address).content == b"report 2"
    score_criterion(criterion_score=score, revision=2, **change | {"score": 3})
    assert client.get(address).content == b"report 1"  # the state of before, and so its file


def test_each_review_has_its_own_file(sign_in, officer, address, drawn):
    client = sign_in(officer)
    assert client.get(address).content == b"report 1"
    assert client.get(address.replace("/2010/", "/2007/")).content == b"report 2"


def table_of(html, key):
    """The rows of a table of the report, cell by cell."""
    table = re.search(rf'<table id="{key}".*?</table>', html, re.DOTALL)[0]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in row] for row in cells]


def test_ratings_stand_under_their_letters_where_one_is_missing(review):
    AreaRating.objects.filter(review=review, country_programme_outcome__code="KHM 104", area__letter="B").delete()
    html = report_html(review)
    head, *rows = table_of(html, "all-ratings")
    assert head == ["Code", "Outcome", "A", "B", "C", "D", "E", "Total", "Average", "Rating"]
    (row,) = (row for row in rows if row[0] == "KHM 104")
    assert row[2:] == ["3", "–", "6", "4", "4", "17", "4.3", "Moderately satisfactory"]
    assert html.count("not rated: B") == 1


def test_what_is_counted_apart_stands_below_the_sum_in_one_foot(review):
    html = report_html(review)
    table = re.search(r'<table id="table-4-1".*?</table>', html, re.DOTALL)[0]
    assert re.findall("</?t(?:head|body|foot)>", table) == [
        "<thead>", "</thead>", "<tbody>", "</tbody>", "<tfoot>", "</tfoot>",
    ]  # fmt: skip
    assert [row[0] for row in table_of(html, "table-4-1")[-2:]] == [
        "All outcomes",
        "Predefined outcomes, counted apart",
    ]


def test_money_in_other_currencies_is_named(review):
    words = "In other currencies and not in the table:"
    assert words not in report_html(review)
    outcome = review.programme.outcomes.get(number=1)
    BudgetLineFactory(programme=review.programme, outcome=outcome, currency="EUR", allocated=1500)
    assert f"{words} EUR\N{NO-BREAK SPACE}1,500." in report_html(review)
