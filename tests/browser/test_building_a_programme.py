"""A programme officer builds a programme from nothing, and no administration page is opened for it."""

import re

import pytest

pytestmark = pytest.mark.browser

CODE = "KHM-DWCP-2031-2035"
SETTINGS = f"/{CODE}/settings/"

# One indicator of every measure: what is typed or chosen, by the name of the field.
INDICATORS = [
    {
        "statement": "Number of women and men in a job they found through a job centre",
        "measure": "number",
        "unit": "people",
        "accumulation": "increment",
        "baseline_kind": "value",
        "baseline_value": "100",
        "baseline_on": "2030-12-31",
        "baseline_source": "Register of the job centres",
        "target_value": "1600",
        "target_due_on": "2035-12-31",
        "milestones-0-due_on": "2033-06-30",
        "milestones-0-value": "700",
    },
    {
        "statement": "Share of inspected garment factories that keep the labour law",
        "measure": "percentage",
        "unit": "% of factories",
        "numerator": "factories that keep the law",
        "denominator": "factories inspected",
        "accumulation": "level",
        "baseline_kind": "not_available",
        "baseline_due_on": "2031-06-30",
        "target_value": "90",
        "target_due_on": "2035-12-31",
    },
    {
        "statement": "Wages recovered by the labour inspection for workers",
        "measure": "money",
        "unit": "wages",
        "currency": "USD",
        "accumulation": "cumulative",
        "baseline_kind": "zero",
        "target_value": "250000",
        "target_due_on": "2035-12-31",
    },
    {
        "statement": "The law on social protection is in force",
        "measure": "yes_no",
        "target_text": "The law is in force.",
        "target_due_on": "2034-12-31",
    },
    {
        "statement": "Stage of the national policy on migration",
        "measure": "scale",
        "steps": "0 none\n1 draft\n2 consulted\n3 adopted\n4 applied",
        "baseline_kind": "value",
        "baseline_value": "1",
        "baseline_year": "2030",
        "baseline_source": "Ministry of Labour",
        "target_value": "4",
        "target_due_on": "2035-12-31",
    },
    {
        "statement": "How the constituents take part in wage setting",
        "measure": "narrative",
        "target_text": "The three constituents agree on the minimum wage every year.",
    },
]


def fill(page, name, value):
    """Type into a field, choose, or tick, whatever it is."""
    field = page.locator(f'[name="{name}"]')
    if field.first.get_attribute("type") == "radio":
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def save(visitor):
    visitor.is_accessible()
    visitor.page.locator("main form[data-keep] .actions").get_by_role("button").first.click()


def add(visitor, path, **values):
    visitor.open(SETTINGS + path)
    for name, value in values.items():
        fill(visitor.page, name, value)
    save(visitor)


def test_from_nothing_to_a_results_matrix(visitor):
    page, opened = visitor.page, []
    page.on("framenavigated", lambda frame: opened.append(frame.url))
    visitor.sign_in_as("programme-officer")
    visitor.open("/programmes/new/")
    fill(page, "code", CODE)
    page.get_by_label("Country", exact=False).first.select_option(label="Cambodia")
    fill(page, "title", "Decent Work Country Programme 2031–2035")
    fill(page, "start_year", "2031")
    fill(page, "end_year", "2035")
    save(visitor)
    assert page.url.endswith(SETTINGS)

    for letter, title in (("A", "Jobs and skills"), ("B", "Rights and social dialogue")):
        add(visitor, "priority/add/", letter=letter, title=title)
    for number, priority, title in (
        ("1", "A", "Increased employment of young women and men in the provinces"),
        ("2", "A", "Improved social protection of workers in the informal economy"),
        ("3", "B", "Improved compliance with labour law in garment factories"),
    ):
        visitor.open(SETTINGS)
        section = page.locator("section").filter(has=page.locator("h2", has_text=re.compile(f"^{priority} ")))
        section.get_by_role("link", name=re.compile("^Add an outcome")).click()
        fill(page, "number", number)
        fill(page, "title", title)
        save(visitor)
    visitor.reads("3 Improved compliance with labour law in garment factories")

    for place, values in enumerate(INDICATORS):
        visitor.open(f"{SETTINGS}indicators/add/")
        outcome = page.locator('[name="outcome"]')
        outcome.select_option(index=place // 2 + 1)
        fill(page, "measure", values["measure"])
        for name, value in values.items():
            fill(page, name, value)
        if values["measure"] == "number":
            page.get_by_label("Sex", exact=True).check()
        save(visitor)
        assert f"{SETTINGS}indicators/#indicator-" in page.url, page.locator("main").inner_text()

    add(visitor, "periods/plan/", frequency="yearly", first_year="2031", last_year="2035")
    visitor.reads("2031")
    visitor.reads("2035")

    visitor.open(f"{SETTINGS}member/add/")
    fill(page, "email", "verifier@example.org")
    fill(page, "role", "verifier")
    save(visitor)
    visitor.open(f"{SETTINGS}member/add/")
    fill(page, "email", "new-manager@example.org")
    fill(page, "name", "New manager")
    fill(page, "new_organisation", "Department of Employment")
    fill(page, "constituency", "government")
    fill(page, "role", "outcome_manager")
    page.get_by_role("checkbox", name=re.compile("^1 ")).check()
    save(visitor)
    visitor.reads("New manager")

    visitor.open(f"/{CODE}/results/")
    rows = [page.get_by_role("rowheader", name=re.compile(re.escape(one["statement"]))) for one in INDICATORS]
    assert [row.count() for row in rows] == [1] * len(INDICATORS)
    assert [visitor.row("1.1")[place] for place in (0, 2)] == ["100\n2030", "1,600\n2035"]
    assert [url for url in opened if "/admin/" in url] == []
