// Sends a form, and believes nobody but our own server that it arrived.
"use strict";

(() => {
  const PATIENCE = 10_000;
  const SLOW = 1_000;
  const failed = document.querySelector("dialog[data-failed]");
  if (!failed?.showModal || !AbortSignal.timeout) return;
  let sending = false;
  let again = () => {};

  async function send(form, button) {
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.append(button.name, button.value);
    // A script is told where it is led: a network that leads us elsewhere can say nothing here.
    const reply = await fetch(form.action, { method: "POST", body, redirect: "error", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
    if (!reply.ok) throw new Error(String(reply.status));
    if (reply.headers.get("Content-Type") === "application/json") {
      const { to } = await reply.json();
      document.dispatchEvent(new Event("backstop:sent"));
      go(to, form.hasAttribute("data-once"));
      return true;
    }
    show(await reply.text());
    return false;
  }

  function go(to, once) {
    const there = new URL(to, location.href);
    if (there.origin !== location.origin) throw new Error("elsewhere");
    const here = there.pathname + there.search === location.pathname + location.search;
    // What was sent once is not to be found with the Back button.
    location[once || here ? "replace" : "assign"](there);
    if (here) location.reload();
  }

  // The same page with its mistakes.
  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("main");
    if (!page.querySelector('meta[name="application-name"][content="Backstop"]') || !fresh) throw new Error("not ours");
    document.querySelector("main").replaceWith(fresh);
    document.title = page.title;
    scrollTo(0, 0);
    document.querySelector(".summary")?.focus();
    document.dispatchEvent(new Event("backstop:shown"));
  }

  async function attempt(form, button) {
    sending = true;
    const wait = document.querySelector("[data-wait]");
    const slow = setTimeout(() => { if (wait) wait.textContent = wait.dataset.wait; }, SLOW);
    try {
      sending = await send(form, button);
    } catch {
      sending = false;
      again = () => attempt(form, button);
      failed.showModal();
    } finally {
      clearTimeout(slow);
      if (wait) wait.textContent = "";
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-send]")) return;
    event.preventDefault();
    if (!sending) attempt(event.target, event.submitter);
  });
  failed.addEventListener("close", () => { if (failed.returnValue === "again") again(); });
})();
