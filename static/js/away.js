// The screen forgets a patient who has left it: through the Back button, or by touching it no more.
"use strict";

(() => {
  const wipe = () => document.body.replaceChildren();

  // A page that the browser keeps for the Back button would be shown again without asking the server.
  addEventListener("pagehide", wipe);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  const box = document.querySelector("dialog[data-idle]");
  if (!box?.showModal) return;
  const NOTICE = 30;
  const PING = 20_000;
  const after = Number(box.dataset.idle);
  let touched = Date.now();
  let heard = touched;

  const touch = () => { if (!box.open) touched = Date.now(); };
  for (const kind of ["pointerdown", "keydown", "input", "wheel", "scroll"]) addEventListener(kind, touch, { capture: true, passive: true });
  box.querySelector("[data-stay]").addEventListener("click", () => box.close());
  box.addEventListener("close", touch);

  // The server counts, too: it has to hear of somebody who reads or writes for long.
  async function ping() {
    heard = Date.now();
    const answer = await fetch(box.dataset.here, { cache: "no-store" });
    if (answer.status === 403) location.reload();
  }

  // What stands on the page is kept as by Stop; the visit waits at the desk.
  async function putAway() {
    clearInterval(clock);
    const page = document.getElementById("page");
    const posts = [box.querySelector("form"), page].filter(Boolean).map((form) => [form.action, new URLSearchParams(new FormData(form))]);
    if (page) posts[1][1].set("go", "stop");
    const words = document.querySelector("[data-away]").content;
    wipe();
    document.body.append(words);
    try {
      for (const [address, body] of posts.reverse()) {
        await fetch(address, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
      }
      location.replace(posts.at(-1)[0]);
    } catch {
      // Without a network the words stay, and the server ends the hold by itself.
    }
  }

  function look() {
    const left = Math.ceil(after - (Date.now() - touched) / 1000);
    box.querySelector("[data-left]").textContent = Math.max(left, 0);
    if (left <= 0) putAway();
    else if (left <= NOTICE && !box.open) box.showModal();
    else if (touched - heard > PING) ping();
  }

  const clock = setInterval(look, 1_000);
  addEventListener("visibilitychange", look);
})();
