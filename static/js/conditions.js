// Checks a condition while it is typed and offers the codes it may go on with. Without it the
// condition is checked when it is saved.
"use strict";

const PAUSE = 250;
const MOST_OFFERED = 8;

function part(tag, words, className = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  made.className = className;
  return made;
}

// The word before the caret, and the question whose options belong there, if any.
function atCaret(text) {
  const word = /\w*$/.exec(text)[0];
  const call = /\b(?:has|n_of)\(\s*(\w+)\s*,[^()]*$/.exec(text);
  return { word, question: call ? call[1] : "" };
}

class Condition {
  constructor(field) {
    this.field = field;
    this.words = { "": [] };
    this.said = part("div", "", "condition-said");
    this.said.setAttribute("role", "status");
    this.offers = part("div", "", "condition-offers");
    field.after(this.said, this.offers);
    field.addEventListener("input", () => this.later());
    field.addEventListener("keyup", () => this.offer());
    field.addEventListener("click", () => this.offer());
    this.check();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
    this.offer();
  }

  async check() {
    const text = this.field.value;
    const { condition, scope, own } = this.field.dataset;
    const body = new FormData();
    body.set("text", text);
    body.set("scope", scope);
    body.set("own", own ?? "");
    body.set("csrfmiddlewaretoken", this.field.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(condition, { method: "POST", body });
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      if (this.field.value === text) this.tell(text, said);
    } catch {
      this.said.replaceChildren(part("p", "Not checked just now: it is checked when you save."));
    }
  }

  tell(text, said) {
    this.words = said.words;
    if (!said.problem) {
      this.said.replaceChildren(...(said.told ? [part("p", said.told)] : []));
      return;
    }
    const place = part("code", text.slice(0, said.start));
    place.append(part("mark", text.slice(said.start, said.end)), text.slice(said.end));
    this.said.replaceChildren(part("p", said.problem, "condition-problem"), place);
  }

  offer() {
    const { word, question } = atCaret(this.field.value.slice(0, this.field.selectionStart));
    const known = this.words[question] ?? this.words[""];
    const fitting = word || question ? known.filter((one) => one.startsWith(word) && one !== word) : [];
    this.offers.replaceChildren(...fitting.slice(0, MOST_OFFERED).map((one) => this.button(one, word)));
  }

  button(code, word) {
    const button = part("button", code, "condition-offer");
    button.type = "button";
    button.addEventListener("click", () => {
      const end = this.field.selectionStart;
      this.field.setRangeText(code, end - word.length, end, "end");
      this.field.focus();
      this.later();
    });
    return button;
  }
}

for (const field of document.querySelectorAll("textarea[data-condition]")) new Condition(field);
