"""Parts of addresses that are codes of the field."""

from .codes import address_code, normalise_code


class ProgrammeCodeConverter:
    """The code of a programme, such as KHM-DWCP-2008-2010."""

    regex = r"[A-Z]{3}-[A-Z0-9-]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class OutcomeCodeConverter:
    """The code of a country programme outcome: `KHM104`, also written `KHM 104` or `KHM-104`."""

    regex = r"[A-Za-z]{3}[ -]?[0-9]{3}"

    def to_python(self, value):
        return normalise_code(value)

    def to_url(self, value):
        return address_code(value)
