"""Addresses of the programmes themselves, and of building one."""

from django.urls import include, path

from . import views
from .views.kinds import KINDS
from .views.records import PutBack, record_paths

app_name = "outcomes"
building = [
    path("", views.Settings.as_view(), name="settings"),
    path("removed/", views.Removed.as_view(), name="removed"),
    path("removed/<int:removal>/put-back/", PutBack.as_view(), name="put-back"),
    path("programme/", views.ChangeProgramme.as_view(), name="change-programme"),
    path("archive/", views.Archive.as_view(), name="archive"),
    path("biennia/", views.CountryProgrammeOutcomes.as_view(), name="country-programme-outcomes"),
    path("biennia/add/", views.AddBiennium.as_view(), name="add-biennium"),
    path(
        "biennia/<int:biennium>/carry-over/",
        views.CarryOverTogether.as_view(),
        name="carry-country-programme-outcomes",
    ),
    path("biennia/<int:biennium>/merge/", views.Merge.as_view(), name="merge-country-programme-outcomes"),
    path(
        "country-programme-outcome/<int:record>/carry-over/",
        views.CarryOver.as_view(),
        name="carry-country-programme-outcome",
    ),
    path(
        "country-programme-outcome/<int:record>/split/",
        views.Split.as_view(),
        name="split-country-programme-outcome",
    ),
    path("people/", views.Members.as_view(), name="members"),
    path("member/add/", views.AddMember.as_view(), name="add-member"),
    path("member/<int:record>/", views.ChangeMember.as_view(), name="change-member"),
    path("member/<int:record>/remove/", views.RemoveMember.as_view(), name="remove-member"),
    path("alignment/", views.Frameworks.as_view(), name="frameworks"),
    path("alignment/development-goals/", views.AddDevelopmentGoals.as_view(), name="add-development-goals"),
    path("projects/", views.Projects.as_view(), name="projects"),
    path("budget/", views.BudgetPage.as_view(), name="budget"),
    path("risks/", views.Risks.as_view(), name="risks"),
    *(address for kind in KINDS for address in record_paths(kind)),
]
urlpatterns = [
    path("", views.ProgrammeList.as_view(), name="programmes"),
    path("programmes/new/", views.CreateProgramme.as_view(), name="create-programme"),
    path("<programme:programme>/settings/", include(building)),
]
