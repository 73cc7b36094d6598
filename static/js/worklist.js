// Keeps the list fresh, and says so when it cannot. Without it the page reloads itself.
"use strict";

const EVERY = 15_000;
const PATIENCE = 10_000;

async function freshPage() {
  const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  // Sent elsewhere: nobody is signed in any more.
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
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
  try {
    swap(await freshPage());
    say(false);
  } catch {
    say(true);
  }
  setTimeout(refresh, EVERY);
}

setTimeout(refresh, EVERY);
