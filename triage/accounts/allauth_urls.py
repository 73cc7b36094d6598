"""The pages of allauth we use, under the names by which it looks them up. No other is mounted."""

from django.urls import path

from triage.accounts import own_views, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", own_views.ask_second_factor, name="mfa_authenticate"),
    path("sign-in/passkey/", own_views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("show/password/", own_views.show_password, name="account_reauthenticate"),
    path("show/code/", own_views.show_code, name="mfa_reauthenticate"),
    path("show/passkey/", own_views.show_passkey, name="mfa_reauthenticate_webauthn"),
    path("second-factor/", own_views.overview, name="mfa_index"),
    path("second-factor/app/", own_views.set_up_app, name="mfa_activate_totp"),
    path("second-factor/app/remove/", own_views.remove_app, name="mfa_deactivate_totp"),
    path("second-factor/passkey/", own_views.add_passkey, name="mfa_add_webauthn"),
    path(
        "second-factor/passkey/<int:pk>/remove/",
        own_views.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("second-factor/codes/", own_views.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        own_views.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
