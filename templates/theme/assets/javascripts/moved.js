/* This page has moved: go to the new address, to the same clause. Without this script the page's head does it, to the top. */
(function () {
  "use strict";
  var link = document.querySelector("[data-ps-moved]");
  if (link) location.replace(link.href + location.hash);
})();
