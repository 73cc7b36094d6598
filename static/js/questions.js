// Opens and closes the questions of a page as its answers ask for it, and keeps "none of these" alone.
// The server decides both again.
"use strict";

(() => {
  const COMPARE = {
    ">=": (one, other) => one >= other,
    ">": (one, other) => one > other,
    "<=": (one, other) => one <= other,
    "<": (one, other) => one < other,
    "==": (one, other) => one === other,
  };
  const compare = (number, sign, limit) => number !== null && COMPARE[sign](number, limit);

  const chosen = (name) =>
    [...document.querySelectorAll(`#page [name="${name}"]:checked`)].filter((one) => !one.matches(":disabled")).map((one) => one.value);

  // Each takes what follows its name in a condition.
  const MEANS = {
    has: (name, codes) => chosen(name).some((code) => codes.includes(code)),
    not: (inner) => !holds(inner),
    least: (count, parts) => parts.filter(holds).length >= count,
    number: (name, sign, limit) => compare(chosen(name).map(Number)[0] ?? null, sign, limit),
    count: (name, codes, sign, limit) => {
      const all = chosen(name);
      return compare(all.length ? all.filter((code) => codes.includes(code)).length : null, sign, limit);
    },
    age: (name, day, known, sign, limit) => compare(ageIn(name, day) ?? known, sign, limit),
  };

  function holds(condition) {
    if (typeof condition === "boolean") return condition;
    const [word, ...rest] = condition;
    return MEANS[word](...rest);
  }

  // Whole years on a day, by the date in three boxes; nothing while it is no date.
  function ageIn(name, day) {
    const parts = ["year", "month", "day"].map((part) => document.querySelector(`#page [name="${name}_${part}"]`)?.value.trim() ?? "");
    if (!/^\d{4}-\d{1,2}-\d{1,2}$/.test(parts.join("-"))) return null;
    const [year, month, date] = parts.map(Number);
    const [thisYear, thisMonth, thisDate] = day.split("-").map(Number);
    const real = new Date(Date.UTC(year, month - 1, date));
    if (real.getUTCMonth() !== month - 1 || real.getUTCDate() !== date) return null;
    return thisYear - year - (thisMonth < month || (thisMonth === month && thisDate < date) ? 1 : 0);
  }

  // In the order of the page: a question may wait for one that has just been opened.
  function open() {
    for (const later of document.querySelectorAll("#page [data-when]")) {
      later.hidden = later.disabled = !holds(JSON.parse(later.dataset.when));
    }
  }

  function keepAlone(box) {
    const others = [...document.querySelectorAll(`#page [name="${box.name}"]:checked`)].filter(
      (one) => one !== box && (box.hasAttribute("data-alone") || one.hasAttribute("data-alone")),
    );
    const said = box.closest(".control").querySelector("[data-said]");
    if (!said) return;
    for (const one of others) one.checked = false;
    const names = others.map((one) => one.labels[0].textContent);
    said.textContent = names.length ? `${said.dataset.said} ${names.join("; ")}.` : "";
  }

  document.addEventListener("change", ({ target }) => {
    if (target.matches("#page [type=checkbox]") && target.checked) keepAlone(target);
    open();
  });
  document.addEventListener("input", open);
  addEventListener("pageshow", open);
  document.addEventListener("backstop:shown", open);
  open();
})();
