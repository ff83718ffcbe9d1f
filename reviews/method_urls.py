"""Addresses of the methods of reviews, under those of the reviews of a programme."""

from django.urls import path

from .models import Criterion, CriterionMatch, PerformanceArea
from .views import template_parts as parts
from .views import templates as views


def part_paths(slug, page, model):
    """The addresses that add, change and remove one kind of part of a template."""
    yield path(f"<int:method>/{slug}/add/", page.as_view(), name=f"add-{slug}")
    yield path(f"<int:method>/{slug}/<int:record>/", page.as_view(), name=f"change-{slug}")
    yield path(
        f"<int:method>/{slug}/<int:record>/remove/", parts.RemovePart.as_view(model=model), name=f"remove-{slug}"
    )


urlpatterns = [
    path("", views.Methods.as_view(), name="methods"),
    path("add/", views.AddMethod.as_view(), name="add-method"),
    path("<int:method>/", views.Method.as_view(), name="method"),
    path("<int:method>/name/", views.ChangeMethod.as_view(), name="change-method"),
    path("<int:method>/next-version/", views.NextVersion.as_view(), name="next-version"),
    path("<int:method>/offer/", views.OfferMethod.as_view(), name="offer-method"),
    path("<int:method>/scale/", views.Scale.as_view(), name="scale"),
    path("<int:method>/sections/", views.Sections.as_view(), name="sections"),
    *part_paths("criterion", parts.CriterionPage, Criterion),
    *part_paths("area", parts.AreaPage, PerformanceArea),
    *part_paths("match", parts.MatchPage, CriterionMatch),
]
