// Single keys for staff who want them. Off until somebody switches them on, on this screen alone.
// A key follows a link or moves to a control; it never presses one: no act happens by a slip.
"use strict";

(() => {
  const NAME = "backstop_shortcuts";
  const isOn = () => localStorage.getItem(NAME) === "on";

  function move(step) {
    const names = [...document.querySelectorAll(".list a.name")];
    if (!names.length) return;
    const at = names.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : names.length - 1) : at + step;
    names[Math.min(Math.max(next, 0), names.length - 1)].focus();
  }

  function follow(key) {
    const one = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!one) return false;
    if (one.matches("a:not([data-key-focus])")) one.click();
    else one.focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
    else if (!follow(event.key)) return;
    event.preventDefault();
  });

  const button = document.querySelector("[data-shortcuts]");
  if (!button) return;
  const show = () => {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn()));
  };
  button.addEventListener("click", () => {
    localStorage.setItem(NAME, isOn() ? "off" : "on");
    show();
  });
  show();
})();
