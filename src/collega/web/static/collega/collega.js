/* Small improvements. Every page works without this file. */
(function () {
  "use strict";
  var announcer = document.getElementById("announcer");
  function announce(text) { if (announcer) { announcer.textContent = ""; window.setTimeout(function () { announcer.textContent = text; }, 50); } }
  window.collega = { announce: announce };

  // A form is sent once: a second click does nothing.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent === "yes") { event.preventDefault(); return; }
    if (form.method === "post" && !form.hasAttribute("hx-post") && !form.hasAttribute("data-download")) {
      form.dataset.sent = "yes";
      window.setTimeout(function () { delete form.dataset.sent; }, 8000);
    }
  });
  // Coming back by the back button, the page may be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
  // What was typed on a page of the workbench is not left without a word, nor by sending another form of the page.
  var typed = new Set(document.querySelectorAll("[data-keep-typed] form[data-unsaved]"));
  var sending = null;
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.method === "post" && form.closest("[data-keep-typed]")) { typed.add(form); sending = null; }
  });
  document.addEventListener("submit", function (event) {
    if (!event.defaultPrevented && !event.target.hasAttribute("data-download")) { sending = event.target; }
  });
  window.addEventListener("beforeunload", function (event) {
    var left = Array.from(typed).filter(function (form) { return form !== sending; });
    if (!left.length) { return; }
    event.preventDefault();
    window.setTimeout(function () {  // whoever stays may send again
      sending = null;
      document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
    }, 0);
  });
  // Drop-downs and radios that apply at once, where the page asks for it.
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-apply]");
    if (form) { form.requestSubmit(); }
  });
  // A page that was brought in without loading: also one that says what is wrong; and its news is read out.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.boosted && event.detail.xhr.status >= 400) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  document.addEventListener("htmx:afterSettle", function () {
    var news = document.querySelector("[data-announce]");
    if (!news) { return; }
    announce(news.dataset.announce);
    if (document.activeElement === document.body) { document.getElementById("content").focus({ preventScroll: true }); }
  });
  // Copy a link or code.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button || !navigator.clipboard) { return; }
    navigator.clipboard.writeText(button.dataset.copy).then(function () { announce(button.dataset.copied || "OK"); });
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { window.print(); }
  });
})();
