"""A small programme in Lao PDR, and the people who build it."""

import pytest

from accounts.choices import Role
from dwcp.toolkit.snapshots import fingerprint
from tests.factories import BienniumFactory, CountryProgrammeOutcomeFactory, ProgrammeFactory


@pytest.fixture
def lao(db):
    """An empty programme."""
    return ProgrammeFactory(code="LAO-DWCP-2011-2015", title="Decent Work in Lao PDR")


@pytest.fixture
def builder(make_person, lao):
    """Its programme officer."""
    return make_person("Builder", role=Role.PROGRAMME_OFFICER, programme=lao)


@pytest.fixture
def keeper(make_person, lao):
    """Its administrator."""
    return make_person("Keeper", role=Role.ADMINISTRATOR, programme=lao)


@pytest.fixture
def reader(make_person, lao):
    """Its observer."""
    return make_person("Reader", role=Role.OBSERVER, programme=lao)


@pytest.fixture
def biennia(db):
    """Three in a row: 2030-2031, 2032-2033, 2034-2035."""
    return [
        BienniumFactory(start_year=year, end_year=year + 1, label=f"{year}-{year + 1}") for year in (2030, 2032, 2034)
    ]


@pytest.fixture
def unit(lao, biennia):
    """A country programme outcome of the first biennium, LAO 101."""
    return CountryProgrammeOutcomeFactory(
        programme=lao, biennium=biennia[0], code="LAO 101", title="More jobs", short_title="Jobs"
    )


@pytest.fixture
def sent():
    """What a form would send for a record as it stands, with changes."""

    def sent(form, record, **changes):
        shown = form(instance=record, programme=record.programme)
        values = {name: shown[name].value() for name in shown.fields}
        values["seen"] = fingerprint(record)
        return {name: value for name, value in (values | changes).items() if value not in (None, False, "")}

    return sent
