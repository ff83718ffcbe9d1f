"""Pages of methods: the list, one method, and the forms that build it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from reviews.choices import SectionKey
from reviews.models import ReviewTemplate
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def template():
    return factories.ReviewTemplateFactory(name="Ours")


@pytest.fixture
def methods(programme):
    return f"/{programme.code}/reviews/methods/"


@pytest.fixture
def planner(sign_in, officer):
    """The browser of the officer."""
    return sign_in(officer)


def test_the_list_says_by_how_many_reviews_each_is_used(methods, planner, template, programme):
    factories.CriterionFactory.create_batch(2, template=template)
    listed = {
        one.name: (one.version, one.number_of_criteria, one.number_of_areas, one.number_of_reviews)
        for one in planner.get(methods).context["templates"]
    }
    own = programme.reviews.first().template
    assert listed == {"Ours": (1, 2, 0, 0), own.name: (1, 6, 5, programme.reviews.count())}


@pytest.mark.parametrize("page", ["", "{method}/"])
def test_pages_take_the_same_queries_for_one_and_for_three(page, methods, planner, template):
    taken = []
    for _round in range(3):
        for criterion in factories.CriterionFactory.create_batch(2, template=template):
            factories.SubCriterionFactory(criterion=criterion)
            factories.CriterionMatchFactory(criterion=criterion)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert planner.get(methods + page.format(method=template.pk)).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[2] <= 15


def test_a_method_is_built_on_its_pages(methods, planner):
    assert planner.post(f"{methods}add/", {"name": "Ours", "note": "A try"}).status_code == 302
    template = ReviewTemplate.objects.get(name="Ours")
    page = f"{methods}{template.pk}/"
    seen = planner.get(f"{page}scale/").context["form"]["seen"].value()
    scale = {"lowest": 1, "labels": "Bad\nGood", "seen": seen}
    assert planner.post(f"{page}scale/", scale).status_code == 302
    stale = planner.post(f"{page}scale/", scale | {"labels": "Poor\nFair\nGood"})
    assert (stale.status_code, stale.context["form"]["labels"].value()) == (409, "Poor\nFair\nGood")
    seen = stale.context["form"]["seen"].value()
    gap = planner.post(f"{page}scale/", {"lowest": 1, "labels": "Poor\n\nGood", "seen": seen})
    assert gap.status_code == 422
    assert "Give every step a name. Without one: 2." in gap.content.decode()
    assert planner.get(f"{page}criterion/add/").context["form"]["number"].value() == 1
    criterion = {"number": 1, "title": "Relevance", "sub_criteria": "It answers needs.\r\n\r\nIt was adapted.\r\n"}
    assert planner.post(f"{page}criterion/add/", criterion).status_code == 302
    assert [sub.text for sub in template.criteria.get().sub_criteria.all()] == ["It answers needs.", "It was adapted."]
    area = {"letter": "A", "title": "Delivery", "guiding_questions": "In time?", "control": "ilo"}
    assert planner.post(f"{page}area/add/", area).status_code == 302
    twice = planner.post(f"{page}area/add/", area)
    assert twice.status_code == 422
    assert "The template already has an area with this letter." in twice.content.decode()
    other = factories.CriterionFactory()
    match = {"criterion": template.criteria.get().pk, "other": other.pk, "note": "Asks more."}
    assert planner.post(f"{page}match/add/", match).status_code == 302
    assert template.criteria.get().matches.get().other == other
    body = planner.get(page).content.decode()
    assert "not strictly comparable" in body and "It was adapted." in body


def test_what_somebody_else_saved_is_not_overwritten(methods, planner, template):
    criterion = factories.CriterionFactory(template=template, number=1, title="Relevance")
    page = f"{methods}{template.pk}/criterion/{criterion.pk}/"
    form = planner.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"title": "Relevance to all"}
    factories.SubCriterionFactory(criterion=criterion, number=1, text="It answers needs.")
    stale = planner.post(page, typed)
    assert (stale.status_code, stale.context["form"]["title"].value()) == (409, "Relevance to all")
    again = {name: stale.context["form"][name].value() or "" for name in form.fields}
    assert planner.post(page, again).status_code == 302
    criterion.refresh_from_db()
    assert (criterion.title, criterion.sub_criteria.count()) == ("Relevance to all", 0)


def test_sections_are_switched_off_ordered_and_worded(methods, planner, template):
    page = f"{methods}{template.pk}/sections/"
    form = planner.get(page).context["form"]
    assert [row["is_on"].value() for row in form.rows] == [True] * len(SectionKey)
    data = {"seen": form["seen"].value()}
    for place, key in enumerate(SectionKey, start=1):
        data[f"{key}-place"] = place
    data |= {"criteria-is_on": "on", "preface-is_on": "on", "preface-place": 99, "criteria-title": "Scores"}
    assert planner.post(page, data).status_code == 302
    assert list(template.sections.values_list("section", "title")) == [("criteria", "Scores"), ("preface", "")]
    shown = planner.get(page).context["form"].rows
    assert [(row.section, row["is_on"].value()) for row in shown[:3]] == [
        ("criteria", True),
        ("preface", True),
        ("contents", False),
    ]
    none = planner.post(page, {"seen": "x"} | {f"{key}-place": 1 for key in SectionKey})
    assert none.status_code == 409
    wrong = planner.post(page, data | {"preface-place": "first"})
    assert wrong.status_code == 422


def test_a_method_in_use_says_that_its_next_version_is_to_be_made(methods, planner, review):
    page = f"{methods}{review.template.pk}/"
    shown = planner.get(page)
    assert "Make its next version, change that" in shown.content.decode()
    assert not shown.context["may_edit"]
    refused = planner.post(f"{page}area/add/", {"letter": "Z", "title": "X", "control": "ilo"})
    assert refused.status_code == 422
    assert "stays as it is" in refused.content.decode()
    criterion = review.template.criteria.first()
    assert planner.post(f"{page}criterion/{criterion.pk}/remove/").status_code == 422
    made = planner.post(f"{page}next-version/", {"note": "A seventh criterion"}, follow=True)
    assert made.context["template"].version == 2
    assert made.context["may_edit"]
    assert review.template.criteria.count() == 6


def test_what_is_removed_is_put_back_from_the_page(methods, planner, template):
    area = factories.PerformanceAreaFactory(template=template)
    page = f"{methods}{template.pk}/"
    assert planner.get(f"{page}area/{area.pk}/remove/").status_code == 200
    shown = planner.post(f"{page}area/{area.pk}/remove/", follow=True)
    assert not template.areas.exists()
    (removal,) = shown.context["removals"]
    code = shown.context["programme"].code
    back = planner.post(f"/{code}/settings/removed/{removal.pk}/put-back/", {"back": page})
    assert back.url == page
    assert template.areas.exists()


def test_a_method_is_offered_and_not_offered(methods, planner, template):
    factories.RatingLabelFactory(template=template)
    planner.post(f"{methods}{template.pk}/offer/")
    template.refresh_from_db()
    assert template.is_retired
    planner.post(f"{methods}{template.pk}/offer/")
    template.refresh_from_db()
    assert not template.is_retired


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CONSTITUENT, Role.OBSERVER])
def test_only_who_plans_reviews_sees_them(role, methods, sign_in, make_person, programme, template):
    client = sign_in(make_person("Somebody", role=role, programme=programme))
    for page in ("", "add/", f"{template.pk}/", f"{template.pk}/scale/", f"{template.pk}/criterion/add/"):
        assert client.get(methods + page).status_code == 403
