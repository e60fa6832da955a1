/* Screens of a session go on by themselves, and a judgement waits on the phone until the server has it. Everything
   works without this file: by sending forms and by the link that looks again. */
(function () {
  "use strict";
  var PATIENCE = 8000, PHONE = 3000, ROOM = 2000; // milliseconds
  var phone = document.querySelector("[data-phone]"), room = document.querySelector("[data-room]");
  var screen = phone || room;
  if (!screen || !window.fetch || !window.AbortController) { return; }
  var busy = false;

  function ask(address, options) {
    var stop = new AbortController();
    var timer = window.setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(address, Object.assign({ signal: stop.signal, credentials: "same-origin" }, options))
      .finally(function () { window.clearTimeout(timer); });
  }

  // The version of the session: one small request, answered with 304 by way of the browser's cache while nothing is new.
  function typing() {
    var here = document.activeElement, form = here && here.closest("form");
    return Boolean(room && form && (here.value || "").trim() && here.matches("textarea, input[type=text]"));
  }
  function look() {
    if (busy || document.hidden) { return; }
    ask(screen.dataset.state, { cache: "no-cache" }).then(function (response) {
      return response.ok ? response.text() : null;
    }).then(function (version) {
      if (version !== null && version !== screen.dataset.version && !busy && !typing()) { window.location.reload(); }
    }).catch(function () { /* no connection: the next look tries again */ });
  }
  window.setInterval(look, (phone ? PHONE : ROOM) + Math.random() * 500);
  document.addEventListener("visibilitychange", look);
  if (!phone) { return; }

  // What was sent and not answered stays here, of this seat alone, and goes again with the same key.
  var place = "session-" + phone.dataset.word + "-" + phone.dataset.seat;
  var note = phone.querySelector("[data-when=waiting]");
  function kept() { try { return JSON.parse(window.localStorage.getItem(place)); } catch (error) { return null; } }
  function keep(what) {
    try {
      if (what) { window.localStorage.setItem(place, JSON.stringify(what)); } else { window.localStorage.removeItem(place); }
    } catch (error) { /* then the page itself holds it */ }
    holding = what;
  }
  var holding = kept();
  function wait(on) {
    if (note.hidden === on) { note.hidden = !on; if (on) { window.collega.announce(note.textContent); } }
  }
  function send() {
    if (!holding || busy) { return; }
    busy = true;
    var fields = new URLSearchParams(holding.body);
    fields.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    ask(holding.to, {
      method: "POST", body: fields.toString(), redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Stays": "yes" }
    }).then(function (response) {
      busy = false;
      if (response.headers.get("X-Next")) { keep(null); window.location.assign(response.headers.get("X-Next")); return; }
      if (response.status === 403 || response.status === 404) { // the page is too old, or the session gone
        if (response.status === 404) { keep(null); } else { keep(Object.assign({}, holding, { refused: (holding.refused || 0) + 1 })); }
        if (!holding || holding.refused < 3) { window.location.reload(); return; }
      }
      wait(true);
    }, function () { busy = false; wait(true); });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-vote]")) { return; }
    var fields = new URLSearchParams(new FormData(form));
    if (!fields.get("answer") && !fields.get("percent")) { return; }
    event.preventDefault();
    fields.delete("csrfmiddlewaretoken");
    keep({ to: form.getAttribute("action"), body: fields.toString() });
    send();
  });
  window.setInterval(send, PHONE);
  window.addEventListener("online", send);
  send();
})();
