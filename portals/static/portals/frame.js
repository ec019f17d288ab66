// The status bar: polling with ETag and 304, a countdown the server drives, the state of the connection, and what happens when the
// auction moves on. The server's header says how many seconds are left; between two answers this script only interpolates.
(function () {
  "use strict";

  const LOST_AFTER = 2; // polls failed in a row
  const ANNOUNCE_AT = [300, 60, 30, 10]; // seconds left

  const frame = document.getElementById("frame");
  const tags = new WeakMap(); // polling element -> ETag of what it shows

  // --- ETags for every polling element ---------------------------------------------------------------------------------------------

  const isPoll = (element) => element.hasAttribute("data-poll");

  document.addEventListener("htmx:configRequest", (event) => {
    const tag = tags.get(event.detail.elt);
    if (isPoll(event.detail.elt) && tag) event.detail.headers["If-None-Match"] = tag;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (!isPoll(elt)) return;
    const answered = xhr.status >= 200 && xhr.status < 400;
    if (answered && xhr.getResponseHeader("ETag")) tags.set(elt, xhr.getResponseHeader("ETag"));
    if (elt !== frame) return;
    if (xhr.status === 401) return endSession();
    if (answered) setClock(xhr.getResponseHeader("Clearband-Seconds-Left"));
    noteConnection(answered);
  });

  // A poll that hangs would hide a lost connection.
  document.addEventListener("htmx:beforeSend", (event) => {
    if (isPoll(event.detail.elt)) event.detail.xhr.timeout = 5000;
  });

  if (!frame) return;

  // --- Countdown -------------------------------------------------------------------------------------------------------------------

  const announcements = document.getElementById("announcements");
  let closesAt = null; // on the browser's monotonic clock, milliseconds
  let announcedBelow = Infinity;

  function setClock(header) {
    closesAt = header === null || header === "" ? null : performance.now() + Number(header) * 1000;
    draw();
  }

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function draw() {
    if (closesAt === null) return;
    const left = Math.max(0, Math.ceil((closesAt - performance.now()) / 1000));
    const hours = Math.floor(left / 3600);
    const text = (hours ? hours + ":" : "") + two(Math.floor(left / 60) % 60) + ":" + two(left % 60);
    for (const target of document.querySelectorAll("[data-countdown]")) {
      if (target.textContent !== text) target.textContent = text;
      target.classList.toggle("cb-frame__countdown--soon", left <= 60);
    }
    announceTime(left);
  }

  function announceTime(left) {
    if (left > announcedBelow + 5) announcedBelow = Infinity; // a new round, or an extension
    const mark = ANNOUNCE_AT.filter((seconds) => left <= seconds).pop();
    if (mark === undefined || mark >= announcedBelow || left === 0) return;
    announcedBelow = mark;
    if (mark - left > 5) return; // the page was opened between two marks: say nothing late
    const words = announcements.dataset;
    const span = mark >= 120 ? words.minutes.replace("{n}", mark / 60) : mark === 60 ? words.minute : words.seconds.replace("{n}", mark);
    announcements.textContent = words.closing.replace("{left}", span);
  }

  const first = frame.querySelector("[data-countdown]");
  if (first) setClock(first.textContent.split(":").reduce((total, part) => total * 60 + Number(part), 0));
  setInterval(draw, 250);

  // --- Connection ------------------------------------------------------------------------------------------------------------------

  const connection = document.getElementById("connection");
  let failures = 0;
  let lost = false;

  function show(kind, text) {
    const state = document.createElement("span");
    state.className = "cb-state cb-state--" + kind;
    state.textContent = text;
    connection.replaceChildren(state);
  }

  function now() {
    return new Date().toLocaleTimeString(document.documentElement.lang, { hour12: false, timeZoneName: "short" });
  }

  function endSession() {
    const text = connection.dataset.signedOut;
    if (connection.textContent === text) return;
    show("bad", text);
    announcements.textContent = text;
    document.documentElement.classList.add("cb-disconnected");
  }

  function noteConnection(answered) {
    failures = answered ? 0 : failures + 1;
    if (failures >= LOST_AFTER && !lost) {
      lost = true;
      const text = connection.dataset.lost.replace("{time}", now());
      show("bad", text);
      announcements.textContent = text;
      document.documentElement.classList.add("cb-disconnected");
    } else if (answered && lost) {
      lost = false;
      const text = connection.dataset.restored.replace("{time}", now());
      show("good", text);
      announcements.textContent = text;
      document.documentElement.classList.remove("cb-disconnected");
    } else if (answered && !connection.querySelector(".cb-state--good")) {
      show("good", connection.dataset.connected);
    }
  }

  // --- The auction moved on --------------------------------------------------------------------------------------------------------

  const main = document.getElementById("main-content");
  const changed = document.getElementById("moment-changed");

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== frame) return;
    draw();
    const shown = frame.querySelector("[data-moment]");
    if (!shown || shown.dataset.moment === frame.dataset.moment) return;
    if (main.dataset.whenMomentChanges === "reload") window.location.reload();
    else changed.hidden = false;
  });
})();
