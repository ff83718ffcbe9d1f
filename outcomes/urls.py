"""Addresses of the programmes themselves, and of building one."""

from django.urls import include, path

from . import views
from .views.kinds import KINDS
from .views.records import PutBack, record_paths

app_name = "outcomes"
building = [
    path("", views.Settings.as_view(), name="settings"),
    path("removed/<int:removal>/put-back/", PutBack.as_view(), name="put-back"),
    *(address for kind in KINDS for address in record_paths(kind)),
]
urlpatterns = [
    path("", views.ProgrammeList.as_view(), name="programmes"),
    path("<programme:programme>/settings/", include(building)),
]
