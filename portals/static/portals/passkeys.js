// Buttons that ask the browser for a passkey (account/passkey_button.html). The question comes from the page or from an address, the answer
// goes into a hidden field, and the form is sent.
(function () {
  "use strict";

  function isNumber(host) {
    return /^[\d.]+$/.test(host) || host.startsWith("[");
  }

  async function question(button) {
    if (button.dataset.question) return JSON.parse(document.getElementById(button.dataset.question).textContent);
    const answer = await fetch(button.dataset.ask, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  async function ask(button) {
    const asked = await question(button);
    const options = asked.publicKey ? asked : Object.values(asked)[0];
    const selection = options.publicKey.authenticatorSelection;
    if (selection) Object.assign(selection, { residentKey: "required", requireResidentKey: true }); // so that it signs in without a user name
    return window.webauthnJSON[button.dataset.passkey](options);
  }

  for (const button of document.querySelectorAll("[data-passkey]")) {
    const place = button.closest(".cb-passkey");
    const words = place.querySelector("[data-failed]");
    place.hidden = !window.PublicKeyCredential;
    if (isNumber(location.hostname)) {
      // The browser would refuse. Who came to make a passkey is told where it works; elsewhere the other way in is enough.
      button.remove();
      if (button.dataset.passkey === "create") words.textContent = words.dataset.number.replace("{address}", location.origin.replace(location.hostname, "localhost"));
      continue;
    }
    button.addEventListener("click", async () => {
      button.disabled = true;
      words.textContent = "";
      try {
        button.form.elements[button.dataset.field].value = JSON.stringify(await ask(button));
        button.form.submit();
      } catch {
        words.textContent = words.dataset.failed;
        button.disabled = false;
      }
    });
  }
})();
