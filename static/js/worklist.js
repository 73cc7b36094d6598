// Keeps the list fresh, and says so when it cannot. Without it the page reloads itself.
"use strict";

const EVERY = 15_000;
const PATIENCE = 10_000;

let mark = "";
let next = 0;

async function freshPage() {
  const headers = { "X-Backstop-Refresh": "1", ...(mark && { "If-None-Match": mark }) };
  const answer = await fetch(location.href, { cache: "no-store", headers, signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 304) {
    document.querySelector("[data-updated]").textContent = new Date().toTimeString().slice(0, 8);
    return null;
  }
  // Sent elsewhere: nobody is signed in any more.
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  mark = answer.headers.get("ETag") ?? "";
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function swap(page) {
  const held = document.activeElement?.getAttribute("href");
  for (const old of document.querySelectorAll("[data-fresh]")) {
    const held_here = old.contains(document.activeElement);
    const fresh = page.querySelector(`[data-fresh="${old.dataset.fresh}"]`);
    if (!fresh) throw new Error("not the list");
    old.replaceWith(fresh);
    if (held_here && held) fresh.querySelector(`[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
}

function say(stale) {
  const note = document.querySelector("[data-stale]");
  note.querySelector("[data-since]").textContent = document.querySelector("[data-updated]").textContent;
  note.hidden = !stale;
}

async function refresh() {
  clearTimeout(next);
  try {
    const page = await freshPage();
    if (page) swap(page);
    say(false);
  } catch {
    mark = "";
    say(true);
  }
  clearTimeout(next);
  next = setTimeout(refresh, EVERY);
}

document.addEventListener("backstop:changed", refresh);
next = setTimeout(refresh, EVERY);
