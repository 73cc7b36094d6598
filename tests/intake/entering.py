"""What somebody types before the form, and a kiosk to type it on."""

from django.test import Client

from tests.builders import a_user
from triage.intake.access import DEVICE_COOKIE
from triage.intake.actions import pair
from triage.intake.models import Device

BORN = {"birth_date_day": "12", "birth_date_month": "3", "birth_date_year": "1992"}
ADA = {"name": "Ada Marlow", **BORN}


def a_kiosk() -> tuple[Device, Client]:
    """Return a device that was just paired, and its browser."""
    device, token = pair("Window", by=a_user("the-manager"))
    client = Client()
    client.cookies[DEVICE_COOKIE] = token
    return device, client
