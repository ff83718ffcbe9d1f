"""The grid as people use it: with keys, with a block of cells from Excel, without JavaScript, on a narrow screen."""

import pytest

from indicators.models import ProgressEntry

from .conftest import PROGRAMME, _visit

pytestmark = pytest.mark.browser

GRID = PROGRAMME + "grid/1/2010/"
# Of these three rows, which follow each other, the third is verified already and is only read.
FIRST, SECOND, READ = "1.22", "1.23", "1.24"


class Sheet:
    """The grid on the screen: cells by the code of their indicator and the name of their column."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page

    def open(self):
        self.visitor.sign_in_as("outcome-manager")
        self.visitor.open(GRID)
        return self

    def cell(self, name):
        return self.page.get_by_label(name, exact=True)

    def holds(self, name):
        return self.cell(name).input_value()

    def is_at(self):
        """The name of the cell in which the keyboard is."""
        return self.page.evaluate("document.activeElement.getAttribute('aria-label')")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self.is_at()

    def paste(self, name, text, html=""):
        """Paste what a spreadsheet puts on the clipboard into a cell."""
        self.cell(name).focus()
        self.page.evaluate(
            """([text, html]) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                if (html) clipboardData.setData("text/html", html);
                const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
                document.activeElement.dispatchEvent(paste);
            }""",
            [text, html],
        )

    def news(self):
        """What is said about the last paste, line by line."""
        return self.page.locator("#grid-news p").all_inner_texts()

    def unsaved(self):
        """How many cells are marked as not saved."""
        return self.page.locator("#grid .changed").count()

    def save(self, button="Save as drafts"):
        self.page.get_by_role("button", name=button).click()


def saved():
    """What is saved of the two rows: code, figure and state."""
    entries = ProgressEntry.objects.filter(indicator__code__in=[FIRST, SECOND]).order_by("indicator__position")
    return [(one.indicator.code, one.value, one.state) for one in entries]


@pytest.fixture
def sheet(visitor):
    return Sheet(visitor).open()


def test_keys_go_from_cell_to_cell(sheet):
    sheet.cell("1.22 Women").focus()
    sheet.page.keyboard.type("15")
    assert sheet.press("ArrowRight") == "1.22 Men"
    sheet.page.keyboard.type("7")
    assert sheet.press("ArrowDown") == "1.23 Men"
    assert sheet.press("ArrowUp") == "1.22 Men"
    assert sheet.press("ArrowLeft") == "1.22 Women"
    # Within a text the caret moves; from its ends the cell changes.
    sheet.cell("1.22 Women").evaluate("cell => cell.setSelectionRange(2, 2)")
    assert sheet.press("ArrowLeft") == "1.22 Women"
    assert sheet.press("ArrowLeft", "ArrowLeft") == "1.22 Women"
    assert sheet.press("ArrowRight") == "1.22 Women"
    sheet.cell("1.22 Women").focus()
    sheet.cell("1.22 Women").select_text()
    assert sheet.press("Enter") == "1.23 Women"
    assert sheet.press("Shift+Enter") == "1.22 Women"
    assert sheet.press("End") == "1.22 What explains it?"
    assert sheet.press("Home") == "1.22 Women"
    assert sheet.press("Control+Home") == "1.2 Figure"
    assert sheet.press("Control+End") == "1.27 What explains it?"
    assert sheet.press("Enter") == "1.27 What explains it?"
    # From 1.22 down over rows that are only read, and up into a row that counts nobody.
    sheet.cell("1.23 Women").focus()
    assert sheet.press("ArrowDown") == "1.27 Women"
    sheet.cell("1.22 Figure").focus()
    assert sheet.press("ArrowUp") == "1.21 Figure"
    assert sheet.press("Tab") == "1.21 Note"
    # A list is left by the arrows as any other cell, and keeps its choice.
    sheet.cell("1.22 No figure").focus()
    assert sheet.press("ArrowDown") == "1.23 No figure"
    assert sheet.press("ArrowRight") == "1.23 Why is there none?"
    assert (sheet.holds("1.22 Women"), sheet.holds("1.22 Men"), sheet.holds("1.22 Figure")) == ("15", "7", "22")
    assert sheet.holds("1.22 No figure") == ""
    assert sheet.page.url.endswith(GRID)


def test_a_note_has_lines_of_its_own(sheet):
    sheet.cell("1.22 Note").focus()
    sheet.page.keyboard.type("One")
    sheet.page.keyboard.press("Alt+Enter")
    sheet.page.keyboard.type("two")
    assert sheet.holds("1.22 Note") == "One\ntwo"
    assert sheet.press("ArrowUp") == "1.22 Note"
    assert sheet.press("ArrowUp") == "1.21 Note"
    assert sheet.press("ArrowDown", "Enter") == "1.23 Note"


def test_a_block_of_cells_fills_from_the_cell_to_the_right_and_down(sheet):
    block = (
        '5\t7\t\t"Two ""old"" centres\nand a new one"\tAttendance lists\r\n១០\t1,250\ttwenty\tBoth\t\r\n3\t4\t7\t\t\r\n'
    )
    sheet.paste("1.22 Women", block)
    assert [sheet.holds(f"1.22 {name}") for name in ("Women", "Men", "Figure", "Note", "Source")] == [
        *("5", "7", "12", 'Two "old" centres\nand a new one', "Attendance lists"),
    ]
    # What is no number, or could be two, stands where it was pasted, and is marked.
    assert [sheet.holds(f"1.23 {name}") for name in ("Women", "Men", "Figure", "Note")] == [
        *("១០", "1,250", "twenty", "Both"),
    ]
    assert [sheet.cell(f"1.23 {name}").get_attribute("aria-invalid") for name in ("Women", "Men", "Figure")] == [
        *(None, "true", "true"),
    ]
    # The third line meets a row that is only read: its figures go nowhere, and not into the next row.
    assert sheet.holds("1.27 Women") == ""
    assert sheet.news() == [
        "Cells filled: 8",
        "Not filled, for there is no such cell: 1.24 Women “3”, 1.24 Men “4”, 1.24 Figure “7”",
        "Look at these numbers again: 1.23 Men “1,250”, 1.23 Figure “twenty”",
    ]
    # The total that followed from its parts is marked with the eight.
    assert sheet.unsaved() == 9
    sheet.visitor.is_accessible()

    # All of it is taken back at once; the server is asked about what stands.
    sheet.page.keyboard.press("Control+z")
    assert sheet.unsaved() == 0
    assert sheet.news() == ["The paste was taken back."]
    assert sheet.is_at() == "1.22 Women"


def test_pasted_columns_stay_under_their_headings(sheet):
    """A column that a row does not have takes nothing, and what comes after it does not move up."""
    sheet.paste("1.21 Figure", "3\r\n4\r\n")
    assert (sheet.holds("1.21 Figure"), sheet.holds("1.22 Figure")) == ("3", "4")
    sheet.paste("1.22 Women", "5\t7\t12\r\n6\t8\t14\r\n")
    sheet.page.get_by_role("button", name="Undo the paste").click()
    assert [sheet.holds(f"1.22 {name}") for name in ("Women", "Men", "Figure")] == ["", "", "4"]
    # From a cell at the end of the grid: what would lie beside and below it is told.
    sheet.paste("1.27 What explains it?", "Rain\tand more\r\nbelow\t\r\n")
    assert sheet.holds("1.27 What explains it?") == "Rain"
    assert sheet.news() == [
        "Cells filled: 1",
        "Not filled, for there is no such cell: 1.27 beside the grid “and more”, 1.28 What explains it? “below”",
    ]


def test_choices_are_pasted_by_their_names(sheet):
    sheet.paste("1.22 No figure", "not available\tNo survey\r\nperhaps\tWho knows\r\n")
    assert (sheet.holds("1.22 No figure"), sheet.holds("1.22 Why is there none?")) == ("not_available", "No survey")
    assert (sheet.holds("1.23 No figure"), sheet.holds("1.23 Why is there none?")) == ("", "Who knows")
    assert "Not filled, for it is none of the choices: 1.23 No figure “perhaps”" in sheet.news()


def test_a_text_of_several_lines_stays_one_text_in_a_note(sheet):
    """Paragraphs of a letter are no cells; a column of notes is."""
    sheet.cell("1.22 Note").focus()
    # A paste that is made here changes nothing unless the grid takes it: the browser's own would.
    sheet.paste("1.22 Note", "First paragraph\n\nSecond paragraph")
    assert (sheet.holds("1.22 Note"), sheet.holds("1.23 Note"), sheet.news()) == ("", "", [])
    sheet.paste("1.22 Note", "One\r\nTwo\r\n", "<table><tr><td>One</td></tr><tr><td>Two</td></tr></table>")
    assert (sheet.holds("1.22 Note"), sheet.holds("1.23 Note")) == ("One", "Two")


def test_nothing_is_saved_while_a_cell_is_wrong_and_nothing_typed_is_lost(sheet):
    sheet.paste("1.22 Women", "5\t7\r\n6\teight\r\n")
    sheet.cell("1.22 Note").fill("Two centres")
    sheet.save()
    sheet.visitor.reads("Nothing is saved yet")
    sheet.visitor.is_accessible()
    assert saved() == []
    assert sheet.unsaved() == 6
    assert [sheet.holds(name) for name in ("1.22 Women", "1.22 Note", "1.23 Men")] == ["5", "Two centres", "eight"]
    sheet.page.get_by_role("link", name="1.23 Men – “eight” is not a number.").click()
    assert sheet.is_at() == "1.23 Men"
    assert sheet.cell("1.23 Men").get_attribute("aria-invalid") == "true"
    sheet.cell("1.23 Men").fill("8")
    sheet.save("Submit for verification")
    sheet.visitor.reads("2 rows submitted. They now wait for verification.")
    assert saved() == [(FIRST, 12, "submitted"), (SECOND, 14, "submitted")]
    assert sheet.unsaved() == 0


def test_leaving_with_unsaved_cells_asks(sheet):
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    sheet.page.on("dialog", stay)
    sheet.cell("1.22 Women").click()
    sheet.page.keyboard.type("5")
    sheet.page.get_by_role("link", name="Outcome 2").click(no_wait_after=True)
    sheet.page.wait_for_function("true")
    assert asked == ["beforeunload"]
    assert (sheet.page.url.endswith(GRID), sheet.holds("1.22 Women")) == (True, "5")


def test_two_people_in_one_row(sheet, chromium, live_server):
    context, other = _visit(chromium, live_server, 1280)
    sheet.cell("1.22 Figure").fill("12")
    sheet.cell("1.23 Figure").fill("20")
    other.sign_in_as("programme-officer")
    other.open(GRID)
    other.page.get_by_label("1.22 Figure", exact=True).fill("30")
    other.page.get_by_role("button", name="Save as drafts").click()
    other.reads("1 row saved as a draft.")
    context.close()

    sheet.save()
    sheet.visitor.reads("Saved now, by Programme officer")
    sheet.visitor.is_accessible()
    assert saved() == [(FIRST, 30, "draft")]
    assert sheet.holds("1.22 Figure") == "12"
    sheet.page.get_by_label("Keep what is saved now, and drop what I typed").check()
    sheet.save()
    sheet.visitor.reads("1 row saved as a draft.")
    assert saved() == [(FIRST, 30, "draft"), (SECOND, 20, "draft")]


def test_the_grid_is_filled_in_with_a_thumb_and_without_javascript(visitor_without_javascript):
    sheet = Sheet(visitor_without_javascript)
    page = sheet.page
    page.goto(visitor_without_javascript.server + "/accounts/login/")
    page.get_by_label("E-mail").fill("outcome-manager@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    page.goto(visitor_without_javascript.server + GRID)
    sheet.cell("1.22 Women").fill("5")
    sheet.cell("1.22 Men").fill("seven")
    sheet.save()
    visitor_without_javascript.reads("“seven” is not a number.")
    assert sheet.holds("1.22 Women") == "5"
    sheet.cell("1.22 Men").fill("7")
    sheet.save()
    visitor_without_javascript.reads("1 row saved as a draft.")
    page.get_by_label("Submit as saved 1.22").check()
    sheet.save("Submit for verification")
    visitor_without_javascript.reads("1 row submitted.")
    assert saved() == [(FIRST, 12, "submitted")]
    box = sheet.cell("1.23 Women").bounding_box()
    assert (box["height"] >= 44, box["x"] + box["width"] <= 360) == (True, True)


def test_what_was_typed_waits_while_one_signs_in_again(sheet):
    page = sheet.page
    sheet.cell("1.22 Women").fill("5")
    sheet.cell("1.23 Note").fill("Typed before the session ended.")
    page.context.clear_cookies(name="sessionid")
    sheet.save()
    page.get_by_label("E-mail").fill("outcome-manager@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    assert sheet.holds("1.22 Women") == "5"
    assert sheet.holds("1.23 Note") == "Typed before the session ended."
    assert sheet.unsaved() == 3
    sheet.save()
    sheet.visitor.reads("2 rows saved as drafts.")
    assert saved() == [(FIRST, 5, "draft"), (SECOND, None, "draft")]
