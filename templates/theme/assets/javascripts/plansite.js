/* The small helps on every page; every page reads and navigates without them. */
(function () {
  "use strict";
  var root = document.documentElement;

  // Light or dark: what the reader chose stays, else the system's wish is followed.
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var kept = null;
  try { kept = localStorage.getItem("plansite-nen"); } catch (error) { kept = null; /* storage is forbidden: the system decides */ }
  function wear(scheme) { document.body.setAttribute("data-md-color-scheme", scheme); }
  dark.addEventListener("change", function () { if (!kept) wear(dark.matches ? "slate" : "default"); });
  document.querySelectorAll("[data-ps-palette]").forEach(function (button) {
    button.addEventListener("click", function () {
      kept = document.body.getAttribute("data-md-color-scheme") === "slate" ? "default" : "slate";
      wear(kept);
      try { localStorage.setItem("plansite-nen", kept); } catch (error) { /* then it holds for this page only */ }
    });
  });

  // The search is loaded when a reader turns to it; without this every link to it leads to its page.
  var here = document.currentScript.src;
  var dialog = document.getElementById("ps-tim");
  var page = document.querySelector("[data-ps-search-page]");
  var loaded = null;
  var failures = 0;
  function search() {
    if (!loaded) {
      var address = new URL("search.js" + new URL(here).search, here);
      if (failures) address.searchParams.set("lan", failures); // browsers remember that an address failed
      loaded = import(address.href);
      loaded.catch(function () { loaded = null; failures += 1; });
    }
    return loaded;
  }
  function unloaded(place) {
    place.querySelector("[role=status]").textContent = "Chưa tải được ô tìm; hãy kiểm tra mạng rồi thử lại.";
  }
  if (page) search().then(function (module) { module.openPage(page); }, function () { unloaded(page); });
  function find() {
    if (page) { page.querySelector("input").focus(); return; }
    if (!dialog.dataset.psReady) {
      dialog.dataset.psReady = "yes";
      search().then(function (module) { module.openDialog(dialog); }, function () {
        delete dialog.dataset.psReady;
        unloaded(dialog);
      });
    }
    dialog.showModal();
    dialog.querySelector("input").select();
  }
  if (dialog && dialog.showModal) {
    document.addEventListener("click", function (event) {
      var opener = event.target.closest("[data-ps-search]");
      if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      find();
    });
    document.addEventListener("keydown", function (event) {
      // Until the next frame a box in the dialog just closed is still where keys arrive.
      var typing = !dialog.contains(event.target) && event.target.closest("input, textarea, select, [contenteditable]");
      var wanted = event.key === "/" && !typing || event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!wanted || event.altKey || dialog.open) return;
      event.preventDefault();
      find();
    });
    dialog.querySelector("[data-ps-find-close]").addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault(); // else a box with words in it is only emptied
      dialog.close();
    });
    // A press in the dialog that is let go outside, as when words are marked, is not one outside.
    var pressed = null;
    dialog.addEventListener("pointerdown", function (event) { pressed = event.target; });
    dialog.addEventListener("click", function (event) { if (event.target === dialog && pressed === dialog) dialog.close(); });
  }

  // The outline: a chosen line closes its sheet; the part in view is marked.
  var outline = document.getElementById("ps-muc-luc");
  if (outline) {
    if (outline.hidePopover) outline.addEventListener("click", function (event) {
      if (event.target.closest("a") && outline.matches(":popover-open")) outline.hidePopover();
    });
    var lines = [].map.call(outline.querySelectorAll("a[href^='#']"), function (link) {
      return { link: link, part: document.getElementById(decodeURIComponent(link.hash.slice(1))) };
    }).filter(function (line) { return line.part; });
    var follow = function () {
      var edge = parseFloat(getComputedStyle(root).fontSize) * 5;
      var here = null;
      lines.forEach(function (line) { if (line.part.getBoundingClientRect().top <= edge) here = line; });
      lines.forEach(function (line) {
        if (line === here) line.link.setAttribute("aria-current", "true"); else line.link.removeAttribute("aria-current");
      });
      var box = outline.querySelector(".md-sidebar__scrollwrap");
      if (here && box && box.scrollHeight > box.clientHeight) {
        var spot = here.link.offsetTop - box.clientHeight / 2;
        if (Math.abs(box.scrollTop - spot) > box.clientHeight / 3) box.scrollTop = spot;
      }
    };
  }

  // After a long way down, a way back up.
  var up = document.querySelector("[data-ps-top]");
  var waiting = false;
  var last = 0;
  addEventListener("scroll", function () {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () {
      waiting = false;
      if (up) up.hidden = !(scrollY > 1.5 * innerHeight && scrollY < last);
      last = scrollY;
      if (outline) follow();
    });
  }, { passive: true });
  if (outline) requestAnimationFrame(follow); // the browser may have gone to the clause of the address before this script came

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
