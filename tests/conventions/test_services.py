"""Services are verbs: every argument by its name, and `by` says who."""

import importlib
import inspect

import pytest

MODULES = ["accounts.services", "outcomes.services", "indicators.services", "reviews.services"]
SERVICES = {
    f"{module}.{name}": function
    for module in MODULES
    for name, function in vars(importlib.import_module(module)).items()
    if inspect.isfunction(function)
    and inspect.unwrap(function).__module__.startswith(module)
    and not name.startswith("_")
}
# Who reads on knows what stands in the first two places.
POSITIONAL = {
    "accounts.services.record_event": ["verb", "subject"],
    "reviews.services.held_review": ["review"],
    "reviews.services.moves_from": ["state"],
    "reviews.services.set_state": ["review", "state"],
}
# What services are made of, and what they allow: neither writes.
READS = {"reviews.services.held_review", "reviews.services.moves_from"}
# Loading a programme that ended before it was kept here: nobody in particular recorded it, the whole act is in
# the trail of the folder's load. And what the calendar does is done by nobody.
NOBODY_IN_PARTICULAR = {
    "indicators.services.record_published_figure",
    "indicators.services.record_published_baseline",
    "indicators.services.plan_years",
    "indicators.services.advance_periods",
    "reviews.services.take_over_published_figures",
    # The clock sends it; what was sent is noted for each person, and changes nothing they could ask about.
    "indicators.services.send_digests",
    # It makes what somebody asked for, which the row of the file says.
    "reviews.services.finish_reports",
}


def test_there_are_services():
    assert {"indicators.services.record_progress", "reviews.services.score_criterion"} <= SERVICES.keys()
    assert POSITIONAL.keys() | NOBODY_IN_PARTICULAR | READS <= SERVICES.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_arguments_have_names(name):
    parameters = inspect.signature(SERVICES[name]).parameters.values()
    assert [one.name for one in parameters if one.kind != inspect.Parameter.KEYWORD_ONLY] == POSITIONAL.get(name, [])


@pytest.mark.parametrize("name", SERVICES)
def test_writes_say_who(name):
    assert ("by" in inspect.signature(SERVICES[name]).parameters) == (name not in NOBODY_IN_PARTICULAR | READS)


@pytest.mark.parametrize("name", SERVICES)
def test_services_say_what_they_do(name):
    assert SERVICES[name].__doc__
