/* Small helps on top of Material's script; every page reads and navigates without them. */
(function () {
  "use strict";
  var query = document.querySelector("[data-md-component=search-query]");
  var search = document.getElementById("__search");
  var outline = document.getElementById("ps-muc-luc");

  // The big box on the home page opens the search dialog; the dialog takes the cursor.
  document.addEventListener("click", function (event) {
    if (query && event.target.closest("[data-ps-search]")) query.focus();
  });
  if (query && search) search.addEventListener("change", function () {
    if (search.checked) query.focus();
  });

  // A chosen line of the outline closes its sheet.
  if (outline && outline.hidePopover) outline.addEventListener("click", function (event) {
    if (event.target.closest("a") && outline.matches(":popover-open")) outline.hidePopover();
  });

  // A table that is wider than the screen can be scrolled with the keyboard; one that fits is no extra stop.
  function reach(box) {
    if (box.scrollWidth > box.clientWidth + 1) {
      var caption = box.querySelector("caption");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", caption ? caption.textContent.trim() : "Bảng");
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  }
  var boxes = document.querySelectorAll(".ps-tablewrap, .md-typeset__scrollwrap");
  if (window.ResizeObserver) {
    var watch = new ResizeObserver(function (entries) { entries.forEach(function (entry) { reach(entry.target); }); });
    boxes.forEach(function (box) { watch.observe(box); });
  }
})();
