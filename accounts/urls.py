"""Addresses of signing in and out, of one's own password and settings.

The library brings more: people here do not sign up, and the office keeps their e-mail addresses.
"""

from allauth.account import views
from django.urls import path

from .views import DigestChoice, MySettings

urlpatterns = [
    path("settings/", MySettings.as_view(), name="my-settings"),
    path("mail/<str:token>/", DigestChoice.as_view(), name="digest-choice"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/<str:uidb36>-<str:key>/",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
