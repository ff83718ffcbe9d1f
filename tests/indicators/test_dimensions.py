"""A programme's own dimensions: added to, renamed, retired, removed and put back, and no figure is ever lost."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import AuditEvent
from dwcp.toolkit.snapshots import fingerprint
from indicators.models import Category, Dimension
from indicators.selectors import splits_of
from indicators.selectors.sheet import change_log_of
from indicators.services import (
    change_splits,
    copy_dimension,
    move_category,
    remove_category,
    restore_category,
    save_category,
    save_dimension,
)
from outcomes.services import Refused, put_back, remove_record
from tests.factories import CategoryTargetFactory, IndicatorFactory, ProgrammeFactory
from tests.indicators.splitting import current, parts, record, reported, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def province(programme):
    """An own dimension with two categories."""
    dimension = Dimension.objects.create(programme=programme, code="province", name="Province")
    for position, code in enumerate(["north", "south"], start=1):
        dimension.categories.create(code=code, name=code.capitalize(), position=position)
    return dimension


@pytest.fixture
def indicator(programme, province, officer):
    """Split by province."""
    one = IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99")
    change_splits(indicator=one, splits=[(province, None)], reason="", by=officer)
    return one


@pytest.fixture
def entry(indicator, period, officer):
    """Twelve, of which five are of the north."""
    return record(indicator, period, officer, value=12, parts={"province.north": 5})


def names(dimension):
    return [(one.name, one.is_retired) for one in dimension.categories.order_by("position")]


def category(dimension, code):
    return dimension.categories.get(code=code)


def series(indicator):
    return [(change.number, change.before, change.reason) for change in indicator.series_changes.all()]


REASON = "There are figures already: say why this is changed, so that they can be read."


class TestCategories:
    def test_one_more_begins_a_new_series_where_there_are_entries(self, province, programme, indicator, entry, officer):
        empty = IndicatorFactory(outcome=programme.outcomes.get(number=1))
        change_splits(indicator=empty, splits=[(shared("sex"), province)], reason="", by=officer)
        before = reported()
        new = Category(dimension=province, code="east", name="East")
        save_category(record=new, programme=programme, reason="The east joined in 2010.", by=officer)
        assert (names(province), reported()) == ([("North", False), ("South", False), ("East", False)], before)
        assert series(indicator) == [(2, {"Province": "North, South"}, "The east joined in 2010.")]
        assert (series(empty), current(indicator)) == ([], [("Province", 1)])

    def test_one_more_needs_its_reason_where_there_are_entries(self, province, programme, indicator, entry, officer):
        new = Category(dimension=province, code="east", name="East")
        with pytest.raises(Refused) as refused:
            save_category(record=new, programme=programme, by=officer)
        assert (refused.value.problems, province.categories.count()) == ({"reason": REASON}, 2)

    def test_one_more_without_entries_just_comes(self, province, programme, indicator, officer):
        save_category(record=Category(dimension=province, code="east", name="East"), programme=programme, by=officer)
        assert (len(names(province)), series(indicator)) == (3, [])

    def test_renaming_begins_nothing_and_stands_in_the_log_of_the_indicator(
        self, province, programme, indicator, entry, officer
    ):
        other = IndicatorFactory(outcome=programme.outcomes.get(number=1))
        change_splits(indicator=other, splits=[(province, None)], reason="", by=officer)
        north, before = category(province, "north"), reported()
        seen, north.name = fingerprint(north), "Northern provinces"
        save_category(record=north, programme=programme, seen=seen, reason="The official name.", by=officer)
        event = AuditEvent.objects.about(north).first()
        assert (event.verb, event.changes) == ("changed", {"name": ["North", "Northern provinces"]})
        assert (series(indicator), reported()) == ([], before)
        row = change_log_of(indicator)[0]
        assert [(one.label, one.before, one.after) for one in row.changes] == [
            ("Name of a category", "Province: North", "Province: Northern provinces")
        ]
        assert (row.by, row.reason) == (officer, "The official name.")
        # Nothing was reported under the name in the other one.
        assert [one.label for one in change_log_of(other)[0].changes] == ["Split by"]

    @pytest.mark.parametrize("which", ["category", "dimension"])
    def test_renaming_what_has_figures_needs_its_reason(self, which, province, programme, indicator, entry, officer):
        named, save = (
            (province, save_dimension) if which == "dimension" else (category(province, "north"), save_category)
        )
        seen, name, events = fingerprint(named), named.name, AuditEvent.objects.count()
        named.name = "South-east"
        with pytest.raises(Refused) as refused:
            save(record=named, programme=programme, seen=seen, by=officer)
        named.refresh_from_db()
        assert (refused.value.problems, named.name) == ({"reason": REASON}, name)
        assert AuditEvent.objects.count() == events

    def test_renaming_a_dimension_stands_in_the_log_too(self, province, programme, indicator, entry, officer):
        seen, province.name = fingerprint(province), "Region"
        save_dimension(record=province, programme=programme, seen=seen, reason="As the law says.", by=officer)
        row = change_log_of(indicator)[0]
        assert [(one.label, one.before, one.after) for one in row.changes] == [
            ("Name of a dimension", "Province", "Region")
        ]

    def test_without_figures_renaming_needs_no_reason(self, province, programme, indicator, entry, officer):
        south = category(province, "south")
        seen, south.name = fingerprint(south), "Southern provinces"
        save_category(record=south, programme=programme, seen=seen, by=officer)
        assert names(province) == [("North", False), ("Southern provinces", False)]

    def test_one_with_figures_is_retired_and_its_figures_stay(self, province, indicator, entry, officer):
        before = reported()
        with pytest.raises(Refused) as refused:
            remove_category(category=category(province, "north"), reason="", by=officer)
        assert refused.value.problems == {"reason": REASON}
        remove_category(category=category(province, "north"), reason="No office there any more.", by=officer)
        assert (names(province), reported()) == ([("North", True), ("South", False)], before)
        indicator.refresh_from_db()
        assert [list(one.parts) for one in splits_of(indicator)] == [["province.south"]]
        assert series(indicator) == [(2, {"Province": "North, South"}, "No office there any more.")]
        assert parts(entry) == {("north", None): 5}

    def test_a_retired_one_is_asked_for_again(self, province, indicator, entry, officer):
        before = reported()
        remove_category(category=category(province, "north"), reason="Closed.", by=officer)
        restore_category(category=category(province, "north"), reason="Opened again.", by=officer)
        assert (names(province), reported()) == ([("North", False), ("South", False)], before)
        assert [(number, was) for number, was, _why in series(indicator)] == [
            (2, {"Province": "North, South"}),
            (3, {"Province": "South"}),
        ]

    def test_one_without_figures_is_removed_and_put_back(self, province, indicator, entry, officer):
        before = reported()
        removal = remove_category(category=category(province, "south"), reason="", by=officer)
        assert (names(province), series(indicator)) == ([("North", False)], [])
        put_back(removal=removal, by=officer)
        assert (names(province), reported()) == ([("North", False), ("South", False)], before)

    def test_one_with_a_target_is_not_removed(self, province, indicator, officer):
        CategoryTargetFactory(indicator=indicator, category=category(province, "south"))
        with pytest.raises(Refused, match="1 target of a category"):
            remove_category(category=category(province, "south"), reason="", by=officer)
        assert len(names(province)) == 2

    def test_the_last_one_stays_while_an_indicator_is_split_by_it(self, province, indicator, officer):
        remove_category(category=category(province, "south"), reason="", by=officer)
        with pytest.raises(Refused, match=r"This is the last category, and 1\.99 still split by it"):
            remove_category(category=category(province, "north"), reason="", by=officer)
        assert names(province) == [("North", False)]
        change_splits(indicator=indicator, splits=[], reason="", by=officer)
        remove_category(category=category(province, "north"), reason="", by=officer)
        assert names(province) == []

    def test_they_are_put_in_order(self, province, officer):
        move_category(category=category(province, "south"), up=True, by=officer)
        assert names(province) == [("South", False), ("North", False)]

    def test_a_shared_dimension_takes_no_category(self, programme, officer):
        with pytest.raises(Refused) as refused:
            save_category(record=Category(dimension=shared("sex"), code="x", name="X"), programme=programme, by=officer)
        assert refused.value.problems == {
            "dimension": "This dimension is shared. Make the programme's own copy of it first."
        }

    @pytest.mark.parametrize("who", ["outcome_manager", "verifier", "observer", "outsider"])
    def test_by_whom_it_is_not_for(self, who, province, programme, entry, request):
        by, before = request.getfixturevalue(who), names(province)
        new = Category(dimension=province, code="east", name="East")
        for act in (
            lambda: save_category(record=new, programme=programme, reason="Why", by=by),
            lambda: remove_category(category=category(province, "north"), reason="Why", by=by),
            lambda: restore_category(category=category(province, "north"), reason="Why", by=by),
            lambda: move_category(category=category(province, "south"), up=True, by=by),
            lambda: copy_dimension(dimension=shared("age"), programme=programme, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()
        assert names(province) == before


class TestDimensions:
    def test_an_own_copy_of_a_shared_one(self, programme, officer):
        copy = copy_dimension(dimension=shared("age"), programme=programme, by=officer)
        assert (copy.programme, copy.code, len(names(copy))) == (programme, "age", 4)
        event = AuditEvent.objects.about(copy).get()
        assert (event.verb, event.by) == ("cloned", officer)
        with pytest.raises(Refused, match="The programme has its own “Age” already"):
            copy_dimension(dimension=shared("age"), programme=programme, by=officer)

    def test_one_without_splits_is_removed_with_its_categories_and_put_back(self, programme, province, officer):
        removal = remove_record(record=province, by=officer, programme=programme)
        assert not programme.dimensions.exists()
        put_back(removal=removal, by=officer)
        assert names(programme.dimensions.get()) == [("North", False), ("South", False)]

    def test_one_in_use_is_not_removed(self, programme, province, indicator, entry, officer):
        before = reported()
        with pytest.raises(Refused, match="cannot be removed, because it still has"):
            remove_record(record=province, by=officer, programme=programme)
        assert (names(province), reported()) == ([("North", False), ("South", False)], before)

    def test_a_code_that_a_category_has_in_the_api(self, programme, officer):
        with pytest.raises(Refused) as refused:
            save_dimension(
                record=Dimension(programme=programme, code="women", name="Women"), programme=programme, by=officer
            )
        assert refused.value.problems == {"code": "“women” is the name of a category. Choose another code."}

    def test_a_second_one_of_the_same_code(self, programme, province, officer):
        with pytest.raises(Refused, match="The programme already has a dimension with this code"):
            save_dimension(
                record=Dimension(programme=programme, code="province", name="P"), programme=programme, by=officer
            )


def page(name, record=None):
    kwargs = {"programme": "KHM-DWCP-2008-2010"} | ({"record": record.pk} if record else {})
    return reverse(f"indicators:{name}", kwargs=kwargs)


class TestPages:
    def test_a_dimension_is_built_from_nothing(self, programme, officer, sign_in):
        client = sign_in(officer)
        client.post(page("add-dimension"), {"name": "Size of the enterprise", "code": ""})
        dimension = programme.dimensions.get()
        assert (dimension.code, dimension.name) == ("size-of-the-enterprise", "Size of the enterprise")
        for name in ("Small", "Large"):
            answer = client.post(page("add-category"), {"dimension": dimension.pk, "name": name, "code": ""})
            assert answer.url == page("dimensions")
        assert names(dimension) == [("Small", False), ("Large", False)]
        client.post(page("move-category", category(dimension, "large")), {"to": "up"})
        assert names(dimension) == [("Large", False), ("Small", False)]

    def test_a_name_that_makes_no_code_is_asked_for_one(self, programme, officer, sign_in):
        answer = sign_in(officer).post(page("add-dimension"), {"name": "ខេត្ត", "code": ""})
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"code": ["Type a code of letters and digits, such as province."]}

    def test_retiring_asks_and_says_what_happens(self, province, indicator, entry, officer, sign_in):
        client, remove = sign_in(officer), page("remove-category", category(province, "north"))
        shown = client.get(remove).content.decode()
        assert "Figures were reported in this category" in shown
        assert "1.99" in shown
        answer = client.post(remove, {"reason": ""})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
        client.post(remove, {"reason": "No office there any more."})
        assert names(province) == [("North", True), ("South", False)]
        assert "not asked for any more" in client.get(page("dimensions")).content.decode()
        client.post(page("restore-category", category(province, "north")), {"reason": "Opened again."})
        assert names(province) == [("North", False), ("South", False)]

    def test_adding_where_figures_exist_asks_why(self, province, indicator, entry, officer, sign_in):
        client, sent = sign_in(officer), {"dimension": province.pk, "name": "East", "code": ""}
        answer = client.post(page("add-category"), sent)
        assert (answer.status_code, answer.context["form"].errors) == (422, {"reason": [REASON]})
        client.post(page("add-category"), sent | {"reason": "The east joined."})
        assert len(names(province)) == 3

    @pytest.mark.parametrize("which", ["category", "dimension"])
    def test_renaming_where_figures_exist_asks_why(self, which, province, indicator, entry, officer, sign_in):
        named = province if which == "dimension" else category(province, "north")
        client, address = sign_in(officer), page(f"change-{which}", named)
        sent = {"name": "Northern provinces", "seen": fingerprint(named)}
        assert "what it means must stay the same" in client.get(address).content.decode()
        answer = client.post(address, sent)
        assert (answer.status_code, answer.context["form"].errors) == (422, {"reason": [REASON]})
        assert client.post(address, sent | {"reason": "The official name."}).url == page("dimensions")
        named.refresh_from_db()
        assert named.name == "Northern provinces"

    def test_without_figures_no_reason_is_asked_for(self, province, indicator, entry, officer, sign_in):
        client = sign_in(officer)
        for address in (page("change-category", category(province, "south")), page("add-dimension")):
            assert "reason" not in client.get(address).context["form"].fields

    def test_a_shared_one_is_read_until_it_is_copied(self, programme, officer, sign_in):
        client, age = sign_in(officer), shared("age")
        assert client.get(page("change-dimension", age)).status_code == 404
        assert client.get(page("change-category", age.categories.first())).status_code == 404
        client.post(page("copy-dimension", age))
        assert programme.dimensions.get().code == "age"
        client.post(page("copy-dimension", age))
        assert programme.dimensions.count() == 1

    def test_those_of_another_programme_do_not_exist(self, officer, sign_in):
        foreign = Dimension.objects.create(programme=ProgrammeFactory(), code="x", name="X")
        client = sign_in(officer)
        for name in ("change-dimension", "remove-dimension", "copy-dimension"):
            assert client.post(page(name, foreign)).status_code == 404

    def test_an_observer_reads(self, province, observer, sign_in):
        shown = sign_in(observer).get(page("dimensions")).content.decode()
        assert "Province" in shown
        assert "Add a dimension" not in shown

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_costs_the_same_however_long(
        self, rows, programme, indicator, officer, sign_in, django_assert_max_num_queries
    ):
        for place in range(rows):
            dimension = Dimension.objects.create(programme=programme, code=f"d{place}", name=f"Dimension {place}")
            dimension.categories.create(code="one", name="One")
            other = IndicatorFactory(outcome=programme.outcomes.get(number=1))
            change_splits(indicator=other, splits=[(dimension, None)], reason="", by=officer)
        client = sign_in(officer)
        with django_assert_max_num_queries(12):
            assert client.get(page("dimensions")).status_code == 200


def test_no_change_of_a_dimension_touches_a_figure(programme, province, indicator, period, officer):
    """Everything that can be done to a dimension in use, one after the other."""
    crossed = IndicatorFactory(outcome=programme.outcomes.get(number=1))
    change_splits(indicator=crossed, splits=[(shared("sex"), province)], reason="", by=officer)
    record(indicator, period, officer, value=12, parts={"province.north": 5, "province.south": 7}, submits=True)
    record(crossed, period, officer, value=9, parts={"sex.women×province.north": 4})
    before = reported()
    north, south = category(province, "north"), category(province, "south")
    east = Category(dimension=province, code="east", name="East")
    save_category(record=east, programme=programme, reason="One more.", by=officer)
    move_category(category=east, up=True, by=officer)
    renamed = category(province, "north")
    seen = fingerprint(renamed)
    renamed.name = "Far north"
    save_category(record=renamed, programme=programme, seen=seen, reason="Its full name.", by=officer)
    remove_category(category=north, reason="Closed.", by=officer)
    restore_category(category=north, reason="Opened.", by=officer)
    remove_category(category=south, reason="Closed.", by=officer)
    removal = remove_category(category=east, reason="", by=officer)
    put_back(removal=removal, by=officer)
    change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="By age.", by=officer)
    change_splits(indicator=crossed, splits=[], reason="No more.", by=officer)
    assert reported() == before
    assert {Decimal(part["value"]) for part in before[1]} >= {Decimal(5), Decimal(7), Decimal(4)}
