"""Addresses of the programmes themselves."""

from django.urls import path

from . import views

app_name = "outcomes"
urlpatterns = [
    path("", views.ProgrammeList.as_view(), name="programmes"),
]
