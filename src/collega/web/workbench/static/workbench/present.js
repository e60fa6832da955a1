// Arrow keys, Page Up and Page Down go through the screens of a presentation.
document.addEventListener("keydown", function (event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) { return; }
  var back = ["ArrowLeft", "PageUp"].indexOf(event.key) >= 0;
  var on = ["ArrowRight", "PageDown"].indexOf(event.key) >= 0;
  var link = back || on ? document.querySelector('a[rel="' + (back ? "prev" : "next") + '"]') : null;
  if (link) { event.preventDefault(); link.click(); }
});
