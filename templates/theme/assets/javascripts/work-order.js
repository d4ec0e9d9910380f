/* A unit's page: its list narrowed by role, plan and year, kept in the address; the days left until the next dates. */
(function () {
  "use strict";

  // «còn 18 ngày», counted from the reader's own today.
  var now = new Date();
  var today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  document.querySelectorAll("[data-until]").forEach(function (place) {
    var days = Math.round((Date.parse(place.dataset.until + "T00:00:00Z") - today) / 864e5);
    place.textContent = days < 0 ? "đã qua" : days === 0 ? "hôm nay là ngày cuối" : "còn " + days + " ngày";
    if (days >= 0 && days < 31) place.dataset.near = "";
  });

  var form = document.querySelector("[data-ps-filter]");
  if (!form) return;
  var fields = Array.from(form.querySelectorAll("select"));
  var rows = Array.from(document.querySelectorAll("tr[data-role]"));
  var groups = Array.from(document.querySelectorAll("[data-ps-group]"));
  var status = form.querySelector("[role=status]");
  var clear = form.querySelector("[data-ps-clear]");
  var counted = rows.filter(function (row) { return !row.closest("[data-ps-uncertain]"); });
  var shown = function (row) { return !row.hidden; };

  function fits(row, wanted) {
    return (!wanted.vai || row.dataset.role === wanted.vai) &&
      (!wanted["ke-hoach"] || row.dataset.plan === wanted["ke-hoach"]) &&
      (!wanted.nam || (row.dataset.from <= wanted.nam && wanted.nam <= row.dataset.to));
  }

  function apply() {
    var wanted = {};
    fields.forEach(function (field) { wanted[field.name] = field.value; });
    rows.forEach(function (row) { row.hidden = !fits(row, wanted); });
    groups.forEach(function (group) {
      var inside = Array.from(group.querySelectorAll("tr[data-role]")).filter(shown).length;
      var count = group.querySelector("[data-ps-count]");
      group.hidden = !inside;
      if (count) count.textContent = inside;
    });
    var left = counted.filter(shown).length;
    var on = fields.some(function (field) { return field.value; });
    form.toggleAttribute("data-on", on);
    status.textContent = !on ? "Tất cả " + counted.length + " việc và báo cáo."
      : left ? "Còn " + left + " trong " + counted.length + " việc và báo cáo."
      : "Không có việc nào khớp; hãy bỏ bớt lựa chọn.";
  }

  function read() {
    var given = new URLSearchParams(location.search);
    fields.forEach(function (field) {
      field.value = given.get(field.name) || "";
      if (field.selectedIndex < 0) field.value = "";
    });
    apply();
  }

  function keep() {
    var given = new URLSearchParams(location.search);
    fields.forEach(function (field) {
      if (field.value) given.set(field.name, field.value); else given.delete(field.name);
    });
    var query = given.toString();
    history.pushState(null, "", location.pathname + (query ? "?" + query : ""));
    apply();
  }

  form.addEventListener("change", keep);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  clear.addEventListener("click", function () {
    fields.forEach(function (field) { field.value = ""; });
    keep();
    fields[0].focus();
  });
  window.addEventListener("popstate", read);
  form.hidden = false;
  read();
})();
