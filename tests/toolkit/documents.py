"""A small document with every kind of block in it, and the awkward cases: for the tests of all formats."""

from decimal import Decimal

from dwcp.toolkit.documents.blocks import (
    AmountBarsData,
    Bar,
    Callout,
    Cell,
    Chart,
    Column,
    Contents,
    Cover,
    Definitions,
    Document,
    Figure,
    Listing,
    ListOfTables,
    Paragraph,
    Part,
    RatingBarsData,
    Row,
    Run,
    StackedBarsData,
    Table,
    plain,
)

D = Decimal
LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 3


def cell(text, value=None, **more):
    return Cell(plain(text), value, **more)


SCORES = Table(
    key="scores",
    number="6.1",
    caption="Scores by criterion",
    columns=(Column("No.", 8, "number"), Column("Criterion", 40), Column("Rating", 40), Column("Score", 12, "number")),
    rows=(
        Row((cell("Design", span=4),), "group"),
        Row((cell("1", 1), cell("Relevance"), cell("Satisfactory", 5, mark=(5, 6)), cell("5", 5))),
        Row((cell("2", 2), cell(LONG_WORD), cell("Moderately", 3, mark=(3, 6)), cell("3", 3))),
        Row(
            (
                cell("3", 3),
                Cell((Run("Two"), Run("\n"), Run("paragraphs", strong=True))),
                cell("Not rated"),
                cell("–"),
            )
        ),
        Row((cell("Average", span=3), cell("4.0", D("4.0"))), "total"),
    ),
    notes=(plain("Criterion 3 was not scored."),),
)
EMPTY = Table("nobody", "Organisations", (Column("Name"),), (), number="6.2", empty="Nobody was asked.")
FORMULAS = Table(
    "formulas",
    "Formulas",
    (Column("What"), Column("Amount", 20, "number")),
    (Row((cell('=HYPERLINK("http://example.org")'), cell("US$ 1,234.5", D("1234.5")))), Row((cell("-2+3"), cell("–")))),
)
RATINGS = Chart(
    "criteria",
    "Scores",
    RatingBarsData((Bar("Relevance", D(5), "Satisfactory"), Bar("Design", None)), 6, D("4.5"), "Average"),
)
STACKED = Chart(
    "findings",
    "Findings",
    StackedBarsData((("good", "Achieved"), ("poor", "Not achieved")), (("Outcome 1", (3, 1)), ("Outcome 2", (0, 2)))),
)
AMOUNTS = Chart(
    "money",
    "Resources",
    AmountBarsData((Bar("Outcome 1", D(1200), "US$ 1,200"), Bar("Outcome 2", D(300), "US$ 300"), Bar("Other", None))),
)
NO_CHART = Chart("none", "Nothing to draw", AmountBarsData(()), empty="Nothing was spent.")

DOCUMENT = Document(
    title="Review of 2010",
    language="en",
    cover=Cover("Review of 2010", "Cambodia", ("Figures as at 31 December 2010", "Draft for comments"), "Draft"),
    running="Cambodia, review 2010",
    parts=(
        Part("front", "Contents", (Contents("Contents", 2), ListOfTables("Tables")), on_new_page=True),
        Part(
            "summary",
            "Summary",
            number="1",
            on_new_page=True,
            blocks=(
                Paragraph(plain("What was found", strong=True), "lead"),
                Paragraph(
                    (
                        Run("An average of "),
                        Run("4.0", field="criteria.average"),
                        Run(", "),
                        Run("see", link="https://example.org/a?b=1&c=2"),
                        Run(" and "),
                        Run("not this", link="file:///etc/passwd"),
                        Run(". <script>alert(1)</script> & so on ", emphasis=True),
                        Run(LONG_WORD),
                    )
                ),
                Listing(
                    (
                        (Paragraph(plain("First")),),
                        (Paragraph(plain("Second")), Listing(((Paragraph(plain("Inner")),),))),
                    ),
                    ordered=True,
                    start=3,
                ),
                Callout((Paragraph(plain("One member did not agree.")),), "Dissent", "attention"),
                Definitions(((plain("ILO"), (Paragraph(plain("International Labour Organization")),)),)),
                Paragraph(plain("ភាគរយនៃសហគ្រាស")),
                Paragraph(plain("Source: survey."), "source"),
                Paragraph(plain("A note."), "note"),
            ),
            parts=(
                Part("scores", "Scores", (SCORES, EMPTY), number="1.1"),
                Part(
                    "charts",
                    "Charts",
                    (RATINGS, STACKED),
                    (Part("deep", "Deeper", (AMOUNTS, NO_CHART), number="1.2.1"),),
                    number="1.2",
                ),
            ),
        ),
        Part("annex", "Annex", (FORMULAS,), number="2"),
    ),
    figures=(
        Figure("criteria.average", "Average of the criteria", "4.0", D("4.0"), "The mean of the scored criteria."),
    ),
)
