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

  // Show only the packages whose words all occur: "2 × A1, 1 × C" is found by "2 × a1" and by "c".
  const tools = document.querySelector("[data-filter-tools]");
  if (tools) {
    tools.hidden = false;
    const filter = tools.querySelector("[data-filter]");
    const count = tools.querySelector("[data-filter-count]");
    const rows = [...document.querySelectorAll(filter.dataset.filter + " tbody tr")];
    filter.addEventListener("input", (event) => {
      event.stopPropagation();
      const wanted = filter.value.toLowerCase().split(",").map((part) => part.trim()).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const fits = wanted.every((part) => row.dataset.text.toLowerCase().includes(part));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      count.textContent = wanted.length ? shown + " / " + rows.length : "";
    });
  }

  // Enter in the fields of a new package adds it.
  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.key !== "Enter" || !(input instanceof HTMLInputElement) || !input.closest(".cb-new")) return;
    event.preventDefault();
    input.form.requestSubmit(input.form.querySelector("[name=add]"));
  });
})();
