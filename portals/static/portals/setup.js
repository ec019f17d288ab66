// Check my setup: what only the browser can tell. Without this script the page says that scripts are off.
"use strict";

const checks = document.getElementById("checks");
const ASKED = 5; // times; the quickest answer tells most of the clock

function say(id, words, kind) {
  const state = document.createElement("span");
  state.className = `cb-state cb-state--${kind}`;
  state.textContent = words;
  document.getElementById(id).replaceChildren(state);
}

async function ask() {
  const sent = performance.now();
  const answer = await fetch(checks.dataset.clock, { cache: "no-store" });
  const { now } = await answer.json();
  const took = performance.now() - sent;
  return { took, off: Date.now() - took / 2 - now * 1000 };
}

async function measure() {
  const answers = [];
  for (let n = 0; n < ASKED; n += 1) answers.push(await ask());
  const quickest = answers.sort((a, b) => a.took - b.took)[0];
  const took = Math.round(quickest.took);
  say("latency", (took < 500 ? checks.dataset.latency : checks.dataset.slow).replace("{n}", took), took < 500 ? "good" : "wait");
  const off = Math.ceil(Math.abs(quickest.off) / 1000);
  const good = off <= Number(checks.dataset.offBy);
  say("clock", (good ? checks.dataset.goodClock : checks.dataset.badClock).replace("{n}", good ? checks.dataset.offBy : off), good ? "good" : "wait");
}

say("scripts", checks.dataset.scripts, "good");
if (window.htmx) say("live", checks.dataset.live, "good");
measure().catch(() => say("latency", checks.dataset.lost, "bad"));

const print = document.createElement("button");
print.type = "button";
print.className = "govuk-button govuk-button--secondary";
print.textContent = checks.dataset.print;
print.addEventListener("click", () => window.print());
document.getElementById("print").replaceChildren(print);
