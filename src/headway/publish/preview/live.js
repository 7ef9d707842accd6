/* Shows the page anew when the review changed. The page's own policy allows scripts of this host and no other request,
   so the question is put as a script that the server answers when there is something to say. */
(function () {
  "use strict";
  const PAUSE = 300, LATER = 1000, KEY = "headway-live";
  const state = document.currentScript.dataset.state;
  let asked = null;

  window.headwayLive = function (now) {
    if (now === state) return;
    keep();
    location.reload();
  };

  function ask() {
    if (asked || document.hidden) return; // a browser has few connections to one host: pages nobody sees hold none
    asked = document.createElement("script");
    asked.src = "/.live/wait.js?since=" + encodeURIComponent(state) + "&at=" + Date.now();
    asked.addEventListener("load", function () { again(PAUSE); });
    asked.addEventListener("error", function () { again(LATER); });
    document.head.append(asked);
  }

  function again(pause) {
    asked.remove();
    asked = null;
    setTimeout(ask, pause);
  }

  function details() {
    return Array.prototype.slice.call(document.querySelectorAll("details"));
  }

  function label(element) {
    const summary = element.querySelector("summary");
    return summary ? summary.textContent.trim() : "";
  }

  function keep() {
    const opened = details().map(function (each) { return [label(each), each.open]; });
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ page: location.pathname, x: scrollX, y: scrollY, opened: opened }));
      history.scrollRestoration = "manual";
    } catch (error) { /* storage switched off: the page begins at its top */ }
  }

  /* Where the reader was and what was opened, each by its own words, since others may have come before it. */
  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch (error) { /* as above */ }
    if (!kept || kept.page !== location.pathname) return;
    details().forEach(function (each) {
      const at = kept.opened.findIndex(function (pair) { return pair[0] === label(each); });
      if (at >= 0) each.open = kept.opened.splice(at, 1)[0][1];
    });
    scrollTo(kept.x, kept.y);
    addEventListener("load", function () {
      scrollTo(kept.x, kept.y);
      history.scrollRestoration = "auto";
    });
  }

  restore();
  document.addEventListener("visibilitychange", ask);
  if (document.readyState === "complete") ask();
  else addEventListener("load", ask);
})();
