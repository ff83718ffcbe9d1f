"""Who reports an indicator, and how often: said in the editor, shown on the sheet, kept in the workbook, copied."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from indicators.models import Indicator
from indicators.selectors.sheet import Change, Fact, change_log_of, sheet_of
from indicators.services import clone_programme, confirm_import, framework_workbook, save_indicator
from indicators.services.definitions import fingerprint_of
from outcomes.services import Refused
from outcomes.services.members import remove_member
from tests import factories
from tests.indicators.books import counts, line_of, problems, sent_back
from tests.indicators.test_indicator_editor import change, errors

pytestmark = pytest.mark.django_db

NOBODY = "Those who have the outcome in their care"


@pytest.fixture
def indicator():
    return factories.IndicatorFactory(outcome__number=1, code="1.1", baseline_kind="zero", baseline_value=0)


@pytest.fixture
def make(make_person, indicator):
    return lambda name, role, **how: make_person(name, role=role, **{"programme": indicator.programme} | how)


@pytest.fixture
def officer(make):
    return make("Officer", Role.PROGRAMME_OFFICER)


@pytest.fixture
def manager(make):
    return make("Manager", Role.OUTCOME_MANAGER)


def read(indicator):
    return Indicator.objects.get(pk=indicator.pk)


def save(indicator, by, **how):
    known = {"steps": (), "targets": list(indicator.targets.all()), "category_targets": (), "reason": ""}
    return save_indicator(
        indicator=indicator,
        seen=fingerprint_of(read(indicator)),
        begins_series=False,
        by=by,
        programme=indicator.programme,
        **known | how,
    )


class TestEditor:
    def test_offers_who_may_record_each_with_their_role(self, make, indicator, officer, manager, make_person, sign_in):
        make("Administrator", Role.ADMINISTRATOR)
        for role in (Role.VERIFIER, Role.REVIEWER, Role.CONSTITUENT, Role.OBSERVER):
            make(f"Reads {role}", role)
        gone = make("Closed account", Role.PROGRAMME_OFFICER)
        gone.is_active = False
        gone.save()
        make_person("Stranger", role=Role.PROGRAMME_OFFICER, programme=factories.ProgrammeFactory())
        for name, record in (("add-indicator", {}), ("change-indicator", {"record": indicator.pk})):
            page = reverse(f"indicators:{name}", kwargs={"programme": indicator.programme.code, **record})
            form = sign_in(officer).get(page).context["form"]
            assert [label for _key, label in form.fields["reporter"].choices] == [
                NOBODY,
                "Administrator (Administrator)",
                "Manager (Outcome manager)",
                "Officer (Programme officer)",
            ]

    def test_keeps_what_is_chosen_without_asking_why(self, indicator, officer, manager, sign_in):
        factories.ProgressEntryFactory(indicator=indicator)
        answer = change(sign_in(officer), indicator, reporter=manager.pk, reported_every="yearly")
        assert answer.status_code == 302
        assert (read(indicator).reporter, read(indicator).reported_every) == (manager, "yearly")
        (row,) = change_log_of(indicator)
        assert row.changes == (Change("Reported", "", "Every year"), Change("Recorded by", "", "Manager"))
        # Whatever else is changed needs its reason as before.
        answer = change(sign_in(officer), indicator, reporter="", unit="workers")
        assert errors(answer).keys() == {"reason"}

    def test_somebody_who_may_not_record_cannot_be_chosen(self, make, indicator, officer, sign_in):
        reader = make("Reader", Role.OBSERVER)
        answer = change(sign_in(officer), indicator, reporter=reader.pk)
        assert answer.status_code == 422
        assert errors(answer).keys() == {"reporter"}
        indicator.reporter = reader
        with pytest.raises(Refused) as refused:
            save(indicator, officer)
        assert refused.value.problems == {
            "reporter": "This person does not record in the programme. Choose somebody from the list."
        }
        assert read(indicator).reporter is None

    def test_who_has_left_stays_until_somebody_chooses_another(self, indicator, officer, manager, sign_in):
        Indicator.objects.filter(pk=indicator.pk).update(reporter=manager)
        remove_member(membership=manager.memberships.get(), by=officer)
        client = sign_in(officer)
        page = reverse("indicators:change-indicator", args=(indicator.programme.code, indicator.pk))
        labels = [label for _key, label in client.get(page).context["form"].fields["reporter"].choices]
        assert labels == [NOBODY, "Manager (records here no more)", "Officer (Programme officer)"]
        assert change(client, read(indicator), unit="workers").status_code == 302
        assert (read(indicator).reporter, read(indicator).unit) == (manager, "workers")
        assert change(client, read(indicator), reporter="").status_code == 302
        assert read(indicator).reporter is None


class TestSheet:
    def facts(self, indicator):
        return [fact for fact in sheet_of(read(indicator)).how if fact.label in ("Reported", "Recorded by")]

    def test_says_how_often_and_by_whom(self, indicator, officer, manager, sign_in):
        assert self.facts(indicator) == [
            Fact("Reported", "in every period of the programme"),
            Fact("Recorded by", "those who have its outcome in their care"),
        ]
        Indicator.objects.filter(pk=indicator.pk).update(reporter=manager, reported_every="half_yearly")
        assert self.facts(indicator) == [Fact("Reported", "Every half-year"), Fact("Recorded by", "Manager")]
        where = {"programme": indicator.programme.code, "indicator": "1.1"}
        shown = sign_in(officer).get(reverse("indicators:sheet", kwargs=where)).content.decode()
        assert "<dd>Every half-year</dd>" in shown
        assert "<dd>Manager</dd>" in shown
        remove_member(membership=manager.memberships.get(), by=officer)
        assert self.facts(indicator)[1] == Fact("Recorded by", "Manager (records here no more)")

    def test_the_file_says_the_same(self, indicator, officer, manager, sign_in, monkeypatch):
        Indicator.objects.filter(pk=indicator.pk).update(reporter=manager, reported_every="yearly")
        printed = []
        monkeypatch.setattr("indicators.views.sheet.render_pdf", lambda html: printed.append(html) or b"%PDF-")
        where = {"programme": indicator.programme.code, "indicator": "1.1"}
        sign_in(officer).get(reverse("indicators:sheet-pdf", kwargs=where))
        assert "Every year" in printed[0]
        assert "Manager" in printed[0]


class TestWorkbook:
    def test_carries_how_often_and_not_by_whom(self, programme, officer, make_person):
        by = make_person("Builder", role=Role.PROGRAMME_OFFICER, programme=programme)
        Indicator.objects.in_programme(programme).filter(code="1.26").update(reporter=by)
        content = framework_workbook(programme=programme, by=by)
        where = ("indicators", line_of(content, "indicators", "1.26"))
        looked_at = sent_back(programme, by, {(*where, "reported_every"): "half_yearly"})
        assert (problems(looked_at), counts(looked_at)) == ([], {"indicators": (0, 1, 0)})
        confirm_import(framework_import=looked_at, reason="As agreed", by=by)
        after = Indicator.objects.in_programme(programme).get(code="1.26")
        assert (after.reported_every, after.reporter) == ("half_yearly", by)
        looked_at = sent_back(programme, by, {(*where, "reported_every"): "monthly"})
        ((table, _line, column, _sentence),) = problems(looked_at)
        assert (table, column) == ("indicators", "reported_every")

    def test_carries_the_days_of_periods(self, programme, make_person):
        by = make_person("Builder", role=Role.PROGRAMME_OFFICER, programme=programme)
        content = framework_workbook(programme=programme, by=by)
        where = ("periods", line_of(content, "periods", "2010"))
        looked_at = sent_back(programme, by, {(*where, "due_on"): "2011-01-15", (*where, "closes_on"): "2011-01-30"})
        assert (problems(looked_at), counts(looked_at)) == ([], {"periods": (0, 1, 0)})
        confirm_import(framework_import=looked_at, reason="", by=by)
        period = programme.periods.get(label="2010")
        assert (str(period.due_on), str(period.closes_on)) == ("2011-01-15", "2011-01-30")
        looked_at = sent_back(programme, by, {(*where, "due_on"): "2010-12-30"})
        assert [(table, sentence) for table, _line, _column, sentence in problems(looked_at)] == [
            ("periods", "Reports on a period cannot be due before it has ended.")
        ]


class TestCopy:
    """The next programme: how often is copied, by whom only with the people."""

    @pytest.mark.parametrize(("with_people", "reporter"), [(True, "Manager"), (False, None)])
    def test_people_come_along_or_not(self, with_people, reporter, indicator, officer, manager):
        Indicator.objects.filter(pk=indicator.pk).update(reporter=manager, reported_every="yearly")
        programme = indicator.programme
        programme.jump_factor = 5
        programme.save()
        new = clone_programme(
            source=programme,
            code="LAO-DWCP-2016-2020",
            title="Next",
            start_year=2016,
            end_year=2020,
            by=officer,
            with_people=with_people,
        )
        copy = Indicator.objects.in_programme(new).get()
        assert (copy.reported_every, copy.reporter and copy.reporter.name) == ("yearly", reporter)
        assert new.jump_factor == 5
        assert read(indicator).reporter == manager

    def test_who_stays_behind_reports_nothing_there(self, make, indicator, officer):
        keeper = make("Keeper", Role.ADMINISTRATOR)
        Indicator.objects.filter(pk=indicator.pk).update(reporter=keeper)
        new = clone_programme(
            source=indicator.programme,
            code="LAO-DWCP-2016-2020",
            title="Next",
            start_year=2016,
            end_year=2020,
            by=officer,
            with_people=True,
        )
        assert not new.memberships.filter(user=keeper).exists()
        assert Indicator.objects.in_programme(new).get().reporter is None


def test_an_indicator_that_is_put_back_is_reported_by_the_same_person(indicator, officer, manager, sign_in):
    Indicator.objects.filter(pk=indicator.pk).update(reporter=manager)
    client, where = sign_in(officer), {"programme": indicator.programme.code}
    client.post(reverse("indicators:remove-indicator", kwargs={**where, "record": indicator.pk}))
    assert not Indicator.objects.filter(pk=indicator.pk).exists()
    removal = indicator.programme.removals.get()
    client.post(reverse("outcomes:put-back", kwargs={**where, "removal": removal.pk}))
    assert read(indicator).reporter == manager
