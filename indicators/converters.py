"""Parts of addresses that are codes of indicators."""


class IndicatorCodeConverter:
    """The code of an indicator, such as 1.26."""

    regex = r"[0-9A-Za-z][0-9A-Za-z.-]*"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
