"""Frameworks that programmes share, their parts, and the alignments of one programme."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from outcomes.choices import FrameworkKind
from outcomes.forms.frameworks import in_reading_order
from outcomes.models import Alignment, Framework, FrameworkItem
from outcomes.services import Refused, add_development_goals, remove_framework, save_framework
from outcomes.services.frameworks import development_goals
from tests.factories import (
    AlignmentFactory,
    DwcpOutcomeFactory,
    FrameworkFactory,
    FrameworkItemFactory,
    ProgrammeFactory,
    ProgrammeMembershipFactory,
)
from tests.outcomes.tables import address, errors_of, queries_for, rows_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, builder):
    """The browser of the officer."""
    return sign_in(builder)


@pytest.fixture
def outcome(lao):
    return DwcpOutcomeFactory(programme=lao, number=1, title="Jobs")


@pytest.fixture
def undaf():
    return FrameworkFactory(name="UNDAF 2012-2015", kind=FrameworkKind.UN)


@pytest.fixture
def part(undaf):
    return FrameworkItemFactory(framework=undaf, reference="2.2", title="Access to land")


@pytest.fixture
def foreign(part):
    """Another programme, whose outcome is aligned with the part."""
    return AlignmentFactory(item=part).programme


USED_ELSEWHERE = (
    "Outcomes of another programme are aligned with “{}”, and you do not edit that programme. "
    "Leave it as it is, and add a framework or part of your own instead."
)


# The page


def test_the_page_shows_alignments_by_outcome(sign_in, reader, lao, outcome, part):
    DwcpOutcomeFactory(programme=lao, number=2, title="Rights")
    AlignmentFactory(outcome=outcome, item=part, relation="More jobs in villages", source="Annex 1")
    AlignmentFactory(item=part, relation="Not ours")
    page = sign_in(reader).get(address("frameworks", lao))
    assert rows_of(page, "alignments") == [
        ["Part of a framework", "Contribution", "Source"],
        ["1 Jobs"],
        ["UNDAF 2012-2015 2.2 Access to land", "More jobs in villages", "Annex 1"],
        ["2 Rights"],
        ["Not aligned with anything yet."],
    ]
    html = page.content.decode()
    assert "Add a framework" not in html
    assert "Not ours" not in html


def test_the_page_shows_every_framework_with_its_parts_as_they_count(desk, lao, undaf):
    for reference in ("2.10", "2.a", "2.2", "10", "2"):
        FrameworkItemFactory(framework=undaf, reference=reference, title="–")
    assert [item.reference for item in in_reading_order(undaf.items.all())] == ["2", "2.2", "2.10", "2.a", "10"]
    text = words(desk.get(address("frameworks", lao)).content.decode())
    assert "UNDAF 2012-2015 United Nations framework (UNDAF, UNSDCF)" in text
    assert "5 parts" in text


def test_more_of_everything_needs_no_more_queries(desk, lao, outcome, part):
    Framework.objects.exclude(pk=part.framework_id).filter(items__alignments=None).delete()
    AlignmentFactory(outcome=outcome, item=part)
    one = queries_for(desk, address("frameworks", lao))
    for number in (2, 3):
        more = DwcpOutcomeFactory(programme=lao, number=number)
        AlignmentFactory.create_batch(2, outcome=more)
    assert queries_for(desk, address("frameworks", lao)) == one <= 12


# Alignments


def test_an_officer_adds_changes_and_removes_an_alignment(desk, lao, outcome, part):
    sent = {"outcome": outcome.pk, "item": part.pk, "relation": "More jobs", "source": "", "seen": ""}
    answer = desk.post(address("add-alignment", lao), sent)
    assert (answer.status_code, answer.url) == (302, address("frameworks", lao))
    alignment = Alignment.objects.get(outcome=outcome)
    assert (alignment.item, alignment.relation) == (part, "More jobs")
    twice = desk.post(address("add-alignment", lao), sent)
    assert errors_of(twice) == {"__all__": ["The outcome is already aligned with this part."]}
    seen = desk.get(address("change-alignment", lao, alignment)).context["form"]["seen"].value()
    changed = sent | {"relation": "Better jobs", "seen": seen}
    assert desk.post(address("change-alignment", lao, alignment), changed).status_code == 302
    alignment.refresh_from_db()
    assert alignment.relation == "Better jobs"
    assert desk.post(address("remove-alignment", lao, alignment)).status_code == 302
    assert not Alignment.objects.filter(outcome=outcome).exists()
    removal = lao.removals.get()
    desk.post(reverse("outcomes:put-back", kwargs={"programme": lao.code, "removal": removal.pk}))
    assert Alignment.objects.filter(outcome=outcome).get() == alignment


def test_parts_are_offered_by_framework_and_an_outcome_asked_for_is_chosen(desk, lao, outcome, part):
    FrameworkItemFactory(framework=part.framework, reference="2.10", title="Access to water")
    form = desk.get(f"{address('add-alignment', lao)}?outcome={outcome.pk}").context["form"]
    assert form["outcome"].value() == str(outcome.pk)
    offered = dict(form.fields["item"].choices)
    assert [label for _key, label in offered["UNDAF 2012-2015"]] == ["2.2 Access to land", "2.10 Access to water"]


def test_alignments_stay_in_their_programme(desk, lao, outcome, part):
    ours, theirs = AlignmentFactory(outcome=outcome), AlignmentFactory()
    assert desk.get(address("change-alignment", lao, ours)).status_code == 200
    assert desk.get(address("change-alignment", lao, theirs)).status_code == 404
    assert desk.post(address("remove-alignment", lao, theirs)).status_code == 404
    assert desk.get(address("frameworks", theirs.programme)).status_code == 404
    sent = {"outcome": theirs.outcome_id, "item": "0", "relation": "", "source": "", "seen": ""}
    answer = desk.post(address("add-alignment", lao), sent)
    assert (answer.status_code, errors_of(answer)) == (
        422,
        {
            "outcome": ["Choose an outcome of this programme."],
            "item": ["Select a valid choice. That choice is not one of the available choices."],
        },
    )


# Frameworks and parts


def test_an_officer_adds_a_framework_with_a_part_and_changes_both(desk, lao):
    sent = {"name": "National Plan 2030", "kind": "national", "seen": ""}
    assert desk.post(address("add-framework", lao), sent).status_code == 302
    plan = Framework.objects.get(name="National Plan 2030")
    assert errors_of(desk.post(address("add-framework", lao), sent)) == {
        "name": ["There is already a framework with this name."]
    }
    part = {"framework": plan.pk, "reference": "3", "title": "Jobs", "seen": ""}
    assert desk.post(address("add-framework-part", lao), part).status_code == 302
    item = plan.items.get()
    for kind, record, values in (
        ("framework", plan, sent | {"name": "National Plan 2031"}),
        ("framework-part", item, part | {"title": "Decent jobs"}),
    ):
        path = address(f"change-{kind}", lao, record)
        seen = desk.get(path).context["form"]["seen"].value()
        assert desk.post(path, values | {"seen": seen}).status_code == 302
    plan.refresh_from_db()
    assert (plan.name, plan.items.get().title) == ("National Plan 2031", "Decent jobs")
    assert [event.verb for event in AuditEvent.objects.about(item)] == [AuditVerb.CHANGED, AuditVerb.ADDED]


def test_a_framework_is_removed_with_its_parts_and_put_back(desk, lao, undaf, part):
    answer = desk.get(address("remove-framework", lao, undaf))
    assert "UNDAF 2012-2015 2.2" in answer.content.decode()
    assert desk.post(address("remove-framework", lao, undaf)).status_code == 302
    assert not Framework.objects.filter(pk=undaf.pk).exists()
    assert not FrameworkItem.objects.filter(pk=part.pk).exists()
    removal = lao.removals.get()
    assert removal.what == "framework: UNDAF 2012-2015"
    desk.post(reverse("outcomes:put-back", kwargs={"programme": lao.code, "removal": removal.pk}))
    assert list(Framework.objects.get(pk=undaf.pk).items.values_list("pk", "reference", "title")) == [
        (part.pk, "2.2", "Access to land")
    ]


@pytest.mark.parametrize("kind", ["framework", "framework-part"])
def test_what_is_aligned_with_stays_until_it_no_longer_is(desk, lao, outcome, undaf, part, kind):
    alignment = AlignmentFactory(outcome=outcome, item=part)
    record = undaf if kind == "framework" else part
    answer = desk.post(address(f"remove-{kind}", lao, record))
    assert answer.status_code == 422
    assert f"“{record}” cannot be removed, because it still has 1 alignment." in words(answer.content.decode())
    alignment.delete()
    assert desk.post(address(f"remove-{kind}", lao, record)).status_code == 302


class TestWhatAnotherProgrammeUses:
    """Whoever changes or removes it must edit that programme, too."""

    @pytest.fixture(params=["framework", "framework-part"])
    def shared(self, request, undaf, part, foreign):
        """(kind, record, what a form would send to change it)"""
        if request.param == "framework":
            return "framework", undaf, {"name": "Other name", "kind": "un"}
        return "framework-part", part, {"framework": undaf.pk, "reference": "9", "title": "Other words"}

    def change(self, desk, lao, shared):
        kind, record, values = shared
        path = address(f"change-{kind}", lao, record)
        seen = desk.get(path).context["form"]["seen"].value()
        return desk.post(path, values | {"seen": seen})

    def test_is_not_changed(self, desk, lao, shared):
        _kind, record, values = shared
        answer = self.change(desk, lao, shared)
        assert (answer.status_code, errors_of(answer)) == (422, {"__all__": [USED_ELSEWHERE.format(record)]})
        assert answer.context["form"]["reference" if "reference" in values else "name"].value() in values.values()
        assert type(record).objects.filter(pk=record.pk).values().get() == {
            name: value for name, value in vars(record).items() if not name.startswith("_")
        }

    def test_is_not_removed(self, desk, lao, shared):
        kind, record, _values = shared
        answer = desk.post(address(f"remove-{kind}", lao, record))
        assert answer.status_code == 422
        assert USED_ELSEWHERE.format(record) in words(answer.content.decode())
        assert type(record).objects.filter(pk=record.pk).exists()
        assert not lao.removals.exists()

    def test_is_not_changed_by_who_only_reads_there(self, desk, lao, shared, builder, foreign):
        ProgrammeMembershipFactory(user=builder, programme=foreign, role=Role.OBSERVER)
        assert self.change(desk, lao, shared).status_code == 422

    def test_is_changed_by_who_edits_there_too(self, desk, lao, shared, builder, foreign):
        ProgrammeMembershipFactory(user=builder, programme=foreign, role=Role.PROGRAMME_OFFICER)
        assert self.change(desk, lao, shared).status_code == 302

    def test_stays_as_it_is_while_that_programme_is_archived(self, desk, lao, shared, builder, foreign):
        ProgrammeMembershipFactory(user=builder, programme=foreign, role=Role.PROGRAMME_OFFICER)
        foreign.archived_on = "2020-01-01"
        foreign.save()
        assert self.change(desk, lao, shared).status_code == 422

    def test_may_be_added_to(self, desk, lao, undaf, foreign):
        sent = {"framework": undaf.pk, "reference": "7", "title": "New", "seen": ""}
        assert desk.post(address("add-framework-part", lao), sent).status_code == 302

    def test_the_rule_is_the_services_own(self, builder, lao, undaf, part, foreign):
        undaf.name = "Other name"
        with pytest.raises(Refused):
            save_framework(record=undaf, by=builder, programme=lao)
        with pytest.raises(Refused):
            remove_framework(record=part, by=builder, programme=lao)


# The Sustainable Development Goals


def test_there_are_17_goals_and_169_targets_in_the_wording_of_the_codelist():
    parts = development_goals()
    goals = [reference for reference, _title in parts if "." not in reference]
    assert goals == [str(number) for number in range(1, 18)]
    assert (len(parts), len(set(parts))) == (186, 186)
    assert dict(parts)["8"] == (
        "Goal 8. Promote sustained, inclusive and sustainable economic growth, full and productive employment and "
        "decent work for all"
    )
    assert dict(parts)["8.5"] == (
        "By 2030, achieve full and productive employment and decent work for all women and men, including for young "
        "people and persons with disabilities, and equal pay for work of equal value"
    )
    assert all(title == title.strip() for _reference, title in parts)


def test_an_officer_adds_the_goals_by_a_button_and_aligns_to_one(desk, lao, outcome):
    path = address("add-development-goals", lao)
    assert path in desk.get(address("frameworks", lao)).content.decode()
    answer = desk.post(path)
    assert (answer.status_code, answer.url) == (302, address("frameworks", lao))
    goals = Framework.objects.get(name="Sustainable Development Goals")
    assert goals.kind == FrameworkKind.SDG
    assert [(item.reference, item.title) for item in in_reading_order(goals.items.all())] == development_goals()
    assert path not in desk.get(address("frameworks", lao)).content.decode()
    target = goals.items.get(reference="8.5")
    sent = {"outcome": outcome.pk, "item": target.pk, "relation": "", "source": "", "seen": ""}
    assert desk.post(address("add-alignment", lao), sent).status_code == 302
    assert Alignment.objects.get(outcome=outcome).item == target


def test_adding_the_goals_again_adds_what_is_missing_and_nothing_else(builder, lao):
    goals = add_development_goals(programme=lao, by=builder)
    before = set(goals.items.values_list("pk", flat=True))
    assert add_development_goals(programme=lao, by=builder) == goals
    assert set(goals.items.values_list("pk", flat=True)) == before
    goals.items.filter(reference="8.5").delete()
    add_development_goals(programme=lao, by=builder)
    assert sorted(goals.items.values_list("reference", "title")) == sorted(development_goals())
    changes = [event.changes for event in AuditEvent.objects.about(goals)]
    assert changes == [{"parts": [185, 186]}, {"parts": [0, 186]}]


# Who may


def test_who_only_reads_may_not_write(sign_in, reader, lao, outcome, undaf, part):
    client = sign_in(reader)
    assert client.get(address("frameworks", lao)).status_code == 200
    records = {"alignment": AlignmentFactory(outcome=outcome), "framework": undaf, "framework-part": part}
    for kind, record in records.items():
        for path in (
            address(f"add-{kind}", lao),
            address(f"change-{kind}", lao, record),
            address(f"remove-{kind}", lao, record),
        ):
            assert (client.get(path).status_code, client.post(path).status_code) == (403, 403)
    assert client.post(address("add-development-goals", lao)).status_code == 403
    with pytest.raises(PermissionDenied):
        add_development_goals(programme=lao, by=reader)


def test_frameworks_are_edited_from_a_programme_one_belongs_to(desk, lao, undaf):
    elsewhere = ProgrammeFactory()
    assert desk.get(address("change-framework", lao, undaf)).status_code == 200
    assert desk.get(address("change-framework", elsewhere, undaf)).status_code == 404
    assert desk.post(address("add-development-goals", elsewhere)).status_code == 404
