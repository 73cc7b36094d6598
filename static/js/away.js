// The screen forgets a patient who has left it: through the Back button, or by touching it no more. The
// server keeps what stood on it.
"use strict";

(() => {
  const wipe = () => document.body.replaceChildren();
  const asked = () => document.getElementById("page");
  const written = () => (asked() ? new URLSearchParams(new FormData(asked())).toString() : "");
  const post = (address, body) => fetch(address, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });

  // What stands on the page and is not kept yet goes along when the page is left in any way but its buttons.
  let kept = written();
  const isKept = () => { kept = written(); };
  for (const told of ["backstop:shown", "backstop:sent"]) document.addEventListener(told, isKept);
  addEventListener("submit", (event) => { if (!event.defaultPrevented) isKept(); });
  function keep() {
    if (written() === kept) return;
    const body = new URLSearchParams(new FormData(asked()));
    body.set("go", "keep");
    // Without a network it is lost, as the page said it might be.
    post(asked().action, body).catch(() => {});
  }

  // A page that the browser keeps for the Back button would be shown again without asking the server.
  addEventListener("pagehide", () => { keep(); wipe(); });
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
    const page = asked();
    const posts = [box.querySelector("form"), page].filter(Boolean).map((form) => [form.action, new URLSearchParams(new FormData(form))]);
    if (page) posts[1][1].set("go", "stop");
    const words = document.querySelector("[data-away]").content;
    wipe();
    document.body.append(words);
    try {
      for (const [address, body] of posts.reverse()) {
        await post(address, body);
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
