/* Looking up by name: every word typed must begin a word of the name, marks and case aside. The list is whole without it. */
(function () {
  "use strict";
  var form = document.querySelector("[data-ps-lookup]");
  if (!form) return;
  var box = form.querySelector("input");
  var count = form.querySelector("[data-ps-count]");
  var kinds = [].map.call(document.querySelectorAll("[data-ps-kind]"), function (section) {
    return {
      section: section,
      shown: section.querySelector("[data-ps-shown]"),
      items: [].map.call(section.querySelectorAll("li"), function (item) {
        return { item: item, keys: " " + item.dataset.tim.replace(/[^a-z0-9]+/g, " ") };
      })
    };
  });

  // đ is a letter of its own and does not decompose; the generator folds names the same way.
  function words(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d")
      .split(/[^a-z0-9]+/).filter(Boolean);
  }

  function show() {
    var wanted = words(box.value);
    var all = 0;
    kinds.forEach(function (kind) {
      var found = 0;
      kind.items.forEach(function (entry) {
        var fits = wanted.every(function (word) { return entry.keys.indexOf(" " + word) >= 0; });
        entry.item.hidden = !fits;
        found += fits;
      });
      kind.section.hidden = !found;
      kind.shown.textContent = "(" + found + ")";
      all += found;
    });
    count.textContent = !wanted.length ? "" : all ? all + " kết quả." :
      "Không có tên nào như vậy. Thử ít chữ hơn, hoặc tìm trong toàn văn.";
  }

  function read() {
    box.value = new URLSearchParams(location.search).get("ten") || "";
    show();
  }

  box.addEventListener("input", function () {
    var address = new URL(location.href);
    if (box.value) address.searchParams.set("ten", box.value); else address.searchParams.delete("ten");
    history.replaceState(history.state, "", address);
    show();
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("popstate", read);
  read();
})();
