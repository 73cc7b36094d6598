// Shows on the page of a release who would have moved; without it, a link leads there.
"use strict";

(() => {
  const SOON = 1_000;
  const here = document.querySelector("[data-impact]");
  const link = here.querySelector("a");
  const wait = here.querySelector("[data-impact-wait]");

  async function tell() {
    const slow = setTimeout(() => { wait.hidden = false; }, SOON);
    try {
      const answer = await fetch(link.href, { cache: "no-store" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      here.replaceChildren(page.querySelector("[data-impact-told]"));
    } catch {
      here.querySelector("[data-impact-failed]").hidden = false;
    } finally {
      clearTimeout(slow);
      wait.hidden = true;
    }
  }

  tell();
})();
