"""Addresses for signing in and out."""

from django.urls import path

from triage.accounts import own_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", own_views.change_password, name="password"),
]
