"""An archived programme is read, and every write to it is refused, by whichever way it comes."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Constituency, Role
from accounts.models import User
from dwcp.toolkit.snapshots import fingerprint
from indicators.choices import Grade
from indicators.models import Indicator, ProgressEntry
from indicators.services import (
    Figure,
    close_period,
    open_period,
    record_progress,
    reopen_entry,
    return_entry,
    submit_entry,
    verify_entry,
)
from outcomes.models import Programme
from outcomes.services import (
    add_biennium,
    add_member,
    archive_programme,
    carry_over,
    carry_over_together,
    change_member,
    change_programme,
    copy_structure,
    merge,
    move_record,
    put_back,
    remove_member,
    remove_record,
    save_country_programme_outcome,
    save_record,
    split,
)
from reviews.models import TeamMember
from reviews.services import rate_area, score_criterion
from tests.conventions.urls import ADDRESSES
from tests.factories import BienniumFactory, PriorityFactory, ProgrammeMembershipFactory, RemovalFactory

pytestmark = pytest.mark.django_db
# It is brought back there; the next programme is begun from it; a text is looked at that is not saved; a report is
# read as a file.
WRITES_NOTHING_IN_IT = {
    "outcomes:archive",
    "indicators:clone-programme",
    "indicators:check-statement",
    "reviews:ask-for-file",
}
SEEN = {"related": {"dwcp_outcomes": [], "predecessors": []}, "seen": ""}


@pytest.fixture
def world(programme, administrator):
    """Something of each kind that one may try to write to."""
    entry = ProgressEntry.objects.filter(indicator__outcome__programme=programme).first()
    TeamMember.objects.create(review=programme.reviews.get(slug="2010"), person=administrator)
    units = list(programme.country_programme_outcomes.filter(biennium__start_year=2010).select_related("biennium"))
    return {
        "programme": programme,
        "indicator": Indicator.objects.in_programme(programme).get(code="1.23"),
        "period": programme.periods.get(label="2010"),
        "entry": entry,
        "review": programme.reviews.get(slug="2010"),
        "units": units,
        "biennium": BienniumFactory(start_year=2012, label="2012-2013"),
        "member": ProgrammeMembershipFactory(programme=programme),
        "priority": PriorityFactory(programme=programme, letter="X"),
        "removal": RemovalFactory(programme=programme),
        "other": ProgrammeMembershipFactory(user=administrator),
    }


WRITES = {
    "record": lambda w, by: record_progress(
        indicator=w["indicator"], period=w["period"], figure=Figure(measured_on=w["period"].ends_on), revision=0, by=by
    ),
    "submit": lambda w, by: submit_entry(entry=w["entry"], revision=w["entry"].revision, by=by),
    "verify": lambda w, by: verify_entry(
        entry=w["entry"], revision=w["entry"].revision, grade=Grade.DESK_CHECKED, checked_against="", by=by
    ),
    "return": lambda w, by: return_entry(entry=w["entry"], revision=w["entry"].revision, reason="Look", by=by),
    "reopen": lambda w, by: reopen_entry(entry=w["entry"], revision=w["entry"].revision, reason="Look", by=by),
    "open period": lambda w, by: open_period(period=w["period"], reason="Late", by=by),
    "close period": lambda w, by: close_period(period=w["period"], reason="", by=by),
    "score": lambda w, by: score_criterion(
        criterion_score=w["review"].criterion_scores.first(), score=3, rationale="", revision=0, by=by
    ),
    "rate": lambda w, by: rate_area(
        area_rating=w["review"].area_ratings.first(),
        rating=3,
        comment="",
        control="",
        control_reason="",
        revision=0,
        by=by,
    ),
    "change programme": lambda w, by: change_programme(programme=w["programme"], seen="", by=by),
    "copy into": lambda w, by: copy_structure(
        source=w["other"].programme, programme=w["programme"], with_people=False, by=by
    ),
    "save": lambda w, by: save_record(record=w["priority"], programme=w["programme"], seen="", by=by),
    "move": lambda w, by: move_record(record=w["priority"], up=True, programme=w["programme"], by=by),
    "remove": lambda w, by: remove_record(record=w["priority"], programme=w["programme"], by=by),
    "put back": lambda w, by: put_back(removal=w["removal"], by=by),
    "add a member": lambda w, by: add_member(
        programme=w["programme"],
        email="a@example.org",
        name="A",
        organisation=None,
        role=Role.OBSERVER,
        outcomes=[],
        by=by,
    ),
    "change a member": lambda w, by: change_member(
        membership=w["member"], role=Role.REVIEWER, outcomes=[], seen=fingerprint(w["member"]), by=by
    ),
    "remove a member": lambda w, by: remove_member(membership=w["member"], by=by),
    "add a biennium": lambda w, by: add_biennium(biennium=BienniumFactory.build(), programme=w["programme"], by=by),
    "carry over": lambda w, by: carry_over(
        outcome=w["units"][0], biennium=w["biennium"], code=w["units"][0].code, title="", by=by
    ),
    "carry over together": lambda w, by: carry_over_together(outcomes=w["units"][:2], biennium=w["biennium"], by=by),
    "split": lambda w, by: split(
        outcome=w["units"][0], biennium=w["biennium"], parts=[("KHM 191", "a"), ("KHM 192", "b")], by=by
    ),
    "merge": lambda w, by: merge(outcomes=w["units"][:2], biennium=w["biennium"], code="KHM 191", title="a", by=by),
    "save a unit": lambda w, by: save_country_programme_outcome(
        record=w["units"][0], programme=w["programme"], **SEEN, by=by
    ),
}


def archived(programme, by):
    archive_programme(programme=Programme.objects.get(pk=programme.pk), seen=fingerprint(programme), by=by)
    # What somebody may do is read once per request: this is the next one.
    return User.objects.get(pk=by.pk)


@pytest.mark.parametrize("is_superuser", [False, True], ids=["member", "superuser"])
@pytest.mark.parametrize("write", WRITES)
def test_no_service_writes(write, is_superuser, world, administrator):
    administrator.is_superuser = is_superuser
    administrator.save()
    try:
        WRITES[write](world, administrator)
    except PermissionDenied:
        pytest.fail("There was nothing to refuse: it was not allowed in the first place.")
    except Exception as error:
        # What was asked for may be wrong for other reasons; they come after the question who may ask.
        assert type(error).__name__ in {"Refused", "Stale", "StaleReview", "EntryRefused", "PeriodRefused"}, error
    administrator = archived(world["programme"], administrator)
    before = world["programme"].priorities.count(), world["programme"].country_programme_outcomes.count()
    for name in ("programme", "indicator", "period", "entry", "review", "removal", "member", "priority"):
        world[name] = type(world[name])._default_manager.filter(pk=world[name].pk).first() or world[name]
    with pytest.raises(PermissionDenied):
        WRITES[write](world, administrator)
    assert before == (
        world["programme"].priorities.count(),
        world["programme"].country_programme_outcomes.count(),
    )


def test_no_page_and_no_address_of_the_api_writes(programme, administrator, sign_in):
    writing = {
        name: address
        for name, address in ADDRESSES.items()
        if "POST" in address.methods and "programme" in dict(address.converters) and name not in WRITES_NOTHING_IN_IT
    }
    assert len(writing) > 20
    paths = {name: address.path() for name, address in writing.items()}
    administrator = archived(programme, administrator)
    client = sign_in(administrator)
    answers = {}
    for name, path in paths.items():
        sent = {"content_type": "application/json", "data": "{}"} if name.startswith("api:") else {}
        if name == "api:entry-list":
            sent["data"] = '{"indicator": "1.26", "period": "2010", "revision": 0}'
        answers[name] = client.generic("POST", path, **sent).status_code
    assert answers == dict.fromkeys(paths, 403)


def test_what_one_may_see_is_still_seen(programme, administrator, sign_in, make_person):
    member = make_person("Member", role=Role.CONSTITUENT, programme=programme, constituency=Constituency.WORKERS)
    archived(programme, administrator)
    client = sign_in(member)
    for name in ("dashboard", "indicators:results", "indicators:entry", "reviews:review", "outcomes:settings"):
        assert client.get(ADDRESSES[name].path()).status_code == 200, name
