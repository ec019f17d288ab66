// Starts GOV.UK Frontend's own components. A module, so that old browsers skip it and get the plain page.
const { initAll } = await import(document.getElementById("start").dataset.govuk);
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
