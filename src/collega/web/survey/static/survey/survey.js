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

  // An answer is sent from the page, so that a site that does not answer cannot throw the page away with the choice on
  // it. Until the server has it, it is in a cookie too, which the server takes away with everything else of somebody.
  var PATIENCE = 40000, SLOW = 4000; // milliseconds; the server itself waits 20 seconds for a busy database
  var send = form.querySelector("[data-again]");
  var busy = false;

  function say(which) {
    form.querySelectorAll("[data-when]").forEach(function (note) {
      note.hidden = note.dataset.when !== which;
      if (!note.hidden) { window.collega.announce(note.textContent); }
    });
  }
  function keep(fields) {
    fields.delete("csrfmiddlewaretoken");
    fields.append("number", form.dataset.number);
    document.cookie = form.dataset.draft + "=" + fields + "; path=/; max-age=604800; samesite=lax" +
      (window.location.protocol === "https:" ? "; secure" : "");
  }
  function hold(on) { busy = on; form.inert = on; } // no other choice while one is under way
  function failed(which) {
    hold(false);
    delete form.dataset.sent;
    send.textContent = send.dataset.again;
    send.focus();
    say(which);
  }
  function went(response) {
    if (response.headers.get("X-Next")) { window.location.assign(response.headers.get("X-Next")); return; }
    if (response.status < 500) { form.submit(); return; } // a page to be read; nothing was saved, so it is sent again
    failed(response.headers.get("X-Unsaved") ? "unsaved" : "silent");
  }
  form.addEventListener("submit", function (event) {
    var fields = new URLSearchParams(new FormData(form));
    if (!fields.get("answer") || !window.fetch || !window.AbortController) { return; }
    event.preventDefault();
    if (busy) { return; }
    var body = fields.toString();
    keep(fields);
    if (navigator.onLine === false) { failed("offline"); return; }
    hold(true);
    say("");
    var stop = new AbortController();
    var slow = window.setTimeout(function () { say("slow"); }, SLOW);
    var patience = window.setTimeout(function () { stop.abort(); }, PATIENCE);
    fetch(form.action, {
      method: "POST", body: body, redirect: "manual", keepalive: true, signal: stop.signal,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Stays": "yes" }
    }).then(went, function () { failed("silent"); }).then(function () {
      window.clearTimeout(slow);
      window.clearTimeout(patience);
    });
  });
  window.addEventListener("online", function () { say(""); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { hold(false); say(""); } });
})();
