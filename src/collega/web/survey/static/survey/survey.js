/* Digit keys for answers, a word about a lost connection, buttons that need a script. Everything works without. */
(function () {
  "use strict";
  document.querySelectorAll(".needs-script").forEach(function (button) { button.hidden = false; });
  var form = document.querySelector("form[data-answers]");
  if (!form) { return; }
  var radios = form.querySelectorAll("input[name=answer]");
  var button = form.querySelector("[data-keys-switch]");
  var on = true;
  try { on = window.sessionStorage.getItem("digit-keys") !== "off"; } catch (error) { on = true; }

  function show() {
    form.querySelectorAll("kbd").forEach(function (key) { key.hidden = !on; });
    button.hidden = false;
    button.textContent = on ? button.dataset.on : button.dataset.off;
  }
  button.addEventListener("click", function () {
    on = !on;
    try { window.sessionStorage.setItem("digit-keys", on ? "on" : "off"); } catch (error) { /* kept for this page */ }
    show();
  });
  show();

  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest("input:not([type=radio]), textarea, select");
    if (!on || typing || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) { return; }
    var radio = radios[Number(event.key) - 1];
    if (radio) { radio.checked = true; radio.focus(); event.preventDefault(); }
  });

  // Without a connection the browser would throw the page away with the choice on it.
  var offline = form.querySelector("[data-offline]");
  form.addEventListener("submit", function (event) {
    offline.hidden = navigator.onLine !== false;
    if (!offline.hidden) {
      event.preventDefault();
      event.stopPropagation();
      window.collega.announce(offline.textContent);
    }
  });
  window.addEventListener("online", function () { offline.hidden = true; });
})();
