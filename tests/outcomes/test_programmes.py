"""Beginning a programme, changing it, laying it to rest: services and pages."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent, User
from dwcp.toolkit.snapshots import fingerprint
from outcomes.models import Country, Programme, ProgrammeMembership
from outcomes.services import (
    Refused,
    Stale,
    archive_programme,
    bring_back_programme,
    change_programme,
    create_programme,
)
from tests.factories import CountryFactory, ProgrammeFactory, ProgrammeMembershipFactory, ReportingPeriodFactory

pytestmark = pytest.mark.django_db
NEW = reverse("outcomes:create-programme")


def address(name, programme):
    return reverse(f"outcomes:{name}", kwargs={"programme": programme.code})


def typed(**changes):
    """What somebody sends who begins a programme for a country that is not in the list."""
    return {
        "code": "vnm-dwcp-2026-2030",
        "country_code": "vnm",
        "country_name": "Viet Nam",
        "title": "Decent Work in Viet Nam",
        "start_year": "2026",
        "end_year": "២០៣០",
        "on_track_from": "0.9",
        "at_risk_from": "0.5",
    } | changes


def anew(person):
    """The person as the next request meets them: what they may do is read once per request."""
    return User.objects.get(pk=person.pk)


class TestBeginning:
    def test_a_programme_of_a_new_country(self, sign_in, builder):
        answer = sign_in(builder).post(NEW, typed())
        programme = Programme.objects.get(code="VNM-DWCP-2026-2030")
        assert answer.status_code == 302
        assert answer.url == address("settings", programme)
        assert programme.country == Country.objects.get(iso3="VNM", name="Viet Nam")
        facts = (programme.title, programme.start_year, programme.end_year, programme.on_track_from)
        assert facts == ("Decent Work in Viet Nam", 2026, 2030, Decimal("0.9"))
        assert [(one.user, one.role) for one in programme.memberships.all()] == [(builder, Role.PROGRAMME_OFFICER)]
        (event,) = AuditEvent.objects.about(programme)
        assert (event.verb, event.by) == (AuditVerb.ADDED, builder)

    def test_a_programme_of_a_country_in_the_list(self, sign_in, builder):
        sign_in(builder).post(
            NEW, typed(country="LAO", country_code="", country_name="", code="LAO-DWCP-2026-2030", title="Next")
        )
        assert Programme.objects.get(title="Next").country_id == "LAO"

    def test_an_administrator_becomes_its_administrator(self, keeper):
        programme = ProgrammeFactory.build(country=CountryFactory(), code="LAO-DWCP-X")
        create_programme(programme=programme, by=keeper)
        assert programme.memberships.get().role == Role.ADMINISTRATOR

    @pytest.mark.parametrize(
        ("changes", "problems"),
        [
            ({"start_year": "1066"}, {"start_year": ["Give a year between 1990 and 2050."]}),
            ({"end_year": "20300"}, {"end_year": ["Give a year between 1990 and 2050."]}),
            ({"end_year": "2025"}, {"end_year": ["The last year lies before the first. Look at both again."]}),
            (
                {"on_track_from": "0.5"},
                {"on_track_from": ["“On track” must ask for more than “at risk” (0.5)."]},
            ),
            ({"at_risk_from": "0"}, {"at_risk_from": ["Give a share above 0, such as 0.50."]}),
            (
                {"on_track_from": "85"},
                {"on_track_from": ["Give a share of what was expected: at most 1, which is all of it."]},
            ),
            (
                {"country_code": "", "country_name": ""},
                {"country": ["Choose the country. If it is not in the list, type its letters and name."]},
            ),
            (
                {"country": "LAO"},
                {"country_code": ["Choose a country from the list or type a new one, not both."]},
            ),
            (
                {"country_code": "V1"},
                {"country_code": ["A country has three letters, such as KHM for Cambodia."]},
            ),
            ({"country_code": "LAO"}, {"country_code": ["LAO is in the list already: choose it there."]}),
            (
                {"country_name": "", "code": "KHM-X"},
                {
                    "country_name": ["Give the country's name."],
                    "code": ["The code begins with the letters of the country: VNM-"],
                },
            ),
            ({"country_name": ""}, {"country_name": ["Give the country's name."]}),
            (
                {"country_name": "cambodia"},
                {"country_name": ["Cambodia is in the list already, as KHM: choose it there."]},
            ),
            ({"code": "LAO-DWCP-X"}, {"code": ["The code begins with the letters of the country: VNM-"]}),
            (
                {"code": "KHM-DWCP-2008-2010"},
                {"code": ["There is a programme with this code already. Give another one."]},
            ),
            (
                {"code": "VNM 2026"},
                {"code": ["A programme's code looks like KHM-DWCP-2008-2010: capital letters, digits and hyphens."]},
            ),
        ],
        ids=str,
    )
    def test_what_cannot_stand_is_said_beside_its_field(self, changes, problems, sign_in, builder):
        answer = sign_in(builder).post(NEW, typed(**changes))
        assert answer.status_code == 422
        assert answer.context["form"].errors == problems
        assert not Country.objects.filter(iso3="VNM").exists()
        assert not Programme.objects.filter(title="Decent Work in Viet Nam").exists()
        assert "Decent Work in Viet Nam" in answer.content.decode()

    def test_the_service_refuses_the_same(self, builder):
        programme = ProgrammeFactory.build(
            country=CountryFactory(), code="LAO-DWCP-X", title="", start_year=2015, end_year=2011
        )
        with pytest.raises(Refused) as refused:
            create_programme(programme=programme, by=builder)
        assert refused.value.problems == {
            "title": "This field cannot be blank.",
            "end_year": "The last year lies before the first. Look at both again.",
        }

    def test_who_may_not_begin_one(self, sign_in, builder, reader, outsider):
        assert sign_in(builder).get(NEW).status_code == 200
        for person in (reader, outsider):
            client = sign_in(person)
            assert client.get(NEW).status_code == client.post(NEW, typed()).status_code == 403
            assert NEW not in client.get(reverse("outcomes:programmes")).content.decode()
        with pytest.raises(PermissionDenied):
            create_programme(programme=ProgrammeFactory.build(country=CountryFactory()), by=reader)

    def test_the_very_first_is_begun_by_who_may_use_the_administration_pages(self, sign_in):
        first = User.objects.create_superuser("first@example.org", name="First")
        client = sign_in(first)
        assert NEW in client.get(reverse("outcomes:programmes")).content.decode()
        assert client.post(NEW, typed()).status_code == 302
        assert ProgrammeMembership.objects.get(user=first).role == Role.ADMINISTRATOR


class TestChanging:
    def sent(self, programme, **changes):
        return {
            "seen": fingerprint(programme),
            "title": programme.title,
            "start_year": programme.start_year,
            "end_year": programme.end_year,
            "on_track_from": "0.85",
            "at_risk_from": "0.5",
            "jump_factor": "3",
        } | changes

    def test_title_and_thresholds(self, sign_in, builder, lao):
        answer = sign_in(builder).post(
            address("change-programme", lao), self.sent(lao, title="Renamed", on_track_from="0.95")
        )
        assert answer.status_code == 302
        after = Programme.objects.get(pk=lao.pk)
        assert (after.title, after.on_track_from, after.code) == ("Renamed", Decimal("0.95"), lao.code)
        (event,) = AuditEvent.objects.about(lao)
        assert event.changes == {
            "title": ["Decent Work in Lao PDR", "Renamed"],
            "on_track_from": ["0.85", "0.95"],
        }

    def test_from_which_jump_on_figures_are_asked_about(self, sign_in, builder, lao):
        page = address("change-programme", lao)
        assert sign_in(builder).get(page).context["form"].initial["jump_factor"] == 3
        assert sign_in(builder).post(page, self.sent(lao, jump_factor="២.៥")).status_code == 302
        assert Programme.objects.get(pk=lao.pk).jump_factor == Decimal("2.5")
        (event,) = AuditEvent.objects.about(lao)
        assert event.changes == {"jump_factor": ["3", "2.5"]}
        answer = sign_in(builder).post(page, self.sent(Programme.objects.get(pk=lao.pk), jump_factor="1"))
        assert answer.context["form"].errors == {
            "jump_factor": ["Give a number above 1, such as 3: a figure as large as before has not jumped."]
        }

    def test_what_cannot_stand_is_said_beside_its_field_and_the_page_keeps_its_name(self, sign_in, builder, lao):
        answer = sign_in(builder).post(
            address("change-programme", lao), self.sent(lao, title="Renamed", end_year="2010", at_risk_from="0.9")
        )
        assert answer.status_code == 422
        assert answer.context["form"].errors == {
            "end_year": ["The last year lies before the first. Look at both again."],
            "on_track_from": ["“On track” must ask for more than “at risk” (0.9)."],
        }
        assert answer.context["programme"].title == "Decent Work in Lao PDR"

    def test_saving_over_a_newer_change_is_refused_once_and_nothing_typed_is_lost(self, sign_in, builder, lao):
        client, page = sign_in(builder), address("change-programme", lao)
        sent = self.sent(lao, title="Mine")
        Programme.objects.filter(pk=lao.pk).update(title="Theirs")
        answer = client.post(page, sent)
        assert answer.status_code == 409
        assert (answer.context["form"]["title"].value(), str(answer.context["stale"])) == ("Mine", "Theirs")
        assert client.post(page, sent | {"seen": answer.context["form"]["seen"].value()}).status_code == 302
        assert Programme.objects.get(pk=lao.pk).title == "Mine"

    def test_the_service_asks_for_the_permission(self, reader, lao):
        with pytest.raises(PermissionDenied):
            change_programme(programme=lao, seen=fingerprint(lao), by=reader)


class TestTheArchive:
    def test_the_page_asks_archives_and_brings_back(self, sign_in, builder, lao):
        client, page = sign_in(builder), address("archive", lao)
        seen = client.get(page).context["seen"]
        assert Programme.objects.get(pk=lao.pk).is_archived is False
        assert client.post(page, {"seen": seen}).status_code == 302
        assert Programme.objects.get(pk=lao.pk).is_archived is True
        assert client.post(page, {"seen": client.get(page).context["seen"]}).status_code == 302
        assert Programme.objects.get(pk=lao.pk).is_archived is False
        verbs = [event.verb for event in AuditEvent.objects.about(lao) if event.verb != AuditVerb.CHANGED]
        assert verbs == [AuditVerb.BROUGHT_BACK, AuditVerb.ARCHIVED]

    def test_what_was_looked_at_is_what_is_archived(self, sign_in, builder, lao):
        client, page = sign_in(builder), address("archive", lao)
        seen = client.get(page).context["seen"]
        Programme.objects.filter(pk=lao.pk).update(title="Theirs")
        assert client.post(page, {"seen": seen}).status_code == 409
        assert Programme.objects.get(pk=lao.pk).is_archived is False
        with pytest.raises(Stale):
            archive_programme(programme=Programme.objects.get(pk=lao.pk), seen=seen, by=builder)

    def test_only_who_may_archive_does(self, reader, builder, lao):
        with pytest.raises(PermissionDenied):
            archive_programme(programme=lao, seen=fingerprint(lao), by=reader)
        archive_programme(programme=lao, seen=fingerprint(Programme.objects.get(pk=lao.pk)), by=builder)
        with pytest.raises(PermissionDenied):
            bring_back_programme(programme=lao, seen=fingerprint(lao), by=anew(reader))

    def test_it_is_listed_apart(self, sign_in, builder, lao):
        other = ProgrammeMembershipFactory(user=builder, role=Role.OBSERVER).programme
        archive_programme(programme=lao, seen=fingerprint(lao), by=builder)
        page = sign_in(builder).get(reverse("outcomes:programmes"))
        assert [one.programme for one in page.context["current"]] == [other]
        assert [one.programme for one in page.context["archived"]] == [lao]

    @pytest.mark.parametrize(
        "page", ["dashboard", "indicators:results", "reviews:reviews", "outcomes:settings", "outcomes:members"]
    )
    def test_every_page_says_so(self, page, sign_in, builder, lao):
        client, path = sign_in(builder), reverse(page, kwargs={"programme": lao.code})
        words = "nothing in it is changed."
        assert words not in client.get(path).content.decode()
        archive_programme(programme=lao, seen=fingerprint(lao), by=builder)
        assert client.get(path).content.decode().count(words) == 1


def test_the_list_of_programmes_needs_as_many_queries_for_three_as_for_one(
    sign_in, builder, django_assert_max_num_queries
):
    client, page = sign_in(builder), reverse("outcomes:programmes")
    with django_assert_max_num_queries(6):
        client.get(page)
    for _ in range(2):
        ProgrammeMembershipFactory(user=builder)
    with django_assert_max_num_queries(6):
        assert len(client.get(page).context["current"]) == 3


def test_the_pages_of_a_new_programme_are_empty_and_say_so(sign_in, builder, lao):
    """Nothing belongs to it yet, not even a biennium."""
    client = sign_in(builder)
    pages = ("settings", "country-programme-outcomes", "frameworks", "projects", "budget", "risks", "members")
    addresses = {name: reverse(f"outcomes:{name}", kwargs={"programme": lao.code}) for name in pages}
    assert {name: client.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(pages, 200)


def test_no_period_is_left_outside_other_years(builder, lao):
    for year in (2012, 2013, 2016):
        ReportingPeriodFactory(programme=lao, year=year)
    sentence = "These periods would lie outside the programme: %s. Take their years in, or remove them first."
    for years, problems in (
        ((2030, 2032), {"start_year": sentence % "2012, 2013"}),
        ((2000, 2012), {"end_year": sentence % "2013"}),
        ((2013, 2012), {"end_year": "The last year lies before the first. Look at both again."}),
    ):
        changed = Programme.objects.get(pk=lao.pk)
        changed.start_year, changed.end_year = years
        with pytest.raises(Refused) as refused:
            change_programme(programme=changed, seen=fingerprint(lao), by=builder)
        assert refused.value.problems["end_year" if "end_year" in problems else "start_year"] in problems.values()
    # The one that lay outside before, for a final report, is left alone.
    changed = Programme.objects.get(pk=lao.pk)
    changed.start_year, changed.end_year = 2012, 2013
    change_programme(programme=changed, seen=fingerprint(lao), by=builder)
    lao.refresh_from_db()
    assert (lao.start_year, lao.end_year) == (2012, 2013)
