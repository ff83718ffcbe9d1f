"""Components describe themselves; their gallery is for builders only."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template import Context, Template
from django.test import override_settings

from dwcp.toolkit.gallery import Gallery, SampleForm

COMPONENTS = sorted((settings.BASE_DIR / "templates" / "components").glob("*.html"))


def rendered(include, **context):
    return Template(f'{{% include "components/{include} %}}').render(Context(context))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_begins_with_its_inputs(path: Path):
    opening = "".join(path.read_text().splitlines()[:2])
    assert "{% comment %}" in opening


@override_settings(DEBUG=False)
def test_the_gallery_is_closed_in_service(rf):
    with pytest.raises(Http404):
        Gallery.as_view()(rf.get("/"))


def test_a_status_is_a_word_a_shape_and_a_colour():
    assert rendered('status.html" with code="at_risk" label="At risk"').strip() == (
        '<span class="status status-at_risk"><span class="shape"></span>At risk</span>'
    )


@pytest.mark.parametrize(("score", "boxes"), [("4.4", 4), ("4.5", 5), ("6", 6)])
def test_a_rating_fills_as_many_boxes_as_its_rounded_score(score, boxes):
    assert f'class="rating rating-{boxes}"' in rendered('rating.html" with label="x"', score=Decimal(score))


def test_errors_are_tied_to_their_field():
    form = SampleForm({"men": "many"})
    field = rendered('field.html" with field=form.men', form=form)
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_men_error"' in field
    assert 'id="id_men_error"' in field
    assert '<a href="#id_men">Men – Enter a number.</a>' in rendered('form_errors.html" with form=form', form=form)


def test_text_from_people_is_escaped():
    assert "&lt;b&gt;" in rendered('note.html" with text=text', text="<b>")


@override_settings(DEBUG=True)
def test_the_gallery_shows_every_component(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    page = Gallery.as_view()(request).render().content.decode()
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart"') == 4
    assert " style=" not in page
    assert "<style" not in page
