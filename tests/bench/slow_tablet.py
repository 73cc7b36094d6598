"""How soon the first question can be answered on a slow tablet: 1.6 Mbit/s, 150 ms away, a quarter of the speed.

.venv/bin/python -m tests.bench.slow_tablet
"""

import os
import shutil
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.bench.browser import ROOT, first_page, serving
from tests.bench.ratio import figure, tell
from tests.journeys.server import START

TIMES = 9
# The milliseconds in which the first question can be answered.
LIMIT = 1_500
LINK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
# When the first answer is on the screen, painted, and the page listens.
ANSWERABLE = """() => new Promise(done => {
  const look = () => document.querySelector("#page .pick input")?.checkVisibility() && document.readyState !== "loading"
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()))) : setTimeout(look, 5);
  look();
})"""
LOADED = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
  .reduce((sum, one) => sum + one.transferSize, 0)"""


def manage(environment: dict[str, str], *words: str) -> str:
    """Run a management command and return what it prints."""
    return subprocess.run(  # noqa: S603 our own command
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def once(browser: Browser, base: str, token: str) -> tuple[float, float]:
    """Return the milliseconds until the first question can be answered, and the kilobytes that came."""
    context = browser.new_context(viewport={"width": 820, "height": 1180})
    context.add_cookies([{"name": "backstop_visit", "value": token, "url": f"{base}/form/"}])
    page = context.new_page()
    tablet = context.new_cdp_session(page)
    tablet.send("Network.enable")
    tablet.send("Network.emulateNetworkConditions", LINK)
    tablet.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{base}/form/part/about/", wait_until="commit")
    soon = float(page.evaluate(ANSWERABLE))
    page.wait_for_load_state("load")
    weight = float(page.evaluate(LOADED)) / 1024
    context.close()
    return soon, weight


def main() -> None:
    """Measure a first visit, with nothing kept in the browser, and tell the middle of several."""
    chromium_here = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium_here is None:
        sys.stderr.write("SKIPPED: the slow tablet, for there is no Chromium here.\n")
        tell([])
        return
    with TemporaryDirectory() as folder:
        more = {
            "BACKSTOP_DATA_DIR": folder,
            "BACKSTOP_STATIC_ROOT": f"{folder}/static",
            "DATABASE_URL": "",
        }
        manage(more, "migrate", "--verbosity", "0")
        manage(more, "load_sample_content")
        manage(more, "collectstatic", "--noinput", "--verbosity", "0")
        token = manage(more, "shell", "--verbosity", "0", "--command", START)
        with serving("ours", more=more) as base, sync_playwright() as play:
            first_page(base, "/accounts/sign-in/")
            chromium = play.chromium.launch(
                executable_path=chromium_here,
                args=["--no-sandbox", "--disable-gpu"],
            )
            seen = [once(chromium, base, token.split("token ")[1].strip()) for _ in range(TIMES)]
    soon, weights = zip(*seen, strict=True)
    note = (
        f"{statistics.median(soon):.0f} ms ({min(soon):.0f} to {max(soon):.0f} in {TIMES} times),"
        f" {max(weights):.1f} KB"
    )
    limit = f"{LIMIT / 1000:g} s at 1.6 Mbit/s, 150 ms, a quarter of the speed"
    tell(
        [figure("First question on a slow tablet", limit, 1, statistics.median(soon) / LIMIT, note)]
    )


if __name__ == "__main__":
    main()
