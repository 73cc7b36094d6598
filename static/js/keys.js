// With Tab and Space alone, as a switch sends them, everything can be reached, chosen and taken back.
"use strict";

(() => {
  // A browser stops once at a group of answers, and leaves the rest to the arrow keys.
  function step(event, group, box) {
    const next = group[group.indexOf(box) + (event.shiftKey ? -1 : 1)];
    if (!next || group.some((one) => one.checked)) return;
    event.preventDefault();
    next.focus();
  }

  function takeBack(event, box) {
    event.preventDefault();
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("keydown", (event) => {
    const on = event.target;
    if (on.matches("#page [type=radio]")) {
      const group = [...document.querySelectorAll(`#page [name="${on.name}"]`)];
      if (event.key === "Tab") step(event, group, on);
      if (event.key === " " && on.checked) takeBack(event, on);
    } else if (event.key === " " && on.matches("a.btn, .check__do a, .summary a")) {
      event.preventDefault();
      on.click();
    }
  });
})();
