"""Whom consultations reached, as pages and reports draw it."""

from django.utils.translation import gettext as _

from dwcp.toolkit.charts import Part, Row, stacked_bars


def balance_chart(consulted):
    """Women, men and those whose sex is not stated, one bar for each constituency."""
    return stacked_bars(
        key="balance",
        title=_("People met by constituency"),
        parts=[Part("first", _("Women")), Part("second", _("Men")), Part("none", _("Not stated"))],
        rows=[
            Row(one.label, (one.heads.women, one.heads.men, one.heads.not_stated)) for one in consulted.constituencies
        ],
    )
