/* Says on the page that no passkey was used; allauth's script says it to the browser's console alone. */
(function () {
  "use strict";
  document.addEventListener("allauth.error", function (event) {
    var note = document.getElementById("no-passkey"), heading = document.querySelector("main h1");
    if (!note || !heading) { return; }
    event.preventDefault();
    heading.after(note);
    note.hidden = false;
    note.focus();
  });
})();
