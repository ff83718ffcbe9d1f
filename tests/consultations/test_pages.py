"""The pages about consultations: what they show, to whom, and what they cost."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from tests.factories import (
    EventFactory,
    FeedbackFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    SuggestedPriorityFactory,
    SuggestedThemeFactory,
)

pytestmark = pytest.mark.django_db

HERE = "/KHM-DWCP-2008-2010/consultations/"
PAGES = ["", "suggestions/", "comments/", "events/C14/"]
QUERIES = {"consultations": 6, "suggestions": 5, "comments": 4, "consultation": 6}


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_balance_at_a_glance(sign_in, observer):
    page = text_of(sign_in(observer).get(HERE))
    for shown in (
        "28 of the 97 whose sex is stated",
        "71 were never heard",
        "29 % of all",
        "Government: Women 1, Men 17, Not stated 15.",
        "Singapore Employers&#x27; Federation",
        "45 organisations were met",
    ):
        assert shown in page, shown


def test_each_consultation_leads_to_its_page(sign_in, observer, programme):
    client = sign_in(observer)
    page = client.get(HERE).content.decode()
    for event in programme.events.all():
        assert f'href="{event.get_absolute_url()}"' in page
    for code in ("C14", "C23", "C30"):
        assert client.get(f"{HERE}events/{code}/").status_code == 200


def test_one_consultation(sign_in, observer):
    page = text_of(sign_in(observer).get(HERE + "events/C14/"))
    assert "14 people: 0 women, 10 men, 4 whose sex is not stated. Names are not kept." in page
    assert "17 January 2011" in page and "09:00–11:00" in page
    assert '<a href="/KHM-DWCP-2008-2010/reviews/2010/">' in page
    page = text_of(sign_in(observer).get(HERE + "events/C31/"))
    assert "Position not stated" in page


def test_a_consultation_without_a_list(sign_in, make_person):
    event = EventFactory(starts_at=None, ends_at=None, group_label="")
    reader = make_person("Reader", role=Role.OBSERVER, programme=event.programme)
    client = sign_in(reader)
    page = text_of(client.get(event.get_absolute_url()))
    assert "There is no list of who took part." in page
    assert "<h1>With whom is not stated</h1>" in page
    listed = client.get(reverse("consultations:consultations", args=[event.programme.code]))
    assert listed.status_code == 200 and listed.context["chart"] is None


@pytest.mark.parametrize(
    ("page", "title"),
    [("", "No consultations yet"), ("suggestions/", "No suggestions yet"), ("comments/", "No comments yet")],
)
def test_nothing_yet(page, title, sign_in, make_person):
    programme = ProgrammeFactory()
    reader = make_person("Reader", role=Role.OBSERVER, programme=programme)
    assert title in text_of(sign_in(reader).get(f"/{programme.code}/consultations/{page}"))


def test_what_is_typed_is_text(sign_in, make_person):
    event = EventFactory(group_label="<script>alert(1)</script>")
    ParticipationFactory(event=event, position="<b>Boss</b>")
    reader = make_person("Reader", role=Role.OBSERVER, programme=event.programme)
    client = sign_in(reader)
    for path in (event.get_absolute_url(), reverse("consultations:consultations", args=[event.programme.code])):
        page = client.get(path).content.decode()
        assert "&lt;script&gt;alert" in page and "<script>alert" not in page and "<b>Boss" not in page


@pytest.mark.parametrize("page", PAGES)
def test_another_programme_does_not_exist(page, sign_in, outsider, observer):
    assert sign_in(observer).get(HERE + page).status_code == 200
    assert sign_in(outsider).get(HERE + page).status_code == 404


def test_a_consultation_of_another_programme_is_not_here(sign_in, make_person, observer, programme):
    event = EventFactory(code="elsewhere")
    assert sign_in(observer).get(f"{HERE}events/elsewhere/").status_code == 404
    reader = make_person("Reader", role=Role.OBSERVER, programme=event.programme)
    assert sign_in(reader).get(event.get_absolute_url()).status_code == 200


def test_the_navigation_marks_the_section(sign_in, observer):
    client = sign_in(observer)
    assert f'<a href="{HERE}" aria-current="page">Consultations</a>' in text_of(client.get(HERE))
    assert f'<a href="{HERE}" aria-current="true">Consultations</a>' in text_of(client.get(HERE + "suggestions/"))
    assert f'<a href="{HERE}">Consultations</a>' in text_of(client.get("/KHM-DWCP-2008-2010/"))


@pytest.fixture
def small(make_person):
    """A programme whose `grow` adds a consultation with two people, a suggestion and a comment."""
    programme = ProgrammeFactory()
    meeting = EventFactory(programme=programme, code="one")

    def grow():
        event = EventFactory(programme=programme, held_on=date(2011, 1, 11))
        for at in (event, meeting):
            organisation = OrganisationFactory()
            programme.organisations.add(organisation, OrganisationFactory())
            ParticipationFactory(event=at, organisation=organisation)
        SuggestedThemeFactory(programme=programme, priority=SuggestedPriorityFactory(programme=programme))
        FeedbackFactory(programme=programme, organisation=OrganisationFactory())

    programme.grow = grow
    programme.reader = make_person("Reader", role=Role.OBSERVER, programme=programme)
    return programme


@pytest.mark.parametrize("page", QUERIES)
def test_more_rows_need_no_more_queries(page, sign_in, small, django_assert_num_queries):
    client = sign_in(small.reader)
    place = {"programme": small.code} | ({"event": "one"} if page == "consultation" else {})
    path = reverse(f"consultations:{page}", kwargs=place)
    small.grow()
    with django_assert_num_queries(QUERIES[page]):
        assert client.get(path).status_code == 200
    small.grow()
    small.grow()
    with django_assert_num_queries(QUERIES[page]):
        client.get(path)
