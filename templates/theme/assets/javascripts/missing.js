/* This address is not there: the nearest one above it that is. A part of a long list goes when the list grows short again,
   or what stood in it leaves; the list's own page stays. The text of the page says the same without this script. */
(function () {
  "use strict";
  var place = document.querySelector("[data-ps-nearest]");
  var root = place && new URL(place.dataset.psNearest, location.href).pathname;
  if (!place || !window.fetch || location.pathname.indexOf(root) !== 0) return;
  var steps = location.pathname.slice(root.length).split("/").filter(Boolean).slice(0, 8);

  function show(path) {
    var link = document.createElement("a");
    link.href = location.origin + path;
    link.textContent = path;
    place.append("Trang gần nhất còn có: ", link);
  }
  function look() {
    steps.pop();
    if (!steps.length) return;
    var path = root + steps.join("/") + "/";
    fetch(location.origin + path, { method: "HEAD" }).then(function (answer) {
      if (answer.ok) show(path); else if (answer.status === 404) look();
    }, function () { /* no network: the lists below still lead on */ });
  }
  look();
})();
