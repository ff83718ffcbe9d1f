"""The report of the real review, made once: every published table is there, and every computed control total."""

import itertools
import re
from collections import Counter
from io import BytesIO

import pytest
from pypdf import PdfReader

from dwcp.toolkit.documents.html import html_of
from dwcp.toolkit.documents.outline import heading_of, parts_of, tables_of
from dwcp.toolkit.documents.storing import from_json, to_json
from dwcp.toolkit.pdf import render_pdf
from outcomes.models import CountryProgrammeOutcome
from reviews.models import Review
from reviews.recomputed import reconciliation_of
from reviews.report import document_of
from reviews.words import in_groups, subject_of

# Also those that only read what was printed: so they run before tests that empty the database.
pytestmark = pytest.mark.django_db


class Printed:
    """A report as somebody reads it: page by page, from end to end, or from one heading to the next."""

    def __init__(self, document):
        self.document = document
        self.reader = PdfReader(BytesIO(render_pdf(html_of(document, for_paper=True))))
        self.pages = [plain(page.extract_text()) for page in self.reader.pages]
        self.outline = list(self._walk(self.reader.outline, 1))

    def _walk(self, entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                yield from self._walk(entry, depth + 1)
            else:
                yield depth, plain(entry.title), self.reader.get_destination_page_number(entry) + 1

    def chapter(self, title):
        """The text from the page of a chapter's bookmark to that of the next chapter."""
        chapters = [(name, page) for depth, name, page in self.outline if depth == 1]
        place = [name for name, _page in chapters].index(title)
        last = chapters[place + 1][1] if place + 1 < len(chapters) else len(self.pages)
        return solid(" ".join(self.pages[chapters[place][1] - 1 : last]))


def plain(text):
    """Without line ends, and without the words that only the running head and folio hold."""
    text = re.sub(r"Cambodia 2008–2010, review 2010|Page \d+ of \d+", "", text)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def solid(text):
    """Without any space: a line that ends at a hyphen or slash gains one."""
    return "".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """The report of the real review, made once: it takes some seconds."""
    with django_db_blocker.unblock():
        reviews = Review.objects.select_related("programme__country", "template")
        return Printed(document_of(reviews.get(programme__code="KHM-DWCP-2008-2010", slug="2010")))


PARTS = [
    "Preface",
    "Contents",
    "List of tables",
    "Executive summary",
    "Abbreviations",
    "1 Introduction and method",
    "2 Context",
    "3 Performance by criterion",
    "4 Progress by priority and outcome",
    "Ratings by who controls what was rated",
    "5 Suggestions for the next programme",
    "6 Conclusions and recommendations",
    "References",
    "Annex I Terms of reference and timetable",
    "Annex II Outcomes by biennium",
    "Annex III Organisations and people consulted",
    "Annex IV Performance of the outcomes",
    "Annex V Comments from the workshop",
    "Annex VI Priorities and themes suggested",
    "Annex VII Printed and computed figures",
    "Annex VIII How each figure is computed",
]
TABLES = [
    "3.1 Resources by outcome and funding source, in US$",
    "4.1 Findings on indicators by outcome",
    "4.2 Indicators of the programme without a finding",
    "4.3 Mean ratings by control and outcome",
    "5.1 Example put before the groups: priorities and themes",
    "5.2 Priorities that the groups suggest",
    "5.3 Priorities and themes agreed by all groups",
    "6.1 Scores of the criteria by review",
    "6.2 Findings on indicators",
    "6.3 Recommendations",
    "I.1 Criteria and sub-criteria",
    "I.2 Timetable of the review",
    "II.1 Country programme outcomes 2008–2009",
    "II.2 Country programme outcomes 2010–2011",
    "III.1 Meetings and people met",
    "III.2 Organisations that the programme concerns and that the review did not hear",
    "IV.1 KHM 104 Employment and employability",
    "IV.2 KHM 105 Skills development",
    "IV.3 KHM 106 Sustainable enterprises",
    "IV.4 KHM 156 Tripartism and industrial relations",
    "IV.5 KHM 160 Labour law and institutions",
    "IV.6 KHM 161 Garment sector conditions",
    "IV.7 KHM 157 Rights of children",
    "IV.8 KHM 158 Non-discrimination policies",
    "IV.9 KHM 159 Labour migration and trafficking",
    "IV.10 KHM 176 Social protection coverage",
    "IV.11 KHM 177 HIV vulnerabilities",
    "IV.12 KHM 801 Employers' organizations",
    "IV.13 KHM 802 Workers' organizations",
    "IV.14 KHM 826 Standards and reporting",
    "VI.1 Suggested by: Government",
    "VI.2 Suggested by: Employers",
    "VI.3 Suggested by: Workers",
    "VI.4 Suggested by: Others",
    "VII.1 Printed figures that differ, and what explains them",
    "VII.2 All printed figures beside the computed ones",
    "VIII.1 Rules of computation",
]


def test_it_has_the_parts_of_the_published_report_and_the_new_ones(printed):
    assert [heading_of(part) for level, part in parts_of(printed.document) if level == 1] == PARTS
    assert [title for depth, title, _page in printed.outline if depth == 1] == PARTS


def test_it_has_each_published_table_under_its_number(printed):
    named = [f"{table.number} {table.caption}" for table in tables_of(printed.document) if table.number]
    assert named == TABLES
    listed = solid(" ".join(printed.pages[2:6]))
    for name in TABLES:
        assert solid(f"Table {name}") in listed


def test_headings_nest(printed):
    levels = [level for level, _part in parts_of(printed.document)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    depths = [depth for depth, _title, _page in printed.outline]
    assert all(after - before <= 1 for before, after in itertools.pairwise(depths))
    pages = [page for _depth, _title, page in printed.outline]
    assert pages == sorted(pages)


def test_no_part_is_empty(printed):
    for _level, part in parts_of(printed.document):
        assert part.blocks or part.parts, part.key
        assert part.title, part.key


def test_keys_are_unique(printed):
    for keys in (
        [part.key for _level, part in parts_of(printed.document)],
        [table.key for table in tables_of(printed.document)],
        [figure.name for figure in printed.document.figures],
    ):
        assert len(keys) == len(set(keys))


# Where each kind of control total has to stand, and how it stands there: by its key and the computed figure.
LABELS = {"achieved_or_exceeded": "Achieved or exceeded", "partially_achieved": "Partially achieved"}
LABELS |= {"not_achieved": "Not achieved", "not_assessed": "Could not be assessed", "total": "All indicators"}
CONTROL, PROGRESS = "Ratings by who controls what was rated", "4 Progress by priority and outcome"
CRITERIA, CONCLUSIONS = "3 Performance by criterion", "6 Conclusions and recommendations"
ANNEX_IV, CONTEXT, INTRODUCTION = "Annex IV Performance of the outcomes", "2 Context", "1 Introduction and method"
ANNEX_II = "Annex II Outcomes by biennium"


def money(value):
    return in_groups(value)


def test_every_computed_control_total_stands_in_the_annex_beside_the_printed_one(printed, review):
    comparisons = reconciliation_of(review).comparisons
    assert len(comparisons) == 108
    annex = printed.chapter("Annex VII Printed and computed figures")
    verdicts = {"equal": "equal", "different": "different", "not_computed": "not computed"}
    for one in comparisons:
        # How it is counted stands below its name.
        computed = in_groups(one.computed) if one.computed else "–"
        row = f"{subject_of(one.printed.key)} {one.remark} {in_groups(one.printed.value)} {computed}"
        assert solid(f"{row} {verdicts[one.verdict]}") in annex, one.printed


def test_printed_and_computed_numbers_are_numbers_in_a_workbook(printed):
    annex = next(table for table in tables_of(printed.document) if table.key == "printed-all")
    values = Counter(
        (cell.value is not None, cell.text[0].text.replace(",", "").replace(".", "").isdecimal())
        for row in annex.rows
        if row.kind == "body"
        for cell in row.cells[1:3]
    )
    assert set(values) == {(True, True), (False, False)}
    assert values[True, True] > 100


def test_every_computed_control_total_stands_where_the_report_speaks_of_it(printed, review):
    comparisons = [one for one in reconciliation_of(review).comparisons if one.computed is not None]
    assert len(comparisons) == 107
    chapters = {title: printed.chapter(title) for title in PARTS}
    by_kind = figures_by_kind(review, comparisons)
    for one in comparisons:
        title, words = by_kind(one.printed.what, one.printed.key, one.computed)
        assert solid(words) in chapters[title], (one.printed, title, words)


def figures_by_kind(review, comparisons):
    """For a control total, the chapter it stands in and the words around it."""
    computed = {(one.printed.what, one.printed.key): one.computed for one in comparisons}
    names = {one.code: str(one) for one in CountryProgrammeOutcome.objects.filter(area_ratings__review=review)}
    criteria = {str(one.number): one.title for one in review.template.criteria.all()}
    outcomes = {str(one.number): one for one in review.programme.outcomes.all()}

    def total_row(code):
        total, average = computed["outcome_total", code], computed["outcome_average", code]
        return f"Total {total} Average {average} – {computed['outcome_label', code]}"

    def find(kind, key, value):
        if kind == "outcome_total":
            return ANNEX_IV, total_row(key)
        if kind in ("outcome_average", "outcome_label"):
            average, label = computed["outcome_average", key], computed["outcome_label", key]
            return PROGRESS, f"{names[key]} Average {average} – {label}"
        if kind in ("criterion_score", "criterion_label"):
            number = key.split("/")[1]
            score, label = computed["criterion_score", key], computed["criterion_label", key]
            return CRITERIA, f"3.{number} {criteria[number]} Rating: {score} – {label}"
        if kind == "criterion_average":
            return CONCLUSIONS, f"Average {computed[kind, '2010']} {computed[kind, '2007']} Final rating"
        if kind == "criterion_average_rounded":
            return CONCLUSIONS, f"Final rating {value} 4 In words"
        if kind == "criterion_average_label":
            return CONCLUSIONS, f"In words {computed[kind, '2010']} {computed[kind, '2007']}"
        if kind == "table_3_1_row_total":
            return CRITERIA, f"{outcomes[key]} US$ {money(value)}"
        if kind in ("table_3_1_total", "text_budget_total"):
            if key == "predefined outcomes":
                return CRITERIA, f"Not in the table: US$ {money(value)} for the predefined outcomes."
            columns = [computed["table_3_1_total", name] for name in ("RB", "XBTC", "total")]
            assert value in columns
            return CRITERIA, f"All outcomes {' '.join(map(money, columns))}"
        if kind == "table_4_1":
            number, name = key.split("/")
            return PROGRESS, row_of_4_1(review, outcomes[number], name, value)
        if kind == "table_6_2":
            return CONCLUSIONS, f"{LABELS[key]} {value}"
        if kind == "table_6_2_percent":
            return CONCLUSIONS, f"{LABELS[key]} {computed['table_6_2', key]} {value}"
        assert kind == "count"
        return counted(key, value)

    return find


def row_of_4_1(review, outcome, name, value):
    """The row of an outcome in table 4.1; the value must stand in the column of its name."""
    found = [one.finding for one in review.indicator_findings.filter(dwcp_outcome=outcome)]
    columns = {kind: found.count(kind) for kind in ("exceeded", "achieved", "partially_achieved", "not_achieved")}
    columns |= {"not_assessed": found.count("not_assessed"), "total": len(found)}
    columns["achieved_or_exceeded"] = columns["exceeded"] + columns["achieved"]
    assert str(columns[name]) == value
    order = ("total", "exceeded", "achieved", "achieved_or_exceeded", "partially_achieved", "not_achieved")
    return f"{outcome} {' '.join(str(columns[one]) for one in (*order, 'not_assessed'))}"


def counted(key, value):
    """Where the text counts something, by the words of the control total."""
    if key == "outcomes reviewed":
        return CONCLUSIONS, f"{value} outcomes were reviewed:"
    if key.startswith("outcomes rated"):
        label = key.removeprefix("outcomes rated ").capitalize()
        # None has this rating, so it is not named.
        return (CONCLUSIONS, f"{label} {value}") if value != "0" else (CONCLUSIONS, "outcomes were reviewed:")
    if key.startswith(("country programme outcomes", "predefined outcomes")):
        years = "2008–2009" if "2008-2009" in key else "2010–2011"
        is_predefined = key.startswith("predefined")
        return ANNEX_II, f"{value} predefined outcomes." if is_predefined else (
            f"{years}: {value} country programme outcomes"
        )
    return {
        "outcomes recommended per priority area at most": (PROGRESS, "4.2 Priority B"),
        "priority areas": (CONTEXT, f"The programme has {value} priorities"),
        "dwcp outcomes": (CONTEXT, f"priorities and {value} outcomes;"),
        "performance criteria": (INTRODUCTION, f"scored by {value} criteria"),
        "projects in Cambodia January 2008-December 2011 (approximately)": (CONTEXT, f"{value} projects serve it"),
        "recommendations": (CONCLUSIONS, f"{value} "),
        "working days of interviews in Phnom Penh": (INTRODUCTION, f"On {value} days the team interviewed"),
        "days of meetings with ILO staff in Bangkok": (INTRODUCTION, f"on {value} days it met ILO staff alone"),
    }[key]


def test_every_text_of_the_review_is_in_it(printed, review):
    whole = solid(" ".join(printed.pages))
    narratives = review.narratives.all()
    texts = [narrative.text for narrative in narratives]
    texts += [one.finding for one in review.sub_criterion_findings.all()]
    texts += [score.rationale for score in review.criterion_scores.all()]
    texts += [rating.comment for rating in review.area_ratings.exclude(comment="")]
    texts += [one.text for one in review.recommendations.all()]
    texts += [one.statement for one in review.indicator_findings.all()]
    texts += [one.comment for one in review.programme.feedback.all()]
    texts += [one.theme for one in review.programme.suggested_themes.all()]
    texts += [task.task for task in review.tasks.all()]
    texts += [project.title for project in review.programme.projects.all()]
    assert len(texts) > 350
    for text in texts:
        # A text may run over a page's end, where the head of the next page comes between.
        assert solid(text[:40]) in whole, text


def test_a_table_that_runs_over_the_page_repeats_its_head(printed):
    head = "No. Recommendation Addressed to"
    pages = [number for number, page in enumerate(printed.pages) if head in page]
    assert len(pages) >= 2
    assert pages == list(range(pages[0], pages[0] + len(pages)))


def test_no_page_is_empty(printed):
    assert min(len(page) for page in printed.pages[1:]) > 120


def test_the_cover_says_what_it_is(printed, review):
    cover = printed.pages[0]
    for words in (
        review.title,
        "Cambodia, 2008–2010",
        "Decent Work Country Programme of Cambodia (2008-2010)",
        "Figures as at",
    ):
        assert words in cover
    assert printed.reader.metadata.title == review.title
    assert printed.reader.trailer["/Root"]["/Lang"] == "en"


def test_nothing_is_printed_that_nobody_knows(printed):
    whole = " ".join(printed.pages)
    for word in ("None", "{", "}", "#", "nan"):
        assert f" {word} " not in whole


def test_it_is_stored_and_read_back_as_it_is(printed):
    assert from_json(to_json(printed.document)) == printed.document


def test_the_same_review_gives_the_same_document(printed, review):
    assert document_of(review) == printed.document
