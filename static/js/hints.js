// Renews the hints below a text for patients while it is typed. Without it they come with the page.
"use strict";

const REST = 400;
let timer = 0;

function tell(field, found) {
  const place = document.getElementById(`${field.id}_helptext`)?.querySelector(".hints");
  place?.replaceChildren(...found.flatMap((words) => {
    const one = document.createElement("span");
    one.textContent = words;
    return [one, " "];
  }));
}

async function look(field) {
  const body = new FormData();
  body.set("text", field.value);
  body.set("asks", field.dataset.asks);
  body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
  const sent = field.value;
  const answer = await fetch(field.dataset.hints, { method: "POST", body });
  if (!answer.ok || field.value !== sent) return;
  tell(field, (await answer.json()).hints);
}

document.addEventListener("input", ({ target }) => {
  if (!target.dataset.hints) return;
  clearTimeout(timer);
  timer = setTimeout(() => look(target).catch(() => {}), REST);
});
