// What is typed into a ballot survives a closed browser, in this browser alone: a sealed ballot must not rest readable on the server.
// A draft is what differs from the page as it came, under the round and the seat; it goes when the ballot is placed, when the round is
// over, and at sign-out (the server then tells the browser to clear its storage). Everything works without it.
(function () {
  "use strict";

  const PREFIX = "clearband-draft/";
  const NOT_TYPED = ["csrfmiddlewaretoken", "round_version", "prices_hash", "find", "only", "category", "least", "sort", "at", "page", "change", "percent"];
  const PAUSE = 400; // milliseconds without typing before a draft is written

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, draft) {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // No room, or storage is switched off: the page works on without drafts.
    }
  }

  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

  // --- What has become of earlier drafts -----------------------------------------------------------------------------------------

  const placed = [...document.querySelectorAll("[data-placed]")].flatMap((element) => element.dataset.placed.split(" ").filter(Boolean));
  for (const key of keys()) {
    const draft = read(key);
    if (!draft || placed.includes(draft.submitted)) localStorage.removeItem(key);
  }

  // The confirmation: the draft is done with once the ballot under this key is placed, and not before.
  for (const form of document.querySelectorAll("form[data-draft-of]")) {
    form.addEventListener("submit", () => {
      const draft = read(form.dataset.draftOf);
      if (draft) write(form.dataset.draftOf, { ...draft, submitted: form.elements.form_key.value });
    });
  }

  // --- The form ------------------------------------------------------------------------------------------------------------------

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = form.dataset.draft;
  const fresh = "fresh" in form.dataset; // as placed, or empty; else it came back with what was typed
  const auction = key.slice(0, key.lastIndexOf("/", key.lastIndexOf("/") - 1) + 1); // .../auction/round/seat without the last two
  const seat = key.slice(key.lastIndexOf("/"));
  for (const other of keys()) if (other !== key && other.startsWith(auction) && other.endsWith(seat)) localStorage.removeItem(other);

  const isTyped = (field) => field.name && !NOT_TYPED.includes(field.name) && !["submit", "button", "file"].includes(field.type);

  function isChanged(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return field.name === "list" || field.value !== field.defaultValue;
  }

  function typed() {
    const fields = [...form.elements].filter((field) => isTyped(field) && (!fresh || isChanged(field)));
    return fields.map((field) => [field.name, field.type === "checkbox" || field.type === "radio" ? (field.checked ? field.value : null) : field.value]);
  }

  const asItCame = fresh ? JSON.stringify(typed()) : null;

  let pause = 0;
  let isOver = false; // discarded, or signed out: nothing is written any more, whatever the browser still tells this page

  function save() {
    clearTimeout(pause);
    pause = 0;
    if (isOver) return;
    const entries = typed();
    if (JSON.stringify(entries) === asItCame) localStorage.removeItem(key);
    else write(key, { at: new Date().toISOString(), entries });
  }

  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", save);
  document.addEventListener("visibilitychange", () => document.hidden && pause && save());
  document.addEventListener("submit", (event) => (isOver = isOver || event.target.matches(".cb-header__form")));

  // --- Restoring -----------------------------------------------------------------------------------------------------------------

  const bar = document.getElementById("draft");

  function tell(draft) {
    const time = new Date(draft.at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false });
    bar.firstElementChild.textContent = bar.dataset.words.replace("{time}", time);
    bar.hidden = false;
    bar.querySelector("button").addEventListener("click", () => {
      isOver = true;
      localStorage.removeItem(key);
      window.location.assign(window.location.pathname);
    });
  }

  function fill(entries) {
    for (const [name, value] of entries) {
      const field = [...form.elements].find((each) => each.name === name && (each.type !== "radio" || each.value === value));
      if (!field) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value !== null;
      else field.value = value;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A long list is on the page in part only: the server lays it out anew, and keeps nothing of it.
  function ask(entries) {
    const values = Object.fromEntries(entries.filter(([, value]) => value !== null));
    for (const name of ["csrfmiddlewaretoken", "round_version", "prices_hash"]) values[name] = form.elements[name].value;
    return window.htmx
      .ajax("POST", form.dataset.restore, { source: form, values, target: "#workbench", select: "#workbench", swap: "outerHTML" })
      .then(() => form.dispatchEvent(new Event("input", { bubbles: true })));
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target && event.detail.target.id === "workbench") save();
  });

  // Once htmx listens.
  document.addEventListener("DOMContentLoaded", () => {
    const draft = read(key);
    if (!fresh) return save();
    if (!draft || JSON.stringify(draft.entries) === asItCame) return;
    tell(draft); // also one that was sent off and did not arrive
    if (form.dataset.restore) ask(draft.entries);
    else fill(draft.entries);
  });
})();
