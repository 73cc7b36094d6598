// Asks for the bar of emergencies again and again, on every staff page, and says when nobody answers.
"use strict";

(() => {
  const EVERY = 2_000;
  const PATIENCE = 8_000;
  const OLD_AFTER = 30_000;
  const SOUND_EVERY = 60_000;
  const bar = document.querySelector("[data-alerts]");
  const old = document.querySelector("[data-alerts-old]");
  const mute = document.querySelector("[data-alerts-mute]");
  const title = document.title;
  let mark = "";
  let heard = Date.now();
  let touched = 0;
  let next = 0;
  let speaker;

  function told(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("[data-state]");
    if (!fresh) throw new Error("not the bar");
    if (bar.querySelector("[data-state]")?.dataset.state !== fresh.dataset.state) {
      const held = document.activeElement?.closest("[data-alerts] a, [data-alerts] button") && document.activeElement.textContent;
      bar.replaceChildren(...page.body.childNodes);
      if (held) [...bar.querySelectorAll("a, button")].find((one) => one.textContent === held)?.focus({ preventScroll: true });
    }
    document.dispatchEvent(new Event("backstop:changed"));
  }

  function count() {
    const number = bar.querySelector("[data-count]")?.dataset.count;
    document.title = number ? `(${number}) ${title}` : title;
  }

  // An alert sounds every minute until somebody acknowledges it; what was not to be heard did not sound.
  function sound() {
    const codes = bar.querySelector("[data-sounding]")?.dataset.sounding.split(" ").filter(Boolean) ?? [];
    const sounded = JSON.parse(sessionStorage.getItem("sounded") ?? "{}");
    const isDue = codes.some((code) => !(Date.now() - sounded[code] < SOUND_EVERY));
    if (isDue) speaker ??= new AudioContext();
    mute.hidden = !codes.length || !speaker || speaker.state === "running";
    if (!isDue || speaker.state !== "running") return;
    sessionStorage.setItem("sounded", JSON.stringify(Object.fromEntries(codes.map((code) => [code, Date.now()]))));
    for (const start of [0, 0.4, 0.8]) {
      const tone = new OscillatorNode(speaker, { frequency: 880 });
      tone.connect(speaker.destination);
      tone.start(speaker.currentTime + start);
      tone.stop(speaker.currentTime + start + 0.25);
    }
  }

  // A browser lets a page be heard once somebody has touched it.
  async function touch() {
    touched = Date.now();
    if (!speaker || speaker.state === "running") return;
    await speaker.resume();
    sound();
  }

  async function ask() {
    // Whoever writes or reads for long is at the screen, though the page alone asks the server.
    const by = touched ? {} : { "X-Backstop-Refresh": "1" };
    touched = 0;
    const headers = { ...by, ...(mark && { "If-None-Match": mark }) };
    const answer = await fetch(bar.dataset.alerts, { cache: "no-store", headers, signal: AbortSignal.timeout(PATIENCE) });
    // Nobody used this screen for long: what stands on it goes, and the number of emergencies stays.
    if (answer.status === 401) location.reload();
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
    count();
    sound();
  }

  async function again() {
    clearTimeout(next);
    next = 0;
    try {
      await ask();
    } catch {
      // What was heard last grows older by itself.
    }
    look();
    next = setTimeout(again, EVERY);
  }

  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, touch, { capture: true, passive: true });
  // In the background a browser lets a page ask but seldom.
  document.addEventListener("visibilitychange", () => { if (!document.hidden && next) again(); });
  look();
  next = setTimeout(again, EVERY);
  setInterval(look, 1_000);
})();
