/* Material asks for the whole search index (over 1 MB) on every page as soon as it starts. Here its request waits until
   the reader turns to the search; Material shows «initializing» until then and works as ever. Runs before Material's
   script. */
(function () {
  "use strict";
  var box = document.querySelector("[data-md-component=search]");
  if (!box || /[?&]q=/.test(location.search)) return;
  // Some browsers fill in again on reload what was open before.
  var toggle = document.getElementById("__search");
  if (toggle) toggle.checked = false;
  var open = XMLHttpRequest.prototype.open;
  var send = XMLHttpRequest.prototype.send;
  var waiting = [];
  var wanted = false;

  XMLHttpRequest.prototype.open = function (method, address) {
    this.psWaits = /\/search\/search_index\.json$/.test(address);
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (wanted || !this.psWaits) return send.call(this, body);
    waiting.push(this);
  };

  function want(event) {
    var near = event.target.closest && event.target.closest("[data-md-component=search], [for=__search], [data-ps-search]");
    if (wanted || !(near || event.target.id === "__search")) return;
    wanted = true;
    waiting.splice(0).forEach(function (request) { if (request.readyState === 1) send.call(request); });
  }
  ["focusin", "pointerover", "click", "change"].forEach(function (type) {
    document.addEventListener(type, want, { capture: true, passive: true });
  });
})();
