// Asks for the bar of emergencies again and again, on every staff page, and says when nobody answers.
"use strict";

(() => {
  const EVERY = 2_000;
  const PATIENCE = 8_000;
  const OLD_AFTER = 30_000;
  const bar = document.querySelector("[data-alerts]");
  const old = document.querySelector("[data-alerts-old]");
  let mark = "";
  let heard = Date.now();

  function told(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("[data-state]");
    if (!fresh) throw new Error("not the bar");
    if (bar.querySelector("[data-state]")?.dataset.state !== fresh.dataset.state) {
      const held = document.activeElement?.closest("[data-alerts] a, [data-alerts] button") && document.activeElement.textContent;
      bar.replaceChildren(...page.body.childNodes);
      if (held) [...bar.querySelectorAll("a, button")].find((one) => one.textContent === held)?.focus({ preventScroll: true });
    }
    sound();
    document.dispatchEvent(new Event("backstop:changed"));
  }

  // Each alert sounds once on each screen, and only where the browser lets a page be heard.
  function sound() {
    const codes = bar.querySelector("[data-sounding]")?.dataset.sounding.split(" ").filter(Boolean) ?? [];
    const known = new Set((sessionStorage.getItem("sounded") ?? "").split(" "));
    if (codes.every((code) => known.has(code))) return;
    sessionStorage.setItem("sounded", codes.join(" "));
    const speaker = new AudioContext();
    for (const start of [0, 0.4, 0.8]) {
      const tone = new OscillatorNode(speaker, { frequency: 880 });
      tone.connect(speaker.destination);
      tone.start(speaker.currentTime + start);
      tone.stop(speaker.currentTime + start + 0.25);
    }
  }

  async function ask() {
    const headers = { "X-Backstop-Refresh": "1", ...(mark && { "If-None-Match": mark }) };
    const answer = await fetch(bar.dataset.alerts, { cache: "no-store", headers, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status !== 304) {
      // Sent elsewhere: nobody is signed in any more.
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      mark = answer.headers.get("ETag") ?? "";
      told(await answer.text());
    }
    heard = Date.now();
  }

  function look() {
    const isOld = Date.now() - heard > OLD_AFTER;
    if (isOld && old.hidden) old.querySelector("[data-alerts-since]").textContent = new Date(heard).toTimeString().slice(0, 5);
    old.hidden = !isOld;
  }

  async function again() {
    try {
      await ask();
    } catch {
      // What was heard last grows older by itself.
    }
    setTimeout(again, EVERY);
  }

  sound();
  setTimeout(again, EVERY);
  setInterval(look, 1_000);
})();
