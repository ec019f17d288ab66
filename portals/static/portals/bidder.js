// Conveniences of the bid pages. Everything works without them: the form goes to the check page, which says the same.
(function () {
  "use strict";

  // Arrow keys change a quantity by one lot.
  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !("step" in input.dataset)) return;
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step === undefined || !/^\s*\d*\s*$/.test(input.value)) return;
    event.preventDefault();
    input.value = String(Math.max(0, Number(input.value) + step));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // An error on top leads to its field, which is found by name.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-field]") : null;
    if (!link) return;
    const field = document.getElementsByName(link.dataset.field)[0];
    if (!field) return;
    event.preventDefault();
    field.focus();
  });

  // Fields that only say what the page shows are no part of a bid: typing there asks for no check and makes no draft.
  document.addEventListener("input", (event) => event.target.closest("[data-own-input]") && event.stopPropagation(), true);

  // Enter in a field that has a button of its own presses that one.
  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.key !== "Enter" || !(input instanceof HTMLInputElement) || !("enter" in input.dataset)) return;
    event.preventDefault();
    document.getElementById(input.dataset.enter).click();
  });
})();
