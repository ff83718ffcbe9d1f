"""Every component and chart on one page, for the people who build pages. Only under DEBUG."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from dwcp.toolkit.charts import (
    Amount,
    Bar,
    Part,
    Point,
    Row,
    amount_bars,
    progress_line,
    rating_bars,
    stacked_bars,
)


class SampleForm(forms.Form):
    """One field of each kind."""

    women = forms.DecimalField(widget=forms.TextInput(attrs={"inputmode": "decimal", "data-sum-into": "id_total"}))
    men = forms.DecimalField(widget=forms.TextInput(attrs={"inputmode": "decimal", "data-sum-into": "id_total"}))
    total = forms.DecimalField(widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    source = forms.CharField(help_text="Where the evidence can be found.")
    narrative = forms.CharField(widget=forms.Textarea, required=False)
    as_at = forms.DateField(label="As at", widget=forms.DateInput(attrs={"type": "date"}))
    grade = forms.ChoiceField(choices=[("desk", "Desk-checked"), ("source", "Source-checked")])
    answer = forms.ChoiceField(
        choices=[("endorse", "Endorse"), ("comment", "Comment"), ("reserve", "Reserve")],
        widget=forms.RadioSelect,
        help_text="One answer per group.",
    )
    sure = forms.BooleanField(label="The figures were checked against their source.")


def sample_charts() -> dict[str, object]:
    """One chart of each kind, with the awkward cases in it: long labels, zeros, nothing at all."""
    return {
        "progress": progress_line(
            key="sample-progress",
            title="Labour inspectors who use the checklist",
            unit="inspectors",
            baseline=Point(date(2008, 1, 1), Decimal(12)),
            actual=[
                Point(date(2008, 6, 30), Decimal(20)),
                Point(date(2008, 12, 31), Decimal(31)),
                Point(date(2009, 6, 30), Decimal(58)),
                Point(date(2009, 12, 31), Decimal(96)),
                Point(date(2010, 6, 30), Decimal(112), provisional=True),
            ],
            expected=[Point(date(2009, 6, 30), Decimal(80))],
            target=Point(date(2010, 12, 31), Decimal(150)),
        ),
        "ratings": rating_bars(
            key="sample-ratings",
            title="Scores by criterion",
            top=6,
            mean=Decimal("4.2"),
            bars=[
                Bar("Relevance and strategic fit", Decimal(5), "Satisfactory"),
                Bar(
                    "Validity of the design of the programme, its logic and its indicators",
                    Decimal(3),
                    "Moderately unsatisfactory",
                ),
                Bar("Effectiveness", Decimal("4.5"), "Satisfactory"),
                Bar("Sustainability", None, ""),
            ],
        ),
        "findings": stacked_bars(
            key="sample-findings",
            title="Indicators by finding",
            parts=[
                Part("strong", "Exceeded"),
                Part("good", "Achieved"),
                Part("fair", "Partially achieved"),
                Part("poor", "Not achieved"),
                Part("none", "Could not be assessed"),
            ],
            rows=[
                Row("1 Employment, skills and enterprise development", (3, 9, 4, 2, 1)),
                Row("2 Labour market governance", (0, 12, 3, 1, 0)),
                Row("3 Social protection", (1, 2, 0, 0, 6)),
                Row("4 Nothing was measured", (0, 0, 0, 0, 0)),
            ],
        ),
        "money": amount_bars(
            key="sample-money",
            title="Resources by outcome",
            bars=[
                Amount("1 Employment, skills and enterprise development", Decimal(1_250_000), "US$ 1,250,000"),
                Amount("2 Labour market governance", Decimal(430_000), "US$ 430,000"),
                Amount("3 Social protection", Decimal(0), "US$ 0"),
                Amount("4 Nothing was recorded", None, ""),
            ],
        ),
    }


@method_decorator(login_not_required, name="dispatch")
class Gallery(TemplateView):
    """The components with sample contents. Open to all, since nothing in it is anybody's."""

    template_name = "components/gallery.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**samples(), **kwargs)


def samples() -> dict[str, Any]:
    """What the components of the gallery are shown with."""
    return {
        "form": SampleForm(),
        "failed_form": SampleForm({"women": "12", "men": "many", "total": ""}, auto_id="failed_%s"),
        "statuses": {
            "exceeded": "Exceeded",
            "achieved": "Achieved",
            "on_track": "On track",
            "partially_achieved": "Partially achieved",
            "at_risk": "At risk",
            "not_achieved": "Not achieved",
            "off_track": "Off track",
            "no_recent": "No recent data",
            "no_data": "No figure to judge by",
            "draft": "Draft",
            "submitted": "Submitted",
            "verified": "Verified",
            "returned": "Returned",
        },
        "mean": Decimal("4.3"),
        "page_obj": Paginator(range(120), 50).page(2),
        **sample_charts(),
    }
