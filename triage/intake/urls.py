"""Where a visit is started, the patient's form, and the ways that lead to it."""

from django.urls import path

from triage.intake.views import (
    desk,
    devices,
    end,
    form,
    idle,
    impact,
    invitations,
    kiosk,
    link,
    paper,
)

app_name = "intake"

urlpatterns = [
    path("impact/release/<int:pk>/", impact.of_release, name="impact"),
    path("impact/working-copy/<int:pk>/", impact.of_working_copy, name="impact_of_copy"),
    path("visits/start/", desk.start, name="start"),
    path("visits/paper/", paper.start, name="paper"),
    path("visits/<str:code>/paper/", paper.take_up, name="take_up_paper"),
    path("visits/<str:code>/keying/", paper.keying, name="keying"),
    path("visits/<str:code>/keyed/", paper.keyed, name="keyed"),
    path("visits/<str:code>/hand-over/", desk.hand_over, name="hand_over"),
    path("visits/<str:code>/go-on/", desk.go_on, name="go_on"),
    path("visits/<str:code>/identity/", desk.identity, name="identity"),
    path("visits/<str:code>/invitation/", invitations.invitation, name="invitation"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<int:pk>/revoke/", devices.revoke, name="revoke_device"),
    path("form/kiosk/", kiosk.start, name="kiosk"),
    path("form/kiosk/appointment/", kiosk.appointment, name="appointment"),
    path("form/link/", link.opened, name="link_opened"),
    path("form/link/<str:secret>/", link.arrive, name="link"),
    path("form/", form.welcome, name="welcome"),
    path("form/emergency/", end.emergency, name="emergency"),
    path("form/paused/", end.paused, name="paused"),
    path("form/help/", end.call_for_help, name="help"),
    path("form/check/", end.check, name="check"),
    path("form/done/", end.done, name="done"),
    path("form/here/", idle.here, name="here"),
    path("form/still-there/", idle.still_there, name="still_there"),
    path("form/away/", idle.away, name="away"),
    path("form/finished/", end.finished, name="finished"),
    path("form/finished/phone/", end.finished_on_phone, name="finished_on_phone"),
    path("form/part/<str:key>/", form.page, name="page"),
]
