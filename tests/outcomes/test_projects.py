"""Projects: the list, the form, and donors who are added on the way."""

import pytest

from accounts.choices import AuditVerb, Constituency
from accounts.models import AuditEvent, Organisation
from outcomes.choices import ProjectStatus
from outcomes.models import Project
from tests.factories import (
    CountryProgrammeOutcomeFactory,
    DwcpOutcomeFactory,
    OrganisationFactory,
    ProjectFactory,
)
from tests.outcomes.tables import address, errors_of, queries_for, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, builder):
    """The browser of the officer."""
    return sign_in(builder)


@pytest.fixture
def outcome(lao):
    return DwcpOutcomeFactory(programme=lao, number=1, title="Jobs")


@pytest.fixture
def unit(lao, outcome):
    unit = CountryProgrammeOutcomeFactory(programme=lao, code="LAO 104")
    unit.dwcp_outcomes.add(outcome)
    return unit


@pytest.fixture
def donor():
    return OrganisationFactory(acronym="SIDA", constituency=Constituency.DONOR)


@pytest.fixture
def project(lao, outcome, unit, donor):
    project = ProjectFactory(
        programme=lao, acronym="WIN", title="Women at work", status=ProjectStatus.ENDED, ended_year=2012
    )
    project.also_called = ["Women in work", "Work for women"]
    project.save()
    project.donors.add(donor)
    project.outcomes.add(outcome)
    project.country_programme_outcomes.add(unit)
    return project


def typed(**changes):
    return {
        "acronym": "WIN",
        "title": "Women at work",
        "also_called": "",
        "donors": [],
        "another_donor_acronym": "",
        "another_donor_name": "",
        "another_donor_constituency": "donor",
        "status": "ongoing",
        "ended_year": "",
        "outcomes": [],
        "country_programme_outcomes": [],
        "note": "",
        "source": "",
        "seen": "",
    } | changes


def test_the_page_lists_projects_with_donors_and_what_they_serve(sign_in, reader, lao, project):
    ProjectFactory(programme=lao, title="Zebra crossings")
    assert rows_of(sign_in(reader).get(address("projects", lao)), "projects") == [
        ["Project", "Donors", "Status", "Outcomes", "Country programme outcomes"],
        [
            "WIN – Women at work also: Women in work also: Work for women",
            "SIDA",
            "Ended 2012",
            "1",
            "LAO 104 (2012-13)",
        ],
        ["Zebra crossings", "–", "not stated", "–", "–"],
    ]


def test_an_officer_adds_a_project_with_all_that_belongs_to_it(desk, lao, outcome, unit, donor):
    answer = desk.post(
        address("add-project", lao),
        typed(
            also_called=" Women in work \r\n\r\nWork for women\r\n",
            donors=[donor.pk],
            status="ended",
            ended_year="2012",
            outcomes=[outcome.pk],
            country_programme_outcomes=[unit.pk],
        ),
    )
    assert (answer.status_code, answer.url) == (302, address("projects", lao))
    project = Project.objects.get(programme=lao)
    assert project.also_called == ["Women in work", "Work for women"]
    assert (project.status, project.ended_year) == (ProjectStatus.ENDED, 2012)
    assert [list(one.all()) for one in (project.donors, project.outcomes, project.country_programme_outcomes)] == [
        [donor],
        [outcome],
        [unit],
    ]


def test_the_form_shows_what_is_there_and_a_change_keeps_it(desk, lao, project, outcome, unit, donor):
    form = desk.get(address("change-project", lao, project)).context["form"]
    shown = {name: form[name].value() for name in typed()}
    assert shown["also_called"] == "Women in work\nWork for women"
    sent = {name: value or "" for name, value in shown.items()} | {"note": "Ended early."}
    assert desk.post(address("change-project", lao, project), sent).status_code == 302
    (event,) = AuditEvent.objects.about(project)
    assert (event.verb, event.changes) == (AuditVerb.CHANGED, {"note": [None, "Ended early."]})
    # Somebody who opened the form before that is told so.
    assert desk.post(address("change-project", lao, project), sent | {"note": "Mine."}).status_code == 409


def test_a_donor_who_is_missing_is_added_with_the_project(desk, lao, donor):
    sent = typed(
        donors=[donor.pk],
        another_donor_acronym="NORAD",
        another_donor_name="Norwegian Agency for Development Cooperation",
    )
    assert desk.post(address("add-project", lao), sent).status_code == 302
    added = Organisation.objects.get(acronym="NORAD")
    assert (added.name, added.constituency) == ("Norwegian Agency for Development Cooperation", Constituency.DONOR)
    assert set(Project.objects.get(programme=lao).donors.all()) == {donor, added}
    assert [event.verb for event in AuditEvent.objects.about(added)] == [AuditVerb.ADDED]


@pytest.mark.parametrize(
    "known",
    [{"another_donor_acronym": "sida"}, {"another_donor_name": "organisation SIDA"}, {"another_donor_name": "Sida"}],
    ids=str,
)
def test_a_donor_who_is_known_is_pointed_out_and_nothing_typed_is_lost(desk, lao, donor, known):
    before = Organisation.objects.count()
    answer = desk.post(address("add-project", lao), typed(**known))
    sentence = "“SIDA” is in the list already: choose it there and leave this empty."
    assert (answer.status_code, errors_of(answer)) == (422, {name: [sentence] for name in known})
    assert (Organisation.objects.count(), Project.objects.filter(programme=lao).count()) == (before, 0)
    form = answer.context["form"]
    assert {name: form[name].value() for name in known} == known
    assert form["title"].value() == "Women at work"


def test_a_project_that_is_refused_leaves_no_donor_behind(desk, lao, project):
    answer = desk.post(address("add-project", lao), typed(another_donor_name="Somebody new"))
    assert (answer.status_code, errors_of(answer)) == (
        422,
        {"__all__": ["The programme already has a project with this title."]},
    )
    assert not Organisation.objects.filter(name="Somebody new").exists()
    assert answer.context["form"]["another_donor_name"].value() == "Somebody new"


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"title": ""}, {"title": ["This field is required."]}),
        (
            {"ended_year": "2012"},
            {
                "ended_year": [
                    "Only a project that has ended has such a year. Choose the status “Ended”, or leave the year empty."
                ]
            },
        ),
        (
            {"status": "ended", "ended_year": "12"},
            {"ended_year": ["Give the year with four digits, such as 2010."]},
        ),
        (
            {"status": "ended", "ended_year": "last year"},
            {"ended_year": ["Give the year with four digits, such as 2010."]},
        ),
    ],
    ids=str,
)
def test_bad_input_is_refused_in_a_sentence(desk, lao, wrong, errors):
    assert desk.post(address("add-project", lao), typed(title="Another")).status_code == 302
    answer = desk.post(address("add-project", lao), typed(**wrong))
    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert Project.objects.filter(programme=lao).count() == 1


def test_every_problem_is_said_at_once(desk, lao, project, donor):
    answer = desk.post(address("add-project", lao), typed(ended_year="2012", another_donor_acronym="sida"))
    assert (answer.status_code, errors_of(answer)) == (
        422,
        {
            "ended_year": [
                "Only a project that has ended has such a year. Choose the status “Ended”, or leave the year empty."
            ],
            "another_donor_acronym": ["“SIDA” is in the list already: choose it there and leave this empty."],
            "__all__": ["The programme already has a project with this title."],
        },
    )


def test_outcomes_of_another_programme_are_not_chosen(desk, lao):
    sent = typed(outcomes=[DwcpOutcomeFactory().pk], country_programme_outcomes=[CountryProgrammeOutcomeFactory().pk])
    assert errors_of(desk.post(address("add-project", lao), sent)) == {
        "outcomes": ["Choose outcomes of this programme."],
        "country_programme_outcomes": ["Choose country programme outcomes of this programme."],
    }


def test_a_removed_project_is_put_back_with_its_donors(desk, lao, project, donor, outcome):
    assert desk.post(address("remove-project", lao, project)).status_code == 302
    assert not Project.objects.filter(programme=lao).exists()
    removal = lao.removals.get()
    desk.post(f"{address('settings', lao)}removed/{removal.pk}/put-back/")
    back = Project.objects.get(pk=project.pk)
    assert (list(back.donors.all()), list(back.outcomes.all())) == ([donor], [outcome])


def test_who_only_reads_may_not_write(sign_in, reader, lao, project):
    client = sign_in(reader)
    page = client.get(address("projects", lao))
    assert page.status_code == 200
    assert "Add a project" not in page.content.decode()
    for name, record in (("add-project", None), ("change-project", project), ("remove-project", project)):
        path = address(name, lao, record)
        assert (client.get(path).status_code, client.post(path).status_code) == (403, 403)


def test_the_projects_of_another_programme_do_not_exist(desk, lao, project):
    foreign = ProjectFactory()
    assert desk.get(address("change-project", lao, project)).status_code == 200
    assert desk.get(address("change-project", lao, foreign)).status_code == 404
    assert desk.post(address("remove-project", lao, foreign)).status_code == 404
    assert desk.get(address("projects", foreign.programme)).status_code == 404


def test_more_projects_need_no_more_queries(desk, lao, project):
    one = queries_for(desk, address("projects", lao))
    for number in (2, 3):
        more = ProjectFactory(programme=lao)
        more.donors.add(OrganisationFactory(), OrganisationFactory())
        more.outcomes.add(DwcpOutcomeFactory(programme=lao, number=number))
        more.country_programme_outcomes.add(CountryProgrammeOutcomeFactory(programme=lao, code=f"LAO 20{number}"))
    assert queries_for(desk, address("projects", lao)) == one <= 12


def test_the_form_of_a_project_needs_few_queries(desk, lao, project):
    one = queries_for(desk, address("change-project", lao, project))
    CountryProgrammeOutcomeFactory(programme=lao, code="LAO 301", biennium__start_year=2014)
    OrganisationFactory()
    assert queries_for(desk, address("change-project", lao, project)) == one <= 15
