"""An HTMX request is answered with a part of the page, every other with all of it."""

import pytest
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxMiddleware

from dwcp.toolkit.htmx import HtmxPartialMixin


class ShowThing(HtmxPartialMixin, TemplateView):
    template_name = "things/show.html"
    htmx_partial = "row"


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({}, "things/show.html"),
        ({"HX-Request": "true"}, "things/show.html#row"),
        ({"HX-Request": "true", "HX-Boosted": "true"}, "things/show.html"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "things/show.html"),
    ],
)
def test_the_answer_fits_the_question(rf, headers, template):
    response = HtmxMiddleware(ShowThing.as_view())(rf.get("/", headers=headers))
    assert response.template_name == [template]
    assert "HX-Request" in response.headers["Vary"]


def test_a_view_without_a_part_always_shows_the_page(rf):
    view = ShowThing.as_view(htmx_partial="")
    assert HtmxMiddleware(view)(rf.get("/", headers={"HX-Request": "true"})).template_name == ["things/show.html"]
