"""The addresses of the whole house."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, register_converter

from dwcp.pages import views as pages
from dwcp.toolkit.gallery import Gallery
from indicators.converters import IndicatorCodeConverter
from indicators.views import Methods
from outcomes.converters import OutcomeCodeConverter, ProgrammeCodeConverter

register_converter(ProgrammeCodeConverter, "programme")
register_converter(IndicatorCodeConverter, "indicator_code")
register_converter(OutcomeCodeConverter, "outcome_code")

# The administration is entered by the one door that counts wrong passwords.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("outcomes.urls")),
    path("methods/", Methods.as_view(), name="methods"),
    path("my-work/", pages.MyWork.as_view(), name="my-work"),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("dwcp.api")),
    path("<programme:programme>/", pages.Dashboard.as_view(), name="dashboard"),
    path("<programme:programme>/reviews/", include("reviews.urls")),
    path("<programme:programme>/consultations/", include("consultations.urls")),
    path("<programme:programme>/", include("indicators.urls")),
]
if settings.DEBUG:
    urlpatterns.insert(0, path("gallery/", Gallery.as_view(), name="gallery"))
