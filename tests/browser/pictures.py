"""Makes the pictures of the README's tour anew: `script/pictures`. Its name keeps it out of the test run."""

import subprocess
from pathlib import Path

from .conftest import PROGRAMME

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "tour"


def test_pictures_of_the_tour(visitor, tmp_path):
    page = visitor.page
    page.set_viewport_size({"width": 1280, "height": 960})

    def picture(name, path=None, *, full=False):
        if path:
            page.goto(visitor.server + path)
        page.screenshot(path=FOLDER / f"{name}.png", full_page=full)

    visitor.sign_in_as("outcome-manager")
    picture("my-work", "/my-work/")
    page.goto(visitor.server + PROGRAMME + "indicators/1.23/entries/2010/record/")
    page.locator("#id_women").fill("5")
    page.locator("#id_men").fill("7")
    page.get_by_label("Note").fill("Twelve trainers of two vocational training centres passed the course.")
    page.locator("#outlook-now", has_text="12 trainers").wait_for()
    page.locator("#kept-line", has_text="Kept at").wait_for()
    picture("record-progress")
    page.get_by_role("button", name="Submit for verification").last.click()
    page.wait_for_load_state()
    picture("grid", PROGRAMME + "grid/1/2010/")
    picture("reporting", PROGRAMME + "reporting/")
    picture("offline-workbook", PROGRAMME + "figures/")

    visitor.sign_in_as("verifier")
    picture("dashboard", PROGRAMME, full=True)
    picture("verification-queue", PROGRAMME + "verification/")
    picture("verify", PROGRAMME + "indicators/1.23/entries/2010/")
    picture("results", PROGRAMME + "results/")
    picture("indicator", PROGRAMME + "indicators/1.26/")

    visitor.sign_in_as("programme-officer")
    picture("settings", PROGRAMME + "settings/")
    picture("indicator-editor", PROGRAMME + "settings/indicators/add/")
    picture("evaluability", PROGRAMME + "settings/evaluability/")
    picture("workbook", PROGRAMME + "settings/workbook/")
    picture("methods", "/methods/")

    visitor.sign_in_as("reviewer")
    picture("review", PROGRAMME + "reviews/2010/")
    picture("score", PROGRAMME + "reviews/2010/criteria/2/")
    picture("outcome-ratings", PROGRAMME + "reviews/2010/outcomes/")
    picture("published-figures", PROGRAMME + "reviews/2010/reconciliation/")
    picture("checks", PROGRAMME + "reviews/2010/checks/")
    picture("report-section", PROGRAMME + "reviews/2010/report/sections/context/")
    picture("recommendations", PROGRAMME + "reviews/2010/recommendations/")
    picture("comparison", PROGRAMME + "reviews/2010/comparison/")
    picture("review-indicators", PROGRAMME + "reviews/2010/indicators/")
    picture("set-up", PROGRAMME + "reviews/2010/set-up/")

    report = tmp_path / "report.pdf"
    page.goto(visitor.server + PROGRAMME + "reviews/2010/report/files/")
    page.locator("#ask-pdf").click(timeout=120_000)
    page.locator("#get-pdf").wait_for(timeout=120_000)
    picture("files")
    answer = page.request.get(page.locator("#get-pdf").get_attribute("href"), timeout=120_000)
    report.write_bytes(answer.body())
    for number in (1, 3, 9, 10):
        subprocess.run(
            [
                "pdftoppm",
                "-png",
                "-r",
                "60",
                "-singlefile",
                "-f",
                str(number),
                "-l",
                str(number),
                report,
                tmp_path / f"{number}",
            ],
            check=True,
        )
    sheets = "".join(f'<img src="file://{tmp_path}/{number}.png">' for number in (1, 3, 9, 10))
    sheet = tmp_path / "sheet.html"
    sheet.write_text(
        "<style>body{margin:16px;background:#d9dfe3;display:flex;gap:16px}img{width:297px}</style>" + sheets
    )
    page.goto(f"file://{sheet}")
    page.set_viewport_size({"width": 1272, "height": 456})
    picture("report")
