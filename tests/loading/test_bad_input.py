"""What is wrong in a folder is said by file, row and column; nothing of it is saved."""

import csv

import pytest
from django.core.management import CommandError, call_command

from dwcp.toolkit.importing import ImportRefused
from reviews.programme_folder import load_programme_folder
from tests.loading.conftest import whole_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(folder):
    """Loads the broken folder and gives the whole message; nothing may have been saved."""

    def refused():
        before = whole_database()
        with pytest.raises(ImportRefused) as refusal:
            load_programme_folder(folder.path)
        assert whole_database() == before
        return str(refusal.value).splitlines()

    return refused


def test_the_unbroken_copy_loads(folder):
    assert load_programme_folder(folder.path).programme.code == "KHM-DWCP-2008-2010"


def without_column(name):
    def change(header, rows):
        place = header.index(name)
        for row in [header, *rows]:
            del row[place]

    return change


def test_missing_column(folder, refused):
    folder.edit("priorities.csv", without_column("title"))
    assert refused() == [
        "priorities.csv, row 1, column title: This column is missing. "
        "The file needs the columns letter, code, title, source."
    ]


def test_extra_column(folder, refused):
    def change(header, rows):
        header.append("colour")
        for row in rows:
            row.append("red")

    folder.edit("priorities.csv", change)
    assert refused() == [
        "priorities.csv, row 1, column colour: This column is not known here. Remove it or correct its name."
    ]


def test_column_without_a_name(folder, refused):
    def change(header, rows):
        header.append("")
        for row in rows:
            row.append("")

    folder.edit("priorities.csv", change)
    assert refused() == [
        "priorities.csv, row 1, column (no name): This column is not known here. Remove it or correct its name."
    ]


def test_repeated_column(folder, refused):
    def change(header, rows):
        header.append("title")
        for row in rows:
            row.append("again")

    folder.edit("priorities.csv", change)
    assert refused() == ["priorities.csv, row 1, column title: This column stands twice. Keep one of them."]


def test_columns_may_come_in_any_order(folder):
    def change(header, rows):
        for row in [header, *rows]:
            row.reverse()

    folder.edit("priorities.csv", change)
    tallies = {tally.file: tally for tally in load_programme_folder(folder.path).tallies}
    assert (tallies["priorities.csv"].unchanged, tallies["priorities.csv"].changed) == (3, 0)


def test_extra_cell(folder, refused):
    folder.edit("priorities.csv", lambda header, rows: rows[1].append("one too many"))
    assert refused() == [
        "priorities.csv, row 3: The row has 5 cells, but there are 4 columns. Put text with commas in quotation marks."
    ]


def test_missing_cell(folder, refused):
    folder.edit("priorities.csv", lambda header, rows: rows[2].pop())
    assert refused() == [
        "priorities.csv, row 4: The row has 3 cells, but there are 4 columns. Put text with commas in quotation marks."
    ]


def test_empty_lines_are_not_rows(folder):
    with (folder.path / "priorities.csv").open("a", encoding="utf-8") as file:
        file.write("\n\n")
    assert load_programme_folder(folder.path).programme


def test_latin_1(folder, refused):
    path = folder.path / "priorities.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_bytes("\n".join([header, first, rest[0].replace("e", "é"), *rest[1:]]).encode("latin-1"))
    assert refused() == ["priorities.csv, row 3: The text is not in UTF-8. Save the file again as “CSV UTF-8”."]


def test_a_byte_order_mark_is_no_part_of_the_first_column(folder):
    path = folder.path / "priorities.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_programme_folder(folder.path).programme


def test_empty_file(folder, refused):
    (folder.path / "priorities.csv").write_bytes(b"")
    assert refused() == ["priorities.csv: The file is empty. It needs at least the row with the column names."]


def test_missing_file(folder, refused):
    (folder.path / "timetable.csv").unlink()
    assert refused() == [
        "timetable.csv: The file is missing. Put it into the folder, if need be with its header row only."
    ]


def test_unclosed_quote(folder, refused):
    path = folder.path / "timetable.csv"
    path.write_text(path.read_text(encoding="utf-8") + 'Draft,"March,team,,001\n', encoding="utf-8")
    assert refused() == [
        "timetable.csv: The file is not a proper CSV table: a quotation mark is opened and not closed, or doubled."
    ]


def test_repeated_row(folder, refused):
    folder.edit("recommendations.csv", lambda header, rows: rows.append(list(rows[3])))
    assert refused() == ["recommendations.csv, row 16: This row repeats row 5. Keep one of the two."]


def test_unknown_code(folder, refused):
    folder.change("outcome_ratings.csv", 2, outcome_code="KHM 999")
    assert refused() == [
        "outcome_ratings.csv, row 2, column outcome_code: “KHM 999” is not known here. It should be "
        "the code of a country programme outcome in outcomes.csv, such as KHM 104."
    ]


def test_unknown_donor(folder, refused):
    folder.change("projects.csv", 3, donors="Finland;Atlantis")
    assert refused() == [
        "projects.csv, row 3, column donors: “Atlantis” is not known here. It should be "
        "the acronym or name of an organisation in organisations.csv."
    ]


@pytest.mark.parametrize("rating", ["0", "7"])
def test_rating_outside_the_scale(folder, refused, rating):
    folder.change("outcome_ratings.csv", 5, rating=rating)
    assert refused() == [
        f"outcome_ratings.csv, row 5, column rating: {rating} is not on the scale, which goes from 1 to 6."
    ]


def test_half_a_rating(folder, refused):
    folder.change("outcome_ratings.csv", 5, rating="3.5")
    assert refused() == ["outcome_ratings.csv, row 5, column rating: “3.5” is not a whole number of 0 or more."]


def test_letters_in_a_number(folder, refused):
    folder.change("budgets.csv", 4, amount_usd="12O00")
    assert refused() == [
        "budgets.csv, row 4, column amount_usd: “12O00” is not a number. Write digits, with a point for decimals."
    ]


def test_thousands_with_commas(folder, refused):
    folder.change("budgets.csv", 4, amount_usd="12,000")
    assert refused() == [
        "budgets.csv, row 4, column amount_usd: “12,000” is not a number. Write digits, with a point for decimals."
    ]


NO_NUMBER = "“%s” is not a number. Write digits, with a point for decimals."


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("nan", NO_NUMBER % "nan"),
        ("Infinity", NO_NUMBER % "Infinity"),
        ("1e400", "Ensure that there are no more than 14 digits in total."),
    ],
)
def test_what_is_no_amount(folder, refused, word, message):
    folder.change("budgets.csv", 4, amount_usd=word)
    assert refused() == [f"budgets.csv, row 4, column amount_usd: {message}"]


def test_negative_amount(folder, refused):
    folder.change("budgets.csv", 4, amount_usd="-1")
    assert refused() == ["budgets.csv, row 4: An amount cannot be negative."]


def test_no_amount(folder, refused):
    folder.change("budgets.csv", 4, amount_usd="")
    assert refused() == ["budgets.csv, row 4, column amount_usd: This field cannot be null."]


def test_unknown_word(folder, refused):
    folder.change("indicators_reviewed.csv", 9, finding="superb")
    assert refused() == [
        "indicators_reviewed.csv, row 9, column finding: “superb” is not one of: "
        "exceeded, achieved, partially_achieved, not_achieved, not_assessed."
    ]


def test_no_date(folder, refused):
    folder.change("programme.csv", 2, signed_on="14/01/2010")
    assert refused() == [
        "programme.csv, row 2, column signed_on: “14/01/2010” is not a date. "
        "Write year-month-day, for example 2010-12-31."
    ]


def test_title_too_long(folder, refused):
    folder.change("priorities.csv", 2, title="x" * 301)
    assert refused() == [
        "priorities.csv, row 2, column title: Ensure this value has at most 300 characters (it has 301)."
    ]


def test_a_null_byte(folder, refused):
    folder.change("priorities.csv", 2, title="Jobs\x00")
    assert refused() == [
        "priorities.csv, row 2, column title: The cell holds a character that is no text (NUL). Type it again."
    ]


ONE_PROGRAMME = "programme.csv: The file needs exactly one row below the column names: the programme of this folder."


def test_no_programme(folder, refused):
    folder.edit("programme.csv", lambda header, rows: rows.clear())
    assert refused() == [ONE_PROGRAMME]


def test_two_programmes(folder, refused):
    folder.edit("programme.csv", lambda header, rows: rows.append(["KHM-DWCP-2011-2015", *rows[0][1:]]))
    assert refused() == [ONE_PROGRAMME]


def test_everything_that_is_wrong_is_said_at_once(folder, refused):
    folder.change("organisations.csv", 2, constituency="king")
    folder.change("budgets.csv", 2, amount_usd="many")
    folder.change("indicators_programme.csv", 5, dwcp_outcome="9")
    folder.change("indicators_programme.csv", 8, target_value="a lot")
    folder.change("outcome_ratings.csv", 5, rating="7", area="Z")
    folder.change("recommendations.csv", 3, criterion="9")
    (folder.path / "timetable.csv").unlink()
    assert refused() == [
        "organisations.csv, row 2, column constituency: “king” is not one of: "
        "government, employers, workers, ilo, un, donor, ngo, private, other.",
        f"budgets.csv, row 2, column amount_usd: {NO_NUMBER % 'many'}",
        "indicators_programme.csv, row 5, column dwcp_outcome: “9” is not known here. It should be "
        "the number of an outcome in dwcp_outcomes.csv.",
        # The same cell again, as the target that finds no indicator.
        "indicators_programme.csv, row 5, column seq: “4” is not known here. It should be "
        "the place of an indicator in its outcome.",
        f"indicators_programme.csv, row 8, column target_value: {NO_NUMBER % 'a lot'}",
        "outcome_ratings.csv, row 5, column area: “Z” is not known here. It should be "
        "the letter of an area in performance_areas.csv.",
        "outcome_ratings.csv, row 5, column rating: 7 is not on the scale, which goes from 1 to 6.",
        "recommendations.csv, row 3, column criterion: “9” is not known here. It should be "
        "the number of a criterion in criteria.csv.",
        "timetable.csv: The file is missing. Put it into the folder, if need be with its header row only.",
    ]


def test_the_command_lists_the_problems(folder):
    folder.change("budgets.csv", 2, amount_usd="many")
    folder.change("budgets.csv", 3, amount_usd="few")
    with pytest.raises(CommandError) as error:
        call_command("load_programme", str(folder.path))
    assert str(error.value).splitlines() == [
        "Nothing was loaded. 2 problems:",
        "  budgets.csv, row 2, column amount_usd: “many” is not a number. Write digits, with a point for decimals.",
        "  budgets.csv, row 3, column amount_usd: “few” is not a number. Write digits, with a point for decimals.",
    ]


def test_no_such_folder(tmp_path):
    with pytest.raises(ImportRefused) as refusal:
        load_programme_folder(tmp_path / "nowhere")
    assert str(refusal.value) == f"{tmp_path / 'nowhere'}: There is no such folder."


def test_the_copies_are_broken_by_these_tests_only(folder):
    for path in folder.path.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        assert {len(row) for row in rows} == {len(rows[0])}


def too_long(limit, length):
    return f"Ensure this value has at most {limit} characters (it has {length})."


@pytest.mark.parametrize(
    ("file", "column", "limit"),
    [
        ("alignments.csv", "reference", 40),
        ("alignments.csv", "framework", 150),
        ("programme.csv", "country", 100),
        ("biennia.csv", "label", 9),
        ("outcome_ratings.csv", "rating_basis", 150),
    ],
)
def test_a_text_longer_than_its_column(folder, refused, file, column, limit):
    row = 3 if file == "biennia.csv" else 2
    folder.change(file, row, **{column: "x" * (limit + 1)})
    assert f"{file}, row {row}, column {column}: {too_long(limit, limit + 1)}" in refused()


NO_SLUG = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."


@pytest.mark.parametrize(
    ("name", "messages"),
    [
        ("2011 again", [NO_SLUG]),
        ("2" * 21, [too_long(20, 21)]),
        ("mid-term review of 2011", [NO_SLUG, too_long(20, 23)]),
    ],
)
def test_a_review_that_cannot_be_called_so(folder, refused, name, messages):
    folder.change("criterion_scores.csv", 4, review=name)
    assert refused() == [f"criterion_scores.csv, row 4, column review: {message}" for message in messages]


def test_a_review_of_a_programme_with_a_long_title(folder):
    folder.change("programme.csv", 2, title="x" * 250)
    folder.change("criterion_scores.csv", 2, review="2011")
    report = load_programme_folder(folder.path)
    assert report.programme.reviews.get(slug="2011").title == f"Review 2011 of the {'x' * 230}…"


def test_a_scale_with_a_gap(folder, refused):
    folder.edit("rating_scale.csv", lambda header, rows: rows.append(["9", "Beyond all", "001"]))
    assert refused() == [
        "rating_scale.csv: The steps of the scale are 1, 2, 3, 4, 5, 6, 9. "
        "They have to follow one another without a gap."
    ]


def emptied(column):
    def change(header, rows):
        for row in rows:
            row[header.index(column)] = ""

    return change


def test_reviews_without_a_scale(folder, refused):
    folder.change("programme.csv", 2, code="KHM-DWCP-2011-2015")
    folder.edit("criterion_scores.csv", emptied("score"))
    folder.edit("outcome_ratings.csv", emptied("rating"))
    folder.edit("rating_scale.csv", lambda header, rows: rows.clear())
    assert refused() == ["rating_scale.csv: The scale has no steps, but there are reviews that need it."]


@pytest.mark.parametrize("year", ["0", "208", "20080"])
@pytest.mark.parametrize(
    ("file", "row", "column"),
    [("programme.csv", 2, "start_year"), ("biennia.csv", 2, "end_year"), ("projects.csv", 2, "ended_year")],
)
def test_what_is_no_year(folder, refused, file, row, column, year):
    folder.change(file, row, **{column: year})
    assert (
        f"{file}, row {row}, column {column}: “{year}” is not a year. Write four digits, for example 2010."
    ) in refused()


def test_a_programme_that_ends_before_it_starts(folder, refused):
    folder.change("programme.csv", 2, end_year="2007")
    assert refused() == ["programme.csv, row 2: The last year lies before the first."]


def written_by_hand(folder, file, text):
    (folder.path / file).write_text(text, encoding="utf-8", newline="")


PRIORITIES = [
    "letter,code,title,source",
    'A,KHM 100,"Jobs\nand skills",000',
    "",
    'B,KHM 125,"A title\r\nof two lines",000',
    "",
]


def test_a_row_has_the_number_a_spreadsheet_shows(folder, refused):
    """An empty line is a row; a line break within a cell begins none."""
    written_by_hand(folder, "priorities.csv", "\n".join([*PRIORITIES, "C,KHM,Rights,000", "B,KHM 125,Again,000", ""]))
    assert refused()[0] == "priorities.csv, row 7: This row repeats row 4. Keep one of the two."
    written_by_hand(folder, "priorities.csv", "\n".join([*PRIORITIES, "C,KHM,Rights,000", ""]))
    assert refused()[0] == (
        "priorities.csv, row 6, column code: “KHM” is not known here. It should be a code such as KHM 104."
    )


def test_a_row_that_is_no_utf_8_has_that_number_too(folder, refused):
    text = "\n".join([*PRIORITIES, "C,KHM 150,Protégés,000", ""])
    (folder.path / "priorities.csv").write_bytes(text.encode("latin-1"))
    assert refused() == ["priorities.csv, row 6: The text is not in UTF-8. Save the file again as “CSV UTF-8”."]


def test_a_place_in_the_order_counts_no_empty_lines(folder):
    path = folder.path / "timetable.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n", 1), encoding="utf-8")
    (tally,) = (one for one in load_programme_folder(folder.path).tallies if one.file == "timetable.csv")
    assert (tally.changed, tally.unchanged) == (0, tally.rows)
