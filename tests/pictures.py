"""A picture of every kind of page, at three sizes, light, dark and from right to left, to be looked at.

make pictures
.venv/bin/python -m tests.pictures [WORD ...]    only the pages whose name has one of the words
"""

# ruff: noqa: T201 a script prints

import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.server import Server

FOLDER = Path(__file__).parents[1] / "var" / "pictures"
SIZES = {"390": (390, 844), "820": (820, 1180), "1280": (1280, 900)}
MANNERS = ("light", "dark", "rtl")
TURNED = 'addEventListener("DOMContentLoaded", () => { document.documentElement.dir = "rtl"; })'

# What has happened before the pictures are taken. It prints what opens what.
BEFORE = """
import json
from datetime import date
from tests.builders import a_filled_in_visit, a_visit
from tests.journeys.looks import a_visit_asked_everything
from triage.accounts.models import User
from triage.audit.models import Actor
from triage.intake.actions import hand_over, invite, pair, put_on_paper, save_answers, start_at_kiosk, submit
from triage.intake.models import Kind, Way
desk, manager = (User.objects.get(username=one) for one in ("reyes", "haddad"))
device, kiosk = pair("Window", by=manager)
claimed, _ = start_at_kiosk(device, name="Ada Marlow", birth_date=date(1992, 3, 12), by=desk)
stopped = save_answers(a_visit(name="Tom Hale")[0], "emergency", {"emergency_now": ("limb_dead",)}, by=desk)
sent = a_filled_in_visit("V03", {"own_words": "It began when I lifted a box."}, name="Rosa Lind")
full = a_filled_in_visit("V05", name="Jo Park")
phone = save_answers(a_visit(name="Ann Frey")[0], "emergency", {"emergency_now": ("limb_dead",)}, by=desk)
hold = lambda visit, way=Way.TABLET: hand_over(visit, way=way, by=desk)
receipt = hold(sent)
submit(sent, by=Actor.PATIENT)
print("\\n" + json.dumps({
    "asked": hold(a_visit_asked_everything()), "stopped": hold(stopped), "full": hold(full), "sent": receipt,
    "phone": hold(phone, Way.LINK), "kiosk": kiosk,
    "link": invite(a_visit(name="Lea Moor")[0], Kind.LINK, by=desk),
    "claimed": claimed.code, "open": a_visit(name="Kim West")[0].code, "seen": sent.code,
    "paper": put_on_paper(a_visit(name="Ola Berg")[0], by=desk).code,
}))
"""


@dataclass(frozen=True)
class Shot:
    """One kind of page: who looks at it, where it is, and the button that brings it about."""

    name: str
    who: str
    address: str
    press: str = ""


PARTS = (
    "about", "emergency", "where", "start", "pain", "pelvis", "nerve", "health", "neck", "other", "coping",
)  # fmt: skip
SHOTS = [
    Shot("welcome", "asked", "/form/"),
    *(Shot(f"part-{key}", "asked", f"/form/part/{key}/") for key in PARTS),
    *(Shot(f"part-{key}-mistakes", "stopped", f"/form/part/{key}/", "Continue") for key in ("about", "pain")),
    Shot("part-more", "asked", "/form/part/nerve/?more"),
    Shot("check-missing", "asked", "/form/check/", "Send my answers"),
    Shot("still-there", "asked", "/form/still-there/"),
    Shot("emergency", "stopped", "/form/emergency/"),
    Shot("help", "stopped", "/form/help/"),
    Shot("paused", "stopped", "/form/paused/"),
    Shot("check", "full", "/form/check/"),
    Shot("done", "sent", "/form/done/"),
    Shot("emergency-on-phone", "phone", "/form/emergency/"),
    Shot("paused-on-phone", "phone", "/form/paused/"),
    Shot("no-visit", "nobody", "/form/"),
    Shot("away", "nobody", "/form/away/"),
    Shot("finished", "nobody", "/form/finished/"),
    Shot("finished-on-phone", "nobody", "/form/finished/phone/"),
    Shot("link", "nobody", "/form/link/{link}/"),
    Shot("sign-in", "nobody", "/accounts/sign-in/"),
    Shot("kiosk", "kiosk", "/form/kiosk/"),
    Shot("kiosk-mistake", "kiosk", "/form/kiosk/", "Start with this code"),
    Shot("appointment", "kiosk", "/form/kiosk/appointment/"),
    Shot("desk-list", "reyes", "/"),
    Shot("desk-start", "reyes", "/visits/start/"),
    Shot("desk-go-on", "reyes", "/visits/{open}/go-on/"),
    Shot("desk-identity", "reyes", "/visits/{claimed}/identity/"),
    Shot("desk-paper", "reyes", "/visits/paper/"),
    Shot("desk-keying", "reyes", "/visits/{paper}/keying/"),
    Shot("list", "okafor", "/"),
    Shot("visit", "okafor", "/visits/{seen}/"),
    Shot("visit-override", "okafor", "/visits/{seen}/override/"),
    Shot("signed", "okafor", "/signed/"),
    Shot("devices", "haddad", "/devices/"),
    Shot("numbers", "haddad", "/numbers/"),
    Shot("admin", "lind", "/admin/"),
    Shot("trail", "patel", "/audit/"),
]  # fmt: skip


@dataclass
class Photographer:
    """Takes the pictures, one person's pages after the other."""

    browser: Browser
    server: Server
    known: dict[str, str]

    def take(self, shots: list[Shot], size: str, manner: str) -> Iterator[Path]:
        """Take the pages of one person in one look."""
        context = self._screen_of(shots[0].who, size, manner)
        page = context.new_page()
        if shots[0].who in STAFF:
            self._sign_in(page, shots[0].who)
        for shot in shots:
            page.goto(self.server.address(shot.address.format(**self.known)))
            if shot.press:
                page.get_by_role("button", name=shot.press).first.click()
                page.locator(".summary").wait_for()
            path = FOLDER / f"{shot.name}-{size}-{manner}.png"
            page.screenshot(path=path, full_page=True)
            yield path
        context.close()

    def _screen_of(self, who: str, size: str, manner: str) -> BrowserContext:
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if manner == "dark" else "light",
        )
        if manner == "rtl":
            context.add_init_script(TURNED)
        if who in self.known:
            name = "backstop_kiosk" if who == "kiosk" else "backstop_visit"
            address = self.server.address("/form/")
            context.add_cookies([{"name": name, "value": self.known[who], "url": address}])
        return context

    def _sign_in(self, page: Page, who: str) -> None:
        page.goto(self.server.address("/accounts/sign-in/"))
        page.get_by_label("User name").fill(who)
        page.get_by_label("Password").fill("backstop-demo")
        page.get_by_role("button", name="Sign in").first.click()
        page.wait_for_url(lambda url: "sign-in" not in url)


STAFF = {"reyes", "okafor", "haddad", "lind", "patel"}


def prepared(server: Server) -> dict[str, str]:
    """Make a clinic with a past; return what opens what."""
    server.environ["BACKSTOP_DEMO"] = "1"
    server.manage("migrate", "--verbosity", "0")
    server.manage("load_sample_content")
    server.manage("make_demo")
    told = server.manage("shell", "--verbosity", "0", "--command", BEFORE)
    known: dict[str, str] = json.loads(told.strip().splitlines()[-1])
    return known


def main(words: list[str]) -> None:
    """Take every picture that is asked for."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    asked = (one for one in SHOTS if not words or any(word in one.name for word in words))
    wanted = sorted(asked, key=lambda one: one.who)
    count = 0
    with TemporaryDirectory() as folder, sync_playwright() as play:
        server = Server(Path(folder))
        known = prepared(server)
        chromium = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        with server:
            photographer = Photographer(chromium, server, known)
            for _who, group in groupby(wanted, key=lambda one: one.who):
                shots = list(group)
                for size in SIZES:
                    for manner in MANNERS:
                        count += len(list(photographer.take(shots, size, manner)))
        chromium.close()
    print(f"{count} pictures of {len(wanted)} kinds of page in {FOLDER}")


if __name__ == "__main__":
    main(sys.argv[1:])
