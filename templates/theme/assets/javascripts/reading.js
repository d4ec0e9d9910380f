/* Reading a plan: the mark after each clause opens one small sheet that copies the clause's link or citation.
   Without this script, or without popovers, the mark is a plain link to the clause. */
(function () {
  "use strict";
  var text = document.querySelector(".ps-text[data-citation]");
  var sheet = document.getElementById("ps-trich-dan");
  if (!text || !sheet || !sheet.showPopover) return;
  var head = sheet.querySelector(".ps-cite__head");
  var words = sheet.querySelector(".ps-cite__text");
  var said = sheet.querySelector(".ps-cite__said");
  var current = null;
  var mend = sheet.querySelector("[data-mend]");
  var source = document.querySelector(".ps-mend[data-lines]");
  var lines = {};
  if (source) source.dataset.lines.split(" ").forEach(function (pair) {
    var parts = pair.split(":");
    lines[parts[0]] = parts[1];
  });

  text.querySelectorAll(".ps-anchor").forEach(function (anchor) {
    var label = anchor.getAttribute("aria-label").replace("Liên kết tới", "Chép liên kết, trích dẫn");
    anchor.setAttribute("role", "button");
    anchor.setAttribute("aria-haspopup", "dialog");
    anchor.setAttribute("aria-label", label);
    anchor.title = label;
  });

  function place(anchor) {
    var room = document.documentElement.clientWidth;
    var spot = anchor.getBoundingClientRect();
    var left = Math.max(8, Math.min(spot.left, room - sheet.offsetWidth - 8));
    var below = spot.bottom + 8;
    var above = spot.top - sheet.offsetHeight - 8;
    var fits = below + sheet.offsetHeight < window.innerHeight || above < 0;
    sheet.style.left = left + window.scrollX + "px";
    sheet.style.top = (fits ? below : above) + window.scrollY + "px";
  }

  function open(anchor) {
    current = anchor;
    head.textContent = anchor.getAttribute("aria-label").replace("Chép liên kết, trích dẫn ", "");
    words.textContent = anchor.dataset.cite + " " + text.dataset.citation;
    said.textContent = "";
    var line = lines[anchor.hash.slice(1)];
    mend.hidden = !line;
    if (line) mend.href = source.dataset.source + "#L" + line;
    anchor.focus({ preventScroll: true });
    sheet.showPopover();
    place(anchor);
    sheet.querySelector("[data-copy]").focus({ preventScroll: true });
  }

  text.addEventListener("click", function (event) {
    var anchor = event.target.closest(".ps-anchor");
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(anchor);
  });
  text.addEventListener("keydown", function (event) {
    if (event.key !== " " || !event.target.matches(".ps-anchor")) return;
    event.preventDefault();
    open(event.target);
  });

  function copied(done, what) {
    said.textContent = done ? "Đã chép " + what + "." : "Trình duyệt không cho chép; hãy chọn chữ ở trên rồi chép.";
  }
  sheet.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button || !current) return;
    var link = button.dataset.copy === "link";
    var value = link ? current.href : words.textContent;
    var what = link ? "liên kết" : "trích dẫn";
    if (!navigator.clipboard) { if (link) words.textContent = value; copied(false); return; }
    navigator.clipboard.writeText(value).then(
      function () { copied(true, what); },
      function () { if (link) words.textContent = value; copied(false); });
  });
})();
