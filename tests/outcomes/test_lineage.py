"""Country programme outcomes and their way from biennium to biennium: services and pages."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from dwcp.toolkit.snapshots import fingerprint
from outcomes.choices import Lineage
from outcomes.forms import CountryProgrammeOutcomeForm
from outcomes.models import Biennium, CountryProgrammeOutcome
from outcomes.services import (
    Refused,
    Stale,
    add_biennium,
    carry_over,
    carry_over_together,
    merge,
    put_back,
    remove_record,
    save_country_programme_outcome,
    split,
)
from tests.factories import (
    BienniumFactory,
    CountryProgrammeOutcomeFactory,
    DwcpOutcomeFactory,
    ProgrammeFactory,
    ProgrammeMembershipFactory,
)

pytestmark = pytest.mark.django_db
KIND = "country-programme-outcome"


def address(name, programme, **kwargs):
    return reverse(f"outcomes:{name}", kwargs={"programme": programme.code, **kwargs})


def facts(outcome):
    return {
        "code": outcome.code,
        "title": outcome.title,
        "lineage": outcome.lineage,
        "from": sorted(one.code for one in outcome.predecessors.all()),
        "serves": sorted(one.number for one in outcome.dwcp_outcomes.all()),
    }


def keep(outcome, by, **related):
    """Save an outcome as it stands in memory, with these links."""
    links = {name: list(getattr(outcome, name).all()) for name in ("dwcp_outcomes", "predecessors")}
    seen = fingerprint(CountryProgrammeOutcome.objects.get(pk=outcome.pk))
    return save_country_programme_outcome(
        record=outcome, related=links | related, seen=seen, by=by, programme=outcome.programme
    )


@pytest.fixture
def served(lao, unit):
    outcome = DwcpOutcomeFactory(programme=lao, number=1)
    unit.dwcp_outcomes.add(outcome)
    return outcome


class TestGoingOn:
    def test_under_its_code_it_is_carried_over(self, builder, unit, served, biennia):
        successor = carry_over(outcome=unit, biennium=biennia[1], code="LAO 101", title="", by=builder)
        assert facts(successor) == {
            "code": "LAO 101",
            "title": "More jobs",
            "lineage": Lineage.RETAINED,
            "from": ["LAO 101"],
            "serves": [1],
        }
        assert successor.short_title == "Jobs"
        (event,) = AuditEvent.objects.about(successor)
        assert (event.verb, event.by, event.changes) == (
            AuditVerb.CARRIED_OVER,
            builder,
            {"predecessors": [None, "LAO 101 (2030-2031)"]},
        )

    def test_under_another_code_it_is_renumbered(self, builder, unit, biennia):
        successor = carry_over(outcome=unit, biennium=biennia[1], code="LAO 160", title="New words", by=builder)
        assert (successor.lineage, successor.title, successor.short_title) == (Lineage.RENUMBERED, "New words", "")

    def test_in_one_biennium_it_goes_on_once_but_may_be_split(self, builder, unit, biennia):
        carry_over(outcome=unit, biennium=biennia[1], code="LAO 160", title="", by=builder)
        with pytest.raises(Refused) as refused:
            carry_over(outcome=unit, biennium=biennia[1], code="LAO 161", title="", by=builder)
        assert refused.value.problems == {"": "LAO 101 has gone on already, as LAO 160 (2032-2033)."}
        split(outcome=unit, biennium=biennia[1], parts=[("LAO 102", "a"), ("LAO 103", "b")], by=builder)
        carry_over(outcome=unit, biennium=biennia[2], code="LAO 160", title="", by=builder)
        found = unit.successors.values_list("code", "biennium__label")
        assert list(found) == [
            ("LAO 102", "2032-2033"),
            ("LAO 103", "2032-2033"),
            ("LAO 160", "2032-2033"),
            ("LAO 160", "2034-2035"),
        ]

    def test_a_part_finds_the_whole_it_belongs_to(self, builder, lao, unit, biennia):
        part = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], code="LAO 100", parent=unit)
        whole = carry_over(outcome=unit, biennium=biennia[1], code="LAO 160", title="", by=builder)
        assert carry_over(outcome=part, biennium=biennia[1], code="LAO 100", title="", by=builder).parent == whole

    def test_together_the_whole_goes_first_whatever_the_codes(self, builder, lao, unit, biennia):
        part = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], code="LAO 100", parent=unit)
        carry_over_together(outcomes=[part, unit], biennium=biennia[1], by=builder)
        found = lao.country_programme_outcomes.filter(biennium=biennia[1])
        assert [(one.code, one.parent and one.parent.code) for one in found] == [
            ("LAO 100", "LAO 101"),
            ("LAO 101", None),
        ]

    def test_together_is_all_or_nothing_and_names_every_one_that_cannot(self, builder, lao, unit, biennia):
        gone, taken = (
            CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], code=code)
            for code in ("LAO 102", "LAO 103")
        )
        carry_over(outcome=gone, biennium=biennia[1], code="LAO 160", title="", by=builder)
        CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[1], code="LAO 103", title="Other")
        with pytest.raises(Refused) as refused:
            carry_over_together(outcomes=[unit, gone, taken], biennium=biennia[1], by=builder)
        assert refused.value.problems == {
            "outcomes": "LAO 102 has gone on already, as LAO 160 (2032-2033). "
            "LAO 103: 2032-2033 already has an outcome with this code: “Other”. Give another code."
        }
        assert list(unit.successors.all()) == []

    def test_split_keeps_one_code_and_splits_off_the_others(self, builder, unit, served, biennia):
        parts = [("LAO 101", "Jobs"), ("LAO 105", "Skills"), ("LAO 106", "Enterprises")]
        found = split(outcome=unit, biennium=biennia[1], parts=parts, by=builder)
        assert [(one.code, one.lineage, facts(one)["from"], facts(one)["serves"]) for one in found] == [
            ("LAO 101", Lineage.RETAINED, ["LAO 101"], [1]),
            ("LAO 105", Lineage.SPLIT, ["LAO 101"], [1]),
            ("LAO 106", Lineage.SPLIT, ["LAO 101"], [1]),
        ]

    @pytest.mark.parametrize(
        ("parts", "sentence"),
        [
            ([("LAO 101", "a")], "A split needs at least two parts; for one, carry the outcome over."),
            ([("LAO 102", "a"), ("LAO 102", "b")], "Each part needs a code of its own."),
            (
                [("LAO 102", "a"), ("LAO 199", "b")],
                "LAO 199: 2032-2033 already has an outcome with this code: “Other”. Give another code.",
            ),
        ],
        ids=str,
    )
    def test_a_split_that_cannot_be_leaves_nothing_behind(self, parts, sentence, builder, lao, unit, biennia):
        CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[1], code="LAO 199", title="Other")
        with pytest.raises(Refused) as refused:
            split(outcome=unit, biennium=biennia[1], parts=parts, by=builder)
        assert refused.value.problems == {"parts": sentence}
        assert list(unit.successors.all()) == []

    def test_merge_comes_from_all_and_serves_what_they_served(self, builder, lao, unit, served, biennia):
        other = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], code="LAO 102")
        other.dwcp_outcomes.add(DwcpOutcomeFactory(programme=lao, number=2))
        merged = merge(outcomes=[unit, other], biennium=biennia[1], code="LAO 110", title="Both", by=builder)
        assert facts(merged) == {
            "code": "LAO 110",
            "title": "Both",
            "lineage": Lineage.MERGED,
            "from": ["LAO 101", "LAO 102"],
            "serves": [1, 2],
        }
        with pytest.raises(Refused):
            merge(outcomes=[unit], biennium=biennia[1], code="LAO 111", title="One", by=builder)
        theirs = CountryProgrammeOutcomeFactory(programme=ProgrammeFactory(), biennium=biennia[0])
        with pytest.raises((Refused, PermissionDenied)):
            merge(outcomes=[unit, theirs], biennium=biennia[1], code="LAO 111", title="Two", by=builder)

    def test_nothing_goes_on_in_its_own_biennium_or_an_earlier_one(self, builder, lao, biennia):
        late = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[1])
        for biennium in biennia[:2]:
            with pytest.raises(Refused) as refused:
                carry_over(outcome=late, biennium=biennium, code="LAO 160", title="", by=builder)
            assert refused.value.problems == {
                "predecessors": f"{late.code} (2032-2033) is not of an earlier biennium than {biennium}, "
                "so nothing of that one can come from it."
            }

    def test_only_who_builds_the_programme(self, reader, unit, biennia):
        with pytest.raises(PermissionDenied):
            carry_over(outcome=unit, biennium=biennia[1], code="LAO 101", title="", by=reader)


class TestWhatCannotBe:
    def test_every_problem_of_a_biennium_is_said_at_once(self, builder, lao):
        with pytest.raises(Refused) as refused:
            add_biennium(biennium=Biennium(start_year=2041, source="x" * 201), programme=lao, by=builder)
        assert refused.value.problems == {
            "start_year": "The ILO's biennia begin in even years: give 2040 or 2042.",
            "source": "Ensure this value has at most 200 characters (it has 201).",
        }

    def test_every_problem_of_an_outcome_is_said_at_once(self, builder, lao, unit, biennia):
        outcome = CountryProgrammeOutcome(programme=lao, biennium=biennia[0], code="LAO 101", title="")
        with pytest.raises(Refused) as refused:
            save_country_programme_outcome(
                record=outcome,
                related={"dwcp_outcomes": [], "predecessors": [unit]},
                seen="",
                by=builder,
                programme=lao,
            )
        assert refused.value.problems == {
            "title": "This field cannot be blank.",
            "code": "2030-2031 already has an outcome with this code: “More jobs”. Give another code.",
            "predecessors": "LAO 101 (2030-2031) is not of an earlier biennium than 2030-2031, "
            "so nothing of that one can come from it.",
        }

    def test_it_cannot_come_from_itself(self, builder, unit):
        with pytest.raises(Refused) as refused:
            keep(unit, builder, predecessors=[unit])
        assert refused.value.problems == {
            "predecessors": "An outcome cannot come from itself. Choose those of the biennium before."
        }

    def test_it_cannot_come_from_what_comes_from_it(self, builder, unit, biennia):
        middle = carry_over(outcome=unit, biennium=biennia[1], code="LAO 101", title="", by=builder)
        last = carry_over(outcome=middle, biennium=biennia[2], code="LAO 101", title="", by=builder)
        for successor in (middle, last):
            with pytest.raises(Refused) as refused:
                keep(unit, builder, predecessors=[successor])
            assert refused.value.problems == {
                "predecessors": f"LAO 101 ({successor.biennium}) is not of an earlier biennium than 2030-2031, "
                "so nothing of that one can come from it."
            }
        assert list(unit.predecessors.all()) == []

    def test_it_cannot_move_behind_what_comes_from_it(self, builder, unit, biennia):
        carry_over(outcome=unit, biennium=biennia[1], code="LAO 160", title="", by=builder)
        unit.biennium = biennia[2]
        with pytest.raises(Refused) as refused:
            keep(unit, builder)
        assert refused.value.problems == {
            "biennium": "LAO 160 (2032-2033) comes from this outcome, "
            "so it has to stay in an earlier biennium than that."
        }

    def test_it_cannot_leave_its_parts_behind(self, builder, lao, unit, biennia):
        CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], code="LAO 102", parent=unit)
        unit.biennium = biennia[1]
        with pytest.raises(Refused) as refused:
            keep(unit, builder)
        assert refused.value.problems == {
            "biennium": "LAO 102 (2030-2031) is a part of this outcome. Both belong to one biennium: "
            "move the part first."
        }

    def test_it_is_no_part_of_itself_of_its_parts_or_of_another_biennium(self, builder, lao, unit, biennia):
        part = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], parent=unit)
        deep = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], parent=part)
        other = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[1], code="LAO 150")
        circular = "An outcome cannot be a part of itself or of one of its own parts."
        elsewhere = "LAO 150 (2032-2033) is of another biennium. A part belongs to an outcome of 2030-2031."
        for parent, sentence in ((unit, circular), (part, circular), (deep, circular), (other, elsewhere)):
            unit.parent = parent
            with pytest.raises(Refused) as refused:
                keep(unit, builder)
            assert refused.value.problems == {"parent": sentence}

    def test_what_somebody_else_saved_meanwhile_closes_no_circle(self, builder, lao, unit, biennia):
        """The outcome in hand does not know yet that it has become a part of the other."""
        other = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0])
        CountryProgrammeOutcome.objects.filter(pk=unit.pk).update(parent=other)
        other.parent = unit
        with pytest.raises(Refused, match="cannot be a part of itself or of one of its own parts"):
            keep(other, builder)

    def test_new_things_come_from_nothing_and_predefined_ones_serve_nothing(self, builder, lao, unit, served, biennia):
        later = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[1], lineage=Lineage.NEW)
        with pytest.raises(Refused) as refused:
            keep(later, builder, predecessors=[unit])
        assert refused.value.problems.keys() == {"lineage"}
        unit.is_predefined = True
        with pytest.raises(Refused) as refused:
            keep(unit, builder)
        assert refused.value.problems.keys() == {"dwcp_outcomes"}

    def test_a_newer_change_is_not_overwritten(self, builder, unit, lao):
        related = {"dwcp_outcomes": [], "predecessors": []}
        with pytest.raises(Stale):
            save_country_programme_outcome(record=unit, related=related, seen="old", by=builder, programme=lao)

    def test_every_real_outcome_stands_as_published(self, officer, programme):
        for outcome in programme.country_programme_outcomes.select_related("biennium", "parent"):
            assert keep(outcome, officer) == outcome

    def test_it_is_not_put_back_where_it_would_come_from_a_later_one(self, builder, lao, unit, biennia):
        successor = carry_over(outcome=unit, biennium=biennia[1], code="LAO 160", title="", by=builder)
        removal = remove_record(record=successor, by=builder, programme=lao)
        unit.biennium = biennia[2]
        keep(unit, builder)
        with pytest.raises(Refused) as refused:
            put_back(removal=removal, by=builder)
        assert refused.value.problems == {
            "": "“country programme outcome: LAO 160 Jobs” cannot be put back. LAO 101 (2034-2035) is not of an "
            "earlier biennium than 2032-2033, so nothing of that one can come from it."
        }
        assert not lao.country_programme_outcomes.filter(code="LAO 160").exists()

    def test_removing_one_keeps_its_ties_for_when_it_is_put_back(self, builder, lao, unit, served, biennia):
        successor = carry_over(outcome=unit, biennium=biennia[1], code="LAO 160", title="", by=builder)
        before = facts(unit)
        removal = remove_record(record=unit, programme=lao, by=builder)
        assert list(successor.predecessors.all()) == []
        put_back(removal=removal, by=builder)
        again = lao.country_programme_outcomes.get(code="LAO 101")
        assert (facts(again), list(successor.predecessors.all())) == (before, [again])

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_whatever_is_tried_nothing_comes_from_itself_or_is_its_own_part(self, data):
        programme = ProgrammeFactory()
        by = ProgrammeMembershipFactory(programme=programme, role=Role.PROGRAMME_OFFICER).user
        places = data.draw(st.lists(st.integers(0, 2), min_size=4, max_size=4))
        units = [
            CountryProgrammeOutcomeFactory(programme=programme, biennium__start_year=2040 + 2 * place)
            for place in places
        ]
        tries = st.tuples(st.integers(0, 3), st.lists(st.integers(0, 3), max_size=2), st.integers(0, 3))
        for who, come_from, whole in data.draw(st.lists(tries, max_size=6)):
            outcome = CountryProgrammeOutcome.objects.get(pk=units[who].pk)
            outcome.parent = units[whole]
            try:
                keep(outcome, by, predecessors=[units[place] for place in come_from])
            except Refused:
                continue
        for one in programme.country_programme_outcomes.all():
            assert one.pk not in ancestors(one, lambda it: it.predecessors.all())
            assert one.pk not in ancestors(one, lambda it: [it.parent] if it.parent else [])


def ancestors(outcome, step):
    """The keys of all that is reached from an outcome, step by step."""
    found, ahead = set(), list(step(outcome))
    while ahead:
        one = ahead.pop()
        if one.pk not in found:
            found.add(one.pk)
            ahead += step(one)
    return found


class TestBiennia:
    def test_two_years_named_after_both(self, sign_in, builder, lao):
        page = address("add-biennium", lao)
        assert sign_in(builder).post(page, {"start_year": "២០៤០"}).status_code == 302
        added = Biennium.objects.get(start_year=2040)
        assert (added.end_year, added.label) == (2041, "2040-2041")
        assert [event.by for event in AuditEvent.objects.about(added)] == [builder]

    @pytest.mark.parametrize(
        ("year", "sentence"),
        [
            ("2041", "The ILO's biennia begin in even years: give 2040 or 2042."),
            ("1918", "Give a year between 1990 and 2050."),
            ("2008", "This biennium is there already."),
            ("", "This field is required."),
        ],
    )
    def test_what_cannot_be_one(self, year, sentence, sign_in, builder, lao):
        answer = sign_in(builder).post(address("add-biennium", lao), {"start_year": year})
        assert (answer.status_code, answer.context["form"].errors) == (422, {"start_year": [sentence]})

    def test_the_service_refuses_the_same(self, builder, reader, lao):
        for year in (2008, 2041):
            with pytest.raises(Refused):
                add_biennium(biennium=Biennium(start_year=year), programme=lao, by=builder)
        with pytest.raises(PermissionDenied):
            add_biennium(biennium=Biennium(start_year=2040), programme=lao, by=reader)


class TestPages:
    def test_the_real_list_says_where_each_comes_from_and_what_it_goes_on_as(self, sign_in, observer, programme):
        page = sign_in(observer).get(address("country-programme-outcomes", programme))
        first, second = page.context["biennia"]
        assert [str(rows.biennium) for rows in (first, second)] == ["2008-2009", "2010-2011"]
        assert [one.code for one in first.promised] == ["KHM 104", "KHM 151", "KHM 156", "KHM 176"]
        assert [one.code for one in first.predefined] == ["KHM 800", "KHM 801", "KHM 802", "KHM 803"]
        origins = {one.code: one.origin for one in second.outcomes}
        assert (origins["KHM 160"], origins["KHM 156"], origins["KHM 825"], origins["KHM 104"]) == (
            "from KHM 156 (2008-2009), renumbered",
            "from KHM 156 (2008-2009), split off (code reused for a new outcome)",
            "new",
            "from KHM 104 (2008-2009), carried over",
        )
        words = page.content.decode()
        assert "KHM 104 (2010-2011), KHM 105 (2010-2011), KHM 106 (2010-2011)" in words
        assert "Add a biennium" not in words

    def test_adding_reads_a_code_in_any_writing(self, sign_in, builder, lao, unit, served, biennia):
        sent = {
            "biennium": biennia[1].pk,
            "code": "lao-១០៥",
            "title": "Skills",
            "dwcp_outcomes": [served.pk],
            "predecessors": [unit.pk],
            "lineage": Lineage.SPLIT,
        }
        assert sign_in(builder).post(address(f"add-{KIND}", lao), sent).status_code == 302
        assert facts(lao.country_programme_outcomes.get(title="Skills")) == {
            "code": "LAO 105",
            "title": "Skills",
            "lineage": Lineage.SPLIT,
            "from": ["LAO 101"],
            "serves": [1],
        }

    def test_what_cannot_stand_is_said_beside_its_field(self, sign_in, builder, lao, unit, biennia):
        client, page = sign_in(builder), address(f"add-{KIND}", lao)
        sent = {"biennium": biennia[0].pk, "code": "LAO101", "title": "Again", "predecessors": [unit.pk]}
        answer = client.post(page, sent)
        assert (answer.status_code, answer.context["form"].errors) == (
            422,
            {
                "code": ["2030-2031 already has an outcome with this code: “More jobs”. Give another code."],
                "predecessors": [
                    "LAO 101 (2030-2031) is not of an earlier biennium than 2030-2031, "
                    "so nothing of that one can come from it."
                ],
            },
        )
        answer = client.post(page, sent | {"code": "LAO 1"})
        assert answer.context["form"].errors == {
            "code": ["“LAO 1” is not a code. Type three letters and three digits, such as KHM 104."]
        }
        sent = {"biennium": biennia[1].pk, "code": "VNM101", "title": "Elsewhere", "lineage": Lineage.RENUMBERED}
        assert client.post(page, sent).context["form"].errors == {
            "code": ["The codes of this programme begin with LAO, the letters of its country."],
            "predecessors": ["Say from which outcomes of an earlier biennium it comes, or that it is new."],
        }

    def test_changing_keeps_a_documents_own_words_and_offers_nothing_of_itself(self, sign_in, officer, programme, sent):
        reused = programme.country_programme_outcomes.get(code="KHM 156", biennium__start_year=2010)
        values = sent(CountryProgrammeOutcomeForm, reused, title="Stronger tripartism")
        client, page = sign_in(officer), address(f"change-{KIND}", programme, record=reused.pk)
        assert client.post(page, values).status_code == 302
        reused.refresh_from_db()
        assert (reused.title, reused.lineage) == (
            "Stronger tripartism",
            "split off (code reused for a new outcome)",
        )
        values["seen"] = fingerprint(reused)
        answer = client.post(page, values | {"predecessors": [reused.pk], "parent": reused.pk})
        assert answer.context["form"].errors == {
            "predecessors": ["Choose among the outcomes that are offered here. None of them comes from itself."],
            "parent": ["Choose among the outcomes that are offered here. None of them is a part of itself."],
        }

    def test_carrying_over_on_its_page(self, sign_in, builder, lao, unit, biennia):
        client, page = sign_in(builder), address(f"carry-{KIND}", lao, record=unit.pk)
        form = client.get(page).context["form"]
        assert (form["code"].value(), form["title"].value()) == ("LAO 101", "More jobs")
        sent = {"biennium": biennia[1].pk, "code": "LAO160", "title": "More jobs"}
        assert client.post(page, sent).status_code == 302
        assert [facts(one)["lineage"] for one in unit.successors.all()] == [Lineage.RENUMBERED]
        answer = client.post(page, sent)
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"__all__": ["LAO 101 has gone on already, as LAO 160 (2032-2033)."]}

    def test_splitting_on_its_page(self, sign_in, builder, lao, unit, biennia):
        client, page = sign_in(builder), address(f"split-{KIND}", lao, record=unit.pk)
        sent = {"biennium": biennia[1].pk, "code_1": "LAO 101", "title_1": "Jobs", "code_2": "LAO105"}
        answer = client.post(page, sent)
        assert (answer.status_code, answer.context["form"].errors) == (
            422,
            {"title_2": ["Give the part a title, or take out its code."]},
        )
        assert client.post(page, sent | {"title_2": "Skills"}).status_code == 302
        assert [one.code for one in unit.successors.all()] == ["LAO 101", "LAO 105"]

    def test_merging_on_its_page(self, sign_in, builder, lao, unit, biennia):
        other = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], code="LAO 102")
        client, page = sign_in(builder), address(f"merge-{KIND}s", lao, biennium=2030)
        sent = {"biennium": biennia[1].pk, "code": "LAO 110", "title": "Both", "outcomes": [unit.pk]}
        answer = client.post(page, sent)
        assert answer.context["form"].errors == {
            "outcomes": ["Choose at least two outcomes to merge; for one, carry it over."]
        }
        assert client.post(page, sent | {"outcomes": [unit.pk, other.pk]}).status_code == 302
        assert facts(lao.country_programme_outcomes.get(code="LAO 110"))["from"] == ["LAO 101", "LAO 102"]

    def test_carrying_over_all_at_once(self, sign_in, builder, lao, unit, biennia):
        gone = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], code="LAO 102")
        carry_over(outcome=gone, biennium=biennia[1], code="LAO 160", title="", by=builder)
        client, page = sign_in(builder), address(f"carry-{KIND}s", lao, biennium=2030)
        assert [(one.code, [it.code for it in on], ticked) for one, on, ticked in client.get(page).context["rows"]] == [
            ("LAO 101", [], True),
            ("LAO 102", ["LAO 160"], True),
        ]
        answer = client.post(page, {"outcomes": [unit.pk, gone.pk]})
        assert answer.context["form"].errors == {"outcomes": ["LAO 102 has gone on already, as LAO 160 (2032-2033)."]}
        assert list(unit.successors.all()) == []
        assert client.post(page, {"outcomes": [unit.pk]}).status_code == 302
        assert [facts(one)["lineage"] for one in unit.successors.all()] == [Lineage.RETAINED]

    def test_without_a_later_biennium_the_pages_lead_to_adding_one(self, sign_in, builder, lao):
        last = BienniumFactory(start_year=2048, end_year=2049, label="2048-2049")
        unit = CountryProgrammeOutcomeFactory(programme=lao, biennium=last)
        client, add = sign_in(builder), address("add-biennium", lao) + "?start_year=2050"
        for page in (
            address(f"carry-{KIND}", lao, record=unit.pk),
            address(f"split-{KIND}", lao, record=unit.pk),
            address(f"merge-{KIND}s", lao, biennium=2048),
            address(f"carry-{KIND}s", lao, biennium=2048),
        ):
            assert add in client.get(page).content.decode()
            assert client.post(page, {"outcomes": [unit.pk]}).status_code == 422
        assert client.get(add).context["form"]["start_year"].value() == "2050"

    def test_outcomes_of_another_programme_do_not_exist(self, sign_in, builder, lao, biennia):
        theirs = CountryProgrammeOutcomeFactory(programme=ProgrammeFactory(), biennium=biennia[0])
        client = sign_in(builder)
        for name in ("carry", "split", "change", "remove"):
            assert client.post(address(f"{name}-{KIND}", lao, record=theirs.pk)).status_code == 404
        for name in ("carry", "merge"):
            assert client.post(address(f"{name}-{KIND}s", lao, biennium=2030)).status_code == 404
        assert theirs.title not in client.get(address("country-programme-outcomes", lao)).content.decode()

    def test_the_list_needs_as_many_queries_for_three_as_for_one(
        self, sign_in, builder, lao, unit, served, biennia, django_assert_max_num_queries
    ):
        client = sign_in(builder)
        for number in (1, 2, 3):
            with django_assert_max_num_queries(11):
                client.get(address("country-programme-outcomes", lao))
            more = CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0], parent=unit)
            more.dwcp_outcomes.add(served)
            carry_over(outcome=more, biennium=biennia[1], code=f"LAO 19{number}", title="", by=builder)

    def test_the_page_to_carry_all_over_too(self, sign_in, builder, lao, unit, biennia, django_assert_max_num_queries):
        client = sign_in(builder)
        for _ in range(3):
            # One of them looks for periods to report on, for the navigation; there are none.
            with django_assert_max_num_queries(13):
                client.get(address(f"carry-{KIND}s", lao, biennium=2030))
            CountryProgrammeOutcomeFactory(programme=lao, biennium=biennia[0])
