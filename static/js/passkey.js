// Shows the button of a passkey where the browser knows passkeys, and says when one did not answer.
"use strict";

(() => {
  const button = document.getElementById("passkey");
  const failed = document.getElementById("passkey-failed");
  button.hidden = !window.PublicKeyCredential;
  button.addEventListener("click", () => { failed.hidden = true; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
})();
