"""The addresses of accounts, all below /admin/accounts/, by the names that allauth asks for."""

from django.urls import path, re_path

from cases.accounts import views, whereabouts

urlpatterns = [
    path("login/", views.LogIn.as_view(), name="account_login"),
    path("login/code/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("recover/<uidb64>/<token>/", views.Recover.as_view(), name="account_recover"),
    re_path(r"^way-in/(?P<token>[\w:-]{20,200})/$", views.WayIn.as_view(), name="account_way_in"),
    path("sessions/", whereabouts.Whereabouts.as_view(), name="account_sessions"),
    path("factors/", views.Factors.as_view(), name="mfa_index"),
    path("factors/phone/", views.AddPhone.as_view(), name="mfa_activate_totp"),
    path("factors/phone/remove/", views.RemovePhone.as_view(), name="mfa_deactivate_totp"),
    path("factors/keys/add/", views.AddKey.as_view(), name="mfa_add_webauthn"),
    path("factors/keys/<int:pk>/remove/", views.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("factors/way-in/", views.OwnWayIn.as_view(), name="account_own_way_in"),
    path("factors/codes/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "factors/codes/new/", views.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
]
