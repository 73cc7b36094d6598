// Runs a test patient whenever an answer changes. Without it there is a button for that.
"use strict";

const form = document.getElementById("case");
let latest = 0;

function names(root) {
  return [...root.querySelectorAll("#asked [name]")].map((one) => `${one.name}=${one.value}`).join();
}

async function run() {
  const mine = ++latest;
  const body = new FormData(form);
  body.set("do", "run");
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok || mine !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const swapped = names(page) === names(document) ? ["outcome"] : ["outcome", "asked"];
  const focused = document.activeElement?.id;
  for (const id of swapped) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

form.addEventListener("change", () => run().catch(() => {}));
